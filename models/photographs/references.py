"""Reference photographs of grades: supplied by the user, kept in the study.

The program ships none: published atlases are licensed to their users. What is stored is
a copy without anything but pixels, beside the hash of the file it was made from.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import ExpectedError
from models.photographs.deidentify import deidentified
from models.photographs.errors import PhotographError
from models.photographs.folder import LeftOut, listing
from models.progress import Progress
from models.scales.scale import Scale
from models.store.screen_records import NewReference, Reference
from models.store.store import StudyStore
from models.words import counted, number_text

NAMES = "SCALE_GRADE.jpg, or SCALE_GRADE_1.jpg and so on for several"
"""How files in a folder are named, for people."""

_NAME = re.compile(
    r"(?P<scale>[a-z0-9][a-z0-9-]*)_(?P<grade>-?\d+(?:[.,]\d+)?)(?:_(?P<number>\d+))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ReferenceReport:
    """What an import of reference photographs did.

    Attributes:
        stored: Names of the files stored.
        same: How many the study had already, for the same grade.
        left_out: Files not stored, with reasons.
    """

    stored: tuple[str, ...]
    same: int
    left_out: tuple[LeftOut, ...]

    def lines(self) -> list[str]:
        """The report for people."""
        lines = [f"{counted(len(self.stored), 'reference photograph')} stored"]
        if self.same:
            lines.append(f"{self.same} known already")
        if self.left_out:
            lines.append(f"{counted(len(self.left_out), 'file')} left out:")
            lines += [f"  {left}" for left in self.left_out]
        return lines


def import_references(
    store: StudyStore, folder: Path, *, by: str, progress: Progress | None = None
) -> ReferenceReport:
    """Store the reference photographs of a folder, named by scale and grade.

    Args:
        store: The study.
        folder: With files called SCALE_GRADE.jpg, SCALE_GRADE_1.jpg …
        by: Who imports them.
        progress: Told after every file.

    Raises:
        ExpectedError: There is no such folder, or nothing in it is a photograph.
    """
    found = listing(folder)
    if not found.photographs:
        raise ExpectedError(
            f"There are no photographs in {folder.name or folder}.",
            hint=f"Name the files {NAMES}.",
        )
    wanted: list[tuple[Path, str, float]] = []
    left = [*found.unreadable]
    for one in found.photographs:
        place = _place(one.path.stem, store.scales())
        if isinstance(place, str):
            left.append(LeftOut(str(one.name), place))
        else:
            wanted.append((one.path, *place))
    return _store(store, wanted, left, by, progress or Progress())


def add_references(
    store: StudyStore,
    scale: str,
    value: float,
    files: Sequence[Path],
    *,
    by: str,
    progress: Progress | None = None,
) -> ReferenceReport:
    """Store reference photographs of one grade, whatever their files are called.

    Raises:
        KeyError: The study has no such scale.
        ValueError: The scale has no such grade.
    """
    if not store.scales()[scale].has_grade(value):
        message = f"{scale} has no grade {value}"
        raise ValueError(message)
    wanted = [(file, scale, value) for file in files]
    return _store(store, wanted, [], by, progress or Progress())


def withdraw_reference(store: StudyStore, reference: Reference, *, by: str) -> None:
    """Show a reference photograph no more; it stays on record."""
    with store.changes(
        by=by, role="coordinator", action="reference photograph withdrawn"
    ) as changes:
        changes.withdraw_reference(reference.id)


def _place(stem: str, scales: dict[str, Scale]) -> tuple[str, float] | str:
    """Scale and grade that a file's name tells, or why it tells none."""
    match = _NAME.fullmatch(stem.strip())
    if match is None:
        return f"its name does not say of which grade it is; call it {NAMES}"
    key = match["scale"].lower()
    if key not in scales:
        return f'the study has no scale "{key}"'
    value = float(match["grade"].replace(",", "."))
    scale = scales[key]
    if not scale.has_grade(value):
        lowest, highest = number_text(scale.lowest), number_text(scale.highest)
        return f"{key} has no grade {number_text(value)} ({lowest} to {highest})"
    return key, value


def _store(
    store: StudyStore,
    wanted: Sequence[tuple[Path, str, float]],
    left: list[LeftOut],
    by: str,
    progress: Progress,
) -> ReferenceReport:
    """Store what can be read, all of it in one change."""
    known = {(one.scale, one.value, one.sha256) for one in store.references()}
    fresh: list[NewReference] = []
    same = 0
    for number, (path, scale, value) in enumerate(wanted, 1):
        progress.step(number, len(wanted), "Reading reference photographs")
        try:
            new = _read(path, scale, value)
        except PhotographError as error:
            left.append(LeftOut(path.name, error.text))
            continue
        except OSError:
            left.append(LeftOut(path.name, "it could not be read"))
            continue
        if (scale, value, new.sha256) in known:
            same += 1
            continue
        known.add((scale, value, new.sha256))
        fresh.append(new)
    if fresh:
        with store.changes(
            by=by, role="coordinator", action="reference photographs imported"
        ) as changes:
            for new in fresh:
                changes.add_reference(new)
    stored = tuple(new.file_name for new in fresh)
    return ReferenceReport(stored, same, tuple(left))


def _read(path: Path, scale: str, value: float) -> NewReference:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return NewReference(scale, value, path.name, digest, deidentified(data))
