"""How groups are told apart: by colour, by marker and by dash, each enough alone.

Colours after Paul Tol's high-contrast scheme: told apart by colour-blind people, and
unlike in grey. Every second marker is hollow.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """The look of one group, the same in the window, in print and in the workbook.

    Attributes:
        colour: On white, "#rrggbb".
        dark_colour: On a dark background, "#rrggbb".
        marker: "circle", "square", "triangle", "diamond", "cross" or "star".
        is_hollow: Whether only the outline of the marker is drawn.
        dash: Lengths of strokes and gaps in line widths; empty for a solid line.
    """

    colour: str
    dark_colour: str
    marker: str
    is_hollow: bool
    dash: tuple[float, ...]


MARKS = (
    Mark("#004488", "#8fc1ff", "circle", is_hollow=False, dash=()),
    Mark("#c0453a", "#ff9d8a", "square", is_hollow=True, dash=(4, 2)),
    Mark("#997700", "#eecc66", "triangle", is_hollow=False, dash=(1.2, 1.8)),
    Mark("#4a7fb8", "#66dddd", "diamond", is_hollow=True, dash=(6, 2, 1.2, 2)),
    Mark("#7a3b76", "#e0a3e0", "star", is_hollow=False, dash=(8, 3)),
    Mark("#333333", "#dddddd", "cross", is_hollow=False, dash=(2, 2, 6, 2)),
)


def mark(number: int) -> Mark:
    """The mark of a group by its place among all; they repeat after the sixth."""
    return MARKS[number % len(MARKS)]
