"""How much studies differ beyond chance: Q, I², H², τ² and its interval.

τ² by DerSimonian and Laird, Paule and Mandel, and restricted maximum likelihood; its
interval by the Q-profile (Viechtbauer 2007). Checked against metafor.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import optimize, stats

from models.statistics.intervals import LEVEL, Floats


class Tau2(StrEnum):
    """How the variance between studies is estimated."""

    DL = "DL"
    PM = "PM"
    REML = "REML"


TAU2_WORDS = {
    Tau2.DL: "DerSimonian-Laird",
    Tau2.PM: "Paule-Mandel",
    Tau2.REML: "restricted maximum likelihood",
}


@dataclass(frozen=True)
class Heterogeneity:
    """How much studies differ.

    Attributes:
        k: How many studies.
        q: Cochran's Q.
        df: Its degrees of freedom.
        p: Of Q; None with one study.
        i2: (Q - df)/Q in per cent, at least 0 (Higgins and Thompson).
        h2: Q/df; None with one study.
        tau2_lower: Lower bound of τ² by the Q-profile; None with one study.
        tau2_upper: Upper bound.
        i2_lower: Bounds of I² that belong to those of τ².
        i2_upper: Likewise.
        typical: The typical variance within studies, which turns τ² into I².
    """

    k: int
    q: float
    df: int
    p: float | None
    i2: float
    h2: float | None
    tau2_lower: float | None
    tau2_upper: float | None
    i2_lower: float | None
    i2_upper: float | None
    typical: float | None

    def i2_of(self, tau2: float) -> float | None:
        """I² in per cent at a τ², as metafor gives it."""
        if self.typical is None:
            return None
        return 100 * tau2 / (tau2 + self.typical)


def heterogeneity(
    effects: Floats, variances: Floats, level: float = LEVEL
) -> Heterogeneity:
    """Measure how much studies differ.

    Args:
        effects: Of the studies.
        variances: Of the effects, above 0.
        level: Coverage of the interval of τ².
    """
    df = len(effects) - 1
    q = generalised_q(effects, variances, 0.0)
    if df < 1:
        return Heterogeneity(1, 0.0, 0, None, 0.0, None, None, None, None, None, None)
    weights = 1 / variances
    total = float(weights.sum())
    typical = df * total / (total**2 - float((weights**2).sum()))
    lower = _profiled(effects, variances, float(stats.chi2.isf((1 - level) / 2, df)))
    upper = _profiled(effects, variances, float(stats.chi2.isf((1 + level) / 2, df)))
    return Heterogeneity(
        df + 1,
        q,
        df,
        float(stats.chi2.sf(q, df)),
        max(0.0, 100 * (q - df) / q) if q > 0 else 0.0,
        q / df,
        lower,
        upper,
        100 * lower / (lower + typical),
        100 * upper / (upper + typical),
        typical,
    )


def tau2(effects: Floats, variances: Floats, method: Tau2) -> float:
    """The variance between studies; 0 with one study.

    Args:
        effects: Of the studies.
        variances: Of the effects, above 0.
        method: How it is estimated.
    """
    if len(effects) < 2:
        return 0.0
    if method is Tau2.DL:
        weights = 1 / variances
        scale = float(weights.sum() - (weights**2).sum() / weights.sum())
        q = generalised_q(effects, variances, 0.0)
        return max(0.0, (q - (len(effects) - 1)) / scale)
    if method is Tau2.PM:
        return _profiled(effects, variances, len(effects) - 1)
    return _restricted(effects, variances)


def generalised_q(effects: Floats, variances: Floats, between: float) -> float:
    """Cochran's Q with the variance between studies added to each."""
    weights = 1 / (variances + between)
    mean = float((weights * effects).sum() / weights.sum())
    return float((weights * (effects - mean) ** 2).sum())


def _profiled(effects: Floats, variances: Floats, wanted: float) -> float:
    """The τ² at which Q is as wanted; 0 if it is smaller from the start."""

    def excess(between: float) -> float:
        return generalised_q(effects, variances, between) - wanted

    return _falling_root(excess, float(variances.max() + np.ptp(effects) ** 2))


def _falling_root(excess: Callable[[float], float], scale: float) -> float:
    if excess(0.0) <= 0:
        return 0.0
    high = scale or 1.0
    while excess(high) > 0:
        high *= 4
    return float(optimize.brentq(excess, 0.0, high, xtol=1e-300, rtol=1e-14))


def _restricted(effects: Floats, variances: Floats) -> float:
    """The largest restricted likelihood, looked for on a grid and then closely."""
    scale = float(np.var(effects, ddof=1) + variances.max())

    def deviance(between: float) -> float:
        weights = 1 / (variances + between)
        mean = float((weights * effects).sum() / weights.sum())
        return float(
            -np.log(weights).sum()
            + np.log(weights.sum())
            + (weights * (effects - mean) ** 2).sum()
        )

    def slope(between: float) -> float:
        weights = 1 / (variances + between)
        total = float(weights.sum())
        mean = float((weights * effects).sum()) / total
        squares = float((weights**2).sum())
        left = float((weights**2 * (effects - mean) ** 2).sum())
        return left - total + squares / total

    grid = np.concatenate([[0.0], scale * np.logspace(-6, 1, 60)])
    best = int(np.argmin([deviance(float(one)) for one in grid]))
    low = float(grid[max(0, best - 1)])
    high = float(grid[min(len(grid) - 1, best + 1)])
    if slope(low) <= 0:
        return 0.0 if best <= 1 else low
    if slope(high) >= 0:
        return high
    return float(optimize.brentq(slope, low, high, xtol=1e-300, rtol=1e-14))
