"""Whether visits were kept within their windows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.protocol.protocol import Protocol, Visit
from models.store.records import Subject


@dataclass(frozen=True)
class WindowFact:
    """A visit that was kept on a known day, held against its window.

    Attributes:
        subject: Code of the subject.
        site: Code of the site, or empty.
        visit: Key of the visit.
        date: The day it was kept on, ISO 8601.
        day: The same, in days from the anchor day.
        off: 0 where it lies in the window; days too early below 0, too late above.
    """

    subject: str
    site: str
    visit: str
    date: str
    day: int
    off: int

    @property
    def is_kept(self) -> bool:
        """Whether it lies in the window."""
        return self.off == 0


def anchor_visit(protocol: Protocol) -> Visit | None:
    """The visit on the anchor day, whose date all days are counted from."""
    return next((visit for visit in protocol.visits if visit.day == 0), None)


def days_off(visit: Visit, day: int) -> int:
    """Days by which a day misses the window of a visit; 0 where there is none."""
    if visit.earliest is not None and day < visit.earliest:
        return day - visit.earliest
    if visit.latest is not None and day > visit.latest:
        return day - visit.latest
    return 0


def window_facts(
    protocol: Protocol,
    subjects: Sequence[Subject],
    dates: Mapping[tuple[str, str], str],
) -> tuple[WindowFact, ...]:
    """Every visit with a window whose date and anchor date are known.

    Args:
        protocol: Tells the windows.
        subjects: All subjects.
        dates: ISO 8601, by subject and visit.
    """
    anchor = anchor_visit(protocol)
    if anchor is None:
        return ()
    found = []
    for subject in subjects:
        start = dates.get((subject.code, anchor.key), "")
        for visit in protocol.visits:
            kept = dates.get((subject.code, visit.key), "")
            has_window = visit.earliest is not None or visit.latest is not None
            if start and kept and has_window:
                day = (date.fromisoformat(kept) - date.fromisoformat(start)).days
                off = days_off(visit, day)
                found.append(
                    WindowFact(subject.code, subject.site, visit.key, kept, day, off)
                )
    return tuple(found)
