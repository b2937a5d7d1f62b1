"""Trajectories as a figure shows them: a panel a scale, a series a group.

The window and the print figure draw these panels and compute nothing, so that both show
the same numbers.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from models.scales.scale import Direction
from models.statistics import trajectories as columns
from models.statistics.frames import DAY, SCALE, UNIT, VALUE, VISIT
from models.statistics.intervals import Floats
from models.statistics.series import Series as Followed
from models.statistics.trajectories import Centre, Measure, Trajectories
from models.words import counted, listed, number_text

MOST_SUBJECT_LINES = 300  # in one group: beyond that they are a smear, not lines

_BOUNDS = {
    Centre.MEAN: (columns.LOWER, columns.UPPER),
    Centre.MEDIAN: (columns.MEDIAN_LOWER, columns.MEDIAN_UPPER),
}

_BETTER = {
    Direction.HIGHER_IS_WORSE: "; lower is better",
    Direction.HIGHER_IS_BETTER: "; higher is better",
    Direction.NONE: "",
}


@dataclass(frozen=True)
class Choice:
    """What of the trajectories is shown.

    Attributes:
        measure: Score, or change from baseline.
        centre: Mean or median, each with its interval.
        has_subjects: Whether single subjects, or their sides, are drawn too.
        scales: Keys of the scales; if empty, all that go on after the baseline.
    """

    measure: Measure = Measure.SCORE
    centre: Centre = Centre.MEAN
    has_subjects: bool = True
    scales: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tick:
    """A visit on the time axis."""

    visit: str
    name: str
    day: int


@dataclass(frozen=True)
class Point:
    """A group at a visit. Centre and bounds are NaN where there are none.

    Attributes:
        visit: Key of the visit.
        day: Day of the visit.
        n: Units analysed.
        subjects: Units of the group.
        centre: Mean or median.
        lower: Lower bound of its interval.
        upper: Upper bound of its interval.
        words: All this in words, a few lines.
    """

    visit: str
    day: int
    n: int
    subjects: int
    centre: float
    lower: float
    upper: float
    words: str

    @property
    def n_text(self) -> str:
        """How many units: "10" if all of the group, else "9/10"."""
        return str(self.n) if self.n == self.subjects else f"{self.n}/{self.subjects}"


@dataclass(frozen=True)
class Series:
    """A group over the visits of a panel.

    Attributes:
        group: Name of the group.
        number: Place of the group among all, for its mark.
        offset: Days by which it is drawn beside the true day, so that intervals of
            groups do not cover each other.
        points: One a visit.
        subject_days: Days of single units, NaN between them.
        subject_values: Their values, NaN where missing and between subjects.
    """

    group: str
    number: int
    offset: float
    points: tuple[Point, ...]
    subject_days: Floats
    subject_values: Floats


@dataclass(frozen=True)
class Panel:
    """One scale.

    Attributes:
        scale: Key of the scale.
        title: Short name of the scale.
        label: What the vertical axis tells, with the better direction.
        ticks: The visits, in order.
        low: Lowest value the vertical axis must show.
        high: Highest value the vertical axis must show.
        grid: Values to mark on the vertical axis.
        series: One a group, in order.
        absent: Why there is nothing to draw, or empty.
        has_zero: Whether 0 parts better from worse, as in a change.
    """

    scale: str
    title: str
    label: str
    ticks: tuple[Tick, ...]
    low: float
    high: float
    grid: tuple[float, ...]
    series: tuple[Series, ...]
    absent: str
    has_zero: bool

    @property
    def days(self) -> tuple[float, float]:
        """The days to show, with room for the marks at both ends."""
        days = [float(tick.day) for tick in self.ticks]
        low, high = min(days, default=0.0), max(days, default=1.0)
        room = (high - low) * 0.04 or 1.0
        return low - room, high + room


class _Row(NamedTuple):
    """The cells of a row of the table that are shown."""

    visit: str
    day: int
    n: int
    subjects: int
    centre: float
    lower: float
    upper: float
    coverage: float
    note: str


_Rows = dict[tuple[str, str], list[_Row]]


def panels(trajectories: Trajectories, choice: Choice) -> tuple[Panel, ...]:
    """The panels of the scales chosen, in the order of the protocol."""
    rows = _rows(trajectories, choice)
    lines = trajectories.lines
    lines = lines[lines[columns.MEASURE] == str(choice.measure)]
    return tuple(
        _panel(trajectories, choice, scale, rows, lines[lines[SCALE] == scale.key])
        for scale in (trajectories.scales if choice.scales else trajectories.courses)
        if not choice.scales or scale.key in choice.scales
    )


def method(trajectories: Trajectories, choice: Choice) -> str:
    """What the figure shows and how it was computed, one sentence without a stop."""
    level = f"{trajectories.level:.0%}".replace("%", " %")
    centre = {
        Centre.MEAN: f"mean with {level} t interval",
        Centre.MEDIAN: f"median with {level} interval of order statistics",
    }[choice.centre]
    what = "" if choice.measure is Measure.SCORE else f"{_change_of(trajectories)}: "
    combined = _combined(trajectories)
    if not combined:
        return f"{what}{centre}"
    return f"{what}{centre}; a {trajectories.noun}'s value is the {combined}"


def _combined(trajectories: Trajectories) -> str:
    """How raters and views became one value: "mean of 2 raters and 2 views"."""
    how = trajectories.aggregation
    several = [
        (middle, counted(number, one))
        for middle, number, one in (
            (how.views, trajectories.views, "view"),
            (how.raters, trajectories.raters, "rater"),
        )
        if number > 1
    ]
    if len({middle for middle, _ in several}) == 1:
        return f"{several[0][0]} of {listed(text for _, text in reversed(several))}"
    return ", then the ".join(f"{middle} of {text}" for middle, text in several)


def value_text(value: float) -> str:
    """A mean or bound as people read it: "1.25", "−0.30"; "–" where there is none."""
    if math.isnan(value):
        return "–"
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def grid_text(value: float) -> str:
    """A value on the vertical axis: "3", "−0.5"."""
    return number_text(value).replace("-", "−")


def tells_day(name: str, day: int) -> bool:
    """Whether the name of a visit holds the number of its day: "Day 14"."""
    return str(abs(day)) in re.findall(r"\d+", name)


def day_text(day: int) -> str:
    """A day as people read it: "day −14"."""
    return f"day {day}".replace("-", "−")


def _change_of(trajectories: Trajectories) -> str:
    return f"change from {trajectories.baseline.name}"


def _rows(trajectories: Trajectories, choice: Choice) -> _Rows:
    """The rows of the table that are shown, by scale and group."""
    table = trajectories.table
    table = table[table[columns.MEASURE] == str(choice.measure)]
    wanted = (
        *(VISIT, DAY, columns.N, columns.SUBJECTS, str(choice.centre)),
        *(*_BOUNDS[choice.centre], columns.MEDIAN_COVERAGE, columns.NOTE),
    )
    rows: _Rows = defaultdict(list)
    places = zip(table[SCALE], table[columns.GROUP], strict=True)
    cells = zip(*(table[name].tolist() for name in wanted), strict=True)
    for place, row in zip(places, cells, strict=True):
        rows[place].append(_Row(*row))
    return rows


def _panel(
    trajectories: Trajectories,
    choice: Choice,
    scale: Followed,
    rows: _Rows,
    lines: pd.DataFrame,
) -> Panel:
    met = {row.visit for group in trajectories.groups for row in rows[scale.key, group]}
    ticks = tuple(
        Tick(visit.key, visit.name, visit.day)
        for visit in trajectories.visits
        if visit.key in met
    )
    series = tuple(
        Series(
            group=group,
            number=number,
            offset=_offset(number, len(trajectories.groups), ticks),
            points=tuple(_points(trajectories, choice, group, rows[scale.key, group])),
            subject_days=days,
            subject_values=values,
        )
        for number, group in enumerate(trajectories.groups)
        for days, values in [
            _subject_lines(choice, lines[lines[columns.GROUP] == group], ticks)
        ]
    )
    low, high = _range(scale, choice, series)
    return Panel(
        scale=scale.key,
        title=scale.short,
        label=_label(trajectories, choice, scale),
        ticks=ticks,
        low=low,
        high=high,
        grid=_grid(scale, choice, low, high),
        series=series,
        absent=_absence(trajectories, scale, ticks, series),
        has_zero=choice.measure is Measure.CHANGE,
    )


def _label(trajectories: Trajectories, choice: Choice, scale: Followed) -> str:
    better = _BETTER[scale.direction]
    if choice.measure is Measure.SCORE:
        return f"{scale.values_words}{better}"
    unit = f", {scale.unit}" if scale.unit else ""
    return f"C{_change_of(trajectories)[1:]}{unit}{better}"


def _absence(
    trajectories: Trajectories,
    scale: Followed,
    ticks: tuple[Tick, ...],
    series: tuple[Series, ...],
) -> str:
    if not ticks:
        return (
            f"The protocol does not analyse {scale.short} at "
            f"{trajectories.baseline.name}: there is no change from there."
        )
    if not any(point.n for line in series for point in line.points):
        return f"No {trajectories.noun} has a value yet."
    return ""


def _offset(number: int, groups: int, ticks: tuple[Tick, ...]) -> float:
    """How far a group stands beside the day, never near the next visit."""
    days = sorted({tick.day for tick in ticks})
    if len(days) < 2:
        return (number - (groups - 1) / 2) * 0.1
    nearest = min(after - day for day, after in pairwise(days))
    step = min((days[-1] - days[0]) * 0.012, nearest * 0.5 / groups)
    return (number - (groups - 1) / 2) * step


def _points(
    trajectories: Trajectories, choice: Choice, group: str, rows: list[_Row]
) -> Iterator[Point]:
    names = {visit.key: visit.name for visit in trajectories.visits}
    of_group = f" · {group}" if trajectories.is_grouped else ""
    for row in rows:
        lines = [
            f"{_visit_words(names[row.visit], row.day)}{of_group}",
            f"{choice.centre} {value_text(row.centre)}",
            f"{counted(row.subjects, trajectories.noun)}, {row.n} analysed",
        ]
        if not math.isnan(row.lower):
            is_mean = choice.centre is Centre.MEAN
            coverage = trajectories.level if is_mean else row.coverage
            bounds = f"{value_text(row.lower)} to {value_text(row.upper)}"
            lines[1] += f", {coverage * 100:.3g} % interval {bounds}"
        yield Point(
            visit=row.visit,
            day=row.day,
            n=row.n,
            subjects=row.subjects,
            centre=row.centre,
            lower=row.lower,
            upper=row.upper,
            words="\n".join([*lines, row.note] if row.note else lines),
        )


def _visit_words(name: str, day: int) -> str:
    return name if tells_day(name, day) else f"{name} ({day_text(day)})"


def _subject_lines(
    choice: Choice, lines: pd.DataFrame, ticks: tuple[Tick, ...]
) -> tuple[Floats, Floats]:
    """Days and values of all units, NaN between them and where one is missing."""
    nothing = np.empty(0)
    if not choice.has_subjects or lines.empty:
        return nothing, nothing
    codes = np.asarray(lines[UNIT].cat.codes)
    units, row = np.unique(codes, return_inverse=True)
    if len(units) > MOST_SUBJECT_LINES:
        return nothing, nothing
    column = lines[VISIT].map({tick.visit: at for at, tick in enumerate(ticks)})
    values = np.full((len(units), len(ticks) + 1), np.nan)
    values[row, column.to_numpy(np.int64)] = lines[VALUE].to_numpy(np.float64)
    days = np.array([*(tick.day for tick in ticks), np.nan], dtype=np.float64)
    return np.tile(days, len(units)), values.ravel()


def _range(
    scale: Followed, choice: Choice, series: tuple[Series, ...]
) -> tuple[float, float]:
    drawn = [
        value
        for line in series
        for point in line.points
        for value in (point.centre, point.lower, point.upper)
        if not math.isnan(value)
    ]
    for line in series:
        shown = line.subject_values[~np.isnan(line.subject_values)]
        drawn += [float(shown.min()), float(shown.max())] if len(shown) else []
    if choice.measure is Measure.SCORE:
        return _score_range(scale, drawn)
    step = scale.step or _fitting_step([0.0, *drawn])
    low, high = min([-step, *drawn]), max([step, *drawn])
    return math.floor(low / step) * step, math.ceil(high / step) * step


def _score_range(scale: Followed, drawn: list[float]) -> tuple[float, float]:
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


def _grid(
    scale: Followed, choice: Choice, low: float, high: float
) -> tuple[float, ...]:
    if choice.measure is Measure.SCORE and 0 < len(scale.grades) <= 11:
        return scale.grades
    step = next(
        size
        for size in (
            (scale.step or _fitting_step([low, high])) * times
            for times in _round_numbers()
        )
        if (high - low) / size <= 9 + 1e-9
    )
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(place * step, 9) for place in range(first, last + 1))


def _round_numbers() -> Iterator[int]:
    """1, 2, 5, 10, 20, 50 and so on without end."""
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10
