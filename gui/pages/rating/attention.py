"""How long a photograph is looked at, and how long the others will take."""

from collections import deque
from statistics import median

from models.words import counted

IDLE_AFTER = 30.0
"""Seconds without a key or a movement of the mouse after which nobody is looking."""

_LATELY = 15
_ENOUGH = 3


class Attention:
    """Counts the seconds a photograph is open, and those in which somebody looked."""

    def __init__(self, idle_after: float = IDLE_AFTER) -> None:
        self._idle_after = idle_after
        self._began = self._heard = 0.0
        self._attended = 0.0

    def begin(self, now: float) -> None:
        """A photograph came on the screen."""
        self._began = self._heard = now
        self._attended = 0.0

    def hear(self, now: float) -> None:
        """The rater pressed a key or moved the mouse."""
        self._attended += min(now - self._heard, self._idle_after)
        self._heard = now

    def end(self, now: float) -> tuple[float, float]:
        """The photograph was left.

        Returns:
            Seconds with idle time left out, and seconds it was open.
        """
        self.hear(now)
        return self._attended, now - self._began


class Pace:
    """How many seconds a photograph takes the rater at present."""

    def __init__(self) -> None:
        self._seconds: deque[float] = deque(maxlen=_LATELY)

    def add(self, seconds: float) -> None:
        """A photograph was completed within so many seconds of looking."""
        self._seconds.append(seconds)

    def time_left(self, photographs: int) -> str:
        """How long the photographs that are not complete yet will take.

        Returns:
            "about 18 min left"; empty as long as too few were completed to tell.
        """
        if len(self._seconds) < _ENOUGH or not photographs:
            return ""
        minutes = round(median(self._seconds) * photographs / 60)
        if minutes < 1:
            return "less than 1 min left"
        if minutes < 90:
            return f"about {minutes} min left"
        return f"about {counted(round(minutes / 60), 'hour')} left"
