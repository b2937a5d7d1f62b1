"""The restricted likelihood of repeated measures, from sums over patterns of visits.

Subjects who have values at the same visits share the inverse of their covariance, so
that everything asked of the data is a sum over them, formed once. After that the
likelihood costs the same for ten subjects and for a million.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.statistics.intervals import Floats, Ints

_CHUNK = 20_000


@dataclass(frozen=True)
class Pattern:
    """Subjects who have values at the same visits.

    Attributes:
        visits: Which visits.
        size: How many subjects.
        designs: Sum of x_j x_k' over subjects, [j, a, k, b].
        crosses: Sum of x_j y_k, [j, a, k].
        squares: Sum of y_j y_k, [j, k].
    """

    visits: Ints
    size: int
    designs: Floats
    crosses: Floats
    squares: Floats


@dataclass(frozen=True)
class Fit:
    """What the likelihood says at one covariance.

    Attributes:
        deviance: -2 log restricted likelihood.
        slope: Its derivative by the elements of the covariance, [visit, visit].
        beta: Estimates of the effects.
        spread: Their covariance.
        inverses: Inverse covariance of each pattern.
    """

    deviance: float
    slope: Floats
    beta: Floats
    spread: Floats
    inverses: tuple[Floats, ...]


def patterns(
    values: Floats, groups: Ints, baseline: Floats | None, cells: Ints
) -> list[Pattern]:
    """The sums of a table of repeated measures.

    Args:
        values: [subject, visit], NaN where there is none; no row all NaN.
        groups: Number of the group of each subject.
        baseline: A covariate of each subject, or None.
        cells: [group, visit], number of the effect of each cell; -1 where it is empty.
    """
    seen = ~np.isnan(values)
    kinds, of = np.unique(seen, axis=0, return_inverse=True)
    effects = int(cells.max()) + 1 + (baseline is not None)
    found = []
    for number, kind in enumerate(kinds):
        visits = np.flatnonzero(kind)
        here = np.flatnonzero(of.reshape(-1) == number)
        width = len(visits)
        designs = np.zeros((width * effects, width * effects))
        crosses = np.zeros((width * effects, width))
        squares = np.zeros((width, width))
        for start in range(0, len(here), _CHUNK):
            some = here[start : start + _CHUNK]
            x = np.zeros((len(some), width, effects))
            for place, visit in enumerate(visits):
                x[np.arange(len(some)), place, cells[groups[some], visit]] = 1
            if baseline is not None:
                x[:, :, -1] = baseline[some][:, None]
            flat = x.reshape(len(some), width * effects)
            y = values[some][:, visits]
            designs += flat.T @ flat
            crosses += flat.T @ y
            squares += y.T @ y
        found.append(
            Pattern(
                visits,
                len(here),
                designs.reshape(width, effects, width, effects),
                crosses.reshape(width, effects, width),
                squares,
            )
        )
    return found


def fit(sums: Sequence[Pattern], covariance: Floats) -> Fit:
    """Estimates and likelihood at a covariance.

    Args:
        sums: Of the data.
        covariance: [visit, visit], positive definite.

    Raises:
        numpy.linalg.LinAlgError: The covariance is not positive definite, or an effect
            cannot be estimated.
    """
    inverses: list[Floats] = []
    effects = sums[0].designs.shape[1]
    information = np.zeros((effects, effects))
    score = np.zeros(effects)
    logs, square, count = 0.0, 0.0, 0
    for one in sums:
        block = covariance[np.ix_(one.visits, one.visits)]
        lower = np.linalg.cholesky(block)
        inverse = np.asarray(np.linalg.inv(block), dtype=np.float64)
        inverses.append(inverse)
        logs += 2 * one.size * float(np.log(np.diag(lower)).sum())
        information += np.einsum("jakb,jk->ab", one.designs, inverse)
        score += np.einsum("jak,jk->a", one.crosses, inverse)
        square += float((one.squares * inverse).sum())
        count += one.size * len(one.visits)
    root = np.linalg.cholesky(information)
    spread = np.linalg.inv(information)
    beta = spread @ score
    deviance = (
        logs
        + 2 * float(np.log(np.diag(root)).sum())
        + square
        - float(score @ beta)
        + (count - effects) * float(np.log(2 * np.pi))
    )
    slope = np.zeros_like(covariance)
    for one, inverse in zip(sums, inverses, strict=True):
        fitted = np.einsum("jak,a->jk", one.crosses, beta)
        left = (
            one.squares
            - fitted
            - fitted.T
            + np.einsum("jakb,a,b->jk", one.designs, beta, beta)
        )
        leverage = np.einsum("jakb,ab->jk", one.designs, spread)
        middle = one.size * inverse - inverse @ (left + leverage) @ inverse
        slope[np.ix_(one.visits, one.visits)] += middle
    return Fit(
        deviance,
        slope,
        np.asarray(beta, dtype=np.float64),
        np.asarray(spread, dtype=np.float64),
        tuple(inverses),
    )


def variance_slope(
    sums: Sequence[Pattern], found: Fit, contrast: Floats
) -> tuple[float, Floats]:
    """Variance of a contrast of the effects, and its derivative by the covariance."""
    reach = found.spread @ contrast
    size = max(int(one.visits.max()) for one in sums) + 1
    slope = np.zeros((size, size))
    for one, inverse in zip(sums, found.inverses, strict=True):
        part = np.einsum("jakb,a,b->jk", one.designs, reach, reach)
        slope[np.ix_(one.visits, one.visits)] += inverse @ part @ inverse
    return float(contrast @ reach), slope
