"""A plot whose points are told when the pointer is near them."""

import math
from collections.abc import Iterator, Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPen
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from gui.plots.look import PlotLook

_REACH = 18.0  # pixels from a point within which it is told


class HoverPlot(QWidget):
    """One plot, with words under the pointer."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._points: list[tuple[QPointF, str]] = []
        self._told = ""
        self._layout = pg.GraphicsLayoutWidget()
        self._layout.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._layout.ci.layout.setContentsMargins(6, 4, 16, 6)
        self._layout.scene().sigMouseMoved.connect(self._on_mouse_moved)
        self.plot = self._layout.addPlot(enableMenu=False)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self._tip = QLabel(self)
        self._tip.setObjectName("hover_label")
        self._tip.setProperty("look", "card")
        self._tip.setAutoFillBackground(True)
        self._tip.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._tip.setMargin(8)
        self._tip.setFrameShape(QLabel.Shape.Box)
        self._tip.hide()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._layout)

    @property
    def look(self) -> PlotLook:
        """The colours that hold now."""
        return PlotLook.of(self.palette())

    def begin(self, title: str, across: str, upwards: str) -> None:
        """Empty the plot, and name it and its axes."""
        look, font = self.look, small(self.font())
        self._points.clear()
        self._on_mouse_moved(QPointF(-1e6, -1e6))
        self.plot.clear()
        self._layout.setBackground(look.background)
        size = f"{self.font().pointSizeF() * 1.05:.1f}pt"
        self.plot.setTitle(title, color=look.text, size=size, bold=True)
        for side, words in (("bottom", across), ("left", upwards)):
            axis = self.plot.getAxis(side)
            axis.setPen(pen(look.text, 1.0))
            axis.setTextPen(look.text)
            axis.setTickFont(font)
            axis.setTicks(None)
            axis.setLabel(words, color=look.muted.name())
            axis.label.setFont(font)
            axis.enableAutoSIPrefix(enable=False)
        self._layout.setAccessibleName(title)

    def add_point(self, x: float, y: float, words: str) -> None:
        """Tell these words near a place of the plot."""
        self._points.append((QPointF(x, y), words))

    def say(self, sentence: str) -> None:
        """Say in the empty plot why nothing is drawn."""
        words = pg.TextItem(sentence, color=self.look.muted, anchor=(0.5, 0.5))
        words.setTextWidth(320)
        self.plot.setXRange(-1, 1)
        self.plot.setYRange(-1, 1)
        self.plot.addItem(words, ignoreBounds=True)

    def words_at(self, place: QPointF) -> str:
        """Words of the point nearest to a place of the scene; empty if none is near."""
        distances = [
            (math.hypot((there - place).x(), (there - place).y()), words)
            for there, words in self.places()
        ]
        far, words = min(distances, default=(math.inf, ""))
        return words if far <= _REACH else ""

    def places(self) -> Iterator[tuple[QPointF, str]]:
        """Every point that is told, and where it is in the scene."""
        for point, words in self._points:
            yield self.plot.vb.mapViewToScene(point), words

    def set_ticks(self, side: str, ticks: Sequence[tuple[float, str]]) -> None:
        """Name the places of an axis."""
        self.plot.getAxis(side).setTicks([list(ticks)])

    @Slot(object)
    def _on_mouse_moved(self, place: QPointF) -> None:
        words = self.words_at(place)
        if words != self._told:
            self._told = words
            self._tip.setText(words)
            self._tip.adjustSize()
            self._tip.setVisible(bool(words))
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


def small(font: QFont) -> QFont:
    """The font of axes."""
    found = QFont(font)
    found.setPointSizeF(font.pointSizeF() * 0.92)
    return found


def pen(colour: QColor, width: float, dash: Sequence[float] = ()) -> QPen:
    """A pen as wide at every zoom."""
    found = QPen(colour, width)
    found.setCosmetic(True)
    if dash:
        found.setDashPattern(list(dash))
    return found
