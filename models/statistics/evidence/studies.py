"""The studies of a synthesis, as a table tells them, and their effects."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from models.statistics.evidence.effects import (
    Effect,
    Measure,
    Side,
    mean_difference,
    paired_difference,
    paired_standardised,
    sd_of_differences,
    standardised,
)
from models.statistics.evidence.risk_of_bias import RiskOfBias


@dataclass(frozen=True)
class Pairs:
    """A study in which every subject is in both groups, such as split-face.

    Attributes:
        n: Subjects.
        difference: Mean of first less second.
        sd: Standard deviation of the differences; None where it is not known.
        spread: Standard deviation between subjects, of both sides together, or None.
        correlation: Of the sides, or None.
    """

    n: float
    difference: float
    sd: float | None
    spread: float | None
    correlation: float | None


@dataclass(frozen=True)
class Study:
    """A study of a synthesis.

    Attributes:
        name: As it is cited.
        cells: The cells of its row, by column, for writing it out unchanged.
        first: First group, or first side.
        second: Second group, or second side.
        pairs: Its differences, if subjects are in both groups.
        given: Its effect, if the table holds no more than that.
        subgroup: Its subgroup, or empty.
        risk: Risk of bias, or None.
        marks: What was converted or supposed, in words.
        note: Free text.
        grade: Certainty of the evidence, free text.
    """

    name: str
    cells: Mapping[str, str]
    first: Side | None = None
    second: Side | None = None
    pairs: Pairs | None = None
    given: Effect | None = None
    subgroup: str = ""
    risk: RiskOfBias | None = None
    marks: tuple[str, ...] = ()
    note: str = ""
    grade: str = ""

    @property
    def sizes(self) -> tuple[float | None, float | None]:
        """How many subjects are in each group."""
        if self.pairs:
            return self.pairs.n, self.pairs.n
        return (
            self.first.n if self.first else None,
            self.second.n if self.second else None,
        )

    def effect(self, measure: Measure) -> Effect | None:
        """The effect in a measure; None where the table does not hold enough.

        An effect that was given counts in every measure: the table says which it is.
        """
        if self.given is not None:
            return self.given
        if measure is Measure.GENERIC:
            return None
        if self.pairs is not None:
            return _paired_effect(self.pairs, measure)
        if self.first is None or self.second is None:
            return None
        if measure is Measure.MD:
            found = mean_difference(self.first, self.second)
            return found if found.variance > 0 else None
        return standardised(self.first, self.second, measure)


def _paired_effect(pairs: Pairs, measure: Measure) -> Effect | None:
    sd = pairs.sd
    if sd is None and pairs.spread is not None and pairs.correlation is not None:
        sd = pairs.spread * math.sqrt(2 * (1 - pairs.correlation))
    if measure is Measure.MD:
        if not sd:
            return None
        return paired_difference(pairs.n, pairs.difference, sd)
    spread, correlation = pairs.spread, pairs.correlation
    if spread is None and sd is not None and correlation is not None:
        spread = sd / math.sqrt(2 * (1 - correlation))
    if spread is None or correlation is None:
        return None
    return paired_standardised(pairs.n, pairs.difference, spread, correlation)


def pairs_of_sides(
    n: float,
    first: Side,
    second: Side,
    *,
    sd: float | None,
    correlation: float | None,
) -> Pairs:
    """Differences of two sides of the same subjects.

    Args:
        n: Subjects.
        first: First side.
        second: Second side.
        sd: Standard deviation of the differences, if it is known.
        correlation: Of the sides, if it is known.
    """
    spread = math.sqrt((first.sd**2 + second.sd**2) / 2)
    if sd is None and correlation is not None:
        sd = sd_of_differences(first.sd, second.sd, correlation)
    elif sd is not None and correlation is None and first.sd and second.sd:
        found = (first.sd**2 + second.sd**2 - sd**2) / (2 * first.sd * second.sd)
        correlation = found if -1 < found < 1 else None
    return Pairs(n, first.mean - second.mean, sd, spread, correlation)
