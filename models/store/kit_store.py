"""A rater's kit, open: what a session needs, and nothing of the study."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Self

from sqlalchemy import Connection, Engine, select

from models.protocol.protocol import ReadingRules
from models.scales.reader import read_scale
from models.scales.scale import Scale
from models.store import kit_tables as k
from models.store import queries, screen_queries
from models.store.clock import Clock, utc_now
from models.store.engines import study_engine
from models.store.file_store import FileStore
from models.store.kit_file import KitChanges, as_kit_error, check_kit_file
from models.store.kit_records import KitInfo, KitSignature
from models.store.lock import StudyLock
from models.store.padding import unpadded
from models.store.records import Reading, ReadingItem, Score, TrailLine
from models.store.screen_records import DisplayCheck, Reference
from models.store.troubles import StudyFileError, told

READING = 1
"""The number of the one reading in a kit."""


class KitStore(FileStore[KitChanges]):
    """One open kit. Reading methods may be called from any thread.

    Attributes:
        path: The file that is written: the kit, or the working copy of one that was
            encrypted.
        holds_pixels_only: True: photographs were freed of everything else before.
    """

    holds_pixels_only = True

    def __init__(self, path: Path, engine: Engine, lock: StudyLock, now: Clock) -> None:
        super().__init__(path, engine, lock, now)
        self._scales: dict[str, Scale] | None = None

    @classmethod
    def open(cls, path: Path, *, now: Clock = utc_now) -> Self:
        """Open a kit that is not encrypted, having checked all of it.

        Raises:
            KitFileError: It is no kit, damaged, changed, too new or open elsewhere.
        """
        check_kit_file(path)
        lock = StudyLock(path)
        try:
            lock.take()
        except StudyFileError as error:
            raise as_kit_error(error) from error
        return cls(path, study_engine(path), lock, now)

    def _changes_on(self, connection: Connection, *, at: str, by: str) -> KitChanges:
        return KitChanges(connection, at=at, by=by)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            with told():
                yield
        except StudyFileError as error:
            raise as_kit_error(error) from error

    def info(self) -> KitInfo:
        """The kit itself."""
        row = self._read(lambda connection: connection.execute(select(k.kit)).one())
        return KitInfo(row.uid, row.version, row.name, row.rater, row.signer)

    def reading(self) -> Reading:
        """The one reading of the kit."""
        return self._read(_reading)

    def scales(self) -> dict[str, Scale]:
        """The scales by key, in the order in which they are asked."""
        if self._scales is None:
            sources = self._read(queries.scale_sources)
            self._scales = {key: read_scale(text, key) for key, text in sources.items()}
        return self._scales

    def reasons(self) -> tuple[str, ...]:
        """Why a photograph may be not assessable."""
        row = self._read(lambda connection: connection.execute(select(k.kit)).one())
        return tuple(json.loads(row.reasons))

    def reading_items(self, reading: int) -> list[ReadingItem]:
        """The photographs in the order in which they are shown."""
        return self._read(_items, reading)

    def photograph_at(self, reading: int, position: int) -> bytes:
        """The pixels of the photograph at a position."""
        return self._read(_pixels, reading, position)

    def baseline_at(self, reading: int, position: int) -> bytes:
        """The pixels of what the photograph at a position is compared with."""
        return self._read(_compared, reading, position)

    def references(self) -> list[Reference]:
        """The reference photographs of grades, by scale and grade."""
        return self._read(_references)

    def reference_bytes(self, number: int) -> bytes:
        """The pixels of a reference photograph, by its number."""
        return self._read(_reference_bytes, number)

    def display_checks(self, reading: int) -> list[DisplayCheck]:
        """What the rater saw of the test page, the oldest first."""
        return self._read(screen_queries.display_checks, reading)

    def rules(self) -> ReadingRules:
        """What the rater has on the screen; how the reading was drawn is not told."""
        row = self._read(lambda connection: connection.execute(select(k.kit)).one())
        return ReadingRules(
            display_check=bool(row.display_check),
            break_after_minutes=row.break_after_minutes,
            batch=row.batch,
            brightness_contrast=bool(row.brightness_contrast),
        )

    def current_scores(self, reading: int) -> list[Score]:
        """What counts now, withdrawn scores among it."""
        return self._read(queries.current_scores, reading)

    def current_comments(self, reading: int) -> dict[tuple[int, str], str]:
        """Comments, by item and scale (empty: on the photograph)."""
        return self._read(queries.current_comments, reading)

    def current_flags(self, reading: int) -> set[int]:
        """Items flagged for review."""
        return self._read(queries.current_flags, reading)

    def is_locked(self) -> bool:
        """A kit knows no lock; a finished reading is closed by itself."""
        return False

    def trail(self) -> list[TrailLine]:
        """The kit's audit trail, oldest line first."""
        return self._read(queries.trail)

    def signatures(self) -> list[KitSignature]:
        """The rater's signatures, the oldest first."""
        return self._read(_signatures)


def _reading(connection: Connection) -> Reading:
    rater = connection.execute(select(k.reading.c.rater)).scalar_one()
    items = connection.execute(select(k.reading_item.c.id)).all()
    step = k.reading_step
    last = connection.execute(
        select(step.c.finished, step.c.at).order_by(step.c.id.desc()).limit(1)
    ).first()
    finished_at = last.at if last and last.finished else ""
    return Reading(READING, str(rater), "", len(items), finished_at)


def _items(connection: Connection, reading: int) -> list[ReadingItem]:
    item = k.reading_item
    query = select(item).where(item.c.reading_id == reading).order_by(item.c.position)
    return [
        ReadingItem(
            row.id,
            row.position,
            row.code,
            tuple(json.loads(row.asked)),
            str(row.view_number),
            _side(row.comparison_id, row.compared_on_right),
        )
        for row in connection.execute(query)
    ]


def _side(comparison: int | None, on_right: int) -> Literal["", "left", "right"]:
    """Where what a photograph is compared with stands."""
    if comparison is None:
        return ""
    return "right" if on_right else "left"


def _compared(connection: Connection, reading: int, position: int) -> bytes:
    item = k.reading_item
    query = (
        select(k.comparison.c.data)
        .join(item, item.c.comparison_id == k.comparison.c.id)
        .where(item.c.reading_id == reading, item.c.position == position)
    )
    return _found(connection.execute(query).scalar_one_or_none(), position)


def _references(connection: Connection) -> list[Reference]:
    table, scale = k.reference, k.pinned_scale
    query = (
        select(table.c.id, scale.c.key, table.c.value)
        .join(scale, scale.c.id == table.c.scale_id)
        .order_by(table.c.scale_id, table.c.value, table.c.id)
    )
    return [Reference(*row) for row in connection.execute(query)]


def _reference_bytes(connection: Connection, number: int) -> bytes:
    query = select(k.reference.c.data).where(k.reference.c.id == number)
    return _found(connection.execute(query).scalar_one_or_none(), number)


def _found(data: bytes | None, number: int) -> bytes:
    if data is None:
        raise KeyError(number)
    return unpadded(bytes(data))


def _pixels(connection: Connection, reading: int, position: int) -> bytes:
    item = k.reading_item
    query = (
        select(k.pixels.c.data)
        .join(item, item.c.id == k.pixels.c.id)
        .where(item.c.reading_id == reading, item.c.position == position)
    )
    return _found(connection.execute(query).scalar_one_or_none(), position)


def _signatures(connection: Connection) -> list[KitSignature]:
    table = k.kit_signature
    return [
        KitSignature(row.printed_name, row.meaning, row.sha256, row.at, row.proof)
        for row in connection.execute(select(table).order_by(table.c.id))
    ]
