"""The demo study: made by the program's own functions, and the same for a seed."""

from pathlib import Path

import pytest

from models.audit.verify import verify_study
from models.demo.course import ARMS, RATERS
from models.demo.study import PASSPHRASE, make_demo_study
from models.progress import Cancelled, Progress, Step
from models.store.store import StudyStore


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    """A demo study of two subjects, 16 photographs."""
    folder = tmp_path_factory.mktemp("demo")
    return make_demo_study(folder / "demo.dgstudy", seed=3, count=2)


def scores(path: Path) -> set[tuple[object, ...]]:
    with StudyStore.open(path) as store:
        return {
            (row.rater, row.subject, row.visit, row.scale, row.value, row.code)
            for row in store.score_rows()
        }


def test_every_photograph_is_scored_by_both_raters(demo: Path) -> None:
    with StudyStore.open(demo) as store:
        assert len(store.photographs()) == 16
        assert len(store.score_rows()) == 16 * 4 * len(RATERS)
        assert all(reading.finished_at for reading in store.readings())
        assert {one.width for one in store.photographs()} == {1600}


def test_the_demo_study_verifies(demo: Path) -> None:
    verdict = verify_study(demo)
    assert verdict.holds, verdict.problems


def test_no_arm_stands_in_the_sealed_demo_study(demo: Path) -> None:
    content = demo.read_bytes().lower()
    for arm in ARMS:
        assert arm.lower().encode() not in content


def test_the_same_seed_gives_the_same_scores(demo: Path, tmp_path: Path) -> None:
    again = make_demo_study(tmp_path / "again.dgstudy", seed=3, count=2)
    assert scores(again) == scores(demo)
    other = make_demo_study(tmp_path / "other.dgstudy", seed=4, count=2)
    assert scores(other) != scores(demo)


def test_the_passphrase_that_is_told_opens_the_demo_study(
    demo: Path, tmp_path: Path
) -> None:
    from models.allocation.opening import open_seal

    with StudyStore.open(demo) as store:
        assert PASSPHRASE in store.info().title
        opened = open_seal(store, PASSPHRASE, by="a", why="look", keep=False)
    assert set(opened.names.values()) == set(ARMS)


def test_cancelling_leaves_no_file(tmp_path: Path) -> None:
    progress = Progress()

    def stop(step: Step) -> None:
        if step.done >= 3:
            progress.cancel()

    progress._report = stop
    with pytest.raises(Cancelled):
        make_demo_study(tmp_path / "demo.dgstudy", count=2, progress=progress)
    assert list(tmp_path.iterdir()) == []
