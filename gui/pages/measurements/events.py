"""Adverse events as they are typed and shown. No Qt."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from models.measures.recording import event_faults
from models.measures.table_import.cells import CellError, day_of
from models.store.measure_records import (
    AdverseEvent,
    EventOutcome,
    NewAdverseEvent,
    Relation,
    Severity,
)

W = TypeVar("W", bound=StrEnum)


@dataclass(frozen=True)
class TypedEvent:
    """What stands in the fields of an adverse event; attributes as in NewAdverseEvent.

    Days are as they were typed; what is chosen from a list is empty until it is.
    """

    subject: str = ""
    term: str = ""
    onset: str = ""
    ended: str = ""
    severity: str = ""
    relation: str = ""
    outcome: str = ""
    serious: bool | None = None
    place: str = ""
    side: str = ""
    comment: str = ""
    why: str = ""


def as_typed(event: AdverseEvent) -> TypedEvent:
    """An event as its fields show it when it is edited."""
    return TypedEvent(
        subject=event.subject,
        term=event.term,
        onset=event.onset,
        ended=event.ended,
        severity=event.severity.value,
        relation=event.relation.value,
        outcome=event.outcome.value,
        serious=event.serious,
        place=event.place,
        side=event.side,
        comment=event.comment,
    )


def read_event(
    typed: TypedEvent, number: int = 0
) -> tuple[NewAdverseEvent | None, tuple[str, ...]]:
    """The event that is typed, or every reason why it is none yet.

    Args:
        typed: What stands in the fields.
        number: Of the event that is revised, or 0 for a new one.
    """
    faults: list[str] = []
    onset = _day("onset", typed.onset, faults)
    ended = _day("end", typed.ended, faults)
    for name, chosen in (
        ("subject", typed.subject),
        ("severity", typed.severity),
        ("relation to the treatment", typed.relation),
        ("outcome", typed.outcome),
    ):
        if not chosen:
            faults.append(f"Choose the {name}.")
    if typed.serious is None:
        faults.append("Say whether it was serious.")
    if number and not typed.why.strip():
        faults.append("Give the reason of the revision.")
    event = NewAdverseEvent(
        number=number,
        subject=typed.subject,
        term=typed.term.strip(),
        onset=onset,
        ended=ended,
        severity=_word(Severity, typed.severity, Severity.MILD),
        relation=_word(Relation, typed.relation, Relation.NONE),
        outcome=_word(EventOutcome, typed.outcome, EventOutcome.UNKNOWN),
        serious=bool(typed.serious),
        place=typed.place.strip(),
        side=typed.side,
        comment=typed.comment.strip(),
        why=typed.why.strip(),
    )
    is_told = bool(typed.onset.strip()) and not onset
    faults += [
        f"{text[0].upper()}{text[1:]}."
        for text in event_faults(event)
        if not (is_told and text.startswith("the onset"))
    ]
    return (None if faults else event), tuple(faults)


def _day(name: str, text: str, faults: list[str]) -> str:
    if not text.strip():
        return ""
    try:
        return day_of(text)
    except CellError as error:
        faults.append(f"The {name}: {error}.")
        return ""


def _word(words: type[W], text: str, default: W) -> W:
    return words(text) if text else default
