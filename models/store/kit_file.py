"""Making a kit file, and making sure that a file is a kit before it is opened.

A kit comes by mail or stick and may be anything. It is looked at read-only, with
nothing of the file's own executed, and refused unless every table, column, trigger and
row is what the program itself would have written.
"""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Table, create_engine
from sqlalchemy.schema import CreateIndex, CreateTable

from models.errors import ExpectedError
from models.progress import Progress
from models.scales.reader import read_scale
from models.store import kit_tables as k
from models.store.chain import FIRST, digest, line_hash
from models.store.changes import Changes
from models.store.engines import PAGE_SIZE, study_engine
from models.store.kit_records import NewKit
from models.store.padding import padded
from models.store.screen_records import NewReference
from models.store.troubles import StudyFileError, told
from models.words import counted

APPLICATION_ID = 0x44474B54  # "DGKT"
FORMAT = 1
MADE_AT = "1970-01-01T00:00:00.000Z"
"""The time of everything in a kit until its rater begins: it tells nothing."""
MADE_BY = "study"

LARGEST = 64 * 2**30
LARGEST_PHOTOGRAPH = 256 * 2**20
_MOST_ROWS = {
    "kit": 1,
    "reading": 1,
    "pinned_scale": 200,
    "reading_item": 50_000,
    "pixels": 50_000,
    "comparison": 50_000,
    "reference": 10_000,
    "display_check": 1_000,
    "reading_step": 10_000,
    "kit_signature": 10_000,
}
_MOST = 5_000_000
_LONGEST = {("pinned_scale", "source"): 1_000_000, ("trail", "details"): 100_000_000}
_LONGEST_TEXT = 20_000
_CODE = re.compile(r"[0-9A-Z]{4,12}")
_SQLITE = b"SQLite format 3\x00"
_TYPES = {"INTEGER": {"integer"}, "TEXT": {"text"}, "BLOB": {"blob"}, "FLOAT": {"real"}}


class KitFileError(ExpectedError):
    """The file is no kit, or none that may be trusted."""


class KitChanges(Changes):
    """Writes what only a kit has."""

    def add_kit(self, new: NewKit) -> None:
        """Write everything a kit begins with, photographs in the order of their codes.

        Nothing but their stored position tells the order of reading.
        """
        info = new.info
        self._insert(
            k.kit,
            uid=info.uid,
            version=info.version,
            name=info.name,
            rater=info.rater,
            reasons=json.dumps(new.reasons, ensure_ascii=False),
            signer=info.signer,
            display_check=int(new.rules.display_check),
            break_after_minutes=new.rules.break_after_minutes,
            batch=new.rules.batch,
            brightness_contrast=int(new.rules.brightness_contrast),
        )
        for scale in new.scales:
            self.pin_scale(scale.key, scale.version, scale.source, scale.sha256)
        for one in new.references:
            self._add_reference(one)
        compared = [self._add_comparison(pixels()) for pixels in new.comparisons]
        reading = self._insert(k.reading, rater=info.rater)
        for item in sorted(new.items, key=lambda one: one.code):
            self._insert(
                k.reading_item,
                reading_id=reading,
                position=item.position,
                code=item.code,
                asked=json.dumps(item.scales),
                view_number=item.view,
                comparison_id=None
                if item.comparison is None
                else compared[item.comparison],
                compared_on_right=int(item.is_compared_on_right),
            )

    def add_pixels(self, item: int, data: bytes) -> None:
        """Add the pixels of a photograph."""
        self._insert(k.pixels, {"data": digest(data)}, id=item, data=data)

    def _add_comparison(self, data: bytes) -> int:
        """Add a photograph that others are compared with."""
        filled = padded(data)
        return self._insert(k.comparison, {"data": digest(filled)}, data=filled)

    def _add_reference(self, new: NewReference) -> None:
        """Add a reference photograph, without what tells where it came from."""
        filled = padded(new.data)
        self._insert(
            k.reference,
            {"data": digest(filled)},
            scale_id=self._known(k.pinned_scale, "key", new.scale),
            value=new.value,
            data=filled,
        )

    def add_kit_signature(
        self, printed_name: str, meaning: str, sha256: str, proof: str = ""
    ) -> None:
        """Add the rater's signature, with the proof of the password if there is one."""
        self._insert(
            k.kit_signature,
            printed_name=printed_name,
            meaning=meaning,
            sha256=sha256,
            proof=proof,
            at=self.at,
        )


def make_kit_file(path: Path, new: NewKit, progress: Progress | None = None) -> str:
    """Write a kit file that holds nothing but the kit.

    Args:
        path: Where; what is there is written over.
        new: What the kit is to hold.
        progress: Told after every photograph.

    Returns:
        The hash of the first line of the kit's trail, which tells all its contents.
    """
    progress = progress or Progress()
    path.unlink(missing_ok=True)
    engine = study_engine(path)
    try:
        with told(), engine.connect() as connection, connection.begin():
            for statement in _statements():
                connection.exec_driver_sql(statement)
            changes = KitChanges(connection, at=MADE_AT, by=MADE_BY)
            changes.add_kit(new)
            codes = sorted(item.code for item in new.items)
            for number, code in enumerate(codes, 1):
                progress.step(number, len(codes), "Writing the kit")
                changes.add_pixels(number, padded(new.pixels(code)))
            changes.close("coordinator", "kit made", "")
    finally:
        engine.dispose()
    with told(), closing(sqlite3.connect(path, isolation_level=None)) as plain:
        plain.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        plain.execute(f"PRAGMA user_version = {FORMAT}")
        plain.execute("PRAGMA secure_delete = ON")
        plain.execute("VACUUM")
        head = plain.execute("SELECT hash FROM trail").fetchone()[0]
    return str(head)


@dataclass(frozen=True)
class KitCheck:
    """What was found of a kit's record.

    Attributes:
        lines: Lines of the trail.
        rows: Rows held against it.
        head: Hash of the last line.
    """

    lines: int
    rows: int
    head: str


def is_sqlite(path: Path) -> bool:
    """Whether a file begins as an SQLite database does."""
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def check_kit_file(path: Path, progress: Progress | None = None) -> KitCheck:
    """Make sure that a file is a kit, whole and unchanged.

    Raises:
        KitFileError: It is not, with what is wrong in a sentence.
    """
    _check_outside(path)
    try:
        with _opened(path) as connection:
            _check_kind(connection)
            _check_structure(connection)
            _check_sizes(connection)
            found = _check_record(connection, progress or Progress())
            _check_meaning(connection)
            return found
    except sqlite3.Error as error:
        raise damaged() from error
    except (
        UnicodeDecodeError,
        ValueError,
        TypeError,
        KeyError,
        RecursionError,
    ) as error:
        raise damaged() from error


def damaged() -> KitFileError:
    """The error of a kit that was changed or is broken."""
    return KitFileError(
        "The kit is damaged, or was changed by something other than this program.",
        hint="Copy it again from where it came from, or ask the coordinator for it.",
    )


def as_kit_error(error: StudyFileError) -> KitFileError:
    """What SQLite reported of a kit, said of a kit."""
    text, hint = (
        said.replace("Dermagrade study", "Dermagrade kit")
        .replace(".dgstudy", ".dgkit")
        .replace("study", "kit")
        for said in (error.text, error.hint)
    )
    return KitFileError(text, hint=hint)


def _check_outside(path: Path) -> None:
    """What can be told without letting SQLite near the file."""
    if not path.is_file():
        raise KitFileError(
            f"There is no kit at {path.name}.",
            hint="Check the folder and the name of the file.",
        )
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise KitFileError(
            "The kit could not be read.", hint="Check that you may read the file."
        ) from error
    if not header.startswith(_SQLITE):
        raise KitFileError(
            "This file is not a Dermagrade kit.",
            hint="Choose the file whose name ends in .dgkit, as you were sent it.",
        )
    if size > LARGEST or len(header) < 100 or header[18:20] != b"\x01\x01":
        raise damaged()
    pages = int.from_bytes(header[28:32], "big")
    width = int.from_bytes(header[16:18], "big")
    if pages * (65536 if width == 1 else width) != size and not _has_journal(path):
        raise KitFileError(
            "The kit was not copied to its end.",
            hint="Copy it again from where it came from.",
        )


def _has_journal(path: Path) -> bool:
    return path.with_name(path.name + "-journal").exists()


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The file, with nothing of its own executed."""
    # After a power cut the journal beside it must be rolled back, which writes.
    mode = "rw" if _has_journal(path) else "ro"
    place = f"file:{quote(str(path.resolve()))}?mode={mode}"
    with closing(sqlite3.connect(place, uri=True, timeout=10)) as connection:
        connection.text_factory = bytes
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_PHOTOGRAPH + 1_000_000)
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        for pragma in (
            "trusted_schema = OFF",
            "cell_size_check = ON",
            "query_only = ON",
            "mmap_size = 0",
            "temp_store = MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.set_authorizer(_may)
        yield connection


_MAY = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
_MAY_ASK = {"application_id", "user_version", "integrity_check"}


def _may(act: int, first: str | None, *_: str | None) -> int:
    """Reading is allowed, and nothing else, whatever the file's tables are made of."""
    if act in _MAY or (act == sqlite3.SQLITE_PRAGMA and first in _MAY_ASK):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _check_kind(connection: sqlite3.Connection) -> None:
    kind = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if kind != APPLICATION_ID:
        raise KitFileError(
            "This file is not a Dermagrade kit.",
            hint="Choose the file whose name ends in .dgkit, as you were sent it.",
        )
    if version > FORMAT:
        raise KitFileError(
            "The kit was made by a newer version of Dermagrade.",
            hint="Update the program, then open the kit again.",
        )
    if version != FORMAT:
        raise damaged()


def _check_structure(connection: sqlite3.Connection) -> None:
    """Exactly the tables and triggers that the program makes, letter for letter."""
    query = "SELECT type, name, tbl_name, sql FROM sqlite_master"
    there = set(connection.execute(query).fetchmany(1000))
    if there != _structure():
        raise KitFileError(
            "The file holds tables or commands that do not belong in a kit, or lacks "
            "some that do.",
            hint="It was not made by this program as it is. Ask the coordinator for "
            "a new kit.",
        )
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if found != (b"ok",):
        raise damaged()


def _statements() -> list[str]:
    """What makes the tables of a kit and keeps their rows from being changed."""
    engine = create_engine("sqlite://")
    made: list[str] = []
    for table in k.metadata.sorted_tables:
        made.append(str(CreateTable(table).compile(engine)).strip())
        made += [
            str(CreateIndex(index).compile(engine))
            for index in sorted(table.indexes, key=lambda one: str(one.name))
        ]
        made += [
            f"CREATE TRIGGER no_{act.lower()}_of_{table.name} BEFORE {act} "
            f"ON {table.name} BEGIN "
            f"SELECT RAISE(ABORT, 'rows of {table.name} are only added'); END"
            for act in ("UPDATE", "DELETE")
        ]
    return made


@cache
def _structure() -> frozenset[tuple[bytes, bytes, bytes, bytes | None]]:
    """What stands in the list of tables of a kit."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.text_factory = bytes
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        for statement in _statements():
            connection.execute(statement)
        query = "SELECT type, name, tbl_name, sql FROM sqlite_master"
        return frozenset(connection.execute(query))


def _check_sizes(connection: sqlite3.Connection) -> None:
    """No more rows, no longer fields and no other kinds of value than there may be."""
    for table in k.metadata.sorted_tables:
        name = table.name
        (rows,) = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()  # noqa: S608
        if rows > _MOST_ROWS.get(name, _MOST):
            raise damaged()
        for column in table.columns:
            kinds = _TYPES[str(column.type)]
            kinds = kinds | {"null"} if column.nullable else kinds
            asked = f'SELECT DISTINCT typeof("{column.name}") FROM "{name}" LIMIT 5'  # noqa: S608
            there = {kind.decode() for (kind,) in connection.execute(asked)}
            if not there <= kinds:
                raise damaged()
            if str(column.type) in ("TEXT", "BLOB"):
                _check_length(connection, table, column.name)


def _check_length(connection: sqlite3.Connection, table: Table, column: str) -> None:
    most = _LONGEST.get((table.name, column), _LONGEST_TEXT)
    if (table.name, column) in k.LONG:
        most = LARGEST_PHOTOGRAPH
    asked = f'SELECT max(length("{column}")) FROM "{table.name}"'  # noqa: S608
    (longest,) = connection.execute(asked).fetchone()
    if longest is not None and longest > most:
        raise KitFileError(
            "A field of the kit is far longer than any the program writes.",
            hint="Ask the coordinator for a new kit.",
        )


def _check_record(connection: sqlite3.Connection, progress: Progress) -> KitCheck:
    """Hold every row against the kit's trail, and the trail against its chain."""
    written: dict[tuple[str, int], dict[str, Any]] = {}
    columns = [column.name for column in k.trail.columns]
    head, lines = FIRST, 0
    for row in _rows(connection, "trail", columns, "number"):
        lines += 1
        line = dict(zip(columns, row, strict=True))
        fields = {key: value for key, value in line.items() if key != "hash"}
        follows = line["number"] == lines and line["previous"] == head
        if not follows or line_hash(fields) != line["hash"]:
            raise damaged()
        for one in json.loads(str(line["details"]))["rows"]:
            written[one["table"], one["id"]] = one["new"]
        head = str(line["hash"])
    rows = 0
    for table in k.RECORDED:
        names = [column.name for column in table.columns if column.name != "id"]
        for number, *values in _rows(connection, table.name, ["id", *names], "id"):
            rows += 1
            progress.step(rows, rows + len(written), "Checking the kit")
            there = dict(zip(names, values, strict=True))
            if written.pop((table.name, number), None) != there:
                raise damaged()
    if written or not lines:
        raise damaged()
    return KitCheck(lines, rows, head)


def _rows(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], order: str
) -> Iterator[list[Any]]:
    """The rows of a table: text as text, long bytes by their digest."""
    names = ", ".join(f'"{name}"' for name in columns)
    query = f'SELECT {names} FROM "{table}" ORDER BY "{order}"'  # noqa: S608
    for row in connection.execute(query):
        yield [
            digest(value)
            if (table, name) in k.LONG
            else value.decode()
            if isinstance(value, bytes)
            else value
            for name, value in zip(columns, row, strict=True)
        ]


def _check_meaning(connection: sqlite3.Connection) -> None:
    """What the rows must be for a rater to read with them."""
    scales = {}
    for key, source in _rows(connection, "pinned_scale", ["key", "source"], "id"):
        scales[key] = read_scale(source, "scale")
        if scales[key].key != key:
            raise damaged()
    [[rater, reasons]] = _rows(connection, "kit", ["rater", "reasons"], "id")
    [[reader]] = _rows(connection, "reading", ["rater"], "id")
    if reader != rater or not _is_texts(json.loads(reasons)):
        raise damaged()
    positions = []
    for position, code, asked in _rows(
        connection, "reading_item", ["position", "code", "asked"], "id"
    ):
        keys = json.loads(asked)
        if not _CODE.fullmatch(code) or not _is_texts(keys) or set(keys) - set(scales):
            raise damaged()
        positions.append(position)
    if sorted(positions) != list(range(1, len(positions) + 1)) or not positions:
        raise damaged()
    (held,) = connection.execute("SELECT count(*) FROM pixels").fetchone()
    if held != len(positions):
        raise KitFileError(
            f"The kit lacks photographs: it has {counted(held, 'photograph')} for "
            f"{len(positions)} places.",
            hint="Ask the coordinator for a new kit.",
        )


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


@dataclass(frozen=True)
class Cell:
    """A value of a kit as a stranger finds it.

    Attributes:
        table: Name of its table.
        column: Name of its column.
        row: Number of its row.
        value: What stands there.
    """

    table: str
    column: str
    row: int
    value: str | int | float | bytes | None


def stranger_cells(path: Path) -> Iterator[Cell]:
    """Every value of every table of a kit file, whatever tables it has."""
    with told(), _opened(path) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        names = [name.decode() for (name,) in connection.execute(query)]
        for table in names:
            cursor = connection.execute(f'SELECT rowid, * FROM "{table}"')  # noqa: S608
            columns = [one[0] for one in cursor.description][1:]
            for number, *values in cursor:
                for column, value in zip(columns, values, strict=True):
                    is_long = (table, column) in k.LONG
                    text = (
                        value.decode("utf-8", "replace")
                        if isinstance(value, bytes) and not is_long
                        else value
                    )
                    yield Cell(table, column, number, text)
