"""Photographs of one colour each, so that a test sees which one is on the screen."""

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
import simplejpeg
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.widgets.viewer.viewer import PhotographViewer

COLOURS = [(200, 40, 40), (40, 200, 40), (40, 40, 200), (200, 200, 40), (40, 200, 200)]


def encoded(key: int, width: int = 1200, height: int = 800) -> bytes:
    """A JPEG in the colour of a key."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[...] = COLOURS[key % len(COLOURS)]
    return bytes(simplejpeg.encode_jpeg(pixels, quality=95))


class Shelf:
    """Where the viewer gets its photographs; each can be held back by the test."""

    def __init__(self) -> None:
        self.asked: list[int] = []
        self.asked_for = threading.Event()
        self.threads: set[threading.Thread] = set()
        self.sources: dict[int, bytes | Exception] = {}
        self._once: set[int] = set()
        self._gates: dict[int, threading.Event] = {}

    def hold_back(self, key: int, *, only_once: bool = False) -> threading.Event:
        """Let no one have a photograph, or not the first, until the event is set."""
        if only_once:
            self._once.add(key)
        return self._gates.setdefault(key, threading.Event())

    def let_go(self) -> None:
        """Hold nothing back."""
        for gate in self._gates.values():
            gate.set()

    def load(self, key: int) -> bytes:
        """What the viewer is given."""
        self.asked.append(key)
        self.asked_for.set()
        self.threads.add(threading.current_thread())
        is_free = key in self._once and self.asked.count(key) > 1
        if not is_free and (gate := self._gates.get(key)):
            assert gate.wait(10)
        source = self.sources.get(key) or encoded(key)
        if isinstance(source, Exception):
            raise source
        return source


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    """Photographs, none held back at the end."""
    shelf = Shelf()
    yield shelf
    shelf.let_go()


@pytest.fixture
def viewer(qtbot: QtBot, shelf: Shelf) -> Iterator[PhotographViewer]:
    """A shown viewer of 600 × 400, which leaves no thread behind."""
    viewer = PhotographViewer(shelf.load)
    qtbot.addWidget(viewer)
    viewer.resize(600, 400)
    with qtbot.waitExposed(viewer):
        viewer.show()
    yield viewer
    shelf.let_go()
    viewer.close()
    assert not [thread for thread in shelf.threads if thread.is_alive()]


@pytest.fixture
def show(
    qtbot: QtBot, viewer: PhotographViewer
) -> Callable[[int, str], PhotographViewer]:
    """Show a photograph and wait until it is sharp."""

    def shown(key: int, view_key: str = "front") -> PhotographViewer:
        viewer.show_photograph(key, view_key=view_key)
        qtbot.waitUntil(lambda: viewer.is_sharp)
        return viewer

    return shown


def colour_in_the_middle(viewer: PhotographViewer) -> QColor:
    """What is on the screen in the middle of the viewer."""
    picture = viewer.grab().toImage()
    return picture.pixelColor(picture.width() // 2, picture.height() // 2)


def key_on_screen(viewer: PhotographViewer) -> int | None:
    """Which photograph is painted, told by its colour; None for the grey around it."""
    colour = colour_in_the_middle(viewer)
    seen = colour.red(), colour.green(), colour.blue()
    for key, known in enumerate(COLOURS):
        if all(abs(a - b) < 12 for a, b in zip(seen, known, strict=True)):
            return key
    return None
