"""Exact distributions of rank sums, whatever the ties, and what is asked of them.

Midranks are doubled, so that they are whole numbers, and sums are counted by the shift
algorithm of Streitberg and Röhmel (1986): each value either belongs to the sample or
not, which shifts the counts by its rank.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from models.statistics.comparison.results import probability
from models.statistics.intervals import Floats, Ints

EXACT_MOST = 100
"""Values in all up to which the exact distribution is counted."""

_SLACK = 1e-9  # sums are multiples of a half; this is far below


@dataclass(frozen=True)
class Tails:
    """Probabilities of a sum as far out as the one observed.

    Attributes:
        two_sided: Of a deviation from the expectation at least as large, on either
            side.
        doubled: Twice the smaller of the two tails, at most 1.
        less: Of a sum at most as large.
        greater: Of a sum at least as large.
    """

    two_sided: float
    doubled: float
    less: float
    greater: float


def doubled_ranks(values: Floats) -> Ints:
    """Midranks times two."""
    return np.rint(2 * stats.rankdata(values)).astype(np.int64)


def sample_sum_tails(ranks: Ints, size: int, observed: float) -> Tails:
    """Tails of the sum of a random sample of ranks, drawn without putting back.

    Args:
        ranks: Doubled ranks of all values.
        size: How many are drawn.
        observed: Sum of the doubled ranks that were drawn.
    """
    total = int(ranks.sum())
    if 2 * size > len(ranks):  # the rest is as random, and smaller
        mirrored = sample_sum_tails(ranks, len(ranks) - size, total - observed)
        return Tails(
            mirrored.two_sided, mirrored.doubled, mirrored.greater, mirrored.less
        )
    least = int(ranks.min())
    shifted = np.sort(ranks - least)
    width = int(shifted[len(shifted) - size :].sum()) + 1
    counts = np.zeros((size + 1, width))
    counts[0, 0] = 1
    for rank in shifted:
        counts[1:, rank:] += counts[:-1, : width - rank]
    sums = np.arange(width) + least * size
    chances = counts[size] / counts[size].sum()
    return _tails(sums.astype(float), chances, observed, size * total / len(ranks))


def signed_sum_tails(ranks: Ints, observed: float) -> Tails:
    """Tails of the sum of those ranks whose sign falls positive, each by a fair coin.

    Args:
        ranks: Doubled ranks of the absolute differences that have a sign.
        observed: Sum of the doubled ranks with a positive sign.
    """
    chances = np.ones(1)
    for rank in ranks:
        longer = np.zeros(len(chances) + int(rank))
        longer[: len(chances)] += chances / 2
        longer[int(rank) :] += chances / 2
        chances = longer
    sums = np.arange(len(chances), dtype=float)
    return _tails(sums, chances, observed, float(ranks.sum()) / 2)


def normal_tail(deviation: float, sigma: float, correction: float = 0.0) -> float:
    """Two-sided p of a deviation from expectation by the normal distribution.

    Args:
        deviation: Statistic less its expectation.
        sigma: Its standard deviation; 0 gives 1.
        correction: Taken off the deviation, towards none.
    """
    if sigma <= 0:
        return 1.0
    size = max(0.0, abs(deviation) - correction)
    return probability(2 * float(stats.norm.sf(size / sigma)))


def tie_sum(values: Floats) -> float:
    """Sum of t³ - t over groups of t equal values."""
    _, counts = np.unique(values, return_counts=True)
    sizes = counts.astype(float)
    return float((sizes**3 - sizes).sum())


def _tails(sums: Floats, chances: Floats, observed: float, expected: float) -> Tails:
    far = np.abs(sums - expected) >= abs(observed - expected) - _SLACK
    less = probability(chances[sums <= observed + _SLACK].sum())
    greater = probability(chances[sums >= observed - _SLACK].sum())
    return Tails(
        probability(chances[far].sum()),
        probability(2 * min(less, greater)),
        less,
        greater,
    )
