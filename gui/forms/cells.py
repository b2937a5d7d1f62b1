"""The cells of a table that edits the rows of a draft."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QWidget,
)
from typing_extensions import override

R = TypeVar("R")
VALUE = Qt.ItemDataRole.UserRole
"""Where a cell to choose in keeps its value."""

_Index = QModelIndex | QPersistentModelIndex
_LOWEST_ROWS = 2
_LEAST_CHARACTERS = 16
_PADDING = 24


class Kind(Enum):
    """What a cell takes."""

    TEXT = auto()
    FLAG = auto()
    CHOICE = auto()


@dataclass(frozen=True)
class Field(Generic[R]):
    """One column.

    Attributes:
        attribute: Of a row's draft.
        heading: At its top.
        kind: What its cells take.
        choices: Values with their words, for a row; of a CHOICE only.
        key: What faults call the attribute, where that differs.
        stretches: Whether it takes the width that is left.
        hint: What it is for, shown at its heading.
    """

    attribute: str
    heading: str
    kind: Kind = Kind.TEXT
    choices: Callable[[R], Sequence[tuple[str, str]]] | None = None
    key: str = ""
    stretches: bool = False
    hint: str = ""


class Cells(QTableWidget):
    """The table itself: as high as its rows, and edited from the keyboard."""

    def __init__(
        self, fields: Sequence[Field[Any]], row_at: Callable[[int], Any]
    ) -> None:
        super().__init__(0, len(fields))
        self.setHorizontalHeaderLabels([one.heading for one in fields])
        self._stretching: list[int] = []
        head = self.horizontalHeader()
        modes = QHeaderView.ResizeMode
        has_stretch = any(one.stretches for one in fields)
        for column, one in enumerate(fields):
            stretches = one.stretches or (not has_stretch and one.kind is Kind.TEXT)
            if stretches:
                self._stretching.append(column)
            head.setSectionResizeMode(
                column, modes.Interactive if stretches else modes.ResizeToContents
            )
            heading = self.horizontalHeaderItem(column)
            if heading is not None:
                heading.setToolTip(one.hint or one.heading)
        head.setHighlightSections(False)
        self.verticalHeader().hide()
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked
            | triggers.SelectedClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
        )
        self._delegate = _Delegate(fields, row_at, self)
        self.setItemDelegate(self._delegate)

    def fit(self) -> None:
        """Be as high as the rows are; the page scrolls, not the table."""
        self._stretch()
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        least = self.verticalHeader().defaultSectionSize() * _LOWEST_ROWS
        head = self.horizontalHeader().sizeHint().height()
        bar = self.horizontalScrollBar()
        room = bar.sizeHint().height() if bar.maximum() > 0 else 0
        self.setFixedHeight(head + max(rows, least) + room + 6)

    def _stretch(self) -> None:
        """Share out the width that is left; words keep room however large they are."""
        shown = [one for one in self._stretching if not self.isColumnHidden(one)]
        if not shown:
            return
        columns = range(self.columnCount())
        taken = sum(self.columnWidth(one) for one in columns if one not in shown)
        share = (self.viewport().width() - taken) // len(shown)
        least = self.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS
        for column in shown:
            self.setColumnWidth(column, max(share, least))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        enters = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        is_open = self.state() == QAbstractItemView.State.EditingState
        if enters and not is_open and self.currentItem() is not None:
            self.edit(self.currentIndex())
            event.accept()
            return
        super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    """Gives cells to choose from a list."""

    def __init__(
        self,
        fields: Sequence[Field[Any]],
        row_at: Callable[[int], Any],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._fields = fields
        self._row_at = row_at

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> QWidget:
        field = self._fields[index.column()]
        if field.choices is None:
            return super().createEditor(parent, option, index)
        box = QComboBox(parent)
        box.setObjectName("cell_box")
        for value, text in field.choices(self._row_at(index.row())):
            box.addItem(text, value)
        box.activated.connect(lambda: self._commit(box))
        return box

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        # The style wraps words without thinking of the padding it paints with.
        narrower = QStyleOptionViewItem(option)
        narrower.rect = option.rect.adjusted(0, 0, -_PADDING, 0)
        return super().sizeHint(narrower, index)

    @override
    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        if not isinstance(editor, QComboBox):
            super().setEditorData(editor, index)
            return
        editor.setCurrentIndex(max(editor.findData(index.data(VALUE)), 0))

    @override
    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: _Index
    ) -> None:
        if not isinstance(editor, QComboBox):
            super().setModelData(editor, model, index)
        elif editor.currentIndex() >= 0:
            model.setData(index, editor.currentData(), VALUE)

    def _commit(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)
