"""Steps of the work that write no record of their own, and stand in the trail yet."""

import getpass

from models.store.store import StudyStore
from models.version import program_version

STUDY_OPENED = "study opened"
"""The action of a trail line that says only that somebody looked."""


def system_user() -> str:
    """Who works here, as the system knows them."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def note_opening(store: StudyStore, *, by: str) -> None:
    """Write down that somebody opened the study in the window."""
    with store.changes(by=by, role="", action=STUDY_OPENED) as changes:
        changes.note(program=program_version())
