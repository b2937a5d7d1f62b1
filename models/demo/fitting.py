"""Made-up values whose mean is a given one, exactly as far as their steps allow."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_TINY = 1e-9


def with_mean(
    values: Floats,
    mean: float,
    *,
    step: float,
    lowest: float,
    highest: float,
) -> Floats:
    """Values moved as little as may be so that their mean is the one wanted.

    Args:
        values: Any values.
        mean: The mean wanted.
        step: What every value is a multiple of.
        lowest: No value lies below.
        highest: No value lies above.

    Returns:
        The values. Their sum is the multiple of the step next to the one wanted, so
        that the mean is off by half a step divided by their number at the most.

    Raises:
        ValueError: No values within the limits have such a mean.
    """
    if not len(values):
        return values.astype(np.float64)
    low, high = int(np.ceil(lowest / step - _TINY)), int(highest / step + _TINY)
    wanted = round(mean * len(values) / step)
    if not low * len(values) <= wanted <= high * len(values):
        raise ValueError("the mean lies outside of the limits")
    ideal = (values + (mean - values.mean())) / step
    units = np.clip(np.rint(ideal), low, high).astype(np.int64)
    while short := wanted - int(units.sum()):
        way = 1 if short > 0 else -1
        has_room = units < high if way > 0 else units > low
        # Those that rounding and limits moved furthest the other way go first.
        order = np.argsort(-way * (ideal - units), kind="stable")
        units[order[has_room[order]][: abs(short)]] += way
    decimals = max(0, round(-np.log10(step)) + 1)
    fitted: Floats = np.round(units * step, decimals)
    return fitted
