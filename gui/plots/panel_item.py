"""One panel of the window's trajectories, drawn by pyqtgraph."""

import math
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from exports.marks import mark
from gui.plots.look import SYMBOLS, PlotLook
from gui.plots.visit_axis import VisitAxis
from models.statistics.panels import Box, Panel, Point, Series, Style, grid_text

MARKER = 9.0
_AXIS_WIDTH = 46


@dataclass(frozen=True)
class DrawnPoint:
    """A point that can be pointed at.

    Attributes:
        plot: Where it is drawn.
        place: In places of the time axis and grades.
        point: What it stands for.
        series: Its group.
        scale: Key of its scale.
    """

    plot: pg.PlotItem
    place: QPointF
    point: Point
    series: Series
    scale: str

    def in_scene(self) -> QPointF:
        """Where it is in the scene."""
        found: QPointF = self.plot.vb.mapViewToScene(self.place)
        return found


class PanelItem:
    """Draws one panel.

    Attributes:
        panel: What is drawn.
        plot: The item in the scene.
        drawn: Its points.
    """

    def __init__(
        self,
        layout: pg.GraphicsLayoutWidget,
        panel: Panel,
        cell: tuple[int, int],
        look: PlotLook,
        font: QFont,
    ) -> None:
        """Draw a panel into a cell (row, column) of a layout."""
        self.panel = panel
        self.drawn: list[DrawnPoint] = []
        self._look = look
        self._font = font
        small = _small(font)
        axes = {"left": _grade_axis(panel, look, small)}
        if panel.ticks:
            axes["bottom"] = VisitAxis(panel, panel.days, look, small)
        self.plot = layout.addPlot(
            row=cell[0], col=cell[1], axisItems=axes, enableMenu=False
        )
        self.mark_current(is_current=False)
        self._draw()

    def mark_current(self, *, is_current: bool) -> None:
        """Show whether keys act on this panel."""
        self.plot.setTitle(
            f"▸ {self.panel.title}" if is_current else self.panel.title,
            color=self._look.text,
            size=f"{self._font.pointSizeF() * 1.1:.1f}pt",
            justify="left",
            bold=True,
        )

    def unit_at(self, place: QPointF, reach: float) -> tuple[str, str, str] | None:
        """Group, unit and visit of the single value nearest to a place of the scene.

        Args:
            place: In the scene.
            reach: Pixels within which it must be.
        """
        view = self.plot.vb
        origin = view.mapViewToScene(QPointF(0, 0))
        right = view.mapViewToScene(QPointF(1, 0)).x() - origin.x()
        up = view.mapViewToScene(QPointF(0, 1)).y() - origin.y()
        best, found = reach, None
        for line in self.panel.series:
            if not line.units:
                continue
            across = origin.x() + (line.subject_days + line.offset) * right - place.x()
            down = origin.y() + line.subject_values * up - place.y()
            far = np.where(np.isnan(across + down), np.inf, np.hypot(across, down))
            nearest = int(far.argmin())
            if far[nearest] <= best:
                best = float(far[nearest])
                unit, visit = divmod(nearest, len(self.panel.ticks) + 1)
                tick = self.panel.ticks[visit]
                found = line.group, line.units[unit], tick.visit
        return found

    def _draw(self) -> None:
        panel, plot, look = self.panel, self.plot, self._look
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        pad = (panel.high - panel.low) * 0.06
        plot.setXRange(*panel.days, padding=0)
        plot.setYRange(panel.low - pad, panel.high + pad, padding=0)
        if panel.absent:
            self._say()
        if not panel.ticks:
            plot.hideAxis("bottom")
            plot.hideAxis("left")
            return
        _draw_grid(plot, panel, look)
        for line in panel.series:
            _draw_subjects(plot, line, look)
        for line in panel.series:
            self._draw_series(line)

    def _say(self) -> None:
        panel = self.panel
        words = pg.TextItem(panel.absent, color=self._look.muted, anchor=(0.5, 0.5))
        words.setTextWidth(300)
        low, high = panel.days
        words.setPos((low + high) / 2, (panel.low + panel.high) / 2)
        self.plot.addItem(words, ignoreBounds=True)

    def _draw_series(self, line: Series) -> None:
        there = [point for point in line.points if not math.isnan(point.centre)]
        if not there:  # pyqtgraph cannot bound what is nowhere
            return
        if line.style is Style.LINES:
            self._draw_lines(line)
        elif line.style is Style.BOXES:
            for point in there:
                if point.box is not None:
                    self._draw_box(line, point, point.box)
        if line.style is not Style.SINGLES:
            self.drawn += [
                DrawnPoint(
                    self.plot,
                    QPointF(point.at + line.offset, point.centre),
                    point,
                    line,
                    self.panel.scale,
                )
                for point in there
            ]

    def _draw_lines(self, line: Series) -> None:
        look = self._look
        self._draw_bars(line)
        self.plot.addItem(
            pg.PlotDataItem(
                np.array([point.at + line.offset for point in line.points]),
                np.array([point.centre for point in line.points]),
                connect="finite",
                pen=look.stroke(line.number, 2.2),
                symbol=SYMBOLS[mark(line.number).marker],
                symbolSize=MARKER,
                symbolPen=_pen(look.colour(line.number), 1.8),
                symbolBrush=look.fill(line.number),
                antialias=True,
            )
        )

    def _draw_bars(self, line: Series) -> None:
        points = [point for point in line.points if not math.isnan(point.lower)]
        if not points:
            return
        low, high = self.plot.vb.viewRange()[0]
        centre = np.array([point.centre for point in points])
        self.plot.addItem(
            pg.ErrorBarItem(
                x=np.array([point.at + line.offset for point in points]),
                y=centre,
                bottom=centre - np.array([point.lower for point in points]),
                top=np.array([point.upper for point in points]) - centre,
                beam=(high - low) * 0.014,
                pen=_pen(self._look.colour(line.number), 1.5),
            )
        )

    def _draw_box(self, line: Series, point: Point, box: Box) -> None:
        """A box; the marker on its median tells groups apart also in grey."""
        look, at, half = self._look, point.at + line.offset, line.width / 2
        colour = look.colour(line.number)
        left, right, quarter = at - half, at + half, half / 2
        ends = [
            *((left, box.lower), (right, box.lower), (left, box.upper)),
            *((right, box.upper), (left, box.lower), (left, box.upper)),
            *((right, box.lower), (right, box.upper)),
            *((at, box.upper), (at, box.high), (at, box.lower), (at, box.low)),
            *((at - quarter, box.high), (at + quarter, box.high)),
            *((at - quarter, box.low), (at + quarter, box.low)),
        ]
        across, up = np.array(ends).T
        faint = QColor(colour)
        faint.setAlphaF(0.0 if mark(line.number).is_hollow else 0.22)
        self.plot.addItem(
            pg.BarGraphItem(
                x=[at],
                y0=[box.lower],
                height=[box.upper - box.lower],
                width=line.width,
                pen=None,
                brush=faint,
            )
        )
        pen = _pen(colour, 1.4)
        self.plot.addItem(pg.PlotCurveItem(across, up, connect="pairs", pen=pen))
        middle = np.array([left, right]), np.array([point.centre] * 2)
        self.plot.addItem(pg.PlotCurveItem(*middle, pen=_pen(colour, 2.4)))
        dots = [(at, value) for value in box.beyond]
        for places, size in (([(at, point.centre)], MARKER), (dots, MARKER / 2)):
            if places:
                self.plot.addItem(
                    pg.ScatterPlotItem(
                        pos=places,
                        symbol=SYMBOLS[mark(line.number).marker],
                        size=size,
                        pen=_pen(colour, 1.4),
                        brush=look.fill(line.number),
                        antialias=True,
                    )
                )


def _draw_grid(plot: pg.PlotItem, panel: Panel, look: PlotLook) -> None:
    """A thin line at every grade, in one item, and a stronger one at no change."""
    for pen, values in (
        (_pen(look.line, 1.0), list(panel.grid)),
        (_pen(look.muted, 1.4), [0.0] if panel.has_zero else []),
    ):
        across = np.tile(panel.days, len(values))
        curve = pg.PlotCurveItem(across, np.repeat(values, 2), connect="pairs", pen=pen)
        plot.addItem(curve, ignoreBounds=True)


def _draw_subjects(plot: pg.PlotItem, line: Series, look: PlotLook) -> None:
    if not len(line.subject_days):
        return
    is_alone = line.style is Style.SINGLES
    colour = look.colour(line.number)
    colour.setAlphaF((0.75 if is_alone else 0.42) if look.is_dark else 0.3)
    if is_alone and not look.is_dark:
        colour.setAlphaF(0.6)
    pen = look.stroke(line.number, 1.2) if is_alone else _pen(colour, 1.0)
    pen.setColor(colour)
    plot.addItem(
        pg.PlotDataItem(
            line.subject_days + line.offset,
            line.subject_values,
            connect="finite",
            pen=pen,
            # A value between two missing visits has no line: a dot keeps it visible.
            symbol=SYMBOLS[mark(line.number).marker] if is_alone else "o",
            symbolSize=5 if is_alone else 2.5,
            symbolPen=None,
            symbolBrush=colour,
            antialias=True,
        )
    )


def _grade_axis(panel: Panel, look: PlotLook, font: QFont) -> pg.AxisItem:
    axis = pg.AxisItem("left")
    axis.setPen(_pen(look.text, 1.0))
    axis.setTextPen(look.text)
    axis.setTickFont(font)
    axis.setStyle(tickLength=-4, tickTextOffset=4)
    ticks = [(value, grid_text(value)) for value in panel.grid]
    axis.setTicks([ticks])
    metrics = QFontMetricsF(font)
    widest = max((metrics.horizontalAdvance(text) for _, text in ticks), default=0.0)
    axis.setWidth(max(_AXIS_WIDTH, round(widest + metrics.height() + 14)))
    axis.enableAutoSIPrefix(enable=False)  # else small values are told in thousandths
    axis.setLabel(panel.label, color=look.muted.name())
    axis.label.setFont(font)
    return axis


def _small(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(font.pointSizeF() * 0.92)
    return small


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    return pen
