"""The two entries of a double entry, held against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.store.measure_records import Measurement
from models.words import number_text


@dataclass(frozen=True)
class Difference:
    """A place where the second entry is not as the first.

    Attributes:
        subject: Code of the subject.
        side: "left", "right" or empty.
        visit: Key of the visit.
        series: Key of the assessment.
        first: The first entry in words, or empty where there is none.
        second: The second, likewise.
    """

    subject: str
    side: str
    visit: str
    series: str
    first: str
    second: str


def differences(measurements: Sequence[Measurement]) -> tuple[Difference, ...]:
    """Where two entries differ, or a place of the second lacks the first.

    A place that was entered once only, as the first, is no difference: double entry may
    be for a part of the study.

    Args:
        measurements: What counts now, both entries.
    """
    first = {one.place[:4]: one for one in measurements if one.entry == 1}
    second = {one.place[:4]: one for one in measurements if one.entry == 2}
    found = []
    for place, again in second.items():
        before = first.get(place)
        if before and (before.value, before.reason) == (again.value, again.reason):
            continue
        subject, side, visit, series = place
        said = _said(before) if before else ""
        found.append(Difference(subject, side, visit, series, said, _said(again)))
    return tuple(sorted(found, key=lambda one: (one.subject, one.visit, one.series)))


def _said(one: Measurement) -> str:
    return one.reason if one.value is None else number_text(one.value)
