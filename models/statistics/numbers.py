"""Numbers as people write them into tables."""

import math
import re

MISSING = frozenset({"", "na", "n/a", "nan", ".", "-", "–", "missing", "null", "none"})
"""What an empty cell may look like, in small letters."""

_NUMBER = re.compile(r"[+\-−]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?")


def number_of(text: str) -> float | None:
    """The number a cell holds: NaN for an empty one, None for what is no number.

    A comma may stand for the decimal point; there is no thousands separator.
    """
    if _NUMBER.fullmatch(text):
        found = float(text.replace(",", ".").replace("−", "-"))
        return found if math.isfinite(found) else None
    return math.nan if text.strip().casefold() in MISSING else None
