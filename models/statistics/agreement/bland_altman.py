"""Differences of two raters against their means (Bland & Altman 1986, 1999)."""

from dataclasses import dataclass

import numpy as np

from models.statistics.agreement.distributions import (
    normal_quantile,
    t_quantile,
    t_tail,
)
from models.statistics.arrays import Floats


@dataclass(frozen=True)
class Estimate:
    """A number with its interval; None where there is none."""

    value: float | None
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Slope:
    """A straight line fitted by least squares.

    Attributes:
        slope: With its t interval.
        intercept: With its t interval.
        p: Two-sided p of no slope, or None.
    """

    slope: Estimate
    intercept: Estimate
    p: float | None


@dataclass(frozen=True)
class BlandAltman:
    """How far two raters are apart.

    Attributes:
        first: The one that the difference counts from.
        second: The one that is subtracted.
        n: Targets that both scored.
        bias: Mean of first less second, with t interval.
        sd: Standard deviation of the differences, or None.
        lower_limit: bias - 1.96 sd; interval with the variance of Bland & Altman 1999,
            sd^2 (1/n + 1.96^2 / (2 (n - 1))), and t.
        upper_limit: bias + 1.96 sd, likewise.
        approximate: The intervals of both limits as of 1986: sd sqrt(3/n), and t.
        proportional: Difference regressed on mean: whether bias grows with severity.
        p: Two-sided p of no bias (paired t test), or None.
        differences: Of each target.
        means: Of each target.
        remarks: Why numbers are absent.
    """

    first: str
    second: str
    n: int
    bias: Estimate
    sd: float | None
    lower_limit: Estimate
    upper_limit: Estimate
    approximate: tuple[Estimate, Estimate]
    proportional: Slope
    p: float | None
    differences: Floats
    means: Floats
    remarks: tuple[str, ...] = ()


def bland_altman(
    first: Floats, second: Floats, names: tuple[str, str] = ("first", "second")
) -> BlandAltman:
    """Compare two raters; targets that either lacks are left out.

    Args:
        first: [target] scores of one, NaN where missing.
        second: [target] scores of the other.
        names: What they are called.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    differences = first[both] - second[both]
    means = (first[both] + second[both]) / 2
    n = len(differences)
    bias = mean_estimate(differences)
    remarks: list[str] = []
    sd = None
    limits = approximate = (Estimate(None), Estimate(None))
    if n == 0:
        remarks.append("No target was scored by both.")
    elif n == 1:
        remarks.append("One target was scored by both: no spread and no limits.")
    else:
        sd = float(differences.std(ddof=1))
        limits, approximate = _limits(float(differences.mean()), sd, n)
        if sd == 0:
            remarks.append("All differences are equal: the limits have no width.")
    p = None
    if sd:
        statistic = abs(float(differences.mean())) / (sd / np.sqrt(n))
        p = 2 * t_tail(statistic, n - 1)
    proportional = line(means, differences)
    if n > 1 and proportional.slope.value is None:
        remarks.append("Fewer than three targets, or all means are equal: no slope.")
    return BlandAltman(
        *names,
        n,
        bias,
        sd,
        *limits,
        approximate,
        proportional,
        p,
        differences,
        means,
        tuple(remarks),
    )


def mean_estimate(values: Floats) -> Estimate:
    """A mean with Student's interval; without one below two values."""
    n = len(values)
    if n == 0:
        return Estimate(None)
    mean = float(values.mean())
    if n == 1:
        return Estimate(mean)
    half = float(values.std(ddof=1) / np.sqrt(n)) * _t(n - 1)
    return Estimate(mean, mean - half, mean + half)


def line(x: Floats, y: Floats) -> Slope:
    """Regress y on x by least squares; nothing below three points or without spread."""
    n = len(x)
    none = Slope(Estimate(None), Estimate(None), None)
    if n < 3:
        return none
    spread = float(((x - x.mean()) ** 2).sum())
    if spread <= 1e-12 * float((x**2).sum()):
        return none
    slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread
    intercept = float(y.mean() - slope * x.mean())
    rest = float(((y - intercept - slope * x) ** 2).sum())
    if rest < 1e-24 * max(float((y**2).sum()), 1e-300):
        rest = 0.0
    error = np.sqrt(rest / (n - 2) / spread)
    at_zero = np.sqrt(rest / (n - 2) * (1 / n + x.mean() ** 2 / spread))
    half, half_at_zero = float(error * _t(n - 2)), float(at_zero * _t(n - 2))
    p = 2 * t_tail(abs(slope) / error, n - 2) if error > 0 else None
    return Slope(
        Estimate(slope, slope - half, slope + half),
        Estimate(intercept, intercept - half_at_zero, intercept + half_at_zero),
        p,
    )


def _limits(
    bias: float, sd: float, n: int
) -> tuple[tuple[Estimate, Estimate], tuple[Estimate, Estimate]]:
    z = normal_quantile()
    half = _t(n - 1) * sd * np.sqrt(1 / n + z**2 / (2 * (n - 1)))
    older = _t(n - 1) * sd * np.sqrt(3 / n)
    places = (bias - z * sd, bias + z * sd)

    def around(width: float) -> tuple[Estimate, Estimate]:
        low, high = (Estimate(at, at - width, at + width) for at in places)
        return low, high

    return around(float(half)), around(float(older))


def _t(df: int) -> float:
    return t_quantile(df)
