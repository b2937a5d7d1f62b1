"""The viewer: the photograph asked for, and its neighbours already decoded."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.widgets.viewer.canvas import PhotographCanvas
from gui.widgets.viewer.framing import FITTED, Place
from gui.widgets.viewer.loader import BUDGET, WORKERS, PhotographLoader, Want

_STAY_MS = 300
"""After this time all pixels are decoded, so that zooming in is sharp at once."""


class Neighbour(NamedTuple):
    """A photograph that may be asked for next.

    Attributes:
        key: Which photograph.
        view_key: Of which view it is.
    """

    key: int
    view_key: str = ""


class _Relay(QObject):
    """Brings word from the workers to the thread of the window."""

    arrived = Signal(int)


class PhotographViewer(PhotographCanvas):
    """Shows photographs by their keys.

    Zoom and position are kept for each view and found again in its next photograph.

    Signals:
        photograph_shown: A photograph was painted; once when first seen, and once more
                          when sharp, if it was not at first.
                          arg 0: Its key.
                          arg 1: Whether it is as sharp as it can be.
        failed: A photograph cannot be shown; the sentence stands in its place.
                arg 0: Its key.
                arg 1: The sentence.
    """

    photograph_shown = Signal(int, bool)
    failed = Signal(int, str)
    _painted = Signal(int, bool)

    def __init__(
        self,
        load: Callable[[int], bytes],
        parent: QWidget | None = None,
        *,
        budget: int = BUDGET,
        workers: int = WORKERS,
    ) -> None:
        """Begin with no photograph.

        Args:
            load: Gives the bytes of a photograph; called from worker threads.
            parent: As in Qt.
            budget: Bytes of decoded photographs to keep.
            workers: Threads that decode.
        """
        super().__init__(parent)
        self._key: int | None = None
        self._view_key = ""
        self._neighbours: tuple[Neighbour, ...] = ()
        self._places: dict[str, Place] = {}
        self._told: bool | None = None
        relay = _Relay()
        relay.arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        self._loader = PhotographLoader(
            load, lambda key: relay.arrived.emit(key), budget=budget, workers=workers
        )
        self._stay = QTimer(self, singleShot=True, interval=_STAY_MS)
        self._stay.timeout.connect(self._ask)
        self._painted.connect(self.photograph_shown, Qt.ConnectionType.QueuedConnection)
        self.place_changed.connect(self._on_place_changed)
        # Not a method of this widget, which is half gone by then.
        self.destroyed.connect(self._loader.close)

    @property
    def key(self) -> int | None:
        """The photograph asked for."""
        return self._key

    @property
    def decoded_bytes(self) -> int:
        """Bytes of decoded photographs, shown and ahead."""
        return self._loader.nbytes

    def show_photograph(
        self,
        key: int,
        *,
        view_key: str = "",
        ahead: Sequence[Neighbour] = (),
        behind: Sequence[Neighbour] = (),
    ) -> None:
        """Show a photograph: at once if it is decoded, else as soon as it is.

        Args:
            key: Which one; handed to load.
            view_key: Its view, which zoom and position are kept for.
            ahead: What is likely next, the nearest first. Name at least two.
            behind: What came before, the nearest first. Name at least one.
        """
        self._neighbours = (*ahead[:2], *behind[:1], *ahead[2:], *behind[1:])
        if key != self._key:
            self._key, self._view_key, self._told = key, view_key, None
            self._set_photograph(None, FITTED)
            self._stay.start()
        self._ask()
        self._on_arrived(key)

    def clear(self) -> None:
        """Show nothing and decode nothing."""
        self._key, self._neighbours = None, ()
        self._stay.stop()
        self._loader.want(())
        self._set_photograph(None, FITTED)

    @override
    def close(self) -> bool:
        """Hide, and end the threads: nothing can be shown any more."""
        self._stay.stop()
        self._settle.stop()
        self._loader.close()
        return super().close()

    def kept_place(self, view_key: str) -> Place | None:
        """What is looked at in the photographs of a view, if that is known."""
        return self._places.get(view_key)

    def keep_place(self, view_key: str, place: Place) -> None:
        """Look at a place in the next photograph of a view."""
        self._places[view_key] = place

    def forget_places(self) -> None:
        """Start every view fitted again, as for another rater."""
        self._places.clear()

    def _ask(self) -> None:
        """Tell the loader what is wanted, the most urgent first."""
        if self._key is None:
            return
        window = self.device_size()
        place = self._places.get(self._view_key, FITTED)
        wants = [
            Want(self._key, window, is_quick=True),
            Want(self._key, window, place.relative),
            *(Want(near.key, window) for near in self._neighbours),
        ]
        for near in self._neighbours[:1]:
            relative = self._places.get(near.view_key, FITTED).relative
            wants.append(Want(near.key, window, relative))
        if not self._stay.isActive():
            wants.append(Want(self._key, window, math.inf))
        self._loader.want(wants)

    @Slot(int)
    def _on_arrived(self, key: int) -> None:
        if key != self._key:
            return
        if failure := self._loader.failure(key):
            if failure.sentence != self._sentence:
                self._set_sentence(failure.sentence)
                self.failed.emit(key, failure.sentence)
                if failure.bug is not None:
                    raise failure.bug
            return
        pyramid = self._loader.pyramid(key)
        if pyramid is None:
            return
        if self._pyramid is None:
            self._set_photograph(pyramid, self._places.get(self._view_key, FITTED))
        else:
            self._refine(pyramid)

    def _on_place_changed(self) -> None:
        self._places[self._view_key] = self.place
        if not self.is_sharp:
            self._ask()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._ask()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        self._settle.stop()
        super().hideEvent(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._key is None or self._pyramid is None:
            return
        is_sharp = self.is_sharp
        if self._told is None or (is_sharp and not self._told):
            self._told = is_sharp
            self._painted.emit(self._key, is_sharp)
