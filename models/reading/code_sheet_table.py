"""A filled score sheet: a row a photograph by its code, a column for each scale.

It is what `exports.workbook.blank` writes, filled in Excel; any such table will do. A
table with a single fault enters nothing.
"""

from pathlib import Path

from models.errors import ExpectedError, Problem
from models.reading.entering import Entry, ScoreReport, closed_readings, enter
from models.reading.session import open_session
from models.scales.scale import Scale
from models.store.records import ReadingItem
from models.store.store import StudyStore
from models.tables import Row, read_table, table_headings
from models.words import counted, listed, number_text

_CODE = ("photograph code", "photo code")
_FIXED = {
    "code": _CODE,
    "rater": ("reader", "evaluator"),
    "reason": ("not assessable",),
    "comment": ("remark", "comments"),
}
_LONG = {"score", "value", "grade"}


def is_code_sheet(path: Path) -> bool:
    """Whether a table names photographs by code, with a column for each scale.

    Raises:
        TableError: The file is no table that can be read.
    """
    headings = {one.strip().casefold() for one in table_headings(path)}
    return bool(headings & {"code", *_CODE}) and not headings & _LONG


def import_code_sheet(store: StudyStore, path: Path, *, by: str) -> ScoreReport:
    """Enter the scores of a filled score sheet.

    The columns are code, rater, and each scale by its key, name or short name; "not
    assessable" says why scales left empty cannot be graded, and comment speaks of the
    whole photograph. Where a row says nothing, nothing is entered.

    Raises:
        ExpectedError: The table has faults, all of which are told with row and column;
            or the study is locked, or a reading is finished. Nothing is entered then.
    """
    scales = store.scales()
    table = read_table(path, {**_columns(scales), **_FIXED}, ("code", "rater"))
    asked = tuple(key for key in scales if key in table.columns)
    problems: list[Problem] = []
    if not asked:
        names = listed((scale.short for scale in scales.values()), "or")
        problems.append(Problem("heading", f"there is no scale; it may be {names}"))
    reader = _Reader(store, asked, problems)
    for row in table.rows:
        reader.take(row)
    problems += closed_readings(store, {entry.rater for entry in reader.entries})
    if problems:
        raise ExpectedError(
            f"The table has {counted(len(problems), 'fault')}; no score was entered.",
            hint="Mend them in the table and import it again.",
            problems=problems,
        )
    return enter(store, reader.entries, by=by, comments=reader.comments)


def _columns(scales: dict[str, Scale]) -> dict[str, tuple[str, ...]]:
    """The column of each scale; a name that two scales share is nobody's."""
    names = [name for scale in scales.values() for name in {scale.name, scale.short}]
    return {
        key: tuple(name for name in (scale.name, scale.short) if names.count(name) == 1)
        for key, scale in scales.items()
    }


class _Reader:
    """Understands rows and collects what is wrong with them."""

    def __init__(
        self, store: StudyStore, asked: tuple[str, ...], problems: list[Problem]
    ) -> None:
        self.entries: list[Entry] = []
        self.comments: list[tuple[int, str]] = []
        self._store = store
        self._scales = store.scales()
        self._asked = asked
        self._problems = problems
        self._known = {rater.code for rater in store.raters()}
        self._items: dict[str, dict[str, ReadingItem]] = {}
        self._seen: dict[tuple[str, str], int] = {}

    def take(self, row: Row) -> None:
        """One photograph."""
        item = self._item(row)
        if item is None:
            return
        is_reason_used = False
        for key in self._asked:
            text, reason = row[key], row["reason"]
            if not text and not (reason and key in item.scales):
                continue
            if key not in item.scales:
                self._fault(row, key, "the scale is not asked at this photograph")
                continue
            is_reason_used |= not text
            value = self._grade(row, key, text) if text else None
            if text and value is None:
                continue
            why = "" if text else reason
            self.entries.append(Entry(row["rater"], item.id, key, value, why, ""))
        if row["reason"] and not is_reason_used:
            text = "every scale has a grade: a grade and a reason exclude each other"
            self._fault(row, "reason", text)
        if row["comment"]:
            self.comments.append((item.id, row["comment"]))

    def _item(self, row: Row) -> ReadingItem | None:
        """The photograph that a row names, or None if it has faults."""
        rater, code = row["rater"], row["code"].strip().upper()
        if not rater:
            self._fault(row, "rater", "it is empty; give the rater's code")
            return None
        if rater not in self._known:
            self._fault(row, "rater", f"no reading was drawn for {rater!r}")
            return None
        if rater not in self._items:
            items = open_session(self._store, rater).items
            self._items[rater] = {item.code.upper(): item for item in items}
        item = self._items[rater].get(code)
        if item is None:
            self._fault(row, "code", f"the reading of {rater} has no code {code!r}")
        elif (rater, code) in self._seen:
            place = self._seen[rater, code]
            self._fault(row, "code", f"row {place} is of the same photograph")
            return None
        self._seen.setdefault((rater, code), row.number)
        return item

    def _grade(self, row: Row, key: str, text: str) -> float | None:
        scale = self._scales[key]
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            self._fault(row, key, f"{text!r} is not a number")
            return None
        if not scale.has_grade(value):
            span = f"{number_text(scale.lowest)} to {number_text(scale.highest)}"
            self._fault(row, key, f"{scale.short} has no grade {text}; {span}")
            return None
        return value

    def _fault(self, row: Row, column: str, text: str) -> None:
        self._problems.append(row.problem(column, text))
