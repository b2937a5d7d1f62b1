"""All scales and measures there are, and the way to new ones."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui import file_dialogs, icons
from gui.context import PageContext
from gui.forms.faults import fault_label, tell
from gui.layouts import words
from gui.naming import named
from gui.scale_editor.measure_editor import MeasureEditor
from gui.scale_editor.presenter import Entry, described, entries, kind_of, matching
from gui.scale_editor.scale_editor import ScaleEditor
from gui.tables.record_table import Column, RecordTable
from models import own_library
from models.errors import ExpectedError
from models.measures import library as measure_library
from models.measures.draft import MeasureDraft, draft_of_measure, next_measure
from models.measures.reader import read_measure
from models.own_library import MEASURES, SCALES
from models.protocol import library
from models.scales import library as scale_library
from models.scales.draft import ScaleDraft, draft_of_scale, new_scale, next_scale
from models.scales.reader import ScaleFileError, read_scale
from models.toml_file import load_source

_FILES = "Scales and measures (*.toml)"


class LibraryDialog(QDialog):
    """Lists scales and measures; makes, copies, imports and exports them."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scales_dialog")
        self.setWindowTitle(self.tr("Scales and measures"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._library = library.with_own(context.settings.library_folder)
        self._search = named("search_field", QLineEdit())
        self._search.setPlaceholderText(
            self.tr("Search: name, kind, who rates, licence, own")
        )
        self._search.setAccessibleName(self.tr("Search"))
        self._search.setClearButtonEnabled(True)
        self._table: RecordTable[Entry] = RecordTable(
            (
                Column(self.tr("Name"), lambda one: one.name, stretches=True),
                Column(self.tr("Kind"), lambda one: one.kind_word),
                Column(self.tr("Values"), lambda one: one.span),
                Column(self.tr("Given by"), lambda one: one.rated_by),
                Column(self.tr("From"), lambda one: one.mode),
                Column(
                    self.tr("Whose"),
                    lambda one: f"own, {one.version}" if one.is_own else "program",
                ),
            )
        )
        self._table.setObjectName("library_table")
        self._table.setAccessibleName(self.tr("Scales and measures"))
        self._title = words("entry_name", look="heading")
        self._text = named("entry_text", QPlainTextEdit())
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setAccessibleName(self.tr("All that it says"))
        self._count = words("entry_count", look="small")
        self._faults = fault_label("library_faults")
        self._lay_out()
        self._search.textChanged.connect(self._on_searched)
        self._table.record_selected.connect(self._on_chosen)
        self._fill()
        self._search.setFocus()

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 10, 0)
        column.addWidget(self._search)
        column.addWidget(self._table, 1)
        column.addWidget(self._count)
        column = QVBoxLayout(right)
        column.setContentsMargins(10, 0, 0, 0)
        column.addWidget(self._title)
        column.addWidget(self._text, 1)
        right.setMinimumWidth(260)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setSizes([880, 300])
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, text, icon, call in (
            ("new_scale", self.tr("New &scale…"), "new", self._on_new_scale),
            ("new_measure", self.tr("New &measure…"), "new", self._on_new_measure),
            ("new_version", self.tr("New &version…"), "copy", self._on_new_version),
            ("import", self.tr("&Import…"), "import", self._on_import),
            ("export", self.tr("&Export…"), "export", self._on_export),
        ):
            button = named(f"{name}_button", QPushButton(text))
            button.setAutoDefault(False)
            button.clicked.connect(call)
            icons.give(button, icon)
            row.addWidget(button)
        row.addStretch(1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(splitter, 1)
        layout.addWidget(self._faults)
        layout.addLayout(row)
        self.resize(1180, 680)

    def _fill(self, chosen: str = "") -> None:
        """Read the library anew, and choose what was made."""
        self._library = library.with_own(self._context.settings.library_folder)
        tell(self._faults, (str(one) for one in self._library.problems))
        self._on_searched()
        keys = [one.key for one in self._table.records()]
        row = keys.index(chosen) if chosen in keys else 0
        if keys:
            self._table.selectRow(row)

    @Slot()
    def _on_searched(self) -> None:
        everything = entries(self._library)
        found = matching(everything, self._search.text())
        self._table.set_records(found)
        own = sum(one.is_own for one in everything)
        self._count.setText(
            self.tr("{} of {} scales and measures, {} of your own").format(
                len(found), len(everything), own
            )
        )
        if found:
            self._table.selectRow(0)
        self._on_chosen()

    @Slot()
    def _on_chosen(self) -> None:
        entry = self._table.selected()
        self._title.setText(entry.name if entry else "")
        self._text.setPlainText(described(self._library, entry) if entry else "")
        for name in ("new_version_button", "export_button"):
            button = self.findChild(QPushButton, name)
            if button is not None:
                button.setEnabled(entry is not None)

    @Slot()
    def _on_new_scale(self) -> None:
        self._edit_scale(new_scale(), self._library.scales.keys())

    @Slot()
    def _on_new_measure(self) -> None:
        self._edit_measure(MeasureDraft(), self._library.measures.keys())

    @Slot()
    def _on_new_version(self) -> None:
        entry = self._table.selected()
        if entry is None:
            return
        if entry.kind == SCALES:
            shipped, known = scale_library.shipped(), self._library.scales
            draft = next_scale(known[entry.key], shipped, known)
            self._edit_scale(draft, known.keys() - {draft.key})
        else:
            measures, listed = measure_library.shipped(), self._library.measures
            measure = next_measure(listed[entry.key], measures, listed)
            self._edit_measure(measure, listed.keys() - {measure.key})

    def _edit_scale(self, draft: ScaleDraft, taken: Collection[str]) -> None:
        editor = ScaleEditor(self._context, draft, taken, self)
        editor.saved.connect(self._on_saved)
        editor.open()

    def _edit_measure(self, draft: MeasureDraft, taken: Collection[str]) -> None:
        editor = MeasureEditor(self._context, draft, taken, self)
        editor.saved.connect(self._on_saved)
        editor.open()

    @Slot(str)
    def _on_saved(self, key: str) -> None:
        self._search.clear()
        self._fill(key)

    @Slot()
    def _on_export(self) -> None:
        entry = self._table.selected()
        if entry is None:
            return
        path = file_dialogs.save_file(
            self,
            self._context.settings,
            "scale",
            self.tr("Where to write it"),
            _FILES,
            f"{entry.key}.toml",
        )
        if path is None:
            return
        known = self._library
        is_scale = entry.kind == SCALES
        source = (known.scales if is_scale else known.measures)[entry.key].source
        try:
            own_library.write_text(path, source)
        except ExpectedError as error:
            self._context.errors.show(error)
        else:
            self._context.shell.told.emit(self.tr("Wrote {}.").format(path.name))

    @Slot()
    def _on_import(self) -> None:
        """Open the editor on a file, so that what comes in is looked at first."""
        path = file_dialogs.open_file(
            self,
            self._context.settings,
            "scale",
            self.tr("Choose a file of a scale or measure"),
            _FILES,
        )
        if path is None:
            return
        try:
            source = load_source(path, ScaleFileError, "scale or measure")
            if kind_of(source) == SCALES:
                scale = read_scale(source, path.name)
                taken = self._taken_by(SCALES, scale.key)
                self._edit_scale(draft_of_scale(scale), taken)
            else:
                measure = read_measure(source, path.name)
                taken = self._taken_by(MEASURES, measure.key)
                self._edit_measure(draft_of_measure(measure), taken)
        except ExpectedError as error:
            self._context.errors.show(error)

    def _taken_by(self, kind: str, key: str) -> set[str]:
        """Keys that what is imported may not have; its own file it may replace."""
        known = self._library.scales if kind == SCALES else self._library.measures
        own = {key} if self._library.is_own(kind, key) else set()
        return set(known) - own
