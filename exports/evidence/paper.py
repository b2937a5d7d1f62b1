"""A figure laid out in millimetres from its lower left corner."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.patches import Circle, Patch, Polygon, Rectangle
from matplotlib.transforms import Affine2D

from exports.evidence.writing import Align, Writing, Writings

INK, PALE, GRID = "#1a1a1a", "#8a8a8a", "#d8d8d8"
BODY, SMALL = 7.0, 6.0
LINE = 3.2  # millimetres from line to line of small print

_MM = 1 / 25.4  # inches
_PT = 25.4 / 72  # millimetres
_EM = 100.0


@dataclass
class Paper:
    """A sheet on which lines, texts and shapes are placed in millimetres.

    Attributes:
        width: Millimetres.
        height: Millimetres.
    """

    width: float
    height: float
    _lines: list[tuple[Sequence[tuple[float, float]], str, float]] = field(
        default_factory=list
    )
    _shapes: list[tuple[Patch, str]] = field(default_factory=list)
    _texts: list[Writing] = field(default_factory=list)
    figure: Figure = field(init=False)

    def __post_init__(self) -> None:
        self.figure = Figure(figsize=(self.width * _MM, self.height * _MM))
        FigureCanvasAgg(self.figure)
        self._axes = self.figure.add_axes((0, 0, 1, 1))
        self._axes.set_axis_off()
        self._axes.set_xlim(0, self.width)
        self._axes.set_ylim(0, self.height)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = BODY,
        align: Align = "left",
        is_bold: bool = False,
        colour: str = INK,
    ) -> None:
        """Write a text, its middle at this height."""
        if text:
            width = text_width(text, size, is_bold=is_bold)
            self._texts.append(Writing(x, y, text, size, align, width, is_bold, colour))

    def line(
        self, *points: tuple[float, float], colour: str = INK, width: float = 0.8
    ) -> None:
        """Draw a line through points."""
        self._lines.append((points, colour, width))

    def square(self, x: float, y: float, side: float, colour: str) -> None:
        """Draw a filled square around a point."""
        half = side / 2
        self._shapes.append((Rectangle((x - half, y - half), side, side), colour))

    def shape(self, points: Sequence[tuple[float, float]], colour: str) -> None:
        """Draw a filled shape."""
        self._shapes.append((Polygon(list(points)), colour))

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """Draw a filled disc around a point."""
        self._shapes.append((Circle((x, y), radius), colour))

    def finish(self) -> Figure:
        """Put everything on the sheet, all at once, and give the figure."""
        if self._lines:
            lines = LineCollection(
                [list(points) for points, _, _ in self._lines],
                colors=[colour for _, colour, _ in self._lines],
                linewidths=[width for _, _, width in self._lines],
                zorder=1,
            )
            self._axes.add_collection(lines, autolim=False)
        if self._shapes:
            shapes = PatchCollection(
                [shape for shape, _ in self._shapes],
                facecolors=[colour for _, colour in self._shapes],
                edgecolors="none",
                zorder=2,
            )
            self._axes.add_collection(shapes, autolim=False)
        if self._texts:
            millimetres = Affine2D().scale(_MM) + self.figure.dpi_scale_trans
            self.figure.add_artist(Writings(self._texts, millimetres))
        return self.figure


def widest(texts: Sequence[str], size: float = BODY) -> float:
    """Millimetres that the widest of some texts takes."""
    return max((text_width(text, size) for text in set(texts)), default=0.0)


def text_width(text: str, size: float, *, is_bold: bool = False) -> float:
    """Width of a text in millimetres, by the advances of its letters."""
    return sum(_advance(letter, is_bold=is_bold) for letter in text) * size * _PT


@cache
def _advance(letter: str, *, is_bold: bool) -> float:
    """Width of a letter in ems; a whole em where the font does not have it."""
    weight = "bold" if is_bold else "normal"
    font = get_font(findfont(FontProperties(weight=weight)))
    if not font.get_char_index(ord(letter)):
        return 1.0
    font.set_size(_EM, 72)
    glyph = font.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65_536 / _EM


def wrapped(text: str, width: float, size: float = SMALL) -> list[str]:
    """A text in lines that fit into a width."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, size) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines


def shortened(text: str, width: float, size: float = BODY) -> str:
    """A text cut to a width, with an ellipsis where it was cut."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(f"{text}…", size) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
