"""Medians and intervals of all pairwise numbers: differences and Walsh averages.

A rank test of a shift changes only where the shift passes one of these numbers, so its
interval ends at two of them. Values that repeat are weighted instead of listed, and
where the pairs are too many even so, the wanted number is found by halving.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import stats

from models.statistics.intervals import Floats

MOST_PAIRS = 4_000_000
_DIGITS = 12
_HALVINGS = 52


@dataclass(frozen=True)
class Steps:
    """Numbers in ascending order, each with how often it occurs.

    Attributes:
        at: Returns the number with a rank, counted from 1.
        total: How many numbers there are.
    """

    at: Callable[[float], float]
    total: float

    def median(self) -> float:
        """The median of the numbers."""
        low = np.floor((self.total + 1) / 2)
        high = np.ceil((self.total + 1) / 2)
        lower = self.at(float(low))
        return (lower + self.at(float(high))) / 2 if high > low else lower

    def asymptotic(self, sigma: float, level: float) -> tuple[float, float]:
        """The interval that inverts the normal test with continuity correction.

        The same as wilcox.test of R gives where it does not count exactly.

        Args:
            sigma: Standard deviation of the statistic, corrected for ties.
            level: Coverage asked for.
        """
        far = float(stats.norm.ppf((1 + level) / 2)) * sigma + 0.5
        rank = min(self.total, max(1.0, float(np.ceil(self.total / 2 - far - 1e-9))))
        return self.at(rank), self.at(self.total + 1 - rank)


def differences(first: Floats, second: Floats) -> Steps:
    """Every value of the first sample less every one of the second."""
    one, one_counts = np.unique(first, return_counts=True)
    two, two_counts = np.unique(second, return_counts=True)
    if len(one) * len(two) <= MOST_PAIRS:
        return _listed(
            np.subtract.outer(one, two).ravel(),
            np.multiply.outer(one_counts, two_counts).ravel().astype(float),
        )
    # Sorted queries meet neighbouring memory: many times quicker than unsorted ones.
    ordered, asked = np.sort(second), np.sort(first)

    def not_above(number: float) -> float:
        places = np.searchsorted(ordered, asked - number, side="left")
        return float(len(asked) * len(ordered) - places.sum())

    return _halved(
        not_above,
        float(one[0] - two[-1]),
        float(one[-1] - two[0]),
        float(len(first)) * len(second),
    )


def walsh_averages(values: Floats) -> Steps:
    """The mean of every pair of values, each with itself too."""
    one, counts = np.unique(values, return_counts=True)
    if len(one) ** 2 <= MOST_PAIRS:
        rows, columns = np.triu_indices(len(one))
        weights = np.where(
            rows == columns,
            counts[rows] * (counts[rows] + 1) / 2,
            counts[rows].astype(float) * counts[columns],
        )
        return _listed((one[rows] + one[columns]) / 2, weights)
    ordered = np.sort(values)

    def not_above(number: float) -> float:
        places = np.searchsorted(ordered, 2 * number - ordered, side="right")
        alone = float((ordered <= number).sum())
        return (float(places.sum()) + alone) / 2

    size = len(values)
    return _halved(not_above, float(one[0]), float(one[-1]), size * (size + 1) / 2)


def _listed(numbers: Floats, weights: Floats) -> Steps:
    scale = float(np.abs(numbers).max()) or 1.0
    digits = _DIGITS - int(np.ceil(np.log10(scale)))
    points, place = np.unique(np.round(numbers, digits), return_inverse=True)
    counts = np.bincount(place, weights=weights)
    sums = np.cumsum(counts)

    def at(rank: float) -> float:
        return float(points[int(np.searchsorted(sums, rank - 1e-9))])

    return Steps(at, float(sums[-1]))


def _halved(
    not_above: Callable[[float], float], least: float, most: float, total: float
) -> Steps:
    def at(rank: float) -> float:
        low, high = least, most
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            if middle in {low, high}:
                break
            if not_above(middle) >= rank:
                high = middle
            else:
                low = middle
        return high

    return Steps(at, total)
