"""Effects of several studies pooled: common and random effects, as metafor does."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from models.statistics.comparison.results import probability
from models.statistics.evidence.heterogeneity import Tau2, generalised_q, tau2
from models.statistics.intervals import LEVEL, Floats


@dataclass(frozen=True)
class Test:
    """Interval and test of a pooled effect.

    Attributes:
        se: Standard error.
        lower: Lower bound.
        upper: Upper bound.
        statistic: z, or t.
        df: Degrees of freedom of t; None for z.
        p: Two-sided.
    """

    se: float
    lower: float
    upper: float
    statistic: float
    df: int | None
    p: float


@dataclass(frozen=True)
class Prediction:
    """Where the effect of a further study would lie.

    Attributes:
        lower: Lower bound.
        upper: Upper bound.
        method: Which distribution.
    """

    lower: float
    upper: float
    method: str


@dataclass(frozen=True)
class Pooled:
    """A pooled effect.

    Attributes:
        estimate: The pooled effect.
        tau2: Variance between studies; 0 in the common-effect model.
        method: Of τ², or None in the common-effect model.
        weights: Of the studies, in per cent.
        normal: By the normal distribution.
        hartung_knapp: By Hartung and Knapp (t, k - 1); None with one study.
        hartung_knapp_adhoc: The same, never narrower than normal weights give.
        prediction: With t and k - 2 degrees of freedom (Higgins 2009, Cochrane);
            None with fewer than three studies.
        prediction_normal: With the normal distribution, as metafor by default.
        prediction_hartung_knapp: With t and k - 1, as metafor with test="knha".
    """

    estimate: float
    tau2: float
    method: Tau2 | None
    weights: tuple[float, ...]
    normal: Test
    hartung_knapp: Test | None = None
    hartung_knapp_adhoc: Test | None = None
    prediction: Prediction | None = None
    prediction_normal: Prediction | None = None
    prediction_hartung_knapp: Prediction | None = None


def pool(
    effects: Floats,
    variances: Floats,
    method: Tau2 | None,
    level: float = LEVEL,
) -> Pooled:
    """Pool effects by inverse variance.

    Args:
        effects: Of the studies, at least one.
        variances: Of the effects, above 0.
        method: How τ² is estimated; None for the common-effect model.
        level: Coverage of intervals.
    """
    between = 0.0 if method is None else tau2(effects, variances, method)
    weights = 1 / (variances + between)
    total = float(weights.sum())
    estimate = float((weights * effects).sum()) / total
    shares = tuple(float(one) for one in 100 * weights / total)
    se = math.sqrt(1 / total)
    normal = _test(estimate, se, None, level)
    df = len(effects) - 1
    if method is None or df < 1:
        return Pooled(estimate, between, method, shares, normal)
    factor = generalised_q(effects, variances, between) / df
    hartung = _test(estimate, se * math.sqrt(factor), df, level) if factor else None
    adhoc = _test(estimate, se * math.sqrt(max(1.0, factor)), df, level)
    half = (1 + level) / 2
    width = math.sqrt(between + se**2)
    wide = math.sqrt(between + se**2 * factor)
    return Pooled(
        estimate,
        between,
        method,
        shares,
        normal,
        hartung,
        adhoc,
        _prediction(estimate, float(stats.t.ppf(half, df - 1)) * width, "t, k - 2")
        if df > 1
        else None,
        _prediction(estimate, float(stats.norm.ppf(half)) * width, "normal"),
        _prediction(
            estimate, float(stats.t.ppf(half, df)) * wide, "t, k - 1, Hartung-Knapp"
        ),
    )


@dataclass(frozen=True)
class SubgroupTest:
    """Whether subgroups differ.

    Attributes:
        q: Q between subgroups.
        df: Subgroups less one.
        p: Of Q; None with one subgroup.
    """

    q: float
    df: int
    p: float | None


def subgroup_test(pooled: Sequence[Pooled]) -> SubgroupTest:
    """The test for differences of subgroups, as Review Manager does it.

    Q of the pooled effects of the subgroups, each weighted by its own inverse variance;
    with random effects, τ² is estimated in each subgroup.
    """
    effects = np.array([one.estimate for one in pooled])
    variances = np.array([one.normal.se**2 for one in pooled])
    df = len(pooled) - 1
    q = generalised_q(effects, variances, 0.0) if df else 0.0
    return SubgroupTest(q, df, float(stats.chi2.sf(q, df)) if df else None)


@dataclass(frozen=True)
class Egger:
    """Egger's regression for small-study effects.

    Attributes:
        intercept: The bias: effect/se regressed on 1/se, where the line starts.
        se: Its standard error.
        statistic: t.
        df: k - 2.
        p: Two-sided.
        limit: The effect of a study of endless size (the slope).
    """

    intercept: float
    se: float
    statistic: float
    df: int
    p: float
    limit: float


def egger(effects: Floats, variances: Floats) -> Egger | None:
    """Egger's test (1997), as regtest(model="lm") of metafor.

    Returns:
        None with fewer than three studies or equal standard errors.
    """
    ses = np.sqrt(variances)
    df = len(effects) - 2
    if df < 1 or float(np.ptp(ses)) <= 1e-12 * float(ses.max()):
        return None
    design = np.column_stack([np.ones(len(ses)), 1 / ses])
    y = effects / ses
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ y
    left = y - design @ beta
    square = float(left @ left) / df
    se = math.sqrt(square * float(inverse[0, 0]))
    if se == 0:
        return None
    t = float(beta[0]) / se
    p = probability(2 * float(stats.t.sf(abs(t), df)))
    return Egger(float(beta[0]), se, t, df, p, float(beta[1]))


def _test(estimate: float, se: float, df: int | None, level: float) -> Test:
    half = (1 + level) / 2
    far = float(stats.norm.ppf(half) if df is None else stats.t.ppf(half, df))
    size = abs(estimate) / se
    tail = stats.norm.sf(size) if df is None else stats.t.sf(size, df)
    return Test(
        se,
        estimate - far * se,
        estimate + far * se,
        estimate / se,
        df,
        probability(2 * float(tail)),
    )


def _prediction(estimate: float, half: float, method: str) -> Prediction:
    return Prediction(estimate - half, estimate + half, method)
