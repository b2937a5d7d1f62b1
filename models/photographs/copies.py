"""Copies of photographs for the screen, kept for a while where making them takes long.

The viewer asks for a photograph more than once: for the quick picture, for the sharp
one, for all of its pixels when the rater zooms in.
"""

import threading
from collections.abc import Callable
from concurrent.futures import Future

from models.photographs.formats import HEAD_LENGTH, JPEG, format_of

BUDGET = 160 * 2**20
"""Bytes of copies kept: two photographs of 24 megapixels, or one of 50."""


class Copies:
    """Copies by key, the least recently asked for given up first. For any thread."""

    def __init__(self, make: Callable[[int], bytes], *, budget: int = BUDGET) -> None:
        """Begin with none.

        Args:
            make: Makes the copy of a key; called in the thread that asks.
            budget: Bytes to keep.
        """
        self._make = make
        self._budget = budget
        self._lock = threading.Lock()
        self._kept: dict[int, Future[bytes]] = {}

    def get(self, key: int) -> bytes:
        """The copy of a key; whoever else asks meanwhile waits for the same one."""
        with self._lock:
            copy = self._kept.pop(key, None)
            is_new = copy is None
            self._kept[key] = copy = copy or Future()
        if is_new:
            self._fill(key, copy)
        return copy.result()

    @property
    def nbytes(self) -> int:
        """Bytes of all copies kept."""
        with self._lock:
            return sum(self._sizes().values())

    def _fill(self, key: int, copy: "Future[bytes]") -> None:
        try:
            data = self._make(key)
        except BaseException as error:
            with self._lock:
                del self._kept[key]
                copy.set_exception(error)
            raise
        with self._lock:
            copy.set_result(data)
            # A JPEG is copied in no time.
            if format_of(data[:HEAD_LENGTH]) == JPEG:
                del self._kept[key]
            self._give_up()

    def _give_up(self) -> None:
        sizes = self._sizes()
        taken = sum(sizes.values())
        for key, size in sizes.items():
            if taken <= self._budget:
                return
            del self._kept[key]
            taken -= size

    def _sizes(self) -> dict[int, int]:
        """Bytes of what is made already, the least recently asked for first."""
        return {
            key: len(copy.result()) for key, copy in self._kept.items() if copy.done()
        }
