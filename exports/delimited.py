"""Tables as delimited text: which signs part cells and decimals, and how text stands.

Text is always quoted and numbers never, so that "007" stays text in every program.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from exports.cells import cell

Value = str | float | bool | None


class Level(StrEnum):
    """What may be computed with the values of a column."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    SCALE = "scale"


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"  # ISO 8601


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes:
        name: Heading: lower-case letters, digits and underscores, a letter first.
        meaning: A few words.
        values: One a row; None or empty text for none.
        kind: What they are.
        level: What may be computed with them.
        unit: Of numbers.
        codes: What codes stand for, where the values are codes.
    """

    name: str
    meaning: str
    values: Sequence[Value]
    kind: Kind = Kind.TEXT
    level: Level = Level.NOMINAL
    unit: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table that becomes a file.

    Attributes:
        name: Of the file, without edition and ending: "scores-long".
        title: What it holds, one sentence.
        columns: All of one length.
    """

    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.columns[0].values) if self.columns else 0


@dataclass(frozen=True)
class Dialect:
    """How delimited text is written.

    Attributes:
        separator: Between cells.
        decimal: Between the whole number and its decimals.
        mark: Whether the file begins with the mark by which Excel knows UTF-8.
        guarded: Whether text that a spreadsheet program would run as a formula gets an
            apostrophe.
    """

    separator: str = ","
    decimal: str = "."
    mark: bool = True
    guarded: bool = True

    def encode(self, headings: Iterable[str], rows: Iterable[Sequence[Value]]) -> bytes:
        """A table as the bytes of a file: UTF-8, a heading line, CR LF."""
        lines = [self.separator.join(_quoted(name) for name in headings)]
        lines += [self.separator.join(map(self._written, row)) for row in rows]
        text = "\r\n".join(lines) + "\r\n"
        return text.encode("utf-8-sig" if self.mark else "utf-8")

    def table(self, table: Table) -> bytes:
        """A table with its headings as the bytes of a file."""
        rows = zip(*(column.values for column in table.columns), strict=True)
        return self.encode((column.name for column in table.columns), rows)

    def _written(self, value: Value) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, str):
            text = " ".join(value.splitlines())
            return _quoted(str(cell(text)) if self.guarded else text)
        known = cell(value)
        if known is None:
            return ""
        if isinstance(known, str):
            return _quoted(known)
        return repr(known).replace(".", self.decimal)


COMMAS = Dialect()
SEMICOLONS = Dialect(separator=";", decimal=",")
PLAIN = Dialect(mark=False, guarded=False)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
