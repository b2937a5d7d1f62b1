"""Scores from a table: given on paper, in a spreadsheet or in another program.

They stand in the rater's own reading, beside those given in the window. A table with a
single fault enters nothing.
"""

from dataclasses import dataclass
from pathlib import Path

from models.errors import ExpectedError, Problem
from models.protocol.protocol import View, Visit
from models.protocol.spelling import normalised, spellings
from models.reading.code_sheet_table import import_code_sheet, is_code_sheet
from models.reading.entering import Entry, ScoreReport, closed_readings, enter
from models.reading.session import open_session
from models.scales.scale import Scale
from models.store.store import StudyStore
from models.tables import Row, read_table
from models.words import counted, listed, number_text

COLUMNS = {
    "rater": ("reader", "evaluator"),
    "subject": ("subject id", "participant"),
    "visit": ("timepoint",),
    "view": (),
    "code": ("photograph", "photograph code"),
    "scale": ("item", "sign"),
    "score": ("value", "grade"),
    "reason": ("not assessable",),
    "comment": ("remark",),
}
REQUIRED = ("rater", "subject", "visit", "scale", "score")
BY_CODE = ("rater", "code", "scale", "score")
"""What a table needs that was keyed from score sheets, which name no subject."""


@dataclass(frozen=True)
class _Entry:
    """One row of the table, understood."""

    row: Row
    rater: str
    photograph: int  # 0 where the code named the item
    item: int  # 0 where the photograph is named by subject, visit and view
    scale: str
    value: float | None
    reason: str
    comment: str


def import_scores(store: StudyStore, path: Path, *, by: str) -> ScoreReport:
    """Enter the scores of a CSV or Excel table.

    A filled score sheet, with a code and a column for each scale, is read as such. Else
    the columns are rater, subject, visit, view (where the protocol has several), scale
    (key or name) and score; reason for what is not assessable (score left empty) and
    comment are optional. Instead of subject, visit and view there may be the code that
    the photograph has in the rater's reading, as score sheets on paper show it.

    Raises:
        ExpectedError: The table has faults, all of which are told with row and column;
            or the study is locked, or a reading is finished. Nothing is entered then.
    """
    if is_code_sheet(path):
        return import_code_sheet(store, path, by=by)
    table = read_table(path, COLUMNS, set(REQUIRED) & set(BY_CODE))
    if not (set(REQUIRED) <= set(table.columns) or set(BY_CODE) <= set(table.columns)):
        table = read_table(path, COLUMNS, REQUIRED)  # tells what is missing
    reader = _Reader(store)
    entries = [reader.entry(row) for row in table.rows]
    _check_doubles([entry for entry in entries if entry], reader.problems)
    raters = {entry.rater for entry in entries if entry}
    reader.problems += closed_readings(store, raters)
    if reader.problems:
        raise ExpectedError(
            f"The table has {counted(len(reader.problems), 'fault')}; "
            "no score was entered.",
            hint="Mend them in the table and import it again.",
            problems=reader.problems,
        )
    return _enter(store, [entry for entry in entries if entry], by)


class _Reader:
    """Understands rows and collects what is wrong with them."""

    def __init__(self, store: StudyStore) -> None:
        self.problems: list[Problem] = []
        self._protocol = store.protocol()
        self._visits = _by_spelling(self._protocol.visits)
        self._views = _by_spelling(self._protocol.views)
        self._known_scales = store.scales()
        self._scales = _by_name(self._known_scales)
        self._subjects = {subject.code for subject in store.subjects()}
        self._photographs = {
            (one.subject, one.visit, one.view): one.id for one in store.photographs()
        }
        self._items = {
            (reading.rater, item.code.casefold()): item.id
            for reading in store.readings()
            for item in store.reading_items(reading.id)
        }

    def entry(self, row: Row) -> _Entry | None:
        """One row, or None if it has faults."""
        before = len(self.problems)
        if not row["rater"]:
            self._fault(row, "rater", "it is empty; give the rater's code")
        is_coded = bool(row["code"]) and not row["subject"]
        item = self._item(row) if is_coded else 0
        photograph = 0 if is_coded else self._photograph(row)
        scale = self._of(row, "scale", self._scales)
        value, reason = self._value(row, scale)
        if len(self.problems) > before:
            return None
        return _Entry(
            row, row["rater"], photograph, item, scale, value, reason, row["comment"]
        )

    def _item(self, row: Row) -> int:
        """The place of a photograph in the rater's reading, by its code there."""
        item = self._items.get((row["rater"], row["code"].casefold()), 0)
        if not item and row["rater"]:
            text = f"the reading of {row['rater']} has no photograph {row['code']!r}"
            self._fault(row, "code", text)
        return item

    def _photograph(self, row: Row) -> int:
        """The photograph of a subject at a visit in a view."""
        before = len(self.problems)
        subject = self._subject(row)
        place = (subject, self._of(row, "visit", self._visits), self._view(row))
        found = self._photographs.get(place, 0)
        if len(self.problems) == before and not found:
            self._fault(row, "", "the study has no photograph of this visit and view")
        return found

    def _subject(self, row: Row) -> str:
        if row["subject"] not in self._subjects:
            self._fault(row, "subject", f"the study has no subject {row['subject']!r}")
        return row["subject"]

    def _of(self, row: Row, column: str, known: dict[str, str]) -> str:
        """The key of what a cell names."""
        key = known.get(normalised(row[column]), "")
        if not key:
            choices = listed(dict.fromkeys(known.values()), "or")
            text = f"there is no {column} {row[column]!r}; it may be {choices}"
            self._fault(row, column, text)
        return key

    def _view(self, row: Row) -> str:
        if not row["view"] and len(self._protocol.views) == 1:
            return self._protocol.views[0].key
        return self._of(row, "view", self._views)

    def _value(self, row: Row, key: str) -> tuple[float | None, str]:
        """The grade, or the reason why there is none."""
        text, reason = row["score"], row["reason"]
        if not text and reason:
            return None, reason
        if not text:
            self._fault(row, "score", "it is empty; give a grade, or a reason")
            return None, ""
        if reason:
            self._fault(
                row, "reason", "a score and a reason why not exclude each other"
            )
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            self._fault(row, "score", f"{text!r} is not a number")
            return None, ""
        scale = self._known_scales.get(key)
        if scale and not scale.has_grade(value):
            span = f"{number_text(scale.lowest)} to {number_text(scale.highest)}"
            self._fault(row, "score", f"{scale.short} has no grade {text}; {span}")
        return value, ""

    def _fault(self, row: Row, column: str, text: str) -> None:
        self.problems.append(row.problem(column, text))


def _by_spelling(named: tuple[Visit, ...] | tuple[View, ...]) -> dict[str, str]:
    """Every spelling of visits or views to their key."""
    return {
        normalised(spelling): one.key for one in named for spelling in spellings(one)
    }


def _by_name(scales: dict[str, Scale]) -> dict[str, str]:
    """Keys, names and, where only one scale has it, short names to the key."""
    names = {normalised(key): key for key in scales}
    names |= {normalised(scale.name): key for key, scale in scales.items()}
    shorts = [normalised(scale.short) for scale in scales.values()]
    for key, scale in scales.items():
        short = normalised(scale.short)
        if shorts.count(short) == 1:
            names.setdefault(short, key)
    return names


def _check_doubles(entries: list[_Entry], problems: list[Problem]) -> None:
    """Tell rows that score the same thing twice."""
    seen: dict[tuple[str, int, int, str], int] = {}
    for entry in entries:
        place = (entry.rater, entry.photograph, entry.item, entry.scale)
        if place in seen:
            text = f"row {seen[place]} scores the same photograph on the same scale"
            problems.append(entry.row.problem("score", text))
        seen.setdefault(place, entry.row.number)


def _enter(store: StudyStore, entries: list[_Entry], by: str) -> ScoreReport:
    """Find the photographs in the readings, which are drawn if they are not yet."""
    raters = frozenset(entry.rater for entry in entries)
    for rater in sorted(raters):
        open_session(store, rater)
    items = _items(store, raters)
    found = [
        Entry(
            entry.rater,
            entry.item or items[entry.rater, entry.photograph],
            entry.scale,
            entry.value,
            entry.reason,
            entry.comment,
        )
        for entry in entries
    ]
    return enter(store, found, by=by)


def _items(store: StudyStore, raters: frozenset[str]) -> dict[tuple[str, int], int]:
    """The reading items by rater and photograph, without hidden repeats."""
    items: dict[tuple[str, int], int] = {}
    for reading in store.readings():
        if reading.rater in raters:
            photographs = store.read_photographs(reading.id)
            repeats = store.repeats(reading.id)
            for item in store.reading_items(reading.id):
                if item.position not in repeats:
                    items[reading.rater, photographs[item.position]] = item.id
    return items
