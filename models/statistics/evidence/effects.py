"""The effect of one study: mean difference and standardised mean difference.

Parallel groups: as escalc of metafor ("MD", "SMD") and as Review Manager. Paired sides:
the variance of the difference by the correlation of the sides; standardised after
Borenstein et al. (2009), formulas 4.26 to 4.28.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from scipy import stats

from models.statistics.comparison.means import small_sample_factor


class Measure(StrEnum):
    """What the effect of a study is."""

    MD = "md"
    SMD = "smd"
    SMD_REVMAN = "smd_revman"
    GENERIC = "generic"


MEASURE_WORDS = {
    Measure.MD: "mean difference",
    Measure.SMD: (
        "standardised mean difference (Hedges' g, exact correction; variance "
        "1/n1 + 1/n2 + g²/(2(n1 + n2)), as metafor escalc SMD)"
    ),
    Measure.SMD_REVMAN: (
        "standardised mean difference (Hedges' adjusted g, correction 1 - 3/(4N - 9); "
        "variance N/(n1 n2) + g²/(2(N - 3.94)), as Review Manager 5)"
    ),
    Measure.GENERIC: "effects as given",
}


@dataclass(frozen=True)
class Side:
    """One group of a study, or one side of all its subjects.

    Attributes:
        n: How many.
        mean: Their mean; it may be a change.
        sd: Their standard deviation.
    """

    n: float
    mean: float
    sd: float


@dataclass(frozen=True)
class Effect:
    """The effect of a study and its variance."""

    value: float
    variance: float

    @property
    def se(self) -> float:
        """Standard error."""
        return math.sqrt(self.variance)


def mean_difference(first: Side, second: Side) -> Effect:
    """First mean less second mean, of different subjects."""
    variance = first.sd**2 / first.n + second.sd**2 / second.n
    return Effect(first.mean - second.mean, variance)


def standardised(first: Side, second: Side, measure: Measure) -> Effect | None:
    """Hedges' g of different subjects; None where the groups have no spread."""
    df = first.n + second.n - 2
    square = (first.n - 1) * first.sd**2 + (second.n - 1) * second.sd**2
    if square == 0 or df < 2:
        return None
    d = (first.mean - second.mean) / math.sqrt(square / df)
    total = first.n + second.n
    if measure is Measure.SMD_REVMAN:
        g = d * (1 - 3 / (4 * total - 9))
        within = g**2 / (2 * (total - 3.94))
    else:
        g = d * small_sample_factor(df)
        within = g**2 / (2 * total)
    return Effect(g, 1 / first.n + 1 / second.n + within)


def paired_difference(n: float, difference: float, sd: float) -> Effect:
    """The mean difference within subjects.

    Args:
        n: Subjects.
        difference: Mean of their differences.
        sd: Standard deviation of their differences.
    """
    return Effect(difference, sd**2 / n)


def sd_of_differences(first: float, second: float, correlation: float) -> float:
    """Standard deviation of differences from those of both sides."""
    square = first**2 + second**2 - 2 * correlation * first * second
    return math.sqrt(max(0.0, square))


def paired_standardised(
    n: float, difference: float, spread: float, correlation: float
) -> Effect | None:
    """Hedges' g of the same subjects, in units of the spread between subjects.

    Args:
        n: Subjects.
        difference: Mean of their differences.
        spread: Standard deviation between subjects, of both sides together.
        correlation: Of the sides.
    """
    if spread == 0 or n < 3:
        return None
    d = difference / spread
    factor = small_sample_factor(n - 1)
    variance = (1 / n + d**2 / (2 * n)) * 2 * (1 - correlation)
    return Effect(d * factor, variance * factor**2)


def se_from_p(effect: float, p: float, df: float) -> float:
    """The standard error of a difference from the two-sided p of its t test."""
    return abs(effect) / float(stats.t.isf(p / 2, df))


def absolute_z(p: float) -> float:
    """The absolute z of a two-sided p."""
    return float(stats.norm.isf(p / 2))


def pooled_mean(sizes: Sequence[float], means: Sequence[float]) -> float:
    """The mean of all values of several groups, from their sizes and means."""
    total = sum(n * mean for n, mean in zip(sizes, means, strict=True))
    return total / sum(sizes)
