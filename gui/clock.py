"""Stored UTC times as people read them."""

from datetime import datetime


def clock_time(at: str) -> str:
    """The local time of day: "14:02:11"."""
    return _local(at).strftime("%H:%M:%S")


def date_and_time(at: str) -> str:
    """The local date and time: "2026-03-01 14:02:11"."""
    return _local(at).strftime("%Y-%m-%d %H:%M:%S")


def _local(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone()
