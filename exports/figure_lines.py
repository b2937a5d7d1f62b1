"""How a group is drawn into a print figure: lines with intervals, boxes, single units.

Imports matplotlib, so it is imported only where a figure is written.
"""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from exports.marks import Mark, mark
from models.statistics.panels import Box, Series, Style

_MARKERS = {
    "circle": "o",
    "square": "s",
    "triangle": "^",
    "diamond": "D",
    "star": "*",
    "cross": "X",
}
_MARKER_SIZES = {"star": 6.5, "triangle": 5.2, "diamond": 4.2}


def draw_subjects(axes: Axes, line: Series) -> None:
    """Draw the single units of a group."""
    is_alone = line.style is Style.SINGLES
    axes.plot(
        line.subject_days + line.offset,
        line.subject_values,
        color=mark(line.number).colour,
        alpha=0.55 if is_alone else 0.3,
        linewidth=0.6 if is_alone else 0.45,
        linestyle=stroke(mark(line.number))["linestyle"] if is_alone else "solid",
        marker=".",
        markersize=2.4,
        markeredgewidth=0,
        zorder=2,
    )


def draw_series(axes: Axes, line: Series, *, has_bands: bool) -> None:
    """Draw a group in its style; intervals as bars, or as bands."""
    if line.style is Style.LINES:
        _draw_lines(axes, line, has_bands=has_bands)
    elif line.style is Style.BOXES:
        for point in line.points:
            if point.box is not None:
                _draw_box(axes, line, point.at + line.offset, point.centre, point.box)


def _draw_lines(axes: Axes, line: Series, *, has_bands: bool) -> None:
    look = mark(line.number)
    days = np.array([point.at + line.offset for point in line.points])
    centre = np.array([point.centre for point in line.points])
    lower = np.array([point.lower for point in line.points])
    upper = np.array([point.upper for point in line.points])
    has_bounds = ~np.isnan(lower)
    if has_bands:
        axes.fill_between(
            days, lower, upper, color=look.colour, alpha=0.16, linewidth=0
        )
    else:
        axes.errorbar(
            days[has_bounds],
            centre[has_bounds],
            yerr=[
                (centre - lower)[has_bounds].clip(0),
                (upper - centre)[has_bounds].clip(0),
            ],
            fmt="none",
            ecolor=look.colour,
            elinewidth=0.8,
            capsize=1.7,
            capthick=0.8,
            zorder=3,
        )
    axes.plot(days, centre, zorder=4, clip_on=False, **stroke(look))
    axes.plot(days, centre, zorder=5, clip_on=False, **marker(look))


def _draw_box(axes: Axes, line: Series, at: float, median: float, box: Box) -> None:
    """A box whose marker on the median tells groups apart also in grey."""
    look = mark(line.number)
    pen: dict[str, Any] = {"color": look.colour, "linewidth": 0.8, "zorder": 3}
    half = line.width / 2
    for start, end in ((box.lower, box.low), (box.upper, box.high)):
        axes.plot([at, at], [start, end], **pen)
        axes.plot([at - half / 2, at + half / 2], [end, end], **pen)
    axes.add_patch(
        Rectangle(
            (at - half, box.lower),
            line.width,
            box.upper - box.lower,
            facecolor="white" if look.is_hollow else (look.colour, 0.22),
            edgecolor=look.colour,
            linewidth=0.8,
            zorder=3,
        )
    )
    axes.plot([at - half, at + half], [median, median], **(pen | {"linewidth": 1.3}))
    axes.plot([at], [median], zorder=5, clip_on=False, **marker(look))
    if box.beyond:
        dots = marker(look) | {"markersize": 2.2, "markeredgewidth": 0.6}
        axes.plot([at] * len(box.beyond), box.beyond, zorder=4, **dots)


def stroke(look: Mark) -> dict[str, Any]:
    """The line of a group."""
    dash = "solid" if not look.dash else (0, tuple(look.dash))
    return {"color": look.colour, "linewidth": 1.3, "linestyle": dash}


def marker(look: Mark) -> dict[str, Any]:
    """The marker of a group."""
    return {
        "linestyle": "none",
        "marker": _MARKERS[look.marker],
        "markersize": _MARKER_SIZES.get(look.marker, 4.6),
        "markeredgewidth": 1.0,
        "markeredgecolor": look.colour,
        "markerfacecolor": "white" if look.is_hollow else look.colour,
    }
