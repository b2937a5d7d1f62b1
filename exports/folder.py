"""Several files put into a folder together, on record: all of them, or none."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from exports.placing import placed
from models.audit.exporting import export_on_record
from models.errors import ExpectedError, Problem
from models.progress import Progress
from models.store.store import StudyStore
from models.words import counted


def place_files(
    store: StudyStore,
    folder: Path,
    files: Mapping[str, bytes],
    *,
    what: str,
    by: str,
    replace: bool,
    progress: Progress | None = None,
) -> tuple[str, ...]:
    """Write files into a folder, with a line of the audit trail that names them all.

    The folder is made if only it is missing. Nothing is on record that was not written,
    and nothing is left half written.

    Args:
        store: The study they come from.
        folder: Where they shall be.
        files: Name to content.
        what: What they are, for the trail: "CSV files".
        by: Who writes them.
        replace: Whether files of the same names may be replaced.
        progress: Told the files written; cancels between them.

    Returns:
        Names of the files.

    Raises:
        ExpectedError: A file is there already, or cannot be written.
        Cancelled: The user asked to stop; nothing was written.
    """
    steps = progress or Progress()
    _check(folder, files, replace=replace)
    is_new = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise ExpectedError(
            f"The folder “{folder.name}” could not be made.",
            hint="Choose another place, or make room there.",
        ) from error
    try:
        with export_on_record(store, what, folder.name, tuple(files), by=by):
            _write(folder, files, steps)
    except BaseException:
        if is_new and not any(folder.iterdir()):
            folder.rmdir()
        raise
    return tuple(files)


def _write(folder: Path, files: Mapping[str, bytes], steps: Progress) -> None:
    """Write all files beside their places; they are put there when all are written."""
    with ExitStack() as stack:
        for done, (name, content) in enumerate(files.items()):
            steps.step(done, len(files), name)
            beside = stack.enter_context(placed(folder / name))
            beside.write_bytes(content)
        steps.step(len(files), len(files), "Putting the files in place")


def _check(folder: Path, files: Mapping[str, bytes], *, replace: bool) -> None:
    if not folder.parent.is_dir():
        raise ExpectedError(
            f"There is no folder “{folder.parent.name}” to write into.",
            hint="Make the folder first, or choose another one.",
        )
    if folder.exists() and not folder.is_dir():
        raise ExpectedError(
            f"“{folder.name}” is a file, and a folder is needed.",
            hint="Name a folder; it is made if it is not there.",
        )
    there = [name for name in files if (folder / name).exists()]
    if there and not replace:
        raise ExpectedError(
            f"The folder “{folder.name}” has {counted(len(there), 'file')} already "
            "that would be replaced; nothing was written.",
            hint="Choose another folder, or ask for the files to be replaced.",
            problems=[Problem(name, "is there already.") for name in there],
        )
