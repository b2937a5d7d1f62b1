"""Power cuts: killed at random moments, nothing is lost that was told as saved."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.audit.verify import verify_study
from models.reading.session import open_session
from models.store.store import StudyStore
from tests.examples import make_study

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

ROOT = Path(__file__).parents[3]
KINDS = ("score", "merge", "import", "backup")


class Worker:
    """A process that forks works to be killed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.models.store.killed"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready"

    def kill_one(self, kind: str, study: Path, seed: int, seconds: float) -> list[str]:
        """Start a work, kill it so long after it began, and return what it told."""
        told = study.with_suffix(".told")
        told.unlink(missing_ok=True)
        assert self._process.stdin is not None
        self._process.stdin.write(f"{kind}\t{study}\t{told}\t{seed}\n")
        self._process.stdin.flush()
        child = int(self._line())
        deadline = time.monotonic() + 60
        while not (told.exists() and told.read_text()):
            assert time.monotonic() < deadline, "the work never began"
            time.sleep(0.002)
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
        assert self._line() == "ended"
        lines = told.read_text(encoding="utf-8").split("\n")[:-1]
        assert lines[0] == "begun"
        return lines[1:]

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        """End the process."""
        self._process.communicate("", timeout=60)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    one = Worker()
    yield one
    one.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with make_study(tmp_path_factory.mktemp("made") / "study.dgstudy") as store:
        open_session(store, "R1")
        return store.path


def check_told(kind: str, study: Path, told: list[str]) -> None:
    """Everything that was told as saved is there, and the study verifies."""
    verdict = verify_study(study)
    assert verdict.holds, verdict.problems
    with StudyStore.open(study) as store:
        if kind == "score":
            scores = store.current_scores(store.readings()[0].id)
            now = {str(one.item): one.value for one in scores}
            last = dict(line.split() for line in told)
            others = [item for item in last if now.get(item) != float(last[item])]
            # The kill may fall between storing a score and telling it: one, the newest.
            assert others in ([], [str(scores[-1].item)] if scores else [])
        elif kind == "merge":
            codes = {subject.code for subject in store.subjects()}
            for line in told:
                first = int(line)
                assert {f"M{number}" for number in range(first, first + 150)} <= codes
        elif kind == "import":
            subjects = [one.subject for one in store.photographs()]
            for subject in told:
                assert subjects.count(subject) == 3
    for name in told if kind == "backup" else []:
        copy = study.parent / "copies" / name
        verdict = verify_study(copy)
        assert verdict.holds, verdict.problems


def kill(worker: Worker, made: Path, folder: Path, kills: int, seed: int) -> None:
    rng = random.Random(seed)
    saved = 0
    for number in range(kills):
        kind = KINDS[number % len(KINDS)]
        place = folder / f"{number}"
        place.mkdir()
        study = Path(shutil.copy(made, place / "study.dgstudy"))
        seconds = rng.uniform(0, 0.12) if number % 3 else rng.uniform(0, 0.6)
        told = worker.kill_one(kind, study, seed + number, seconds)
        saved += len(told)
        check_told(kind, study, told)
        shutil.rmtree(place)
    assert saved, "the works must have come to save something"


def test_eight_kills_lose_nothing(worker: Worker, made: Path, tmp_path: Path) -> None:
    kill(worker, made, tmp_path, 8, seed=1)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_two_hundred_and_forty_kills_lose_nothing(
    worker: Worker, made: Path, tmp_path: Path
) -> None:
    kill(worker, made, tmp_path, 240, seed=1000)
