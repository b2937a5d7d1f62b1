"""Setting and correcting reference scores, and marking where they are seen."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import form_layout, words
from gui.naming import named
from gui.sign_in import ask
from gui.tables.record_table import Column, RecordTable
from gui.widgets.marked_picture import MarkedPicture
from models.errors import ExpectedError
from models.people.roles import Act
from models.store.records import Photograph
from models.store.training_records import Mark, ReferenceScore
from models.training.references import set_reference
from models.words import number_text

_USUAL_RADIUS = 8
"""Percent of the photograph's width."""


@dataclass(frozen=True)
class _Row:
    """A photograph with its reference scores."""

    photograph: Photograph
    scores: dict[str, ReferenceScore]

    def text(self, scale: str) -> str:
        """The reference score on a scale, with where it comes from."""
        one = self.scores.get(scale)
        return f"{number_text(one.value)} ({one.source})" if one else "–"


class ReferencesDialog(QDialog):
    """All photographs of the set at the left; one of them, its grade and mark."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reference_scores_dialog")
        self.setWindowTitle(self.tr("Reference scores"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(1000, 640)
        self._context = context
        self._scales = context.study.store.scales()
        self._mark: Mark | None = None
        name = self.tr("Photograph")
        columns: list[Column[_Row]] = [Column(name, lambda row: row.photograph.subject)]
        for key, one in self._scales.items():
            columns.append(Column(one.short, partial(_text_of, key)))
        self._table: RecordTable[_Row] = RecordTable(columns)
        self._table.setObjectName("reference_table")
        self._table.setAccessibleName(self.tr("Photographs of the set"))
        self._table.record_selected.connect(self._on_selected)
        self._scale = named("reference_scale", QComboBox())
        for key, one in self._scales.items():
            self._scale.addItem(one.short, key)
        self._grade = named("reference_grade", QComboBox())
        self._reason = named("reference_reason", QLineEdit())
        self._reason.setPlaceholderText(
            self.tr("Why, such as “consensus of the panel”; goes on record")
        )
        self._picture = named("reference_picture", MarkedPicture())
        self._picture.place_chosen.connect(self._on_place_chosen)
        self._radius = named("mark_radius", QSlider(Qt.Orientation.Horizontal))
        self._radius.setRange(2, 40)
        self._radius.setValue(_USUAL_RADIUS)
        self._radius.valueChanged.connect(self._on_radius_changed)
        self._unmark = named("unmark_button", QPushButton(self.tr("Take the mark off")))
        self._unmark.clicked.connect(self._on_unmark)
        self._unmark.setAutoDefault(False)
        self._set = named("set_reference_button", QPushButton(self.tr("Set")))
        self._set.setProperty("look", "primary")
        self._set.clicked.connect(self._on_set)
        self._set.setAutoDefault(False)
        self._scale.currentIndexChanged.connect(self._show_score)
        self._reason.textChanged.connect(self._check)
        self._lay_out()
        self._show_rows()

    def _lay_out(self) -> None:
        hint = self.tr("Click on the photograph to mark where the grade is seen.")
        form = form_layout()
        form.addRow(self.tr("&Scale"), self._scale)
        form.addRow(self.tr("&Grade"), self._grade)
        mark = QHBoxLayout()
        mark.addWidget(self._radius, 1)
        mark.addWidget(self._unmark)
        form.addRow(self.tr("Size of the mark"), mark)
        form.addRow(self.tr("&Reason"), self._reason)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self._picture, 1)
        right.addWidget(words("mark_hint", hint, "muted"))
        right.addLayout(form)
        right.addWidget(self._set, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(16)
        self._table.setMinimumSize(260, 260)
        row.addWidget(self._table, 3)
        row.addLayout(right, 4)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            button.setAutoDefault(False)  # type: ignore[attr-defined]
        dialog_layout(self).addLayout(row)
        add_buttons(self, buttons)

    def _show_rows(self) -> None:
        """Show the set anew, and keep the photograph that is chosen."""
        chosen = self._table.selected()
        store = self._context.study.store
        known = store.reference_scores()
        rows = [
            _Row(
                one,
                {
                    key: known[one.id, key]
                    for key in self._scales
                    if (one.id, key) in known
                },
            )
            for one in store.photographs()
        ]
        self._table.set_records(rows)
        numbers = [row.photograph.id for row in rows]
        place = numbers.index(chosen.photograph.id) if chosen else 0
        if rows:
            self._table.selectRow(place)
        self._check()

    @Slot(object)
    def _on_selected(self, row: _Row | None) -> None:
        if row is None:
            return
        data = self._context.study.store.photograph_bytes(row.photograph.id)
        try:
            self._picture.show_photograph(data)
        except ExpectedError as error:
            self._context.errors.show(error)
        self._show_score()

    @Slot()
    def _show_score(self) -> None:
        """Show the grade and the mark of the photograph on the scale chosen."""
        row, key = self._table.selected(), self._key
        self._grade.clear()
        self._grade.addItem(self.tr("no reference score"), None)
        for grade in self._scales[key].grades:
            self._grade.addItem(
                f"{number_text(grade.value)}  {grade.label}", grade.value
            )
        one = row.scores.get(key) if row else None
        if one:
            self._grade.setCurrentIndex(self._grade.findData(one.value))
        self._mark = one.mark if one else None
        if self._mark:
            self._radius.setValue(round(100 * self._mark.radius))
        self._show_mark()

    @property
    def _key(self) -> str:
        return str(self._scale.currentData())

    def _show_mark(self) -> None:
        self._picture.show_marks([self._mark] if self._mark else [])
        self._unmark.setEnabled(self._mark is not None)

    @Slot(float, float)
    def _on_place_chosen(self, x: float, y: float) -> None:
        radius = self._radius.value() / 100
        self._mark = Mark(round(x, 4), round(y, 4), radius)
        self._show_mark()

    @Slot(int)
    def _on_radius_changed(self, percent: int) -> None:
        if self._mark and round(100 * self._mark.radius) != percent:
            self._mark = Mark(self._mark.x, self._mark.y, percent / 100)
            self._show_mark()

    @Slot()
    def _on_unmark(self) -> None:
        self._mark = None
        self._show_mark()

    @Slot()
    def _check(self) -> None:
        is_chosen = self._table.selected() is not None
        self._set.setEnabled(is_chosen and bool(self._reason.text().strip()))

    @Slot()
    def _on_set(self) -> None:
        ask(self._context, self, Act.TRAIN, self._store, usual="trainer")

    def _store(self, by: str) -> None:
        row = self._table.selected()
        if row is None:
            return
        try:
            set_reference(
                self._context.study.store,
                row.photograph.id,
                self._key,
                self._grade.currentData(),
                by=by,
                why=self._reason.text(),
                mark=self._mark,
            )
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._show_rows()
        self._context.study.tell("references")


def _text_of(scale: str, row: _Row) -> str:
    return row.text(scale)
