"""The study's reference photographs: added to a grade, looked at, taken out."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import file_dialogs, icons
from gui.context import PageContext
from gui.layouts import form_layout, words
from gui.naming import named
from gui.tables.record_table import Column, RecordTable
from gui.widgets.viewer.viewer import PhotographViewer
from models.errors import ExpectedError
from models.photographs.formats import SUFFIXES
from models.photographs.references import (
    ReferenceReport,
    add_references,
    withdraw_reference,
)
from models.progress import Progress
from models.store.screen_records import Reference
from models.words import number_text

_BUDGET = 64 * 2**20


class ReferencesDialog(QDialog):
    """Choose a scale and a grade, then the files."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("references_dialog")
        self.setWindowTitle(self.tr("Reference photographs"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        store = context.study.store
        self._scales = store.scales()
        self._scale = named("reference_scale", QComboBox())
        self._grade = named("reference_grade", QComboBox())
        self._add = named("add_references_button", QPushButton(self.tr("Add files…")))
        self._remove = named(
            "withdraw_reference_button", QPushButton(self.tr("Take out"))
        )
        self._close = named("close_references_button", QPushButton(self.tr("Close")))
        self._report = words("references_report", look="muted")
        self._table: RecordTable[Reference] = RecordTable(
            (
                Column(self.tr("Scale"), lambda one: self._scales[one.scale].short),
                Column(self.tr("Grade"), lambda one: number_text(one.value)),
                Column(self.tr("File"), lambda one: one.file_name, stretches=True),
            )
        )
        self._viewer = PhotographViewer(
            store.reference_bytes, budget=_BUDGET, workers=1
        )
        self._lay_out()
        self._connect()
        for key, scale in self._scales.items():
            self._scale.addItem(scale.name, key)
        self.refresh()
        self.resize(860, 560)

    @property
    def references(self) -> tuple[Reference, ...]:
        """Those in the table."""
        return tuple(self._context.study.store.references())

    @Slot()
    def refresh(self) -> None:
        """Show the reference photographs as they are now."""
        self._table.set_records(self.references)
        self._show_chosen()

    @override
    def done(self, result: int) -> None:
        self._viewer.close()
        super().done(result)

    def _connect(self) -> None:
        self._scale.currentIndexChanged.connect(self._on_scale_changed)
        self._add.clicked.connect(self._on_add)
        self._remove.clicked.connect(self._on_remove)
        self._close.clicked.connect(self.accept)
        self._table.record_selected.connect(self._show_chosen)

    @Slot()
    def _on_scale_changed(self) -> None:
        self._grade.clear()
        for grade in self._scales[self._scale.currentData()].grades:
            text = f"{number_text(grade.value)}  {grade.label}"
            self._grade.addItem(text, grade.value)

    @Slot()
    def _on_add(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        files = file_dialogs.open_files(
            self,
            self._context.settings,
            "references",
            self.tr("Choose reference photographs"),
            f"Photographs ({kinds})",
        )
        if not files:
            return
        store = self._context.study.store
        scale, value = self._scale.currentData(), float(self._grade.currentData())

        def work(progress: Progress) -> ReferenceReport:
            return add_references(
                store, scale, value, files, by="coordinator", progress=progress
            )

        self._context.jobs.start(
            self.tr("Storing reference photographs"), work, self._on_added
        )

    @Slot(object)
    def _on_added(self, report: ReferenceReport) -> None:
        self._report.setText("\n".join(report.lines()))
        self.refresh()

    @Slot()
    def _on_remove(self) -> None:
        chosen = self._table.selected()
        if chosen is None:
            return
        try:
            withdraw_reference(self._context.study.store, chosen, by="coordinator")
        except ExpectedError as error:
            self._context.errors.show(error)
        self.refresh()

    @Slot()
    def _show_chosen(self) -> None:
        chosen = self._table.selected()
        self._remove.setEnabled(chosen is not None)
        if chosen is not None:
            self._viewer.show_photograph(chosen.id)
        else:
            self._viewer.clear()

    def _lay_out(self) -> None:
        icons.give(self._add, "import")
        self._table.setObjectName("reference_table")
        self._table.setAccessibleName(self.tr("Reference photographs"))
        text = self.tr(
            "Raters see them beside the words of a grade, with the key A. Supply what "
            "you may use: published atlases are licensed to their users. The study "
            "keeps a copy without anything but pixels; kits carry it too."
        )
        form = form_layout()
        form.addRow(self.tr("&Scale"), self._scale)
        form.addRow(self.tr("&Grade"), self._grade)
        add = QHBoxLayout()
        add.addLayout(form, 1)
        add.addWidget(self._add, alignment=Qt.AlignmentFlag.AlignBottom)
        middle = QHBoxLayout()
        middle.addWidget(self._table, 1)
        middle.addWidget(self._viewer, 1)
        buttons = QHBoxLayout()
        buttons.addWidget(self._remove)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(12)
        column.addWidget(words("references_hint", text, "muted"))
        column.addLayout(add)
        column.addLayout(middle, 1)
        column.addWidget(self._report)
        column.addLayout(buttons)
