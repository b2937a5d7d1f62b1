"""Trajectories in the window: a plot a scale, drawn from panels by pyqtgraph."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.naming import named
from gui.plots.legend import GroupLegend
from gui.plots.look import PlotLook
from gui.plots.panel_item import MARKER, DrawnPoint, PanelItem
from models.statistics.panels import Panel, Point

_REACH = 16.0  # pixels from a point within which it is told
_ROOM = 240  # pixels a plot needs in height
_WIDE = 400  # and in width, so that visits around a procedure can be told apart
_BACK = (Qt.Key.Key_Escape, Qt.Key.Key_Backspace)
_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}


@dataclass(frozen=True)
class Picked:
    """What was clicked.

    Attributes:
        scale: Key of the series.
        group: Name of the group.
        visit: Key of the visit.
        unit: The single unit, or empty for the group's point.
    """

    scale: str
    group: str
    visit: str
    unit: str = ""


class TrajectoryPlot(QWidget):
    """Small multiples of trajectories, with numbers under the pointer.

    Enter, or a double click, shows one plot large; Escape shows all of them again.

    Signals:
        point_told: Words about the point under the pointer; empty when there is none.
        point_picked: What was clicked, a Picked.
        enlarged: Key of the series that is shown large; empty for all of them.
        drag_begun: The pointer was pressed and moved: the figure shall be dragged.
    """

    point_told = Signal(str)
    point_picked = Signal(object)
    enlarged = Signal(str)
    drag_begun = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trajectory_plot")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._panels: tuple[Panel, ...] = ()
        self._groups: tuple[str, ...] = ()
        self._items: list[PanelItem] = []
        self._columns = 0
        self._large = ""
        self._current = 0
        self._told = ""
        self._pressed: QPointF | None = None
        self._legend = GroupLegend()
        self._layout = pg.GraphicsLayoutWidget()
        self._layout.setObjectName("trajectory_panels")
        self._layout.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout.ci.layout.setContentsMargins(6, 4, 22, 6)
        self._layout.ci.layout.setSpacing(14)
        self._layout.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self._layout.viewport().installEventFilter(self)
        self._tip = named("hover_label", QLabel(self), "card")
        self._tip.setAutoFillBackground(True)
        self._tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tip.setMargin(8)
        self._tip.setFrameShape(QLabel.Shape.Box)
        self._tip.hide()
        self._scroll = named("trajectory_scroll", QScrollArea())
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        self._scroll.setWidget(self._layout)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addWidget(self._legend)
        box.addWidget(self._scroll, 1)

    @property
    def columns(self) -> int:
        """How many plots stand side by side."""
        return self._columns

    def show_panels(self, panels: Sequence[Panel], groups: Sequence[str]) -> None:
        """Draw panels.

        Args:
            panels: One a scale.
            groups: Names of the groups for the legend; empty where there is one only.
        """
        self._panels, self._groups = tuple(panels), tuple(groups)
        if self._large not in {panel.scale for panel in panels}:
            self._large = ""
        self._current = min(self._current, max(len(panels) - 1, 0))
        self._draw()

    def redraw(self) -> None:
        """Draw the same in the colours and the font that hold now."""
        self._draw()

    def enlarge(self, scale: str) -> None:
        """Show the plot of one series alone; all of them if the key is empty."""
        if scale == self._large or (len(self._panels) < 2 and scale):
            return
        self._large = scale
        keys = [panel.scale for panel in self._panels]
        self._current = keys.index(scale) if scale else self._current
        self._draw()
        self.enlarged.emit(scale)

    def shown(self) -> tuple[Panel, ...]:
        """The panels that are drawn: all, or the large one."""
        if not self._large:
            return self._panels
        return tuple(one for one in self._panels if one.scale == self._large)

    def words_at(self, place: QPointF) -> str:
        """Words about the point nearest to a place of the scene; empty if none is near.

        Points of several groups at the same place are all told.
        """
        distances = self._distances(place)
        nearest = min((far for far, _ in distances), default=math.inf)
        if nearest > _REACH:
            return ""
        return "\n\n".join(
            one.point.words for far, one in distances if far <= nearest + MARKER * 0.7
        )

    def picked_at(self, place: QPointF) -> Picked | None:
        """What a click at a place of the scene means."""
        for item in self._items:
            if item.plot.sceneBoundingRect().contains(place):
                single = item.unit_at(place, MARKER * 0.6)
                far, nearest = min(
                    ((f, one) for f, one in self._distances(place)),
                    key=lambda pair: pair[0],
                    default=(math.inf, None),
                )
                if nearest is not None and far <= MARKER:
                    return Picked(
                        nearest.scale, nearest.series.group, nearest.point.visit
                    )
                if single is not None:
                    group, unit, visit = single
                    return Picked(item.panel.scale, group, visit, unit)
        return None

    def places(self) -> Iterator[tuple[Point, QPointF]]:
        """Every point that can be pointed at, and where it is in the scene."""
        for item in self._items:
            for one in item.drawn:
                yield one.point, one.in_scene()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._panels and self._columns_that_fit() != self._columns:
            self._draw()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._items:
            self.enlarge("" if self._large else self._panels[self._current].scale)
        elif key in _BACK and self._large:
            self.enlarge("")
        elif key in _STEPS:
            self._go(_STEPS[key])
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not self._large:
            sign = 1 if key is Qt.Key.Key_Down else -1
            self._go(sign * self._columns)
        else:
            super().keyPressEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._mark_current()
        return done

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            kind, where = event.type(), event.position()
            if kind == QEvent.Type.MouseButtonPress:
                is_left = event.button() == Qt.MouseButton.LeftButton
                self._pressed = where if is_left else None
                self.setFocus(Qt.FocusReason.MouseFocusReason)
            elif kind == QEvent.Type.MouseMove and self._pressed is not None:
                moved = (where - self._pressed).manhattanLength()
                if moved >= QApplication.startDragDistance():
                    self._pressed = None
                    self.drag_begun.emit()
            elif kind == QEvent.Type.MouseButtonRelease and self._pressed is not None:
                self._pressed = None
                self._click(self._layout.mapToScene(where.toPoint()))
            elif kind == QEvent.Type.MouseButtonDblClick:
                self._pressed = None
                self._double_click(self._layout.mapToScene(where.toPoint()))
        return super().eventFilter(watched, event)

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

    def _click(self, place: QPointF) -> None:
        picked = self.picked_at(place)
        if picked is not None:
            self.point_picked.emit(picked)

    def _double_click(self, place: QPointF) -> None:
        if self._large:
            self.enlarge("")
            return
        for item in self._items:
            if item.plot.sceneBoundingRect().contains(place):
                self.enlarge(item.panel.scale)
                return

    def _distances(self, place: QPointF) -> list[tuple[float, DrawnPoint]]:
        return [
            (math.hypot(away.x(), away.y()), one)
            for item in self._items
            for one in item.drawn
            for away in [one.in_scene() - place]
        ]

    def _go(self, steps: int) -> None:
        """Go to another panel, and show it."""
        target = self._current + steps
        if not 0 <= target < len(self._panels):
            return
        self._current = target
        if self._large:
            self._large = self._panels[target].scale
            self._draw()
            self.enlarged.emit(self._large)
            return
        self._mark_current()
        place = self._items[target].plot.sceneBoundingRect().toRect()
        middle = place.center()
        self._scroll.ensureVisible(middle.x(), middle.y(), 20, place.height() // 2)

    def _mark_current(self) -> None:
        for number, item in enumerate(self._items):
            is_current = number == self._current and len(self._items) > 1
            item.mark_current(is_current=is_current and self.hasFocus())

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
        shown = len(self.shown())
        wished = 1 if shown == 1 else 2 if shown <= 4 else 3
        return max(1, min(wished, self.width() // self._room()[0]))

    def _room(self) -> tuple[int, int]:
        """Pixels that a plot needs across and down, with the font that holds now."""
        height = self.fontMetrics().height()
        return max(_WIDE, 20 * height), max(_ROOM, 13 * height)

    def _draw(self) -> None:
        look = PlotLook.of(self.palette())
        self._columns = self._columns_that_fit()
        self._items.clear()
        self._on_mouse_moved(QPointF(-1e6, -1e6))
        self._legend.show_groups(self._groups, look)
        self._layout.clear()
        self._layout.setBackground(look.background)
        shown = self.shown()
        rows = -(-len(shown) // self._columns)
        for number, panel in enumerate(shown):
            cell = divmod(number, self._columns)
            self._items.append(PanelItem(self._layout, panel, cell, look, self.font()))
        self._layout.setMinimumHeight(rows * self._room()[1])
        self._mark_current()
        self._describe(shown)

    def _describe(self, shown: Sequence[Panel]) -> None:
        names = ", ".join(panel.title for panel in shown)
        for widget in (self, self._layout):
            widget.setAccessibleName(self.tr("Plots: ") + names)
            widget.setAccessibleDescription(
                self.tr("The table of this page tells the same numbers.")
            )
