"""Time as it is stored: UTC, to the millisecond, as text."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The present, with its zone."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as stored: "2026-03-01T09:30:00.000Z".

    Args:
        moment: A time that carries its zone.
    """
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def later_of(one: str, other: str) -> str:
    """The later of two stored times; they sort as text."""
    return max(one, other)


def seconds_between(earlier: str, later: str) -> int:
    """Whole seconds from one stored time to another."""
    if earlier == later:
        return 0
    span = datetime.fromisoformat(later) - datetime.fromisoformat(earlier)
    return int(span.total_seconds())
