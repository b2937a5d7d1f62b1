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
