"""Entering values, visit dates, adverse events and answers into a study.

What is entered again alike is left as it is. What replaces something else is a
correction and needs a reason. A locked study takes nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from models.errors import ExpectedError, Problem
from models.store.measure_records import (
    AdverseEvent,
    Measurement,
    NewAdverseEvent,
    NewMeasurement,
)
from models.store.store import StudyStore
from models.words import counted

NOT_DONE = "not done: "
"""What the reason of a value that was not done begins with."""


def refuse_if_locked(store: StudyStore) -> None:
    """Refuse to enter anything into a locked study.

    Raises:
        ExpectedError: The study is locked.
    """
    if store.is_locked():
        raise ExpectedError(
            "The study is locked: nothing can be entered any more.",
            hint="A coordinator can unlock it, with a reason on record.",
        )


def is_same(new: NewMeasurement, old: NewMeasurement) -> bool:
    """Whether two entries of a place say the same."""
    return (new.value, new.reason, dict(new.parts)) == (
        old.value,
        old.reason,
        dict(old.parts),
    ) and (not new.rated_by or new.rated_by == old.rated_by)


def is_unlike(new: NewMeasurement, old: NewMeasurement) -> bool:
    """Whether an entry would replace another value, and so needs a reason."""
    return (new.value, new.reason) != (old.value, old.reason) or (
        bool(new.parts) and dict(new.parts) != dict(old.parts)
    )


def record_measurements(
    store: StudyStore,
    new: Sequence[NewMeasurement],
    *,
    by: str,
    role: str = "coordinator",
    action: str = "values entered",
) -> int:
    """Store values that were checked, all or none.

    Args:
        store: The study.
        new: Values; a correction carries its reason in `why`.
        by: Who enters them.
        role: In what role.
        action: For the audit trail.

    Returns:
        How many were stored; those known already, alike, are left out.

    Raises:
        ExpectedError: The study is locked, or a correction has no reason.
    """
    refuse_if_locked(store)
    known = {one.place: one for one in store.measurements()}
    changed = [
        one
        for one in new
        if one.place not in known or not is_same(one, known[one.place])
    ]
    problems = [
        Problem(_place_words(store, one), f"is {_said(known[one.place])} already")
        for one in changed
        if one.place in known and is_unlike(one, known[one.place]) and not one.why
    ]
    if problems:
        raise _unreasoned(counted(len(problems), "value"), problems)
    if changed:
        with store.changes(by=by, role=role, action=action) as changes:
            for one in changed:
                changes.add_measurement(one)
    return len(changed)


def record_visit_dates(
    store: StudyStore,
    days: Mapping[tuple[str, str], str],
    *,
    by: str,
    role: str = "coordinator",
    why: str = "",
) -> int:
    """Store the days on which subjects were seen, by subject and visit.

    Args:
        store: The study.
        days: ISO 8601, or empty to take a day back.
        by: Who enters them.
        role: In what role.
        why: Reason, where another day stands there.

    Returns:
        How many were stored.

    Raises:
        ExpectedError: The study is locked, a day is none, or a correction has no
            reason.
    """
    refuse_if_locked(store)
    known = store.visit_dates()
    changed = {place: day for place, day in days.items() if known.get(place, "") != day}
    wrong = [
        Problem(f"subject {place[0]}, {place[1]}", f"{day!r} is no day like 2026-03-31")
        for place, day in changed.items()
        if day and not _is_day(day)
    ]
    if wrong:
        raise ExpectedError("There are days that are none.", problems=wrong)
    corrected = [
        Problem(f"subject {place[0]}, {place[1]}", f"is {known[place]} already")
        for place in changed
        if place in known
    ]
    if corrected and not why.strip():
        raise _unreasoned(counted(len(corrected), "visit date"), corrected)
    if changed:
        with store.changes(by=by, role=role, action="visit dates entered") as changes:
            for (subject, visit), day in changed.items():
                reason = why.strip() if (subject, visit) in known else ""
                changes.add_visit_date(subject, visit, day, reason)
    return len(changed)


def record_answers(
    store: StudyStore,
    answers: Mapping[tuple[str, str], bool],
    *,
    by: str,
    role: str = "coordinator",
    why: str = "",
) -> int:
    """Store answers to eligibility rules, by subject and key of the rule.

    Returns:
        How many were stored.

    Raises:
        ExpectedError: The study is locked, or a changed answer has no reason.
    """
    refuse_if_locked(store)
    known = store.eligibility_answers()
    changed = {place: yes for place, yes in answers.items() if known.get(place) != yes}
    corrected = [
        Problem(f"subject {place[0]}, rule {place[1]}", "is answered otherwise already")
        for place in changed
        if place in known
    ]
    if corrected and not why.strip():
        raise _unreasoned(counted(len(corrected), "answer"), corrected)
    if changed:
        with store.changes(by=by, role=role, action="eligibility answered") as changes:
            for (subject, rule), yes in changed.items():
                reason = why.strip() if (subject, rule) in known else ""
                changes.add_eligibility_answer(subject, rule, yes=yes, why=reason)
    return len(changed)


def record_adverse_events(
    store: StudyStore,
    events: Sequence[NewAdverseEvent],
    *,
    by: str,
    role: str = "coordinator",
) -> tuple[int, ...]:
    """Store adverse events, or their revisions, all or none.

    Args:
        store: The study.
        events: Those with the number 0 are new and get the next numbers. One with a
            number revises the event that has it; `why` says for what reason.
        by: Who enters them.
        role: In what role.

    Returns:
        The numbers of the events, in order.

    Raises:
        ExpectedError: The study is locked, an event has faults, a number is unknown, or
            a revision has no reason.
    """
    refuse_if_locked(store)
    known = {one.number: one for one in store.adverse_events()}
    following = max(known, default=0)
    numbered: list[NewAdverseEvent] = []
    problems: list[Problem] = []
    for place, event in enumerate(events, 1):
        where = f"event {event.number or place}"
        problems += [Problem(where, text) for text in event_faults(event)]
        if event.number and event.number not in known:
            problems.append(Problem(where, "there is no event with this number"))
        elif event.number and not event.why.strip():
            problems.append(Problem(where, "a revision needs a reason"))
        following += not event.number
        numbered.append(event if event.number else replace(event, number=following))
    if problems:
        raise ExpectedError(
            f"No adverse event was entered: {counted(len(problems), 'fault')}.",
            problems=problems,
        )
    if numbered:
        with store.changes(by=by, role=role, action="adverse events entered") as to:
            for event in numbered:
                to.add_adverse_event(event)
    return tuple(event.number for event in numbered)


def withdraw_adverse_event(
    store: StudyStore, event: AdverseEvent, *, by: str, why: str
) -> None:
    """Take an adverse event back that was entered in error; it stays on record.

    Raises:
        ExpectedError: The study is locked, or no reason is given.
    """
    fields = {name: getattr(event, name) for name in _EVENT_FIELDS}
    again = NewAdverseEvent(**fields | {"withdrawn": True, "why": why.strip()})
    record_adverse_events(store, [again], by=by)


_EVENT_FIELDS = tuple(NewAdverseEvent.__dataclass_fields__)


def event_faults(event: NewAdverseEvent) -> Iterable[str]:
    """What is wrong with an adverse event by itself, each a sentence."""
    if not event.term.strip():
        yield "say what happened"
    if not _is_day(event.onset):
        yield "the onset must be a day like 2026-03-31"
    if event.ended and not _is_day(event.ended):
        yield "the end must be a day like 2026-03-31, or empty"
    elif event.ended and _is_day(event.onset) and event.ended < event.onset:
        yield f"it ends on {event.ended}, before its onset on {event.onset}"


def record_constant(
    store: StudyStore,
    instrument: str,
    name: str,
    value: str,
    *,
    by: str,
    role: str = "coordinator",
    why: str = "",
) -> bool:
    """Store what is kept equal in a study, such as the probe of a device.

    Returns:
        Whether anything was stored: not if it is known already, alike.

    Raises:
        ExpectedError: The study is locked, or a correction has no reason.
    """
    refuse_if_locked(store)
    known = store.study_constants().get((instrument, name), "")
    if known == value.strip():
        return False
    if known and not why.strip():
        raise _unreasoned("1 setting", [Problem(name, f"is {known} already")])
    with store.changes(by=by, role=role, action="setting entered") as changes:
        changes.add_study_constant(instrument, name, value.strip(), why.strip())
    return True


def _unreasoned(what: str, problems: Sequence[Problem]) -> ExpectedError:
    return ExpectedError(
        f"{what} would be corrected, and no reason is given; nothing was entered.",
        hint="Give the reason of the correction, which goes on record.",
        problems=problems,
    )


def _is_day(text: str) -> bool:
    """Whether a text is a day as 2026-03-31."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _said(old: Measurement) -> str:
    return old.reason if old.value is None else f"{old.value:g}"


def _place_words(store: StudyStore, new: NewMeasurement) -> str:
    names = {one.key: one.name for one in store.protocol().assessments}
    side = f", {new.side}" if new.side else ""
    name = names.get(new.assessment, new.assessment)
    return f"subject {new.subject}, {new.visit}{side}, {name}"
