"""Many texts as one artist, several times quicker than an artist for each.

Matplotlib lays every text out anew, which a figure of a thousand cells has no need of:
each is one line at a known place, and its width is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.transforms import Transform
from typing_extensions import override

_HALF_CAPITAL = 0.36  # of the size: from the baseline to the middle of a capital
_POINT = 25.4 / 72  # millimetres
_STARTS = {"left": 0.0, "center": 0.5, "right": 1.0}

Align: TypeAlias = Literal["left", "center", "right"]


@dataclass(frozen=True)
class Writing:
    """A text at a place.

    Attributes:
        x: Millimetres from the left, of its left end, middle or right end.
        y: Millimetres from below, of the middle of its capitals.
        text: One line.
        size: Points.
        align: "left", "center" or "right".
        width: Millimetres that it takes.
        is_bold: Whether it is bold.
        colour: As "#rrggbb" or a name.
    """

    x: float
    y: float
    text: str
    size: float
    align: Align
    width: float
    is_bold: bool
    colour: str


class Writings(Artist):
    """All texts of a sheet, on top of every shape."""

    zorder = 3

    def __init__(self, texts: Sequence[Writing], millimetres: Transform) -> None:
        super().__init__()
        self._texts = texts
        self._millimetres = millimetres

    @override
    def draw(self, renderer: RendererBase) -> None:
        # The renderer of SVG asks this one for anchor and alignment of each text.
        anchor = Text(parse_math=False)
        anchor.set_transform(self._millimetres)
        fonts: dict[tuple[float, bool], FontProperties] = {}
        _, height = renderer.get_canvas_width_height()
        pen = renderer.new_gc()
        for one in self._texts:
            look = one.size, one.is_bold
            if look not in fonts:
                weight = "bold" if one.is_bold else "normal"
                fonts[look] = FontProperties(size=one.size, weight=weight)
            left = one.x - _STARTS[one.align] * one.width
            base = one.y - _HALF_CAPITAL * one.size * _POINT
            x, y = self._millimetres.transform((left, base))
            anchor.set_position((one.x, base))
            anchor.set_horizontalalignment(one.align)
            pen.set_foreground(one.colour)
            place = height - y if renderer.flipy() else y
            renderer.draw_text(
                pen, x, place, one.text, fonts[look], 0, ismath=False, mtext=anchor
            )
        pen.restore()
