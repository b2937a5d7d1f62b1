"""Trajectories as a figure shows them: a panel a scale, a series a group.

The window and the print figure draw these panels and compute nothing, so that both show
the same numbers.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from models.scales.scale import Direction
from models.statistics import trajectories as columns
from models.statistics.boxes import box_of
from models.statistics.frames import DAY, SCALE, UNIT, VALUE, VISIT
from models.statistics.intervals import Floats
from models.statistics.panel_range import value_grid, value_range
from models.statistics.panel_records import (
    Axis,
    Box,
    Choice,
    Panel,
    Point,
    Series,
    Style,
    Tick,
)
from models.statistics.series import Series as Followed
from models.statistics.trajectories import Centre, Measure, Trajectories
from models.words import counted, listed, number_text

__all__ = [
    "MOST_SUBJECT_LINES",
    "Axis",
    "Box",
    "Choice",
    "Panel",
    "Point",
    "Series",
    "Style",
    "Tick",
    "day_text",
    "grid_text",
    "method",
    "panels",
    "tells_day",
    "value_text",
]

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


_WHAT = {
    Measure.SCORE: "",
    Measure.CHANGE: "change from {}: ",
    Measure.PERCENT: "change from {} in per cent of its size, not where that is 0: ",
}


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
    what = _WHAT[choice.measure].format(trajectories.baseline.name)
    parts = [f"{what}{_drawn_words(trajectories, choice)}"]
    combined = _combined(trajectories)
    if combined:
        parts.append(f"a {trajectories.noun}'s value is the {combined}")
    if trajectories.grouped_by not in ("", "arm"):
        parts.append(f"groups: {trajectories.grouped_by}")
    if choice.axis is Axis.VISITS:
        parts.append("visits at equal distances")
    return "; ".join(parts)


def _drawn_words(trajectories: Trajectories, choice: Choice) -> str:
    """How a group is drawn, in words."""
    if choice.style is Style.SINGLES:
        return f"single {trajectories.noun}s"
    if choice.style is Style.BOXES:
        return (
            "median and quartiles, whiskers to the farthest value within 1.5 box "
            "heights, and the values beyond"
        )
    level = f"{trajectories.level:.0%}".replace("%", " %")
    return {
        Centre.MEAN: f"mean with {level} t interval",
        Centre.MEDIAN: f"median with {level} interval of order statistics",
    }[choice.centre]


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
    shown = [visit for visit in trajectories.visits if visit.key in met]
    ticks = tuple(
        Tick(
            visit.key,
            visit.name,
            visit.day,
            float(visit.day if choice.axis is Axis.DAYS else number),
        )
        for number, visit in enumerate(shown)
    )
    series = tuple(
        _series(
            trajectories,
            choice,
            number,
            rows[scale.key, group],
            lines[lines[columns.GROUP] == group],
            ticks,
        )
        for number, group in enumerate(trajectories.groups)
    )
    low, high = value_range(scale, choice, series)
    return Panel(
        scale=scale.key,
        title=scale.short,
        label=_label(trajectories, choice, scale),
        ticks=ticks,
        low=low,
        high=high,
        grid=value_grid(scale, choice, low, high),
        series=series,
        absent=_absence(trajectories, scale, ticks, series),
        has_zero=choice.measure is not Measure.SCORE,
    )


def _series(
    trajectories: Trajectories,
    choice: Choice,
    number: int,
    rows: list[_Row],
    lines: pd.DataFrame,
    ticks: tuple[Tick, ...],
) -> Series:
    """A group over the visits."""
    units, values = _unit_values(choice, lines, ticks)
    has_boxes = choice.style is Style.BOXES
    boxes = [box_of(column) if has_boxes else None for column in values.T]
    group = trajectories.groups[number]
    points = tuple(_points(trajectories, choice, group, rows, ticks, boxes))
    is_drawn = choice.has_subjects or choice.style is Style.SINGLES
    if not is_drawn or len(units) > MOST_SUBJECT_LINES:
        units, values = (), values[:0]
    offset, width = _place(choice, number, len(trajectories.groups), ticks)
    places = np.array([*(tick.at for tick in ticks), np.nan], dtype=np.float64)
    apart = np.hstack([values, np.full((len(values), 1), np.nan)])
    return Series(
        group=group,
        number=number,
        offset=offset,
        points=points,
        subject_days=np.tile(places, len(units)),
        subject_values=apart.ravel(),
        units=units,
        style=choice.style,
        width=width,
    )


def _label(trajectories: Trajectories, choice: Choice, scale: Followed) -> str:
    better = _BETTER[scale.direction]
    if choice.measure is Measure.SCORE:
        return f"{scale.values_words}{better}"
    unit = f", {scale.unit}" if scale.unit else ""
    if choice.measure is Measure.PERCENT:
        unit = ", %"
    return f"Change from {trajectories.baseline.name}{unit}{better}"


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


def _place(
    choice: Choice, number: int, groups: int, ticks: tuple[Tick, ...]
) -> tuple[float, float]:
    """How far a group stands beside the visit, never near the next; width of a box."""
    places = sorted({tick.at for tick in ticks})
    middle = number - (groups - 1) / 2
    if len(places) < 2:
        return middle * 0.1, 0.08
    nearest = min(after - one for one, after in pairwise(places))
    span = places[-1] - places[0]
    if choice.style is Style.BOXES:
        step = min(span * 0.05, nearest * 0.8 / groups)
        return middle * step, step * 0.8
    step = min(span * 0.012, nearest * 0.5 / groups)
    return middle * step, 0.0


def _points(
    trajectories: Trajectories,
    choice: Choice,
    group: str,
    rows: list[_Row],
    ticks: tuple[Tick, ...],
    boxes: list[Box | None],
) -> Iterator[Point]:
    names = {visit.key: visit.name for visit in trajectories.visits}
    place = {tick.visit: at for at, tick in enumerate(ticks)}
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
        at = place[row.visit]
        box = boxes[at]
        if box is not None:
            bounds = f"{value_text(box.lower)} to {value_text(box.upper)}"
            lines.insert(2, f"middle half {bounds}")
        yield Point(
            visit=row.visit,
            day=row.day,
            at=ticks[at].at,
            box=box,
            n=row.n,
            subjects=row.subjects,
            centre=row.centre,
            lower=row.lower,
            upper=row.upper,
            words="\n".join([*lines, row.note] if row.note else lines),
        )


def _visit_words(name: str, day: int) -> str:
    return name if tells_day(name, day) else f"{name} ({day_text(day)})"


def _unit_values(
    choice: Choice, lines: pd.DataFrame, ticks: tuple[Tick, ...]
) -> tuple[tuple[str, ...], Floats]:
    """Names of the units of a group, and values[unit, visit], NaN where missing."""
    nothing = np.empty((0, len(ticks)))
    codes = np.asarray(lines[UNIT].cat.codes)
    units, row = np.unique(codes, return_inverse=True)
    is_smear = len(units) > MOST_SUBJECT_LINES
    is_needed = choice.has_subjects or choice.style is not Style.LINES
    if lines.empty or not is_needed or (is_smear and choice.style is not Style.BOXES):
        return (), nothing
    column = lines[VISIT].map({tick.visit: at for at, tick in enumerate(ticks)})
    values = np.full((len(units), len(ticks)), np.nan)
    values[row, column.to_numpy(np.int64)] = lines[VALUE].to_numpy(np.float64)
    names = lines[UNIT].cat.categories
    return tuple(str(names[code]) for code in units), values
