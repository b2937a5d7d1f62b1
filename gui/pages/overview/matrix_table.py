"""A table of signs and colours: subjects down, whatever is asked of them across."""

from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)
from typing_extensions import override

from gui.pages.overview.presenter import Matrix
from gui.theme import Theme

_Index = QModelIndex | QPersistentModelIndex
_TONE = Qt.ItemDataRole.UserRole
_ROOM = 12


class MatrixModel(QAbstractTableModel):
    """A Matrix as a model of Qt."""

    def __init__(self) -> None:
        super().__init__()
        self.matrix = Matrix()

    def set_matrix(self, matrix: Matrix) -> None:
        """Show another matrix."""
        self.beginResetModel()
        self.matrix = matrix
        self.endResetModel()

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.matrix.subjects)

    @override
    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's
        return 0 if parent.isValid() else len(self.matrix.headings)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        place = (index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.matrix.signs.get(place, "")
        if role == _TONE:
            return self.matrix.tones.get(place, "")
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.matrix.texts.get(place, "")
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
            return self.matrix.headings[section]
        return self.matrix.subjects[section]


class SignDelegate(QStyledItemDelegate):
    """Paints a sign on the colour of its tone."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        colours = self._theme.colours
        ground, ink = {
            "good": (colours.good_soft, colours.good),
            "warn": (colours.warn_soft, colours.warn),
            "bad": (colours.bad_soft, colours.bad),
            "accent": (colours.accent_soft, colours.accent),
        }.get(index.data(_TONE), (colours.surface, colours.muted))
        box = option.rect.adjusted(1, 1, -1, -1)
        painter.fillRect(box, QColor(ground))
        if option.state & QStyle.StateFlag.State_Selected:
            pen = painter.pen()
            pen.setColor(QColor(colours.accent))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(box.adjusted(1, 1, -1, -1))
        painter.setPen(QColor(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(index.data() or ""))


class SignTable(QTableView):
    """The table; no widget stands in a cell, so that a large study scrolls smoothly.

    Signals:
        place_requested: Page, subject and visit of a cell that was double-clicked.
    """

    place_requested = Signal(str, str, str)

    def __init__(self, name: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName(name)
        self._signs = MatrixModel()
        self.setModel(self._signs)
        self.setItemDelegate(SignDelegate(theme, self))
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setHighlightSections(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.activated.connect(self._on_activated)
        theme.changed.connect(self._fit)

    @property
    def matrix(self) -> Matrix:
        """What is shown."""
        return self._signs.matrix

    def set_matrix(self, matrix: Matrix) -> None:
        """Show another matrix."""
        self._signs.set_matrix(matrix)
        self._fit()

    def _fit(self) -> None:
        """Columns as wide as their headings, rows as high as a line."""
        metrics = self.fontMetrics()
        height = metrics.height() + _ROOM
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)
        header = self.horizontalHeader()
        for number, heading in enumerate(self.matrix.headings):
            widest = max(
                metrics.horizontalAdvance(line) for line in heading.split("\n")
            )
            header.resizeSection(number, round(1.12 * widest) + 24)

    def _on_activated(self, index: QModelIndex) -> None:
        place = self.matrix.places.get((index.row(), index.column()))
        if place is not None:
            self.place_requested.emit(*place)
