"""Allocation lists of sides: a row a side, or a row a subject with both its sides."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from models.allocation.allocation_list import (
    COLUMNS,
    Allocation,
    arm_problems,
    check_something_to_allocate,
    name_problems,
    read_allocation,
    refuse,
    subject_problems,
)
from models.errors import Problem
from models.protocol.protocol import SIDES, Protocol
from models.protocol.spelling import normalised
from models.protocol.units import Unit
from models.tables import Row, Table, read_table

_SPELT = {"left": "left", "l": "left", "right": "right", "r": "right"}
_COLUMNS = {
    **COLUMNS,
    "side": ("side of face", "face side", "body side", "laterality", "half"),
    "left": ("left side", "left arm", "l"),
    "right": ("right side", "right arm", "r"),
}


@dataclass(frozen=True)
class _Entry:
    """A side in the list: its row, and the column that names its arm."""

    row: Row
    side: str
    column: str

    @property
    def arm(self) -> str:
        return self.row[self.column]


def read_list(path: Path, subjects: Collection[str], protocol: Protocol) -> Allocation:
    """Read an allocation list of subjects, or of sides where the protocol has them.

    Args:
        path: CSV or Excel, with the columns subject and arm; for sides also a column
            side, or the columns subject, left and right.
        subjects: Codes of all subjects of the study.
        protocol: Tells how many arms there are, and whether sides are allocated.

    Raises:
        TableError: The file is no table that can be read.
        AllocationError: The list has faults; all of them are told.
    """
    if not protocol.has_sides:
        return read_allocation(path, subjects, protocol.arms)
    check_something_to_allocate(subjects, protocol.arms)
    table = read_table(path, _COLUMNS, required=("subject",))
    problems = _shape_problems(path.name, table)
    refuse(problems)
    entries = list(_entries(table, problems))
    met = _met(entries, problems)
    problems += _subject_faults(path.name, table, met, subjects)
    given = [(entry.row, entry.column) for entry in entries]
    problems += [one for row, column in given for one in name_problems(row, column)]
    problems += arm_problems(path.name, given, protocol.arms)
    refuse(problems)
    arm_of = {unit.name: entry.arm for unit, entry in sorted(met.items())}
    return Allocation(arm_of, has_sides=True)


def _is_wide(table: Table) -> bool:
    """Whether each row has both sides of a subject."""
    return set(SIDES) <= set(table.columns)


def _shape_problems(name: str, table: Table) -> list[Problem]:
    """Columns that are missing for either form of the list, or too many for one."""
    columns = set(table.columns)
    if _is_wide(table):
        more = sorted(columns & {"side", "arm"})
        text = "has columns for both sides, so it needs none called "
        return [Problem(name, f"{text}{column}.") for column in more]
    text = (
        "must have the columns subject, side and arm, or subject, left and right: "
        "each side of a subject has its own arm. Missing: "
    )
    missing = [column for column in ("side", "arm") if column not in columns]
    return [Problem(name, f"{text}{column}.") for column in missing]


def _entries(table: Table, problems: list[Problem]) -> Iterator[_Entry]:
    """The sides of the list; what names none is told."""
    for row in table.rows:
        if _is_wide(table):
            yield from (_Entry(row, side, side) for side in SIDES)
            continue
        side = _SPELT.get(normalised(row["side"]), "")
        if not row["side"]:
            problems.append(row.problem("side", "is empty; write left or right."))
        elif not side:
            text = f"“{row['side']}” is no side; write left or right."
            problems.append(row.problem("side", text))
        yield _Entry(row, side, "arm")


def _met(entries: list[_Entry], problems: list[Problem]) -> dict[Unit, _Entry]:
    """The first entry of each side; a second one is told."""
    met: dict[Unit, _Entry] = {}
    for entry in entries:
        code = entry.row["subject"]
        if not code or not entry.side:
            continue
        first = met.setdefault(Unit(code, entry.side), entry)
        if first is entry:
            continue
        which = f"the {entry.side} side of subject {code}"
        other = "the same arm" if first.arm == entry.arm else "another arm"
        text = f"{which} stands in row {first.row.number} already, with {other}."
        problems.append(entry.row.problem("subject", text))
    return met


def _subject_faults(
    name: str, table: Table, met: dict[Unit, _Entry], subjects: Collection[str]
) -> Iterator[Problem]:
    """Subjects that are unknown, that lack a side, or whose sides are alike."""
    for row in table.rows:
        yield from subject_problems(row, subjects)
    for code in sorted(subjects):
        sides = {side: met.get(Unit(code, side)) for side in SIDES}
        there = [entry for entry in sides.values() if entry is not None]
        if not there:
            text = f"subject {code} of the study is not in the list."
            yield Problem(name, text)
        elif len(there) == 1:
            [side] = (side for side, entry in sides.items() if entry is None)
            text = f"the {side} side of subject {code} is not in the list."
            yield Problem(name, text)
        elif there[0].arm and there[0].arm == there[1].arm:
            text = f"both sides of subject {code} have the same arm."
            yield there[1].row.problem(there[1].column, text)
