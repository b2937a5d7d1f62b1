"""How far the forms of a study are filled, subject by visit. No Qt."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.measures.entry import Instrument
from models.measures.measure import Kind, Measure
from models.protocol.assessments import Assessment
from models.protocol.protocol import Protocol
from models.store.measure_records import Measurement
from models.words import counted


class Filling(StrEnum):
    """How far a form is filled."""

    FILLED = "filled"
    PARTIAL = "partial"
    MISSING = "missing"
    UNPLANNED = "unplanned"  # nothing is asked for at the visit


@dataclass(frozen=True)
class FillingGrid:
    """The forms of a study, a row for each subject and a column for each visit.

    Attributes:
        subjects: Codes, in the order of the study.
        visits: Keys, in the order of the protocol.
        names: Names of the visits, likewise.
        planned: Values that are asked for at each visit; derived ones are not.
        entered: Values that stand, by subject and visit.
    """

    subjects: tuple[str, ...]
    visits: tuple[str, ...]
    names: tuple[str, ...]
    planned: tuple[int, ...]
    entered: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def filling(self, row: int, column: int) -> Filling:
        """How far a form is filled."""
        planned = self.planned[column]
        entered = self.count(row, column)
        if not planned:
            return Filling.UNPLANNED
        if entered >= planned:
            return Filling.FILLED
        return Filling.PARTIAL if entered else Filling.MISSING

    def count(self, row: int, column: int) -> int:
        """Values that stand in a form."""
        return self.entered.get((self.subjects[row], self.visits[column]), 0)

    def sign(self, row: int, column: int) -> str:
        """What stands for it: a tick, "3/7", a dash, or nothing."""
        match self.filling(row, column):
            case Filling.FILLED:
                return "✓"
            case Filling.PARTIAL:
                return f"{self.count(row, column)}/{self.planned[column]}"
            case Filling.MISSING:
                return "–"
            case Filling.UNPLANNED:
                return ""

    def words(self, row: int, column: int) -> str:
        """A cell in words: "001, Week 12: 3 of 12 values entered"."""
        place = f"{self.subjects[row]}, {self.names[column]}"
        if not self.planned[column]:
            return f"{place}: nothing is planned"
        planned = counted(self.planned[column], "value")
        return f"{place}: {self.count(row, column)} of {planned} entered"

    def following(self, row: int, column: int) -> tuple[int, int] | None:
        """The next form: the same visit of the next subject, then the next visit."""
        places = [
            (line, number)
            for number, planned in enumerate(self.planned)
            if planned
            for line in range(len(self.subjects))
        ]
        if (row, column) not in places:
            return places[0] if places else None
        after = places.index((row, column)) + 1
        return places[after] if after < len(places) else None

    def sentence(self) -> str:
        """How complete the values are, for people."""
        total = len(self.subjects) * sum(self.planned)
        if not self.subjects:
            return "No subjects yet. Add them, or import a table of them."
        if not total:
            return "The protocol plans no values beside photographs."
        there = sum(
            min(self.count(row, column), self.planned[column])
            for row in range(len(self.subjects))
            for column in range(len(self.visits))
        )
        return f"{there:,} of {counted(total, 'planned value')} entered."


def filling_grid(
    protocol: Protocol,
    instruments: Mapping[str, Instrument],
    subjects: Iterable[str],
    measurements: Iterable[Measurement],
    entry: int,
) -> FillingGrid:
    """How far the first, or the second, entry is.

    Args:
        protocol: Tells what is planned.
        instruments: As from `instruments_of`.
        subjects: Codes.
        measurements: What counts now.
        entry: 1, or 2 for the second of a double entry.
    """
    asked = [one for one in protocol.assessments if not _is_derived(instruments, one)]
    planned = {
        visit.key: sum(
            2 if one.is_per_side else 1 for one in asked if visit.key in one.visits
        )
        for visit in protocol.visits
    }
    visits = {one.key: one.visits for one in asked}
    entered = Counter(
        (one.subject, one.visit)
        for one in measurements
        if one.entry == entry and one.visit in visits.get(one.assessment, ())
    )
    return FillingGrid(
        tuple(subjects),
        tuple(planned),
        tuple(visit.name for visit in protocol.visits),
        tuple(planned.values()),
        entered,
    )


def _is_derived(instruments: Mapping[str, Instrument], one: Assessment) -> bool:
    measure = instruments[one.key]
    return isinstance(measure, Measure) and measure.kind is Kind.DERIVED
