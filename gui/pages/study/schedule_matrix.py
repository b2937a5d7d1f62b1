"""Which scale is analysed at which visit, as a table."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
)

from models.protocol.protocol import Protocol, Visit
from models.scales.scale import Scale

_YES, _NO = "●", ""


class ScheduleMatrix(QTableWidget):
    """Visits across with their days, photographs and scales down."""

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
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(
            QHeaderView.ResizeMode.ResizeToContents
        )

    def show_protocol(self, protocol: Protocol, scales: Mapping[str, Scale]) -> None:
        """Show the schedule of a protocol."""
        visits = protocol.visits
        rows = [("Photographs", [_YES if one.photographs else _NO for one in visits])]
        rows += [
            (
                scales[key].short,
                [
                    _YES if protocol.is_scheduled(key, one.key) else _NO
                    for one in visits
                ],
            )
            for key in protocol.scales
        ]
        self.setRowCount(len(rows))
        self.setColumnCount(len(visits))
        self.setHorizontalHeaderLabels([_heading(visit) for visit in visits])
        self.setVerticalHeaderLabels([name for name, _ in rows])
        for row, (name, marks) in enumerate(rows):
            for column, mark in enumerate(marks):
                item = QTableWidgetItem(mark)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                said = "yes" if mark else "no"
                item.setToolTip(f"{name}, {visits[column].name}: {said}")
                self.setItem(row, column, item)
        self._fit()

    def _fit(self) -> None:
        """Room for every heading, and no height more than needed."""
        self.horizontalHeader().setMinimumSectionSize(
            max(
                self.horizontalHeader().sectionSizeHint(column)
                for column in range(self.columnCount())
            )
        )
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        head = self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(head + rows + bar)


def _heading(visit: Visit) -> str:
    day = f"day {visit.day}".replace("-", "−")
    return visit.name if visit.name.lower() == day else f"{visit.name}\n{day}"
