"""What changes while a rater reads: drift, learning, and the time that it takes.

Drift is the slope of a rater's differences from the panel or from a reference, over the
position in the reading and over calendar days. A panel that drifts as one hides it;
only a reference shows that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.statistics.agreement.bland_altman import (
    Estimate,
    Slope,
    line,
    mean_estimate,
)
from models.statistics.arrays import Floats

PER_POSITIONS = 100.0
PER_DAYS = 30.0


@dataclass(frozen=True)
class Drift:
    """How differences move.

    Attributes:
        over: "position" or "days".
        n: Scores.
        per: What the slope is counted for: 100 positions, or 30 days.
        slope: Grades for that many, with t interval.
        p: Two-sided p of no drift, or None.
        remark: Why there is none, or empty.
    """

    over: str
    n: int
    per: float
    slope: Estimate
    p: float | None
    remark: str = ""


@dataclass(frozen=True)
class Stage:
    """One attempt, or one stretch of positions.

    Attributes:
        number: From 1.
        n: Scores with a reference.
        error: Mean absolute difference from the reference, with t interval.
        bias: Mean difference, with t interval.
        exact: Share of exact agreement.
    """

    number: float
    n: int
    error: Estimate
    bias: Estimate
    exact: float


@dataclass(frozen=True)
class LearningCurve:
    """How a rater comes nearer to the reference.

    Attributes:
        stages: From the first on.
        slope: Of the absolute difference over the natural logarithm of the stage's
            number: negative where the rater learns. With p.
        remark: Why there is no slope, or empty.
    """

    stages: tuple[Stage, ...]
    slope: Slope
    remark: str = ""


@dataclass(frozen=True)
class Times:
    """How long photographs take.

    Attributes:
        n: Photographs with a time.
        missing: Photographs without.
        median: Seconds, or None.
        lower_quartile: Seconds, or None.
        upper_quartile: Seconds, or None.
        mean: Seconds, or None.
        total: Seconds.
        quicker: Per cent by which the time changes per 100 positions (regression of
            its logarithm), with interval; None where positions are not known.
    """

    n: int
    missing: int
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    mean: float | None
    total: float
    quicker: Estimate


def drift(differences: Floats, x: Floats, over: str = "position") -> Drift:
    """The slope of differences over positions or days.

    Args:
        differences: Of each score, from panel or reference; NaN where unknown.
        x: Position from 1, or days; NaN where unknown.
        over: "position" or "days".
    """
    per = PER_POSITIONS if over == "position" else PER_DAYS
    known = ~(np.isnan(differences) | np.isnan(x))
    n = int(known.sum())
    found = line(x[known] / per, differences[known])
    remark = ""
    if found.slope.value is None:
        noun = "positions" if over == "position" else "days"
        remark = f"Drift needs three scores at different {noun}; there are {n} scores."
    return Drift(over, n, per, found.slope, found.p, remark)


def learning_curve(differences: Floats, stage: Floats) -> LearningCurve:
    """How differences from a reference shrink over attempts or stretches of positions.

    Args:
        differences: Score less reference, NaN where unknown.
        stage: Number of the attempt or stretch of each score, from 1.
    """
    known = ~(np.isnan(differences) | np.isnan(stage))
    apart, at = differences[known], stage[known]
    stages = tuple(
        Stage(
            float(number),
            int((at == number).sum()),
            mean_estimate(np.abs(apart[at == number])),
            mean_estimate(apart[at == number]),
            float((apart[at == number] == 0).mean()),
        )
        for number in np.unique(at)
    )
    slope = line(np.log(at), np.abs(apart))
    remark = ""
    if slope.slope.value is None:
        remark = "A learning curve needs three scores with a reference in two attempts."
    return LearningCurve(stages, slope, remark)


def runs(values: Floats, x: Floats, most: int = 12) -> list[tuple[float, Estimate]]:
    """The course of values, cut into stretches of about as many scores each.

    Args:
        values: Of each score, NaN where unknown.
        x: Position or day of each score, NaN where unknown.
        most: How many stretches.

    Returns:
        The middle of each stretch and the mean there, with t interval.
    """
    known = ~(np.isnan(values) | np.isnan(x))
    y, at = values[known], x[known]
    order = np.argsort(at, kind="stable")
    parts = [part for part in np.array_split(order, most) if len(part)]
    return [(float(at[part].mean()), mean_estimate(y[part])) for part in parts]


def stretches(position: Floats, length: int = 20) -> Floats:
    """Number from 1 of the stretch that each position lies in."""
    numbers: Floats = np.floor((position - 1) / length) + 1
    return numbers


def times(seconds: Floats, position: Floats | None = None) -> Times:
    """Summarise seconds for a photograph; times of 0 and below count as missing.

    Args:
        seconds: With idle time left out, NaN where unknown.
        position: Position of each photograph, if known.
    """
    known = np.isfinite(seconds) & (seconds > 0)
    given = seconds[known]
    missing = int((~known).sum())
    if not len(given):
        return Times(0, missing, None, None, None, None, 0.0, Estimate(None))
    low, middle, high = (float(one) for one in np.quantile(given, [0.25, 0.5, 0.75]))
    quicker = Estimate(None)
    if position is not None:
        placed = known & ~np.isnan(position)
        x = position[placed] / PER_POSITIONS
        found = line(x, np.log(seconds[placed])).slope
        quicker = Estimate(*(_per_cent(one) for one in _three(found)))
    return Times(
        len(given),
        missing,
        middle,
        low,
        high,
        float(given.mean()),
        float(given.sum()),
        quicker,
    )


def days_since(stamps: Sequence[str]) -> Floats:
    """Days from the first of ISO 8601 times; NaN for an empty text.

    Raises:
        ValueError: A text is no time.
    """
    moments = np.array(
        [np.datetime64(one.rstrip("Z")[:26] or "NaT", "us") for one in stamps],
        dtype="datetime64[us]",
    )
    if not len(moments) or np.isnat(moments).all():
        return np.full(len(moments), np.nan)
    passed = moments - moments[~np.isnat(moments)].min()
    days: Floats = np.where(
        np.isnat(passed), np.nan, passed / np.timedelta64(1, "s") / 86400
    )
    return days


def _three(one: Estimate) -> tuple[float | None, float | None, float | None]:
    return one.value, one.lower, one.upper


def _per_cent(logged: float | None) -> float | None:
    return None if logged is None else 100 * (float(np.exp(logged)) - 1)
