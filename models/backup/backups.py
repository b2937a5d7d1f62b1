"""Rolling dated backups of each study, and restoring one to a new file.

They lie in the user's data folder, away from the study's own folder, one folder for
each study. A backup is made when a study is opened and has changed since the last one.
"""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from models.audit.workflow import STUDY_OPENED
from models.backup.thinning import kept
from models.errors import ExpectedError
from models.progress import Progress
from models.store.clock import Clock, utc_now
from models.store.copying import (
    changed_since,
    copy_study,
    quick_faults,
    study_facts,
)
from models.store.store import StudyStore
from models.store.troubles import StudyFileError

SUFFIX = ".dgstudy"
SHARE_OF_DISK = 0.2
"""Of the disk, that the backups of one study may take."""

_FEWEST = 2
_BEING_WRITTEN = "being written"
_NAME = re.compile(r"(?P<at>\d{8}T\d{6}Z) (?P<head>[0-9a-f]{16})( \d+)?\.dgstudy")
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Backup:
    """One backup.

    Attributes:
        path: The file.
        at: UTC time it was made, ISO 8601.
        head: First 16 digits of the last hash of its audit trail.
        size: Bytes.
        title: Title of the study, or empty where it was not asked for.
    """

    path: Path
    at: str
    head: str
    size: int
    title: str = ""


def backups_folder() -> Path:
    """Where the backups of all studies of this user lie."""
    return Path(platformdirs.user_data_dir("dermagrade", appauthor=False)) / "backups"


def backups_of(uid: str) -> list[Backup]:
    """The backups of a study, newest first."""
    return _found_in(backups_folder() / uid)


def all_backups() -> list[Backup]:
    """The backups of all studies with their titles, newest first."""
    folder = backups_folder()
    found = []
    for place in folder.iterdir() if folder.is_dir() else ():
        backups = _found_in(place)
        if backups:
            title = _title(backups[0].path)
            found += [
                Backup(one.path, one.at, one.head, one.size, title) for one in backups
            ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def back_up(path: Path, progress: Progress, now: Clock = utc_now) -> Backup | None:
    """Make a backup of a study, if it changed since the last one, and thin out.

    Args:
        path: The study file.
        progress: Told while pages are copied.
        now: Clock.

    Returns:
        The backup, or None if nothing has changed.

    Raises:
        ExpectedError: The study is damaged, or the copy could not be made.
    """
    facts = study_facts(path)
    before = backups_of(facts.uid)
    if before and not changed_since(path, _whole_head(before[0]), but_for=STUDY_OPENED):
        return None
    folder = backups_folder() / facts.uid
    _make(folder)
    made = _write(path, folder, progress, now())
    thin_out(folder, now())
    return made


def write_backup(
    store: StudyStore, folder: Path, progress: Progress, now: Clock = utc_now
) -> Backup:
    """Write a dated, checked copy of an open study into a folder.

    Raises:
        ExpectedError: The folder cannot be made, or the copy not be written.
    """
    _make(folder)
    stem = store.path.stem
    moment = now()
    name = f"{stem} {moment.strftime(_STAMP)}{SUFFIX}"
    target = _free(folder / name)
    facts = copy_study(store.path, target, progress)
    return Backup(target, _iso(moment), facts.head, facts.size, facts.title)


def check_up(path: Path) -> None:
    """Look at a study that was just opened.

    Raises:
        ExpectedError: Pages of the file or the last lines of its trail are damaged.
    """
    faults = quick_faults(path)
    if faults:
        raise StudyFileError(
            "The study file is damaged. Go on with a backup, not with this file.",
            hint="Choose File, Restore from backup; the damaged file is kept as it is.",
        )


def restore(backup: Path, target: Path, progress: Progress, *, by: str) -> Path:
    """Restore a backup to a new file; never over a study.

    Args:
        backup: A backup of the program, or any copy of a study.
        target: Where; must not exist.
        progress: Told while pages are copied.
        by: Who restores; the restored study's trail says so.

    Returns:
        The target.

    Raises:
        ExpectedError: The target exists, or the backup is damaged.
    """
    check_up_backup(backup)
    copy_study(backup, target, progress)
    try:
        with (
            StudyStore.open(target) as store,
            store.changes(
                by=by, role="coordinator", action="study restored from a backup"
            ) as changes,
        ):
            changes.note(backup=backup.name)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target


def check_up_backup(backup: Path) -> None:
    """Refuse a damaged backup.

    Raises:
        ExpectedError: It is damaged.
    """
    if quick_faults(backup):
        raise StudyFileError(
            "This backup is damaged and cannot be restored.",
            hint="Choose an earlier one.",
        )


def thin_out(folder: Path, now: datetime) -> list[Path]:
    """Remove backups that are not kept any more, and return which.

    The two newest always stay, whatever they take.
    """
    backups = _found_in(folder)
    times = {one.path: datetime.fromisoformat(one.at) for one in backups}
    keep = kept(times.values(), now)
    left = [one for one in backups if times[one.path] in keep]
    room = SHARE_OF_DISK * shutil.disk_usage(folder).total
    stay = _within(left, room)
    gone = [one.path for one in backups if one not in stay]
    for path in gone:
        path.unlink(missing_ok=True)
    return gone


def _within(newest_first: Sequence[Backup], room: float) -> list[Backup]:
    """The newest backups that fit into the room, two at least."""
    taken = 0
    stay: list[Backup] = []
    for backup in newest_first:
        taken += backup.size
        if len(stay) < _FEWEST or taken <= room:
            stay.append(backup)
    return stay


def _write(path: Path, folder: Path, progress: Progress, moment: datetime) -> Backup:
    """Copy a study into its folder of backups."""
    for left_over in folder.glob(f"{_BEING_WRITTEN}*"):
        left_over.unlink(missing_ok=True)  # of a backup that was cut short
    part = folder / f"{_BEING_WRITTEN}{SUFFIX}"
    facts = copy_study(path, part, progress)
    name = f"{moment.strftime(_STAMP)} {facts.head[:16]}{SUFFIX}"
    target = part.rename(_free(folder / name))
    return Backup(target, _iso(moment), facts.head[:16], facts.size, facts.title)


def _found_in(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first."""
    if not folder.is_dir():
        return []
    found = []
    for path in folder.iterdir():
        match = _NAME.fullmatch(path.name)
        if match:
            moment = datetime.strptime(match["at"], _STAMP).replace(tzinfo=UTC)
            size = path.stat().st_size
            found.append(Backup(path, _iso(moment), match["head"], size))
    return sorted(found, key=lambda one: (one.at, one.path.name), reverse=True)


def _whole_head(backup: Backup) -> str:
    """The last hash of a backup; a damaged one counts as none."""
    try:
        return study_facts(backup.path).head
    except ExpectedError:
        return ""


def _title(path: Path) -> str:
    try:
        return study_facts(path).title
    except ExpectedError:
        return "(cannot be read)"


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExpectedError(
            f"The folder {folder.name} for the backup cannot be made.",
            hint="Check that you may write there.",
        ) from error


def _free(path: Path) -> Path:
    """The path, or with a number where it is taken."""
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem} {number}{path.suffix}")
    return free


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
