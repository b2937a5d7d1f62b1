"""When two spellings of a visit or a view mean the same.

File and folder names of one study spell a visit in many ways: "Day 1", "day-01",
"DAY_1". They are compared without case, signs and leading zeros. A minus is a sign
too, so "D-14" and "D14" are one spelling.
"""

import re
import unicodedata

from models.protocol.protocol import View, Visit

_RUN = re.compile(r"\d+|[^\W\d_]+")


def normalised(name: str) -> str:
    """A name as it is compared: "Day 01" is "day1"."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    runs = _RUN.findall(folded)
    return "".join(run.lstrip("0") or "0" if run.isdecimal() else run for run in runs)


def spellings(named: Visit | View) -> tuple[str, ...]:
    """Key, name and aliases, normalised, each once."""
    names = (named.key, named.name, *named.aliases)
    return tuple(dict.fromkeys(filter(None, map(normalised, names))))
