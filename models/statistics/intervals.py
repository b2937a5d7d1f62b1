"""Intervals of a mean and of a median, for many samples at once.

The mean has Student's interval, which supposes that means vary normally. The median has
the one between two order statistics, which supposes nothing: by the binomial
distribution of how many values lie below the median, its coverage is known exactly and
is at least what was asked. Where no pair of order statistics reaches that, there is no
interval.
"""

from typing import NamedTuple

import numpy as np
from scipy import stats

from models.statistics.arrays import LEVEL as LEVEL
from models.statistics.arrays import Flags as Flags
from models.statistics.arrays import Floats as Floats
from models.statistics.arrays import Ints as Ints


class MeanIntervals(NamedTuple):
    """Bounds of means, NaN where a sample has fewer than two values."""

    lower: Floats
    upper: Floats


class MedianRanks(NamedTuple):
    """Which order statistics bound a median.

    Attributes:
        lower: Rank from 1 of the value that is the lower bound; 0 where there is none.
        upper: Rank from 1 of the value that is the upper bound; 0 where there is none.
        coverage: Exact probability that the interval holds the median of a continuous
            distribution (of a discrete one at least that); NaN where there is none.
    """

    lower: Ints
    upper: Ints
    coverage: Floats


def mean_intervals(
    n: Ints, mean: Floats, sd: Floats, level: float = LEVEL
) -> MeanIntervals:
    """Student's t intervals of means.

    Args:
        n: Values in each sample.
        mean: Mean of each sample.
        sd: Standard deviation of each sample, with n - 1.
        level: Coverage asked for.
    """
    lower = np.full(n.shape, np.nan)
    upper = np.full(n.shape, np.nan)
    enough = n >= 2
    some = n[enough]
    half = stats.t.ppf((1 + level) / 2, some - 1) * sd[enough] / np.sqrt(some)
    lower[enough] = mean[enough] - half
    upper[enough] = mean[enough] + half
    return MeanIntervals(lower, upper)


def median_ranks(n: Ints, level: float = LEVEL) -> MedianRanks:
    """Ranks of the order statistics between which a median lies.

    Args:
        n: Values in each sample.
        level: Coverage asked for; the narrowest symmetric pair that reaches it is
            taken.
    """
    sizes, place = np.unique(n, return_inverse=True)
    # The k-th from either end misses the median with probability 2 P(B <= k - 1).
    lower = np.asarray(stats.binom.ppf((1 - level) / 2, sizes, 0.5), dtype=np.int64)
    missed = 2 * stats.binom.cdf(lower - 1, sizes, 0.5)
    reached = (lower >= 1) & (missed <= 1 - level + 1e-12)
    lower = np.where(reached, lower, 0)
    upper = np.where(reached, sizes + 1 - lower, 0)
    coverage = np.where(reached, 1 - missed, np.nan)
    back = place.reshape(n.shape)
    return MedianRanks(lower[back], upper[back], coverage[back])


def smallest_sample(level: float = LEVEL) -> int:
    """How many values a median needs to have an interval: 6 for 95 %."""
    return int(np.ceil(1 - np.log2(1 - level)))
