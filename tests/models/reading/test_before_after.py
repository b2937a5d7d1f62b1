"""Before or after? Pairs are drawn once, answered blinded, and held to a criterion."""

import pytest

from main import main
from models.audit.verify import verify_study
from models.errors import ExpectedError
from models.protocol.reader import ProtocolFileError
from models.reading.before_after import (
    LEFT,
    RIGHT,
    ChoiceSession,
    choice_results,
    open_choices,
)
from models.reading.errors import ReadingClosedError
from models.store.store import StudyStore
from tests.examples import PLAN, example_protocol, make_study

ASKED = PLAN + '\n[before_after]\nvisit = "day30"\n'
SUBJECTS = tuple(f"{number:03d}" for number in range(1, 21))


@pytest.fixture
def store(tmp_path):
    protocol = example_protocol(ASKED)
    path = tmp_path / "s.dgstudy"
    with make_study(path, subjects=SUBJECTS, protocol=protocol) as store:
        yield store


def later_sides(store: StudyStore, rater: str) -> dict[int, str]:
    """Where the later photograph stands; only the study knows."""
    visits = {one.id: one.visit for one in store.photographs()}
    return {
        pair.position: LEFT if visits[pair.left] == "day30" else RIGHT
        for pair in store.choice_pairs()
        if pair.rater == rater
    }


def answer(store: StudyStore, rater: str, wrong: int) -> ChoiceSession:
    """Answer every pair, so many of them wrongly."""
    session = open_choices(store, rater)
    other = {LEFT: RIGHT, RIGHT: LEFT}
    for position, side in later_sides(store, rater).items():
        session.say(position, other[side] if position <= wrong else side, 2)
    return session


def test_pairs_are_drawn_once_and_stored(store) -> None:
    open_choices(store, "R1")
    first = store.choice_pairs()
    open_choices(store, "R1")
    assert store.choice_pairs() == first
    assert len(first) == len(SUBJECTS)


def test_raters_see_other_orders_and_sides(store) -> None:
    open_choices(store, "R1")
    open_choices(store, "R2")
    sides = [later_sides(store, rater) for rater in ("R1", "R2")]
    assert sides[0] != sides[1]
    for one in sides:
        assert 3 <= sum(side == LEFT for side in one.values()) <= 17


def test_the_same_seed_draws_the_same(store, tmp_path) -> None:
    open_choices(store, "R1")
    protocol = example_protocol(ASKED)
    path = tmp_path / "again.dgstudy"
    with make_study(path, subjects=SUBJECTS, protocol=protocol) as again:
        open_choices(again, "R1")
        assert later_sides(again, "R1") == later_sides(store, "R1")


def test_each_rater_and_the_panel_are_held_to_the_criterion(store) -> None:
    for rater, wrong in (("R1", 4), ("R2", 5), ("R3", 0)):
        answer(store, rater, wrong)
    shares = {one.who: one for one in choice_results(store)}
    assert (shares["R1"].correct, shares["R1"].is_met) == (16, True)
    assert (shares["R2"].correct, shares["R2"].is_met) == (15, False)
    assert shares["R3"].lower == pytest.approx(0.8315665, abs=1e-6)
    assert shares["panel"].pairs == len(SUBJECTS)


def test_nothing_is_told_of_a_rater_who_has_not_answered_all(store) -> None:
    session = open_choices(store, "R1")
    session.say(1, LEFT, 3)
    assert session.done == 1
    assert session.first_open() == 2
    assert choice_results(store) == []


def test_a_corrected_answer_keeps_its_history(store) -> None:
    session = open_choices(store, "R1")
    session.say(1, LEFT, 3)
    session.say(1, RIGHT, 1)
    assert open_choices(store, "R1").answer(1).side == RIGHT
    actions = [line.action for line in store.trail()][-2:]
    assert actions == ["choice given", "choice corrected"]


def test_the_screen_gets_pixels_alone(store) -> None:
    session = open_choices(store, "R1")
    for key in (2, 3):
        assert b"#" not in session.photograph(key)[-4:]


def test_a_locked_study_takes_no_answer(store) -> None:
    session = open_choices(store, "R1")
    session.say(1, LEFT, 3)
    with store.changes(by="c", role="coordinator", action="locked") as changes:
        changes.add_lock(locked=True, reason="all read")
    with pytest.raises(ReadingClosedError):
        session.say(2, LEFT, 3)


def test_without_the_word_of_the_protocol_no_pair_is_drawn(tmp_path) -> None:
    with (
        make_study(tmp_path / "s.dgstudy") as store,
        pytest.raises(ExpectedError, match="does not ask"),
    ):
        open_choices(store, "R1")


def test_every_fault_of_the_rule_is_told_at_once() -> None:
    faults = '\n[before_after]\nvisit = "baseline"\ncriterion = 1.2\nwhat = 1\n'
    with pytest.raises(ProtocolFileError) as told:
        example_protocol(PLAN + faults)
    text = "\n".join(str(one) for one in told.value.problems)
    assert "does not come after the baseline" in text
    assert "0.5 to below 1" in text
    assert "what" in text


def test_the_command_tells_the_results(store, capsys) -> None:
    answer(store, "R1", 2)
    path = store.path
    store.close()
    assert main(["before-after", str(path)]) == 0
    out = capsys.readouterr().out
    assert "R1: 18 of 20 pairs in the right order, 90.0 %" in out
    assert "criterion of 80 % is reached" in out
    assert verify_study(path).holds
