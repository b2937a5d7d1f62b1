"""Which values are a response, as a user says it: ">=1", "<= -2", "=1"."""

import re

import numpy as np

from models.errors import ExpectedError
from models.statistics.comparison.records import Rule
from models.statistics.intervals import Flags, Floats
from models.statistics.numbers import number_of

_RULE = re.compile(r"\s*(>=|<=|≥|≤|==|=|>|<)\s*(.+?)\s*")


def response_rule(text: str) -> Rule:
    """The rule that a text names.

    Raises:
        ExpectedError: The text is no rule.
    """
    found = _RULE.fullmatch(text)
    limit = number_of(found.group(2)) if found else None
    if found is None or limit is None or np.isnan(limit):
        raise ExpectedError(
            f"“{text}” is no rule for a response.",
            hint="Write a sign and a number, such as “>=1” or “<=-2”.",
        )
    sign, bound = found.group(1), limit

    def responded(values: Floats) -> Flags:
        if sign in {">=", "≥"}:
            return np.asarray(values >= bound)
        if sign in {"<=", "≤"}:
            return np.asarray(values <= bound)
        if sign == ">":
            return np.asarray(values > bound)
        if sign == "<":
            return np.asarray(values < bound)
        return np.asarray(values == bound)

    return responded


def is_binary(values: Floats) -> bool:
    """Whether there is nothing but 0 and 1, and both."""
    seen = values[~np.isnan(values)]
    return bool(len(seen)) and set(np.unique(seen)) == {0.0, 1.0}
