"""What an open study and an open kit have in common: one file, read and written."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, Self, TypeVar

from sqlalchemy import Connection, Engine

from models.store.changes import Changes
from models.store.clock import Clock, stamp
from models.store.lock import StudyLock
from models.store.presence import Presence
from models.store.troubles import told

P = ParamSpec("P")
T = TypeVar("T")
C = TypeVar("C", bound=Changes)


class FileStore(Generic[C]):
    """One open file with an audit trail. It may be read from any thread.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path, engine: Engine, lock: StudyLock, now: Clock) -> None:
        self.path = path
        self._engine = engine
        self._lock = lock
        self._now = now
        self._presence: Presence | None = None

    def close(self) -> None:
        """Close the file and let others open it. Closing twice is allowed."""
        self._engine.dispose()
        self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def changes(self, *, by: str, role: str, action: str, why: str = "") -> Iterator[C]:
        """Write to the file: all of it with its line in the audit trail, or nothing.

        Args:
            by: Who writes.
            role: In what role.
            action: What is done, for the trail: "photographs imported".
            why: The reason, where one is asked for.

        Raises:
            ExpectedError: The disk is full, the file is read-only or gone, and the
                like; nothing was written.
        """
        with self._told():
            self._check_presence()
            writing = self._engine.connect().execution_options(begin="BEGIN IMMEDIATE")
            with writing as connection, connection.begin():
                changes = self._changes_on(connection, at=stamp(self._now()), by=by)
                yield changes
                changes.close(role, action, why)
                # A file that was taken away takes writes that nobody will ever find.
                self._check_presence()
        self._on_written()

    def _changes_on(self, connection: Connection, *, at: str, by: str) -> C:
        """What is written with, within a transaction."""
        raise NotImplementedError

    def _on_written(self) -> None:
        """Called after every change that was stored."""

    def _told(self) -> AbstractContextManager[None]:
        """Turns what SQLite reports of the world into a sentence."""
        return told()

    def _check_presence(self) -> None:
        """Refuse to go on with a file that is gone or was exchanged."""
        if self._presence is None:
            self._presence = Presence(self.path)
        self._presence.check()

    def _read(
        self,
        query: Callable[Concatenate[Connection, P], T],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run one query on a connection of its own."""
        with self._told():
            self._check_presence()
            with self._engine.connect() as connection:
                return query(connection, *args, **kwargs)
