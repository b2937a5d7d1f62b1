"""A series as other programs see it: its name, who gives it, its numbers and words."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.measures.measure import Measure
from models.protocol.assessments import Assessor
from models.protocol.protocol import Protocol
from models.scales.scale import Grade, Scale
from models.words import number_text


@dataclass(frozen=True)
class Series:
    """The values of one scale or measure over the visits.

    Attributes:
        key: Identifier.
        name: For people.
        by: Who gives the values; None for raters of photographs.
        scale: The scale, or None.
        measure: The measure, or None; one of the two is given.
        coding: Key of the coding that the study reports, or empty.
        visits: Keys of the visits at which it is analysed, in their order.
        is_per_side: Whether each side of the subject has a value of its own.
    """

    key: str
    name: str
    by: Assessor | None
    scale: Scale | None
    measure: Measure | None
    coding: str
    visits: tuple[str, ...]
    is_per_side: bool

    @property
    def is_from_photographs(self) -> bool:
        """Whether raters of photographs score it."""
        return self.by is None

    @property
    def instrument(self) -> str:
        """Name of the scale or measure."""
        return self.scale.name if self.scale else self.measure.name  # type: ignore[union-attr]

    @property
    def grades(self) -> tuple[Grade, ...]:
        """The grades of its scale, or none."""
        return self.scale.grades if self.scale else ()

    @property
    def unit(self) -> str:
        """Unit of its numbers, or empty."""
        return self.measure.unit if self.measure else ""

    @property
    def span(self) -> str:
        """What its numbers may be: "grade 1 to 9", "0 to 100"."""
        if self.scale:
            lowest, highest = self.scale.lowest, self.scale.highest
            return f"grade {number_text(lowest)} to {number_text(highest)}"
        return self.measure.span if self.measure else ""

    def label(self, value: float | None) -> str:
        """The words of a grade, as the study's coding has them, or empty."""
        if value is None or self.scale is None or not self.scale.has_grade(value):
            return ""
        if self.coding:
            return self.scale.coded_label(value, self.coding)
        return self.scale.grade(value).label

    def band(self, value: float | None) -> str:
        """Name of the band that a grade lies in, or empty."""
        if value is None or self.scale is None:
            return ""
        found = self.scale.band(value)
        return found.name if found else ""

    def reported(self, value: float | None) -> float | None:
        """The number that the study reports: the coding's, or the stored value.

        None where there is no value, or the coding has no number for it.
        """
        if value is None or not self.coding or self.scale is None:
            return value
        return self.scale.coded(value, self.coding)

    def number(self, value: float | None) -> float | None:
        """The number for programs that need one for every grade.

        The coding's, if it has a number for each grade; else the stored value.
        """
        is_whole = all(self.reported(one.value) is not None for one in self.grades)
        return self.reported(value) if is_whole else value


def series_of(
    protocol: Protocol, scales: Mapping[str, Scale], measures: Mapping[str, Measure]
) -> dict[str, Series]:
    """All series of a study by key, in the order of the protocol.

    Args:
        protocol: The plan.
        scales: All pinned scales.
        measures: All pinned measures.
    """
    scored = [
        Series(
            key=key,
            name=scales[key].name,
            by=None,
            scale=scales[key],
            measure=None,
            coding=protocol.codings.get(key, ""),
            visits=protocol.schedule[key],
            is_per_side=protocol.has_sides,
        )
        for key in protocol.scales
    ]
    beside = [
        Series(
            key=one.key,
            name=one.name,
            by=one.by,
            scale=scales[one.scale] if one.scale else None,
            measure=measures[one.measure] if one.measure else None,
            coding=protocol.codings.get(one.scale, "") if one.scale else "",
            visits=one.visits,
            is_per_side=one.is_per_side,
        )
        for one in protocol.assessments
    ]
    return {one.key: one for one in (*scored, *beside)}
