"""Entering a study: its numbers as it reports them, and how it is judged."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import form_layout, words
from gui.naming import named
from gui.pages.evidence.study_fields import (
    JUDGED,
    JUDGEMENTS,
    WAYS,
    Way,
    cells_of,
    way_of,
)
from models.errors import Problem

Faults = Callable[[Mapping[str, str]], Sequence[Problem]]


class StudyDialog(QDialog):
    """A study's name, numbers, risk of bias and note.

    Signals:
        entered: The cells of the study, by column.
    """

    entered = Signal(object)

    def __init__(
        self,
        faults: Faults,
        groups: tuple[str, str],
        cells: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            faults: Tells what keeps a study from being pooled.
            groups: Names of the two groups.
            cells: Of the study as it is; empty for a new one.
            parent: What it stands before.
        """
        super().__init__(parent)
        self.setObjectName("study_dialog")
        self.setWindowTitle(self.tr("Change a study") if cells else self.tr("A study"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(620)
        self._faults = faults
        self._before = dict(cells)
        self._pages: list[dict[str, QLineEdit]] = []
        self._texts = {
            "study": named("study_name_field", QLineEdit(cells.get("study", ""))),
            "subgroup": named("subgroup_field", QLineEdit(cells.get("subgroup", ""))),
            "grade": named("grade_field", QLineEdit(cells.get("grade", ""))),
            "note": named("note_field", QLineEdit(cells.get("note", ""))),
        }
        self._texts["study"].setPlaceholderText(self.tr("Author and year"))
        self._judged = {key: self._judgement(key, cells) for key in JUDGED}
        self._way = named("way_choice", QComboBox())
        for way in WAYS:
            self._way.addItem(way.name)
        self._numbers = QStackedWidget()
        for at, way in enumerate(WAYS):
            self._numbers.addWidget(self._page(at, way, groups, cells))
        self._told = words("study_faults", look="warn")
        self._done = named("study_done", QPushButton(self.tr("Keep")), "primary")
        self._lay_out()
        start = WAYS.index(way_of(cells))
        self._way.setCurrentIndex(start)
        self._numbers.setCurrentIndex(start)
        self._way.currentIndexChanged.connect(self._on_way_changed)
        for field in self._texts.values():
            field.textChanged.connect(self._check)
        for choice in self._judged.values():
            choice.currentIndexChanged.connect(self._check)
        self._texts["study"].setFocus()
        self._check()

    def cells(self) -> dict[str, str]:
        """The cells as they are entered now."""
        typed = {key: field.text() for key, field in self._texts.items()}
        typed |= {key: one.currentText() for key, one in self._judged.items()}
        at = self._way.currentIndex()
        typed |= {key: field.text() for key, field in self._pages[at].items()}
        return cells_of(WAYS[at], typed, self._before)

    def _judgement(self, key: str, cells: Mapping[str, str]) -> QComboBox:
        choice = named(f"judgement_{key}", QComboBox())
        choice.setAccessibleName(JUDGED[key])
        for one in JUDGEMENTS:
            choice.addItem(one)
        choice.setCurrentText(cells.get(key, ""))
        return choice

    def _page(
        self, at: int, way: Way, groups: tuple[str, str], cells: Mapping[str, str]
    ) -> QWidget:
        """The fields of one way of reporting."""
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, 0, 0)
        fields: dict[str, QLineEdit] = {}
        for column, group in enumerate(groups, 1):
            grid.addWidget(QLabel(group), 0, column)
        for row, line in enumerate(way.lines, 1):
            label = QLabel(line.label)
            grid.addWidget(label, row, 0)
            for place, column_name in enumerate(line.columns):
                field = named(f"{column_name}_{at}", QLineEdit())
                field.setText(cells.get(column_name, ""))
                whose = f", {groups[place]}" if len(line.columns) > 1 else ""
                field.setAccessibleName(f"{line.label}{whose}")
                field.textChanged.connect(self._check)
                grid.addWidget(field, row, place + 1)
                fields[column_name] = field
            label.setBuddy(fields[line.columns[0]])
        last = len(way.lines) + 1
        grid.addWidget(words("", way.hint, "small"), last, 0, 1, 3)
        grid.setRowStretch(last, 1)
        self._pages.append(fields)
        return page

    def _lay_out(self) -> None:
        form = form_layout()
        form.addRow(self.tr("&Study"), self._texts["study"])
        form.addRow(self.tr("Sub&group"), self._texts["subgroup"])
        form.addRow(self.tr("&Reported as"), self._way)
        judged = form_layout()
        for key, choice in self._judged.items():
            judged.addRow(JUDGED[key], choice)
        after = form_layout()
        after.addRow(self.tr("&Certainty (GRADE)"), self._texts["grade"])
        after.addRow(self.tr("&Note"), self._texts["note"])
        layout = dialog_layout(self)
        layout.addLayout(form)
        layout.addWidget(self._numbers)
        layout.addWidget(words("", self.tr("Risk of bias (RoB 2)"), "label"))
        layout.addLayout(judged)
        layout.addLayout(after)
        layout.addWidget(self._told)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._done, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        self._done.setDefault(True)
        add_buttons(self, buttons)

    @Slot()
    def _on_accepted(self) -> None:
        cells = self.cells()
        self.accept()
        self.entered.emit(cells)

    @Slot(int)
    def _on_way_changed(self, at: int) -> None:
        """Carry what was typed over to the fields of the other way."""
        before = self._pages[self._numbers.currentIndex()]
        for column, field in self._pages[at].items():
            if column in before:
                field.setText(before[column].text())
        self._numbers.setCurrentIndex(at)
        self._check()

    @Slot()
    def _check(self) -> None:
        """Say what is missing; a study with faults can be kept, and is not pooled."""
        cells = self.cells()
        self._done.setEnabled(bool(cells.get("study")))
        problems = self._faults(cells) if cells.get("study") else ()
        lines = [problem.text for problem in problems]
        self._told.setText("\n".join(f"• {line}" for line in lines))
        self._told.setVisible(bool(lines))
