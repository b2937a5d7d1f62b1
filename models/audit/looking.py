"""Whose photographs were looked at outside a reading, on record."""

from models.store.store import StudyStore


def record_look(store: StudyStore, subject: str, visit: str, *, by: str) -> None:
    """Write into the trail that the photographs behind a point were looked at.

    Args:
        store: The study.
        subject: Code of the subject.
        visit: Key of the visit whose point was picked.
        by: Who looked.
    """
    action = "photographs looked at"
    with store.changes(by=by, role="coordinator", action=action) as changes:
        changes.note(subject=subject, visit=visit, beside="trajectories")
