"""What is read of adjudications and consensus meetings: frozen records."""

from dataclasses import dataclass

from models.store.records import ScoreKind


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
