"""From the start of the program until its window can be used, with a study open."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from models.protocol import library as protocol_library
from tests.benchmarks.rows import Row
from tests.examples import make_study

_DEMO = Path("demo/demo.dgstudy")
_SUBJECTS, _STARTS = 15, 8
_GOAL = 0.9


def rows() -> list[Row]:
    """Start often; the first start, which fills the system's cache, does not count."""
    with tempfile.TemporaryDirectory() as name:
        path, note = _study(Path(name))
        times = [started(path) for _ in range(_STARTS + 1)][1:]
    what = "Start until the window can be used, study open"
    return [Row(what, "s", tuple(times), _GOAL, judged="median", note=note)]


def started(study: Path) -> float:
    """Seconds from the start of a process to its usable window."""
    command = [sys.executable, "-m", "tests.benchmarks.starting", str(study)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    began = time.time()
    done = subprocess.run(
        command, env=environment, check=True, capture_output=True, text=True
    )
    return float(done.stdout.split()[-1]) - began


def _study(folder: Path) -> tuple[Path, str]:
    """The demo study if it was made, else one with as many photographs."""
    if _DEMO.is_file():
        return _DEMO, "the demo study"
    codes = [f"{number:03}" for number in range(1, _SUBJECTS + 1)]
    path = folder / "start.dgstudy"
    protocol = protocol_library.find("hoss-2020")
    with make_study(path, subjects=codes, protocol=protocol) as store:
        count = len(store.photographs())
    return path, f"{count} small photographs; make demo for the demo study"
