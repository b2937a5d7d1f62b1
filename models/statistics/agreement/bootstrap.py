"""Bootstrap intervals over the targets, seeded, many rounds at once.

Each round draws targets with replacement. What a coefficient needs of a target enters
by sums, so that a round is a row of multiplicities and all rounds are a product of two
matrices. Limits are percentiles.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from models.progress import Progress
from models.statistics.agreement.ratings import Ratings
from models.statistics.agreement.weights import Weights, weight_matrix
from models.statistics.arrays import LEVEL, Floats

ROUNDS = 1000
SEED = 1
METHOD = "bootstrap over targets, percentiles"

_CELLS = 5_000_000  # of the matrix of multiplicities at a time
_MOST_ORDINAL = 15  # grades; past it the table of coincidences is too wide
_MOST_GRADES = 60  # past it kappas and nominal alpha are not drawn

_Single = NDArray[np.float32]
_Statistic = Callable[[_Single], dict[str, Floats]]


@dataclass(frozen=True)
class Resampled:
    """A bootstrap interval.

    Attributes:
        lower: Lower percentile.
        upper: Upper percentile.
        rounds: Rounds that gave a value.
        lost: Rounds without one, for want of variance.
        seed: Of the random numbers.
    """

    lower: float
    upper: float
    rounds: int
    lost: int
    seed: int


def bootstrap(
    ratings: Ratings,
    *,
    rounds: int = ROUNDS,
    seed: int = SEED,
    progress: Progress | None = None,
) -> dict[str, Resampled]:
    """Intervals of mean Cohen's kappas, Krippendorff's alphas and ICC(A,1), by key.

    Args:
        ratings: The scores.
        rounds: How many samples are drawn.
        seed: Of the random numbers; the same seed gives the same limits.
        progress: Told after each batch.
    """
    kept = ratings.values[ratings.per_target >= 1]
    if rounds < 2 or len(kept) < 2 or ratings.why_not(needs_categories=False):
        return {}
    told = progress or Progress()
    random = np.random.default_rng(seed)
    statistics = _statistics(kept, ratings.used)
    batch = max(1, min(rounds, _CELLS // len(kept)))
    drawn: dict[str, list[Floats]] = {}
    for start in range(0, rounds, batch):
        size = min(batch, rounds - start)
        times = _drawn(random, len(kept), size)
        with np.errstate(divide="ignore", invalid="ignore"):
            for statistic in statistics:
                for key, values in statistic(times).items():
                    drawn.setdefault(key, []).append(values)
        told.step(start + size, rounds, "Drawing samples of targets")
    return {
        key: found
        for key, parts in drawn.items()
        if (found := _interval(np.concatenate(parts), seed)) is not None
    }


def _drawn(random: np.random.Generator, targets: int, size: int) -> _Single:
    """[round, target] how often each target is drawn."""
    chosen = random.integers(0, targets, size=(size, targets))
    chosen += targets * np.arange(size)[:, np.newaxis]
    times = np.bincount(chosen.reshape(-1), minlength=size * targets)
    return times.reshape(size, targets).astype(np.float32)


def _interval(values: Floats, seed: int) -> Resampled | None:
    """Percentiles of the rounds that have a value; None below half of them."""
    told = values[np.isfinite(values)]
    if 2 * len(told) < len(values):
        return None
    tail = (1 - LEVEL) / 2
    lower, upper = np.quantile(told, [tail, 1 - tail])
    lost = len(values) - len(told)
    return Resampled(float(lower), float(upper), len(told), lost, seed)


def _statistics(values: Floats, grades: Floats) -> list[_Statistic]:
    found: list[_Statistic] = [_icc(values), _interval_alpha(values)]
    if len(grades) <= _MOST_GRADES:
        found += [_kappas(values, grades), _alphas(values, grades)]
    return found


def _icc(values: Floats) -> _Statistic:
    """ICC(A,1) over the complete targets of each round."""
    whole = np.asarray(~np.isnan(values).any(axis=1), dtype=np.bool_)
    filled = np.where(whole[:, np.newaxis], values, 0.0)
    filled[whole] -= filled[whole].mean() if whole.any() else 0.0
    k = values.shape[1]
    row = filled.sum(axis=1)
    features = np.column_stack(
        [whole, row, row**2 / k, (filled**2).sum(axis=1), filled]
    )

    def statistic(times: _Single) -> dict[str, Floats]:
        sums = times.astype(np.float64) @ features
        n = sums[:, 0]
        middle = sums[:, 1] ** 2 / (n * k)
        rows = sums[:, 2] - middle
        columns = (sums[:, 4:] ** 2).sum(axis=1) / n - middle
        error = (sums[:, 3] - middle - rows - columns) / ((n - 1) * (k - 1))
        rows, columns = rows / (n - 1), columns / (k - 1)
        below = rows + (k - 1) * error + k * (columns - error) / n
        return {"icc_a_1": (rows - error) / below, "icc_2_1": (rows - error) / below}

    return statistic


def _shared(values: Floats) -> tuple[Floats, Floats]:
    """Scores of targets with two or more, 0 elsewhere, and their number each."""
    each = (~np.isnan(values)).sum(axis=1).astype(np.float64)
    each = np.where(each >= 2, each, 0.0)
    return np.where(np.isnan(values) | (each == 0)[:, np.newaxis], 0.0, values), each


def _interval_alpha(values: Floats) -> _Statistic:
    """Krippendorff's alpha with the interval metric, from sums alone."""
    centred = values - np.nanmean(values)
    filled, each = _shared(centred)
    row, squares = filled.sum(axis=1), (filled**2).sum(axis=1)
    observed = np.where(
        each > 0, 2 * (each * squares - row**2) / np.maximum(each - 1, 1), 0.0
    )
    features = np.column_stack([each, row, squares, observed])

    def statistic(times: _Single) -> dict[str, Floats]:
        n, total, squared, apart = (times.astype(np.float64) @ features).T
        expected = 2 * (n * squared - total**2)
        expected = np.where(expected > 1e-9 * n * squared, expected, np.nan)
        return {"krippendorff_alpha_interval": 1 - (n - 1) * apart / expected}

    return statistic


def _alphas(values: Floats, grades: Floats) -> _Statistic:
    """Krippendorff's alpha with the nominal and the ordinal metric."""
    size = len(grades)
    _, each = _shared(values)
    counts = np.stack([(values == grade).sum(axis=1) for grade in grades], axis=1)
    counts = np.where((each > 0)[:, np.newaxis], counts, 0).astype(np.float64)
    divisor = np.maximum(each - 1, 1)
    same = (counts * (counts - 1)).sum(axis=1) / divisor
    features = np.column_stack([same, counts]).astype(np.float32)
    pairs = list(combinations(range(size), 2)) if size <= _MOST_ORDINAL else []
    apart = (
        np.stack([counts[:, a] * counts[:, b] / divisor for a, b in pairs], axis=1)
        if pairs
        else np.zeros((len(values), 0))
    ).astype(np.float32)

    def statistic(times: _Single) -> dict[str, Floats]:
        sums = (times @ features).astype(np.float64)
        agreed, totals = sums[:, 0], sums[:, 1:]
        n = totals.sum(axis=1)
        expected = n**2 - (totals**2).sum(axis=1)
        expected = np.where(expected > 0, expected, np.nan)
        found = {"krippendorff_alpha_nominal": 1 - (n - 1) * (n - agreed) / expected}
        if pairs:
            middle = np.cumsum(totals, axis=1) - totals / 2
            met = (times @ apart).astype(np.float64)
            top, below = np.zeros(len(n)), np.zeros(len(n))
            for place, (a, b) in enumerate(pairs):
                distance = (middle[:, a] - middle[:, b]) ** 2
                top += met[:, place] * distance
                below += totals[:, a] * totals[:, b] * distance
            below = np.where(below > 0, below, np.nan)
            found["krippendorff_alpha_ordinal"] = 1 - (n - 1) * top / below
        return found

    return statistic


def _kappas(values: Floats, grades: Floats) -> _Statistic:
    """Mean over pairs of raters of Cohen's kappa, with the usual weights."""
    size = len(grades)
    kinds = {
        "cohen_kappa": Weights.UNWEIGHTED,
        "cohen_kappa_linear": Weights.LINEAR,
        "cohen_kappa_quadratic": Weights.QUADRATIC,
    }
    matrices = {
        key: weight_matrix(weights, grades).astype(np.float32)
        for key, weights in kinds.items()
    }
    given = ~np.isnan(values)
    codes = np.where(given, np.searchsorted(grades, np.where(given, values, 0)), -1)
    chosen = np.eye(size + 1, dtype=np.float32)[codes, :size]  # [target, rater, grade]
    raters = values.shape[1]

    is_whole = bool(given.all())
    everybody = chosen.reshape(len(values), -1)

    def beside(one: int) -> _Single:
        """[target, ...] for each rater after one: agreement, and margins of both."""
        parts = []
        for two in range(one + 1, raters):
            both = given[:, one] & given[:, two]
            agreed = [
                np.where(both, weights[codes[:, one], codes[:, two]], 0)
                for weights in matrices.values()
            ]
            parts.append(np.stack(agreed, axis=1))
            if not is_whole:
                parts += [chosen[:, who] * both[:, np.newaxis] for who in (one, two)]
        return np.concatenate(parts, axis=1).astype(np.float32)

    def statistic(times: _Single) -> dict[str, Floats]:
        total = {key: np.zeros(len(times)) for key in kinds}
        told = {key: np.zeros(len(times)) for key in kinds}
        if is_whole:
            margins = (times @ everybody).reshape(len(times), raters, size)
        for one in range(raters - 1):
            sums = (times @ beside(one)).reshape(len(times), raters - 1 - one, -1)
            if is_whole:
                left, right = margins[:, one : one + 1], margins[:, one + 1 :]
            else:
                left, right = sums[:, :, 3 : 3 + size], sums[:, :, 3 + size :]
            n = left.sum(axis=2, dtype=np.float64)
            for place, (key, weights) in enumerate(matrices.items()):
                agreed = sums[:, :, place] / n
                chance = ((left @ weights) * right).sum(axis=2) / n**2
                kappa = (agreed - chance) / (1 - chance)
                is_told = np.isfinite(kappa) & (chance < 1 - 1e-6)
                total[key] += np.where(is_told, kappa, 0.0).sum(axis=1)
                told[key] += is_told.sum(axis=1)
        return {key: total[key] / told[key] for key in kinds}

    return statistic
