"""The sheet a print figure is drawn on, laid out in millimetres.

Imports matplotlib, so it is imported only where a figure is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.ticker import FixedLocator, FuncFormatter
from matplotlib.transforms import Affine2D, Transform

from exports.figure_lines import draw_series, draw_subjects, marker, stroke
from exports.marks import Mark, mark
from exports.visit_labels import label_lines, spread
from models.statistics.panels import Panel, grid_text

_MM = 1 / 25.4  # inches
_PT = 25.4 / 72  # millimetres

SMALL, BODY, HEADING = 6.0, 7.0, 8.5
LINE = 3.0  # millimetres from line to line of small print

LEFT, RIGHT = 13.0, 3.0  # beside a plot
PLOT = 44.0  # height of a plot, where there is room
LOWEST_PLOT = 28.0
PAGE = 267.0  # height of A4 less margins of 15
TITLE = 9.0  # above a plot
TICK, LEADER = 1.2, 3.4  # from the axis down, and aside to the label
GAP = 1.6  # between labels
LEGEND = 7.0

_INK, _PALE, _GRID = "#1a1a1a", "#8a8a8a", "#e4e4e4"

# For names that the font that comes with matplotlib cannot write.
_FURTHER_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Arial Unicode MS",
    "Yu Gothic",
)
_FONTS = [
    "DejaVu Sans",
    *(name for name in _FURTHER_FONTS if name in fontManager.get_font_names()),
]

SETTINGS: dict[Any, Any] = {
    "font.family": _FONTS,
    "font.size": BODY,
    "text.parse_math": False,  # a title may hold a dollar sign
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "dermagrade",
    "pdf.fonttype": 42,  # TrueType, so that it can be edited
    "axes.linewidth": 0.6,
    "axes.unicode_minus": True,
    "text.color": _INK,
    "axes.edgecolor": _INK,
    "axes.labelcolor": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}


@dataclass(frozen=True)
class _Footing:
    """What stands under a plot.

    Attributes:
        middles: Where each label stands, millimetres from the left of the plot.
        labels: Lines of each label; one line where it is turned.
        height: Millimetres that the labels take.
        is_turned: Whether labels are turned to read upwards.
    """

    middles: tuple[float, ...]
    labels: tuple[tuple[str, ...], ...]
    height: float
    is_turned: bool = False


class Sheet:
    """A figure with a plot per scale, the legend above and the method at the foot.

    Attributes:
        figure: The figure, to be saved.
    """

    def __init__(
        self,
        panels: Sequence[Panel],
        groups: Sequence[tuple[str, Mark]],
        feet: Sequence[str],
        width: float,
        *,
        has_bands: bool,
    ) -> None:
        self._panels = panels
        self._groups = groups
        self._width = width
        self._has_bands = has_bands
        self._columns = _columns(len(panels), width)
        self._cell = width / self._columns
        self._plot_width = self._cell - LEFT - RIGHT
        self._footings = [self._footing(panel) for panel in panels]
        self._feet = [line for foot in feet for line in _wrapped(foot, width - 4)]
        around = [
            TITLE
            + max(footing.height for footing in self._footings[first:][: self._columns])
            + self._counts_height(panels[first:][: self._columns])
            for first in range(0, len(panels), self._columns)
        ]
        self._legend_rows = self._rows_of_legend()
        beside = LEGEND * len(self._legend_rows) + LINE * len(self._feet) + 5
        self._plot = _plot_height(PAGE - beside - sum(around), len(around))
        self._heights = [self._plot + height for height in around]
        self._height = beside + sum(self._heights)
        self.figure = Figure(figsize=(width * _MM, self._height * _MM))
        FigureCanvasAgg(self.figure)
        self._mm: Transform = Affine2D().scale(_MM) + self.figure.dpi_scale_trans

    def draw(self) -> None:
        """Draw everything."""
        self._draw_legend()
        top = self._height - LEGEND * len(self._legend_rows)
        for number, panel in enumerate(self._panels):
            row, column = divmod(number, self._columns)
            self._draw_panel(
                panel,
                self._footings[number],
                column * self._cell + LEFT,
                top - sum(self._heights[:row]) - TITLE - self._plot,
                chr(ord("A") + number) if len(self._panels) > 1 else "",
            )
        for line, text in enumerate(reversed(self._feet)):
            self._text(2, 2 + LINE * line, text, SMALL, color="#4a4a4a")

    def _text(self, x: float, y: float, text: str, size: float, **how: Any) -> None:
        self.figure.text(x, y, text, transform=self._mm, fontsize=size, **how)

    def _line(self, xs: Sequence[float], ys: Sequence[float], **how: Any) -> None:
        self.figure.add_artist(Line2D(xs, ys, transform=self._mm, **how))

    def _counts_height(self, panels: Sequence[Panel]) -> float:
        return LINE * max(len(panel.series) for panel in panels) + 3

    def _rows_of_legend(self) -> list[list[tuple[str, Mark]]]:
        """The groups in rows, as many in a row as fit."""
        rows: list[list[tuple[str, Mark]]] = []
        used = self._width
        for group, look in self._groups:
            width = 16 + _text_width(group, BODY)
            if used + width > self._width - LEFT:
                rows.append([])
                used = 0
            rows[-1].append((group, look))
            used += width
        return rows

    def _draw_legend(self) -> None:
        for row, groups in enumerate(self._legend_rows):
            x, y = LEFT, self._height - LEGEND * row - 4.5
            for group, look in groups:
                self._line([x, x + 9], [y, y], **stroke(look))
                self._line([x + 4.5], [y], **marker(look))
                self._text(x + 10.5, y, group, BODY, va="center_baseline")
                x += 16 + _text_width(group, BODY)

    def _footing(self, panel: Panel) -> _Footing:
        """Level labels if they fit side by side, else turned ones."""
        low, high = panel.days
        wanted = [
            (tick.at - low) / (high - low) * self._plot_width for tick in panel.ticks
        ]
        counts = [
            max(
                (_text_width(line.points[at].n_text, SMALL) for line in panel.series),
                default=0.0,
            )
            for at in range(len(panel.ticks))
        ]
        lines = tuple(label_lines(tick) for tick in panel.ticks)
        widths = [
            max(count, *(_text_width(line, SMALL) for line in label)) + GAP
            for count, label in zip(counts, lines, strict=True)
        ]
        room = -LEFT / 2, self._plot_width + RIGHT
        middles = spread(wanted, widths, *room)
        if middles is not None:
            deepest = max((len(label) for label in lines), default=1)
            return _Footing(tuple(middles), lines, LEADER + LINE * deepest)
        turned = tuple((", ".join(label),) for label in lines)
        narrow = [max(count, LINE) + GAP * 0.6 for count in counts]
        middles = spread(wanted, narrow, *room)
        if middles is None:  # more visits than can be read: let them stand close
            middles = wanted
        longest = max(_text_width(label[0], SMALL) for label in turned)
        return _Footing(tuple(middles), turned, LEADER + longest + 1, is_turned=True)

    def _draw_panel(
        self, panel: Panel, footing: _Footing, x: float, y: float, letter: str
    ) -> None:
        """Draw a plot whose lower left corner is at x, y."""
        self._text(x - LEFT + 2, y + self._plot + 3.6, letter, HEADING, weight="bold")
        indent = 6 if letter else 2
        room = self._cell - indent - 1
        size = HEADING * min(1.0, room / max(room, _text_width(panel.title, HEADING)))
        self._text(x - LEFT + indent, y + self._plot + 3.6, panel.title, size)
        if panel.absent and not panel.ticks:
            wide = self._plot_width
            for at, text in enumerate(_wrapped(panel.absent, wide)):
                self._text(
                    x, y + self._plot - 6 - LINE * at, text, BODY, color="#4a4a4a"
                )
            return
        axes = self.figure.add_axes(
            (
                x / self._width,
                y / self._height,
                self._plot_width / self._width,
                self._plot / self._height,
            )
        )
        self._dress(axes, panel)
        for line in panel.series:
            draw_subjects(axes, line)
        for line in panel.series:
            draw_series(axes, line, has_bands=self._has_bands)
        if panel.absent:
            axes.text(0.5, 0.5, panel.absent, ha="center", transform=axes.transAxes)
        self._draw_footing(panel, footing, x, y)

    def _dress(self, axes: Axes, panel: Panel) -> None:
        axes.set_xlim(*panel.days)
        pad = (panel.high - panel.low) * 0.04
        axes.set_ylim(panel.low - pad, panel.high + pad)
        axes.xaxis.set_major_locator(FixedLocator([tick.at for tick in panel.ticks]))
        axes.yaxis.set_major_locator(FixedLocator(list(panel.grid)))
        axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: grid_text(value)))
        axes.tick_params(axis="x", length=0, labelbottom=False)
        axes.tick_params(axis="y", length=2, width=0.6, labelsize=SMALL, pad=2)
        axes.spines[["top", "right"]].set_visible(False)
        axes.grid(axis="y", color=_GRID, linewidth=0.5)
        axes.set_axisbelow(True)
        if panel.has_zero:
            axes.axhline(0, color=_PALE, linewidth=0.7, zorder=1)
        axes.set_ylabel(panel.label, fontsize=SMALL, labelpad=3)

    def _draw_footing(
        self, panel: Panel, footing: _Footing, x: float, y: float
    ) -> None:
        """Ticks, leaders, names of visits, and n of each group under them."""
        low, high = panel.days
        counts = y - footing.height - 3.4
        for at, tick in enumerate(panel.ticks):
            true = x + (tick.at - low) / (high - low) * self._plot_width
            place = x + footing.middles[at]
            self._line([true, true], [y, y - TICK], color=_INK, linewidth=0.6)
            self._line(
                [true, place],
                [y - TICK, y - LEADER + 0.2],
                color=_PALE,
                linewidth=0.5,
            )
            for number, text in enumerate(footing.labels[at]):
                self._text(
                    place,
                    y - LEADER - 0.5 - LINE * number,
                    text,
                    SMALL,
                    va="top",
                    ha="center",
                    rotation=90 if footing.is_turned else 0,
                )
            for row, line in enumerate(panel.series):
                self._text(
                    place,
                    counts - LINE * row,
                    line.points[at].n_text,
                    SMALL,
                    ha="center",
                )
        for row, line in enumerate(panel.series):
            height = counts - LINE * row
            self._text(x - LEFT + 2, height, "n", SMALL, style="italic")
            if self._groups:
                look = marker(mark(line.number)) | {"markersize": 3.2}
                self._line([x - LEFT + 5.2], [height + 0.75], **look)


def _plot_height(room: float, rows: int) -> float:
    """Plots as high as wished, or lower where that brings them onto one page.

    Args:
        room: Millimetres that are left for the plots on a page.
        rows: Rows of plots.
    """
    return min(PLOT, max(LOWEST_PLOT, room / rows)) if rows else PLOT


def _columns(panels: int, width: float) -> int:
    """How many plots stand side by side: none narrower than 50 mm."""
    wished = 1 if panels == 1 else 2 if panels <= 4 else 3
    return max(1, min(wished, int(width // 50)))


@cache
def _text_width(text: str, size: float) -> float:
    """Width of a line of text in millimetres."""
    if not text.strip():
        return 0.0
    path = TextPath((0, 0), text, size=size, prop=FontProperties(family=_FONTS))
    # The points of its outline: its exact extents take a tenth of a second a line.
    across = path.vertices[path.codes != Path.CLOSEPOLY, 0]
    return float(np.ptp(across)) * _PT


def _wrapped(text: str, width: float) -> list[str]:
    """A footnote in lines that fit."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and _text_width(longer, SMALL) > width:
            lines.append(line)
            longer = word
        line = longer
    return [*lines, line] if line else lines
