"""Photographs of a plan stored in a study.

All of them are written in one transaction: whoever cancels, or loses power, finds the
study as it was. SQLite passes what it cannot keep in memory on to the file, so that
the memory taken does not grow with their number.
"""

import hashlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from models.photographs.ahead import ahead, cores
from models.photographs.folder import LeftOut
from models.photographs.names import Place
from models.photographs.plan import ImportPlan, PlannedPhotograph
from models.progress import Progress
from models.store.records import NewPhotograph
from models.store.store import StudyStore
from models.words import counted, listed


@dataclass(frozen=True)
class ImportReport:
    """What an import did.

    Attributes:
        folder: Name of the folder, without its path.
        pattern: How names were read.
        imported: Names of the files stored.
        new_subjects: Codes of the subjects the study did not have before.
        left_out: Files not stored, with reasons; those of the plan among them.
        remarks: What else a user should look at.
    """

    folder: str
    pattern: str
    imported: tuple[str, ...]
    new_subjects: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    remarks: tuple[str, ...]

    def lines(self) -> list[str]:
        """The report for people."""
        lines = [f"{counted(len(self.imported), 'photograph')} imported"]
        if self.new_subjects:
            lines.append(
                f"{counted(len(self.new_subjects), 'new subject')}: "
                f"{listed(self.new_subjects)}"
            )
        if self.left_out:
            lines.append(f"{counted(len(self.left_out), 'file')} left out:")
            lines += [f"  {left}" for left in self.left_out]
        return [*lines, *self.remarks]

    def text(self) -> str:
        """The whole report, to be saved."""
        head = [f"Import of {self.folder}", f"Names read as {self.pattern}", ""]
        stored = ["", "Imported:", *(f"  {name}" for name in self.imported)]
        return "\n".join([*head, *self.lines(), *(stored if self.imported else []), ""])

    def save(self, path: Path) -> None:
        """Write the whole report into a text file.

        Raises:
            OSError: The file cannot be written.
        """
        path.write_text(self.text(), encoding="utf-8")


def import_photographs(
    store: StudyStore,
    plan: ImportPlan,
    *,
    by: str = "coordinator",
    progress: Progress | None = None,
) -> ImportReport:
    """Store the matched photographs of a plan: all of them, or none if cancelled.

    A file that was changed since the plan was made is left out and named.

    Args:
        store: The study.
        plan: What to import.
        by: Who imports.
        progress: Told of every photograph; may cancel.

    Raises:
        Cancelled: The user asked to stop; nothing was written.
        StudyFileError: The disk is full, and the like; nothing was written.
    """
    progress = progress or Progress()
    taken = {Place(one.subject, one.visit, one.view) for one in store.photographs()}
    free = [planned for planned in plan.matched if planned.place not in taken]
    left_out = [
        LeftOut(planned.name, "its place was filled in the meantime")
        for planned in plan.matched
        if planned.place in taken
    ]
    known = {subject.code for subject in store.subjects()}
    imported: list[PlannedPhotograph] = []
    if free:
        _store(store, free, by, progress, imported, left_out)
    return ImportReport(
        folder=plan.folder.name,
        pattern=plan.pattern,
        imported=tuple(planned.name for planned in imported),
        new_subjects=tuple(
            sorted({planned.place.subject for planned in imported} - known)
        ),
        left_out=(*left_out, *plan.left_out),
        remarks=plan.remarks,
    )


def _store(
    store: StudyStore,
    planned: list[PlannedPhotograph],
    by: str,
    progress: Progress,
    imported: list[PlannedPhotograph],
    left_out: list[LeftOut],
) -> None:
    """Write photographs in one transaction, read and hashed ahead in threads."""
    with (
        closing(ahead(_read_again, planned, waiting=cores() + 1)) as reading,
        store.changes(
            by=by, role="coordinator", action="photographs imported"
        ) as changes,
    ):
        for done, (one, data) in enumerate(zip(planned, reading, strict=True), 1):
            if isinstance(data, LeftOut):
                left_out.append(data)
            else:
                changes.add_photograph(_new(one, data))
                imported.append(one)
            progress.step(done, len(planned), "Storing the photographs")
        changes.note(imported=len(imported), left_out=len(left_out))


def _read_again(planned: PlannedPhotograph) -> bytes | LeftOut:
    """The bytes that were planned, or why they are not there any more."""
    try:
        data = planned.path.read_bytes()
    except OSError:
        return LeftOut(planned.name, "it cannot be opened any more")
    if hashlib.sha256(data).hexdigest() != planned.sha256:
        return LeftOut(planned.name, "it was changed since the plan was made")
    return data


def _new(planned: PlannedPhotograph, data: bytes) -> NewPhotograph:
    facts = planned.facts
    return NewPhotograph(
        subject=planned.place.subject,
        visit=planned.place.visit,
        view=planned.place.view,
        file_name=planned.name.rpartition("/")[2],
        sha256=planned.sha256,
        format=facts.format,
        width=facts.width,
        height=facts.height,
        orientation=facts.orientation,
        profile=facts.profile,
        taken_at=facts.taken_at,
        data=data,
    )
