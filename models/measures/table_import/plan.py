"""What a table of values would enter, with everything that is wrong with it.

Nothing is written here: a plan is shown, and carried out whole or not at all.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from models.errors import ExpectedError, Problem
from models.measures.entry import Entry, check_form, instruments_of
from models.measures.recording import (
    is_same,
    is_unlike,
    record_measurements,
    refuse_if_locked,
)
from models.measures.table_import.headings import Heading, Words, find_heading, guess
from models.measures.table_import.mapping import IGNORED, TableMapping, remembered
from models.measures.table_import.rows import Found, RowReader
from models.store.measure_records import Measurement, NewMeasurement
from models.store.store import StudyStore
from models.tables import read_rows
from models.words import counted

MOST_PROBLEMS = 200
"""Faults that are told at once; of more only their number."""

_Form = tuple[str, str]
_Place = tuple[str, str, str, str, int]


@dataclass(frozen=True)
class ImportPlan:
    """What an import would do.

    Attributes:
        headings: Titles of the columns.
        mapping: What they were taken to mean.
        new: Values that would be entered, corrections among them.
        corrections: How many of these replace another value.
        same: Values that are known already, alike.
        problems: Faults; with a single one nothing is entered.
        warnings: What should be looked at, and is entered all the same.
    """

    headings: tuple[str, ...]
    mapping: TableMapping
    new: tuple[NewMeasurement, ...]
    corrections: int
    same: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def plan_measurements(
    store: StudyStore,
    path: Path,
    *,
    mapping: TableMapping | None = None,
    memory: Path | None = None,
    entry: int = 1,
    why: str = "",
) -> ImportPlan:
    """Read a table of values and see what entering it would do.

    Args:
        store: The study; it is not changed.
        path: CSV or Excel. Long: a row a value, with columns for subject, visit, series
            and value. Wide: a column for each series, or each series at a visit.
        mapping: What the columns mean; guessed where it does not say.
        memory: Folder of remembered mappings, looked at if none is given.
        entry: 1, or 2 for the second of a double entry.
        why: Reason of corrections; without it other values than known are faults.

    Raises:
        TableError: The file is no table that can be read.
    """
    protocol = store.protocol()
    instruments = instruments_of(protocol, store.live_scales(), store.measures())
    words = Words(protocol, instruments)
    rows = read_rows(path, words.count)
    heading = find_heading(rows, words)
    if mapping is None and memory is not None:
        mapping = remembered(memory, heading.titles)
    mapping = guess(heading, words, mapping)
    reader = RowReader(store, heading, mapping, words)
    found = [one for row in rows[heading.first :] for one in reader.values(row)]
    problems, warnings = list(reader.problems), [*_unused(heading, mapping, words)]
    if not reader.problems and not found:
        problems.append(Problem("", "the table holds no value"))
    found = _each_once(found, problems, warnings)
    new = [one.measurement(entry, why) for one in found]
    _check(store, found, entry, problems, warnings)
    known = {one.place: one for one in store.measurements()}
    for one, value in zip(found, new, strict=True):
        old = known.get(value.place)
        if old and is_unlike(value, old) and not why.strip():
            said = old.reason if old.value is None else f"{old.value:g}"
            text = f"is {said} in the study already; give a reason to correct it"
            problems.append(one.problem(text))
    changed = [
        one
        for one in new
        if one.place not in known or not is_same(one, known[one.place])
    ]
    return ImportPlan(
        headings=heading.titles,
        mapping=mapping,
        new=tuple(_reasoned(changed, known)),
        corrections=sum(one.place in known for one in changed),
        same=len(new) - len(changed),
        problems=tuple(_in_order(problems)),
        warnings=tuple(_in_order(warnings)),
    )


def carry_out(store: StudyStore, plan: ImportPlan, *, by: str) -> int:
    """Enter what a plan says, and return how many values were entered.

    Raises:
        ExpectedError: The plan has faults, all of which are told, or the study is
            locked. Nothing is entered then.
    """
    refuse_if_locked(store)
    if plan.problems:
        count = len(plan.problems)
        told = plan.problems[:MOST_PROBLEMS]
        rest = count - len(told)
        more = [Problem("", f"and {rest:,} more")] if rest else []
        raise ExpectedError(
            f"The table has {counted(count, 'fault')}; no value was entered.",
            hint="Mend them in the table, or say in a mapping what is meant; then "
            "import it again.",
            problems=[*told, *more],
        )
    return record_measurements(store, plan.new, by=by, action="values imported")


def _reasoned(
    new: Sequence[NewMeasurement], known: Mapping[_Place, Measurement]
) -> Iterator[NewMeasurement]:
    """A reason stands only where something is corrected."""
    for one in new:
        yield one if one.place in known else replace(one, why="")


def _unused(heading: Heading, mapping: TableMapping, words: Words) -> Iterator[Problem]:
    for title in dict.fromkeys(filter(None, heading.titles)):
        if mapping.columns[title].role == IGNORED:
            text = f"is not used. {words.near(title)}"
            yield Problem(f"column {title}", text.strip())


def _each_once(
    found: Sequence[Found], problems: list[Problem], warnings: list[Problem]
) -> list[Found]:
    """The values, each place once; what is told twice is told about."""
    first: dict[tuple[str, str, str, str], Found] = {}
    for one in found:
        other = first.setdefault(one.place, one)
        if other is one:
            continue
        if (one.value, one.reason) == (other.value, other.reason):
            text = f"stands in row {other.row} already, alike; it is entered once"
            warnings.append(one.problem(text))
        else:
            text = (
                f"is {one.said}, but row {other.row} says {other.said} for the same "
                "subject, visit and series; keep one of them"
            )
            problems.append(one.problem(text))
    return list(first.values())


def _check(
    store: StudyStore,
    found: Sequence[Found],
    entry: int,
    problems: list[Problem],
    warnings: list[Problem],
) -> None:
    """Check every form of the table, with what the study holds of it already."""
    protocol = store.protocol()
    instruments = instruments_of(protocol, store.live_scales(), store.measures())
    forms: dict[_Form, list[Found]] = defaultdict(list)
    for one in found:
        forms[one.subject, one.visit].append(one)
    stored: dict[_Form, list[Measurement]] = defaultdict(list)
    for old in store.measurements():
        if old.entry == entry:
            stored[old.subject, old.visit].append(old)
    for (subject, visit), ones in forms.items():
        places = {(one.series, one.side) for one in ones}
        rest = [
            Entry(old.assessment, old.value, old.reason, old.side)
            for old in stored[subject, visit]
            if (old.assessment, old.side) not in places
        ]
        entries = [Entry(one.series, one.value, one.reason, one.side) for one in ones]
        checked = check_form([*entries, *rest], protocol, instruments, visit)
        for one, result in zip(ones, checked[: len(ones)], strict=True):
            problems += [one.problem(text) for text in result.faults]
            warnings += [one.problem(text) for text in result.warnings]


def _in_order(problems: Sequence[Problem]) -> list[Problem]:
    """By row; those of the whole table first."""

    def row(problem: Problem) -> int:
        word = problem.place.removeprefix("row ").partition(",")[0]
        return int(word) if word.isdecimal() else 0

    return sorted(problems, key=row)
