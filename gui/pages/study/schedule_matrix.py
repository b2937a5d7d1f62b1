"""Which scale is analysed at which visit, as a table."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)
from typing_extensions import override

from gui.pages.study.schedule_rows import (
    NOT_THERE,
    YES,
    ScheduleRow,
    schedule_rows,
    visit_heading,
)
from models.protocol.protocol import Protocol
from models.scales.scale import Scale

_SAID = {YES: "yes", NOT_THERE: "no photographs"}


class ScheduleMatrix(QTableWidget):
    """Visits across with their days and windows, what is done and rated down."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("schedule_matrix")
        self.setAccessibleName(self.tr("Schedule: scales by visits"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("look", "matrix")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents
        )

    def show_protocol(self, protocol: Protocol, scales: Mapping[str, Scale]) -> None:
        """Show the schedule of a protocol."""
        headings = [visit_heading(visit) for visit in protocol.visits]
        self.show_rows(headings, schedule_rows(protocol, scales))

    def show_rows(self, headings: Sequence[str], rows: Sequence[ScheduleRow]) -> None:
        """Show rows under the headings of visits."""
        self.setRowCount(len(rows))
        self.setColumnCount(len(headings))
        self.setHorizontalHeaderLabels(list(headings))
        self.setVerticalHeaderLabels([row.heading for row in rows])
        for row, one in enumerate(rows):
            for column, mark in enumerate(one.marks):
                item = self.item(row, column)
                if item is None:
                    item = QTableWidgetItem()
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                    self.setItem(row, column, item)
                item.setText(mark)
                visit = headings[column].partition("\n")[0]
                said = _SAID.get(mark, "no")
                item.setToolTip(f"{one.heading}, {visit}: {said}")
        self._fit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _fit(self) -> None:
        """Room for every heading, and no height more than needed."""
        head = self.horizontalHeader()
        columns = range(self.columnCount())
        widths = (head.sectionSizeHint(column) for column in columns)
        head.setMinimumSectionSize(max(widths, default=20))
        self.resizeRowsToContents()
        self._fit_height()

    def _fit_height(self) -> None:
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        head = self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar()
        room = bar.sizeHint().height() if bar.maximum() > 0 else 2
        if self.height() != head + rows + room:
            self.setFixedHeight(head + rows + room)
