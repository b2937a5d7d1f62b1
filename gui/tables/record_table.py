"""One table for frozen records: sorted, searched, copied."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget
from typing_extensions import override

R = TypeVar("R")
_Index = QModelIndex | QPersistentModelIndex
_SORT = Qt.ItemDataRole.UserRole
_ARROW = 20


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column of a table.

    Attributes:
        heading: At its top.
        text: What stands in its cell for a record.
        order: What it is sorted by, where that is not the text.
        is_number: Whether it is set flush right.
        stretches: Whether it takes the width that is left.
    """

    heading: str
    text: Callable[[R], str]
    order: Callable[[R], float | str] | None = None
    is_number: bool = False
    stretches: bool = False


class RecordModel(QAbstractTableModel, Generic[R]):
    """Records as a model of Qt. Only `set_records` changes it."""

    def __init__(self, columns: Sequence[Column[R]]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._records: tuple[R, ...] = ()

    def set_records(self, records: Sequence[R]) -> None:
        """Show these records instead."""
        self.beginResetModel()
        self._records = tuple(records)
        self.endResetModel()

    def record(self, row: int) -> R:
        """The record of a row."""
        return self._records[row]

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self._records)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self._columns)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        record = self._records[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return column.text(record)
        if role == _SORT:
            return column.order(record) if column.order else column.text(record)
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            # Also over numbers: at the right the arrow of sorting would cover it.
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class RecordTable(QTableView, Generic[R]):
    """A table of records that can only be read.

    Signals:
        record_selected: The record of the current row, or None.
        record_activated: The record that was double-clicked or entered.
    """

    record_selected = Signal(object)
    record_activated = Signal(object)

    def __init__(
        self, columns: Sequence[Column[R]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._records: RecordModel[R] = RecordModel(columns)
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self._records)
        self._sorted.setSortRole(_SORT)
        self._sorted.setFilterKeyColumn(-1)
        self._sorted.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setModel(self._sorted)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        for number, column in enumerate(columns):
            if column.stretches:
                self.horizontalHeader().setSectionResizeMode(
                    number, QHeaderView.ResizeMode.Stretch
                )
        self.activated.connect(self._on_activated)

    def set_records(self, records: Sequence[R]) -> None:
        """Show these records, in the order that is chosen."""
        self._records.set_records(records)
        self._fit_columns()

    def records(self) -> list[R]:
        """The records in the order and choice in which they are shown."""
        rows = range(self._sorted.rowCount())
        return [self._record(self._sorted.index(row, 0)) for row in rows]

    def selected(self) -> R | None:
        """The record of the current row."""
        index = self.currentIndex()
        return self._record(index) if index.isValid() else None

    def sort_by(self, column: int, order: Qt.SortOrder) -> None:
        """Let the user sort by clicking headings, beginning with this one."""
        self.setSortingEnabled(True)
        self.sortByColumn(column, order)
        self._fit_columns()

    @Slot(str)
    def set_filter(self, text: str) -> None:
        """Show only records with this text in any column."""
        self._sorted.setFilterFixedString(text)

    def copied(self) -> str:
        """The selected rows, or all if none is, as text for a spreadsheet."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        model, columns = self._sorted, range(self._sorted.columnCount())
        heading = Qt.Orientation.Horizontal
        lines = ["\t".join(str(model.headerData(c, heading)) for c in columns)]
        lines += [
            "\t".join(str(model.index(row, c).data()) for c in columns)
            for row in rows or range(model.rowCount())
        ]
        return "\n".join(lines)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
            return
        super().keyPressEvent(event)

    @override
    def selectionChanged(
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        super().selectionChanged(selected, deselected)
        self.record_selected.emit(self.selected())

    def _fit_columns(self) -> None:
        """Make columns as wide as their cells, with room for the arrow of sorting."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        self.resizeColumnsToContents()
        if self.isSortingEnabled():
            for column in range(self._sorted.columnCount()):
                self.setColumnWidth(column, self.columnWidth(column) + _ARROW)

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        self.record_activated.emit(self._record(index))

    def _record(self, index: QModelIndex) -> R:
        return self._records.record(self._sorted.mapToSource(index).row())
