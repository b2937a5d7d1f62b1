"""What is read of training from a study."""

from dataclasses import dataclass
from enum import StrEnum

from models.store.records import Reading


class Purpose(StrEnum):
    """What a reading is for. Only those of the study hold its scores."""

    STUDY = "study"
    PRACTICE = "practice"
    EXAMINATION = "examination"


@dataclass(frozen=True)
class TrainingReading:
    """A reading that is not of the study: its scores answer no question of a trial.

    Attributes:
        reading: As other readings are.
        purpose: PRACTICE or EXAMINATION.
        attempt: 1 for the rater's first of this purpose, 2 for the next.
    """

    reading: Reading
    purpose: Purpose
    attempt: int


@dataclass(frozen=True)
class Mark:
    """The place on a photograph where its grade is seen.

    Attributes:
        x: Place of the middle across the photograph, 0 left to 1 right.
        y: Place of the middle down the photograph, 0 top to 1 bottom.
        radius: As a share of the photograph's width, above 0 to 0.5.
    """

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class ReferenceScore:
    """The grade a photograph of a calibration set has on a scale.

    Attributes:
        photograph: Number of the photograph.
        scale: Key of the scale.
        value: The grade.
        source: Where it comes from: "given", "panel", "consensus".
        mark: Where on the photograph it is seen, or None.
        at: UTC time, ISO 8601.
    """

    photograph: int
    scale: str
    value: float
    source: str
    mark: Mark | None
    at: str


@dataclass(frozen=True)
class Attempt:
    """How an examination was judged on one scale, as told at that time.

    Attributes:
        reading: Number of the reading.
        scale: Key of the scale.
        is_passed: Whether every criterion was reached.
        details: The criteria, as canonical JSON.
        set_sha256: Hash of the set that it was judged by.
        at: UTC time, ISO 8601.
    """

    reading: int
    scale: str
    is_passed: bool
    details: str
    set_sha256: str
    at: str


@dataclass(frozen=True)
class HeldCertificate:
    """A certificate that the study holds: issued here, or accepted from elsewhere.

    Attributes:
        rater: Code of the rater in this study.
        reading: Number of the examination it was issued for here; None if accepted.
        sha256: Hash of the body, hexadecimal.
        body: What it says, as canonical JSON.
        at: UTC time it was issued or accepted, ISO 8601.
    """

    rater: str
    reading: int | None
    sha256: str
    body: str
    at: str
