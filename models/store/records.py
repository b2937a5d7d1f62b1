"""What is read from a study: frozen records, never rows of a database."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from models.store.screen_records import Adjustment


@dataclass(frozen=True)
class StudyInfo:
    """The study itself.

    Attributes:
        uid: Identifier of the study, 32 hexadecimal digits.
        title: For people.
        created_at: UTC time, ISO 8601.
        protocol_key: Key of its protocol.
        protocol_version: Version of its protocol.
    """

    uid: str
    title: str
    created_at: str
    protocol_key: str
    protocol_version: str


@dataclass(frozen=True)
class Subject:
    """A subject, by the code the study gave (text: "007" stays "007")."""

    id: int
    code: str
    site: str


@dataclass(frozen=True)
class Photograph:
    """What is known of a stored photograph, without its pixels.

    Attributes:
        id: Number in the study.
        subject: Code of the subject.
        visit: Key of the visit.
        view: Key of the view.
        file_name: Name of the file it came from, without folder.
        sha256: SHA-256 of the original bytes, hexadecimal.
        size: Length of the original bytes.
        format: "JPEG", "PNG", "TIFF", "BMP", "WEBP", "HEIF".
        width: Pixels across, upright.
        height: Pixels down, upright.
        orientation: EXIF orientation of the original, 1 to 8.
        profile: Name of the embedded colour profile, or empty.
        taken_at: Time of exposure by the camera, ISO 8601, or empty.
    """

    id: int
    subject: str
    visit: str
    view: str
    file_name: str
    sha256: str
    size: int
    format: str
    width: int
    height: int
    orientation: int
    profile: str
    taken_at: str


@dataclass(frozen=True)
class NewPhotograph:
    """A photograph about to be stored. Attributes as in Photograph."""

    subject: str
    visit: str
    view: str
    file_name: str
    sha256: str
    format: str
    width: int
    height: int
    orientation: int
    profile: str
    taken_at: str
    data: bytes


@dataclass(frozen=True)
class Rater:
    """A rater, by code ("R1" or initials) and, if wished, a name."""

    id: int
    code: str
    name: str


class ScoreKind(StrEnum):
    """What a rater said of a photograph on a scale."""

    GRADE = "grade"
    NOT_ASSESSABLE = "not-assessable"
    WITHDRAWN = "withdrawn"  # undone: as if nothing had been said


@dataclass(frozen=True)
class Reading:
    """One rater's pass over the photographs, in an order drawn once and stored.

    Attributes:
        id: Number in the study.
        rater: Code of the rater.
        seed: What the order was drawn with.
        count: Photographs in it.
        finished_at: UTC time, or empty while it goes on.
    """

    id: int
    rater: str
    seed: str
    count: int
    finished_at: str


@dataclass(frozen=True)
class ReadingItem:
    """A photograph in a reading, as its rater may know it.

    Attributes:
        id: Number in the study.
        position: From 1, in the order of reading.
        code: Random code, the only name the rater sees.
        scales: Keys of the scales asked.
        view: Tells whether two photographs are of the same view, and not which view.
        compare_side: On which side the baseline may be shown beside it; empty where it
            may not be, or where there is none.
    """

    id: int
    position: int
    code: str
    scales: tuple[str, ...]
    view: str = ""
    compare_side: Literal["", "left", "right"] = ""


@dataclass(frozen=True)
class Score:
    """The score that now counts for one photograph on one scale.

    Attributes:
        item: Number of the reading item.
        scale: Key of the scale.
        kind: Grade, not assessable or withdrawn.
        value: The grade, or None unless kind is GRADE.
        reason: Why not assessable, or empty.
        at: UTC time it was stored, ISO 8601.
        adjusted: How its rater had changed the display, or None.
    """

    item: int
    scale: str
    kind: ScoreKind
    value: float | None
    reason: str
    at: str
    adjusted: Adjustment | None = None


@dataclass(frozen=True)
class TrailLine:
    """One line of the audit trail.

    Attributes:
        number: From 1, without gaps.
        at: UTC time, ISO 8601.
        by: Who.
        role: In what role: "coordinator", "rater", "key holder".
        action: What was done: "photographs imported".
        why: The reason given, or empty.
        details: Rows written, as canonical JSON.
        previous: Hash of the line before, or 64 zeros.
        hash: SHA-256 over all of the above, hexadecimal.
    """

    number: int
    at: str
    by: str
    role: str
    action: str
    why: str
    details: str
    previous: str
    hash: str


@dataclass(frozen=True)
class Envelope:
    """A sealed part of the allocation.

    Attributes:
        kind: "groups" (subject to letter) or "names" (letter to arm).
        data: The age file.
    """

    kind: str
    data: bytes


@dataclass(frozen=True)
class ScoreRow:
    """A score that now counts, with everything it belongs to.

    Attributes:
        reading: Number of the reading.
        rater: Code of the rater.
        position: Position in the rater's order, from 1.
        code: Random code the photograph had for the rater.
        subject: Code of the subject.
        site: Code of the site, or empty.
        visit: Key of the visit.
        view: Key of the view.
        scale: Key of the scale.
        kind: "grade" or "not-assessable".
        value: The grade, or None where not assessable.
        reason: Why not assessable, or empty.
        comment: The rater's comment on this scale, or empty.
        at: UTC time it was stored, ISO 8601.
        repeat: Whether it was given at a hidden repeat of the photograph.
        adjudication: What it is in an adjudication: one of ADJUDICATED; empty for
            the score of a usual reading.
    """

    reading: int
    rater: str
    position: int
    code: str
    subject: str
    site: str
    visit: str
    view: str
    scale: str
    kind: str
    value: float | None
    reason: str
    comment: str
    at: str
    repeat: bool = False
    adjudication: str = ""


@dataclass(frozen=True)
class Viewing:
    """How long a photograph was looked at, once.

    Attributes:
        shown_at: UTC time it was first painted, ISO 8601.
        seconds_attended: Seconds with idle time left out.
        seconds_open: Seconds from shown to left.
        seconds_anchors: Seconds the anchors were open.
    """

    shown_at: str
    seconds_attended: float
    seconds_open: float
    seconds_anchors: float


@dataclass(frozen=True)
class UnitOpening:
    """That one subject's emergency envelope was opened; not what it told.

    Attributes:
        subject: Code of the subject.
        by: Who opened it.
        reason: Why.
        timing: "before lock" or "after lock".
        at: UTC time, ISO 8601.
    """

    subject: str
    by: str
    reason: str
    timing: str
    at: str


@dataclass(frozen=True)
class Person:
    """A person who signs in.

    Attributes:
        id: Number in the study.
        code: What the person signs in with.
        name: As printed beside a signature.
        roles: The roles held now.
        password: Salted hash of the password, as models.people made it.
        wrong_tries: Wrong passwords since the last right one or release.
        tried_at: UTC time of the last try, or empty.
        added_at: UTC time, ISO 8601.
    """

    id: int
    code: str
    name: str
    roles: frozenset[str]
    password: bytes = field(repr=False)
    wrong_tries: int
    tried_at: str
    added_at: str


@dataclass(frozen=True)
class NewSignature:
    """A signature about to be stored. Attributes as in Signature."""

    person: str
    printed_name: str
    meaning: str
    reading: int | None
    step: int
    sha256: str


@dataclass(frozen=True)
class Signature:
    """An electronic signature.

    Attributes:
        id: Number in the study.
        person: Code of who signed.
        printed_name: The signer's name at that time.
        meaning: Why it was signed: "review", "approval".
        reading: Number of the reading signed, or None for the locked study.
        step: Number of the finishing or locking that was signed; a later reopening or
            unlocking voids the signature.
        sha256: Hash of what was signed, hexadecimal.
        at: UTC time, ISO 8601.
        voided_at: UTC time of the reopening or unlocking, or empty.
    """

    id: int
    person: str
    printed_name: str
    meaning: str
    reading: int | None
    step: int
    sha256: str
    at: str
    voided_at: str


@dataclass(frozen=True)
class Step:
    """A finishing or reopening of a reading, a locking or unlocking of the study.

    Attributes:
        id: Number in the study.
        closed: Finished or locked, as against reopened or unlocked.
        reason: The reason given, or empty.
        at: UTC time, ISO 8601.
    """

    id: int
    closed: bool
    reason: str
    at: str


@dataclass(frozen=True)
class KitOut:
    """A kit that was written for a rater.

    Attributes:
        id: Number in the study.
        uid: Random identifier of the kit, all that it knows of the study.
        reading: Number of the reading.
        rater: Code of the rater.
        version: 1 for the rater's first kit, 2 for the next.
        items: Photographs in it.
        head: Hash of the first line of the kit's own trail, which tells its contents.
        at: UTC time it was written, ISO 8601.
    """

    id: int
    uid: str
    reading: int
    rater: str
    version: int
    items: int
    head: str
    at: str


@dataclass(frozen=True)
class KitReturn:
    """A return that was merged into the study.

    Attributes:
        kit: Number of the kit it came from.
        sha256: Hash of its content, hexadecimal.
        data: The file, byte for byte.
        at: UTC time it was merged, ISO 8601.
    """

    kit: int
    sha256: str
    data: bytes = field(repr=False)
    at: str
