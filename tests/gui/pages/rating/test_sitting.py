"""Breaks, batches, long grades, whole photographs, brightness: by the presenter."""

import json
from pathlib import Path

import pytest

from gui.pages.rating.presenter import RatingPresenter
from gui.pages.rating.sitting import Sitting
from gui.pages.rating.typed_digits import begins_longer_grade
from models.protocol.protocol import ReadingRules
from models.reading.kits.merging import merge_returns, read_returns
from models.reading.kits.opening import kit_session, open_kit
from models.reading.kits.returns import write_return
from models.reading.kits.writing import write_kit
from models.reading.session import RatingSession, open_session
from models.store.screen_records import Adjustment
from models.store.store import StudyStore
from tests.examples import PLAN, example_protocol, make_study, scales
from tests.gui.pages.rating.fake_view import FakeRatingView

RULES = "\n[reading]\nrepeats = 0.0\n"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Desk:
    """A presenter with a view made of nothing, at a reading with some rules."""

    def __init__(self, folder: Path, rules: str = "", plan: str = PLAN) -> None:
        protocol = example_protocol(plan + RULES + rules)
        self.store = make_study(folder / "s.dgstudy", protocol=protocol)
        self.session = open_session(self.store, "R1")
        self.view = FakeRatingView()
        self.clock = Clock()
        self.presenter = self.new_presenter()

    def new_presenter(self) -> RatingPresenter:
        presenter = RatingPresenter(
            self.view, self.session, goes_on=lambda: False, monotonic=self.clock
        )
        presenter.begin()
        return presenter

    def complete(self) -> None:
        """Grade all scales of the photograph on the screen, then go on."""
        for key in self.session.item(self.presenter.position).scales:
            self.presenter.grade(key, 1.0)
        self.clock.now += 1
        self.presenter.go_next()


def actions(store: StudyStore) -> list[str]:
    return [line.action for line in store.trail()]


def test_after_a_batch_no_further_photograph_is_begun(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "batch = 2\n")
    desk.complete()
    assert desk.presenter.position == 2
    desk.complete()
    assert desk.presenter.position == 2
    assert desk.view.seen.suggestion.startswith("Enough for now: 2 photographs")
    desk.presenter.go_to(5)
    assert desk.presenter.position == 2
    desk.presenter.go_previous()
    assert desk.presenter.position == 1
    desk.presenter.grade("erythema-0-3", 3.0)
    assert desk.session.scores(1)["erythema-0-3"].value == 3
    assert actions(desk.store).count("batch complete") == 1


def test_the_next_sitting_goes_on(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "batch = 2\n")
    desk.complete()
    desk.complete()
    desk.presenter.close()
    desk.presenter = desk.new_presenter()
    assert desk.presenter.position == 3
    assert desk.view.seen.suggestion == ""
    desk.complete()
    assert desk.presenter.position == 4


def test_a_break_is_suggested_and_put_off(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "break_after_minutes = 1\n")
    for _ in range(3):
        desk.clock.now += 29
        desk.presenter.hear()
    desk.presenter.toggle_flag()
    assert desk.view.seen.suggestion.startswith("You have looked for 1 minute")
    assert actions(desk.store).count("break suggested") == 1
    desk.presenter.toggle_flag()
    assert actions(desk.store).count("break suggested") == 1
    desk.presenter.put_off_break()
    assert desk.view.seen.suggestion == ""


def test_who_was_away_needs_no_break() -> None:
    sitting = Sitting(ReadingRules(break_after_minutes=1), 0, 0.0)
    for second in range(0, 61, 10):
        sitting.hear(float(second))
    assert sitting.is_break_due
    sitting.hear(60.0 + 301)
    assert not sitting.is_break_due


def test_without_rules_nothing_is_suggested() -> None:
    sitting = Sitting(ReadingRules(), 0, 0.0)
    for minute in range(600):
        sitting.hear(minute * 20.0)
    assert sitting.break_text == ""
    assert sitting.enough_text(10_000) == ""


TEN = PLAN + 'ten = ["baseline", "day1", "day30"]\n'


def at_ten(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path, plan=TEN)
    desk.presenter.focus_scale("ten")
    return desk


def ten(desk: Desk) -> float | None:
    score = desk.session.scores(1).get("ten")
    return score.value if score else None


def test_a_grade_of_two_digits_is_typed(tmp_path: Path) -> None:
    desk = at_ten(tmp_path)
    desk.presenter.press_digit(1)
    assert ten(desk) is None
    assert desk.view.is_typing
    assert desk.view.seen.notice.text == "1 … another digit, or Enter."
    desk.presenter.press_digit(0)
    assert ten(desk) == 10


def test_a_pause_ends_a_grade_of_one_digit(tmp_path: Path) -> None:
    desk = at_ten(tmp_path)
    desk.presenter.press_digit(1)
    desk.presenter.end_typing()
    assert ten(desk) == 1


def test_enter_ends_it_and_stays_at_the_photograph(tmp_path: Path) -> None:
    desk = at_ten(tmp_path)
    desk.presenter.press_digit(1)
    desk.presenter.go_next()
    assert ten(desk) == 1
    assert desk.presenter.position == 1


def test_other_digits_are_given_at_once(tmp_path: Path) -> None:
    desk = at_ten(tmp_path)
    desk.presenter.press_digit(7)
    assert ten(desk) == 7


def test_a_digit_that_does_not_fit_grades_the_next_scale(tmp_path: Path) -> None:
    desk = at_ten(tmp_path)
    desk.presenter.press_digit(1)
    desk.presenter.press_digit(5)
    assert ten(desk) == 1
    assert desk.session.scores(1)["fg-wrinkling"].value == 5


def test_escape_forgets_a_digit(tmp_path: Path) -> None:
    desk = at_ten(tmp_path)
    desk.presenter.press_digit(1)
    desk.presenter.interrupt()
    desk.presenter.end_typing()
    assert ten(desk) is None


def test_leaving_the_page_keeps_a_digit(tmp_path: Path) -> None:
    desk = at_ten(tmp_path)
    desk.presenter.press_digit(1)
    desk.presenter.close()
    assert ten(desk) == 1


@pytest.mark.parametrize(
    ("typed", "goes_on"), [("1", True), ("0", False), ("10", False)]
)
def test_which_digits_may_go_on(typed: str, goes_on: bool) -> None:
    assert begins_longer_grade(scales()["ten"], typed) is goes_on


def test_the_whole_photograph_is_not_assessable_by_one_act(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.presenter.grade("fg-wrinkling", 4.0)
    desk.presenter.begin_photograph_reasons()
    assert desk.view.reasons == ("", ("out of focus", "region not visible"))
    desk.presenter.give_reason("out of focus")
    scores = desk.session.scores(1)
    assert {score.reason for score in scores.values()} == {"out of focus"}
    assert desk.view.seen.undo == "photograph not assessable"
    desk.presenter.undo()
    assert [score.value for score in desk.session.scores(1).values()] == [4]
    desk.presenter.redo()
    assert desk.session.is_complete(1)
    again = open_session(desk.store, "R1")
    assert again.is_complete(1)


def test_brightness_is_stored_with_the_score_and_reset_at_the_next(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path, "brightness_contrast = true\n")
    desk.presenter.adjust_by(0.1, 0.0)
    desk.presenter.adjust_by(0.0, -0.2)
    desk.presenter.grade("fg-wrinkling", 5.0)
    desk.presenter.adjust(Adjustment())
    desk.presenter.grade("erythema-0-3", 1.0)
    found = open_session(desk.store, "R1").scores(1)
    assert found["fg-wrinkling"].adjusted == Adjustment(0.1, -0.2)
    assert found["erythema-0-3"].adjusted is None
    desk.presenter.adjust_by(0.1, 0.0)
    desk.clock.now += 1
    desk.presenter.go_next()
    assert desk.view.seen.adjusted == Adjustment()


def test_brightness_is_not_offered_unless_the_protocol_allows_it(
    tmp_path: Path,
) -> None:
    desk = Desk(tmp_path)
    desk.presenter.adjust_by(0.5, 0.5)
    desk.presenter.grade("fg-wrinkling", 5.0)
    assert desk.view.seen.adjusted is None
    assert desk.session.scores(1)["fg-wrinkling"].adjusted is None


def read(session: RatingSession) -> dict[tuple[str, str], object]:
    return {
        (item.code, key): (score.value, score.adjusted)
        for item in session.items
        for key, score in session.scores(item.position).items()
    }


def test_brightness_and_rules_go_out_in_a_kit_and_come_back(tmp_path: Path) -> None:
    rules = "brightness_contrast = true\nbatch = 7\nbreak_after_minutes = 45\n"
    plan = example_protocol(PLAN + RULES + rules)
    with make_study(tmp_path / "s.dgstudy", protocol=plan) as store:
        write_kit(store, "R1", tmp_path / "R1.dgkit", by="c")
        with open_kit(tmp_path / "R1.dgkit") as kit:
            session = kit_session(kit)
            told = session.rules
            assert (told.brightness_contrast, told.batch) == (True, 7)
            assert told.break_after_minutes == 45
            session.give(1, "fg-wrinkling", 5, Adjustment(0.25, -0.5))
            session.photograph_not_assessable(2, "out of focus")
            session.record("break suggested", minutes=45)
            given = read(session)
            write_return(kit, tmp_path / "R1.dgreturn")
        merge_returns(store, read_returns([tmp_path / "R1.dgreturn"]), by="c")
        assert read(open_session(store, "R1")) == given
        assert json.loads(store.trail()[-1].details)["rows"]
