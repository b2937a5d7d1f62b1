"""Emergency opening: one subject's arm by its own code, without the others.

The arm is told to who opens and is stored nowhere: the record keeps who, when, why and
of which subject, so that the raters, the analysis and every export stay blinded.
"""

import json
from dataclasses import dataclass, field

import pyrage

from models.allocation.codes import read_code
from models.allocation.errors import AllocationError
from models.allocation.opening import timing
from models.allocation.seal import KEY_HOLDER
from models.allocation.units import KIND
from models.store.store import StudyStore


class WrongCodeError(AllocationError):
    """The code does not open the subject's envelope."""


@dataclass(frozen=True)
class OpenedUnit:
    """What an emergency opening told.

    Attributes:
        subject: Code of the subject.
        arm: Name of its arm; of sides "left: …; right: …".
        line: Number of the audit trail's line that says so.
    """

    subject: str
    arm: str = field(repr=False)
    line: int

    def sentence(self) -> str:
        """What it told: "Subject S001: Northlight", with both sides if these count."""
        return f"Subject {self.subject}: {self.arm}"


def open_unit(
    store: StudyStore, subject: str, code: str, *, by: str, why: str
) -> OpenedUnit:
    """Open the emergency envelope of one subject, on record; a failed try too.

    Args:
        store: The study.
        subject: Code of the subject.
        code: Its emergency code, as typed.
        by: Who opens.
        why: The reason; must not be empty.

    Raises:
        WrongCodeError: The code belongs to another subject or study; the trail says so.
        AllocationError: There is no reason, no such subject or envelope, or the code
            was mistyped.
    """
    why = why.strip()
    if not why:
        raise AllocationError(
            "Opening an emergency envelope needs a reason.",
            hint="It is written into the audit trail.",
        )
    data = _envelope(store, subject)
    study = store.info().uid
    read = read_code(code)
    when = timing(store)
    try:
        plain = pyrage.decrypt(data, [read.identity(study, subject)])
    except pyrage.DecryptError as error:
        with store.changes(
            by=by, role=KEY_HOLDER, action="wrong emergency code given", why=why
        ) as changes:
            changes.note(subject=subject, timing=when)
        raise WrongCodeError(
            "This code does not open the envelope of this subject.",
            hint="Each subject has a code of its own; check the line of the sheet. "
            "The attempt was written into the audit trail.",
        ) from error
    arm = _arm(plain, study, subject)
    with store.changes(
        by=by, role=KEY_HOLDER, action="one subject unblinded in an emergency", why=why
    ) as changes:
        changes.add_unit_opening(subject, why, when)
        changes.note(timing=when, raters="remain blinded", others="remain sealed")
    return OpenedUnit(subject, arm, store.trail_head()[0])


def _envelope(store: StudyStore, subject: str) -> bytes:
    """The envelope of a subject."""
    data = store.unit_envelope(subject)
    if data is not None:
        return data
    if subject not in {one.code for one in store.subjects()}:
        raise AllocationError(
            "The study has no such subject.", hint="Check the code of the subject."
        )
    raise AllocationError(
        "There is no emergency envelope for this subject.",
        hint="The allocation was sealed without emergency codes, or not at all.",
    )


def _arm(plain: bytes, study: str, subject: str) -> str:
    """What an envelope tells, if it is the one asked for."""
    try:
        document = json.loads(plain)
        belongs = (document["kind"], document["study"], document["unit"])
        arm = str(document["arm"])
    except (ValueError, KeyError, TypeError) as error:
        raise AllocationError(
            "The emergency envelope is damaged and cannot be opened.",
            hint="Verify the study, and fetch a backup if it is broken.",
        ) from error
    if belongs != (KIND, study, subject):
        raise AllocationError(
            "The emergency envelope belongs to another subject or study.",
            hint="Somebody has put it there; verify the study.",
        )
    return arm
