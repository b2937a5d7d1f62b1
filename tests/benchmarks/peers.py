"""labelme beside this program, in the same run: python -m tests.benchmarks.peers.

labelme is installed into an environment of its own in the system's folder for temporary
files, and thrown away afterwards. Both show the same photographs of 24 megapixels,
without a screen, at 1920 × 1080.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

from tests.benchmarks.bench_start import started
from tests.benchmarks.photographs import write_photographs
from tests.benchmarks.rows import Row, machine, table
from tests.examples import make_study

_COUNT = 8
_STARTS = 4
_RIVAL = Path(__file__).with_name("labelme_rival.py")


def main() -> int:
    """Install, measure in turns, print."""
    with tempfile.TemporaryDirectory(prefix="dermagrade-peers-") as name:
        folder = Path(name)
        photographs = folder / "photographs"
        photographs.mkdir()
        write_photographs(photographs, 6000, 4000, _COUNT + 1)
        sys.stderr.write("installing labelme …\n")
        python = _installed(folder / "labelme")
        sys.stdout.write(f"{machine()}\n{table(_rows(folder, photographs, python))}\n")
    return 0


def _rows(folder: Path, photographs: Path, python: Path) -> list[Row]:
    codes = [f"{number:03}" for number in range(1, 41)]
    study = folder / "peers.dgstudy"
    make_study(study, subjects=codes).close()
    _rival(python, photographs, 1)
    started(study)
    ours, theirs, theirs_next = [], [], []
    for _ in range(_STARTS):
        ours.append(started(study))
        start, shown = _rival(python, photographs, _COUNT)
        theirs.append(start)
        theirs_next += shown
    ours_next = _viewing(photographs)
    ratio = sum(theirs_next) / len(theirs_next) / (sum(ours_next) / len(ours_next))
    return [
        Row("Next photograph, 24 MP: Dermagrade, one a second", "ms", tuple(ours_next)),
        Row("Next photograph, 24 MP: labelme", "ms", tuple(theirs_next)),
        Row("Next photograph: labelme takes so many times as long", "×", (ratio,)),
        Row("Start: Dermagrade, 120 photographs in a study", "s", tuple(ours)),
        Row("Start: labelme, a folder of photographs", "s", tuple(theirs)),
    ]


def _installed(place: Path) -> Path:
    """An interpreter that has labelme."""
    venv.create(place, with_pip=True)
    python = place / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [python, "-m", "pip", "install", "-qq", "labelme"]
    subprocess.run(pip, check=True, stdout=subprocess.DEVNULL)
    return python


def _rival(python: Path, photographs: Path, count: int) -> tuple[float, list[float]]:
    """Seconds until labelme's window is there, and milliseconds for each next one."""
    began = time.time()
    # Its Qt must not find the plugins of ours.
    environment = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("QT_", "PYTHON", "VIRTUAL_ENV"))
    }
    done = subprocess.run(
        [python, _RIVAL, photographs, str(count)],
        env={**environment, "QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    return float(found["ready"]) - began, [float(one) for one in found["next"]]


def _viewing(photographs: Path) -> list[float]:
    """Our viewer, as `bench_viewer` measures it."""
    command = [sys.executable, "-m", "tests.benchmarks.viewing", "reading"]
    done = subprocess.run(
        [*command, photographs],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
    )
    return [float(one) for one in json.loads(done.stdout)["next"]]


if __name__ == "__main__":
    sys.exit(main())
