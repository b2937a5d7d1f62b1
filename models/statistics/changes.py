"""What is followed of a value: itself, or its change from the baseline visit."""

from enum import StrEnum

import numpy as np

from models.statistics.cells import Axes
from models.statistics.intervals import Floats, Ints


class Measure(StrEnum):
    """What is followed over the visits."""

    SCORE = "score"
    CHANGE = "change"  # from the baseline visit, within the unit
    PERCENT = "percent"  # the same, in per cent of the baseline's size


TABLED = (Measure.SCORE, Measure.CHANGE)
"""What tables and the workbook tell unless more is asked for."""


def told_visits(measure: Measure, scale: int, axes: Axes) -> Ints:
    """Visits at which a measure of a scale is told, in order.

    A change is told from the baseline on, and nowhere where there is no baseline.
    """
    visits = np.flatnonzero(axes.scheduled[scale])
    if measure is Measure.SCORE:
        return visits
    if not axes.scheduled[scale, axes.baseline]:
        return visits[:0]
    return visits[visits >= axes.baseline]


def measured(measure: Measure, values: Floats, axes: Axes) -> Floats:
    """A measure of values[scale, unit, visit], NaN where it has none.

    A change in per cent is of the size of the baseline, so that its sign tells whether
    the value rose; where the baseline is 0 there is none.
    """
    if measure is Measure.SCORE:
        return values
    before = values[:, :, axes.baseline, np.newaxis]
    changes: Floats = values - before
    if measure is Measure.CHANGE:
        return changes
    size = np.where(before == 0, np.nan, np.abs(before))
    percent: Floats = changes / size * 100
    return percent
