"""One measure of the viewer in a process of its own, printed as JSON."""

import gc
import json
import sys
import time
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

from PySide6.QtCore import QEventLoop, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from gui.widgets.viewer.viewer import Neighbour, PhotographViewer

_FULL_HD, _ULTRA_HD = (1920, 1080), (3840, 2160)
_TIMEOUT_MS = 20_000


class _Timed(PhotographViewer):
    """Tells when a frame is on the screen: after it was painted and handed over."""

    frame_done = Signal()
    _frame_painted = Signal()

    def __init__(self, load: Callable[[int], bytes]) -> None:
        super().__init__(load)
        self._frame_painted.connect(self.frame_done, Qt.ConnectionType.QueuedConnection)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._frame_painted.emit()

    def show_place(self, key: int) -> None:
        """Show one of an endless row of photographs of one view."""
        near = Neighbour(key + 1, "front"), Neighbour(key + 2, "front")
        self.show_photograph(
            key,
            view_key="front",
            ahead=near,
            behind=[Neighbour(key - 1, "front")],
        )

    def run_until(self, is_done: Callable[[], bool]) -> None:
        """Let the window live until something is the case after a frame."""
        loop = QEventLoop()
        checks = QTimer(interval=1)
        checks.timeout.connect(lambda: is_done() and loop.quit())
        checks.start()
        QTimer.singleShot(_TIMEOUT_MS, loop, lambda: loop.exit(1))
        if loop.exec():
            raise TimeoutError

    def frame(self, action: Callable[[], None]) -> float:
        """Milliseconds from an action until its frame is done."""
        loop = QEventLoop()
        self.frame_done.connect(loop.quit)
        QTimer.singleShot(1000, loop, loop.quit)
        began = time.perf_counter()
        action()
        loop.exec()
        self.frame_done.disconnect(loop.quit)
        return (time.perf_counter() - began) * 1000


def main(what: str, folder: str) -> None:
    """Measure one thing and print it."""
    QApplication([])
    large = what.endswith("50 MP")
    paths = sorted(Path(folder).glob("8660*.jpg" if large else "6000*.jpg"))
    viewer = _Timed(lambda key: paths[key % len(paths)].read_bytes())
    viewer.resize(*_FULL_HD)
    viewer.frame(viewer.show)
    measure = {"reading": _reading, "jumps": _jumps, "memory": _memory}
    found = measure.get(what, _frames)(viewer)
    viewer.close()
    sys.stdout.write(json.dumps(found))


def _reading(viewer: _Timed) -> dict[str, list[float]]:
    """Twenty-five photographs at one a second."""
    shown = _open(viewer, 0)
    times = []
    for key in range(1, 26):
        until = time.perf_counter() + 1.0
        viewer.run_until(lambda until=until: time.perf_counter() >= until)
        began = time.perf_counter()
        viewer.show_place(key)
        viewer.run_until(lambda key=key: (key, True) in shown)
        times.append((shown[key, True] - began) * 1000)
    return {"next": times}


def _jumps(viewer: _Timed) -> dict[str, list[float]]:
    """Photographs that nothing is known of yet, fitted and at 100 %."""
    shown = _open(viewer, 0)
    found: dict[str, list[float]] = {}
    key = 0
    for suffix in ("", "_zoomed"):
        if suffix:
            viewer.actual_size()
        first, sharp = [], []
        for _ in range(10):
            until = time.perf_counter() + 1.2
            viewer.run_until(lambda until=until: time.perf_counter() >= until)
            key += 10
            began = time.perf_counter()
            viewer.show_place(key)
            viewer.run_until(lambda key=key: (key, True) in shown)
            seen = [at for (one, _), at in shown.items() if one == key]
            first.append((min(seen) - began) * 1000)
            sharp.append((shown[key, True] - began) * 1000)
        found |= {f"first{suffix}": first, f"sharp{suffix}": sharp}
    return found


def _frames(viewer: _Timed) -> dict[str, list[float]]:
    """Panning by the mouse and zooming by the wheel, with all pixels decoded."""
    found = {}
    for size in (_FULL_HD, _ULTRA_HD):
        viewer.resize(*size)
        _open(viewer, 1)
        viewer.actual_size()
        viewer.run_until(lambda: viewer.is_sharp)
        name = f"{size[0]} × {size[1]}"
        found[f"pan {name}"] = [
            viewer.frame(lambda step=step: viewer.pan_by(step, step / 2))
            for scale in (0.7, 1.0, 1.7)
            for step in _prepared(viewer, scale)
        ]
        viewer.fit()
        steps = [*[40] * 50, *[-40] * 50]
        found[f"zoom {name}"] = [
            viewer.frame(lambda turn=turn: _turn_wheel(viewer, turn)) for turn in steps
        ]
    return found


def _prepared(viewer: _Timed, scale: float) -> list[float]:
    viewer.frame(lambda: viewer.zoom_to(scale))
    return [0.01, -0.01] * 20


def _turn_wheel(viewer: _Timed, turn: int) -> None:
    at = QPointF(viewer.width() * 0.4, viewer.height() * 0.6)
    event = QWheelEvent(
        at,
        viewer.mapToGlobal(at),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewer, event)


def _memory(viewer: _Timed) -> dict[str, list[float]]:
    """Two hundred photographs, every fifth looked at long and at 100 %."""
    shown = _open(viewer, 0)
    for key, is_long in zip(range(1, 201), cycle([*[False] * 4, True]), strict=False):
        viewer.show_place(key)
        viewer.run_until(lambda key=key: (key, True) in shown)
        if is_long:
            viewer.actual_size()
            viewer.run_until(lambda: viewer.is_sharp)
            viewer.run_until(lambda key=key: (key, True) in shown)
        if key % 10 == 0:
            viewer.fit()
    gc.collect()
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return {"peak": [int(peak.split()[1]) / 1024]}


def _open(viewer: _Timed, key: int) -> dict[tuple[int, bool], float]:
    """Show the first photograph; the times at which each is seen from now on."""
    shown: dict[tuple[int, bool], float] = {}

    def note(shown_key: int, is_sharp: bool) -> None:
        shown.setdefault((shown_key, is_sharp), time.perf_counter())

    viewer.photograph_shown.connect(note)
    viewer.clear()
    viewer.show_place(key)
    viewer.run_until(lambda: (key, True) in shown)
    return shown


if __name__ == "__main__":
    main(*sys.argv[1:])
