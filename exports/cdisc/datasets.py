"""Datasets in the shape of SDTM: their variables and rows.

Names, labels and order of variables follow SDTMIG 3.4.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

Cell = str | int | float | None
Row = Mapping[str, Cell]


class Type(StrEnum):
    """What a variable holds, by the names of Dataset-JSON."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "float"
    DATE = "date"


class Core(StrEnum):
    """How far the standard asks for a variable."""

    REQUIRED = "Req"
    EXPECTED = "Exp"
    PERMISSIBLE = "Perm"


class Origin(StrEnum):
    """Where values come from, by the words of Define-XML 2.1."""

    ASSIGNED = "Assigned"
    COLLECTED = "Collected"
    DERIVED = "Derived"
    PROTOCOL = "Protocol"
    ABSENT = "Not Available"


@dataclass(frozen=True)
class Variable:
    """A variable of a dataset.

    Attributes:
        name: At most 8 letters.
        label: At most 40 letters.
        type: What it holds.
        core: How far it is asked for.
        origin: Where its values come from.
        terms: Key of its codelist, or empty.
        comment: What is to be known about it here, or empty.
    """

    name: str
    label: str
    type: Type = Type.TEXT
    core: Core = Core.PERMISSIBLE
    origin: Origin = Origin.COLLECTED
    terms: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Dataset:
    """A dataset with its rows.

    Attributes:
        name: "RS".
        label: "Disease Response and Clin Classification".
        kind: Class of the standard: "FINDINGS".
        structure: What a row is.
        keys: Names of the variables that tell rows apart, in order.
        variables: In order.
        rows: In the order of the keys.
        is_standard: Whether SDTMIG has it; otherwise it is the sponsor's own.
        comment: What is to be known about it, or empty.
    """

    name: str
    label: str
    kind: str
    structure: str
    keys: tuple[str, ...]
    variables: tuple[Variable, ...]
    rows: tuple[Row, ...]
    is_standard: bool = True
    comment: str = ""

    def values(self, name: str) -> list[Cell]:
        """The values of a variable, row by row."""
        return [row.get(name) for row in self.rows]

    def length(self, variable: Variable) -> int | None:
        """The longest text of a variable, at least 1; None if it is no text."""
        if variable.type is not Type.TEXT:
            return None
        longest = (len(str(v)) for v in self.values(variable.name) if v is not None)
        return max(1, *longest, 1)


def without_empty(dataset: Dataset) -> Dataset:
    """A dataset without those permissible variables that no row has a value of."""
    kept = tuple(
        one
        for one in dataset.variables
        if one.core is not Core.PERMISSIBLE
        or any(value not in (None, "") for value in dataset.values(one.name))
    )
    names = {one.name for one in kept}
    keys = tuple(key for key in dataset.keys if key in names)
    return replace(dataset, variables=kept, keys=keys)


def numbered(rows: Sequence[Row], name: str) -> tuple[Row, ...]:
    """Rows with a sequence number that is unique within each subject.

    Args:
        rows: In their order.
        name: Of the variable: "RSSEQ".
    """
    counts: dict[Cell, int] = {}
    done = []
    for row in rows:
        subject = row["USUBJID"]
        counts[subject] = counts.get(subject, 0) + 1
        done.append({**row, name: counts[subject]})
    return tuple(done)


def sequence(name: str) -> Variable:
    """The sequence number of a dataset."""
    return Variable(
        name,
        "Sequence Number",
        Type.WHOLE,
        Core.REQUIRED,
        Origin.DERIVED,
        comment="Number of the record within the subject.",
    )


def day_of(name: str, label: str, date: str) -> Variable:
    """The study day of a date.

    Args:
        name: Of the variable.
        label: Of the variable.
        date: Name of the variable with the date.
    """
    return Variable(
        name,
        label,
        Type.WHOLE,
        origin=Origin.DERIVED,
        comment=f"{date} minus RFSTDTC, plus 1 on and after RFSTDTC; no day 0.",
    )


STUDY = Variable(
    "STUDYID", "Study Identifier", core=Core.REQUIRED, origin=Origin.PROTOCOL
)
DOMAIN = Variable(
    "DOMAIN", "Domain Abbreviation", core=Core.REQUIRED, origin=Origin.ASSIGNED
)
SUBJECT = Variable(
    "USUBJID",
    "Unique Subject Identifier",
    core=Core.REQUIRED,
    origin=Origin.DERIVED,
    comment="Study identifier, a hyphen, and the code of the subject.",
)
