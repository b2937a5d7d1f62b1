"""One value a unit, visit and scale, from the scores of all raters and views.

First the views of a rater become one value, then the raters, each as the protocol says.
Kept as dense arrays over scales, units and visits, because a trial plans every unit at
every visit: a million scores are combined in a few array operations.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from models.protocol.analysis import Aggregation, Combine
from models.protocol.protocol import Protocol
from models.statistics.frames import (
    GRADED,
    KIND,
    RATER,
    SCALE,
    SCHEDULED,
    SIDE,
    UNIT,
    VALUE,
    VIEW,
    VISIT,
)
from models.statistics.intervals import Flags, Floats, Ints
from models.statistics.series import Series
from models.statistics.settling import settled


@dataclass(frozen=True)
class Axes:
    """What the arrays run over.

    Attributes:
        scales: Keys of the series, in the order of the protocol.
        units: Names of the units, sorted.
        visits: Keys of the visits, in the order of the protocol.
        days: Day of each visit.
        baseline: Place of the baseline among the visits.
        scheduled: [scale, visit] whether the protocol analyses the scale there.
        groups: Names of the groups.
        group: Group of each unit, -1 for none.
        noun: What a unit is called: "subject" or "side".
        photographed: [scale] whether it is scored from photographs.
    """

    scales: tuple[str, ...]
    units: tuple[str, ...]
    visits: tuple[str, ...]
    days: tuple[int, ...]
    baseline: int
    scheduled: Flags
    groups: tuple[str, ...]
    group: Ints
    noun: str
    photographed: Flags

    @classmethod
    def of(
        cls,
        protocol: Protocol,
        units: Iterable[str],
        groups: Mapping[str, str],
        order: Sequence[str] = (),
        *,
        series: Sequence[Series],
    ) -> Self:
        """The axes of a study.

        Args:
            protocol: Tells visits, baseline and schedule.
            units: Names of all units, in any order, also repeated.
            groups: Group of each unit that has one.
            order: Names of the groups in the order wished; others follow sorted.
            series: What is followed.
        """
        named = tuple(sorted({*units, *groups}))
        visits = tuple(visit.key for visit in protocol.visits)
        names = tuple(dict.fromkeys([*order, *sorted(set(groups.values()))]))
        number = {name: place for place, name in enumerate(names)}
        return cls(
            scales=tuple(one.key for one in series),
            units=named,
            visits=visits,
            days=tuple(visit.day for visit in protocol.visits),
            baseline=visits.index(protocol.baseline),
            scheduled=np.array(
                [
                    [protocol.is_scheduled(one.key, visit) for visit in visits]
                    for one in series
                ],
                dtype=np.bool_,
            ).reshape(len(series), len(visits)),
            groups=names,
            group=np.array(
                [number[groups[unit]] if unit in groups else -1 for unit in named],
                dtype=np.int64,
            ),
            noun=protocol.unit_noun,
            photographed=np.array([one.is_photograph for one in series], np.bool_),
        )

    @property
    def shape(self) -> tuple[int, int, int]:
        """Numbers of scales, units and visits."""
        return len(self.scales), len(self.units), len(self.visits)


@dataclass(frozen=True)
class Cells:
    """The combined values, and how many photographs are behind them.

    Attributes:
        values: [scale, unit, visit], NaN where there is none.
        grades: [scale, unit, visit] grades that are in the value.
        photographs: [scale, unit, visit] photographs there are.
        not_assessable: Of these, seen but graded by nobody.
        graded: Of these, graded by somebody.
        raters: Raters who gave a grade that counts.
        views: Views of a unit to which they gave it, of that with most.
    """

    values: Floats
    grades: Ints
    photographs: Ints
    not_assessable: Ints
    graded: Ints
    raters: int
    views: int


def cells_of(
    scores: pd.DataFrame,
    photographs: pd.DataFrame | None,
    axes: Axes,
    aggregation: Aggregation,
) -> Cells:
    """Combine the scores that count.

    Args:
        scores: The score frame.
        photographs: The photograph frame, or None to count those met in scores.
        axes: What to combine over.
        aggregation: How.
    """
    scores = settled(scores, aggregation)
    views = _views(scores, photographs)
    of_photograph = _of_photograph(scores, axes)
    place, is_known = _places(scores, axes)
    is_seen = is_known & scores[SCHEDULED].to_numpy(np.bool_)
    value = scores[VALUE].to_numpy(np.float64)
    counts = is_seen & _equals(scores[KIND], GRADED) & ~np.isnan(value)
    view = _codes(scores[VIEW], views)
    grades = np.bincount(place[counts], minlength=int(np.prod(axes.shape)))
    stored = _stored(photographs, axes, views)
    shown, rated = is_seen & of_photograph, counts & of_photograph
    seen = _photographs(place[shown], view[shown], axes, len(views))
    graded = _photographs(place[rated], view[rated], axes, len(views))
    there = stored | seen
    return Cells(
        values=_combined(
            place[counts], value[counts], scores[RATER][counts], axes.shape, aggregation
        ),
        grades=grades.reshape(axes.shape),
        photographs=there.sum(axis=3),
        not_assessable=(seen & ~graded).sum(axis=3),
        graded=graded.sum(axis=3),
        raters=_distinct(scores[RATER], rated),
        views=_views_of_a_unit(scores.loc[rated, [SIDE, VIEW]]),
    )


def _of_photograph(scores: pd.DataFrame, axes: Axes) -> Flags:
    """Whether each score was given to a photograph."""
    # One more for a series that is none of those followed, which comes out as -1.
    flags = np.append(axes.photographed, np.False_)
    found: Flags = flags[_codes(scores[SCALE], axes.scales)]
    return found


def _places(scores: pd.DataFrame, axes: Axes) -> tuple[Ints, Flags]:
    """The cell of each score, and whether it has one."""
    scale = _codes(scores[SCALE], axes.scales)
    unit = _codes(scores[UNIT], axes.units)
    visit = _codes(scores[VISIT], axes.visits)
    place = (scale * len(axes.units) + unit) * len(axes.visits) + visit
    return place, (scale >= 0) & (unit >= 0) & (visit >= 0)


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


def _views_of_a_unit(graded: pd.DataFrame) -> int:
    """How many views of one side, or of the subject, were graded, at the most."""
    if graded.empty:
        return 0
    return int(graded.groupby(SIDE, observed=True)[VIEW].nunique().max())


def _combined(
    place: Ints,
    value: Floats,
    rater: "pd.Series[str]",
    shape: tuple[int, int, int],
    aggregation: Aggregation,
) -> Floats:
    """One value a place: of a rater over the views, then over the raters."""
    raters = sorted(rater.unique())
    of_rater = place * len(raters) + _codes(rater, raters)
    size = int(np.prod(shape))
    by_rater = _middles(of_rater, value, size * len(raters), aggregation.views)
    there = np.flatnonzero(~np.isnan(by_rater))
    over_raters = there // max(len(raters), 1)
    found = _middles(over_raters, by_rater[there], size, aggregation.raters)
    return found.reshape(shape)


def _middles(place: Ints, value: Floats, size: int, how: Combine) -> Floats:
    """The mean or median of the values of each place, NaN where there are none."""
    combine = _means if how is Combine.MEAN else _medians
    return combine(place, value, size)


def _means(place: Ints, value: Floats, size: int) -> Floats:
    n = np.bincount(place, minlength=size)
    total = np.bincount(place, weights=value, minlength=size)
    means = np.full(size, np.nan)
    np.divide(total, n, out=means, where=n > 0)
    return means


def _medians(place: Ints, value: Floats, size: int) -> Floats:
    order = np.lexsort((value, place))
    value = value[order]
    n = np.bincount(place, minlength=size)
    first = np.cumsum(n) - n
    medians = np.full(n.shape, np.nan)
    some = n > 0
    low = value[(first + (n - 1) // 2)[some]]
    high = value[(first + n // 2)[some]]
    medians[some] = (low + high) / 2
    return medians


def _views(scores: pd.DataFrame, photographs: pd.DataFrame | None) -> list[str]:
    met = set(scores[VIEW].unique())
    if photographs is not None:
        met |= set(photographs[VIEW].unique())
    return sorted(met)


def _photographs(place: Ints, view: Ints, axes: Axes, views: int) -> Flags:
    """[scale, unit, visit, view] whether a photograph is among these scores."""
    there = np.zeros(int(np.prod(axes.shape)) * views, dtype=np.bool_)
    there[place * views + view] = True
    return there.reshape(*axes.shape, views)


def _stored(photographs: pd.DataFrame | None, axes: Axes, views: list[str]) -> Flags:
    """[scale, unit, visit, view] whether a photograph is stored."""
    there = np.zeros((len(axes.units), len(axes.visits), len(views)), dtype=np.bool_)
    if photographs is not None:
        unit = _codes(photographs[UNIT], axes.units)
        visit = _codes(photographs[VISIT], axes.visits)
        known = (unit >= 0) & (visit >= 0)
        view = _codes(photographs[VIEW], views)
        there[unit[known], visit[known], view[known]] = True
    planned = axes.scheduled & axes.photographed[:, np.newaxis]
    return there & planned[:, np.newaxis, :, np.newaxis]
