"""Photographs on which raters differ, the widest first, under codes. No Qt here."""

import random
from dataclasses import dataclass

from models.store.agreement_records import ACCEPTED
from models.store.records import ScoreRow
from models.store.store import StudyStore
from models.words import counted, listed, number_text

SHOWN = 60
"""Photographs in the gallery at once."""
NOT_ASSESSABLE = "not assessable"

Place = tuple[str, str, str]


@dataclass(frozen=True)
class Disagreement:
    """A photograph that raters graded differently.

    Attributes:
        photograph: Its number.
        number: Place in the gallery, from 1.
        grades: Code of each rater, and what was said.
        spread: Grades between the lowest and the highest.
        accepted: What a third reading decided, or empty.
        consensus: What a meeting agreed on, or empty.
        note: Note for the meeting, or empty.
        origin: Subject, visit and view once the allocation is opened; else empty.
    """

    photograph: int
    number: int
    grades: tuple[tuple[str, str], ...]
    spread: float
    accepted: str
    consensus: str
    note: str
    origin: str

    @property
    def caption(self) -> str:
        """Under the small picture."""
        lines = [f"{self.number}: {number_text(self.spread)} apart"]
        if self.consensus:
            lines.append(f"agreed on {self.consensus}")
        if self.origin:
            lines.append(self.origin)
        return "\n".join(lines)

    @property
    def sentence(self) -> str:
        """Beside the large picture."""
        told = [f"{code}: {said}" for code, said in self.grades]
        if self.accepted:
            told.append(f"Third reading: {self.accepted}")
        if self.consensus:
            told.append(f"Consensus: {self.consensus}")
        return "\n".join(told)


@dataclass(frozen=True)
class Gallery:
    """What the gallery shows of a scale.

    Attributes:
        shown: At most SHOWN, the widest first.
        text: How many there are, or why nothing is shown.
    """

    shown: tuple[Disagreement, ...]
    text: str


def gallery(store: StudyStore, scale: str) -> Gallery:
    """The photographs on which raters differ on a scale.

    Nothing is shown while a reading goes on: its rater could be near.
    """
    reading = [one.rater for one in store.readings() if not one.finished_at]
    if reading:
        verb = "is" if len(reading) == 1 else "are"
        text = f"The gallery opens once no reading goes on: {listed(reading)} {verb} "
        return Gallery((), f"{text}still reading.")
    said = _said(store, scale)
    differing = {place: rows for place, rows in said.items() if _is_apart(rows)}
    order = sorted(differing, key=lambda place: (_order(differing[place]), place))
    kept = order[:SHOWN]
    text = (
        f"{counted(len(order), 'photograph')} of {len(said):,} with different scores."
    )
    if len(order) > SHOWN:
        text += f" The {SHOWN} furthest apart are shown."
    return Gallery(_found(store, scale, kept, differing), text)


def codes(store: StudyStore) -> dict[str, str]:
    """Rater 1, Rater 2 and so on, in an order that tells nobody's code."""
    raters = sorted(rater.code for rater in store.raters())
    random.Random(store.info().uid).shuffle(raters)  # noqa: S311 - the same each time
    return {rater: f"Rater {number}" for number, rater in enumerate(raters, 1)}


def _found(
    store: StudyStore,
    scale: str,
    order: list[Place],
    said: dict[Place, list[ScoreRow]],
) -> tuple[Disagreement, ...]:
    numbers = {(o.subject, o.visit, o.view): o.id for o in store.photographs()}
    agreed, notes, known = store.consensus(), store.meeting_notes(), codes(store)
    decided = {
        (row.subject, row.visit, row.view): _word(row)
        for row in store.score_rows()
        if row.scale == scale and row.adjudication == ACCEPTED
    }
    is_told = _is_opened(store)
    found = []
    for number, place in enumerate(order, 1):
        photograph = numbers[place]
        one = agreed.get((photograph, scale))
        consensus = "" if one is None else NOT_ASSESSABLE
        if one is not None and one.value is not None:
            consensus = number_text(one.value)
        given = [(known[row.rater], _word(row)) for row in said[place]]
        found.append(
            Disagreement(
                photograph,
                number,
                tuple(sorted(given, key=_by_number)),
                _spread(said[place]),
                decided.get(place, ""),
                consensus,
                notes.get((photograph, scale), ""),
                ", ".join(place) if is_told else "",
            )
        )
    return tuple(found)


def _by_number(given: tuple[str, str]) -> int:
    return int(given[0].split()[-1])


def _said(store: StudyStore, scale: str) -> dict[Place, list[ScoreRow]]:
    """The scores of usual readings, first showings only, by photograph."""
    plan = store.protocol()
    said: dict[Place, list[ScoreRow]] = {}
    for row in store.score_rows():
        is_usual = row.scale == scale and not row.repeat and not row.adjudication
        if is_usual and plan.is_scheduled(scale, row.visit):
            said.setdefault((row.subject, row.visit, row.view), []).append(row)
    return said


def _is_apart(rows: list[ScoreRow]) -> bool:
    return len({row.value for row in rows}) > 1


def _order(rows: list[ScoreRow]) -> tuple[float, float]:
    """The widest first; then where one rater found it not assessable."""
    return -_spread(rows), -sum(row.value is None for row in rows)


def _spread(rows: list[ScoreRow]) -> float:
    given = [row.value for row in rows if row.value is not None]
    return max(given) - min(given) if given else 0.0


def _word(row: ScoreRow) -> str:
    if row.value is not None:
        return number_text(row.value)
    return f"{NOT_ASSESSABLE} ({row.reason})" if row.reason else NOT_ASSESSABLE


def _is_opened(store: StudyStore) -> bool:
    """Whether subject and visit may be told."""
    if store.protocol().has_arms:
        return bool(store.opened_groups())
    return store.is_locked()
