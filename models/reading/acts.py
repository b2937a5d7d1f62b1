"""What a rater did, so that it can be undone and done again."""

from dataclasses import dataclass
from enum import StrEnum

from models.store.screen_records import Adjustment


class ActKind(StrEnum):
    """What an act changed."""

    SCORE = "score"
    SCORES = "scores"
    COMMENT = "comment"
    FLAG = "flag"


@dataclass(frozen=True)
class Said:
    """A rater's word on a scale: a grade, not assessable for a reason, or nothing.

    Attributes:
        value: The grade, or None.
        reason: Why not assessable, or empty.
        adjusted: How the display was changed as it was said, or None.
    """

    value: float | None = None
    reason: str = ""
    adjusted: Adjustment | None = None

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was said."""
        return self.value is None and not self.reason


Words = tuple[tuple[str, Said], ...]
"""Scales with a word on each."""

State = Said | Words | str | bool
"""A word on a scale or on several, the text of a comment, or whether the flag is up."""


@dataclass(frozen=True)
class Act:
    """One thing a rater did to one photograph.

    Attributes:
        position: Of the photograph.
        kind: Score, several scores, comment or flag.
        scale: Key of the scale, or empty for the photograph as a whole.
        before: What stood there before.
        after: What stands there since.
        text: For the menu: "erythema 3".
    """

    position: int
    kind: ActKind
    scale: str
    before: State
    after: State
    text: str


class History:
    """Acts that can be undone, and acts undone that can be done again."""

    def __init__(self) -> None:
        self._done: list[Act] = []
        self._undone: list[Act] = []

    def add(self, act: Act) -> None:
        """Remember an act; what was undone before it cannot be done again."""
        self._done.append(act)
        self._undone.clear()

    def step_back(self) -> None:
        """The last act was undone."""
        self._undone.append(self._done.pop())

    def step_forward(self) -> None:
        """The act undone last was done again."""
        self._done.append(self._undone.pop())

    @property
    def next_undo(self) -> Act | None:
        """What would be undone, or None."""
        return self._done[-1] if self._done else None

    @property
    def next_redo(self) -> Act | None:
        """What would be done again, or None."""
        return self._undone[-1] if self._undone else None

    def clear(self) -> None:
        """Forget everything, as when the reading is finished."""
        self._done.clear()
        self._undone.clear()
