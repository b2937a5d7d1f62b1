"""The study that is open in the window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from models.store.store import StudyStore


class CurrentStudy(QObject):
    """The one study that is open, or none. Handed to whoever needs it.

    Signals:
        opened: A study was opened.
        changed: Something of it was written; what, in a word: "photographs",
            "people", "scores", "allocation", "lock", "protocol" (all is built anew).
        closing: The study is about to be closed; pages let go of it.
        closed: No study is open any more.

    Attributes:
        signed_in: ID of the person who signed in since the study was opened, or empty.
    """

    opened = Signal()
    changed = Signal(str)
    closing = Signal()
    closed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store: StudyStore | None = None
        self.signed_in = ""

    @property
    def is_open(self) -> bool:
        """Whether a study is open."""
        return self._store is not None

    @property
    def store(self) -> StudyStore:
        """The open study.

        Raises:
            LookupError: No study is open. Pages exist only while one is.
        """
        if self._store is None:
            raise LookupError("no study is open")
        return self._store

    def open(self, path: Path) -> None:
        """Open a study file, and close the one that was open.

        If it cannot be opened, the one that was open stays so.
        """
        # The store brings the database library; a window without a study starts faster.
        from models.store.store import StudyStore

        if self._store is not None and self._store.path.resolve() == path.resolve():
            return
        self.take(StudyStore.open(path))

    def take(self, store: StudyStore) -> None:
        """Make an already opened store the current one, and close the one before."""
        self.close()
        self._store = store
        self.opened.emit()

    def tell(self, what: str) -> None:
        """Say that something was written, so that all pages show it."""
        self.changed.emit(what)

    def close(self) -> None:
        """Close the study, if one is open."""
        if self._store is None:
            return
        self.closing.emit()
        store, self._store = self._store, None
        self.signed_in = ""
        store.close()
        self.closed.emit()
