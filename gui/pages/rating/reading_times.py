"""The times of looking at photographs, stored with the reading."""

from collections.abc import Callable

from gui.pages.rating.attention import Attention, Pace
from models.errors import ExpectedError
from models.reading.session import RatingSession
from models.store.clock import Clock, stamp
from models.store.records import Viewing


class ReadingTimes:
    """Times every photograph that is shown, and stores it when it was left.

    Attributes:
        anchors_shown: Whether the anchors are open; they stay so from one to the next.
    """

    def __init__(
        self, session: RatingSession, monotonic: Callable[[], float], now: Clock
    ) -> None:
        self.anchors_shown = False
        self._anchors = 0.0
        self._anchors_since = 0.0
        self._session = session
        self._monotonic = monotonic
        self._now = now
        self._attention = Attention()
        self._pace = Pace()
        self._position = 0
        self._shown_at = ""
        self._was_complete = False
        self._waiting: list[tuple[int, Viewing]] = []

    def arrive(self, position: int) -> None:
        """A photograph is on the screen."""
        if position == self._position:
            return
        self.leave()
        self._position = position
        self._shown_at = stamp(self._now())
        self._was_complete = self._session.is_complete(position)
        self._attention.begin(self._monotonic())
        self._anchors = 0.0
        self._anchors_since = self._monotonic()

    def hear(self) -> None:
        """The rater did something."""
        if self._position:
            self._attention.hear(self._monotonic())

    def show_anchors(self, *, shown: bool) -> None:
        """The anchors were opened or put away."""
        self._count_anchors()
        self.anchors_shown = shown

    def leave(self) -> None:
        """The photograph is left: store how long it was looked at."""
        if not self._position:
            return
        attended, opened = self._attention.end(self._monotonic())
        self._count_anchors()
        viewing = Viewing(self._shown_at, attended, opened, self._anchors)
        self._waiting.append((self._position, viewing))
        if self._session.is_complete(self._position) and not self._was_complete:
            self._pace.add(attended)
        self._position = 0
        self._store()

    def left(self, photographs: int) -> str:
        """How long so many photographs will take, in words."""
        return self._pace.time_left(photographs)

    def _count_anchors(self) -> None:
        now = self._monotonic()
        if self.anchors_shown:
            self._anchors += now - self._anchors_since
        self._anchors_since = now

    def _store(self) -> None:
        """Store the times; what cannot be stored now is tried with the next."""
        while self._waiting:
            try:
                self._session.add_viewing(*self._waiting[0])
            except ExpectedError:
                # A score that fails is told; a time that fails waits for better days.
                return
            self._waiting.pop(0)
