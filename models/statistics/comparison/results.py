"""What a comparison says: a number with its interval, its p and how it was got."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from models.statistics.intervals import LEVEL

Number = float | int | None

OBSERVED = "values that are missing are left out (observed values only)"

FEW = 6
"""Below this many in a group the remark FEW_TEXT stands beside the numbers."""

FEW_TEXT = (
    f"fewer than {FEW} in a group: look at the points and the interval, "
    "a p value says little here"
)


@dataclass(frozen=True)
class Interval:
    """Bounds of an estimate.

    Attributes:
        lower: Lower bound.
        upper: Upper bound.
        method: How it was got, in words.
        level: Coverage asked for.
    """

    lower: float
    upper: float
    method: str
    level: float = LEVEL


@dataclass(frozen=True)
class Result:
    """One number of a comparison.

    Attributes:
        key: Its name in JSON.
        label: Its name for people.
        n: How many were analysed: of each group, or of pairs.
        method: How estimate and p were got, in words.
        estimate: The estimate; None where there is none, and remarks say why.
        interval: The interval shown first.
        intervals: Others in use, by name.
        p: Two-sided; None where nothing is tested.
        statistic: The statistic of the test.
        df: Its degrees of freedom.
        also: Further numbers, by name; other definitions in use are here.
        missing: How missing values were treated.
        remarks: What to know when reading it.
    """

    key: str
    label: str
    n: tuple[int, ...]
    method: str
    estimate: float | None = None
    interval: Interval | None = None
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    p: float | None = None
    statistic: float | None = None
    df: float | None = None
    also: Mapping[str, Number] = field(default_factory=dict)
    missing: str = OBSERVED
    remarks: tuple[str, ...] = ()

    def remarked(self, *remarks: str) -> "Result":
        """The same with more remarks."""
        return replace(self, remarks=(*self.remarks, *remarks))


def probability(value: float) -> float:
    """A probability without the last rounding error: from 0 to 1."""
    return min(1.0, max(0.0, float(value)))


def finite(value: float) -> float | None:
    """The number, or None if it is none."""
    return float(value) if math.isfinite(value) else None


def p_text(p: float | None) -> str:
    """A p value as journals print it: never "0.000", never "1.000"."""
    if p is None:
        return "none"
    if p < 0.001:
        return "<0.001"
    return ">0.999" if p > 0.999 else f"{p:.3f}"


def few(*sizes: int) -> tuple[str, ...]:
    """The remark on small groups, where it belongs."""
    return (FEW_TEXT,) if min(sizes) < FEW else ()
