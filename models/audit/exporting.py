"""What left a study, on record: which file, when and by whom."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from models.store.store import StudyStore

_ROLE = "coordinator"


def record_export(store: StudyStore, what: str, name: str, *, by: str) -> None:
    """Write into the trail that something was written to a file.

    Args:
        store: The study it came from.
        what: "workbook", "figure", "table".
        name: Name of the file, without its folder.
        by: Who.
    """
    action = f"{what} written"
    with store.changes(by=by, role=_ROLE, action=action) as changes:
        changes.note(file=name)


@contextmanager
def export_on_record(
    store: StudyStore, what: str, folder: str, files: Sequence[str], *, by: str
) -> Iterator[None]:
    """Write several files within the block, and one line that names them all.

    If the block fails, the trail says nothing; if the trail cannot be written, the
    block is not begun.

    Args:
        store: The study they come from.
        what: "CSV files", "REDCap files".
        folder: Name of the folder they go into, without where it is.
        files: Names of the files.
        by: Who.
    """
    action = f"{what} written"
    with store.changes(by=by, role=_ROLE, action=action) as changes:
        changes.note(folder=folder, files=", ".join(files))
        yield
