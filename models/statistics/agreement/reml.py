"""ICC from all scores, also where some are missing, by restricted maximum likelihood.

The model is score = mean + target + rater + error, all three random and normal: what
psych::ICC (lmer = TRUE, its default) takes from lme4. The effects of the targets are
eliminated first, so that only a matrix of raters by raters is ever solved.
"""

from dataclasses import dataclass

import numpy as np

from models.statistics.agreement.coefficient import Coefficient, Naming
from models.statistics.agreement.icc import (
    FORMS,
    NO_VARIANCE,
    MeanSquares,
    mean_squares,
    told_from,
)
from models.statistics.agreement.ratings import Ratings
from models.statistics.arrays import Floats

_EDGE = -8.0  # logarithm of a ratio of variances that is next to nothing
KEYS = ("icc_1_1", "icc_2_1", "icc_3_1", "icc_1_k", "icc_2_k", "icc_3_k")
FEW = (
    "Too few scores to tell the variance of targets, raters and error from each other."
)


@dataclass(frozen=True)
class Components:
    """Variances of a two-way random model.

    Attributes:
        target: Between targets.
        rater: Between raters.
        error: What is left.
    """

    target: float
    rater: float
    error: float


class _Likelihood:
    """Profiled restricted deviance of ratios of variances to the error variance."""

    def __init__(self, values: Floats) -> None:
        given = ~np.isnan(values)
        seen = given.astype(np.float64)
        filled = np.where(given, values - np.nanmean(values), 0.0)
        each = seen.sum(axis=1)
        sums = filled.sum(axis=1)
        # Targets with as many scores are shrunk alike, so their sums suffice.
        self._sizes, level = np.unique(each, return_inverse=True)
        groups = [level == number for number in range(len(self._sizes))]
        self._of_size = np.array([group.sum() for group in groups], dtype=np.float64)
        self._rr = np.stack([seen[group].T @ seen[group] for group in groups])
        self._r1 = np.stack([seen[group].T @ each[group] for group in groups])
        self._ry = np.stack([seen[group].T @ sums[group] for group in groups])
        self._y1 = np.array([(each * sums)[group].sum() for group in groups])
        self._yy = np.array([(sums**2)[group].sum() for group in groups])
        self._one = self._of_size * self._sizes**2
        self._given = seen.sum(axis=0)
        self._rater_sums = filled.sum(axis=0)
        self._sum = float(sums.sum())
        self._squares = float((filled**2).sum())
        self._n = float(given.sum())
        self._raters = values.shape[1]

    def parts(self, target: complex, rater: complex) -> tuple[complex, complex]:
        """Logarithm of the determinants, and the residual sum of squares.

        Args:
            target: Variance of targets over that of the error. A complex number
                carries a derivative in its imaginary part.
            rater: Variance of raters over that of the error, likewise.
        """
        shrunk = target / (1 + target * self._sizes)
        # Moments of mean, raters and scores once the targets are taken out.
        rr = np.diag(self._given) - np.tensordot(shrunk, self._rr, axes=1)
        r1 = self._given - shrunk @ self._r1
        ry = self._rater_sums - shrunk @ self._ry
        yy = self._squares - shrunk @ self._yy
        y1 = self._sum - shrunk @ self._y1
        one = self._n - shrunk @ self._one
        inner = np.eye(self._raters) + rater * rr
        solved = np.linalg.solve(inner, np.column_stack([r1, ry]))
        one = one - rater * (r1 @ solved[:, 0])
        y1 = y1 - rater * (ry @ solved[:, 0])
        yy = yy - rater * (ry @ solved[:, 1])
        spread = self._of_size @ np.log(1 + target * self._sizes)
        logs = spread + np.log(np.linalg.eigvals(inner)).sum() + np.log(one)
        return complex(logs), complex(yy - y1**2 / one)

    def deviance(self, logged: Floats) -> float:
        """Minus twice the profiled restricted likelihood, up to a constant."""
        target, rater = np.exp(np.clip(logged, -40, 40))
        logs, rest = self.parts(float(target), float(rater))
        return logs.real + (self._n - 1) * float(np.log(max(rest.real, 1e-300)))

    def slopes(self, logged: Floats) -> Floats:
        """Derivatives of the deviance, exact by a step into the complex plane."""
        found = np.zeros(2)
        for place in range(2):
            at = logged.astype(np.complex128)
            at[place] += 1e-20j
            logs, rest = self.parts(*(complex(one) for one in np.exp(at)))
            slope = logs.imag + (self._n - 1) * rest.imag / rest.real
            found[place] = slope / 1e-20
        return found

    def components(self, target: float, rater: float) -> Components:
        """Variances at ratios."""
        _, rest = self.parts(target, rater)
        error = rest.real / (self._n - 1)
        return Components(target * error, rater * error, error)


def components(values: Floats) -> Components | None:
    """Variances of targets, raters and error, or None if there are too few scores.

    Args:
        values: [target, rater] scores, NaN where missing.
    """
    values = values[(~np.isnan(values)).any(axis=1)]
    values = values[:, (~np.isnan(values)).any(axis=0)]
    given = int((~np.isnan(values)).sum())
    if min(values.shape, default=0) < 2 or given < sum(values.shape) + 1:
        return None
    exact = _balanced(values)
    if exact is not None:
        return exact
    from scipy import optimize  # takes half a second to load, and is seldom needed

    likelihood = _Likelihood(values)
    best: tuple[float, Floats] | None = None
    for start in ((0.5, -3.0), (-2.0, 0.0)):
        found = optimize.minimize(
            likelihood.deviance,
            np.array(start),
            method="Nelder-Mead",
            options={"xatol": 1e-8, "fatol": 1e-11, "maxiter": 1000},
        )
        if best is None or found.fun < best[0] - 1e-9:
            best = float(found.fun), np.asarray(found.x, dtype=np.float64)
        if float(best[1].min()) > _EDGE:
            break  # well inside, where there is one optimum
    if best is None:
        return None
    at = best[1]
    if float(at.min()) > _EDGE:
        at = _polished(likelihood, at)
    ratios = np.exp(np.clip(at, -40, 40))
    # A variance that is 0 is met at the edge, which a logarithm only nears.
    ratios[ratios < 1e-9] = 0.0
    return likelihood.components(float(ratios[0]), float(ratios[1]))


def _polished(likelihood: _Likelihood, at: Floats) -> Floats:
    """The optimum by Newton's steps; values alone tell it to half the digits only."""
    step = 1e-4
    for _ in range(4):
        slopes = likelihood.slopes(at)
        bends = np.column_stack(
            [
                likelihood.slopes(at + step * unit)
                - likelihood.slopes(at - step * unit)
                for unit in np.eye(2)
            ]
        ) / (2 * step)
        if abs(np.linalg.det(bends)) < 1e-12:
            return at
        change = np.linalg.solve(bends, slopes)
        if not np.isfinite(change).all() or float(np.abs(change).max()) > 0.01:
            return at
        at = at - change
    return at


def _balanced(values: Floats) -> Components | None:
    """The same from mean squares, which it is where nothing is missing or negative."""
    if np.isnan(values).any():
        return None
    squares = mean_squares(values)
    target = (squares.targets - squares.error) / squares.k
    rater = (squares.raters - squares.error) / squares.n
    if min(target, rater) < 0:
        return None
    return Components(target, rater, squares.error)


def reml_iccs(ratings: Ratings) -> list[Coefficient]:
    """The six forms of Shrout & Fleiss from every score there is."""
    names = [_naming(FORMS[key]) for key in KEYS]
    why = ratings.why_not(needs_categories=False)
    if not why and len(ratings.used) == 1:
        why = NO_VARIANCE
    found = None if why else components(ratings.values)
    if found is None:
        text = why or FEW
        return [Coefficient.absent(name, ratings, text) for name in names]
    if found.error <= 1e-12 * (found.target + found.rater + found.error):
        text = "The raters differ by a constant at most: there is no error to estimate."
        return [Coefficient.absent(name, ratings, text) for name in names]
    n, k = ratings.scored_targets, int(ratings.is_given.any(axis=0).sum())
    squares = MeanSquares(
        targets=k * found.target + found.error,
        raters=n * found.rater + found.error,
        error=found.error,
        within=found.error + found.rater,
        n=n,
        k=k,
    )
    told = told_from(squares)
    remark = "The interval takes the table as complete, as psych::ICC does."
    return [
        Coefficient(
            name,
            told[key].estimate,
            told[key].lower,
            told[key].upper,
            targets=n,
            raters=k,
            missing=ratings.missing,
            p=told[key].p,
            remarks=(remark,) if ratings.missing else (),
        )
        for name, key in zip(names, KEYS, strict=True)
    ]


def _naming(form: Naming) -> Naming:
    return Naming(
        f"{form.key}_reml",
        f"{form.name}; all scores, by REML",
        f"{form.definition} (lmer = TRUE)",
        f"{form.interval}, from variance components",
    )
