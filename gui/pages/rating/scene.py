"""What the rating page shows, as one record: the presenter makes it, the page draws it.

It holds a random code, a position and the scales, and nothing else of a photograph.
"""

from dataclasses import dataclass
from enum import StrEnum

from models.store.screen_records import Adjustment


class Tone(StrEnum):
    """How weighty a sentence is."""

    PLAIN = "plain"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Notice:
    """A sentence for the rater, with nothing to answer.

    Attributes:
        text: The sentence, or empty.
        tone: How weighty it is.
    """

    text: str = ""
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Answer:
    """What stands on one scale of the photograph.

    Attributes:
        scale: Key of the scale.
        value: The grade as stored, or None.
        reason: Why it is not assessable, as stored, or empty.
        comment: Comment on this score, or empty.
        unsaved: A grade that was given and could not be stored, or None.
    """

    scale: str
    value: float | None = None
    reason: str = ""
    comment: str = ""
    unsaved: float | None = None

    @property
    def is_given(self) -> bool:
        """Whether anything is stored."""
        return self.value is not None or bool(self.reason)


@dataclass(frozen=True)
class Scene:
    """The page at one moment.

    Attributes:
        position: Of the photograph, from 1.
        count: Photographs in the reading.
        code: Random code of the photograph.
        answers: What stands on each scale asked, in the order of asking.
        focus: Key of the scale that digits grade, or empty.
        is_flagged: Whether the photograph is flagged for review.
        comment: Comment on the photograph, or empty.
        done: Photographs complete.
        saved_at: UTC time of the last thing stored, ISO 8601, or empty.
        time_left: "about 18 min left", or empty.
        undo: What Undo would undo: "erythema 3", or empty.
        redo: What Redo would do again, or empty.
        is_open: Whether scores are still taken.
        anchors_shown: Whether the words of all grades are shown large.
        is_pausing: Whether the next photograph comes by itself in a moment.
        unsaved: Grades that could not be stored, on any photograph.
        notice: A sentence for the rater.
        may_compare: Whether the photograph has a baseline that may be shown.
        is_comparing: Whether that is on the screen.
        adjusted: How the photograph is shown; None where that may not be changed.
        suggestion: That a break is due, or that it is enough for now; or empty.
        is_enough: Whether no further photograph is begun in this sitting.
    """

    position: int
    count: int
    code: str
    answers: tuple[Answer, ...]
    focus: str
    is_flagged: bool
    comment: str
    done: int
    saved_at: str
    time_left: str
    undo: str
    redo: str
    is_open: bool
    anchors_shown: bool
    is_pausing: bool
    unsaved: int
    notice: Notice
    may_compare: bool = False
    is_comparing: bool = False
    adjusted: Adjustment | None = None
    suggestion: str = ""
    is_enough: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether every scale asked is answered."""
        return all(answer.is_given for answer in self.answers)


@dataclass(frozen=True)
class ReviewRow:
    """One photograph in the list before finishing.

    Attributes:
        position: Of the photograph.
        code: Its random code.
        missing: Names of the scales not answered.
        is_untouched: Whether none of its scales is answered.
        not_assessable: Names of the scales said to be not assessable.
        is_flagged: Whether it is flagged for review.
        has_comment: Whether anything is commented on.
    """

    position: int
    code: str
    missing: tuple[str, ...]
    is_untouched: bool
    not_assessable: tuple[str, ...]
    is_flagged: bool
    has_comment: bool

    @property
    def needs_a_look(self) -> bool:
        """Whether it is flagged, incomplete or not assessable."""
        return self.is_flagged or bool(self.missing or self.not_assessable)
