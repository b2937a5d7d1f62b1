"""What a comparison is made of: its settings, contrasts, and all that is said."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from models.statistics.comparison.missing import Sensitivity
from models.statistics.comparison.multiplicity import Family
from models.statistics.comparison.observations import Observations
from models.statistics.comparison.repeated import MixedModel
from models.statistics.comparison.results import Result
from models.statistics.intervals import LEVEL, Flags, Floats

Rule = Callable[[Floats], Flags]


class Design(StrEnum):
    """Who is compared with whom."""

    PARALLEL = "parallel"
    PAIRED = "paired"
    SINGLE = "single"


@dataclass(frozen=True)
class Settings:
    """How a comparison is made.

    Attributes:
        design: Who is compared with whom.
        level: Coverage of intervals.
        against: What a single group without baseline is compared with.
        responder: Which values are a response, or None.
        responder_words: The same in words.
        is_response_change: Whether the rule speaks of the change from baseline.
    """

    design: Design
    level: float = LEVEL
    against: float = 0.0
    responder: Rule | None = None
    responder_words: str = ""
    is_response_change: bool = False


@dataclass(frozen=True)
class Contrast:
    """Two things compared at one visit.

    Attributes:
        first: The group, or empty for a single group.
        second: The other group, "baseline", or the value compared with.
        visit: The visit, or empty.
        outcome: "value" or "change" (from baseline).
        results: Every estimate and test.
        remarks: Why there are none, if there are none; who was left out.
    """

    first: str
    second: str
    visit: str
    outcome: str
    results: tuple[Result, ...]
    remarks: tuple[str, ...] = ()

    def result(self, key: str) -> Result | None:
        """The result with this key."""
        return next((one for one in self.results if one.key == key), None)


@dataclass(frozen=True)
class Summary:
    """The values of a group at a visit."""

    group: str
    visit: str
    units: int
    n: int
    missing: int
    mean: float | None
    sd: float | None
    median: float | None
    q1: float | None
    q3: float | None
    least: float | None
    most: float | None


@dataclass(frozen=True)
class Comparison:
    """Everything a comparison says.

    Attributes:
        settings: How it was made.
        observed: What was compared.
        summaries: Of each group at each visit.
        contrasts: The comparisons of values first, then of change.
        within: Change from baseline within each group.
        models: Mixed models, where there are several visits.
        families: p values adjusted.
        sensitivity: The last visit under other treatments of missing values.
        remarks: What holds for all of it.
    """

    settings: Settings
    observed: Observations
    summaries: tuple[Summary, ...]
    contrasts: tuple[Contrast, ...]
    within: tuple[Contrast, ...] = ()
    models: tuple[tuple[str, MixedModel], ...] = ()
    families: tuple[Family, ...] = ()
    sensitivity: tuple[Sensitivity, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def primary(self) -> Contrast:
        """The comparison shown first: of values, at the last visit that has some."""
        values = [one for one in self.contrasts if one.outcome == "value"]
        answered = [one for one in values if one.results] or values
        last = answered[-1].visit
        return next(one for one in answered if one.visit == last)
