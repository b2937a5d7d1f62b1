"""Photographs decoded ahead of the eye, in worker threads, bounded by bytes.

What is wanted is told as a list, the most urgent first; it replaces the list before.
What is decoded lies under its key, so a photograph can never turn up as another one.
Nothing here knows Qt.
"""

import math
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from gui.widgets.viewer.framing import fit_scale
from gui.widgets.viewer.memory import give_back_what_is_freed
from gui.widgets.viewer.pyramid import Pyramid, begun, completed, fitted
from models.errors import ExpectedError
from models.photographs import decode
from models.photographs.formats import JPEG

BUDGET = 256 * 2**20
"""Bytes of decoded photographs kept. What is shown is decoded even if it needs more."""

WORKERS = 2
"""One for what is looked at and one for the neighbours; more only take from the
window's own thread, for a decode is bound by one core."""

_COARSEST = 8
_NEARLY_COARSEST = 2
_BYTES_OF_SMALL = 3 + 4 + 4 / 3
_BYTES_OF_LARGE = 3 + 4 / 3


@dataclass(frozen=True)
class Want:
    """A photograph to be had, and how fine.

    Attributes:
        key: Which photograph.
        window: Device pixels of the window it is to be seen in.
        relative: How much larger than fitted; infinite for all of its pixels.
        is_quick: As small as can be decoded, to show something at once.
    """

    key: int
    window: tuple[int, int]
    relative: float = 1.0
    is_quick: bool = False

    def scale(self, width: int, height: int) -> float:
        """Device pixels per pixel of the photograph that it is to be sharp at."""
        if self.is_quick:
            return 1.0 / _COARSEST
        window = (max(1, self.window[0]), max(1, self.window[1]))
        return min(1.0, fit_scale((width, height), window) * self.relative)

    def is_met_by(self, pyramid: Pyramid) -> bool:
        """Whether no more has to be decoded for it."""
        return pyramid.is_sharp_at(self.scale(pyramid.width, pyramid.height))


@dataclass(frozen=True)
class Failure:
    """Why a photograph cannot be shown.

    Attributes:
        sentence: For the user.
        bug: What was raised, if it is none of what the world does to files.
    """

    sentence: str
    bug: BaseException | None = None

    @classmethod
    def of(cls, error: BaseException) -> "Failure":
        """Tell an error in a sentence."""
        if isinstance(error, ExpectedError):
            return cls(" ".join(part for part in (error.text, error.hint) if part))
        if isinstance(error, MemoryError):
            return cls("This photograph is too large for the memory of this computer.")
        if isinstance(error, OSError):
            return cls("This photograph could not be read from the disk.")
        return cls("This photograph cannot be shown.", error)


class PhotographLoader:
    """Decodes photographs in worker threads and keeps the ones that are wanted."""

    def __init__(
        self,
        load: Callable[[int], bytes],
        deliver: Callable[[int], None],
        *,
        budget: int = BUDGET,
        workers: int = WORKERS,
    ) -> None:
        """Begin with nothing wanted.

        Args:
            load: Gives the bytes of a photograph; called from the workers.
            deliver: Told the key when there is more of a photograph, or a failure;
                called from the workers, and never after close.
            budget: Bytes of decoded photographs to keep.
            workers: Threads.
        """
        give_back_what_is_freed()
        self._load = load
        self._deliver = deliver
        self._budget = budget
        self._workers = workers
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="photograph")
        self._lock = threading.RLock()
        self._wants: tuple[Want, ...] = ()
        self._held: dict[int, Pyramid] = {}  # longest unused first
        self._failures: dict[int, Failure] = {}
        self._running: dict[tuple[int, bool], int] = {}  # and the bytes they may take
        self._declined: set[Want] = set()
        self._is_closed = False

    @property
    def nbytes(self) -> int:
        """Bytes of the photographs kept and of those being decoded."""
        with self._lock:
            return self._taken()

    def want(self, wants: Sequence[Want]) -> None:
        """Replace what is wanted, the most urgent first."""
        with self._lock:
            self._wants = tuple(wants)
            self._declined.clear()
            keys = {want.key for want in wants}
            self._failures = {k: f for k, f in self._failures.items() if k in keys}
            self._let_go()
        self._start()

    def pyramid(self, key: int) -> Pyramid | None:
        """As much of a photograph as there is."""
        with self._lock:
            pyramid = self._held.pop(key, None)
            if pyramid is not None:
                self._held[key] = pyramid
            return pyramid

    def failure(self, key: int) -> Failure | None:
        """Why a wanted photograph cannot be had, if so."""
        with self._lock:
            return self._failures.get(key)

    def close(self) -> None:
        """Deliver nothing any more and end the threads.

        A decode that has begun cannot be broken off: this waits for it, a fraction of
        a second.
        """
        with self._lock:
            self._is_closed = True
            self._wants = ()
            self._held.clear()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self) -> None:
        """Give the idle workers the most urgent of what is still to be done."""
        started: list[tuple[Want, Future[None]]] = []
        # The pool refuses work while the interpreter ends; then nobody looks any more.
        with self._lock, suppress(RuntimeError):
            for want in () if self._is_closed else self._wants:
                if self._has_worker_for(want) and self._is_open(want):
                    work = partial(self._develop, want.key, is_quick=want.is_quick)
                    started.append((want, self._pool.submit(work)))
                    self._running.setdefault((want.key, want.is_quick), 0)
        for want, future in started:
            future.add_done_callback(partial(self._on_done, want))

    def _has_worker_for(self, want: Want) -> bool:
        """One worker stays free for what is looked at, should the eye jump."""
        spare = 0 if self._is_urgent(want) or self._workers == 1 else 1
        return len(self._running) < self._workers - spare

    def _is_urgent(self, want: Want) -> bool:
        """Whether somebody waits for it; all pixels are only decoded for later."""
        return self._is_looked_at(want) and math.isfinite(want.relative)

    def _is_looked_at(self, want: Want) -> bool:
        return bool(self._wants) and want.key == self._wants[0].key

    def _is_open(self, want: Want) -> bool:
        if want in self._declined or want.key in self._failures:
            return False
        if (want.key, want.is_quick) in self._running:
            return False
        held = self._held.get(want.key)
        return held is None or not want.is_met_by(held)

    def _develop(self, key: int, *, is_quick: bool) -> None:
        """Decode one photograph; runs in a worker."""
        data = self._load(key)
        facts = decode.facts(data)
        width, height = facts.width, facts.height
        with self._lock:
            want = self._current_want(key, is_quick=is_quick)
            if want is None:
                return
            if is_quick and not self._gains_by_a_quick_one(key, facts):
                self._declined.add(want)
                return
            scale = want.scale(width, height)
            factor = _decode_factor(scale) if facts.format == JPEG else 1
            if not self._can_afford(want, _cost(width, height, factor)):
                return
            is_urgent = self._is_urgent(want)
        at_least = (math.ceil(width / factor), math.ceil(height / factor))
        pyramid = begun(decode.decode(data, at_least=at_least))
        if is_urgent and factor == _decode_factor(scale):
            self._keep(key, pyramid)  # its halved sizes are not seen yet
        if want.relative <= 1.0 and not is_quick:
            pyramid = fitted(pyramid, scale)
            pyramid = pyramid if is_urgent else pyramid.trimmed(scale)
        self._keep(key, completed(pyramid))

    def _gains_by_a_quick_one(self, key: int, facts: decode.Facts) -> bool:
        """Whether the smallest decode is there much sooner than the sharp one.

        Most of the time goes into reading the code of the JPEG, whatever the size: at
        1/8 it takes hardly less than at 1/4. Other formats are always decoded whole.
        """
        sharp = (w for w in self._wants if w.key == key and not w.is_quick)
        scale = next((w.scale(facts.width, facts.height) for w in sharp), 1.0)
        return facts.format == JPEG and _decode_factor(scale) <= _NEARLY_COARSEST

    def _current_want(self, key: int, *, is_quick: bool) -> Want | None:
        """What is wanted of the photograph by now; it may be more than at first."""
        for want in self._wants:
            if want.key == key and want.is_quick == is_quick:
                held = self._held.get(key)
                if held is None or not want.is_met_by(held):
                    return want
        return None

    def _can_afford(self, want: Want, cost: int) -> bool:
        self._make_room(cost)
        over = self._taken() + cost > self._budget
        if over and not self._is_looked_at(want):
            self._declined.add(want)
            return False
        self._running[want.key, want.is_quick] = cost
        return True

    def _keep(self, key: int, pyramid: Pyramid) -> None:
        with self._lock:
            held = self._held.get(key)
            is_wanted = any(want.key == key for want in self._wants)
            if self._is_closed or not is_wanted:
                return
            if held is not None:
                finer_first = sorted((pyramid, held), key=lambda one: one.factor)
                pyramid = finer_first[0].with_levels_of(finer_first[1])
                del self._held[key]
            self._held[key] = pyramid
            self._let_go()
            self._deliver(key)

    def _on_done(self, want: Want, future: Future[None]) -> None:
        with self._lock:
            self._running.pop((want.key, want.is_quick), None)
            if self._is_closed or future.cancelled():
                return
            error = future.exception()
            if error is not None and any(w.key == want.key for w in self._wants):
                self._failures[want.key] = Failure.of(error)
                self._deliver(want.key)
        self._start()

    def _let_go(self) -> None:
        """Keep of each photograph only what is wanted of it."""
        for key, held in self._held.items():
            if self._wants and key == self._wants[0].key:
                continue
            wants = [w for w in self._wants if w.key == key and not w.is_quick]
            if not wants and self._wants:
                wants = [Want(key, self._wants[0].window)]
            scales = [want.scale(held.width, held.height) for want in wants]
            self._held[key] = held.trimmed(max(scales, default=1.0 / _COARSEST))
        self._make_room(0)

    def _make_room(self, cost: int) -> None:
        """Let go of what nobody wants, the longest unused first."""
        wanted = {want.key for want in self._wants}
        for key in [key for key in self._held if key not in wanted]:
            if self._taken() + cost <= self._budget:
                return
            del self._held[key]

    def _taken(self) -> int:
        held = sum(pyramid.nbytes for pyramid in self._held.values())
        return held + sum(self._running.values())


def _decode_factor(scale: float) -> int:
    """By which power of two a photograph may be smaller to be sharp at a scale."""
    return min(_COARSEST, 1 << math.floor(math.log2(1.0 / scale) + 1e-9))


def _cost(width: int, height: int, factor: int) -> int:
    """Bytes that decoding may take at its peak, the halved sizes included."""
    pixels = math.ceil(width / factor) * math.ceil(height / factor)
    each = _BYTES_OF_SMALL if pixels <= 8_000_000 else _BYTES_OF_LARGE
    return int(pixels * each)
