"""What the columns of a table mean, guessed, shown, saved and remembered.

A mapping is a small TOML file. The program keeps one for every heading that was once
imported, by a fingerprint of the heading, in a folder that the caller names.
"""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import ExpectedError, Problem
from models.measures.table_import.cells import DateOrder

SUBJECT, SIDE, VISIT, SERIES, VALUE = "subject", "side", "visit", "series", "value"
REASON, COMMENT, RATED_BY, IGNORED = "reason", "comment", "rated-by", "ignore"
ROLES = (SUBJECT, SIDE, VISIT, SERIES, VALUE, REASON, COMMENT, RATED_BY, IGNORED)
"""What a column can be, besides the values of one series."""

_KNOWN = ("columns", "visits", "series", "subjects", "dates")


class MappingError(ExpectedError):
    """A mapping file that cannot be used; `problems` holds all faults."""


@dataclass(frozen=True)
class Use:
    """What a column holds: one of ROLES, or the values of one series.

    Attributes:
        role: One of ROLES; empty for the values of a series.
        series: Key of the assessment, where the column holds its values.
        visit: Key of the visit at which all of them were taken, or empty.
        side: Side of all of them, or empty.
    """

    role: str = ""
    series: str = ""
    visit: str = ""
    side: str = ""

    @property
    def text(self) -> str:
        """As in a mapping file: "subject", "= r0", "= r0 @ week12 / left"."""
        if self.role:
            return self.role
        visit = f" @ {self.visit}" if self.visit else ""
        side = f" / {self.side}" if self.side else ""
        return f"= {self.series}{visit}{side}"

    @classmethod
    def read(cls, text: str) -> "Use":
        """The use that a mapping file names. What it names is checked elsewhere."""
        if not text.startswith("="):
            return cls(role=text.strip())
        rest, _, side = text[1:].partition(" / ")
        series, _, visit = rest.partition(" @ ")
        return cls("", series.strip(), visit.strip(), side.strip())


@dataclass(frozen=True)
class TableMapping:
    """What a table means.

    Attributes:
        columns: Use by heading, as the table spells it.
        visits: Key of the visit by a spelling of the table, where it is none that the
            protocol knows.
        series: Key of the assessment by a spelling of the table, likewise.
        subject_width: Digits to which numbers of subjects are filled up with zeros that
            a spreadsheet dropped; 0 to leave codes as they are.
        dates: How days between strokes are written.
    """

    columns: Mapping[str, Use]
    visits: Mapping[str, str] = field(default_factory=dict)
    series: Mapping[str, str] = field(default_factory=dict)
    subject_width: int = 0
    dates: DateOrder = DateOrder.DAY_FIRST

    @property
    def source(self) -> str:
        """The mapping as a TOML file."""
        lines = ["# What the columns of a table mean.", "", "[columns]"]
        uses = self.columns.items()
        lines += [f"{_quoted(key)} = {_quoted(use.text)}" for key, use in uses]
        for name, spelled in (("visits", self.visits), ("series", self.series)):
            if spelled:
                lines += ["", f"[{name}]"]
                lines += [f"{_quoted(k)} = {_quoted(v)}" for k, v in spelled.items()]
        lines += ["", "[subjects]", f"width = {self.subject_width}"]
        lines += ["", "[dates]", f"order = {_quoted(self.dates.value)}"]
        return "\n".join(lines) + "\n"


def read_mapping(source: str, name: str) -> TableMapping:
    """Read a mapping from the text of its file.

    Args:
        source: The text.
        name: Of the file, for sentences.

    Raises:
        MappingError: It is no TOML, or says what a mapping cannot; all faults are told.
    """
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        problem = Problem(name, f"{error}.")
        raise MappingError(f"{name} is no TOML file.", problems=[problem]) from error
    problems = [
        Problem(name, f"there is no part {key!r} in a mapping")
        for key in data
        if key not in _KNOWN
    ]
    texts = {key: _texts(data, key, name, problems) for key in _KNOWN[:3]}
    width = _inner(data, "subjects").get("width", 0)
    width = -1 if isinstance(width, bool) or not isinstance(width, int) else width
    if not 0 <= width <= 20:
        problems.append(Problem(f"{name}, subjects", "width must be from 0 to 20"))
    order = str(_inner(data, "dates").get("order", DateOrder.DAY_FIRST.value))
    if order not in set(DateOrder):
        text = "order must be day-first or month-first"
        problems.append(Problem(f"{name}, dates", text))
    uses = {heading: Use.read(text) for heading, text in texts["columns"].items()}
    problems += [
        Problem(f"{name}, columns", f"{use.role!r} is no use of a column")
        for use in uses.values()
        if use.role and use.role not in ROLES
    ]
    if problems:
        raise MappingError(
            f"{name} cannot be used as a mapping.",
            hint="Mend it, or import without it to see what the program proposes.",
            problems=problems,
        )
    return TableMapping(uses, texts["visits"], texts["series"], width, DateOrder(order))


def load_mapping(path: Path) -> TableMapping:
    """Read a mapping file.

    Raises:
        MappingError: It cannot be read, or used.
    """
    try:
        source = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise MappingError(f"The mapping {path.name} cannot be read.") from error
    return read_mapping(source, path.name)


def save_mapping(mapping: TableMapping, path: Path) -> None:
    """Write a mapping file.

    Raises:
        MappingError: It cannot be written there.
    """
    try:
        path.write_text(mapping.source, "utf-8")
    except OSError as error:
        raise MappingError(
            f"The mapping {path.name} could not be written.",
            hint="Check the folder and the space on its disk.",
        ) from error


def fingerprint(headings: Sequence[str]) -> str:
    """What stands for a heading: the same columns have the same, whatever the file."""
    folded = "\n".join(heading.casefold() for heading in headings)
    return hashlib.sha256(folded.encode()).hexdigest()[:16]


def remembered(folder: Path, headings: Sequence[str]) -> TableMapping | None:
    """The mapping that was used the last time for this heading, if it can be read."""
    path = folder / f"{fingerprint(headings)}.toml"
    try:
        return load_mapping(path) if path.is_file() else None
    except MappingError:
        return None


def remember(folder: Path, headings: Sequence[str], mapping: TableMapping) -> None:
    """Keep a mapping for the next table with this heading.

    Raises:
        MappingError: It cannot be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MappingError("The mapping could not be remembered.") from error
    save_mapping(mapping, folder / f"{fingerprint(headings)}.toml")


def _inner(data: dict[str, object], key: str) -> dict[str, object]:
    found = data.get(key, {})
    return found if isinstance(found, dict) else {}


def _texts(
    data: dict[str, object], key: str, name: str, problems: list[Problem]
) -> dict[str, str]:
    """A table of texts by text."""
    found = data.get(key, {})
    if not isinstance(found, dict) or not all(
        isinstance(value, str) for value in found.values()
    ):
        problems.append(Problem(f"{name}, {key}", "every line must be a text"))
        return {}
    return {str(one): str(value) for one, value in found.items()}


def _quoted(text: str) -> str:
    """A TOML string."""
    special = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    plain = "".join(special.get(sign, sign) for sign in text)
    return (
        '"'
        + "".join(
            sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in plain
        )
        + '"'
    )
