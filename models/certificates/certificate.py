"""A rater's certificate, and the small file in which it travels (.dgcert).

The file holds the certificate word for word and the line of the training study's audit
trail that recorded it. A change of either is noticed, and the file can be held against
the training study. It carries no secret: who makes up both from nothing is not found
out without that study.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import ExpectedError
from models.store.chain import canonical, line_hash
from models.store.records import TrailLine

SUFFIX = ".dgcert"
ISSUED = "certificate issued"
"""What the trail calls the line that records a certificate."""

_FORMAT = "dermagrade certificate 1"
_LARGEST = 1_000_000


class CertificateError(ExpectedError):
    """A certificate that cannot be read or does not agree with itself."""


@dataclass(frozen=True)
class CertifiedCriterion:
    """One criterion as it was reached.

    Attributes:
        key: Of its limit.
        name: For people.
        value: What the rater had, or None.
        lower: Lower 95 % limit, or None.
        upper: Upper 95 % limit, or None.
        limit: What had to be reached.
        is_passed: Whether it was.
    """

    key: str
    name: str
    value: float | None
    lower: float | None
    upper: float | None
    limit: float
    is_passed: bool


@dataclass(frozen=True)
class CertifiedScale:
    """A scale that the certificate is for.

    Attributes:
        key: Of the scale.
        name: For people.
        version: Of the scale's definition.
        sha256: Hash of the definition: another wording is another scale.
        criteria: With their numbers.
    """

    key: str
    name: str
    version: str
    sha256: str
    criteria: tuple[CertifiedCriterion, ...]


@dataclass(frozen=True)
class Certificate:
    """What a certificate says.

    Attributes:
        uid: Identifier, 32 hexadecimal digits.
        rater: Code in the training study.
        name: Name of the rater as printed, or empty.
        study: Title of the training study.
        study_uid: Its identifier.
        scales: For which it holds.
        attempt: Which examination of the rater it was, from 1.
        photographs: In that examination, without the repeats.
        set_sha256: Hash of the calibration set.
        examined_at: UTC time at which the examination was finished.
        issued_on: Day, ISO 8601.
        expires_on: Last day on which it holds, ISO 8601.
        by: Who issued it.
        program: Version of the program.
        sha256: Hash of all this, hexadecimal.
    """

    uid: str
    rater: str
    name: str
    study: str
    study_uid: str
    scales: tuple[CertifiedScale, ...]
    attempt: int
    photographs: int
    set_sha256: str
    examined_at: str
    issued_on: str
    expires_on: str
    by: str
    program: str
    sha256: str

    def holds_on(self, day: str) -> bool:
        """Whether it has not expired on a day, ISO 8601."""
        return day <= self.expires_on

    def covers(self, scale: str, sha256: str) -> bool:
        """Whether it is for a scale in this very wording."""
        return any(one.key == scale and one.sha256 == sha256 for one in self.scales)


@dataclass(frozen=True)
class CertificateFile:
    """A certificate as it travels.

    Attributes:
        certificate: What it says.
        body: The same as stored, canonical JSON.
        line: The line of the training study's trail that recorded it.
    """

    certificate: Certificate
    body: str
    line: TrailLine


def body_hash(body: str) -> str:
    """The hash of a certificate's body, hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


def certificate_of(body: str) -> Certificate:
    """What a body says.

    Raises:
        CertificateError: It is no body of a certificate.
    """
    try:
        said = json.loads(body)
        if said["format"] != _FORMAT:
            raise _unreadable()
        return Certificate(
            **{name: said[name] for name in _PLAIN},
            scales=tuple(_scale(one) for one in said["scales"]),
            sha256=body_hash(body),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable() from error


_PLAIN = (
    "uid",
    "rater",
    "name",
    "study",
    "study_uid",
    "attempt",
    "photographs",
    "set_sha256",
    "examined_at",
    "issued_on",
    "expires_on",
    "by",
    "program",
)


def _scale(said: dict[str, Any]) -> CertifiedScale:
    names = ("key", "name", "version", "sha256")
    return CertifiedScale(
        **{name: said[name] for name in names},
        criteria=tuple(CertifiedCriterion(**one) for one in said["criteria"]),
    )


def body_of(certificate: Certificate) -> str:
    """A certificate as canonical JSON; its own hash is left out."""
    said: dict[str, object] = {name: getattr(certificate, name) for name in _PLAIN}
    said["format"] = _FORMAT
    said["scales"] = [
        {**vars(one), "criteria": [vars(each) for each in one.criteria]}
        for one in certificate.scales
    ]
    return canonical(said)


def file_text(body: str, line: TrailLine) -> str:
    """The text of a .dgcert file."""
    document = {"format": _FORMAT, "certificate": body, "line": vars(line)}
    return json.dumps(document, indent=1, sort_keys=True) + "\n"


def read_certificate(path: Path) -> CertificateFile:
    """Read a certificate file, and hold what it says against its line of the trail.

    Raises:
        CertificateError: It is none, or was changed.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise CertificateError(
            f"The certificate {path.name} cannot be read.",
            hint="Check that it is there and that you may read it.",
        ) from error
    try:
        document = json.loads(data[:_LARGEST].decode())
        body = str(document["certificate"])
        line = TrailLine(**document["line"])
        rows = json.loads(line.details)["rows"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unreadable(path.name) from error
    fields = {key: one for key, one in vars(line).items() if key != "hash"}
    recorded = [row["new"].get("body") for row in rows if _is_certificate(row)]
    is_sound = line_hash(fields) == line.hash and line.action == ISSUED
    if not is_sound or body not in recorded:
        raise CertificateError(
            f"The certificate {path.name} was changed: it does not agree with the "
            "record of the training study that it carries.",
            hint="Ask the trainer to write it anew.",
        )
    return CertificateFile(certificate_of(body), body, line)


def _is_certificate(row: object) -> bool:
    if not isinstance(row, dict) or row.get("table") != "certificate":
        return False
    return isinstance(row.get("new"), dict)


def _unreadable(name: str = "") -> CertificateError:
    what = f"{name} is no certificate" if name else "This is no certificate"
    return CertificateError(
        f"{what} of this program, or it is damaged.",
        hint="A certificate is a file that ends in .dgcert, written by the trainer.",
    )
