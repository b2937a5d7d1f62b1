"""The completeness matrix on screen: subjects down, visits and views across."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from gui.pages.photographs.presenter import Completeness, Presence
from gui.theme import Theme
from models.store.records import Photograph

_Index = QModelIndex | QPersistentModelIndex
_PRESENCE = Qt.ItemDataRole.UserRole
_SIGNS = {Presence.THERE: "✓", Presence.MISSING: "–", Presence.UNPLANNED: ""}
_WORDS = {
    Presence.THERE: "there",
    Presence.MISSING: "missing",
    Presence.UNPLANNED: "not planned",
}
_MOST_SHOWN = 60


class CompletenessModel(QAbstractTableModel):
    """A Completeness as a model of Qt."""

    def __init__(self) -> None:
        super().__init__()
        self.matrix = Completeness((), (), {})

    def set_matrix(self, matrix: Completeness) -> None:
        """Show another matrix."""
        self.beginResetModel()
        self.matrix = matrix
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.matrix.subjects)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.matrix.columns)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        presence = self.matrix.presence(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return _SIGNS[presence]
        if role == _PRESENCE:
            return presence.value
        if role in (
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            subject = self.matrix.subjects[index.row()]
            place = self.matrix.columns[index.column()].name
            return f"{subject}, {place}: {_WORDS[presence]}"
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
            return self.matrix.columns[section].heading
        return self.matrix.subjects[section]


class _PresenceDelegate(QStyledItemDelegate):
    """Paints a place by its colour and its sign."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        colours = self._theme.colours
        ground, ink = {
            Presence.THERE.value: (colours.good_soft, colours.good),
            Presence.MISSING.value: (colours.warn_soft, colours.warn),
        }.get(index.data(_PRESENCE), (colours.surface, colours.muted))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect.adjusted(2, 2, -2, -2)
        chosen = option.state & QStyle.StateFlag.State_Selected
        pen = painter.pen()
        pen.setColor(QColor(colours.accent if chosen else ground))
        pen.setWidth(2)
        painter.setPen(pen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index.data() or ""))
        painter.restore()


class MatrixTable(QTableView):
    """The matrix; cells, rows or columns can be chosen.

    Signals:
        photographs_chosen: The Photographs at the chosen places, a tuple.
    """

    photographs_chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("completeness_table")
        self.setAccessibleName(self.tr("Photographs by subject, visit and view"))
        self._matrix = CompletenessModel()
        self.setModel(self._matrix)
        self.setItemDelegate(_PresenceDelegate(theme, self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setMinimumSectionSize(52)

    def set_matrix(self, matrix: Completeness) -> None:
        """Show another matrix, and keep the place that was chosen."""
        current = self.currentIndex()
        self._matrix.set_matrix(matrix)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        self.resizeColumnsToContents()
        if current.isValid() and current.row() < len(matrix.subjects):
            self.setCurrentIndex(self._matrix.index(current.row(), current.column()))
        elif matrix.photographs:
            self._choose_first()

    def choose(self, subject: str, visit: str) -> None:
        """Choose the first view of a subject at a visit, if it is there."""
        matrix = self._matrix.matrix
        visits = [one.visit for one in matrix.columns]
        if subject in matrix.subjects and visit in visits:
            row, column = matrix.subjects.index(subject), visits.index(visit)
            self.setCurrentIndex(self._matrix.index(row, column))

    def _choose_first(self) -> None:
        """Choose the first photograph there is, so that the page is not empty."""
        matrix = self._matrix.matrix
        for row in range(len(matrix.subjects)):
            for column in range(len(matrix.columns)):
                if matrix.presence(row, column) is Presence.THERE:
                    self.setCurrentIndex(self._matrix.index(row, column))
                    return

    @override
    def selectionChanged(
        self, selected: QItemSelection, deselected: QItemSelection
    ) -> None:
        super().selectionChanged(selected, deselected)
        places = sorted(
            (index.row(), index.column()) for index in self.selectedIndexes()
        )
        found = (self._matrix.matrix.photograph(*place) for place in places)
        photographs = [one for one in found if one is not None]
        self.photographs_chosen.emit(tuple[Photograph, ...](photographs[:_MOST_SHOWN]))
