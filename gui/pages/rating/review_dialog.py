"""The list of photographs before the reading is finished."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.naming import named
from gui.pages.rating.scene import ReviewRow
from gui.pages.rating.sentences import incomplete
from gui.tables.record_table import Column, RecordTable
from models.words import counted, listed


class ReviewDialog(QDialog):
    """Photographs by code, with what is missing, not assessable or flagged.

    Signals:
        position_chosen: Go to this photograph.
        finish_requested: Finish the reading.
    """

    position_chosen = Signal(int)
    finish_requested = Signal()

    def __init__(
        self, rows: Sequence[ReviewRow], parent: QWidget, *, is_open: bool
    ) -> None:
        super().__init__(parent)
        self.setObjectName("review_dialog")
        self.setWindowTitle(self.tr("Review list"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rows = tuple(rows)
        self._table = _table()
        to_look_at = [row for row in rows if row.needs_a_look]
        text = self.tr("Show only the {} to look at again").format(len(to_look_at))
        self._only = named("only_to_look_at", QCheckBox(text))
        self._only.setChecked(bool(to_look_at))
        self._only.setEnabled(bool(to_look_at))
        self._go = named("go_to_button", QPushButton(self.tr("Go to photograph")))
        self._finish = named(
            "finish_button", QPushButton(self.tr("Finish the reading…"))
        )
        self._close = named("close_button", QPushButton(self.tr("Close")))
        missing = sum(bool(row.missing) for row in rows)
        self._finish.setEnabled(is_open and not missing)
        self._lay_out(missing)
        self._connect()
        self._fill()
        self._table.setFocus()
        self.resize(720, 500)

    def _lay_out(self, missing: int) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 14)
        column.setSpacing(10)
        summary = named("review_summary", QLabel(self._summary(missing)), "heading")
        summary.setWordWrap(True)
        column.addWidget(summary)
        column.addWidget(self._only)
        column.addWidget(self._table, 1)
        row = QHBoxLayout()
        row.addWidget(self._finish)
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self._go)
        column.addLayout(row)
        for button in (self._finish, self._close):
            button.setAutoDefault(False)
        self._go.setDefault(True)

    def _connect(self) -> None:
        self._only.toggled.connect(self._fill)
        self._table.record_activated.connect(self._on_row_activated)
        self._go.clicked.connect(self._on_go_clicked)
        self._finish.clicked.connect(self._on_finish_clicked)
        self._close.clicked.connect(self.reject)

    def _summary(self, missing: int) -> str:
        if missing:
            return incomplete(missing, len(self._rows))
        flagged = sum(row.is_flagged for row in self._rows)
        done = self.tr("All {} are complete").format(
            counted(len(self._rows), "photograph")
        )
        if not flagged:
            return f"{done}."
        return self.tr("{}, {} flagged for review.").format(done, flagged)

    @Slot()
    def _fill(self) -> None:
        only = self._only.isChecked()
        rows = [row for row in self._rows if row.needs_a_look or not only]
        self._table.set_records(rows)
        if rows:
            self._table.selectRow(0)
        self._go.setEnabled(bool(rows))

    @Slot(object)
    def _on_row_activated(self, row: ReviewRow) -> None:
        self.accept()
        self.position_chosen.emit(row.position)

    @Slot()
    def _on_go_clicked(self) -> None:
        row = self._table.selected()
        if row is not None:
            self._on_row_activated(row)

    @Slot()
    def _on_finish_clicked(self) -> None:
        self.accept()
        self.finish_requested.emit()


def _table() -> RecordTable[ReviewRow]:
    table: RecordTable[ReviewRow] = RecordTable(
        (
            Column(
                "No.",
                lambda row: str(row.position),
                order=lambda row: row.position,
                is_number=True,
            ),
            Column("Photograph", lambda row: row.code),
            Column("To look at", _remark, stretches=True),
            Column("Comment", lambda row: "yes" if row.has_comment else ""),
        )
    )
    table.setObjectName("review_table")
    table.setAccessibleName("Photographs of the reading")
    return table


def _remark(row: ReviewRow) -> str:
    remarks = ["flagged"] if row.is_flagged else []
    if row.is_untouched:
        remarks.append("nothing answered yet")
    elif row.missing:
        remarks.append(f"not answered: {listed(row.missing)}")
    if row.not_assessable:
        remarks.append(f"not assessable: {listed(row.not_assessable)}")
    return "; ".join(remarks) or "complete"
