"""Where the reference scores of a calibration set come from."""

from pathlib import Path

import pytest

from models.errors import ExpectedError
from models.reading.session import open_session
from models.training.calibration import set_status
from models.training.references import (
    import_references,
    panel_references,
    set_reference,
)
from tests.examples import make_study
from tests.training import SCALE, make_set


def table(folder: Path, text: str) -> Path:
    path = folder / "references.csv"
    path.write_text(text)
    return path


def test_a_table_sets_reference_scores_and_marks(tmp_path: Path) -> None:
    text = "photograph,scale,value,x,y\nP01,erythema-0-3,2,0.25,0.5\nP02,Erythema,3,,\n"
    with make_set(tmp_path / "a.dgstudy", count=3, references=False) as store:
        done = import_references(store, table(tmp_path, text), by="T")
        first, second = store.reference_scores().values()
    assert (done.added, first.value, second.value) == (2, 2, 3)
    assert first.mark is not None
    assert (first.mark.x, first.mark.y) == (0.25, 0.5)
    assert second.mark is None


def test_a_table_with_faults_tells_all_and_sets_nothing(tmp_path: Path) -> None:
    text = (
        "photograph,scale,value\nP09,erythema-0-3,2\nP01,colour,1\nP02,erythema-0-3,7\n"
    )
    with make_set(tmp_path / "a.dgstudy", count=3, references=False) as store:
        with pytest.raises(ExpectedError) as caught:
            import_references(store, table(tmp_path, text), by="T")
        assert not store.reference_scores()
    assert len(caught.value.problems) == 3


def experts(store: object, grades: dict[str, list[float]]) -> None:
    for code, given in grades.items():
        session = open_session(store, code)  # type: ignore[arg-type]
        numbers = store.read_photographs(  # type: ignore[attr-defined]
            next(one.id for one in store.readings() if one.rater == code)  # type: ignore[attr-defined]
        )
        for item in session.items:
            session.give(item.position, SCALE, given[numbers[item.position] - 1])
        session.finish()


def test_a_panel_gives_its_median_and_tells_where_it_must_meet(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=3, references=False) as store:
        experts(store, {"E1": [0, 1, 3], "E2": [0, 2, 1], "E3": [0, 2, 0]})
        done = panel_references(store, ["E1", "E2", "E3"], by="T")
        values = [one.value for one in store.reference_scores().values()]
    assert values == [0, 2, 1]
    assert [one.place for one in done.open] == ["P03_photograph_front.jpg, Erythema"]


def test_a_consensus_is_kept_when_the_panel_is_counted_again(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=3, references=False) as store:
        experts(store, {"E1": [0, 1, 3], "E2": [0, 2, 1], "E3": [0, 2, 0]})
        set_reference(store, 3, SCALE, 2, by="T", why="meeting of 3 May")
        panel_references(store, ["E1", "E2", "E3"], by="T")
        assert store.reference_scores()[3, SCALE].value == 2


def test_two_experts_are_no_panel(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=3, references=False) as store:
        experts(store, {"E1": [0, 1, 3], "E2": [0, 2, 1]})
        with pytest.raises(ExpectedError) as caught:
            panel_references(store, ["E1", "E2", "E9"], by="T")
    assert [one.place for one in caught.value.problems] == ["E9"]


def test_reference_scores_have_no_place_in_a_trial(tmp_path: Path) -> None:
    with make_study(tmp_path / "a.dgstudy") as store, pytest.raises(ExpectedError):
        set_reference(store, 1, SCALE, 1, by="T", why="because")


def test_a_set_that_misses_a_grade_says_so(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=3, references=False) as store:
        for number in (1, 2, 3):
            set_reference(store, number, SCALE, 1, by="T", why="consensus")
        [coverage] = set_status(store).scales
    assert dict(coverage.counts) == {0: 0, 1: 3, 2: 0, 3: 0}
    assert "grades 0, 2 and 3" in coverage.remarks[0]


def test_the_hash_of_a_set_changes_with_a_reference_score(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=4) as store:
        before = set_status(store).sha256
        set_reference(store, 1, SCALE, 3, by="T", why="seen again")
        assert set_status(store).sha256 != before
        set_reference(store, 1, SCALE, 1, by="T", why="first view was right")
        assert set_status(store).sha256 == before
