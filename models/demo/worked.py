"""Everything that is put into a demo study, made up before anything is stored."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from models.demo.raters import Habit, Place, Truth
from models.demo.shots import Shot
from models.measures.recording import NOT_DONE
from models.protocol.protocol import Protocol, Visit
from models.store.measure_records import (
    EventOutcome,
    NewAdverseEvent,
    NewMeasurement,
    Relation,
    Severity,
)

Days = dict[tuple[str, str], date]
"""The day on which a subject was seen, by its code and the key of the visit."""

_LATE = 0.04  # of the visits with a window miss it


@dataclass(frozen=True)
class Worked:
    """A whole study, made up.

    Attributes:
        sites: Site of every subject by its code; empty text where there is one site.
        days: When each subject was seen; a visit that was missed is not in it.
        arms: Name of the arm by name of the unit; empty where nothing is allocated.
        shots: The photographs to be drawn.
        truths: The true grades of each photograph.
        panel: Who scores the photographs.
        values: What is not scored from photographs.
        answers: Answers to eligibility rules, by subject and key of the rule.
        events: Adverse events, numbered 0.
        constants: What is kept equal, by instrument and name of the setting.
    """

    sites: Mapping[str, str]
    days: Days
    arms: Mapping[str, str] = field(default_factory=dict)
    shots: tuple[Shot, ...] = ()
    truths: Mapping[Place, Truth] = field(default_factory=dict)
    panel: tuple[Habit, ...] = ()
    values: tuple[NewMeasurement, ...] = ()
    answers: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    events: tuple[NewAdverseEvent, ...] = ()
    constants: Mapping[tuple[str, str], str] = field(default_factory=dict)


def codes(count: int) -> tuple[str, ...]:
    """Codes of as many subjects: "001", "002" and so on."""
    return tuple(f"{number:03}" for number in range(1, count + 1))


def visit_days(
    rng: np.random.Generator,
    protocol: Protocol,
    subjects: Sequence[str],
    start: date,
    *,
    every: float,
    last_visit: Mapping[str, int] | None = None,
) -> Days:
    """When everybody was seen: about as planned, now and then outside of the window.

    Args:
        rng: For the days.
        protocol: Tells the visits.
        subjects: Codes, in the order in which they entered.
        start: Day of the first subject's visit on day 0.
        every: Days from one subject to the next.
        last_visit: Place of the last visit of those who left early, by code.
    """
    found: Days = {}
    for number, code in enumerate(subjects):
        zero = start + timedelta(days=int(every * number))
        last = (last_visit or {}).get(code, len(protocol.visits))
        for place, visit in enumerate(protocol.visits):
            if place <= last:
                off = _days_off(rng, visit)
                found[code, visit.key] = zero + timedelta(days=visit.day + off)
    return found


def _days_off(rng: np.random.Generator, visit: Visit) -> int:
    """Days by which a visit differs from its plan."""
    if abs(visit.day) <= 1:
        return 0
    if visit.earliest is None or visit.latest is None:
        most = min(7, abs(visit.day) // 7)
        return int(np.clip(np.rint(rng.normal(0, most / 2)), -most, most))
    before, after = visit.day - visit.earliest, visit.latest - visit.day
    if rng.random() < _LATE:
        return after + int(rng.integers(1, 4))
    return int(np.clip(np.rint(rng.normal(0, after / 3)), -before, after))


def taken_at(day: date, number: int) -> datetime:
    """When the photograph of a subject was taken on a day, by the subject's place."""
    minutes = 11 * (number % 40)
    return datetime.combine(day, time(9), UTC) + timedelta(minutes=minutes)


def value(
    subject: str,
    visit: str,
    assessment: str,
    number: float | None,
    *,
    side: str = "",
    by: str = "",
    why_not: str = "",
) -> NewMeasurement:
    """A value as it is entered, or, where there is none, why it was not done."""
    reason = "" if number is not None else NOT_DONE + why_not
    number = None if number is None else float(number)
    return NewMeasurement(subject, visit, assessment, number, reason, side, rated_by=by)


def event(
    subject: str,
    term: str,
    onset: date,
    lasted: int,
    relation: Relation,
    *,
    severity: Severity = Severity.MILD,
    place: str = "",
    side: str = "",
) -> NewAdverseEvent:
    """An adverse event that went by, numbered 0.

    Args:
        subject: Code.
        term: What happened.
        onset: Day it began.
        lasted: Days until it was over.
        relation: How likely it comes from the treatment.
        severity: How strong it was.
        place: Where on the body.
        side: "left", "right" or empty.
    """
    return NewAdverseEvent(
        number=0,
        subject=subject,
        term=term,
        onset=onset.isoformat(),
        ended=(onset + timedelta(days=lasted)).isoformat(),
        severity=severity,
        relation=relation,
        outcome=EventOutcome.RECOVERED,
        serious=False,
        place=place,
        side=side,
    )


def all_answers(
    protocol: Protocol,
    subjects: Iterable[str],
    left_open: Iterable[tuple[str, str]] = (),
) -> dict[tuple[str, str], bool]:
    """Everybody may enter, as far as a person answers the rules.

    Args:
        protocol: Tells the rules.
        subjects: Codes.
        left_open: Subject and rule that nobody has answered yet.
    """
    is_open = frozenset(left_open)
    return {
        (code, rule.key): not rule.is_exclusion
        for code in subjects
        for rule in protocol.eligibility
        if rule.is_answered and (code, rule.key) not in is_open
    }
