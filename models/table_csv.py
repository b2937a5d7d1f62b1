"""Rows of a CSV file, whatever wrote it.

Excel writes commas or semicolons by the country, tabs as "Unicode text", UTF-8 with a
mark, UTF-16 or the old Windows code page. The separator is the one with which the
heading names the most known columns.
"""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator

from models.errors import Problem
from models.table_cells import (
    FIRST_ROWS,
    MOST_COLUMNS,
    MOST_ROWS,
    RawRow,
    TableError,
    clean,
    too_long,
    too_wide,
)

_SEPARATORS = ",;\t"
_EXCEL_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n", re.IGNORECASE)


def csv_rows(
    data: bytes, name: str, count_known: Callable[[list[str]], int]
) -> list[RawRow]:
    """The rows that are not blank.

    Args:
        data: The file.
        name: Its name, for sentences.
        count_known: How many columns a heading names.

    Raises:
        TableError: The file is no text, or its quotation marks do not match.
    """
    text = _decoded(data, name)
    told = _EXCEL_SEPARATOR.match(text)
    if told:
        separator, text = told.group(1), text[told.end() :]
    else:
        separator = _separator(text, count_known)
    rows = []
    for number, cells in _records(text, separator, name):
        if number > MOST_ROWS + 1:
            raise too_long(name)
        if len(cells) > MOST_COLUMNS:
            raise too_wide(name)
        if any(cells):
            rows.append(RawRow(number, cells))
    return rows


def csv_form(
    data: bytes, name: str, count_known: Callable[[list[str]], int]
) -> tuple[str, str]:
    """The encoding of a CSV file, as Python names it, and its separator.

    Args:
        data: The file.
        name: Its name, for sentences.
        count_known: How many columns a heading names.

    Raises:
        TableError: The file is no text.
    """
    text, encoding = _text_and_encoding(data, name)
    told = _EXCEL_SEPARATOR.match(text)
    return encoding, told.group(1) if told else _separator(text, count_known)


def _decoded(data: bytes, name: str) -> str:
    """The text of the file in the first encoding that fits."""
    return _text_and_encoding(data, name)[0]


def _text_and_encoding(data: bytes, name: str) -> tuple[str, str]:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff"), encoding
    raise TableError(
        f"{name} is not a table that can be read.",
        hint="Save it as CSV (UTF-8) or as .xlsx.",
    )


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith(codecs.BOM_UTF8):
        return ("utf-8-sig",)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    start = data[: min(len(data), 200) // 2 * 2]
    first, second = start[0::2].count(0), start[1::2].count(0)
    if first + second == 0:
        return ("utf-8", "cp1252")
    if max(first, second) * 3 < len(start) // 2 or min(first, second):
        return ()  # no text: pictures and programs look like this
    # UTF-16 without its mark: most second bytes are zero
    return ("utf-16-le",) if second else ("utf-16-be",)


def _separator(text: str, count_known: Callable[[list[str]], int]) -> str:
    """The separator with which the heading names the most columns."""

    def fit(separator: str) -> tuple[int, int]:
        rows = _first_rows(text, separator)
        return max(((count_known(row), len(row)) for row in rows), default=(0, 0))

    return max(_SEPARATORS, key=fit)


def _first_rows(text: str, separator: str) -> list[list[str]]:
    """The rows among which the heading stands; some programs write a title above."""
    rows: list[list[str]] = []
    try:
        for cells in _reader(text, separator):
            if any(cell.strip(" " + _SEPARATORS) for cell in cells):
                rows.append([clean(cell) for cell in cells])
            if len(rows) == FIRST_ROWS:
                break
    except csv.Error:
        pass  # told later, when the separator is known
    return rows


def _records(text: str, separator: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Every record, blank ones too, numbered as a spreadsheet numbers them."""
    number = 0
    try:
        for number, cells in enumerate(_reader(text, separator), start=1):
            yield number, [clean(cell) for cell in cells]
    except csv.Error as error:
        raise TableError(
            f"{name} is not a table that can be read.",
            hint="Check the quotation marks there, or save the file as .xlsx.",
            problems=[Problem(f"row {number + 1}", _reason(error))],
        ) from error


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _reason(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "a cell is far too long; perhaps a quotation mark was never closed."
    if "end of data" in str(error):
        return "a quotation mark that opens here is never closed."
    return "a quotation mark stands where none belongs."
