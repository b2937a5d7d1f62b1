"""The time axis of a trajectory: visits at their real days, n of each group below."""

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsSceneResizeEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)
from typing_extensions import override

from exports.visit_labels import label_lines, spread
from gui.plots.look import PlotLook
from models.statistics.panels import Panel

_TICK = 5.0
_LEADER = 16.0  # from the axis to the labels
_GAP = 8.0  # between labels
_LEFT, _RIGHT = 46.0, 14.0  # room beside the plot that labels may use


class VisitAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Labels move aside where visits crowd, and a line leads to the true day."""

    def __init__(
        self, panel: Panel, days: tuple[float, float], look: PlotLook, font: QFont
    ) -> None:
        super().__init__("bottom")
        self._panel = panel
        self._days = days
        self._look = look
        self._font = font
        self._metrics = QFontMetricsF(font)
        self._middles: Sequence[float] = ()
        self._is_turned = False
        self.setStyle(showValues=False)
        self._arrange(400.0)

    @override
    def resizeEvent(self, event: QGraphicsSceneResizeEvent | None = None) -> None:
        super().resizeEvent(event)
        if self.size().width() > 0:
            self._arrange(self.size().width())

    @override
    def boundingRect(self) -> QRectF:
        own: QRectF = self.rect()
        return own.adjusted(-_LEFT, 0, _RIGHT, 0)

    @override
    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        self._paint_ticks(painter)
        for at in range(len(self._panel.ticks)):
            self._paint_label(painter, at)
        self._paint_counts(painter)

    def _width(self, text: str) -> float:
        return self._metrics.horizontalAdvance(text)

    def _wanted(self, width: float) -> list[float]:
        low, high = self._days
        return [(tick.at - low) / (high - low) * width for tick in self._panel.ticks]

    def _arrange(self, width: float) -> None:
        """Decide where the labels stand, and how high the axis must be for them."""
        wanted = self._wanted(width)
        labels = [label_lines(tick) for tick in self._panel.ticks]
        counts = [
            max(
                (self._width(line.points[at].n_text) for line in self._panel.series),
                default=0.0,
            )
            for at in range(len(labels))
        ]
        room = -_LEFT / 2, width + _RIGHT
        level = [
            max(count, *(self._width(line) for line in label)) + _GAP
            for count, label in zip(counts, labels, strict=True)
        ]
        middles = spread(wanted, level, *room)
        self._is_turned = middles is None
        depth = self._metrics.height() * max((len(one) for one in labels), default=1)
        if middles is None:
            turned = [max(count, self._metrics.height()) + 3 for count in counts]
            middles = spread(wanted, turned, *room)
            depth = max(self._width(", ".join(label)) for label in labels)
        self._middles = wanted if middles is None else middles
        self._depth = depth
        rows = len(self._panel.series)
        self.setHeight(round(_LEADER + depth + 6 + self._metrics.height() * rows + 4))

    def _paint_ticks(self, painter: QPainter) -> None:
        width = self.size().width()
        painter.setPen(QPen(self._look.text, 1))
        painter.drawLine(QPointF(0, 0), QPointF(width, 0))
        for true, place in zip(self._wanted(width), self._middles, strict=True):
            painter.setPen(QPen(self._look.text, 1))
            painter.drawLine(QPointF(true, 0), QPointF(true, _TICK))
            painter.setPen(QPen(self._look.muted, 1))
            painter.drawLine(QPointF(true, _TICK), QPointF(place, _LEADER - 1))

    def _paint_label(self, painter: QPainter, at: int) -> None:
        painter.setPen(self._look.text)
        lines = label_lines(self._panel.ticks[at])
        if not self._is_turned:
            for row, text in enumerate(lines):
                top = _LEADER + row * self._metrics.height()
                self._paint_middle(painter, self._middles[at], top, text)
            return
        painter.save()
        painter.translate(self._middles[at], _LEADER + self._depth)
        painter.rotate(-90)
        height = self._metrics.height()
        place = QRectF(0, -height / 2, self._depth, height)
        flush = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, flush, ", ".join(lines))
        painter.restore()

    def _paint_counts(self, painter: QPainter) -> None:
        height = self._metrics.height()
        for row, line in enumerate(self._panel.series):
            top = _LEADER + self._depth + 6 + height * row
            painter.setPen(self._look.muted)
            self._paint_middle(painter, -_LEFT + 8, top, "n")
            if len(self._panel.series) > 1:
                middle = QPointF(-_LEFT + 22, top + height / 2)
                self._look.paint_marker(painter, line.number, middle, height * 0.5)
            painter.setPen(self._look.text)
            for place, point in zip(self._middles, line.points, strict=True):
                self._paint_middle(painter, place, top, point.n_text)

    def _paint_middle(
        self, painter: QPainter, middle: float, top: float, text: str
    ) -> None:
        width = self._width(text) + 2
        place = QRectF(middle - width / 2, top, width, self._metrics.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
