"""How far a study is, and what comes next. No Qt."""

from dataclasses import dataclass, replace
from enum import StrEnum

from models.protocol.protocol import SIDES, Protocol
from models.store.store import StudyStore
from models.words import counted


@dataclass(frozen=True)
class Standing:
    """Counts and states that say how far a study is.

    Attributes:
        subjects: How many there are.
        photographs: How many are stored.
        planned: How many the protocol plans for these subjects.
        raters: How many there are.
        readings: Begun, finished or not.
        finished: Readings finished.
        scores: Scores that count now.
        has_arms: Whether there is anything to allocate.
        is_sealed: Whether an allocation is sealed in the study.
        is_locked: Whether scoring is closed.
        is_opened: Whether the allocation was opened on record.
        values: Values beside photographs that were entered.
        planned_values: How many the protocol plans for these subjects.
        has_photographs: Whether anything is photographed.
    """

    subjects: int
    photographs: int
    planned: int
    raters: int
    readings: int
    finished: int
    scores: int
    has_arms: bool
    is_sealed: bool
    is_locked: bool
    is_opened: bool
    values: int = 0
    planned_values: int = 0
    has_photographs: bool = True


class State(StrEnum):
    """Where a step stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True)
class StudyStep:
    """One step of a study, from the folder of photographs to the trajectories.

    Attributes:
        title: What is done: "Import the photographs".
        detail: How far it is.
        button: Word on its button.
        page: Page on which it is done.
        command: Command of that page, or empty to show the page only.
        state: Whether it is done, next, or later.
    """

    title: str
    detail: str
    button: str
    page: str
    command: str = ""
    state: State = State.LATER


def standing(store: StudyStore) -> Standing:
    """Read how far a study is."""
    protocol = store.protocol()
    subjects = store.subjects()
    visits = sum(1 for visit in protocol.visits if visit.photographs)
    readings = store.readings()
    return Standing(
        subjects=len(subjects),
        photographs=len(store.photographs()),
        planned=len(subjects) * visits * len(protocol.views),
        raters=len(store.raters()),
        readings=len(readings),
        finished=sum(1 for reading in readings if reading.finished_at),
        scores=len(store.score_rows()),
        has_arms=protocol.has_arms,
        is_sealed=bool(store.envelopes()),
        is_locked=store.is_locked(),
        is_opened=bool(store.opened_groups()),
        values=sum(one.entry == 1 for one in store.measurements()),
        planned_values=len(subjects) * _values_of_a_subject(protocol),
        has_photographs=protocol.has_photographs,
    )


def _values_of_a_subject(protocol: Protocol) -> int:
    sides = len(SIDES)
    return sum(
        len(one.visits) * (sides if one.is_per_side else 1)
        for one in protocol.assessments
    )


def steps(now: Standing) -> tuple[StudyStep, ...]:
    """The steps of a study in their order; the first that is open comes next."""
    drafts = [_photographs(now)] if now.has_photographs else [_values(now)]
    if now.has_arms:
        drafts.append(_seal(now))
    if now.has_photographs:
        drafts.append(_reading(now))
    drafts.append(_lock(now))
    if now.has_arms:
        drafts.append(_opening(now))
    drafts.append((False, _trajectories(now)))
    result = []
    is_next = True
    for is_done, step in drafts:
        state = State.DONE if is_done else State.NOW if is_next else State.LATER
        is_next = is_next and is_done
        result.append(replace(step, state=state))
    return tuple(result)


def _values(now: Standing) -> tuple[bool, StudyStep]:
    detail = "No values yet."
    if now.values:
        detail = f"{now.values:,} of {now.planned_values:,} planned values entered."
    is_done = now.is_locked or 0 < now.planned_values <= now.values
    return is_done, StudyStep(
        title="Enter the values",
        detail=detail,
        button="Enter…",
        page="measurements",
    )


def _photographs(now: Standing) -> tuple[bool, StudyStep]:
    detail = "No photographs yet."
    if now.photographs:
        missing = now.planned - now.photographs
        rest = f"{missing:,} still missing" if missing > 0 else "complete"
        photographs = counted(now.photographs, "photograph")
        detail = f"{photographs} of {counted(now.subjects, 'subject')}, {rest}."
    return now.photographs > 0, StudyStep(
        title="Import the photographs",
        detail=detail,
        button="Import…",
        page="photographs",
        command="import_photographs",
    )


def _seal(now: Standing) -> tuple[bool, StudyStep]:
    return now.is_sealed, StudyStep(
        title="Seal the allocation",
        detail="Sealed: nobody can look it up unnoticed."
        if now.is_sealed
        else "Seal the list of arms before anything is scored.",
        button="Seal…",
        page="record",
        command="seal_allocation",
    )


def _reading(now: Standing) -> tuple[bool, StudyStep]:
    detail = "No reading was begun yet."
    if now.readings:
        finished = f"{now.finished} of {counted(now.readings, 'reading')} finished"
        detail = f"{finished}, {counted(now.scores, 'score')}."
    is_done = now.is_locked or 0 < now.readings == now.finished
    return is_done, StudyStep(
        title="Rate the photographs", detail=detail, button="Rate", page="rating"
    )


def _lock(now: Standing) -> tuple[bool, StudyStep]:
    return now.is_locked, StudyStep(
        title="Lock the study",
        detail="Locked: nothing can change any more."
        if now.is_locked
        else "Lock the study when all readings are finished."
        if now.has_photographs
        else "Lock the study when all values are entered.",
        button="Lock…",
        page="record",
        command="lock_study",
    )


def _opening(now: Standing) -> tuple[bool, StudyStep]:
    return now.is_opened, StudyStep(
        title="Open the allocation",
        detail="Opened on record."
        if now.is_opened
        else "Needs the passphrase and a reason; opening goes on record.",
        button="Open…",
        page="record",
        command="open_allocation",
    )


def _trajectories(now: Standing) -> StudyStep:
    return StudyStep(
        title="Look at the trajectories",
        detail="Scores over the visits, per arm."
        if now.has_arms
        else "Scores over the visits.",
        button="Show",
        page="trajectories",
    )
