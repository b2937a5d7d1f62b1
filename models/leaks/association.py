"""Whether something that shows in a kit goes with the visit or the site.

Every test is one by permutation: labels are dealt out anew thousands of times, and the
share of dealings that fit at least as well is the p value. It needs no assumption and
holds for few photographs too.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

DEALINGS = 4999
HIGHEST_P = 0.001
LARGE = 0.5
"""Cramér's V for kinds, share of variance of the ranks explained for numbers."""

_Ints = npt.NDArray[np.intp]
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Association:
    """How a feature goes with a label.

    Attributes:
        effect: 0 for not at all to 1 for wholly.
        p: By permutation; 1 where the effect is not large and nothing was dealt.
    """

    effect: float
    p: float

    @property
    def tells(self) -> bool:
        """Whether one who sees the feature knows much of the label."""
        return self.effect >= LARGE and self.p < HIGHEST_P


def of_kinds(feature: Sequence[str], label: Sequence[str]) -> Association:
    """How a feature of kinds, such as the pixel size, goes with a label."""
    kinds, labels = _numbers(feature), _numbers(label)
    if not len(kinds) or kinds.max() == 0 or labels.max() == 0:
        return Association(0.0, 1.0)
    effect = _cramers_v(kinds, labels)
    if effect < LARGE:
        return Association(effect, 1.0)
    dealt = (_cramers_v(kinds, one) for one in _dealings(labels))
    return Association(effect, _share(sum(one >= effect - 1e-9 for one in dealt)))


def of_numbers(feature: Sequence[float], label: Sequence[str]) -> Association:
    """How a feature of numbers, such as the position, goes with a label."""
    if len(feature) < 3:
        return Association(0.0, 1.0)
    ranks, labels = _ranks(feature), _numbers(label)
    if labels.max() == 0 or not ranks.std():
        return Association(0.0, 1.0)
    effect = _explained(ranks, labels)
    if effect < LARGE:
        return Association(effect, 1.0)
    dealt = (_explained(ranks, one) for one in _dealings(labels))
    return Association(effect, _share(sum(one >= effect - 1e-9 for one in dealt)))


def _numbers(values: Sequence[str]) -> _Ints:
    """Each value as the number of its kind."""
    _, numbers = np.unique(np.array(values, dtype=str), return_inverse=True)
    return np.asarray(numbers, dtype=np.intp)


def _ranks(values: Sequence[float]) -> _Floats:
    """Ranks from 0, equal values sharing theirs."""
    _, place, count = np.unique(
        np.array(values, dtype=np.float64), return_inverse=True, return_counts=True
    )
    first = np.cumsum(count) - count
    ranks: _Floats = (first + (count - 1) / 2)[place]
    return ranks


def _dealings(labels: _Ints) -> "list[_Ints]":
    source = np.random.default_rng(20260301)
    return [source.permutation(labels) for _ in range(DEALINGS)]


def _share(as_good: int) -> float:
    return (as_good + 1) / (DEALINGS + 1)


def _cramers_v(kinds: _Ints, labels: _Ints) -> float:
    rows, columns = int(kinds.max()) + 1, int(labels.max()) + 1
    table = np.bincount(kinds * columns + labels, minlength=rows * columns)
    seen = table.reshape(rows, columns)
    expected = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / len(kinds)
    chi2 = float(((seen - expected) ** 2 / expected).sum())
    return float(np.sqrt(chi2 / (len(kinds) * (min(rows, columns) - 1))))


def _explained(ranks: _Floats, labels: _Ints) -> float:
    count = np.bincount(labels)
    mean = np.bincount(labels, weights=ranks) / count
    between = float((count * (mean - ranks.mean()) ** 2).sum())
    return between / float(((ranks - ranks.mean()) ** 2).sum())
