"""Progress and cancelling of long work, without threads or windows.

Whatever takes time is a plain function with a `progress` parameter. It reports its
steps there, and is cancelled there and nowhere else.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass


class Cancelled(Exception):  # noqa: N818 - the user's wish, not an error
    """The user asked to stop. Nobody is told; what was begun is rolled back."""


@dataclass(frozen=True)
class Step:
    """How far a long piece of work is.

    Attributes:
        done: Steps done so far, from 0 to total.
        total: Steps there are; 0 while that is not known.
        text: What is being done, for the user.
    """

    done: int
    total: int
    text: str = ""


def _ignore(_: Step) -> None:
    """Report to nobody."""


class Progress:
    """Given to a long function, which reports its steps to it."""

    def __init__(self, report: Callable[[Step], None] = _ignore) -> None:
        self._report = report
        self._cancelled = threading.Event()

    def step(self, done: int, total: int, text: str = "") -> None:
        """Report one more step, or raise Cancelled if the user asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled
        self._report(Step(done, total, text))

    def cancel(self) -> None:
        """Ask the work to stop at its next step. May be called from any thread."""
        self._cancelled.set()
