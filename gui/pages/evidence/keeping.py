"""Where the evidence table is kept: in the study, with its trail. No Qt."""

from collections.abc import Callable
from typing import Protocol

from gui.pages.trajectories.loading import AllocationState, trajectory_input
from models.statistics.evidence.collection import (
    Collection,
    changed_parts,
    collection_of,
)
from models.statistics.trajectories import Trajectories
from models.store.store import StudyStore


class Keeper(Protocol):
    """Keeps the table of evidence."""

    def load(self) -> Collection:
        """The table as it is kept."""

    def keep(self, before: Collection, after: Collection, action: str) -> None:
        """Keep a change, saying what was done."""

    def own(self) -> Trajectories | None:
        """The trajectories by arm of the study itself, if its allocation is open."""

    @property
    def title(self) -> str:
        """Title of the study, or empty."""


class StudyKeeper:
    """Keeps the table in the study that is open; rows are only ever added."""

    def __init__(self, store: StudyStore, by: Callable[[], str]) -> None:
        """Make a keeper.

        Args:
            store: The study.
            by: Tells who works.
        """
        self._store = store
        self._by = by

    @property
    def title(self) -> str:
        """Title of the study."""
        return self._store.info().title

    def load(self) -> Collection:
        """The table as it is kept."""
        return collection_of(self._store.evidence())

    def keep(self, before: Collection, after: Collection, action: str) -> None:
        """Write the parts that differ, in one line of the trail."""
        parts = changed_parts(before, after)
        if not parts:
            return
        by = self._by()
        with self._store.changes(by=by, role="coordinator", action=action) as changes:
            for part, document in parts.items():
                changes.add_evidence(part, document)

    def own(self) -> Trajectories | None:
        """The trajectories by arm, if the allocation is open."""
        found = trajectory_input(self._store)
        known = (AllocationState.MASKED, AllocationState.OPENED)
        if found.allocation not in known or not found.has_scores:
            return None
        return found.trajectories("arm")


class LooseKeeper:
    """Keeps the table for as long as its window is open, where there is no study."""

    title = ""

    def __init__(self) -> None:
        self._kept = Collection()

    def load(self) -> Collection:
        """The table as it is."""
        return self._kept

    def keep(self, before: Collection, after: Collection, action: str) -> None:
        """Remember the table."""
        self._kept = after

    def own(self) -> Trajectories | None:
        """None: there is no study."""
        return None
