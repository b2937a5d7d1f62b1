"""Which photographs are there and which are missing. No Qt."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from models.protocol.protocol import Protocol
from models.store.records import Photograph, Subject
from models.words import counted


class Presence(StrEnum):
    """What is at a place of the matrix."""

    THERE = "there"
    MISSING = "missing"
    UNPLANNED = "unplanned"  # the protocol plans no photographs at the visit


@dataclass(frozen=True)
class PlaceColumn:
    """A column of the matrix: a visit and a view.

    Attributes:
        visit: Key of the visit.
        view: Key of the view.
        heading: Both for people, the view on a line of its own if there are several.
        name: Both for people, on one line.
        is_planned: Whether the protocol plans photographs there.
    """

    visit: str
    view: str
    heading: str
    name: str
    is_planned: bool


@dataclass(frozen=True)
class Completeness:
    """The matrix of subjects by visits and views.

    Attributes:
        subjects: Codes, a row each.
        columns: Visits and views in the order of the protocol.
        photographs: What is there, by subject, visit and view.
    """

    subjects: tuple[str, ...]
    columns: tuple[PlaceColumn, ...]
    photographs: dict[tuple[str, str, str], Photograph]

    def photograph(self, row: int, column: int) -> Photograph | None:
        """The photograph at a place, if it is there."""
        place = self.columns[column]
        return self.photographs.get((self.subjects[row], place.visit, place.view))

    def presence(self, row: int, column: int) -> Presence:
        """What is at a place."""
        if self.photograph(row, column) is not None:
            return Presence.THERE
        planned = self.columns[column].is_planned
        return Presence.MISSING if planned else Presence.UNPLANNED

    @property
    def planned(self) -> int:
        """Photographs the protocol plans for these subjects."""
        return len(self.subjects) * sum(1 for one in self.columns if one.is_planned)

    @property
    def missing(self) -> int:
        """Photographs planned and not there."""
        there = sum(
            1
            for subject in self.subjects
            for one in self.columns
            if one.is_planned and (subject, one.visit, one.view) in self.photographs
        )
        return self.planned - there

    def sentence(self) -> str:
        """How complete the study is, for people."""
        if not self.photographs:
            return "No photographs yet. Import a folder, or drop one onto this page."
        there = (
            f"{counted(len(self.photographs), 'photograph')} of "
            f"{counted(len(self.subjects), 'subject')}"
        )
        if not self.missing:
            return f"{there}, complete."
        return f"{there}; {self.missing:,} of {self.planned:,} planned are missing."


def completeness(
    protocol: Protocol, subjects: Iterable[Subject], photographs: Iterable[Photograph]
) -> Completeness:
    """The matrix of a study."""
    several = len(protocol.views) > 1
    columns = tuple(
        PlaceColumn(
            visit.key,
            view.key,
            f"{visit.name}\n{view.label}" if several else visit.name,
            f"{visit.name}, {view.label}" if several else visit.name,
            visit.photographs,
        )
        for visit in protocol.visits
        for view in protocol.views
    )
    return Completeness(
        tuple(subject.code for subject in subjects),
        columns,
        {(one.subject, one.visit, one.view): one for one in photographs},
    )


def facts(photograph: Photograph) -> str:
    """What is known of a photograph, in a line."""
    parts = [
        photograph.file_name,
        f"{photograph.format} {photograph.width} × {photograph.height}",
        f"{photograph.size / 1_000_000:.1f} MB",
    ]
    if photograph.taken_at:
        parts.append("taken " + photograph.taken_at.replace("T", " "))
    parts.append(photograph.profile or "no colour profile")
    return " · ".join(parts)
