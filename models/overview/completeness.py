"""The completeness matrix: subject by visit by view or assessment."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.overview.windows import WindowFact, anchor_visit
from models.protocol.protocol import SIDES, Protocol, Visit
from models.store.measure_records import Measurement
from models.store.records import Photograph, ScoreKind, ScoreRow, Subject


class State(StrEnum):
    """How a place of the matrix stands."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_PLANNED = "not planned"
    NOT_ASSESSABLE = "not assessable"  # or not done, with a reason
    OUTSIDE_WINDOW = "outside window"  # present, from a visit that missed its window
    NOT_YET_DUE = "not yet due"


@dataclass(frozen=True)
class Column:
    """A column of the matrix at every visit.

    Attributes:
        key: Key of the view or assessment.
        side: Side of the assessment, or empty.
        name: For people.
        is_view: Whether photographs are counted.
    """

    key: str
    side: str
    name: str
    is_view: bool


@dataclass(frozen=True)
class Cell:
    """A place of the matrix."""

    subject: str
    site: str
    visit: str
    column: Column
    state: State


def matrix_columns(protocol: Protocol) -> tuple[Column, ...]:
    """The views if anything is photographed, then the assessments."""
    views = protocol.views if protocol.has_photographs else ()
    found = [Column(view.key, "", view.name, is_view=True) for view in views]
    for one in protocol.assessments:
        for side in SIDES if one.is_per_side else ("",):
            name = f"{one.name}, {side}" if side else one.name
            found.append(Column(one.key, side, name, is_view=False))
    return tuple(found)


class Records:
    """What a study holds, as the matrix asks for it."""

    def __init__(
        self,
        photographs: Sequence[Photograph],
        scores: Sequence[ScoreRow],
        measurements: Sequence[Measurement],
    ) -> None:
        self._states: dict[tuple[str, str, str, str], State] = {}
        graded: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for score in scores:
            graded[score.subject, score.visit, score.view].add(score.kind)
        for photo in photographs:
            kinds = graded[photo.subject, photo.visit, photo.view]
            state = _state(is_absent=kinds == {ScoreKind.NOT_ASSESSABLE.value})
            self._states[photo.subject, photo.visit, photo.view, ""] = state
        for one in measurements:
            place = (one.subject, one.visit, one.assessment, one.side)
            self._states[place] = _state(is_absent=one.value is None)

    def state(self, subject: str, visit: str, column: Column) -> State | None:
        """What is there, or None where nothing is."""
        return self._states.get((subject, visit, column.key, column.side))


def completeness(
    protocol: Protocol,
    subjects: Sequence[Subject],
    records: Records,
    windows: Sequence[WindowFact],
    dates: Mapping[tuple[str, str], str],
    today: date,
) -> tuple[Cell, ...]:
    """Every place of the matrix, by subject, visit and column.

    Args:
        protocol: Tells what is planned.
        subjects: All subjects.
        records: What the study holds.
        windows: Visits held against their windows.
        dates: Days of visits, ISO 8601, by subject and visit; where that of the anchor
            visit is known, what lies ahead of today is not yet due.
        today: The day the matrix is made on.
    """
    missed = {(one.subject, one.visit) for one in windows if not one.is_kept}
    anchor = anchor_visit(protocol)
    columns = matrix_columns(protocol)

    def cells() -> Iterator[Cell]:
        for subject in subjects:
            start = dates.get((subject.code, anchor.key), "") if anchor else ""
            for visit in protocol.visits:
                is_ahead = bool(start) and _last_day(visit, start) >= today
                is_missed = (subject.code, visit.key) in missed
                for column in columns:
                    there = records.state(subject.code, visit.key, column)
                    is_planned = _is_planned(protocol, visit, column)
                    state = _judged(
                        there,
                        is_planned=is_planned,
                        is_missed=is_missed,
                        is_ahead=is_ahead,
                    )
                    yield Cell(subject.code, subject.site, visit.key, column, state)

    return tuple(cells())


def by_site(cells: Sequence[Cell]) -> dict[str, Counter[State]]:
    """How often each state is met at each site; without sites under the empty code."""
    found: dict[str, Counter[State]] = defaultdict(Counter)
    for cell in cells:
        found[cell.site][cell.state] += 1
    return dict(sorted(found.items()))


def _state(*, is_absent: bool) -> State:
    return State.NOT_ASSESSABLE if is_absent else State.PRESENT


def _last_day(visit: Visit, start: str) -> date:
    last = visit.day if visit.latest is None else visit.latest
    return date.fromisoformat(start) + timedelta(days=last)


def _is_planned(protocol: Protocol, visit: Visit, column: Column) -> bool:
    if column.is_view:
        return visit.photographs
    return visit.key in protocol.assessment(column.key).visits


def _judged(
    there: State | None, *, is_planned: bool, is_missed: bool, is_ahead: bool
) -> State:
    if there is State.PRESENT and is_missed:
        return State.OUTSIDE_WINDOW
    if there is not None:
        return there
    if not is_planned:
        return State.NOT_PLANNED
    return State.NOT_YET_DUE if is_ahead else State.MISSING
