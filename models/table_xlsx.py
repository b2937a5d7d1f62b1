"""Rows of the sheets of an Excel workbook.

The sizes in the archive are looked at before anything is unpacked: a file of some
kilobytes can hold gigabytes of zeros.
"""

import datetime as dt
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Protocol
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from models.errors import Problem
from models.table_cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    RawRow,
    TableError,
    clean,
    too_long,
    too_wide,
)

MOST_UNPACKED = 600_000_000
"""Bytes of all parts of a workbook together."""

MOST_SHRUNK = 250
"""How many times smaller honest parts get; a zip bomb gets 1,000 times smaller."""

_SMALL = 20_000_000
_MOST_PARTS = 5_000
_ZEROS = re.compile(r"0{2,15}")
_DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    TypeError,
    ValueError,
)
"""What openpyxl lets through when a part of a workbook is missing or broken."""


class _Cell(Protocol):
    """What is used of a cell."""

    value: Any
    data_type: str
    number_format: str


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are an Excel workbook, by what they hold."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return True  # a damaged one; told when it is read


def sheets_rows(data: bytes, name: str) -> list[list[RawRow]]:
    """The rows that are not blank of every visible sheet; at least one sheet.

    Raises:
        TableError: The workbook is damaged, or unpacks to far too much.
    """
    try:
        _check_sizes(data, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that are of no use here
            return list(_sheets(data, name))
    except _DAMAGED as error:
        raise TableError(
            f"{name} is damaged or not an Excel workbook.",
            hint="Open it in Excel, save it as .xlsx again and try once more.",
        ) from error


def _check_sizes(data: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    bombs = [
        part
        for part in parts
        if part.file_size > max(_SMALL, MOST_SHRUNK * part.compress_size)
    ]
    if unpacked > MOST_UNPACKED or bombs or len(parts) > _MOST_PARTS:
        raise TableError(
            f"{name} would unpack to far more than a table needs, and was not opened.",
            hint="If the file is yours, copy its rows into a new workbook.",
        )


def _sheets(data: bytes, name: str) -> Iterator[list[RawRow]]:
    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        sheets = [s for s in workbook.worksheets if s.sheet_state == "visible"]
        for sheet in sheets or workbook.worksheets:
            sheet.reset_dimensions()  # some programs write wrong ones
            yield list(_rows(sheet.iter_rows(), name))
        if not workbook.worksheets:
            yield []
    finally:
        workbook.close()


def _rows(rows: Iterable[Iterable[_Cell]], name: str) -> Iterator[RawRow]:
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS + 1:
            raise too_long(name)
        cells = list(row)
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise too_wide(name)
        if texts:
            yield RawRow(number, texts, _errors(number, cells))


def _errors(number: int, cells: Iterable[_Cell]) -> tuple[Problem, ...]:
    """Cells in which Excel shows an error instead of a value."""
    return tuple(
        Problem(
            f"row {number}, column {get_column_letter(place)}",
            f"holds the Excel error {cell.value}.",
        )
        for place, cell in enumerate(cells, start=1)
        if cell.data_type == "e" and cell.value is not None
    )


def _text(cell: _Cell) -> str:
    """A cell as people read it: 7.0 is "7", a day is 2026-03-01, 7 as 000 is "007"."""
    value = cell.value
    match value:
        case None:
            return ""
        case str():
            return clean(value)
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            return _number_text(value, cell.number_format)
        case dt.datetime():
            midnight = value.time() == dt.time()
            return value.date().isoformat() if midnight else value.isoformat(" ")
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return clean(str(value))


def _number_text(value: float, number_format: str) -> str:
    whole = float(value).is_integer()
    text = str(int(value)) if whole else f"{value:.15g}"
    if whole and value >= 0 and _ZEROS.fullmatch(number_format):
        return text.zfill(len(number_format))
    return text
