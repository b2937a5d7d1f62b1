"""A table for a comparison, as users keep them, made into one long frame.

Long: a row for a unit and visit. Wide: `before` and `after` in a row; two columns of
numbers for the two sides of a subject; or a column of numbers for each visit.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from models.errors import Problem
from models.statistics.comparison.observations import (
    BASELINE,
    COLUMNS,
    GROUP,
    PAIR,
    UNIT,
    VALUE,
    VISIT,
)
from models.statistics.comparison.records import Design
from models.statistics.numbers import number_of
from models.tables import Row, Table, TableError, read_table, table_headings
from models.words import counted, listed

ALIASES: Mapping[str, Sequence[str]] = {
    "unit": ("unit id",),
    "subject": ("subject id", "id", "patient", "patient id", "participant", "pid"),
    "pair": ("pair id", "block"),
    "side": ("half",),
    "group": ("arm", "treatment", "treat", "trt", "condition", "product"),
    "visit": ("time", "timepoint", "day", "week", "month"),
    "value": ("score", "outcome", "result", "response", "grade", "y"),
    "baseline": ("baseline value", "baseline score", "base"),
    "before": ("pre", "pretreatment"),
    "after": ("post", "posttreatment", "follow up"),
}
_TEXT = ("unit", "subject", "pair", "side", "group", "visit")
_MOST_SHOWN = 50


@dataclass(frozen=True)
class CompareTable:
    """A table that can be compared.

    Attributes:
        frame: Long, with COLUMNS of the observations.
        design: The design it is read as.
        why: How that was seen, in words.
        order: Names of the groups in the order wanted, where the table has one.
        remarks: What was not used.
    """

    frame: pd.DataFrame
    design: Design
    why: str
    order: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Long:
    """Rows before their units and pairs are known: a record for each number."""

    records: list[dict[str, object]]
    rows: list[Row]
    columns: frozenset[str]
    is_wide_pair: bool = False
    order: tuple[str, ...] = ()


def read_compare_table(path: Path, design: Design | None = None) -> CompareTable:
    """Read a table for a comparison.

    Args:
        path: CSV or Excel.
        design: The design; found out from the table if None.

    Raises:
        TableError: The table cannot be used; it tells every fault.
    """
    headings = table_headings(path)
    table = read_table(path, ALIASES)
    wide: tuple[str, ...] = ()
    if not {"value", "after"} & set(table.columns):
        wide = _number_columns(path, headings, table)
        table = read_table(path, {**ALIASES, **dict.fromkeys(wide, ())})
    problems: list[Problem] = []
    long = _long(table, wide, problems)
    problems += _empty_groups(long)
    _refuse(path, problems)
    found, why = _design(long, design)
    frame = _frame(long, found, problems)
    _refuse(path, problems)
    if frame[VALUE].isna().all():
        raise TableError(
            f"{path.name} holds no value: every cell of the outcome is empty.",
            hint="Fill in the column of the outcome.",
        )
    remarks = [f"{one}" for one in table.remarks]
    return CompareTable(frame, found, why, long.order, tuple(remarks))


def _number_columns(
    path: Path, headings: Sequence[str], table: Table
) -> tuple[str, ...]:
    """Unknown columns that hold nothing but numbers."""
    known = {name for row in table.rows[:1] for name in row.headings.values()}
    unknown = [name for name in headings if name and name not in known]
    every = read_table(path, {**ALIASES, **dict.fromkeys(unknown, ())})
    found = tuple(
        name
        for name in unknown
        if all(number_of(row[name]) is not None for row in every.rows)
        and any(_is_number(row[name]) for row in every.rows)
    )
    if not found:
        raise TableError(
            f"{path.name} has no column value.",
            hint="Name the column of the outcome “value”; see compare --help for "
            "the other forms a table may have.",
        )
    return found


def _is_number(text: str) -> bool:
    found = number_of(text)
    return found is not None and not math.isnan(found)


def _long(table: Table, wide: Sequence[str], problems: list[Problem]) -> _Long:
    columns = set(table.columns)
    values: list[tuple[str, str]] = [("value", "")]
    if wide:
        values = [(name, name) for name in wide]
    elif "value" not in columns:
        values = [("after", "")]
    is_pair = len(wide) == 2 and "group" not in columns
    baseline = "baseline" if "baseline" in columns else "before"
    if wide and len(wide) == 1:
        values = [(wide[0], "")]
    records: list[dict[str, object]] = []
    rows: list[Row] = []
    for row in table.rows:
        cells: dict[str, object] = {name: row[name] for name in _TEXT}
        cells[BASELINE] = _number(row, baseline, columns, problems)
        for column, name in values:
            one = dict(cells)
            one[VALUE] = _number(row, column, {*columns, *wide}, problems)
            if name:
                one["group" if is_pair else "visit"] = name
            records.append(one)
            rows.append(row)
    if is_pair:
        columns.add("group")
    elif len(wide) > 1:
        columns.add("visit")
    return _Long(
        records, rows, frozenset(columns), is_pair, tuple(wide) if is_pair else ()
    )


def _number(row: Row, column: str, columns: set[str], problems: list[Problem]) -> float:
    if column not in columns:
        return float("nan")
    found = number_of(row[column])
    if found is None:
        problems.append(row.problem(column, f"“{row[column]}” is not a number."))
        return float("nan")
    return found


def _empty_groups(long: _Long) -> list[Problem]:
    """Cells of group and visit that say nothing."""
    found = []
    for column in ("group", "visit"):
        if column not in long.columns:
            continue
        found += [
            row.problem(column, f"there is no {column}.")
            for record, row in zip(long.records, long.rows, strict=True)
            if not record[column]
        ]
    return found


def _design(long: _Long, asked: Design | None) -> tuple[Design, str]:
    """The design, and how it was seen."""
    column = _group_column(long)
    groups = {str(record[column]) for record in long.records} if column else set()
    if asked is not None:
        if asked is not Design.SINGLE and len(groups) < 2:
            raise TableError(
                f"A {asked} comparison needs two groups; the table has "
                f"{len(groups) or 'none'}.",
                hint="Name the column of the groups “group”.",
            )
        return asked, "as asked"
    if len(groups) < 2:
        return Design.SINGLE, "the table has one group"
    if long.is_wide_pair:
        return Design.PAIRED, "each row has both values of a pair"
    if "pair" in long.columns:
        return Design.PAIRED, "the table has a column pair"
    key = _subject_column(long)
    if not key:
        return Design.PARALLEL, "the table names no subjects"
    seen = defaultdict(set)
    for record in long.records:
        seen[str(record[key])].add(str(record[column]))
    shared = sum(len(one) > 1 for one in seen.values())
    if shared and key == "unit":
        # What is allocated is in one group only, whatever its number.
        return Design.PARALLEL, "units are numbered anew in each group"
    if not shared:
        return Design.PARALLEL, f"each {key} is in one group"
    if 2 * shared < len(seen):
        raise TableError(
            f"{counted(shared, key)} of {len(seen)} stand in more than one group, the "
            "others in one: the table is neither of pairs nor of separate groups.",
            hint="Mend the table, or say --design paired or --design parallel.",
        )
    return Design.PAIRED, f"the same {key} is in several groups ({shared} of them)"


def _group_column(long: _Long) -> str:
    return next((one for one in ("group", "side") if one in long.columns), "")


def _subject_column(long: _Long) -> str:
    return next((one for one in ("subject", "unit") if one in long.columns), "")


def _frame(long: _Long, design: Design, problems: list[Problem]) -> pd.DataFrame:
    group = _group_column(long) if design is not Design.SINGLE else ""
    subject = _subject_column(long)
    pair = "pair" if "pair" in long.columns else subject
    has_side = "side" in long.columns and group != "side"
    rows = []
    for at, record in enumerate(long.records):
        name = str(record[subject]) if subject else ""
        one = {
            GROUP: str(record[group]) if group else "",
            VISIT: str(record["visit"]),
            VALUE: record[VALUE],
            BASELINE: record[BASELINE],
            PAIR: str(record[pair]) if pair else "",
        }
        row = long.rows[at]
        if subject and not name:
            problems.append(row.problem(subject, f"there is no {subject}."))
        if pair and not one[PAIR]:
            problems.append(row.problem(pair, f"there is no {pair}."))
        if not subject and not pair:
            name = one[PAIR] = f"row {row.number}"
        parts = [name or str(one[PAIR])]
        if design is not Design.SINGLE:
            parts.append(str(one[GROUP]))  # numbers may start anew in each group
        if has_side and design is not Design.PAIRED:
            parts.append(str(record["side"]))
        rows.append({UNIT: " / ".join(part for part in parts if part), **one})
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame[VALUE] = frame[VALUE].astype(float)
    frame[BASELINE] = frame[BASELINE].astype(float)
    problems += _doubled(frame, long)
    problems += _baselines(frame, long)
    return frame


def _doubled(frame: pd.DataFrame, long: _Long) -> list[Problem]:
    """Two values where one belongs."""
    if not frame.duplicated([UNIT, VISIT]).any():
        return []
    first: dict[tuple[str, str], int] = {}
    found = []
    units, visits = frame[UNIT].tolist(), frame[VISIT].tolist()
    for at, key in enumerate(zip(units, visits, strict=True)):
        unit, visit = str(key[0]), str(key[1])
        if (unit, visit) not in first:
            first[unit, visit] = at
            continue
        when = f" at {visit}" if visit else ""
        other = long.rows[first[unit, visit]].number
        text = (
            f"{unit} has a value{when} already, in row {other}. Combine raters and "
            "views into one value first."
        )
        found.append(Problem(f"row {long.rows[at].number}", text))
    return found


def _baselines(frame: pd.DataFrame, long: _Long) -> list[Problem]:
    """Units with several baselines."""
    counts = frame.groupby(UNIT, sort=False)[BASELINE].nunique()
    several = set(counts.index[counts > 1])
    found, told = [], set()
    for at, unit in enumerate(frame[UNIT]):
        if unit in several and unit not in told:
            told.add(unit)
            rows = [
                str(long.rows[int(one)].number)
                for one in frame.index[frame[UNIT] == unit]
            ]
            found.append(
                long.rows[at].problem(
                    "baseline",
                    f"{unit} has several baselines, in rows {listed(rows)}.",
                )
            )
    return found


def _refuse(path: Path, problems: Sequence[Problem]) -> None:
    if not problems:
        return
    shown = list(problems[:_MOST_SHOWN])
    if len(problems) > _MOST_SHOWN:
        shown.append(Problem("", f"and {len(problems) - _MOST_SHOWN:,} more."))
    raise TableError(
        f"{path.name} cannot be compared as it is: {counted(len(problems), 'fault')}.",
        hint="Mend them in the file and try again; nothing was changed.",
        problems=shown,
    )
