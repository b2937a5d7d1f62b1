"""One value a subject, visit and scale, from the scores of all raters and views.

Kept as dense arrays over scales, subjects and visits, because a trial plans every
subject at every visit: a million scores are combined in a few array operations.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from models.protocol.protocol import Protocol
from models.statistics.frames import (
    GRADED,
    KIND,
    RATER,
    SCALE,
    SCHEDULED,
    SUBJECT,
    VALUE,
    VIEW,
    VISIT,
)
from models.statistics.intervals import Flags, Floats, Ints


@dataclass(frozen=True)
class Axes:
    """What the arrays run over.

    Attributes:
        scales: Keys of the scales, in the order of the protocol.
        subjects: Codes of the subjects, sorted.
        visits: Keys of the visits, in the order of the protocol.
        days: Day of each visit.
        baseline: Place of the baseline among the visits.
        scheduled: [scale, visit] whether the protocol analyses the scale there.
        groups: Names of the groups.
        group: Group of each subject, -1 for none.
    """

    scales: tuple[str, ...]
    subjects: tuple[str, ...]
    visits: tuple[str, ...]
    days: tuple[int, ...]
    baseline: int
    scheduled: Flags
    groups: tuple[str, ...]
    group: Ints

    @classmethod
    def of(
        cls,
        protocol: Protocol,
        subjects: Iterable[str],
        groups: Mapping[str, str],
        order: Sequence[str] = (),
    ) -> Self:
        """The axes of a study.

        Args:
            protocol: Tells scales, visits, baseline and schedule.
            subjects: Codes of all subjects, in any order, also repeated.
            groups: Group of each subject that has one.
            order: Names of the groups in the order wished; others follow sorted.
        """
        codes = tuple(sorted({*subjects, *groups}))
        visits = tuple(visit.key for visit in protocol.visits)
        names = tuple(dict.fromkeys([*order, *sorted(set(groups.values()))]))
        number = {name: place for place, name in enumerate(names)}
        return cls(
            scales=protocol.scales,
            subjects=codes,
            visits=visits,
            days=tuple(visit.day for visit in protocol.visits),
            baseline=visits.index(protocol.baseline),
            scheduled=np.array(
                [
                    [protocol.is_scheduled(scale, visit) for visit in visits]
                    for scale in protocol.scales
                ],
                dtype=np.bool_,
            ).reshape(len(protocol.scales), len(visits)),
            groups=names,
            group=np.array(
                [number[groups[code]] if code in groups else -1 for code in codes],
                dtype=np.int64,
            ),
        )

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of scales, subjects and visits."""
        return len(self.scales), len(self.subjects), len(self.visits)


@dataclass(frozen=True)
class Cells:
    """The combined values, and how many photographs are behind them.

    Attributes:
        values: [scale, subject, visit], NaN where there is none.
        photographs: [scale, subject, visit] photographs there are.
        not_assessable: Of these, seen but graded by nobody.
        graded: Of these, graded by somebody.
        raters: Raters who gave a grade that counts.
        views: Views to which they gave it.
    """

    values: Floats
    photographs: Ints
    not_assessable: Ints
    graded: Ints
    raters: int
    views: int


def cells_of(
    scores: pd.DataFrame,
    photographs: pd.DataFrame | None,
    axes: Axes,
    *,
    is_median: bool,
) -> Cells:
    """Combine the scores that count.

    Args:
        scores: The score frame.
        photographs: The photograph frame, or None to count those met in scores.
        axes: What to combine over.
        is_median: Whether by median rather than by mean.
    """
    views = _views(scores, photographs)
    place, is_known = _places(scores, axes)
    is_seen = is_known & scores[SCHEDULED].to_numpy(np.bool_)
    value = scores[VALUE].to_numpy(np.float64)
    counts = is_seen & _equals(scores[KIND], GRADED) & ~np.isnan(value)
    view = _codes(scores[VIEW], views)
    combine = _medians if is_median else _means
    stored = _stored(photographs, axes, views)
    seen = _photographs(place[is_seen], view[is_seen], axes, len(views))
    graded = _photographs(place[counts], view[counts], axes, len(views))
    there = stored | seen
    return Cells(
        values=combine(place[counts], value[counts], axes.shape),
        photographs=there.sum(axis=3),
        not_assessable=(seen & ~graded).sum(axis=3),
        graded=graded.sum(axis=3),
        raters=_distinct(scores[RATER], counts),
        views=_distinct(scores[VIEW], counts),
    )


def _places(scores: pd.DataFrame, axes: Axes) -> tuple[Ints, Flags]:
    """The cell of each score, and whether it has one."""
    scale = _codes(scores[SCALE], axes.scales)
    subject = _codes(scores[SUBJECT], axes.subjects)
    visit = _codes(scores[VISIT], axes.visits)
    place = (scale * len(axes.subjects) + subject) * len(axes.visits) + visit
    return place, (scale >= 0) & (subject >= 0) & (visit >= 0)


def _codes(column: "pd.Series[str]", names: Sequence[str]) -> Ints:
    """The place of each entry among names, -1 where it is none of them."""
    met = column if isinstance(column.dtype, pd.CategoricalDtype) else None
    codes = pd.Categorical(column) if met is None else met.cat
    place = {name: number for number, name in enumerate(names)}
    # One more for the code -1 of an entry that is absent.
    numbers = [*(place.get(name, -1) for name in codes.categories), -1]
    translated: Ints = np.array(numbers, dtype=np.int64)
    found: Ints = translated[np.asarray(codes.codes)]
    return found


def _equals(column: "pd.Series[str]", text: str) -> Flags:
    are_equal: Flags = _codes(column, (text,)) == 0
    return are_equal


def _distinct(column: "pd.Series[str]", counts: Flags) -> int:
    return int(column[counts].nunique())


def _means(place: Ints, value: Floats, shape: tuple[int, int, int]) -> Floats:
    size = int(np.prod(shape))
    n = np.bincount(place, minlength=size)
    total = np.bincount(place, weights=value, minlength=size)
    means = np.full(size, np.nan)
    np.divide(total, n, out=means, where=n > 0)
    return means.reshape(shape)


def _medians(place: Ints, value: Floats, shape: tuple[int, int, int]) -> Floats:
    order = np.lexsort((value, place))
    value = value[order]
    n = np.bincount(place, minlength=int(np.prod(shape)))
    first = np.cumsum(n) - n
    medians = np.full(n.shape, np.nan)
    some = n > 0
    low = value[(first + (n - 1) // 2)[some]]
    high = value[(first + n // 2)[some]]
    medians[some] = (low + high) / 2
    return medians.reshape(shape)


def _views(scores: pd.DataFrame, photographs: pd.DataFrame | None) -> list[str]:
    met = set(scores[VIEW].unique())
    if photographs is not None:
        met |= set(photographs[VIEW].unique())
    return sorted(met)


def _photographs(place: Ints, view: Ints, axes: Axes, views: int) -> Flags:
    """[scale, subject, visit, view] whether a photograph is among these scores."""
    there = np.zeros(int(np.prod(axes.shape)) * views, dtype=np.bool_)
    there[place * views + view] = True
    return there.reshape(*axes.shape, views)


def _stored(photographs: pd.DataFrame | None, axes: Axes, views: list[str]) -> Flags:
    """[scale, subject, visit, view] whether a photograph is stored."""
    there = np.zeros((len(axes.subjects), len(axes.visits), len(views)), dtype=np.bool_)
    if photographs is not None:
        subject = _codes(photographs[SUBJECT], axes.subjects)
        visit = _codes(photographs[VISIT], axes.visits)
        known = (subject >= 0) & (visit >= 0)
        view = _codes(photographs[VIEW], views)
        there[subject[known], visit[known], view[known]] = True
    return there & axes.scheduled[:, np.newaxis, :, np.newaxis]
