"""What is read of adjudications and consensus meetings: frozen records."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from models.store.records import ReadingItem, ScoreKind

ACCEPTED = "accepted"
"""A third reading decided, and is finished: this value is accepted."""
UNDECIDED = "undecided"
"""A third reading goes on: this score may still change and counts for nothing."""
BESIDE = "beside"
"""Asked in a third reading only to hide the visit; it decides nothing."""
ADJUDICATED = (ACCEPTED, UNDECIDED, BESIDE)


def narrowed(item: ReadingItem, scales: Collection[str]) -> ReadingItem:
    """The same item, asking only some of its scales."""
    return replace(item, scales=tuple(key for key in item.scales if key in scales))


@dataclass(frozen=True)
class AdjudicationCase:
    """A photograph and a scale that a third reading decides.

    Attributes:
        reading: Number of the adjudicator's reading.
        item: Number of the item in it.
        photograph: Number of the photograph.
        scale: Key of the scale.
        why: Why it needs a third reading.
    """

    reading: int
    item: int
    photograph: int
    scale: str
    why: str


@dataclass(frozen=True)
class Consensus:
    """What a meeting agreed on, beside the scores that stay.

    Attributes:
        photograph: Number of the photograph.
        scale: Key of the scale.
        kind: Grade, not assessable or withdrawn.
        value: The grade, or None.
        reason: Why not assessable, or empty.
        at: UTC time it was stored, ISO 8601.
    """

    photograph: int
    scale: str
    kind: ScoreKind
    value: float | None
    reason: str
    at: str


@dataclass(frozen=True)
class ChoicePair:
    """Two photographs of which a rater says which is the later one.

    Attributes:
        id: Number in the study.
        rater: Code of the rater.
        position: From 1, in the order in which pairs are shown.
        left: Number of the photograph at the left.
        right: Number of the photograph at the right.
    """

    id: int
    rater: str
    position: int
    left: int
    right: int


@dataclass(frozen=True)
class ChoiceAnswer:
    """What a rater said of a pair.

    Attributes:
        side: "left" or "right": where the later photograph is said to be.
        sureness: 1 for a guess, 2 for rather sure, 3 for sure.
        at: UTC time it was stored, ISO 8601.
    """

    side: str
    sureness: int
    at: str


@dataclass(frozen=True)
class BlindingGuess:
    """What a rater believed of a unit before the allocation was opened.

    Attributes:
        rater: Code of the rater.
        subject: Code of the subject.
        side: Side of the subject, or empty where sides are not compared.
        guess: "tested", "comparison" or "unknown".
        at: UTC time it was stored, ISO 8601.
    """

    rater: str
    subject: str
    side: str
    guess: str
    at: str
