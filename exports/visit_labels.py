"""Where the labels of visits stand under a time axis in real days.

Visits of a trial crowd around the procedure (days 0, 1, 5, 7) and are far apart
elsewhere (day -28). Labels therefore move aside just as far as they must, and a thin
line leads from each to its day.
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import isotonic_regression

from models.statistics.panels import Tick, day_text, tells_day


def label_lines(tick: Tick) -> tuple[str, ...]:
    """The lines of a visit's label: its name, and its day unless the name tells it."""
    if tells_day(tick.name, tick.day):
        return (tick.name,)
    return tick.name, day_text(tick.day)


def spread(
    wanted: Sequence[float], widths: Sequence[float], low: float, high: float
) -> list[float] | None:
    """Middles of labels in a row, each as near to where it is wanted as it can be.

    Args:
        wanted: Where the middle of each label would stand best, never falling.
        widths: Width of each label, with the gap it needs.
        low: Left end of the room.
        high: Right end of the room.

    Returns:
        The middles, or None if the labels are wider than the room.
    """
    if not wanted:
        return []
    size = np.asarray(widths, dtype=np.float64)
    if size.sum() > high - low + 1e-9:
        return None
    # With the room that labels take removed, "not overlapping" becomes "not falling".
    taken = np.cumsum(size) - size / 2 - size[0] / 2
    moved = isotonic_regression(np.asarray(wanted, dtype=np.float64) - taken).x
    first, last = low + size[0] / 2, high - size[-1] / 2 - taken[-1]
    return [float(place) for place in np.clip(moved, first, last) + taken]
