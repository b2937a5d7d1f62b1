"""Compares a workbook with its study: every cell that differs, with its place.

The workbook is made anew, as of the line of the audit trail at which it was written,
and both are read back. So what is compared is what a spreadsheet program shows; looks
are not compared, and a workbook saved by another program is read as well.
"""

import math
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from exports.workbook.edition import Edition
from exports.workbook.snapshot import Snapshot, snapshot
from exports.workbook.workbook import write_snapshot
from models.errors import ExpectedError
from models.store.clock import utc_now
from models.store.store import StudyStore
from models.words import counted

Value: TypeAlias = str | float | None
Cells: TypeAlias = tuple[Value, ...]
Rows: TypeAlias = list[Cells]

_DIGITS = 12  # other programs round the last digits of a double
_SAME = 1e-9  # relative
_SETTINGS = "Settings"
_SHOWN = 60  # characters of a row, in words


@dataclass(frozen=True)
class Difference:
    """One thing in which workbook and study differ.

    Attributes:
        sheet: Name of the sheet.
        cell: "C7"; a row or empty where it is about more than a cell.
        found: In the workbook, in words; empty for nothing.
        expected: In the study.
    """

    sheet: str
    cell: str
    found: str
    expected: str

    def sentence(self) -> str:
        """For people: "Scores, K12: 4 in the workbook, 3 in the study"."""
        place = f"{self.sheet}, {self.cell}" if self.cell else self.sheet
        found, expected = self.found or "nothing", self.expected or "nothing"
        return f"{place}: {found} in the workbook, {expected} in the study"


@dataclass(frozen=True)
class Check:
    """What came of a comparison.

    Attributes:
        differences: In the order of sheets and rows.
        sheets: How many sheets were compared.
        cells: How many cells of the study were compared.
        edition: Of the workbook.
        notes: What to know when reading it, such as that the study has gone on.
    """

    differences: tuple[Difference, ...]
    sheets: int
    cells: int
    edition: Edition
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Facts:
    """What a workbook says of itself in its settings."""

    study: str
    edition: Edition
    made_at: str
    by: str
    program: str
    head: str


def workbook_edition(path: Path) -> Edition:
    """Which edition a workbook is, to know whether arms must be told to compare it.

    Raises:
        ExpectedError: The file is no workbook of this program.
    """
    return _facts(path).edition


def check_workbook(
    path: Path, store: StudyStore, groups: Mapping[str, str] | None
) -> Check:
    """Compare a workbook with the study it was made from.

    Args:
        path: The workbook.
        store: The study.
        groups: What the group of each unit is called, as the workbook's edition tells
            it; None for the blinded edition.

    Raises:
        ExpectedError: The file is no workbook of this study, or cannot be read.
    """
    facts = _facts(path)
    if facts.study != store.info().uid:
        raise ExpectedError(
            f"“{path.name}” is the workbook of another study.",
            hint="Choose the study it was exported from.",
        )
    now = snapshot(store, groups, utc_now)
    study, notes = _as_of(now, facts)
    with tempfile.TemporaryDirectory() as folder:
        anew = Path(folder) / "anew.xlsx"
        write_snapshot(study, anew)
        expected, found = _sheets(anew), _sheets(path)
        differences = list(_compared(found, expected))
        cells = sum(
            value is not None
            for rows in expected.values()
            for row in rows
            for value in row
        )
    return Check(tuple(differences), len(expected), cells, facts.edition, notes)


def _as_of(study: Snapshot, facts: _Facts) -> tuple[Snapshot, tuple[str, ...]]:
    """The study told as the workbook was: its time, and its end of the trail."""
    notes = []
    hashes = [line.hash for line in study.trail]
    trail = study.trail
    if facts.head in hashes:
        place = hashes.index(facts.head) + 1
        trail = trail[:place]
        later = len(hashes) - place
        if later:
            notes.append(
                f"The audit trail has gone on by {counted(later, 'line')} since the "
                "workbook was made."
            )
    if facts.program != study.program:
        notes.append(
            f"The workbook was made with Dermagrade {facts.program}, it is compared "
            f"with {study.program}: words may differ."
        )
    told = replace(
        study,
        trail=trail,
        made_at=facts.made_at,
        program=facts.program,
        by=facts.by,
    )
    return told, tuple(notes)


def _facts(path: Path) -> _Facts:
    """What the settings of a workbook say.

    Raises:
        ExpectedError: The file is no workbook of this program.
    """
    rows = _sheets(path, only=_SETTINGS).get(_SETTINGS, [])
    told = {tuple(row[:2]): str(row[2]) for row in rows if len(row) > 2}
    wanted = {
        "study": ("study", "identifier"),
        "edition": ("workbook", "edition"),
        "made": ("workbook", "made"),
        "with": ("workbook", "made with"),
        "head": ("study", "last line of the audit trail, SHA-256"),
    }
    try:
        given = {key: told[place] for key, place in wanted.items()}
        edition = Edition(given["edition"])
        made_at = given["made"].partition(" (UTC)")[0]
        datetime.fromisoformat(made_at)
    except (KeyError, ValueError) as error:
        raise ExpectedError(
            f"“{path.name}” is no workbook of this program, or its sheet Settings was "
            "changed.",
            hint="Choose a workbook that was written by export or Save workbook.",
        ) from error
    return _Facts(
        given["study"],
        edition,
        made_at,
        told.get(("workbook", "made by"), ""),
        given["with"].removeprefix("Dermagrade "),
        given["head"],
    )


def _sheets(path: Path, only: str = "") -> dict[str, Rows]:
    """The rows of every sheet, numbers rounded and empty ends left out.

    Raises:
        ExpectedError: The file cannot be read.
    """
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError as error:
        raise ExpectedError(f"There is no file “{path.name}”.") from error
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError) as error:
        raise ExpectedError(
            f"“{path.name}” cannot be read as an Excel workbook.",
            hint="Choose an .xlsx file.",
        ) from error
    try:
        return {
            page.title: _rows(page)
            for page in book.worksheets
            if not only or page.title == only
        }
    finally:
        book.close()


def _rows(page: Any) -> Rows:
    # Other programs write wrong dimensions, and the reader would believe them.
    page.reset_dimensions()
    rows = [_trimmed(row) for row in page.iter_rows(values_only=True)]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _trimmed(row: Sequence[Any]) -> Cells:
    values = [_value(one) for one in row]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _value(value: Any) -> Value:
    """A cell as it is compared."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return float(f"{value:.{_DIGITS}g}")
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or UTC).isoformat()
    # A cell keeps the three ways to end a line, and programs exchange them.
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("_x000D_\n", "\n")


def _compared(
    found: Mapping[str, Rows], expected: Mapping[str, Rows]
) -> Iterator[Difference]:
    for name, rows in expected.items():
        if name not in found:
            yield Difference(name, "", "no such sheet", counted(len(rows), "row"))
        elif found[name] != rows:
            yield from _compared_rows(name, found[name], rows)
    for name, rows in found.items():
        if name not in expected:
            yield Difference(name, "", counted(len(rows), "row"), "no such sheet")


def _compared_rows(sheet: str, found: Rows, expected: Rows) -> Iterator[Difference]:
    """What differs in a sheet; rows that moved on do not count as changed."""
    if found[:1] == expected[:1] and Counter(found) == Counter(expected):
        yield Difference(sheet, "", "the same rows in another order", "its own order")
        return
    first, ends = _middle(found, expected)
    theirs = found[first : len(found) - ends]
    ours = expected[first : len(expected) - ends]
    # Where as many rows differ on both sides, cells were changed in place.
    if len(theirs) == len(ours):
        yield from _compared_block(sheet, first, theirs, ours)
        return
    blocks = SequenceMatcher(None, theirs, ours, autojunk=False).get_opcodes()
    for kind, begin, end, own_begin, own_end in blocks:
        if kind != "equal":
            rows, own = theirs[begin:end], ours[own_begin:own_end]
            yield from _compared_block(sheet, first + begin, rows, own)


def _middle(found: Rows, expected: Rows) -> tuple[int, int]:
    """How many rows are alike at the start, and at the end."""
    shorter = min(len(found), len(expected))
    first = _alike(lambda at: found[at] == expected[at], shorter)
    ends = _alike(lambda at: found[-1 - at] == expected[-1 - at], shorter - first)
    return first, ends


def _alike(is_alike: Callable[[int], bool], most: int) -> int:
    return next((at for at in range(most) if not is_alike(at)), most)


def _compared_block(
    sheet: str, above: int, found: Rows, expected: Rows
) -> Iterator[Difference]:
    """Rows in each other's place; more on one side were put in, or taken out."""
    for at, (theirs, ours) in enumerate(zip(found, expected, strict=False)):
        yield from _compared_cells(sheet, above + at + 1, theirs, ours)
    both = min(len(found), len(expected))
    for at, row in enumerate(found[both:], above + both + 1):
        if row:
            yield Difference(sheet, f"row {at}", f"a row more: {_words(row)}", "")
    for row in expected[both:]:
        if row:
            place = f"after row {above + both}"
            yield Difference(sheet, place, "a row less", _words(row))


def _compared_cells(
    sheet: str, row: int, found: Cells, expected: Cells
) -> Iterator[Difference]:
    for column in range(max(len(found), len(expected))):
        theirs = found[column] if column < len(found) else None
        ours = expected[column] if column < len(expected) else None
        if not _is_same(theirs, ours):
            cell = f"{get_column_letter(column + 1)}{row}"
            yield Difference(sheet, cell, _word(theirs), _word(ours))


def _is_same(one: Value, two: Value) -> bool:
    if isinstance(one, float) and isinstance(two, float):
        return math.isclose(one, two, rel_tol=_SAME, abs_tol=1e-12)
    return one == two


def _word(value: Value) -> str:
    if value is None:
        return ""
    return f"{value:.{_DIGITS}g}" if isinstance(value, float) else f"“{value}”"


def _words(row: Cells) -> str:
    text = ", ".join(_word(value) or "empty" for value in row)
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
