"""The lock: after it nothing is scored, so that the blind can be broken."""

from models.errors import ExpectedError
from models.store.store import StudyStore


def lock_study(store: StudyStore, *, by: str, why: str = "") -> list[str]:
    """Lock a study against scoring.

    Returns:
        Codes of the raters whose reading is not finished, for the caller to tell.

    Raises:
        ExpectedError: The study is locked already, or nothing was scored yet.
    """
    if store.is_locked():
        raise ExpectedError("The study is locked already.", hint="Nothing was changed.")
    if not store.readings():
        raise ExpectedError(
            "Nothing has been scored in this study yet.",
            hint="Lock it when the readings are done.",
        )
    with store.changes(
        by=by, role="coordinator", action="study locked", why=why
    ) as changes:
        changes.add_lock(locked=True, reason=why)
    return [one.rater for one in store.readings() if not one.finished_at]


def unlock_study(store: StudyStore, *, by: str, why: str) -> None:
    """Unlock a study so that scoring can go on.

    Raises:
        ExpectedError: The study is not locked, or no reason was given.
    """
    if not store.is_locked():
        raise ExpectedError("The study is not locked.", hint="Nothing was changed.")
    if not why.strip():
        raise ExpectedError(
            "Unlocking needs a reason, which goes on record.",
            hint="Say why scoring must go on.",
        )
    with store.changes(
        by=by, role="coordinator", action="study unlocked", why=why.strip()
    ) as changes:
        changes.add_lock(locked=False, reason=why.strip())
