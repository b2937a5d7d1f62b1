"""Contrasts of a mixed model as results, with Satterthwaite's degrees of freedom."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.statistics.comparison.means import t_interval, t_tail
from models.statistics.comparison.repeated_sums import Fit, Pattern, variance_slope
from models.statistics.comparison.results import Result
from models.statistics.intervals import Floats

MISSING = "mixed model: every value that is there is used (missing at random)"


@dataclass(frozen=True)
class Contrasts:
    """Turns contrasts of the effects into results.

    Attributes:
        sums: Of the data.
        found: The fit.
        basis: Derivatives of the covariance by its parameters.
        spread: Covariance of the parameters; None where one is at its bound.
        scale: What values were divided by while fitting.
        residual_df: Values less effects.
        level: Coverage of intervals.
        method: Of the model, in words.
    """

    sums: Sequence[Pattern]
    found: Fit
    basis: Sequence[Floats]
    spread: Floats | None
    scale: float
    residual_df: int
    level: float
    method: str

    def result(
        self, key: str, label: str, n: tuple[int, ...], contrast: Floats
    ) -> Result:
        """The estimate of a contrast, with Satterthwaite's degrees of freedom."""
        variance, slope = variance_slope(self.sums, self.found, contrast)
        df = float(self.residual_df)
        if self.spread is not None:
            turns = np.array([float((slope * one).sum()) for one in self.basis])
            below = float(turns @ self.spread @ turns)
            df = 2 * variance**2 / below if below > 0 else df
        estimate = float(contrast @ self.found.beta) * self.scale
        se = float(np.sqrt(variance)) * self.scale
        return Result(
            key,
            label,
            n,
            self.method,
            estimate=estimate,
            interval=t_interval(estimate, se, df, "t, Satterthwaite", self.level),
            p=t_tail(estimate / se, df),
            statistic=estimate / se,
            df=df,
            also={"se": se},
            missing=MISSING,
        )
