"""The reason or comment that is being entered, and for what."""

from collections.abc import Sequence
from typing import Protocol

from models.reading.session import RatingSession


class EntryView(Protocol):
    """What is asked of the page here."""

    def open_reasons(self, scale: str, reasons: Sequence[str]) -> None:
        """Let the rater choose a reason."""
        ...

    def open_comment(self, scale: str, text: str) -> None:
        """Let the rater write a comment."""
        ...

    def close_entry(self) -> None:
        """Put it away."""
        ...


class Entries:
    """Opens and closes the entry, of which there is at most one.

    Attributes:
        place: Position and scale that the open entry is for.
        is_comment: Whether a comment is open.
    """

    def __init__(self, view: EntryView, session: RatingSession) -> None:
        self.place = (0, "")
        self.is_comment = False
        self._view = view
        self._session = session
        self._is_open = False

    def open_reasons(self, position: int, scale: str) -> None:
        """Ask why a scale is not assessable."""
        self._open(position, scale, is_comment=False)
        self._view.open_reasons(scale, self._session.reasons)

    def open_comment(self, position: int, scale: str) -> None:
        """Show the comment on a scale, or on the photograph, for writing."""
        self._open(position, scale, is_comment=True)
        self._view.open_comment(scale, self._session.comment(position, scale))

    def close(self) -> None:
        """Put the entry away, if one is open."""
        if self._is_open:
            self._is_open = self.is_comment = False
            self._view.close_entry()

    def _open(self, position: int, scale: str, *, is_comment: bool) -> None:
        self.place = (position, scale)
        self.is_comment = is_comment
        self._is_open = True
