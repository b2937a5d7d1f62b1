"""The evidence table that is kept: studies, how they are pooled, and words.

Every study is kept as the cells of its row, so that nothing that was entered is lost in
conversion. A study with faults stays in the table, is told of, and is not pooled.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from models.errors import Problem
from models.statistics.changes import Measure as Followed
from models.statistics.evidence.effects import Measure
from models.statistics.evidence.heterogeneity import Tau2
from models.statistics.evidence.studies import Study
from models.statistics.evidence.synthesis import Plan
from models.statistics.evidence.table import COLUMNS, EvidenceTable, StudyReader
from models.tables import Row

_PLAN = "plan"
_STUDY = "study "


@dataclass(frozen=True)
class Own:
    """What the row of the study itself is taken from.

    Attributes:
        series: Key of the outcome.
        visit: Key of the visit.
        measure: The value, or its change from baseline.
        first: Name of the first group.
        second: Name of the second group.
    """

    series: str
    visit: str
    measure: Followed
    first: str
    second: str


@dataclass(frozen=True)
class Entry:
    """A study of the table.

    Attributes:
        number: Stays with it, also when it is changed.
        cells: Text by column, only where there is some.
        own: What its numbers are taken from, if it is the study itself.
    """

    number: int
    cells: Mapping[str, str]
    own: Own | None = None

    @property
    def name(self) -> str:
        """As it is cited."""
        return self.cells.get("study", "")


@dataclass(frozen=True)
class Collection:
    """The evidence table.

    Attributes:
        entries: Its studies, by number.
        plan: How they are pooled.
        correlation: Of the sides of paired studies that tell none, or None.
        first: Name of the first group, for the figures.
        second: Name of the second group.
        outcome: What is compared.
        grade: Certainty of the evidence (GRADE), free text.
    """

    entries: tuple[Entry, ...] = ()
    plan: Plan = field(default_factory=Plan)
    correlation: float | None = None
    first: str = "Group 1"
    second: str = "Group 2"
    outcome: str = ""
    grade: str = ""

    @property
    def next_number(self) -> int:
        """A number that no study has."""
        return max((one.number for one in self.entries), default=0) + 1

    def with_entry(self, entry: Entry) -> "Collection":
        """The table with a study added, or put in the place of its number."""
        others = [one for one in self.entries if one.number != entry.number]
        together = sorted([*others, entry], key=lambda one: one.number)
        return replace(self, entries=tuple(together))

    def without(self, number: int) -> "Collection":
        """The table without a study."""
        kept = tuple(one for one in self.entries if one.number != number)
        return replace(self, entries=kept)

    def whole(self) -> EvidenceTable:
        """Every study as it was entered, also with faults, for writing it out."""
        columns = self._columns()
        studies = [
            Study(one.name, {key: one.cells.get(key, "") for key in columns})
            for one in self.entries
        ]
        return EvidenceTable(tuple(studies), columns)

    def table(self) -> EvidenceTable:
        """The studies that can be pooled, with every column that is used."""
        columns = self._columns()
        read = [read_study(one, self.correlation, columns)[0] for one in self.entries]
        return EvidenceTable(tuple(one for one in read if one is not None), columns)

    def _columns(self) -> tuple[str, ...]:
        """The columns in which some study has a text, in their order."""
        used = {
            name for one in self.entries for name, text in one.cells.items() if text
        }
        return tuple(one for one in COLUMNS if one in used or one == "study")


def read_study(
    entry: Entry, correlation: float | None = None, columns: Sequence[str] = ()
) -> tuple[Study | None, tuple[Problem, ...]]:
    """The study of a row, or every fault that keeps it from being pooled.

    Args:
        entry: The row.
        correlation: Of the sides of a paired study that tells none.
        columns: Those that the study is to keep; all that have a text if not given.
    """
    wanted = columns or [one for one in COLUMNS if entry.cells.get(one)]
    cells = {name: entry.cells.get(name, "").strip() for name in COLUMNS}
    problems: list[Problem] = []
    found = StudyReader(Row(entry.number, cells), wanted, correlation, problems).study()
    return found, tuple(problems)


def entries_of(table: EvidenceTable, first: int) -> tuple[Entry, ...]:
    """The studies of a table that was read, numbered from a number on."""
    return tuple(
        Entry(number, {name: text for name, text in study.cells.items() if text})
        for number, study in enumerate(table.studies, first)
    )


def parts_of(collection: Collection) -> dict[str, str]:
    """The table in parts, as JSON, each of which is kept by itself."""
    parts = {
        f"{_STUDY}{one.number}": _json(
            {"cells": dict(one.cells), "own": _own_document(one.own)}
        )
        for one in collection.entries
    }
    plan = collection.plan
    parts[_PLAN] = _json(
        {
            "measure": plan.measure.value,
            "tau2": plan.tau2.value if plan.tau2 else None,
            "hartung_knapp": plan.is_hartung_knapp,
            "level": plan.level,
            "correlation": collection.correlation,
            "first": collection.first,
            "second": collection.second,
            "outcome": collection.outcome,
            "grade": collection.grade,
        }
    )
    return parts


def collection_of(parts: Mapping[str, str]) -> Collection:
    """The table from its parts; without any, an empty one."""
    entries = []
    for part, document in parts.items():
        if part.startswith(_STUDY):
            told = json.loads(document)
            own = _own_of(told["own"]) if told["own"] else None
            number = int(part.removeprefix(_STUDY))
            entries.append(Entry(number, told["cells"], own))
    entries.sort(key=lambda one: one.number)
    if _PLAN not in parts:
        return Collection(tuple(entries))
    told = json.loads(parts[_PLAN])
    plan = Plan(
        Measure(told["measure"]),
        Tau2(told["tau2"]) if told["tau2"] else None,
        is_hartung_knapp=told["hartung_knapp"],
        level=told["level"],
    )
    return Collection(
        tuple(entries),
        plan,
        told["correlation"],
        told["first"],
        told["second"],
        told["outcome"],
        told["grade"],
    )


def changed_parts(before: Collection, after: Collection) -> dict[str, str]:
    """The parts that differ, empty where one was removed."""
    old, new = parts_of(before), parts_of(after)
    changed = {part: text for part, text in new.items() if old.get(part) != text}
    return changed | dict.fromkeys(old.keys() - new.keys(), "")


def _own_document(own: Own | None) -> dict[str, str] | None:
    if own is None:
        return None
    return {
        "series": own.series,
        "visit": own.visit,
        "measure": own.measure.value,
        "first": own.first,
        "second": own.second,
    }


def _own_of(told: Mapping[str, str]) -> Own:
    measure = Followed(told["measure"])
    return Own(told["series"], told["visit"], measure, told["first"], told["second"])


def _json(document: Mapping[str, Any]) -> str:
    return json.dumps(document, sort_keys=True, ensure_ascii=False)
