"""What a table is made of before its columns are known."""

import re
import unicodedata
from dataclasses import dataclass

from models.errors import ExpectedError, Problem

MOST_ROWS = 1_000_000
MOST_COLUMNS = 1_000
FIRST_ROWS = 10
"""Rows among which a heading is looked for, where a title may stand above it."""

_EDGE = " \t\r\n\u00a0\ufeff\u200b"
_FORMULA_TEXT = re.compile(r'="([^"]*)"')


class TableError(ExpectedError):
    """A table of the user's that cannot be used; `problems` holds all faults."""


@dataclass(frozen=True)
class RawRow:
    """A row that is not blank.

    Attributes:
        number: Its number as a spreadsheet shows it, from 1.
        cells: Its cells as text, from the first column on.
        problems: Cells that hold no text, such as an Excel error.
    """

    number: int
    cells: list[str]
    problems: tuple[Problem, ...] = ()


def clean(text: str) -> str:
    """A cell's text without what cannot be seen around it, in one Unicode form.

    `="007"` is how people keep Excel from dropping the zeros of a CSV file.
    """
    if text.isascii():
        stripped = text.strip(_EDGE)
    else:
        stripped = unicodedata.normalize("NFC", text).strip(_EDGE).strip()
    found = _FORMULA_TEXT.fullmatch(stripped) if stripped.startswith('="') else None
    return found.group(1).strip() if found else stripped


def too_long(name: str) -> TableError:
    """The error of a table with too many rows."""
    return TableError(
        f"{name} has more than {MOST_ROWS:,} rows.", hint="Split it into several files."
    )


def too_wide(name: str) -> TableError:
    """The error of a table with too many columns."""
    return TableError(f"{name} has more than {MOST_COLUMNS:,} columns.")
