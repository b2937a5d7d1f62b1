"""Trajectories in the window: a plot a scale, drawn from panels by pyqtgraph."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from exports.marks import mark
from gui.plots.legend import GroupLegend
from gui.plots.look import SYMBOLS, PlotLook
from gui.plots.visit_axis import VisitAxis
from models.statistics.panels import Panel, Point, Series, grid_text

_REACH = 16.0  # pixels from a point within which it is told
_ROOM = 210  # pixels a plot needs in height, 330 in width
_MARKER = 9.0


@dataclass(frozen=True)
class _Drawn:
    """A point that can be pointed at."""

    plot: pg.PlotItem
    place: QPointF  # in days and grades
    point: Point


class TrajectoryPlot(QWidget):
    """Small multiples of trajectories, with numbers under the pointer.

    Signals:
        point_told: Words about the point under the pointer; empty when there is none.
    """

    point_told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trajectory_plot")
        self._panels: tuple[Panel, ...] = ()
        self._groups: tuple[str, ...] = ()
        self._columns = 0
        self._drawn: list[_Drawn] = []
        self._told = ""
        self._legend = GroupLegend()
        self._layout = pg.GraphicsLayoutWidget()
        self._layout.setObjectName("trajectory_panels")
        self._layout.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout.ci.layout.setContentsMargins(6, 4, 22, 6)
        self._layout.ci.layout.setSpacing(14)
        self._layout.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self._tip = QLabel(self)
        self._tip.setObjectName("hover_label")
        self._tip.setProperty("look", "card")
        self._tip.setAutoFillBackground(True)
        self._tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tip.setMargin(8)
        self._tip.setFrameShape(QLabel.Shape.Box)
        self._tip.hide()
        scroll = QScrollArea()
        scroll.setObjectName("trajectory_scroll")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(self._layout)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self._legend)
        box.addWidget(scroll, 1)

    def show_panels(self, panels: Sequence[Panel], groups: Sequence[str]) -> None:
        """Draw panels.

        Args:
            panels: One a scale.
            groups: Names of the groups for the legend; empty where there is one only.
        """
        self._panels, self._groups = tuple(panels), tuple(groups)
        self._draw()

    def redraw(self) -> None:
        """Draw the same in the colours and the font that hold now."""
        self._draw()

    def words_at(self, place: QPointF) -> str:
        """Words about the point nearest to a place of the scene; empty if none is near.

        Points of several groups at the same place are all told.
        """
        distances = [
            (math.hypot((there - place).x(), (there - place).y()), drawn.point)
            for drawn in self._drawn
            for there in [drawn.plot.vb.mapViewToScene(drawn.place)]
        ]
        nearest = min((far for far, _ in distances), default=math.inf)
        if nearest > _REACH:
            return ""
        return "\n\n".join(
            point.words for far, point in distances if far <= nearest + _MARKER * 0.7
        )

    def places(self) -> Iterator[tuple[Point, QPointF]]:
        """Every point that can be pointed at, and where it is in the scene."""
        for drawn in self._drawn:
            yield drawn.point, drawn.plot.vb.mapViewToScene(drawn.place)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._panels and self._columns_that_fit() != self._columns:
            self._draw()

    @Slot(object)
    def _on_mouse_moved(self, place: QPointF) -> None:
        words = self.words_at(place)
        if words != self._told:
            self._told = words
            self._tip.setText(words)
            self._tip.adjustSize()
            self._tip.setVisible(bool(words))
            self.point_told.emit(words)
        if words:
            self._move_tip(place)

    def _move_tip(self, place: QPointF) -> None:
        """Put the words beside the pointer, within the plot."""
        beside = self._layout.mapTo(self, self._layout.mapFromScene(place))
        x, y = beside.x() + 16, beside.y() + 16
        if x + self._tip.width() > self.width():
            x = beside.x() - self._tip.width() - 12
        if y + self._tip.height() > self.height():
            y = beside.y() - self._tip.height() - 12
        self._tip.move(max(0, x), max(0, y))
        self._tip.raise_()

    def _columns_that_fit(self) -> int:
        wished = 1 if len(self._panels) == 1 else 2 if len(self._panels) <= 4 else 3
        return max(1, min(wished, self.width() // 330))

    def _draw(self) -> None:
        look = PlotLook.of(self.palette())
        self._columns = self._columns_that_fit()
        self._drawn.clear()
        self._on_mouse_moved(QPointF(-1e6, -1e6))
        self._legend.show_groups(self._groups, look)
        self._layout.clear()
        self._layout.setBackground(look.background)
        rows = -(-len(self._panels) // self._columns)
        for number, panel in enumerate(self._panels):
            row, column = divmod(number, self._columns)
            self._draw_panel(panel, row, column, look)
        self._layout.setMinimumHeight(rows * _ROOM)
        self._layout.setAccessibleName(
            self.tr("Plots: ") + ", ".join(panel.title for panel in self._panels)
        )
        self._layout.setAccessibleDescription(
            self.tr("The table of this page tells the same numbers.")
        )

    def _draw_panel(self, panel: Panel, row: int, column: int, look: PlotLook) -> None:
        days = panel.days
        font = _small(self.font())
        axes = {"left": _grade_axis(panel, look, font)}
        if panel.ticks:
            axes["bottom"] = VisitAxis(panel, days, look, font)
        plot = self._layout.addPlot(
            row=row, col=column, axisItems=axes, enableMenu=False
        )
        plot.setTitle(
            panel.title,
            color=look.text,
            size=f"{self.font().pointSizeF() * 1.1:.1f}pt",
            justify="left",
            bold=True,
        )
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        pad = (panel.high - panel.low) * 0.06
        plot.setXRange(*days, padding=0)
        plot.setYRange(panel.low - pad, panel.high + pad, padding=0)
        if panel.absent:
            self._say(plot, panel, look)
        if not panel.ticks:
            plot.hideAxis("bottom")
            plot.hideAxis("left")
            return
        _draw_grid(plot, panel, look)
        for line in panel.series:
            _draw_subjects(plot, line, look)
        for line in panel.series:
            self._draw_series(plot, line, look)

    def _say(self, plot: pg.PlotItem, panel: Panel, look: PlotLook) -> None:
        words = pg.TextItem(panel.absent, color=look.muted, anchor=(0.5, 0.5))
        words.setTextWidth(300)
        low, high = panel.days
        words.setPos((low + high) / 2, (panel.low + panel.high) / 2)
        plot.addItem(words, ignoreBounds=True)

    def _draw_series(self, plot: pg.PlotItem, line: Series, look: PlotLook) -> None:
        days = np.array([point.day + line.offset for point in line.points])
        centre = np.array([point.centre for point in line.points])
        if np.isnan(centre).all():  # pyqtgraph cannot bound what is nowhere
            return
        self._draw_bars(plot, line, look)
        plot.addItem(
            pg.PlotDataItem(
                days,
                centre,
                connect="finite",
                pen=look.stroke(line.number, 2.2),
                symbol=SYMBOLS[mark(line.number).marker],
                symbolSize=_MARKER,
                symbolPen=_pen(look.colour(line.number), 1.8),
                symbolBrush=look.fill(line.number),
                antialias=True,
            )
        )
        self._drawn += [
            _Drawn(plot, QPointF(point.day + line.offset, point.centre), point)
            for point in line.points
            if not math.isnan(point.centre)
        ]

    def _draw_bars(self, plot: pg.PlotItem, line: Series, look: PlotLook) -> None:
        points = [point for point in line.points if not math.isnan(point.lower)]
        if not points:
            return
        low, high = plot.vb.viewRange()[0]
        centre = np.array([point.centre for point in points])
        plot.addItem(
            pg.ErrorBarItem(
                x=np.array([point.day + line.offset for point in points]),
                y=centre,
                bottom=centre - np.array([point.lower for point in points]),
                top=np.array([point.upper for point in points]) - centre,
                beam=(high - low) * 0.014,
                pen=_pen(look.colour(line.number), 1.5),
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
    colour = look.colour(line.number)
    colour.setAlphaF(0.42 if look.is_dark else 0.3)
    plot.addItem(
        pg.PlotDataItem(
            line.subject_days + line.offset,
            line.subject_values,
            connect="finite",
            pen=_pen(colour, 1.0),
            # A value between two missing visits has no line: a dot keeps it visible.
            symbol="o",
            symbolSize=2.5,
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
    axis.setTicks([[(value, grid_text(value)) for value in panel.grid]])
    axis.setWidth(46)
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
