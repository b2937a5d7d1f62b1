"""What the vertical axis of a panel shows, and the values marked on it."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from models.statistics.panel_records import Choice
from models.statistics.panel_records import Series as Line
from models.statistics.series import Series
from models.statistics.trajectories import Measure


def value_range(
    scale: Series, choice: Choice, lines: Sequence[Line]
) -> tuple[float, float]:
    """The lowest and the highest value that the axis shows."""
    drawn = list(_drawn(lines))
    if choice.measure is Measure.SCORE:
        return _score_range(scale, drawn)
    step = _step(scale, choice) or _fitting_step([0.0, *drawn])
    low, high = min([-step, *drawn]), max([step, *drawn])
    return math.floor(low / step) * step, math.ceil(high / step) * step


def value_grid(
    scale: Series, choice: Choice, low: float, high: float
) -> tuple[float, ...]:
    """The values that are marked: grades, or round numbers."""
    if choice.measure is Measure.SCORE and 0 < len(scale.grades) <= 11:
        return scale.grades
    least = _step(scale, choice) or _fitting_step([low, high])
    step = next(
        size
        for size in (least * times for times in _round_numbers())
        if (high - low) / size <= 9 + 1e-9
    )
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(place * step, 9) for place in range(first, last + 1))


def _step(scale: Series, choice: Choice) -> float | None:
    """The least step between grades, where grades are what is shown."""
    return None if choice.measure is Measure.PERCENT else scale.step


def _drawn(lines: Sequence[Line]) -> Iterator[float]:
    for line in lines:
        for point in line.points:
            bounds = (point.centre, point.lower, point.upper)
            yield from (value for value in bounds if not math.isnan(value))
            if point.box is not None:
                yield from (point.box.low, point.box.high, *point.box.beyond)
        shown = line.subject_values
        shown = shown[~np.isnan(shown)]
        if len(shown):
            yield from (float(shown.min()), float(shown.max()))


def _score_range(scale: Series, drawn: list[float]) -> tuple[float, float]:
    """All that a scale or a form may give; of other measures what is drawn."""
    low, high = scale.lowest, scale.highest
    if low is not None and high is not None and not scale.unit:
        return min([low, *drawn]), max([high, *drawn])
    if not drawn:
        return low or 0.0, (low or 0.0) + 1
    step = _fitting_step(drawn)
    return (
        (math.ceil(min(drawn) / step - 1e-9) - 1) * step,
        (math.floor(max(drawn) / step + 1e-9) + 1) * step,
    )


def _fitting_step(drawn: list[float]) -> float:
    """A round step that parts what is drawn into some five to nine."""
    span = max(drawn) - min(drawn) or abs(max(drawn)) or 1.0
    power: float = 10.0 ** math.floor(math.log10(span / 9))
    return next(size * power for size in (1, 2, 5, 10, 20) if span / size / power <= 9)


def _round_numbers() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on without end."""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10
