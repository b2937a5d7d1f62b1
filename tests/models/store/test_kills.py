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
from models.reading.kits.merge_plan import state_of
from models.reading.kits.merging import merge_returns, read_returns, study_side
from models.reading.kits.opening import kit_session, open_kit
from models.reading.kits.returns import read_return, write_return
from models.reading.kits.verifying import verify_kit
from models.reading.kits.writing import write_kit
from models.reading.session import open_session
from models.store.records import Score
from models.store.store import StudyStore
from tests.examples import make_study
from tests.models.store.killed import KIT, RETURNS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

ROOT = Path(__file__).parents[3]
KINDS = ("score", "merge", "import", "backup", "kit")
STEPS = 18


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
    """A folder with a study, a kit of it, and returns of two raters, step by step."""
    folder = tmp_path_factory.mktemp("made")
    (folder / RETURNS).mkdir()
    subjects = [f"{number:03}" for number in range(1, 7)]
    with make_study(folder / "study.dgstudy", subjects=subjects) as store:
        open_session(store, "R1")
        write_kit(store, "R4", folder / KIT, by="c")
        for rater in ("R2", "R3"):
            kit = folder / f"{rater}.kit"
            write_kit(store, rater, kit, by="c")
            _read_by_steps(kit, folder / RETURNS, rater)
            kit.unlink()
    return folder


def _read_by_steps(kit: Path, folder: Path, rater: str) -> None:
    """Score a photograph, write a return, and so on; later ones correct the first."""
    with open_kit(kit) as store:
        session = kit_session(store)
        for step in range(STEPS):
            position = step % 12 + 1
            session.give(position, "erythema-0-3", step // 12 + step % 2)
            write_return(store, folder / f"{step:02} {rater}.dgreturn")


def check_told(kind: str, study: Path, told: list[str]) -> None:
    """Everything that was told as saved is there, and the study verifies."""
    verdict = verify_study(study)
    assert verdict.holds, verdict.problems
    with StudyStore.open(study) as store:
        if kind == "score":
            check_scores(store.current_scores(store.readings()[0].id), told)
        elif kind == "merge":
            check_merged(store, told)
        elif kind == "import":
            subjects = [one.subject for one in store.photographs()]
            for subject in told:
                assert subjects.count(subject) == 3
    if kind == "kit":
        kit = study.with_name(KIT)
        with open_kit(kit) as opened:  # which rolls back what was begun
            check_scores(opened.current_scores(1), told[1:])
        verify_kit(kit)
    for name in told if kind == "backup" else []:
        copy = study.parent / "copies" / name
        verdict = verify_study(copy)
        assert verdict.holds, verdict.problems


def check_scores(scores: list[Score], told: list[str]) -> None:
    """What was told last of every photograph counts now."""
    now = {str(one.item): one.value for one in scores}
    last = dict(line.split() for line in told)
    others = [item for item in last if now.get(item) != float(last[item])]
    # The kill may fall between storing a score and telling it: one, the newest.
    assert others in ([], [str(scores[-1].item)] if scores else [])


def check_merged(store: StudyStore, told: list[str]) -> None:
    """Every merge that was told is there; the one that was killed is there or not."""
    folder = store.path.with_name(RETURNS)
    names = [line.split("\t") for line in told]
    pairs = [read_returns([folder / name for name in pair]) for pair in names]
    kept = [one.sha256 for one in store.kit_returns()]
    assert len(kept) % 2 == 0, "half of a merge is stored"
    assert len(kept) // 2 - len(pairs) in (0, 1)
    assert kept[: 2 * len(pairs)] == [one.sha256 for pair in pairs for one in pair]
    files = {one.sha256: one for one in map(read_return, sorted(folder.iterdir()))}
    side = study_side(store)
    for sha256 in kept[-2:]:
        one = files[sha256]
        assert side.scores[one.rater] == state_of(one.rows, one)
    # The study goes on where it was cut off: the last returns bring all the rest.
    last = sorted(folder.iterdir())[-2:]
    merge_returns(store, read_returns(last), by="a")
    assert verify_study(store.path).holds


def kill(
    worker: Worker, made: Path, folder: Path, kills: int, seed: int, patience: int = 1
) -> dict[str, int]:
    """Kill works, check what is left of each, and count what was told as saved.

    Works are let alone longer with more patience, for a machine that has much to do.
    """
    rng = random.Random(seed)
    saved = dict.fromkeys(KINDS, 0)
    for number in range(kills):
        kind = KINDS[number % len(KINDS)]
        place = Path(shutil.copytree(made, folder / f"{number}"))
        study = place / "study.dgstudy"
        seconds = patience * rng.uniform(0, 0.6 if number % 3 == 0 else 0.12)
        told = worker.kill_one(kind, study, seed + number, seconds)
        saved[kind] += max(0, len(told) - (kind == "kit"))
        check_told(kind, study, told)
        shutil.rmtree(place)
    return saved


def test_ten_kills_lose_nothing(worker: Worker, made: Path, tmp_path: Path) -> None:
    for patience in (1, 5, 25):
        saved = kill(worker, made, tmp_path, 10, seed=patience, patience=patience)
        if sum(saved.values()):
            return
    pytest.fail("the works must have come to save something")


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_two_hundred_and_fifty_kills_lose_nothing(
    worker: Worker, made: Path, tmp_path: Path
) -> None:
    saved = kill(worker, made, tmp_path, 250, seed=1000)
    assert min(saved.values()) > 10, "every work must have come to save something"
