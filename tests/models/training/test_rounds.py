"""Practice, examinations, and what neither may touch."""

from pathlib import Path

import pytest

from models.audit.verify import verify_study
from models.errors import ExpectedError
from models.reading.session import open_session
from models.statistics import frames
from models.training.judging import judge_examination, judgements, learning_curve
from models.training.practice import open_examination, open_practice
from models.training.references import set_reference
from tests.training import SCALE, examine, make_set, newest, practise, right, wrong


def test_practice_tells_the_reference_once_a_photograph_is_graded(
    tmp_path: Path,
) -> None:
    with make_set(tmp_path / "a.dgstudy") as store:
        session = open_practice(store, "T1")
        with pytest.raises(ValueError, match="not complete"):
            session.feedback(1)
        session.give(1, SCALE, 0)
        [told] = session.feedback(1)
        number = store.read_photographs(newest(store))[1]
        assert told.reference_value == store.reference_scores()[number, SCALE].value
        with pytest.raises(ExpectedError, match="was told"):
            session.give(1, SCALE, 2)


def test_a_round_that_was_left_goes_on_where_it_was(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy") as store:
        open_practice(store, "T1").give(1, SCALE, 0)
        again = open_practice(store, "T1")
        assert again.done == 1
        assert again.is_told(1)
        assert len(store.training_readings()) == 1


def test_scores_of_training_never_enter_the_data_of_the_study(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy") as store:
        practise(store)
        examine(store)
        assert store.readings() == []
        assert store.score_rows() == []
        assert frames.scores_frame(store).empty
        session = open_session(store, "E1")
        session.give(1, SCALE, 2)
        assert [row.rater for row in store.score_rows()] == ["E1"]
    assert verify_study(tmp_path / "a.dgstudy").holds


def test_an_examination_shows_what_was_not_practised_on(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=40) as store:
        practise(store)
        practised = set(store.read_photographs(newest(store)).values())
        _, remarks = open_examination(store, "T1")
        examined = set(store.read_photographs(newest(store)).values())
    assert len(practised) == 10
    assert not practised & examined
    assert not remarks


def test_the_second_examination_shows_other_photographs(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=40) as store:
        examine(store, answer=wrong)
        first = set(store.read_photographs(newest(store)).values())
        practise(store)
        examine(store)
        second = set(store.read_photographs(newest(store)).values())
    assert not first & second


def test_a_set_that_is_too_small_for_two_examinations_says_so(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=9) as store:
        examine(store, answer=wrong)
        practise(store)
        _, remarks = open_examination(store, "T1")
    assert "in an earlier examination already" in remarks[0]


def test_every_grade_is_examined(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=40) as store:
        open_examination(store, "T1")
        numbers = store.read_photographs(newest(store)).values()
        given = {store.reference_scores()[number, SCALE].value for number in numbers}
    assert given == {0, 1, 2, 3}


def test_who_agrees_passes_and_who_guesses_does_not(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=40) as store:
        examine(store, "T1", right)
        examine(store, "T2", wrong)
        assert judge_examination(store, "T1", by="T").is_passed
        failed = judge_examination(store, "T2", by="T")
    assert not failed.is_passed
    assert "did not pass" in failed.sentence()


def test_a_verdict_stands_though_a_reference_is_corrected_later(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=40) as store:
        examine(store)
        first = judge_examination(store, "T1", by="T")
        for number in range(1, 41):
            set_reference(store, number, SCALE, 0, by="T", why="all seen anew")
        assert judgements(store, "T1") == [first]
        assert judge_examination(store, "T1", by="T") == first


def test_after_an_examination_comes_training_and_then_the_last_one(
    tmp_path: Path,
) -> None:
    with make_set(tmp_path / "a.dgstudy") as store:
        examine(store, answer=wrong)
        with pytest.raises(ExpectedError, match="comes training"):
            open_examination(store, "T1")
        practise(store)
        examine(store)
        practise(store)
        with pytest.raises(ExpectedError, match="every examination"):
            open_examination(store, "T1")


def test_an_expert_of_the_panel_cannot_be_examined_on_it(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy") as store:
        open_session(store, "E1")
        with pytest.raises(ExpectedError, match="as an expert"):
            open_examination(store, "E1")


def test_the_learning_curve_follows_the_rounds(tmp_path: Path) -> None:
    with make_set(tmp_path / "a.dgstudy", count=40) as store:
        practise(store, answer=wrong)
        practise(store, answer=right)
        first, second = learning_curve(store, "T1")
    assert first.exact is not None
    assert first.exact < 1
    assert second.exact == 1
    assert second.bias == 0
