"""What is said of the endpoints of a study."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.protocol.analysis import Analysis, Endpoint, Missing, Outcome
from models.statistics.comparison.multiplicity import Family
from models.statistics.comparison.records import Design
from models.statistics.comparison.results import Interval, Result
from models.statistics.series import Series

ANALYSIS_WORDS: Mapping[Analysis, str] = {
    Analysis.RANKS: "rank test",
    Analysis.MEANS: "difference of means",
    Analysis.ANCOVA: "analysis of covariance",
    Analysis.MIXED_MODEL: "mixed model",
    Analysis.RESPONDERS: "responder rates",
}
MISSING_WORDS: Mapping[Missing, str] = {
    Missing.OBSERVED: "observed values only",
    Missing.CARRIED: "last observation after baseline carried forward",
    Missing.MIXED_MODEL: "mixed model over all visits; nothing is filled in",
}


class Role(StrEnum):
    """What an endpoint is to its study."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    EXPLORATORY = "exploratory"  # the protocol names none: chosen by the program


class Part(StrEnum):
    """What a result is to its endpoint."""

    PLANNED = "planned"  # the analysis the protocol names
    SENSITIVITY = "sensitivity"  # the same question, missing values otherwise treated
    FURTHER = "further"  # other estimates of the same values


@dataclass(frozen=True)
class Line:
    """One result of an endpoint.

    Attributes:
        part: What it is to the endpoint.
        result: The numbers.
    """

    part: Part
    result: Result


@dataclass(frozen=True)
class Headline:
    """The planned analysis in one line: an estimate, and the p of its test.

    Attributes:
        label: Name of the estimate.
        n: How many were analysed: of each group, or of pairs, or of the one group.
        estimate: None where there is none.
        interval: None where there is none.
        p: Two-sided; None where nothing is tested.
        test: Name of the test p is of, or empty.
        method: How both were got.
        missing: How missing values were treated.
    """

    label: str
    n: tuple[int, ...]
    estimate: float | None
    interval: Interval | None
    p: float | None
    test: str
    method: str
    missing: str


@dataclass(frozen=True)
class Rate:
    """The responders of one group at one visit.

    Attributes:
        group: Name of the group.
        visit: Key of the visit.
        units: Units of the group.
        n: Of these, with everything the rule asks for.
        responders: Of these, who responded.
        share: Part of 1; None where n is 0.
        interval: Of the share.
        is_planned: Whether the endpoint is asked at this visit.
    """

    group: str
    visit: str
    units: int
    n: int
    responders: int
    share: float | None
    interval: Interval | None
    is_planned: bool


@dataclass(frozen=True)
class Answer:
    """One endpoint, compared between two groups, or in one.

    Attributes:
        endpoint: What was asked.
        role: What it is to the study.
        series: What was compared.
        design: Who is compared with whom.
        first: The group the other is taken from; empty where there is one.
        second: The other group, "baseline" or "no change"; empty where nothing is.
        lines: The planned results first.
        remarks: What to know when reading it; why there is nothing, if there is.
    """

    endpoint: Endpoint
    role: Role
    series: Series
    design: Design
    first: str
    second: str
    lines: tuple[Line, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def comparison(self) -> str:
        """Who is compared with whom: "Northlight less Southwind"."""
        if self.first and self.second:
            return f"{self.first} less {self.second}"
        return f"against {self.second}" if self.second else "described only"

    @property
    def name(self) -> str:
        """The endpoint, with the groups where there are two."""
        pair = f", {self.comparison}" if self.first and self.second else ""
        return f"{self.endpoint.name}{pair}"

    @property
    def planned(self) -> tuple[Result, ...]:
        """The results of the analysis the protocol names."""
        return tuple(one.result for one in self.lines if one.part is Part.PLANNED)

    @property
    def headline(self) -> Headline | None:
        """The planned analysis in one line; None where there is nothing."""
        planned = self.planned
        if not planned:
            return None
        estimate = next((one for one in planned if one.interval), planned[0])
        test = next((one for one in planned if one.p is not None), None)
        methods = dict.fromkeys(
            one.method for one in (estimate, test) if one is not None
        )
        return Headline(
            estimate.label,
            estimate.n,
            estimate.estimate,
            estimate.interval,
            test.p if test else None,
            test.label if test else "",
            "; ".join(methods),
            estimate.missing,
        )


@dataclass(frozen=True)
class Rates:
    """The responders of an endpoint, group by group and visit by visit.

    Attributes:
        endpoint: Whose rule it is.
        role: What the endpoint is to the study.
        series: Of which the rule speaks.
        rule: The rule in words.
        rates: In the order of visits and groups.
        remarks: Why there are none, if there are none.
    """

    endpoint: Endpoint
    role: Role
    series: Series
    rule: str
    rates: tuple[Rate, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answers:
    """Everything that is said of the endpoints of a study.

    Attributes:
        answers: The primary ones first, in the order of the protocol.
        responders: Of every endpoint with a rule.
        families: p values adjusted together, by what the endpoints are.
        missing: The protocol's rule for visits without a value.
        level: Coverage of the intervals.
        why_none: Why nothing is compared, or empty.
    """

    answers: tuple[Answer, ...]
    responders: tuple[Rates, ...]
    families: tuple[Family, ...]
    missing: Missing
    level: float
    why_none: str = ""

    @property
    def is_exploratory(self) -> bool:
        """Whether the protocol names no endpoints."""
        return any(one.role is Role.EXPLORATORY for one in self.answers)

    def adjusted(self, answer: Answer) -> tuple[float | None, float | None]:
        """The planned p after Holm and after Hochberg, None where it has no family."""
        for one in self.families:
            if answer.name in one.raw and one.name.startswith(answer.role):
                return one.holm[answer.name], one.hochberg[answer.name]
        return None, None


def outcome_words(endpoint: Endpoint, baseline: str, visit: str) -> str:
    """What of the series is compared: "change from Baseline to Day 30".

    Args:
        endpoint: The endpoint.
        baseline: Name of the baseline visit.
        visit: Name of the endpoint's visit.
    """
    return {
        Outcome.SCORE: f"value at {visit}",
        Outcome.CHANGE: f"change from {baseline} to {visit}",
        Outcome.RESPONSE: f"response at {visit}",
    }[endpoint.outcome]
