"""Two samples by means: Welch, Student, Hedges' g, and analysis of covariance."""

import math
from dataclasses import replace

import numpy as np
from scipy import optimize, special, stats

from models.statistics.comparison.results import (
    Interval,
    Number,
    Result,
    few,
    probability,
)
from models.statistics.intervals import LEVEL, Floats

NO_SPREAD = "no spread within the groups: no interval and no test"
ONE_VALUE = "one value in a group: no interval and no test"
_NORMAL_FROM = 10_000  # degrees of freedom from which t is as good as normal


def welch(first: Floats, second: Floats, level: float = LEVEL) -> Result:
    """The difference of means with Welch's t test, which lets spreads differ.

    Student's with the pooled spread is given beside it.
    """
    sizes = len(first), len(second)
    difference = float(first.mean() - second.mean())
    result = Result(
        "mean_difference",
        "Difference of means",
        sizes,
        "mean of the first group less mean of the second; Welch's t test",
        estimate=difference,
        remarks=few(*sizes),
    )
    if min(sizes) < 2:
        return result.remarked(ONE_VALUE)
    parts = [float(one.var(ddof=1)) / len(one) for one in (first, second)]
    if sum(parts) == 0:
        return result.remarked(NO_SPREAD)
    df = sum(parts) ** 2 / sum(
        part**2 / (size - 1) for part, size in zip(parts, sizes, strict=True)
    )
    se = math.sqrt(sum(parts))
    pooled_df = sum(sizes) - 2
    pooled_se = pooled_sd(first, second) * math.sqrt(1 / sizes[0] + 1 / sizes[1])
    also: dict[str, Number] = {
        "se": se,
        "t_student": difference / pooled_se,
        "df_student": pooled_df,
        "p_student": t_tail(difference / pooled_se, pooled_df),
        "mean_first": float(first.mean()),
        "mean_second": float(second.mean()),
        "sd_first": float(first.std(ddof=1)),
        "sd_second": float(second.std(ddof=1)),
    }
    bounds = {
        "welch": t_interval(difference, se, df, "Welch's t", level),
        "student": t_interval(difference, pooled_se, pooled_df, "Student's t", level),
    }
    return replace(
        result,
        interval=bounds["welch"],
        intervals=bounds,
        p=t_tail(difference / se, df),
        statistic=difference / se,
        df=df,
        also=also,
    )


def hedges_g(first: Floats, second: Floats, level: float = LEVEL) -> Result:
    """Hedges' g: the difference of means over the pooled SD, corrected for small n.

    The correction is the exact one (gamma functions). The interval shown first is exact
    by the noncentral t distribution; the other is g ± z·√(1/n1 + 1/n2 +
    g²/(2(n1 + n2))), which meta-analyses use.
    """
    sizes = len(first), len(second)
    result = Result(
        "hedges_g",
        "Hedges' g",
        sizes,
        "difference of means over the pooled SD, times the exact correction for "
        "small samples",
        remarks=few(*sizes),
    )
    if sum(sizes) < 4 or min(sizes) < 2:
        return result.remarked(ONE_VALUE)
    spread = pooled_sd(first, second)
    if spread == 0:
        return result.remarked("no spread within the groups: g is not defined")
    df = sum(sizes) - 2
    factor = small_sample_factor(df)
    d = float(first.mean() - second.mean()) / spread
    g = d * factor
    scale = math.sqrt(1 / sizes[0] + 1 / sizes[1])
    variance = scale**2 + g**2 / (2 * sum(sizes))
    bounds = standardised_intervals(
        g, d / scale, df, scale * factor, math.sqrt(variance), level
    )
    return replace(
        result,
        estimate=g,
        interval=bounds.get("noncentral_t", bounds["normal"]),
        intervals=bounds,
        also={
            "cohens_d": d,
            "pooled_sd": spread,
            "correction": factor,
            "variance": variance,
        },
    )


def ancova(
    first: Floats,
    second: Floats,
    first_baseline: Floats,
    second_baseline: Floats,
    level: float = LEVEL,
) -> Result:
    """The difference of means adjusted for baseline by analysis of covariance.

    The line of values on baseline has one slope in both groups.

    Args:
        first: Values of the first group.
        second: Values of the second group.
        first_baseline: Baseline of the same subjects.
        second_baseline: Baseline of the same subjects.
        level: Coverage of the interval.
    """
    sizes = len(first), len(second)
    result = Result(
        "ancova",
        "Difference adjusted for baseline",
        sizes,
        "analysis of covariance: value on group and baseline, one slope",
        remarks=few(*sizes),
        missing="without value or baseline: left out",
    )
    df = sum(sizes) - 3
    baseline = np.concatenate([first_baseline, second_baseline])
    if df < 1 or min(sizes) < 1:
        return result.remarked("too few values for a line")
    is_first = np.concatenate([np.ones(sizes[0]), np.zeros(sizes[1])])
    centred = baseline - baseline.mean()
    design = np.column_stack([np.ones(sum(sizes)), is_first, centred])
    if np.linalg.matrix_rank(design) < 3:
        return result.remarked(
            "baseline is equal for all of a group or of both: nothing to adjust for"
        )
    values = np.concatenate([first, second])
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ values
    left = values - design @ beta
    square = float(left @ left) / df
    if square <= 1e-24 * max(1.0, float(values @ values)):
        return result.remarked("the line meets every value: no interval and no test")
    se = math.sqrt(square * float(inverse[1, 1]))
    slope_se = math.sqrt(square * float(inverse[2, 2]))
    t = float(beta[1]) / se
    return replace(
        result,
        estimate=float(beta[1]),
        interval=t_interval(float(beta[1]), se, df, "Student's t", level),
        p=t_tail(t, df),
        statistic=t,
        df=df,
        also={
            "se": se,
            "slope": float(beta[2]),
            "slope_se": slope_se,
            "slope_p": t_tail(float(beta[2]) / slope_se, df),
            "residual_sd": math.sqrt(square),
            "adjusted_mean_first": float(beta[0] + beta[1]),
            "adjusted_mean_second": float(beta[0]),
            "baseline_mean": float(baseline.mean()),
        },
    )


def pooled_sd(first: Floats, second: Floats) -> float:
    """The spread within both groups together, with n1 + n2 - 2."""
    squares = sum(float(((one - one.mean()) ** 2).sum()) for one in (first, second))
    return math.sqrt(squares / (len(first) + len(second) - 2))


def small_sample_factor(df: float) -> float:
    """Hedges' exact correction J: Γ(df/2) / (√(df/2) Γ((df - 1)/2))."""
    half = df / 2
    return float(
        np.exp(special.gammaln(half) - special.gammaln(half - 0.5)) / math.sqrt(half)
    )


def standardised_intervals(
    g: float, t: float, df: float, scale: float, se: float, level: float
) -> dict[str, Interval]:
    """Intervals of a standardised difference: exact, and normal with its variance.

    Args:
        g: The standardised difference.
        t: Student's t of the same difference.
        df: Its degrees of freedom.
        scale: What turns a noncentrality into a standardised difference.
        se: Standard error of g.
        level: Coverage.
    """
    far = float(stats.norm.ppf((1 + level) / 2))
    bounds = {
        "normal": Interval(
            g - far * se, g + far * se, "normal, large-sample variance of g", level
        )
    }
    if df < _NORMAL_FROM:
        lower = _noncentrality(t, df, (1 + level) / 2)
        upper = _noncentrality(t, df, (1 - level) / 2)
        if lower is not None and upper is not None:
            bounds["noncentral_t"] = Interval(
                lower * scale, upper * scale, "exact, noncentral t", level
            )
    return bounds


def t_interval(
    estimate: float, se: float, df: float, words: str, level: float
) -> Interval:
    """Student's interval of an estimate."""
    half = float(stats.t.ppf((1 + level) / 2, df)) * se
    return Interval(estimate - half, estimate + half, words, level)


def t_tail(t: float, df: float) -> float:
    """Two-sided p of Student's t."""
    return probability(2 * float(stats.t.sf(abs(t), df)))


def _noncentrality(t: float, df: float, tail: float) -> float | None:
    """The noncentrality under which t has this probability of not being exceeded."""

    def excess(centre: float) -> float:
        found = float(stats.nct.cdf(t, df, centre))
        if math.isnan(found):  # far out, where the series of the exact one gives up
            spread = math.sqrt(1 + t * t / (2 * df))
            found = float(stats.norm.cdf((t * (1 - 1 / (4 * df)) - centre) / spread))
        return found - tail

    width = 4.0 + abs(t) / 2
    low, high = t - width, t + width
    for _ in range(8):
        if excess(low) > 0 > excess(high):
            return float(optimize.brentq(excess, low, high, xtol=1e-12))
        low, high = low - width, high + width
    return None
