"""Numbers and days as people and programs write them."""

import datetime as dt
import re
from collections.abc import Iterable
from enum import StrEnum

_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_STARTS = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_PARTS = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})\2(\d{2,4})(?:[ T]00:00(?::00)?(?:\.0+)?)?"
)
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000  # the years 1954 to 2119
_EPOCH = dt.date(1899, 12, 30)
_NOT_DONE = re.compile(r"not[ _-]?done\s*[:,-]?\s*(.*)", re.IGNORECASE | re.DOTALL)


class DateOrder(StrEnum):
    """How a day is written whose parts stand between strokes: 03/04/2026."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class CellError(ValueError):
    """A cell that is not what its column needs; the text says what would be right."""


def number_of(text: str) -> float:
    """A number, with a point or a comma before its decimals.

    Raises:
        CellError: It is none.
    """
    plain = text.replace("−", "-").replace("\u00a0", "").strip()
    if _NUMBER.fullmatch(plain):
        return float(plain.replace(",", "."))
    start = _STARTS.match(plain)
    rest = plain[start.end() :].strip() if start else ""
    if (start and rest[:1].isalpha()) or rest == "%":
        raise CellError(
            f"{text!r} is not a number; write {plain[: -len(rest)].strip()}"
        )
    raise CellError(
        f"{text!r} is not a number; give the number, leave the cell empty, or write "
        '"not done: " and why'
    )


def decimal_sign(text: str) -> str:
    """What stands before the decimals of a number: ".", "," or nothing."""
    if not _NUMBER.fullmatch(text.replace("−", "-").strip()):
        return ""
    return next((sign for sign in ".," if sign in text), "")


def not_done(text: str) -> str:
    """The reason in a cell that says that a value was not done, or empty."""
    found = _NOT_DONE.fullmatch(text.strip())
    if not found:
        return ""
    return f"not done: {found.group(1).strip() or 'no reason given'}"


def date_order(texts: Iterable[str]) -> DateOrder | None:
    """Which order the days of a table tell, or None where they tell neither or both."""
    told = set()
    for text in texts:
        found = _PARTS.fullmatch(text.strip())
        if found and found.group(2) == "/" and len(found.group(1)) < 3:
            if int(found.group(1)) > 12:
                told.add(DateOrder.DAY_FIRST)
            elif int(found.group(3)) > 12:
                told.add(DateOrder.MONTH_FIRST)
    return told.pop() if len(told) == 1 else None


def day_of(text: str, order: DateOrder = DateOrder.DAY_FIRST) -> str:
    """A day as ISO 8601, from 2026-03-31, 31.03.2026, 31/3/26 or an Excel number.

    Args:
        text: The cell.
        order: What 03/04/2026 means. Days with points or hyphens begin with the day.

    Raises:
        CellError: It is no day.
    """
    plain = text.strip()
    if _SERIAL.fullmatch(plain):
        number = int(float(plain))
        if _FIRST_SERIAL <= number <= _LAST_SERIAL:
            return (_EPOCH + dt.timedelta(days=number)).isoformat()
    found = _PARTS.fullmatch(plain)
    if found:
        first, sign, middle, last = found.groups()
        if len(first) == 4:
            year, month, day = int(first), int(middle), int(last)
        else:
            day, month, year = int(first), int(middle), int(last)
            if sign == "/" and order is DateOrder.MONTH_FIRST:
                day, month = month, day
            year += 2000 if len(last) == 2 else 0
        try:
            return dt.date(year, month, day).isoformat()
        except ValueError:
            pass
    raise CellError(f"{text!r} is no day; write it as 2026-03-31 or 31.03.2026")
