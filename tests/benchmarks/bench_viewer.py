"""The viewer: next photograph, jumps, pan and zoom frames, memory.

Each platform is measured in a process of its own: without a screen, and under an X
server (a virtual one, where Xvfb is installed).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.photographs import write_photographs
from tests.benchmarks.rows import Row

_FRAME = 17.0


def rows() -> list[Row]:
    """Measure on every platform there is."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_photographs(folder, 6000, 4000, 3)
        write_photographs(folder, 8660, 5774, 1)
        found = _rows_of("offscreen", folder, dict(os.environ))
        with _x_server() as display:
            if display:
                found += _rows_of("xcb", folder, {**os.environ, "DISPLAY": display})
        return found


def _rows_of(screen: str, folder: Path, environment: dict[str, str]) -> list[Row]:
    environment["QT_QPA_PLATFORM"] = screen

    def measured(what: str) -> dict[str, list[float]]:
        command = [sys.executable, "-m", "tests.benchmarks.viewing", what, str(folder)]
        done = subprocess.run(
            command, env=environment, check=True, capture_output=True, text=True
        )
        found: dict[str, list[float]] = json.loads(done.stdout)
        return found

    def row(what: str, values: list[float], goal: float | None, **more: str) -> Row:
        return Row(f"{what} ({screen})", "ms", tuple(values), goal, **more)

    reading, jumps = measured("reading"), measured("jumps")
    found = [
        row("Next photograph after the key, 24 MP, one a second", reading["next"], 17),
        row("Jump, fitted: first picture, 24 MP", jumps["first"], 90, judged="median"),
        row("Jump, fitted: sharp, 24 MP", jumps["sharp"], 160, judged="median"),
        row(
            "Jump, at 100 %: first picture", jumps["first_zoomed"], 90, judged="median"
        ),
        row("Jump, at 100 %: sharp", jumps["sharp_zoomed"], None),
    ]
    for size in ("24 MP", "50 MP"):
        frames = measured(f"frames {size}")
        for window, goal in (("1920 × 1080", _FRAME), ("3840 × 2160", None)):
            for kind in ("pan", "zoom"):
                what = f"{kind.capitalize()} frame, {size}, window {window}"
                found.append(row(what, frames[f"{kind} {window}"], goal))
    memory = tuple(measured("memory")["peak"])
    what = f"Peak memory, 200 photographs of 24 MP ({screen})"
    return [*found, Row(what, "MB", memory, 450, judged="most")]


@contextmanager
def _x_server() -> Iterator[str]:
    """The X server to draw on: the user's, or a virtual one, or none."""
    program = shutil.which("Xvfb")
    if os.environ.get("DISPLAY") or program is None:
        yield os.environ.get("DISPLAY", "")
        return
    read, write = os.pipe()
    command = [program, "-displayfd", str(write), "-screen", "0", "3840x2160x24"]
    server = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            yield f":{numbers.readline().strip()}"
    finally:
        server.terminate()
        server.wait()
