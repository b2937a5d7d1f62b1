"""The clock of a demo study, which goes on as its people work."""

from datetime import datetime, timedelta


class DemoClock:
    """A clock of the demo study, which goes on as its people work."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        """The time, a moment later than at the last look."""
        self.now += timedelta(milliseconds=40)
        return self.now

    def wait(self, seconds: float) -> None:
        """Let time go by."""
        self.now += timedelta(seconds=seconds)

    def go_to(self, moment: datetime) -> None:
        """Let time go by until a moment; one that is past changes nothing."""
        self.now = max(self.now, moment)

    def go_to_next_morning(self) -> None:
        """Let time go by until nine o'clock of the next day."""
        tomorrow = self.now + timedelta(days=1)
        self.now = tomorrow.replace(hour=9, minute=0, second=0, microsecond=0)
