"""One sitting of a reading: when a break is due, and when it is enough for now."""

from models.protocol.protocol import ReadingRules
from models.words import counted

REST = 300.0
"""Seconds without a key or the mouse that count as a break."""

_IDLE = 30.0


class Sitting:
    """Counts what was read since the reading was opened."""

    def __init__(self, rules: ReadingRules, done: int, now: float) -> None:
        """Begin a sitting.

        Args:
            rules: What the protocol says of breaks and batches.
            done: Photographs complete already.
            now: Seconds of a clock that only goes forward.
        """
        self._rules = rules
        self._begun_with = done
        self._heard = now
        self._looked = 0.0

    @property
    def minutes(self) -> int:
        """Minutes of looking since the last break."""
        return int(self._looked // 60)

    @property
    def is_break_due(self) -> bool:
        """Whether a break is to be suggested."""
        after = self._rules.break_after_minutes
        return bool(after) and self._looked >= after * 60

    @property
    def break_text(self) -> str:
        """What is said when a break is due, or empty."""
        if not self.is_break_due:
            return ""
        minutes = counted(self.minutes, "minute")
        return f"You have looked for {minutes}. A short break keeps the eye fair."

    def hear(self, now: float) -> None:
        """The rater did something. A long silence before it was a break."""
        gap, self._heard = now - self._heard, now
        if gap >= REST:
            self._looked = 0.0
        else:
            self._looked += min(gap, _IDLE)

    def put_off(self) -> None:
        """Go on without a break; it is suggested again after the same time."""
        self._looked = 0.0

    def is_enough(self, done: int) -> bool:
        """Whether as many photographs were completed as a sitting may have."""
        batch = self._rules.batch
        return bool(batch) and done - self._begun_with >= batch

    def enough_text(self, done: int) -> str:
        """What is said then, or empty."""
        if not self.is_enough(done):
            return ""
        photographs = counted(done - self._begun_with, "photograph")
        return (
            f"Enough for now: {photographs} in this sitting. Leave the reading, and go "
            "on at the next one. What is graded can still be corrected."
        )
