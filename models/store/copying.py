"""Whole copies of a study file, and a quick look whether one is sound.

A copy is made with SQLite's own online backup, so that it is the study at one moment
even while somebody scores, and it gets its name only when it is whole and checked.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from models.progress import Progress
from models.store.chain import line_hash
from models.store.engines import APPLICATION_ID
from models.store.troubles import StudyFileError, told

_PAGES_AT_A_TIME = 512
_MOST_RESTARTS = 8
_TAIL = 50
_COLUMNS = "number, at, by, role, action, why, details, previous, hash"
_PART = ".part"


@dataclass(frozen=True)
class CopyFacts:
    """What a study file says of itself.

    Attributes:
        uid: Identifier of the study.
        title: For people.
        lines: Lines of its audit trail.
        head: Hash of the last of them.
        at: UTC time of the last of them.
        size: Bytes of the file.
    """

    uid: str
    title: str
    lines: int
    head: str
    at: str
    size: int


class BusyError(StudyFileError):
    """So much is being written to the study that no copy of it came to its end."""


def study_facts(path: Path) -> CopyFacts:
    """What a study file says of itself.

    Raises:
        StudyFileError: It cannot be read, or it is no study.
    """
    with _reading(path) as connection:
        uid, title = connection.execute("SELECT uid, title FROM study").fetchone()
        query = "SELECT number, hash, at FROM trail ORDER BY number DESC LIMIT 1"
        lines, head, at = connection.execute(query).fetchone()
    return CopyFacts(uid, title, lines, head, at, path.stat().st_size)


def changed_since(path: Path, head: str, *, but_for: str) -> bool:
    """Whether a study has lines after the one with a hash.

    Args:
        path: The study.
        head: Hash of a line.
        but_for: An action that does not count.
    """
    with _reading(path) as connection:
        row = connection.execute(
            "SELECT number FROM trail WHERE hash = ?", (head,)
        ).fetchone()
        query = "SELECT count(*) FROM trail WHERE number > ? AND action != ?"
        since = row[0] if row else 0
        return bool(connection.execute(query, (since, but_for)).fetchone()[0])


def quick_faults(path: Path) -> list[str]:
    """What a look of a moment finds wrong: pages of the file, last lines of the trail.

    `verify` looks at everything; this is for every opening.
    """
    try:
        with _reading(path) as connection:
            found = connection.execute("PRAGMA quick_check(5)").fetchall()
            faults = [str(row[0]) for row in found if row[0] != "ok"]
            return faults + _tail_faults(connection)
    except StudyFileError as error:
        return [error.text]


def copy_study(source: Path, target: Path, progress: Progress) -> CopyFacts:
    """Copy a study to a new file, whole and checked, or not at all.

    Args:
        source: The study; it may be written to meanwhile.
        target: Must not exist.
        progress: Told after every few megabytes.

    Raises:
        StudyFileError: The target exists, the disk is full, or the copy is not sound.
        BusyError: The study was written to again and again.
    """
    if target.exists():
        raise StudyFileError(
            f"There is already a file called {target.name}.",
            hint="Choose another name; nothing was overwritten.",
        )
    part = target.with_name(target.name + _PART)
    part.unlink(missing_ok=True)
    try:
        with told():
            _copy_pages(source, part, progress)
        facts = _checked(part)
        part.rename(target)
    except OSError as error:
        raise StudyFileError(
            "The copy of the study could not be written.",
            hint="Check the folder and the space on its disk. The study is untouched.",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return facts


def _copy_pages(source: Path, part: Path, progress: Progress) -> None:
    """Copy page by page, letting writers in between."""
    least, restarts = -1, 0

    def step(_: int, remaining: int, total: int) -> None:
        nonlocal least, restarts
        if 0 <= least <= remaining:
            restarts += 1  # somebody wrote, so SQLite begins anew
            if restarts > _MOST_RESTARTS:
                raise BusyError(
                    "The study is being written to, so no copy was made now.",
                    hint="It is made when the study is opened the next time.",
                )
        least = remaining
        progress.step(total - remaining, total, "Copying the study")

    with (
        closing(sqlite3.connect(source, timeout=10)) as origin,
        closing(sqlite3.connect(part)) as copy,
    ):
        copy.execute("PRAGMA synchronous = FULL")
        origin.backup(copy, pages=_PAGES_AT_A_TIME, progress=step, sleep=0.0)


def _checked(part: Path) -> CopyFacts:
    """Make sure that a copy is whole before it gets its name."""
    faults = quick_faults(part)
    with told(), closing(sqlite3.connect(part)) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    if faults or pages * size != part.stat().st_size:
        raise StudyFileError(
            "The copy of the study is not sound, so it was thrown away.",
            hint="Verify the study, and check the disk.",
        )
    with part.open("rb") as file:
        os.fsync(file.fileno())
    return study_facts(part)


def _tail_faults(connection: sqlite3.Connection) -> list[str]:
    """Whether the last lines of the trail hold together."""
    query = f"SELECT {_COLUMNS} FROM trail ORDER BY number DESC LIMIT {_TAIL}"  # noqa: S608 - constants
    names = _COLUMNS.split(", ")
    later = None
    for row in connection.execute(query):
        line = dict(zip(names, row, strict=True))
        found = line.pop("hash")
        if line_hash(line) != found or (later and later["previous"] != found):
            return [f"line {line['number']} of the audit trail was changed"]
        later = line
    return [] if later else ["the audit trail is empty"]


@contextmanager
def _reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A study file opened to be read only."""
    if not path.is_file():
        raise StudyFileError(
            f"There is no study at {path.name}.",
            hint="Check the folder and the name of the file.",
        )
    with told(), closing(sqlite3.connect(path, timeout=10)) as connection:
        kind = connection.execute("PRAGMA application_id").fetchone()[0]
        if kind != APPLICATION_ID:
            raise StudyFileError(
                "This file is not a Dermagrade study.",
                hint="Choose a file whose name ends in .dgstudy.",
            )
        connection.execute("PRAGMA query_only = ON")
        yield connection
