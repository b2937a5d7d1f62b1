"""Where two entries differ, and which of them is right."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.context import PageContext
from gui.layouts import words
from gui.naming import named
from gui.pages.measurements.double_entry import accept_entry
from gui.pages.measurements.field_row import label_of
from gui.tables.record_table import Column, RecordTable
from models.errors import ExpectedError
from models.measures.table_import.second import Difference, differences
from models.words import counted


class DoubleEntryDialog(QDialog):
    """The places at which the entries differ; one is taken for a reason."""

    def __init__(self, context: PageContext, by: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("double_entry_dialog")
        self.setWindowTitle(self.tr("Compare both entries"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 520)
        self._context = context
        self._by = by
        store = context.study.store
        protocol = store.protocol()
        self._names = {one.key: one.name for one in protocol.assessments}
        self._visits = {one.key: one.name for one in protocol.visits}
        self._sentence = words("differences_text", look="heading")
        self._table = self._difference_table()
        self._reason = named("reason_field", QLineEdit())
        self._first = named("take_first_button", QPushButton("Take the first"))
        self._second = named("take_second_button", QPushButton("Take the second"))
        close = named("close_button", QPushButton(self.tr("Close")))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label_of(self.tr("&Reason"), self._reason))
        row.addWidget(self._reason, 1)
        for button in (self._first, self._second, close):
            button.setAutoDefault(False)
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._sentence)
        layout.addWidget(self._table, 1)
        layout.addLayout(row)
        self._table.record_selected.connect(self._set_buttons)
        self._reason.textChanged.connect(self._set_buttons)
        self._first.clicked.connect(self._on_first)
        self._second.clicked.connect(self._on_second)
        close.clicked.connect(self.reject)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Compare the entries as they are now."""
        values = self._context.study.store.measurements()
        found = differences(values)
        count = sum(one.entry == 2 for one in values)
        if not count:
            text = self.tr("Nothing was entered a second time yet.")
        elif not found:
            text = self.tr("Both entries agree at {}.").format(counted(count, "place"))
        else:
            text = self.tr("The entries differ at {} of {}.").format(
                len(found), counted(count, "place")
            )
        self._sentence.setText(text)
        self._table.set_records(found)
        if found:
            self._table.selectRow(0)
        self._set_buttons()

    def _difference_table(self) -> RecordTable[Difference]:
        table: RecordTable[Difference] = RecordTable(
            (
                Column(self.tr("Subject"), lambda one: one.subject),
                Column(self.tr("Visit"), lambda one: self._visits[one.visit]),
                Column(self.tr("What"), self._series_name, stretches=True),
                Column(self.tr("First entry"), lambda one: one.first or "none"),
                Column(self.tr("Second entry"), lambda one: one.second),
            )
        )
        table.setObjectName("difference_table")
        table.setAccessibleName(self.tr("Differences of the two entries"))
        return table

    def _series_name(self, one: Difference) -> str:
        side = f", {one.side}" if one.side else ""
        return f"{self._names.get(one.series, one.series)}{side}"

    @Slot()
    def _set_buttons(self) -> None:
        one = self._table.selected()
        is_free = not self._context.study.store.is_locked()
        can = one is not None and bool(self._reason.text().strip()) and is_free
        self._first.setEnabled(can and one is not None and bool(one.first))
        self._second.setEnabled(can)

    @Slot()
    def _on_first(self) -> None:
        self._accept(1)

    @Slot()
    def _on_second(self) -> None:
        self._accept(2)

    def _accept(self, entry: int) -> None:
        one = self._table.selected()
        if one is None:
            return
        try:
            accept_entry(
                self._context.study.store,
                one,
                entry,
                by=self._by,
                why=self._reason.text().strip(),
            )
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.study.tell("measurements")
        self.refresh()
