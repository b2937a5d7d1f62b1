"""Tables of adverse events, visit dates and eligibility answers.

Each is a row a fact, under plain headings. All faults are told at once, and a table
with a single one enters nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from models.errors import ExpectedError, Problem
from models.measures.recording import (
    event_faults,
    record_adverse_events,
    record_answers,
    record_visit_dates,
    refuse_if_locked,
)
from models.measures.table_import.cells import CellError, DateOrder, date_order, day_of
from models.protocol.protocol import SIDES
from models.protocol.spelling import normalised, spellings
from models.store.measure_records import (
    EventOutcome,
    NewAdverseEvent,
    Relation,
    Severity,
)
from models.store.store import StudyStore
from models.tables import Row, read_rows, read_table
from models.toml_file import suggestion
from models.words import counted, listed

_Word = TypeVar("_Word", bound=StrEnum)


class TableKind(StrEnum):
    """What a table holds."""

    VALUES = "values"
    ADVERSE_EVENTS = "adverse-events"
    VISIT_DATES = "visit-dates"
    ELIGIBILITY = "eligibility"


SUBJECT = ("subject id", "subject code", "participant", "id", "code")

EVENT_COLUMNS = {
    "subject": SUBJECT,
    "term": ("event", "adverse event", "ae", "description"),
    "onset": ("start", "start date", "onset date", "began"),
    "ended": ("end", "end date", "stop", "resolved"),
    "severity": ("intensity",),
    "relation": ("relationship", "causality", "related"),
    "outcome": (),
    "serious": ("sae",),
    "place": ("location", "body site"),
    "side": (),
    "comment": ("remark", "remarks", "note", "notes"),
}
_EVENT_REQUIRED = (
    "subject",
    "term",
    "onset",
    "severity",
    "relation",
    "outcome",
    "serious",
)
DATE_COLUMNS = {
    "subject": SUBJECT,
    "visit": ("timepoint",),
    "date": ("day", "visit date", "date of visit"),
}
ANSWER_COLUMNS = {
    "subject": SUBJECT,
    "rule": ("criterion", "eligibility rule"),
    "answer": ("yes/no", "met"),
}
_YES, _NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0", ""}


@dataclass(frozen=True)
class KindReport:
    """What came of such a table.

    Attributes:
        kind: What the table held.
        entered: How many facts were entered, or would be.
        same: How many were known already, alike.
    """

    kind: TableKind
    entered: int
    same: int


def kind_of(path: Path) -> TableKind:
    """What a table holds, by its columns; values where it is none of the others.

    Raises:
        TableError: The file is no table that can be read.
    """
    by_kind = {
        TableKind.ADVERSE_EVENTS: (EVENT_COLUMNS, {"subject", "term", "onset"}),
        TableKind.VISIT_DATES: (DATE_COLUMNS, set(DATE_COLUMNS)),
        TableKind.ELIGIBILITY: (ANSWER_COLUMNS, set(ANSWER_COLUMNS)),
    }
    known = {
        kind: {
            normalised(name): key
            for key, names in columns.items()
            for name in (key, *names)
        }
        for kind, (columns, _) in by_kind.items()
    }

    def named(kind: TableKind, cells: Sequence[str]) -> set[str]:
        found = (known[kind].get(normalised(cell)) for cell in cells)
        return {name for name in found if name}

    rows = read_rows(path, lambda cells: max(len(named(kind, cells)) for kind in known))
    for kind, (_, needed) in by_kind.items():
        if named(kind, rows[0].cells) >= needed:
            return kind
    return TableKind.VALUES


def import_kind(
    store: StudyStore,
    path: Path,
    kind: TableKind,
    *,
    by: str,
    why: str = "",
    is_dry: bool = False,
    order: DateOrder | None = None,
) -> KindReport:
    """Enter a table of adverse events, visit dates or eligibility answers.

    Args:
        store: The study.
        path: CSV or Excel.
        kind: Which of them; not VALUES.
        by: Who enters it.
        why: Reason of corrections.
        is_dry: Whether only to look: nothing is written.
        order: What 03/04/2026 means; found out from the other days if not given.

    Raises:
        ExpectedError: The table has faults, all told with row and column, or the study
            is locked. Nothing is entered then.
        ValueError: The kind is VALUES.
    """
    refuse_if_locked(store)
    reader = _Reader(store)
    match kind:
        case TableKind.ADVERSE_EVENTS:
            return _events(store, path, reader, order, by=by, is_dry=is_dry)
        case TableKind.VISIT_DATES:
            return _dates(store, path, reader, order, by=by, why=why, is_dry=is_dry)
        case TableKind.ELIGIBILITY:
            return _answers(store, path, reader, by=by, why=why, is_dry=is_dry)
        case TableKind.VALUES:
            raise ValueError("values have a plan of their own")


class _Reader:
    """Understands cells and collects what is wrong with them."""

    def __init__(self, store: StudyStore) -> None:
        self.problems: list[Problem] = []
        self.order = DateOrder.DAY_FIRST
        self.subjects = {one.code for one in store.subjects()}
        self.visits = {
            spelling: visit.key
            for visit in store.protocol().visits
            for spelling in spellings(visit)
        }

    def take_order(self, rows: Iterable[Row], columns: Sequence[str]) -> None:
        """Find out what 03/04/2026 means, from days that can mean one thing only."""
        told = date_order(row[column] for row in rows for column in columns)
        self.order = told or self.order

    def fault(self, row: Row, column: str, text: str) -> None:
        """Note a fault of a cell."""
        self.problems.append(row.problem(column, text.strip()))

    def subject(self, row: Row) -> str:
        """The subject of a row."""
        code = row["subject"]
        if not code:
            self.fault(row, "subject", "it is empty; give the subject in every row")
        elif code not in self.subjects:
            plain = code.lstrip("0")
            same = sorted(one for one in self.subjects if one.lstrip("0") == plain)
            near = f"Is it {same[0]!r}?" if same else suggestion(code, self.subjects)
            near = near or "Import subjects first."
            self.fault(row, "subject", f"the study has no subject {code!r}. {near}")
        return code

    def day(self, row: Row, column: str, *, optional: bool = False) -> str:
        """A day, ISO 8601."""
        if not row[column] and optional:
            return ""
        try:
            return day_of(row[column], self.order)
        except CellError as error:
            self.fault(row, column, str(error))
            return ""

    def word(self, row: Row, column: str, words: type[_Word], default: _Word) -> _Word:
        """One of a few words."""
        for word in words:
            if normalised(word.value) == normalised(row[column]):
                return word
        known = [word.value for word in words]
        near = suggestion(row[column], known) or f"It may be {listed(known, 'or')}."
        what = f"{row[column]!r} is no {column}." if row[column] else "it is empty."
        self.fault(row, column, f"{what} {near}")
        return default

    def yes(self, row: Row, column: str, *, optional: bool = False) -> bool:
        """Yes or no."""
        text = row[column].casefold()
        if text in _YES:
            return True
        if text not in _NO or (not text and not optional):
            self.fault(row, column, f"{row[column]!r} is neither yes nor no")
        return False

    def refuse_faults(self, what: str) -> None:
        """Raise if anything was wrong."""
        if self.problems:
            raise ExpectedError(
                f"The table has {counted(len(self.problems), 'fault')}; no {what} was "
                "entered.",
                hint="Mend them in the table and import it again.",
                problems=self.problems,
            )


def _events(
    store: StudyStore,
    path: Path,
    reader: _Reader,
    order: DateOrder | None,
    *,
    by: str,
    is_dry: bool,
) -> KindReport:
    rows = read_table(path, EVENT_COLUMNS, _EVENT_REQUIRED).rows
    reader.take_order(rows, ("onset", "ended"))
    reader.order = order or reader.order
    events = [_event(row, reader) for row in rows]
    reader.refuse_faults("adverse event")
    known = {_event_key(one) for one in store.adverse_events() if not one.withdrawn}
    new = [one for one in events if _event_key(one) not in known]
    if new and not is_dry:
        record_adverse_events(store, new, by=by)
    same = len(events) - len(new)
    return KindReport(TableKind.ADVERSE_EVENTS, len(new), same)


def _event_key(one: NewAdverseEvent) -> tuple[str, ...]:
    """What makes two rows the same event."""
    return (one.subject, one.term.casefold(), one.onset, one.side, one.place.casefold())


def _event(row: Row, reader: _Reader) -> NewAdverseEvent:
    before = len(reader.problems)
    side = row["side"].casefold()
    if side and side not in SIDES:
        reader.fault(row, "side", f"{row['side']!r} is no side; write left or right")
    event = NewAdverseEvent(
        number=0,
        subject=reader.subject(row),
        term=row["term"],
        onset=reader.day(row, "onset"),
        ended=reader.day(row, "ended", optional=True),
        severity=reader.word(row, "severity", Severity, Severity.MILD),
        relation=reader.word(row, "relation", Relation, Relation.NONE),
        outcome=reader.word(row, "outcome", EventOutcome, EventOutcome.UNKNOWN),
        serious=reader.yes(row, "serious"),
        place=row["place"],
        side=side,
        comment=row["comment"],
    )
    if len(reader.problems) == before:
        for text in event_faults(event):
            reader.fault(row, "", text)
    return event


def _dates(
    store: StudyStore,
    path: Path,
    reader: _Reader,
    order: DateOrder | None,
    *,
    by: str,
    why: str,
    is_dry: bool,
) -> KindReport:
    rows = read_table(path, DATE_COLUMNS, tuple(DATE_COLUMNS)).rows
    reader.take_order(rows, ("date",))
    reader.order = order or reader.order
    days: dict[tuple[str, str], str] = {}
    for row in rows:
        visit = _visit(row, reader)
        place, day = (reader.subject(row), visit), reader.day(row, "date")
        if days.setdefault(place, day) != day:
            reader.fault(row, "date", f"is {day}, but a row above says {days[place]}")
    known = store.visit_dates()
    if not why.strip():
        _refuse_others(rows, days, known, reader)
    reader.refuse_faults("visit date")
    new = sum(known.get(place) != day for place, day in days.items())
    if not is_dry:
        record_visit_dates(store, days, by=by, why=why)
    return KindReport(TableKind.VISIT_DATES, new, len(days) - new)


def _refuse_others(
    rows: Iterable[Row],
    days: dict[tuple[str, str], str],
    known: dict[tuple[str, str], str],
    reader: _Reader,
) -> None:
    for row in rows:
        place = (row["subject"], reader.visits.get(normalised(row["visit"]), ""))
        if place in known and known[place] != days[place]:
            text = f"is {known[place]} in the study; give a reason to correct it"
            reader.fault(row, "date", text)


def _visit(row: Row, reader: _Reader) -> str:
    found = reader.visits.get(normalised(row["visit"]), "")
    if not found:
        keys = list(dict.fromkeys(reader.visits.values()))
        near = suggestion(row["visit"], [*reader.visits, *keys])
        text = f"the protocol has no visit {row['visit']!r}."
        near = near or f"It may be {listed(keys, 'or')}."
        reader.fault(row, "visit", f"{text} {near}")
    return found


def _answers(
    store: StudyStore, path: Path, reader: _Reader, *, by: str, why: str, is_dry: bool
) -> KindReport:
    rows = read_table(path, ANSWER_COLUMNS, tuple(ANSWER_COLUMNS)).rows
    rules = {
        normalised(name): rule.key
        for rule in store.protocol().eligibility
        if rule.is_answered
        for name in (rule.text, rule.key)
    }
    known = store.eligibility_answers()
    answers: dict[tuple[str, str], bool] = {}
    for row in rows:
        rule = rules.get(normalised(row["rule"]), "")
        if not rule:
            keys = list(dict.fromkeys(rules.values()))
            near = suggestion(row["rule"], keys) or f"It may be {listed(keys, 'or')}."
            text = f"no rule {row['rule']!r} is answered by a person. {near}"
            reader.fault(row, "rule", text)
        place, yes = (reader.subject(row), rule), reader.yes(row, "answer")
        if answers.setdefault(place, yes) != yes:
            reader.fault(row, "answer", "a row above says the contrary")
        elif known.get(place, yes) != yes and not why.strip():
            text = "the study has the contrary; give a reason to correct it"
            reader.fault(row, "answer", text)
    reader.refuse_faults("answer")
    new = sum(known.get(place) != yes for place, yes in answers.items())
    if not is_dry:
        record_answers(store, answers, by=by, why=why)
    return KindReport(TableKind.ELIGIBILITY, new, len(answers) - new)
