"""The forms of a study on screen: subjects down, visits across, to walk by keys."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from gui.pages.measurements.filling import Filling, FillingGrid
from gui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_FILLING = Qt.ItemDataRole.UserRole
_CHANGED = Qt.ItemDataRole.UserRole + 1
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_ROOM = 14


class GridModel(QAbstractTableModel):
    """A FillingGrid as a model of Qt."""

    def __init__(self) -> None:
        super().__init__()
        self.grid = FillingGrid((), (), (), ())
        self.changed: frozenset[tuple[str, str]] = frozenset()

    def set_grid(self, grid: FillingGrid) -> None:
        """Show another grid."""
        same = (grid.subjects, grid.visits) == (self.grid.subjects, self.grid.visits)
        if same and grid.subjects:
            self.grid = grid
            self.tell()
            return
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def tell(self) -> None:
        """Say that cells are to be painted anew."""
        if self.rowCount() and self.columnCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.grid.subjects)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.grid.visits)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        place = (self.grid.subjects[row], self.grid.visits[column])
        is_changed = place in self.changed
        if role == Qt.ItemDataRole.DisplayRole:
            sign = self.grid.sign(row, column)
            return f"{sign} ✎".strip() if is_changed else sign
        if role == _FILLING:
            return self.grid.filling(row, column).value
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = self.grid.words(row, column)
            return f"{words}; typed and not saved" if is_changed else words
        return None

    @override
    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Horizontal:
            return self.grid.names[section]
        return self.grid.subjects[section]


class _FillingDelegate(QStyledItemDelegate):
    """Paints a form by its colour and its sign."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        colours = self._theme.colours
        ground, ink = {
            Filling.FILLED.value: (colours.good_soft, colours.good),
            Filling.PARTIAL.value: (colours.accent_soft, colours.accent),
            Filling.MISSING.value: (colours.warn_soft, colours.warn),
        }.get(index.data(_FILLING), (colours.surface, colours.muted))
        chosen = option.state & QStyle.StateFlag.State_Selected
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(2, 2, -2, -2)
        pen = painter.pen()
        pen.setColor(QColor(colours.accent if chosen else ground))
        pen.setWidth(2)
        painter.setPen(pen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index.data() or ""))
        painter.restore()


class GridTable(QTableView):
    """The grid; the form of the current cell is shown.

    Signals:
        place_chosen: Code of a subject and key of a visit.
        entered: Enter was pressed: the user wants to type.
    """

    place_chosen = Signal(str, str)
    entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("form_grid")
        self.setAccessibleName(self.tr("Forms by subject and visit"))
        self._grid = GridModel()
        self.setModel(self._grid)
        self.setItemDelegate(_FillingDelegate(theme, self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.selectionModel().currentChanged.connect(self._on_current_changed)
        self.doubleClicked.connect(self.entered)
        theme.changed.connect(self._fit)

    @property
    def grid(self) -> FillingGrid:
        """The grid that is shown."""
        return self._grid.grid

    def set_grid(self, grid: FillingGrid) -> None:
        """Show another grid, and keep the place."""
        place = self.place()
        self._grid.set_grid(grid)
        self._fit()
        if place is not None and self.place() != place:
            self.choose(*place)

    def set_changed(self, places: frozenset[tuple[str, str]]) -> None:
        """Mark the forms in which something is typed and not saved."""
        if places != self._grid.changed:
            self._grid.changed = places
            self._grid.tell()

    def place(self) -> tuple[str, str] | None:
        """Subject and visit of the current form."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        return (
            self.grid.subjects[index.row()],
            self.grid.visits[index.column()],
        )

    def choose(self, subject: str, visit: str) -> None:
        """Make a form the current one, if it is there."""
        if subject in self.grid.subjects and visit in self.grid.visits:
            row = self.grid.subjects.index(subject)
            column = self.grid.visits.index(visit)
            self.setCurrentIndex(self._grid.index(row, column))

    def choose_following(self) -> bool:
        """Go to the next form, and say whether there is one."""
        index = self.currentIndex()
        place = self.grid.following(index.row(), index.column())
        if place is None:
            return False
        self.setCurrentIndex(self._grid.index(*place))
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.entered.emit()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        """Make columns as wide as their headings."""
        height = self.fontMetrics().height()
        self.verticalHeader().setDefaultSectionSize(height + _ROOM)
        self.verticalHeader().setMinimumSectionSize(height + _ROOM)
        self.horizontalHeader().setMinimumSectionSize(4 * height)
        self.resizeColumnsToContents()

    def _on_current_changed(self, current: QModelIndex, _: QModelIndex) -> None:
        if current.isValid():
            self.place_chosen.emit(
                self.grid.subjects[current.row()], self.grid.visits[current.column()]
            )
