"""Issuing a certificate for a passed examination, on record."""

import os
import secrets
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from models.certificates.certificate import (
    ISSUED,
    Certificate,
    CertifiedCriterion,
    CertifiedScale,
    body_hash,
    body_of,
    certificate_of,
    file_text,
)
from models.errors import ExpectedError
from models.store.records import TrailLine
from models.store.store import StudyStore
from models.training.judging import Judgement, judgements
from models.version import program_version


def issue_certificate(store: StudyStore, rater: str, *, by: str) -> Certificate:
    """The certificate of a rater's latest examination, issued if it was not yet.

    It is for the scales that were passed; those that were not are left out.

    Raises:
        ExpectedError: No examination was judged, or no scale passed.
    """
    judged = judgements(store, rater)
    if not judged:
        raise ExpectedError(
            f"No examination of {rater} was judged yet.",
            hint="A certificate follows a passed examination.",
        )
    latest = judged[-1]
    passed = [one for one in latest.scales if one.verdict.is_passed]
    if not passed:
        raise ExpectedError(
            latest.sentence(),
            hint="There is no certificate for it: train, then take another one.",
        )
    number = latest.one.reading.id
    held = [one for one in store.certificates() if one.reading == number]
    if held:
        return certificate_of(held[-1].body)
    body = body_of(_certificate(store, latest, by))
    with store.changes(by=by, role="trainer", action=ISSUED) as changes:
        changes.add_certificate(rater, body_hash(body), body, reading=number)
    return certificate_of(body)


def write_certificate_file(
    store: StudyStore, certificate: Certificate, path: Path
) -> Path:
    """Write the small file in which a certificate travels; nothing is overwritten.

    Raises:
        ExpectedError: The file exists, cannot be written, or the study does not hold
            the certificate.
    """
    held = {one.sha256: one.body for one in store.certificates() if one.reading}
    line = _line(store, certificate)
    if certificate.sha256 not in held or line is None:
        raise ExpectedError("This study did not issue that certificate.")
    text = file_text(held[certificate.sha256], line)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise ExpectedError(
            f"There is already a file called {path.name}.",
            hint="Choose another name; nothing was overwritten.",
        ) from error
    except OSError as error:
        raise ExpectedError(
            f"The certificate {path.name} cannot be written there.",
            hint="Check the folder and the space on the disk.",
        ) from error
    return path


def expiry(day: str, months: int) -> str:
    """The day some months later, or the last of that month if it is shorter.

    Args:
        day: ISO 8601.
        months: How many.
    """
    start = date.fromisoformat(day)
    place = start.month - 1 + months
    year, month = start.year + place // 12, place % 12 + 1
    last = monthrange(year, month)[1]
    return start.replace(year=year, month=month, day=min(start.day, last)).isoformat()


def _line(store: StudyStore, certificate: Certificate) -> TrailLine | None:
    """The line of the trail that recorded the issue."""
    for line in reversed(store.trail()):
        if line.action == ISSUED and certificate.sha256 in line.details:
            return line
    return None


def _certificate(store: StudyStore, judged: Judgement, by: str) -> Certificate:
    info, reading = store.info(), judged.one.reading
    names = {one.code: one.name for one in store.raters()}
    names |= {one.code: one.name for one in store.people()}
    today = store.today()
    repeated = store.repeats(reading.id)
    return Certificate(
        uid=secrets.token_hex(16),
        rater=reading.rater,
        name=names.get(reading.rater, ""),
        study=info.title,
        study_uid=info.uid,
        scales=tuple(_scales(store, judged)),
        attempt=judged.one.attempt,
        photographs=reading.count - len(repeated),
        set_sha256=judged.set_sha256,
        examined_at=reading.finished_at,
        issued_on=today,
        expires_on=expiry(today, store.protocol().certification.months),
        by=by,
        program=program_version(),
        sha256="",
    )


def _scales(store: StudyStore, judged: Judgement) -> Iterator[CertifiedScale]:
    scales = store.scales()
    for one in judged.scales:
        scale = scales.get(one.scale)
        if scale is None or not one.verdict.is_passed:
            continue
        yield CertifiedScale(
            scale.key,
            scale.name,
            scale.version,
            scale.sha256,
            tuple(
                CertifiedCriterion(
                    each.key,
                    each.name,
                    each.value,
                    each.lower,
                    each.upper,
                    each.limit,
                    each.is_passed,
                )
                for each in one.verdict.criteria
            ),
        )
