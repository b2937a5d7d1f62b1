"""Values as they go into the cells of a CSV table."""

import math

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def cell(value: object) -> str | int | float | None:
    """A value as it goes into a cell.

    Numbers stay numbers, rounded to what a double holds surely; what is absent stays
    empty. Text that a spreadsheet program would run as a formula gets an apostrophe.
    """
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_RISKY) else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        if math.isnan(value):
            return None
        rounded = float(f"{value:.12g}")
        return int(rounded) if rounded.is_integer() else rounded
    return str(value)


def exact(value: float) -> str:
    """A number as text, with all the digits that a double holds surely: "0.385"."""
    return f"{value:.12g}"
