"""Boxes of values as Tukey drew them: quartiles, whiskers, what lies beyond."""

import numpy as np

from models.statistics.intervals import Floats
from models.statistics.panel_records import Box

REACH = 1.5  # box heights that a whisker may be long


def box_of(values: Floats) -> Box | None:
    """The box of some values, or None if there are none.

    Quartiles are interpolated linearly (type 7 of R).

    Args:
        values: In any order, NaN where one is missing.
    """
    there = values[~np.isnan(values)]
    if not len(there):
        return None
    lower, upper = (float(one) for one in np.quantile(there, [0.25, 0.75]))
    reach = REACH * (upper - lower)
    is_near = (there >= lower - reach) & (there <= upper + reach)
    near = there[is_near]
    return Box(
        lower,
        upper,
        min(lower, float(near.min())),
        max(upper, float(near.max())),
        tuple(float(one) for one in np.unique(there[~is_near])),
    )
