"""What a rating session asks of where it is stored: a study, or a rater's kit."""

from contextlib import AbstractContextManager
from typing import Protocol

from models.protocol.protocol import ReadingRules
from models.scales.scale import Scale
from models.store.changes import Changes
from models.store.records import ReadingItem, Score
from models.store.screen_records import DisplayCheck, Reference


class ReadingSource(Protocol):
    """A study or a kit, as far as a session may know it.

    Attributes:
        holds_pixels_only: Whether photographs are kept without anything but pixels.
    """

    holds_pixels_only: bool

    def scales(self) -> dict[str, Scale]:
        """The scales by key, in the order in which they are asked."""
        ...

    def reasons(self) -> tuple[str, ...]:
        """Why a photograph may be not assessable."""
        ...

    def reading_items(self, reading: int) -> list[ReadingItem]:
        """The photographs of a reading as their rater may know them, in order."""
        ...

    def photograph_at(self, reading: int, position: int) -> bytes:
        """The photograph at a position. May be called from any thread."""
        ...

    def baseline_at(self, reading: int, position: int) -> bytes:
        """The baseline beside the photograph at a position. For any thread."""
        ...

    def references(self) -> list[Reference]:
        """The reference photographs of grades, by scale and grade."""
        ...

    def reference_bytes(self, number: int) -> bytes:
        """The pixels of a reference photograph. May be called from any thread."""
        ...

    def rules(self) -> ReadingRules:
        """What the protocol says of reading."""
        ...

    def display_checks(self, reading: int) -> list[DisplayCheck]:
        """What the rater saw of the test page, the oldest first."""
        ...

    def current_scores(self, reading: int) -> list[Score]:
        """What counts now in a reading, withdrawn scores among it."""
        ...

    def current_comments(self, reading: int) -> dict[tuple[int, str], str]:
        """Comments of a reading, by item and scale (empty: on the photograph)."""
        ...

    def current_flags(self, reading: int) -> set[int]:
        """Items of a reading flagged for review."""
        ...

    def is_locked(self) -> bool:
        """Whether scoring is closed for everybody."""
        ...

    def changes(
        self, *, by: str, role: str, action: str, why: str = ""
    ) -> AbstractContextManager[Changes]:
        """Write: all of it with its line in the audit trail, or nothing."""
        ...
