"""How many photographs and how many raters: by formula, and by simulation."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.errors import ExpectedError
from models.progress import Progress
from models.statistics.agreement.distributions import normal_quantile
from models.statistics.agreement.ratings import Ratings
from models.statistics.agreement.reml import Components, components
from models.statistics.arrays import LEVEL, Floats

_BATCH = 200


def photographs_needed(icc: float, raters: int, width: float) -> int:
    """Photographs for a 95 % interval of an ICC of a given width (Bonett 2002).

    With two raters and an ICC of 0.7 or more, 5 times the ICC is added, as he advises.

    Args:
        icc: Planned ICC, above 0 and below 1.
        raters: Raters who score each photograph, two at least.
        width: Of the whole interval, above 0 and below 2.

    Raises:
        ExpectedError: A number lies outside these ranges.
    """
    if not 0 < icc < 1 or raters < 2 or not 0 < width < 2:
        raise ExpectedError(
            "The size of a set cannot be told from these numbers.",
            hint="The planned ICC lies between 0 and 1, the width of its interval "
            "between 0 and 2, and there are two raters or more.",
        )
    z = normal_quantile()
    spread = (1 - icc) * (1 + (raters - 1) * icc)
    n = 8 * z**2 * spread**2 / (raters * (raters - 1) * width**2) + 1
    if raters == 2 and icc >= 0.7:
        n += 5 * icc
    return math.ceil(n - 1e-9)


@dataclass(frozen=True)
class Precision:
    """How precisely a study of some size tells two coefficients.

    Attributes:
        targets: Photographs.
        raters: Raters who score each.
        icc: Mean ICC(2,1) of the simulated studies.
        icc_lower: Percentile below which 2.5 % of the studies lie.
        icc_upper: Percentile above which 2.5 % lie.
        kappa: Mean quadratic kappa, averaged over pairs of raters.
        kappa_lower: Likewise.
        kappa_upper: Likewise.
        lost: Simulated studies without variance, left out.
    """

    targets: int
    raters: int
    icc: float
    icc_lower: float
    icc_upper: float
    kappa: float
    kappa_lower: float
    kappa_upper: float
    lost: int

    @property
    def icc_width(self) -> float:
        """Width within which 95 % of the studies' ICCs lie."""
        return self.icc_upper - self.icc_lower


def simulate_precision(
    pilot: Ratings,
    targets: Sequence[int],
    raters: Sequence[int],
    *,
    rounds: int = 1000,
    seed: int = 1,
    progress: Progress | None = None,
) -> list[Precision]:
    """Simulate studies of several sizes that resemble the pilot scores.

    Photographs, raters and errors are drawn from normal distributions with the pilot's
    variances (restricted maximum likelihood), and the sums rounded to the nearest of
    the pilot's grades.

    Args:
        pilot: Scores of at least two raters; some may be missing.
        targets: Numbers of photographs to try, two at least each.
        raters: Numbers of raters to try, two at least each.
        rounds: Simulated studies of each size.
        seed: Of the random numbers.
        progress: Told after each batch; may cancel.

    Raises:
        ExpectedError: The pilot scores do not suffice, or a size is below two.
        Cancelled: The user asked to stop.
    """
    found = components(pilot.values) if not pilot.why_not() else None
    if found is None or len(pilot.used) < 2 or found.target + found.error <= 0:
        raise ExpectedError(
            "The pilot scores do not suffice to simulate further studies.",
            hint="At least two raters must have scored several photographs that "
            "differ.",
        )
    sizes = [(n, k) for k in raters for n in targets]
    if not sizes or min(min(size) for size in sizes) < 2 or rounds < 2:
        raise ExpectedError(
            "A simulated study needs two photographs and two raters at least.",
            hint="Give larger numbers.",
        )
    told = progress or Progress()
    random = np.random.default_rng(seed)
    mean = float(np.nanmean(pilot.values))
    results = []
    done, total = 0, rounds * len(sizes)
    for n, k in sizes:
        iccs, kappas = [], []
        for start in range(0, rounds, _BATCH):
            size = min(_BATCH, rounds - start)
            scores = _studies(random, (size, n, k), mean, found, pilot.grades)
            iccs.append(_iccs(scores))
            kappas.append(_quadratic_kappas(scores))
            done += size
            told.step(done, total, f"Simulating {n} photographs, {k} raters")
        results.append(_precision(n, k, np.concatenate(iccs), np.concatenate(kappas)))
    return results


def _studies(
    random: np.random.Generator,
    shape: tuple[int, int, int],
    mean: float,
    found: Components,
    grades: Floats,
) -> Floats:
    """[round, target, rater] simulated scores."""
    rounds, n, k = shape
    scores = mean + random.normal(0, math.sqrt(found.target), (rounds, n, 1))
    scores = scores + random.normal(0, math.sqrt(found.rater), (rounds, 1, k))
    scores = scores + random.normal(0, math.sqrt(found.error), shape)
    # The nearest grade: which side of the middle between two neighbours.
    middles = (grades[1:] + grades[:-1]) / 2
    nearest: Floats = grades[np.searchsorted(middles, scores)]
    return nearest


def _iccs(scores: Floats) -> Floats:
    """[round] ICC(2,1), NaN without variance."""
    _, n, k = scores.shape
    centred = scores - scores.mean(axis=(1, 2), keepdims=True)
    rows = k * (centred.mean(axis=2) ** 2).sum(axis=1)
    columns = n * (centred.mean(axis=1) ** 2).sum(axis=1)
    whole = (centred**2).sum(axis=(1, 2))
    error = (whole - rows - columns) / ((n - 1) * (k - 1))
    rows, columns = rows / (n - 1), columns / (k - 1)
    below = rows + (k - 1) * error + k * (columns - error) / n
    icc = np.full(len(scores), np.nan)
    np.divide(rows - error, below, out=icc, where=whole > 1e-12)
    return icc


def _quadratic_kappas(scores: Floats) -> Floats:
    """[round] mean over pairs of raters of Cohen's kappa with quadratic weights."""
    n = scores.shape[1]
    mean = scores.mean(axis=1)
    square = (scores**2).mean(axis=1)
    products = np.einsum("rni,rnj->rij", scores, scores) / n
    apart = square[:, :, np.newaxis] + square[:, np.newaxis, :]
    by_chance = apart - 2 * mean[:, :, np.newaxis] * mean[:, np.newaxis, :]
    one, two = np.triu_indices(scores.shape[2], 1)
    expected = by_chance[:, one, two]
    kappa = np.full(expected.shape, np.nan)
    observed = (apart - 2 * products)[:, one, two]
    np.divide(observed, expected, out=kappa, where=expected > 1e-12)
    means: Floats = (1 - kappa).mean(axis=1)
    return means


def _precision(n: int, k: int, iccs: Floats, kappas: Floats) -> Precision:
    told = np.isfinite(iccs) & np.isfinite(kappas)
    icc, kappa = _spread(iccs[told]), _spread(kappas[told])
    return Precision(
        n,
        k,
        icc=icc[0],
        icc_lower=icc[1],
        icc_upper=icc[2],
        kappa=kappa[0],
        kappa_lower=kappa[1],
        kappa_upper=kappa[2],
        lost=int((~told).sum()),
    )


def _spread(values: Floats) -> tuple[float, float, float]:
    """Mean and outer percentiles; NaN of nothing."""
    if not len(values):
        return math.nan, math.nan, math.nan
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(values.mean()), float(low), float(high)
