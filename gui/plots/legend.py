"""The legend of groups: marker, dash and name, in rows as wide as the window."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.plots.look import PlotLook

_STROKE = 34.0
_GAP = 24.0


class GroupLegend(QWidget):
    """Names of the groups with their marks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("group_legend")
        self._groups: tuple[str, ...] = ()
        self._look = PlotLook.of(self.palette())
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_groups(self, groups: Sequence[str], look: PlotLook) -> None:
        """Show these groups, numbered in this order."""
        self._groups, self._look = tuple(groups), look
        self.setAccessibleName(self.tr("Groups: ") + ", ".join(groups))
        self.setVisible(bool(groups))
        self.updateGeometry()
        self.update()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        line = self.fontMetrics().height() + 8
        lowest = max((place.y() for _, place in self._places(width)), default=0.0)
        return round(lowest + line)

    @override
    def sizeHint(self) -> QSize:
        return QSize(300, self.heightForWidth(max(self.width(), 300)))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = self.fontMetrics().height() + 8
        for number, place in self._places(self.width()):
            middle = place.y() + height / 2
            painter.setPen(self._look.stroke(number, 2.4))
            end = QPointF(place.x() + _STROKE, middle)
            painter.drawLine(QPointF(place.x(), middle), end)
            centre = QPointF(place.x() + _STROKE / 2, middle)
            self._look.paint_marker(painter, number, centre, height * 0.42)
            painter.setPen(self._look.text)
            words = QRectF(place.x() + _STROKE + 6, place.y(), 2000, height)
            painter.drawText(
                words,
                Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
                self._groups[number],
            )
        painter.end()

    def _places(self, width: int) -> Iterator[tuple[int, QPointF]]:
        """Where each group begins, line after line."""
        line = self.fontMetrics().height() + 8
        x, y = 4.0, 0.0
        for number, group in enumerate(self._groups):
            wide = _STROKE + 6 + self.fontMetrics().horizontalAdvance(group)
            if x > 4 and x + wide > width:
                x, y = 4.0, y + line
            yield number, QPointF(x, y)
            x += wide + _GAP
