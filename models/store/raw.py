"""A study file read as a stranger would: every row as it lies on the disk.

Verification must not go through the code that wrote the rows, nor trip over values that
were changed by hand, so it reads plain SQLite and takes text as bytes.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from models.store.engines import APPLICATION_ID, FORMAT
from models.store.tables import RECORDED, metadata, trail
from models.store.troubles import StudyFileError, told

Plain: TypeAlias = str | int | float | None

_LONG = {
    ("original", "data"),
    ("reference", "data"),
    ("envelope", "data"),
    ("unit_envelope", "data"),
    ("person_password", "data"),
    ("kit_return", "data"),
}
"""Columns of bytes, which stand in the trail by their digest."""


@dataclass(frozen=True)
class RawRow:
    """A row as it lies on the disk; bytes as "sha256:…", text that is none marked."""

    table: str
    id: int
    values: dict[str, Plain]


class RawStudy:
    """A study file opened for verification only."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def structure_faults(self) -> list[str]:
        """What SQLite finds broken, and tables or triggers that do not belong."""
        found = [
            str(_plain(row[0]))
            for row in self._connection.execute("PRAGMA integrity_check(20)")
        ]
        faults = [f"the database is damaged: {text}" for text in found if text != "ok"]
        return faults + self._strangers()

    def _strangers(self) -> list[str]:
        """Tables, views and triggers that are not ours, or that are gone."""
        names = [table.name for table in metadata.sorted_tables]
        expected = {("table", name) for name in [*names, "alembic_version"]}
        acts = ("update", "delete")
        expected |= {
            ("trigger", f"no_{act}_of_{name}") for act in acts for name in names
        }
        query = "SELECT type, name FROM sqlite_master WHERE type != 'index'"
        rows = self._connection.execute(query)
        there = {(str(_plain(kind)), str(_plain(name))) for kind, name in rows}
        extra = [
            f"the {kind} {name} does not belong" for kind, name in there - expected
        ]
        gone = [f"the {kind} {name} is missing" for kind, name in expected - there]
        return sorted(extra) + sorted(gone)

    def trail(self) -> Iterator[dict[str, Plain]]:
        """The lines of the audit trail, oldest first."""
        columns = [column.name for column in trail.columns]
        query = f'SELECT {_names(columns)} FROM "trail" ORDER BY "number"'  # noqa: S608
        for row in self._connection.execute(query):
            yield dict(zip(columns, map(_plain, row), strict=True))

    def rows(self) -> Iterator[RawRow]:
        """Every row that must stand in the trail, table by table."""
        for table in RECORDED:
            columns = [column.name for column in table.columns if column.name != "id"]
            query = f'SELECT "id", {_names(columns)} FROM "{table.name}"'  # noqa: S608
            for number, *values in self._connection.execute(query):
                pairs = zip(columns, values, strict=True)
                yield RawRow(
                    table.name,
                    number,
                    {name: _value(table.name, name, value) for name, value in pairs},
                )


def _names(columns: list[str]) -> str:
    """Column names, quoted."""
    return ", ".join(f'"{name}"' for name in columns)


def _value(table: str, column: str, value: object) -> Plain:
    """A cell as it stands in the trail."""
    if (table, column) in _LONG:
        data = value if isinstance(value, bytes) else repr(value).encode()
        return "sha256:" + hashlib.sha256(data).hexdigest()
    return _plain(value)


def _plain(value: object) -> Plain:
    """A cell as text or number; bytes that are no UTF-8 show as such."""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="backslashreplace")
    if value is None or isinstance(value, str | int | float):
        return value
    return repr(value)


@contextmanager
def raw_study(path: Path) -> Iterator[RawStudy]:
    """Open a study file for verification.

    Raises:
        StudyFileError: It is no study, too new, or so damaged that it cannot be read.
    """
    if not path.is_file():
        raise StudyFileError(
            f"There is no study at {path.name}.",
            hint="Check the folder and the name of the file.",
        )
    with told(), closing(sqlite3.connect(path, timeout=10)) as connection:
        connection.text_factory = bytes
        kind = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if kind != APPLICATION_ID or version > FORMAT:
            raise StudyFileError(
                "This file is not a Dermagrade study that this version can read.",
                hint="Choose a file ending in .dgstudy, or update the program.",
            )
        connection.execute("PRAGMA query_only = ON")
        yield RawStudy(connection)
