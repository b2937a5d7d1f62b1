"""The allocation list: a table of subjects and arms, checked completely.

It is read, checked and sealed in one go. It is never stored as it is. Lists of sides
are read by `models.allocation.side_list`.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.allocation.errors import AllocationError
from models.errors import Problem
from models.protocol.spelling import normalised
from models.protocol.units import Unit, unit_named
from models.tables import Row, read_table
from models.words import counted, listed

LONGEST_ARM_NAME = 100
"""Characters; so that the sealed names always fit an envelope of one size."""

COLUMNS = {
    "subject": (
        "subject code",
        "subject id",
        "subject no",
        "subject number",
        "subjid",
        "usubjid",
        "participant",
        "participant id",
        "patient",
        "patient id",
        "code",
        "id",
    ),
    "arm": (
        "arm name",
        "group",
        "treatment",
        "treatment arm",
        "treatment group",
        "allocation",
        "trt",
    ),
}


@dataclass(frozen=True)
class Allocation:
    """Which unit is in which arm.

    Attributes:
        arm_of: Name of the arm by name of the unit; where sides change arms, the one
            that comes first. Never shown by accident.
        draw: How it was drawn, if the program drew it; goes into the seal only.
        has_sides: Whether its units are sides of subjects.
    """

    arm_of: Mapping[str, str] = field(repr=False)
    draw: Mapping[str, str] = field(default_factory=dict, repr=False)
    has_sides: bool = False

    @property
    def units(self) -> tuple[Unit, ...]:
        """The units, sorted."""
        found = (unit_named(name, has_sides=self.has_sides) for name in self.arm_of)
        return tuple(sorted(found))

    @property
    def subjects(self) -> tuple[str, ...]:
        """Codes of the subjects, sorted."""
        return tuple(dict.fromkeys(unit.subject for unit in self.units))

    @property
    def arms(self) -> tuple[str, ...]:
        """Names of the arms, sorted."""
        return tuple(sorted(set(self.arm_of.values())))


def read_allocation(path: Path, subjects: Collection[str], arms: int) -> Allocation:
    """Read an allocation list and check it against the study.

    Args:
        path: CSV or Excel, with the columns subject and arm.
        subjects: Codes of all subjects of the study.
        arms: How many arms the protocol has.

    Raises:
        TableError: The file is no table that can be read.
        AllocationError: The list has faults; all of them are told.
    """
    check_something_to_allocate(subjects, arms)
    table = read_table(path, COLUMNS, required=("subject", "arm"))
    problems: list[Problem] = []
    met: dict[str, Row] = {}
    for row in table.rows:
        problems += _row_problems(row, subjects, met)
        met.setdefault(row["subject"], row)
    missing = [code for code in sorted(subjects) if code not in met]
    problems += [
        Problem(path.name, f"subject {code} of the study is not in the list.")
        for code in missing
    ]
    given = [(row, "arm") for row in table.rows]
    problems += arm_problems(path.name, given, arms)
    refuse(problems)
    return Allocation({code: row["arm"] for code, row in sorted(met.items())})


def check_something_to_allocate(subjects: Collection[str], arms: int) -> None:
    """Refuse a study without arms or without subjects."""
    if arms == 0:
        raise AllocationError("The study has no arms, so there is nothing to allocate.")
    if not subjects:
        raise AllocationError(
            "The study has no subjects yet.",
            hint="Import its subjects or photographs first.",
        )


def refuse(problems: Sequence[Problem]) -> None:
    """Refuse a list with faults, all at once."""
    if problems:
        raise AllocationError(
            f"The allocation list has {counted(len(problems), 'fault')}; "
            "nothing was sealed.",
            hint="Mend them in the list and try again.",
            problems=problems,
        )


def _row_problems(
    row: Row, subjects: Collection[str], met: Mapping[str, Row]
) -> list[Problem]:
    """The faults of one row, given the rows above it."""
    problems = []
    code, arm = row["subject"], row["arm"]
    if code in met:
        first = met[code]
        same = first["arm"] == arm
        other = "with the same arm" if same else "with another arm"
        text = f"subject {code} stands in row {first.number} already, {other}."
        problems.append(row.problem("subject", text))
    else:
        problems += subject_problems(row, subjects)
    return [*problems, *name_problems(row, "arm")]


def subject_problems(row: Row, subjects: Collection[str]) -> list[Problem]:
    """What is wrong with the subject of a row."""
    code = row["subject"]
    if not code:
        return [row.problem("subject", "is empty.")]
    if code not in subjects:
        text = f"the study has no subject {code}.{_near(code, subjects)}"
        return [row.problem("subject", text)]
    return []


def name_problems(row: Row, column: str) -> list[Problem]:
    """What is wrong with the name of an arm in a column of a row."""
    arm = row[column]
    if not arm:
        return [row.problem(column, "is empty.")]
    if len(arm) > LONGEST_ARM_NAME:
        text = f"has {len(arm)} characters; {LONGEST_ARM_NAME} are the most."
        return [row.problem(column, text)]
    if not arm.isprintable():
        return [row.problem(column, "holds characters that cannot be seen.")]
    return []


def _near(code: str, subjects: Collection[str]) -> str:
    """A subject whose code differs in case, signs or leading zeros only."""
    same = [
        known for known in sorted(subjects) if normalised(known) == normalised(code)
    ]
    return f" Is it {same[0]}?" if same else ""


def arm_problems(
    name: str, given: Iterable[tuple[Row, str]], arms: int
) -> list[Problem]:
    """Arms that look alike, and a number of arms other than the protocol's.

    Args:
        name: Name of the list's file.
        given: Every row, and every column of it that names an arm.
        arms: How many arms the protocol has.
    """
    spelt: dict[str, tuple[str, Row]] = {}
    told: set[str] = set()
    problems = []
    for row, column in given:
        arm = row[column]
        if not arm:
            continue
        first, first_row = spelt.setdefault(_folded(arm), (arm, row))
        if arm != first and arm not in told:
            told.add(arm)
            text = (
                f'arm names "{first}" (row {first_row.number}) and "{arm}" look alike; '
                "write both the same way, or make them differ by more."
            )
            problems.append(row.problem(column, text))
    if spelt and len(spelt) != arms:
        names = listed(f'"{arm}"' for arm, _ in spelt.values())
        shown = f": {names}" if len(spelt) <= arms + 10 else ""
        text = f"the protocol has {arms} arms, the list {len(spelt)}{shown}."
        problems.append(Problem(name, text))
    return problems


def _folded(arm: str) -> str:
    """An arm's name as the eye compares it: without case and spaces."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", arm).casefold())
