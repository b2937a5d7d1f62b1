"""Colours of plots, and how the mark of a group is drawn with Qt."""

from dataclasses import dataclass
from typing import Self

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPalette, QPen, QPolygonF

from exports.marks import Mark, mark

# Names of the same markers in pyqtgraph.
SYMBOLS = {
    "circle": "o",
    "square": "s",
    "triangle": "t1",
    "diamond": "d",
    "star": "star",
    "cross": "x",
}


@dataclass(frozen=True)
class PlotLook:
    """The colours a plot is drawn in.

    Attributes:
        background: Behind the plot.
        text: Words and axes.
        muted: Words of less weight, and leaders.
        line: Grid.
        is_dark: Whether the background is dark.
    """

    background: QColor
    text: QColor
    muted: QColor
    line: QColor
    is_dark: bool

    @classmethod
    def of(cls, palette: QPalette) -> Self:
        """The look that goes with a palette of the window."""
        background = palette.color(QPalette.ColorRole.Base)
        text = palette.color(QPalette.ColorRole.Text)
        return cls(
            background=background,
            text=text,
            muted=_between(text, background, 0.35),
            line=_between(text, background, 0.85),
            is_dark=background.lightness() < 128,
        )

    def colour(self, number: int) -> QColor:
        """The colour of a group by its place among all."""
        look = mark(number)
        return QColor(look.dark_colour if self.is_dark else look.colour)

    def stroke(self, number: int, width: float = 2.0) -> QPen:
        """The pen of a group's line, with its dash."""
        pen = QPen(self.colour(number), width)
        pen.setCosmetic(True)
        dash = mark(number).dash
        if dash:
            pen.setDashPattern(list(dash))
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        return pen

    def fill(self, number: int) -> QBrush:
        """What the marker of a group is filled with."""
        hollow = mark(number).is_hollow
        return QBrush(self.background if hollow else self.colour(number))

    def paint_marker(
        self, painter: QPainter, number: int, middle: QPointF, size: float
    ) -> None:
        """Paint the marker of a group, for legends and rows of numbers."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.colour(number), 1.6))
        painter.setBrush(self.fill(number))
        half = size / 2
        outline = _outline(mark(number), middle, half)
        if outline is None:
            corner = QPointF(half, half)
            painter.drawEllipse(QRectF(middle - corner, middle + corner))
        else:
            painter.drawPolygon(outline)
        painter.restore()


# Corners on a square from -1 to 1, upwards negative, as painters count.
_CORNERS: dict[str, tuple[tuple[float, float], ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0, -1), (1, 0.9), (-1, 0.9)),
    "diamond": ((0, -1.1), (1, 0), (0, 1.1), (-1, 0)),
    "star": (
        *((0, -1.2), (0.35, -0.35), (1.2, -0.3), (0.5, 0.3), (0.8, 1.1), (0, 0.6)),
        *((-0.8, 1.1), (-0.5, 0.3), (-1.2, -0.3), (-0.35, -0.35)),
    ),
    "cross": (
        *((0, -0.4), (0.6, -1), (1, -0.6), (0.4, 0), (1, 0.6), (0.6, 1)),
        *((0, 0.4), (-0.6, 1), (-1, 0.6), (-0.4, 0), (-1, -0.6), (-0.6, -1)),
    ),
}


def _outline(look: Mark, middle: QPointF, half: float) -> QPolygonF | None:
    corners = _CORNERS.get(look.marker)
    if corners is None:
        return None
    return QPolygonF([middle + QPointF(x * half, y * half) for x, y in corners])


def _between(one: QColor, other: QColor, share: float) -> QColor:
    """A colour on the way from one to the other."""
    return QColor(
        *(
            round(part + (target - part) * share)
            for part, target in (
                (one.red(), other.red()),
                (one.green(), other.green()),
                (one.blue(), other.blue()),
            )
        )
    )
