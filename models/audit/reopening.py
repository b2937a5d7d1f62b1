"""Reopening a finished reading, for a reason: its signatures are void from then on."""

from models.errors import ExpectedError
from models.store.records import Reading
from models.store.store import StudyStore


def reopen_reading(store: StudyStore, rater: str, *, by: str, why: str) -> int:
    """Reopen a rater's finished reading so that it can be corrected.

    Returns:
        How many signatures were made void by it.

    Raises:
        ExpectedError: There is no such reading, it is not finished, the study is
            locked, or there is no reason.
    """
    if not why.strip():
        raise ExpectedError(
            "Reopening a reading needs a reason, which goes on record.",
            hint="Say why it must be corrected.",
        )
    reading = find_reading(store, rater)
    if not reading.finished_at:
        raise ExpectedError(
            "This reading is not finished, so it need not be reopened.",
            hint="Nothing was changed.",
        )
    if store.is_locked():
        raise ExpectedError(
            "The study is locked, so no reading can be reopened.",
            hint="Unlock the study first, with a reason.",
        )
    voided = [
        one
        for one in store.signatures()
        if one.reading == reading.id and not one.voided_at
    ]
    with store.changes(
        by=by, role="coordinator", action="reading reopened", why=why.strip()
    ) as changes:
        changes.add_reading_step(reading.id, finished=False, reason=why.strip())
        changes.note(rater=reading.rater, signatures_voided=len(voided))
    return len(voided)


def find_reading(store: StudyStore, rater: str) -> Reading:
    """The reading of a rater.

    Raises:
        ExpectedError: The rater has none.
    """
    for reading in store.readings():
        if reading.rater == rater.strip():
            return reading
    raise ExpectedError(
        "This rater has no reading yet.", hint="Check the code of the rater."
    )
