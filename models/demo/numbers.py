"""Made-up numbers over the visits, with the means that were asked for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.demo.fitting import Floats, with_mean
from models.demo.worked import value
from models.store.measure_records import NewMeasurement

Seen = Mapping[str, NDArray[np.bool_]]
"""Who has a value at each visit, a place for every subject."""


@dataclass(frozen=True)
class Numbers:
    """A series of numbers that is made up.

    Attributes:
        step: What every value is a multiple of.
        lowest: No value at the first visit lies below.
        highest: No value lies above.
        spread: Standard deviation between subjects.
        scatter: Standard deviation of a subject's change.
        means: Mean at a visit, over all who have a value there.
        changes: Mean change from the first visit, over all who have both values.
        later_lowest: No value at later visits lies below; as at the first if None.
    """

    step: float
    lowest: float
    highest: float
    spread: float
    scatter: float
    means: Mapping[str, float]
    changes: Mapping[str, float] = field(default_factory=dict)
    later_lowest: float | None = None


def drawn(
    rng: np.random.Generator, numbers: Numbers, visits: Sequence[str], seen: Seen
) -> dict[str, Floats]:
    """Draw the values of everybody at the visits of a series.

    Those who stay to the end have the mean of the first visit among themselves too, so
    that a mean at a later visit and the mean change do not contradict each other.

    Args:
        rng: For the values.
        numbers: What is asked of them.
        visits: Keys of the visits, the first one first.
        seen: Who has a value when.

    Returns:
        Values by visit, NaN where there is none.
    """
    first, last = visits[0], visits[-1]
    start = _start(rng, numbers, first, seen[first], seen[last] & seen[first])
    found = {first: start}
    for visit in visits[1:]:
        has_both = seen[visit] & seen[first]
        found[visit] = _later(rng, numbers, visit, start, has_both)
    return found


def _start(
    rng: np.random.Generator,
    numbers: Numbers,
    visit: str,
    seen: NDArray[np.bool_],
    stays: NDArray[np.bool_],
) -> Floats:
    wanted = numbers.means[visit]
    values = np.full(len(seen), np.nan)
    values[seen] = rng.normal(wanted, numbers.spread, int(seen.sum()))
    leaves = seen & ~stays
    total = round(wanted * seen.sum() / numbers.step) * numbers.step
    values[stays] = _fitted(values[stays], wanted, numbers, numbers.lowest)
    if leaves.any():
        rest = (total - values[stays].sum()) / leaves.sum()
        values[leaves] = _fitted(values[leaves], float(rest), numbers, numbers.lowest)
    return values


def _later(
    rng: np.random.Generator,
    numbers: Numbers,
    visit: str,
    start: Floats,
    has_both: NDArray[np.bool_],
) -> Floats:
    before = start[has_both]
    if visit in numbers.changes:
        size, step = len(before), numbers.step
        change = round(numbers.changes[visit] * size / step) * step / size
        wanted = float(before.mean() + change)
    else:
        wanted = numbers.means[visit]
    moved = before + (wanted - before.mean())
    moved = moved + rng.normal(0, numbers.scatter, len(before))
    lowest = numbers.lowest if numbers.later_lowest is None else numbers.later_lowest
    values = np.full(len(start), np.nan)
    values[has_both] = _fitted(moved, wanted, numbers, lowest)
    return values


def _fitted(values: Floats, mean: float, numbers: Numbers, lowest: float) -> Floats:
    return with_mean(
        values, mean, step=numbers.step, lowest=lowest, highest=numbers.highest
    )


def entered(
    subjects: Sequence[str],
    assessment: str,
    numbers: Mapping[str, Floats],
    seen: Seen,
    *,
    why_not: str = "",
    by: str = "",
) -> Iterator[NewMeasurement]:
    """Values as they are entered: one that was not done says why.

    Args:
        subjects: Codes.
        assessment: Key of the series.
        numbers: Values by visit, NaN where there is none.
        seen: Who was at each visit; nothing is entered of those who were not.
        why_not: Why somebody who was there has no value.
        by: Who gave or took it.
    """
    for visit, values in numbers.items():
        for code, number, is_there in zip(subjects, values, seen[visit], strict=True):
            if not np.isnan(number):
                yield value(code, visit, assessment, float(number), by=by)
            elif is_there:
                yield value(code, visit, assessment, None, by=by, why_not=why_not)
