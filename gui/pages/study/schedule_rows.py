"""The rows of a schedule: what happens, and is rated, at which visit. No Qt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from models.protocol.assessments import Assessor
from models.protocol.protocol import Protocol, Visit
from models.scales.scale import Scale

YES, NO = "●", ""
NOT_THERE = "–"
"""A scale cannot be scored where there are no photographs."""

RATERS = "blinded raters"


@dataclass(frozen=True)
class ScheduleRow:
    """One row.

    Attributes:
        name: What it is: "Wrinkling".
        by: Who rates; empty where nobody does.
        marks: YES, NO or NOT_THERE for each visit.
    """

    name: str
    by: str
    marks: tuple[str, ...]

    @property
    def heading(self) -> str:
        """Name and who rates, for the edge of the table."""
        return f"{self.name}, {self.by}" if self.by else self.name


def schedule_rows(
    protocol: Protocol, scales: Mapping[str, Scale]
) -> tuple[ScheduleRow, ...]:
    """The rows of a protocol: visits' own, scales from photographs, assessments."""
    visits = protocol.visits
    rows = [ScheduleRow("Photographs", "", _marks(one.photographs for one in visits))]
    rows += [
        ScheduleRow(
            scales[key].short,
            "raters" if protocol.training else RATERS,
            _marks(protocol.is_scheduled(key, one.key) for one in visits),
        )
        for key in protocol.scales
    ]
    rows += [
        ScheduleRow(
            one.name, by_words(one.by), _marks(v.key in one.visits for v in visits)
        )
        for one in protocol.assessments
    ]
    if any(one.has_treatment for one in visits):
        treatment = _marks(one.has_treatment for one in visits)
        rows.append(ScheduleRow("Treatment session", "", treatment))
    return tuple(rows)


def visit_heading(visit: Visit) -> str:
    """A visit above its column: name, day and window."""
    window = None
    if visit.earliest is not None and visit.latest is not None:
        window = (visit.earliest, visit.latest)
    return heading_of(visit.name, str(visit.day), window)


def heading_of(name: str, day: str, window: tuple[int, int] | None = None) -> str:
    """A visit above its column, from its parts."""
    shown = f"day {day}".replace("-", "−")
    lines = [name] if name.lower() == shown else [name, shown]
    if window is not None:
        lines.append(f"({window[0]} to {window[1]})".replace("-", "−"))
    return "\n".join(lines)


def by_words(by: str) -> str:
    """Who rates, for people."""
    return {
        Assessor.INVESTIGATOR.value: "investigator",
        Assessor.SUBJECT.value: "subject",
        Assessor.DEVICE.value: "device",
    }.get(by, by)


def _marks(is_so: Iterable[bool]) -> tuple[str, ...]:
    return tuple(YES if one else NO for one in is_so)
