"""A table of the user's, CSV or Excel, as text cells with their places.

Every cell is text, so that "007" stays "007" whatever it came from. What a column means
is up to the reader of the table; here its heading is found, in any case and with any
of its aliases.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from models.errors import Problem
from models.table_cells import FIRST_ROWS, RawRow, TableError
from models.table_csv import csv_form, csv_rows
from models.toml_file import suggestion
from models.words import counted, listed

__all__ = [
    "LARGEST_TABLE",
    "Row",
    "Table",
    "TableError",
    "read_rows",
    "read_table",
    "table_form",
    "table_headings",
]

LARGEST_TABLE = 400_000_000
"""Bytes; a million rows of scores are a quarter of it."""

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 with its mark",
    "cp1252": "Windows-1252",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Row:
    """A row under the heading.

    Attributes:
        number: Its number as a spreadsheet shows it, from 1.
        cells: Text by the name of the column, empty where the cell or column is.
        headings: What the user called a column, by its name.
    """

    number: int
    cells: dict[str, str]
    headings: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, column: str, text: str) -> Problem:
        """A fault of a cell, with its place; of the whole row if there is no column."""
        if not column:
            return Problem(f"row {self.number}", text)
        heading = self.headings.get(column, column)
        return Problem(f"row {self.number}, column {heading}", text)


@dataclass(frozen=True)
class Table:
    """What a table of the user's holds.

    Attributes:
        rows: The rows that are not blank.
        columns: Names of the columns that the table has.
        remarks: What was left out, such as columns that nobody asked for.
    """

    rows: tuple[Row, ...]
    columns: tuple[str, ...]
    remarks: tuple[Problem, ...] = ()


def read_table(
    path: Path,
    columns: Mapping[str, Sequence[str]],
    required: Collection[str] = (),
) -> Table:
    """Read a CSV file or the first fitting sheet of an Excel workbook.

    Args:
        path: The file.
        columns: Names of the columns, each with other headings it may have.
        required: Columns that the table must have.

    Raises:
        TableError: The file is no table that can be read, or its heading has faults.
    """
    known = _known_headings(columns)
    rows = _raw(
        path,
        lambda sheet: _fit(sheet, known, required),
        lambda heading: _count(heading, known),
    )
    if not rows:
        raise TableError(
            f"{path.name} is empty.",
            hint=f"It needs the columns {listed(required or columns)}.",
        )
    return _table(rows, path.name, known, required)


def table_headings(path: Path) -> tuple[str, ...]:
    """The headings of a table whose columns are not known beforehand.

    Args:
        path: CSV, or Excel, of which the first sheet is looked at.

    Raises:
        TableError: The file is no table that can be read.
    """
    data = _bytes_of(path)
    sheets = _sheets(data, path.name)
    if sheets is not None:
        rows = next((sheet for sheet in sheets if sheet), [])
    else:
        _refuse_other_formats(data, path.name)
        rows = csv_rows(data, path.name, len)
    return tuple(rows[0].cells) if rows else ()


def read_rows(path: Path, count_known: Callable[[Sequence[str]], int]) -> list[RawRow]:
    """The rows that are not blank, whatever their heading is.

    Args:
        path: A CSV file, or a workbook, of which the sheet is read that has the best
            heading among its first rows.
        count_known: How many columns a heading names.

    Raises:
        TableError: The file is no table that can be read, or empty.
    """

    def fit(sheet: Sequence[RawRow]) -> tuple[int, bool]:
        counts = (count_known(row.cells) for row in sheet[:FIRST_ROWS])
        return max(counts, default=0), bool(sheet)

    rows = _raw(path, fit, count_known)
    if not rows:
        raise TableError(f"{path.name} is empty.")
    return rows


def table_form(path: Path, count_known: Callable[[Sequence[str]], int]) -> str:
    """How a table was read, for people: "CSV in UTF-8, separated by semicolons".

    Args:
        path: The file.
        count_known: How many columns a heading names.

    Raises:
        TableError: The file is no table that can be read.
    """
    data = _bytes_of(path)
    if data.startswith(_ZIP):
        return "an Excel workbook"
    encoding, separator = csv_form(data, path.name, count_known)
    return f"CSV in {_ENCODINGS[encoding]}, separated by {_SEPARATORS[separator]}"


def _raw(
    path: Path,
    fit: Callable[[Sequence[RawRow]], tuple[int, ...]],
    count_known: Callable[[Sequence[str]], int],
) -> list[RawRow]:
    """The rows of a CSV file, or of the sheet of a workbook that fits best."""
    data = _bytes_of(path)
    sheets = _sheets(data, path.name)
    if sheets is not None:
        return max(sheets, key=fit)
    _refuse_other_formats(data, path.name)
    return csv_rows(data, path.name, count_known)


def _sheets(data: bytes, name: str) -> list[list[RawRow]] | None:
    """The sheets of a workbook, or None if the bytes are none."""
    if not data.startswith(_ZIP):
        return None
    from models.table_xlsx import is_workbook, sheets_rows  # loads openpyxl

    return sheets_rows(data, name) if is_workbook(data) else None


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise TableError(
            f"{path.name} is a folder, not a table.",
            hint="Choose a .csv or .xlsx file.",
        )
    if path.exists() and not path.is_file():
        raise TableError(f"{path.name} is not a file.")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_TABLE + 1)
    except FileNotFoundError as error:
        raise TableError(f"There is no file {path.name}.") from error
    except PermissionError as error:
        raise TableError(
            f"{path.name} cannot be opened: another program holds it, or you may not "
            "read it.",
            hint="Close it in the other program, or ask for the right to read it.",
        ) from error
    except OSError as error:
        raise TableError(f"{path.name} cannot be read: {error.strerror}.") from error
    if len(data) > LARGEST_TABLE:
        raise TableError(f"{path.name} is too large: 400 MB is the most.")
    return data


def _refuse_other_formats(data: bytes, name: str) -> None:
    """Files that look like tables to their owners and are none to us."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise TableError(
                f"{name} is protected with a password.",
                hint="Save it without a password and try again.",
            )
        raise TableError(
            f"{name} is in an old Excel format.", hint="Save it as .xlsx or as CSV."
        )
    if data.startswith(b"PK\x03\x04"):
        raise TableError(
            f"{name} is not an Excel workbook of the .xlsx kind.",
            hint="Save it as .xlsx or as CSV.",
        )


def _known_headings(columns: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Every heading that is understood, folded, with the name of its column."""
    known = {}
    for name, aliases in columns.items():
        for heading in (name, *aliases):
            known[_folded(heading)] = name
    return known


def _folded(heading: str) -> str:
    """A heading as it is compared: "Subject ID" is "subjectid"."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return re.sub(r"[\W_]+", "", text)


def _count(heading: Sequence[str], known: Mapping[str, str]) -> int:
    """How many columns a heading names."""
    return len({known[_folded(cell)] for cell in heading if _folded(cell) in known})


def _fit(
    sheet: Sequence[RawRow], known: Mapping[str, str], required: Collection[str]
) -> tuple[bool, bool, int]:
    """How well a sheet fits: the required columns, then anything, then more columns."""
    heading = sheet[0].cells if sheet else []
    names = {known.get(_folded(cell)) for cell in heading}
    return names.issuperset(required), bool(sheet), _count(heading, known)


def _table(
    rows: Sequence[RawRow],
    name: str,
    known: Mapping[str, str],
    required: Collection[str],
) -> Table:
    places, problems, remarks = _places(rows[0], known, required)
    if not problems and len(rows) == 1:
        raise TableError(f"{name} has a heading and no rows under it.")
    width = len(rows[0].cells)
    for row in rows[1:]:
        if any(row.cells[width:]):
            count = max(number for number, cell in enumerate(row.cells, 1) if cell)
            problems.append(
                Problem(
                    f"row {row.number}",
                    f"has {counted(count, 'cell')}, the heading only {width}.",
                )
            )
        problems.extend(row.problems)
    if problems:
        raise TableError(
            f"{name} cannot be used as it is: {counted(len(problems), 'fault')}.",
            hint="Mend them in the file and try again; nothing was changed.",
            problems=problems,
        )
    headings = {column: rows[0].cells[place] for column, place in places.items()}
    columns = tuple(dict.fromkeys(known.values()))
    return Table(
        tuple(_row(raw, columns, places, headings) for raw in rows[1:]),
        tuple(places),
        tuple(remarks),
    )


def _row(
    raw: RawRow,
    columns: Sequence[str],
    places: Mapping[str, int],
    headings: Mapping[str, str],
) -> Row:
    cells = dict.fromkeys(columns, "")
    for column, place in places.items():
        if place < len(raw.cells):
            cells[column] = raw.cells[place]
    return Row(raw.number, cells, headings)


def _places(
    heading: RawRow, known: Mapping[str, str], required: Collection[str]
) -> tuple[dict[str, int], list[Problem], list[Problem]]:
    """Where each column stands, with the faults of the heading and remarks on it."""
    places: dict[str, int] = {}
    problems: list[Problem] = list(heading.problems)
    remarks: list[Problem] = []
    where = f"row {heading.number}"
    unknown = []
    for place, cell in enumerate(heading.cells):
        column = known.get(_folded(cell))
        if column is None:
            unknown += [cell] if cell else []
        elif column in places:
            other = heading.cells[places[column]]
            problems.append(
                Problem(where, f'"{other}" and "{cell}" are the same column, {column}.')
            )
        else:
            places[column] = place
    for column in required:
        if column not in places:
            near = suggestion(column, unknown).replace("Did you mean", "Is it")
            text = f"there is no column {column}. {near}"
            problems.append(Problem(where, text.strip()))
    for cell in unknown:
        near = suggestion(cell, [name for name in known.values() if name not in places])
        remarks.append(Problem(where, f'column "{cell}" is not used. {near}'.strip()))
    return places, problems, remarks
