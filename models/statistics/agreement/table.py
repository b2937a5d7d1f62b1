"""Scores for agreement from a table of the user's, or from the scores of a study."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd

from models.errors import ExpectedError, Problem
from models.statistics.agreement.ratings import ITEM, RATER, SCORE, TARGET
from models.tables import Row, Table, read_table
from models.words import counted

VISIT = "visit"
SITE = "site"
VIEW = "view"
POSITION = "position"
AT = "at"
SECONDS = "seconds"
REPEAT = "repeat"

COLUMNS = {
    TARGET: ("photograph", "subject", "case", "unit", "code"),
    RATER: ("reader", "judge", "evaluator", "observer"),
    SCORE: ("grade", "value", "rating"),
    ITEM: ("scale", "sign"),
    VISIT: ("timepoint",),
    SITE: ("centre", "center"),
    POSITION: ("order",),
    AT: ("date", "time", "scored at"),
    SECONDS: ("duration",),
    REPEAT: (),
}
REQUIRED = (TARGET, RATER, SCORE)
GROUPINGS = (VISIT, SITE)

T = TypeVar("T")

_MISSING = frozenset(
    ("", "na", "n/a", "nan", ".", "-", "null", "none", "missing", "not assessable")
)
_FIRST = frozenset(("", "0", "no", "false", "first"))


@dataclass(frozen=True)
class ScoreTable:
    """Scores to compare.

    Attributes:
        frame: A row a score: target, rater, score (NaN where missing), item, visit,
            site, position, at, seconds, repeat; and view, of a study.
        columns: Which of these the table has.
        grades: Grades of each item's scale, where known.
        classes: Lowest and highest grade of each class of an item, where it has any.
        names: What an item is called, where that is not its key.
        remarks: What was left out.
    """

    frame: pd.DataFrame
    columns: tuple[str, ...]
    grades: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    classes: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def items(self) -> list[str]:
        """Items in the order in which they are met."""
        return [str(item) for item in self.frame[ITEM].unique()]

    def of(self, item: str, *, repeats: bool = False) -> pd.DataFrame:
        """Rows of an item: first scores, or the hidden repeats."""
        rows = self.frame[self.frame[ITEM] == item]
        return rows[rows[REPEAT] == repeats]


def read_scores(path: Path) -> ScoreTable:
    """Read a CSV or Excel table with the columns target, rater, score and maybe item.

    Empty cells, "NA", "." and the like are missing scores, kept and counted. Decimal
    commas are read. The optional columns visit, site, position, at, seconds and repeat
    (empty or 0 for the first score, else a hidden repeat) are used where they are.

    Raises:
        ExpectedError: The table has faults, all told with row and column.
    """
    table = read_table(path, COLUMNS, REQUIRED)
    faults = _Faults(table)
    frame = pd.DataFrame(
        {
            TARGET: faults.texts(TARGET, "it is empty; name what was scored"),
            RATER: faults.texts(RATER, "it is empty; give the rater's code"),
            ITEM: faults.texts(ITEM),
            VISIT: faults.texts(VISIT),
            SITE: faults.texts(SITE),
            AT: faults.times(AT),
            SCORE: faults.numbers(SCORE),
            POSITION: faults.numbers(POSITION),
            SECONDS: faults.numbers(SECONDS),
            REPEAT: [row[REPEAT].casefold() not in _FIRST for row in table.rows],
        }
    )
    faults.doubles(frame)
    if faults.problems:
        raise ExpectedError(
            f"{path.name} has {counted(len(faults.problems), 'fault')}; nothing was "
            "compared.",
            hint="Mend them in the table and try again.",
            problems=faults.problems,
        )
    remarks = tuple(str(one) for one in table.remarks)
    return ScoreTable(frame, tuple(table.columns), remarks=remarks)


class _Faults:
    """Reads columns and collects what is wrong with them."""

    def __init__(self, table: Table) -> None:
        self.problems: list[Problem] = []
        self._rows = table.rows
        self._columns = frozenset(table.columns)

    def texts(self, column: str, if_empty: str = "") -> list[str]:
        """A column as text."""
        if column not in self._columns:
            return [""] * len(self._rows)
        found = [row[column] for row in self._rows]
        if if_empty and "" in found:
            for row in self._rows:
                if not row[column]:
                    self._fault(row, column, if_empty)
        return found

    def numbers(self, column: str) -> list[float]:
        """A column as numbers, NaN where missing; each spelling is read once."""
        return self._each(column, _number, math.nan, "is not a number")

    def times(self, column: str) -> list[str]:
        """A column as ISO 8601 times, empty where missing."""
        return self._each(column, _moment, "", "is no date such as 2026-03-31")

    def _each(
        self, column: str, read: Callable[[str], T], missing: T, fault: str
    ) -> list[T]:
        if column not in self._columns:
            return [missing] * len(self._rows)
        known: dict[str, T] = {}
        bad: set[str] = set()
        for text in {row[column] for row in self._rows}:
            if text.casefold() in _MISSING:
                known[text] = missing
                continue
            try:
                known[text] = read(text)
            except ValueError:
                known[text] = missing
                bad.add(text)
        if bad:
            for row in self._rows:
                if row[column] in bad:
                    self._fault(row, column, f"{row[column]!r} {fault}")
        return [known[row[column]] for row in self._rows]

    def doubles(self, frame: pd.DataFrame) -> None:
        """Tell rows that score the same thing twice."""
        keys = [TARGET, RATER, ITEM, REPEAT]
        twice = frame.duplicated(keys, keep="first")
        if not twice.any():
            return
        first: dict[tuple[object, ...], int] = {}
        for row, key, is_twice in zip(
            self._rows,
            frame[keys].itertuples(index=False, name=None),
            twice,
            strict=True,
        ):
            if is_twice and key[0] and key[1]:
                text = (
                    f"row {first[key]} has a score of the same target, rater and item; "
                    "mark the second one in a column repeat if it is meant"
                )
                self._fault(row, SCORE, text)
            first.setdefault(key, row.number)

    def _fault(self, row: Row, column: str, text: str) -> None:
        self.problems.append(row.problem(column, text))


def _number(text: str) -> float:
    value = float(text.replace(",", "."))
    if not math.isfinite(value):
        raise ValueError
    return value


def _moment(text: str) -> str:
    moment = np.datetime64(text.rstrip("Z").replace(" ", "T"), "us")
    return str(moment)
