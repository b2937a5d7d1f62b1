"""What a protocol says beforehand of how its values are analysed."""

from dataclasses import dataclass
from enum import StrEnum


class Combine(StrEnum):
    """How several scores become one value."""

    MEAN = "mean"
    MEDIAN = "median"


class Missing(StrEnum):
    """What stands for a visit without a value."""

    OBSERVED = "observed"  # nothing: each visit has who was seen there
    CARRIED = "last-observation"  # the subject's last value before it
    MIXED_MODEL = "mixed-model"  # nothing, and the model over all visits leads


class Outcome(StrEnum):
    """What of a series is compared."""

    SCORE = "score"  # the value at the visit
    CHANGE = "change"  # value minus baseline
    RESPONSE = "response"  # whether the subject responded


class Analysis(StrEnum):
    """How an endpoint is compared; the design decides between or within subjects."""

    RANKS = "ranks"  # Mann-Whitney between arms, Wilcoxon signed-rank within
    MEANS = "means"  # Welch's t between arms, paired t within
    ANCOVA = "ancova"  # means at the visit, adjusted for the baseline
    MIXED_MODEL = "mixed-model"  # arm by visit over all visits
    RESPONDERS = "responders"  # Fisher between arms, McNemar within


@dataclass(frozen=True)
class Aggregation:
    """How raters and views become one value of a unit.

    Attributes:
        raters: Over raters.
        views: Over views, before the raters.
        is_adjudicated_first: Whether an adjudicated value stands before all of them.
    """

    raters: Combine = Combine.MEAN
    views: Combine = Combine.MEAN
    is_adjudicated_first: bool = False


@dataclass(frozen=True)
class Responder:
    """Who counts as a responder: every limit that is given must be kept.

    Attributes:
        better_by: Least improvement from baseline, in grades or units, whichever way
            the series runs.
        lowest: Least value at the visit.
        highest: Greatest value at the visit.
    """

    better_by: float | None = None
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True)
class Endpoint:
    """A question the study answers.

    Attributes:
        key: Identifier: "wrinkling-day30".
        name: For people.
        series: Key of a scheduled scale or of an assessment.
        visit: Key of the visit at which it is asked.
        outcome: Score, change or response.
        analysis: How it is compared.
        is_primary: Whether the study was planned for it.
        responder: The rule, where outcome is RESPONSE.
    """

    key: str
    name: str
    series: str
    visit: str
    outcome: Outcome
    analysis: Analysis
    is_primary: bool
    responder: Responder | None = None


@dataclass(frozen=True)
class EligibilityRule:
    """Who may enter the study.

    Attributes:
        key: Identifier: "age".
        text: The rule as a sentence.
        is_exclusion: Whether to answer yes keeps a subject out.
        series: Key of the series that decides it, or empty where a person answers
            yes or no.
        visit: Key of the visit whose value decides; empty where a person answers.
        lowest: Least value that may enter, or None.
        highest: Greatest value that may enter, or None.
    """

    key: str
    text: str
    is_exclusion: bool
    series: str = ""
    visit: str = ""
    lowest: float | None = None
    highest: float | None = None

    @property
    def is_answered(self) -> bool:
        """Whether a person answers it, as against a value that decides it."""
        return not self.series
