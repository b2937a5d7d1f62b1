"""Frozen records of what is not scored from photographs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How strong an adverse event was; not whether it was serious."""

    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class Relation(StrEnum):
    """How likely an adverse event comes from the treatment, in five steps."""

    NONE = "none"
    UNLIKELY = "unlikely"
    POSSIBLE = "possible"
    PROBABLE = "probable"
    DEFINITE = "definite"


class EventOutcome(StrEnum):
    """How an adverse event went out, in the words of the ICH E2B guideline."""

    RECOVERED = "recovered"
    RECOVERING = "recovering"
    NOT_RECOVERED = "not recovered"
    SEQUELAE = "recovered with sequelae"
    FATAL = "fatal"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class NewMeasurement:
    """A value about to be stored.

    Attributes:
        subject: Code of the subject.
        visit: Key of the visit.
        assessment: Key of the protocol's assessment.
        value: The value, or None where it was not done or is withdrawn.
        reason: Why it was not done; empty where there is a value. With neither value
            nor reason the place is empty again.
        side: "left" or "right", or empty where sides have no values of their own.
        entry: 1, or 2 for the second of a double entry.
        parts: The entries of a composite by the keys of its parts.
        comment: Words of who entered it, or empty.
        rated_by: Who gave the value, as a code or initials, or empty.
        why: Reason of a correction; empty for a first entry.
    """

    subject: str
    visit: str
    assessment: str
    value: float | None
    reason: str = ""
    side: str = ""
    entry: int = 1
    parts: Mapping[str, float] = field(default_factory=dict)
    comment: str = ""
    rated_by: str = ""
    why: str = ""

    @property
    def place(self) -> tuple[str, str, str, str, int]:
        """What one value stands for: subject, side, visit, assessment and entry."""
        return (self.subject, self.side, self.visit, self.assessment, self.entry)


@dataclass(frozen=True)
class Measurement(NewMeasurement):
    """A value as it stands in the study: as in NewMeasurement, and more.

    Attributes:
        id: Number in the study.
        site: Code of the subject's site, or empty.
        at: UTC time it was entered, ISO 8601.
    """

    id: int = 0
    site: str = ""
    at: str = ""

    @property
    def is_withdrawn(self) -> bool:
        """Whether the place is empty again."""
        return self.value is None and not self.reason


@dataclass(frozen=True)
class NewAdverseEvent:
    """An adverse event, or its revision, about to be stored.

    Attributes:
        number: Number within the study, from 1.
        subject: Code of the subject.
        term: What happened, in the investigator's words.
        onset: Day it began, ISO 8601.
        ended: Day it ended, ISO 8601, or empty.
        severity: How strong it was.
        relation: How likely it comes from the treatment.
        outcome: How it went out.
        serious: Whether it was serious: fatal, life-threatening, in hospital, lasting
            disability, birth defect, or otherwise medically important (ICH E2A).
        place: Where on the body, or empty.
        side: "left", "right" or empty.
        comment: Further words, or empty.
        withdrawn: Whether it is taken back: entered in error.
        why: Reason of a revision or withdrawal; empty for a first entry.
    """

    number: int
    subject: str
    term: str
    onset: str
    ended: str
    severity: Severity
    relation: Relation
    outcome: EventOutcome
    serious: bool
    place: str = ""
    side: str = ""
    comment: str = ""
    withdrawn: bool = False
    why: str = ""


@dataclass(frozen=True)
class AdverseEvent(NewAdverseEvent):
    """An adverse event as it stands in the study: as in NewAdverseEvent, and more.

    Attributes:
        id: Number of the row.
        site: Code of the subject's site, or empty.
        at: UTC time it was entered, ISO 8601.
    """

    id: int = 0
    site: str = ""
    at: str = ""
