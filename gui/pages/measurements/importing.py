"""What an import of a table would do, for the dialog. No Qt."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from models.errors import ExpectedError, Problem
from models.measures.entry import instruments_of
from models.measures.table_import.headings import Words
from models.measures.table_import.kinds import TableKind, import_kind, kind_of
from models.measures.table_import.mapping import (
    IGNORED,
    ROLES,
    TableMapping,
    Use,
    remember,
)
from models.measures.table_import.plan import ImportPlan, carry_out, plan_measurements
from models.protocol.protocol import Protocol
from models.store.store import StudyStore
from models.table_cells import RawRow
from models.tables import read_rows, table_form
from models.words import counted

PREVIEW_ROWS = 12
KIND_WORDS = {
    TableKind.VALUES: "values",
    TableKind.ADVERSE_EVENTS: "adverse events",
    TableKind.VISIT_DATES: "visit dates",
    TableKind.ELIGIBILITY: "eligibility answers",
}


@dataclass(frozen=True)
class TablePlan:
    """What a table holds and what importing it would do.

    Attributes:
        path: The table.
        kind: What it holds.
        read_as: How it was read: "CSV in UTF-8, separated by semicolons".
        preview: Its first rows as they were read.
        plan: The plan of values; None for other kinds.
        new: What would be entered.
        same: What is known already, alike.
        problems: Faults; with a single one nothing is entered.
        warnings: What should be looked at.
    """

    path: Path
    kind: TableKind
    read_as: str
    preview: tuple[RawRow, ...]
    plan: ImportPlan | None
    new: int
    same: int
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]

    @property
    def can_import(self) -> bool:
        """Whether there is anything to enter, and nothing against it."""
        return self.new > 0 and not self.problems

    def sentence(self) -> str:
        """What would be done, for people."""
        if self.problems:
            count = counted(len(self.problems), "fault")
            return f"The table has {count}: nothing can be imported as it is."
        what = KIND_WORDS[self.kind]
        if not self.new:
            return f"All {what} of this table are in the study already."
        known = f", {self.same:,} known already" if self.same else ""
        number = self.plan.corrections if self.plan else 0
        corrected = f", of these {counted(number, 'correction')}" if number else ""
        new = counted(self.new, what.removesuffix("s"))
        return f"{new} would be entered{corrected}{known}."


def mappings_folder() -> Path:
    """Where mappings of tables are remembered, beside the user's settings."""
    return platformdirs.user_config_path("dermagrade", appauthor=False) / "mappings"


def plan_table(
    store: StudyStore,
    path: Path,
    *,
    kind: TableKind | None = None,
    mapping: TableMapping | None = None,
    entry: int = 1,
    why: str = "",
) -> TablePlan:
    """Read a table and see what importing it would do; nothing is written.

    Args:
        store: The study.
        path: CSV or Excel.
        kind: What it holds; found out from its columns if not given.
        mapping: What the columns of values mean; as the last time, or guessed.
        entry: 1, or 2 for the second of a double entry.
        why: Reason of corrections.

    Raises:
        ExpectedError: The file is no table that can be read, or the study is locked.
    """
    kind = kind or kind_of(path)
    protocol = store.protocol()
    instruments = instruments_of(protocol, store.live_scales(), store.measures())
    known = Words(protocol, instruments).count
    preview = tuple(read_rows(path, known)[:PREVIEW_ROWS])
    read = (path, kind, table_form(path, known), preview)
    if kind is TableKind.VALUES:
        plan = plan_measurements(
            store, path, mapping=mapping, memory=mappings_folder(), entry=entry, why=why
        )
        return TablePlan(
            *(*read, plan),
            *(len(plan.new), plan.same, plan.problems, plan.warnings),
        )
    try:
        report = import_kind(store, path, kind, by="", why=why, is_dry=True)
    except ExpectedError as error:
        problems = error.problems or (Problem("", error.text),)
        return TablePlan(*read, None, 0, 0, problems, ())
    return TablePlan(*read, None, report.entered, report.same, (), ())


def import_table(store: StudyStore, found: TablePlan, *, by: str, why: str = "") -> int:
    """Carry a plan out, whole or not at all, and return how much was entered.

    The mapping is remembered for the next table with these columns.

    Raises:
        ExpectedError: There are faults, or the study is locked.
    """
    if found.plan is None:
        return import_kind(store, found.path, found.kind, by=by, why=why).entered
    entered = carry_out(store, found.plan, by=by)
    remember(mappings_folder(), found.plan.headings, found.plan.mapping)
    return entered


def uses(protocol: Protocol) -> tuple[tuple[str, Use], ...]:
    """What a column can be taken for: words for people, and the use."""
    roles = [(role.replace("-", " "), Use(role)) for role in ROLES if role != IGNORED]
    series = [
        (f"values: {one.name}", Use(series=one.key)) for one in protocol.assessments
    ]
    return (("not used", Use(IGNORED)), *roles, *series)


def use_words(use: Use, protocol: Protocol) -> str:
    """A use in words, with its visit and side: "values: R0, Week 12"."""
    if use.role:
        return "not used" if use.role == IGNORED else use.role.replace("-", " ")
    names = {one.key: one.name for one in protocol.assessments}
    visits = {one.key: one.name for one in protocol.visits}
    series = names.get(use.series, use.series)
    parts = [series, visits.get(use.visit, use.visit), use.side]
    return f"values: {', '.join(filter(None, parts))}"


def write_problems(path: Path, found: Sequence[tuple[str, Problem]]) -> None:
    """Write faults and warnings as a CSV file that Excel opens.

    Raises:
        ExpectedError: It cannot be written there.
    """
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("kind", "place", "text"))
            writer.writerows((kind, one.place, one.text) for kind, one in found)
    except OSError as error:
        raise ExpectedError(
            f"The list was not saved: {error.strerror or 'it cannot be written'}.",
            hint="Choose another folder, or close the file where it is open.",
        ) from error
