"""The demo study: made by the program's own functions, and the same for a seed."""

import inspect
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.audit.verify import verify_study
from models.demo import shots, study
from models.demo.course import ARMS, RATERS
from models.demo.person import person
from models.demo.shots import Shot, draw_shots
from models.demo.skin import Signs, draw
from models.demo.study import PASSPHRASE, make_demo_study
from models.progress import Cancelled, Progress, Step
from models.store.store import StudyStore

SMALL = (160, 120)
DAY = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """A demo study of two subjects, 16 photographs."""
    folder = tmp_path_factory.mktemp("demo")
    return make_demo_study(folder / "demo.dgstudy", seed=3, count=2, size=SMALL)


@pytest.fixture
def unsealed(monkeypatch) -> None:
    """Sealing takes a second by design, and is of no account here."""
    monkeypatch.setattr(study, "seal", lambda *place, **words: None)


def scores(path: Path) -> set[tuple[object, ...]]:
    with StudyStore.open(path) as store:
        return {
            (row.rater, row.subject, row.visit, row.scale, row.value, row.code)
            for row in store.score_rows()
        }


def test_every_photograph_is_scored_by_all_raters(demo: Path) -> None:
    with StudyStore.open(demo) as store:
        assert len(store.photographs()) == 16
        assert len(store.score_rows()) == 16 * 4 * len(RATERS)
        assert all(reading.finished_at for reading in store.readings())
        assert {(one.width, one.height) for one in store.photographs()} == {SMALL}


def test_the_demo_study_verifies(demo: Path) -> None:
    verdict = verify_study(demo)
    assert verdict.holds, verdict.problems


def test_no_arm_stands_in_the_sealed_demo_study(demo: Path) -> None:
    content = demo.read_bytes().lower()
    for arm in ARMS:
        assert arm.lower().encode() not in content


@pytest.mark.usefixtures("unsealed")
@pytest.mark.long
def test_the_same_seed_gives_the_same_scores(demo: Path, tmp_path: Path) -> None:
    again = make_demo_study(tmp_path / "again.dgstudy", seed=3, count=2, size=SMALL)
    assert scores(again) == scores(demo)
    other = make_demo_study(tmp_path / "other.dgstudy", seed=4, count=2, size=SMALL)
    assert scores(other) != scores(demo)


def test_photographs_are_drawn_as_large_as_a_small_camera_takes_them() -> None:
    assert inspect.signature(draw).parameters["size"].default == study.SIZE


def test_on_other_cores_the_same_photographs_are_drawn(tmp_path, monkeypatch) -> None:
    signs = Signs(wrinkling=3, elastosis=2, erythema=1, crusting=0)
    wanted = [
        Shot("001", f"day{number}", "front", person(7), signs, number, DAY)
        for number in range(3)
    ]
    for name, few in (("here", 10**9), ("there", 0)):
        monkeypatch.setattr(shots, "_FEW_PIXELS", few)
        (tmp_path / name).mkdir()
        draw_shots(wanted, tmp_path / name, SMALL, Progress())
    for shot in wanted:
        here, there = (tmp_path / name / shot.name for name in ("here", "there"))
        assert here.read_bytes() == there.read_bytes()


@pytest.mark.long
def test_the_passphrase_that_is_told_opens_the_demo_study(
    demo: Path, tmp_path: Path
) -> None:
    from models.allocation.opening import open_seal

    with StudyStore.open(demo) as store:
        assert PASSPHRASE in store.info().title
        opened = open_seal(store, PASSPHRASE, by="a", why="look", keep=False)
    assert set(opened.names.values()) == set(ARMS)


@pytest.mark.parametrize("stop_at", ["Drawing photographs", "Scoring"])
@pytest.mark.usefixtures("unsealed")
def test_cancelling_leaves_no_file(tmp_path: Path, stop_at: str) -> None:
    def stop(step: Step) -> None:
        if step.text == stop_at:
            progress.cancel()

    progress = Progress(stop)
    file = tmp_path / "demo.dgstudy"
    with pytest.raises(Cancelled):
        make_demo_study(file, count=2, size=SMALL, progress=progress)
    assert list(tmp_path.iterdir()) == []
