"""What left a study, on record: which file, when and by whom."""

from models.store.store import StudyStore


def record_export(store: StudyStore, what: str, name: str, *, by: str) -> None:
    """Write into the trail that something was written to a file.

    Args:
        store: The study it came from.
        what: "workbook", "figure", "table".
        name: Name of the file, without its folder.
        by: Who.
    """
    action = f"{what} written"
    with store.changes(by=by, role="coordinator", action=action) as changes:
        changes.note(file=name)
