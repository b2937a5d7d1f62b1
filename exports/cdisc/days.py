"""Days of a study as SDTM counts them: there is no day 0."""

from datetime import date

from exports.source import Source
from models.protocol.protocol import Visit


def study_day(day: str, reference: str) -> int | None:
    """The study day of a date (--DY).

    On and after the reference the difference in days plus one, before it the plain
    difference, so that day 1 is the reference itself and the day before it is -1.

    Args:
        day: ISO 8601, or empty.
        reference: The subject's reference start date, or empty.

    Returns:
        None where one of them is no whole day.
    """
    try:
        apart = (date.fromisoformat(day) - date.fromisoformat(reference)).days
    except ValueError:
        return None
    return without_zero(apart)


def without_zero(apart: int) -> int:
    """Days from the reference as a study day."""
    return apart + 1 if apart >= 0 else apart


def reference_visit(source: Source) -> Visit:
    """The visit whose date is the reference start of a subject.

    That of day 0; without one the first treatment session; without one the baseline.
    """
    visits = source.protocol.visits
    for visit in (
        *(one for one in visits if one.day == 0),
        *(one for one in visits if one.has_treatment),
    ):
        return visit
    return source.protocol.visit(source.protocol.baseline)


def reference_date(source: Source, subject: str) -> str:
    """The reference start date of a subject, or empty where it is not known."""
    return source.dates.get((subject, reference_visit(source).key), "")


def planned_day(source: Source, visit: str) -> int:
    """The planned study day of a visit (VISITDY)."""
    days = source.protocol.visit(visit).day - reference_visit(source).day
    return without_zero(days)
