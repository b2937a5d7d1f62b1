"""What a meeting agrees on, kept beside the scores, which stay as they are."""

from models.reading.errors import ReadingClosedError
from models.store.records import ScoreKind
from models.store.store import StudyStore


def agree(
    store: StudyStore,
    photograph: int,
    scale: str,
    *,
    value: float | None = None,
    reason: str = "",
    by: str,
) -> None:
    """Store what a meeting agreed on for a photograph on a scale.

    Args:
        store: The study.
        photograph: Number of the photograph.
        scale: Key of the scale.
        value: The grade; None with a reason is "not assessable", without one it takes
            back what was agreed on before.
        reason: Why not assessable.
        by: Who enters it.

    Raises:
        ReadingClosedError: The study is locked.
        ValueError: The scale has no such grade.
    """
    _check_open(store)
    if value is not None and not store.scales()[scale].has_grade(value):
        message = f"{scale} has no grade {value}"
        raise ValueError(message)
    kind = ScoreKind.GRADE if value is not None else ScoreKind.NOT_ASSESSABLE
    if value is None and not reason:
        kind = ScoreKind.WITHDRAWN
    with store.changes(
        by=by, role="coordinator", action=f"consensus {_HOW[kind]}"
    ) as changes:
        changes.add_consensus(photograph, scale, kind, value, reason)


def note_for_meeting(
    store: StudyStore, photograph: int, scale: str, text: str, *, by: str
) -> None:
    """Store a note about a photograph on a scale; an empty one takes it back.

    Raises:
        ReadingClosedError: The study is locked.
    """
    _check_open(store)
    with store.changes(by=by, role="coordinator", action="meeting noted") as changes:
        changes.add_meeting_note(photograph, scale, text.strip())


_HOW = {
    ScoreKind.GRADE: "entered",
    ScoreKind.NOT_ASSESSABLE: "entered",
    ScoreKind.WITHDRAWN: "taken back",
}


def _check_open(store: StudyStore) -> None:
    if store.is_locked():
        raise ReadingClosedError(
            "The study is locked, so nothing can be agreed on any more.",
            hint="The coordinator can unlock it, with a reason on record.",
        )
