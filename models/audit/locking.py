"""The lock: after it nothing is scored, so that the blind can be broken."""

from dataclasses import dataclass

from models.errors import ExpectedError
from models.store.store import StudyStore

_LOCKED, _UNLOCKED = "study locked", "study unlocked"


@dataclass(frozen=True)
class LockEvent:
    """One locking or unlocking, as every export tells it.

    Attributes:
        locked: Locked, as against unlocked.
        at: UTC time, ISO 8601.
        by: Who.
        why: The reason given, or empty.
    """

    locked: bool
    at: str
    by: str
    why: str

    def sentence(self) -> str:
        """The event in words."""
        what = "locked" if self.locked else "unlocked"
        return f"{what} {self.at} by {self.by}" + (f": {self.why}" if self.why else "")


def history(store: StudyStore) -> tuple[LockEvent, ...]:
    """Every locking and unlocking of a study, oldest first, for exports."""
    steps = store.lock_steps()
    if not steps:
        return ()
    lines = [line for line in store.trail() if line.action in (_LOCKED, _UNLOCKED)]
    who = {(line.at, line.action): line.by for line in lines}
    return tuple(
        LockEvent(
            step.closed,
            step.at,
            who.get((step.at, _LOCKED if step.closed else _UNLOCKED), "unknown"),
            step.reason,
        )
        for step in steps
    )


def lock_study(store: StudyStore, *, by: str, why: str = "") -> list[str]:
    """Lock a study against scoring.

    Returns:
        Codes of the raters whose reading is not finished, for the caller to tell.

    Raises:
        ExpectedError: The study is locked already, or nothing was scored yet.
    """
    if store.is_locked():
        raise ExpectedError("The study is locked already.", hint="Nothing was changed.")
    if store.protocol().scales and not store.readings():
        raise ExpectedError(
            "Nothing has been scored in this study yet.",
            hint="Lock it when the readings are done.",
        )
    with store.changes(by=by, role="coordinator", action=_LOCKED, why=why) as changes:
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
        by=by, role="coordinator", action=_UNLOCKED, why=why.strip()
    ) as changes:
        changes.add_lock(locked=False, reason=why.strip())
