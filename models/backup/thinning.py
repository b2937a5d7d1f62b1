"""Which backups are kept: many of late, fewer of long ago. Pure functions."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

ALL_FOR = timedelta(days=2)
DAYS, WEEKS, MONTHS = 14, 8, 24


def kept(times: Iterable[datetime], now: datetime) -> set[datetime]:
    """The times whose backups are kept.

    All of the last two days, then the last of each day for two weeks, of each week for
    two months, of each month for two years. The newest is always kept.

    Args:
        times: When backups were made.
        now: The present.
    """
    newest_first = sorted(times, reverse=True)
    found = {time for time in newest_first if now - time <= ALL_FOR}
    found |= set(newest_first[:1])
    for period, count in ((_day, DAYS), (_week, WEEKS), (_month, MONTHS)):
        found |= set(_last_of_each(newest_first, period)[:count])
    return found


def _last_of_each(
    newest_first: list[datetime], period: Callable[[datetime], tuple[int, int]]
) -> list[datetime]:
    """The newest time of every day, week or month there is, newest first."""
    last: dict[tuple[int, int], datetime] = {}
    for time in newest_first:
        last.setdefault(period(time), time)
    return list(last.values())


def _day(time: datetime) -> tuple[int, int]:
    return time.year, time.timetuple().tm_yday


def _week(time: datetime) -> tuple[int, int]:
    year, week, _ = time.isocalendar()
    return year, week


def _month(time: datetime) -> tuple[int, int]:
    return time.year, time.month
