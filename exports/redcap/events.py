"""Visits of a study as the events of a longitudinal REDCap project.

All events belong to one REDCap arm, also where the study has arms: REDCap's arms are
seen by everybody who enters data.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from exports.names import plain
from models.protocol.protocol import Visit

HEADINGS = (
    "event_name",
    "arm_num",
    "day_offset",
    "offset_min",
    "offset_max",
    "unique_event_name",
    "custom_event_label",
)
ARM = 1
_LONGEST = 18  # letters of an event's name that go into its unique name


@dataclass(frozen=True)
class Event:
    """An event.

    Attributes:
        visit: Key of the visit.
        name: As REDCap lists it.
        unique: The name that REDCap makes of it, as in data files.
        day: Planned day.
        before: Days of the visit window before it.
        after: Days of the visit window after it.
    """

    visit: str
    name: str
    unique: str
    day: int
    before: int
    after: int

    def row(self) -> tuple[str | float, ...]:
        """Its row of the events file."""
        places = (self.day, self.before, self.after)
        return (self.name, ARM, *places, self.unique, "")


def events_of(visits: Sequence[Visit]) -> tuple[Event, ...]:
    """The events of a project, one for each visit.

    A name that REDCap would cut, or take for another one, is made shorter here, so that
    the unique names are known beforehand.
    """
    met: set[str] = set()
    events = []
    for number, visit in enumerate(visits, start=1):
        name = visit.name
        if not plain(name) or len(plain(name)) > _LONGEST or plain(name) in met:
            name = f"V{number} day {visit.day}".replace("-", "minus ")
        met.add(plain(name))
        early = visit.day if visit.earliest is None else visit.earliest
        late = visit.day if visit.latest is None else visit.latest
        events.append(
            Event(
                visit=visit.key,
                name=name,
                unique=f"{plain(name)}_arm_{ARM}",
                day=visit.day,
                before=visit.day - early,
                after=late - visit.day,
            )
        )
    return tuple(events)
