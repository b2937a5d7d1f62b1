from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from gui.pages.rating.presenter import RatingPresenter
from gui.pages.rating.scene import Tone
from models.reading.session import RatingSession, open_session
from models.store.changes import Changes
from models.store.store import StudyStore
from models.store.troubles import StudyFileError
from tests.gui.pages.rating.conftest import SCALES
from tests.gui.pages.rating.fake_view import FakeRatingView


class Watch:
    """A clock for seconds that goes on when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def view() -> FakeRatingView:
    return FakeRatingView()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def presenter(
    view: FakeRatingView, session: RatingSession, watch: Watch
) -> RatingPresenter:
    presenter = RatingPresenter(view, session, goes_on=lambda: False, monotonic=watch)
    presenter.begin()
    return presenter


def complete(session: RatingSession, *positions: int) -> None:
    for position in positions:
        for scale in session.item(position).scales:
            session.give(position, scale, 1)


@contextmanager
def full_disk(store: StudyStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    @contextmanager
    def refuse(**_: str) -> Iterator[Changes]:
        raise StudyFileError("The disk is full.", hint="Free some space.")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(store, "changes", refuse)
        yield


def test_nothing_is_preselected(
    presenter: RatingPresenter, view: FakeRatingView
) -> None:
    assert all(not answer.is_given for answer in view.seen.answers)
    assert view.seen.focus == SCALES[0]


def test_a_digit_grades_the_scale_in_focus_and_moves_on(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.press_digit(5)
    assert session.scores(1)["fg-wrinkling"].value == 5
    assert view.answer("fg-wrinkling").value == 5
    assert view.seen.focus == "erythema-0-3"


def test_the_focus_skips_scales_that_are_answered(
    presenter: RatingPresenter, view: FakeRatingView
) -> None:
    presenter.grade("erythema-0-3", 2)
    presenter.focus_scale("fg-wrinkling")
    presenter.press_digit(5)
    assert view.seen.focus == "fg-elastosis"


def test_a_digit_the_scale_does_not_have_is_refused_in_a_sentence(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.press_digit(0)
    assert session.scores(1) == {}
    assert view.seen.notice.text == "Wrinkling has no grade 0; it goes from 1 to 9."


def test_a_digit_after_the_last_scale_corrects_nothing(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    for digit in (5, 2, 4, 1):
        presenter.press_digit(digit)
    presenter.press_digit(3)
    values = [session.scores(1)[scale].value for scale in SCALES]
    assert values == [5, 2, 4, 1]
    assert "Up or Down" in view.seen.notice.text


def test_an_answered_scale_is_corrected_once_it_is_chosen(
    presenter: RatingPresenter, session: RatingSession
) -> None:
    for digit in (5, 2, 4, 1):
        presenter.press_digit(digit)
    presenter.focus_neighbour(-1)
    presenter.press_digit(3)
    assert session.scores(1)["crusting-0-3"].value == 3


def test_enter_goes_to_the_next_photograph_that_is_not_complete(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    complete(session, 1, 2, 3)
    presenter.go_next()
    assert view.photographs[-1] == 4


def test_leaving_a_photograph_incomplete_is_told(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    for digit in (5, 2, 4):
        presenter.press_digit(digit)
    presenter.go_next()
    assert presenter.position == 2
    code = session.item(1).code
    assert view.seen.notice.text == f"{code} was left without Crusting."


def test_enter_at_the_only_incomplete_photograph_says_what_is_missing(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    complete(session, 1, 2, 3, 4, 5)
    presenter.go_to(6)
    presenter.go_next()
    assert presenter.position == 6
    assert "still to be answered" in view.seen.notice.text


def test_enter_after_the_last_photograph_opens_the_review_list(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    complete(session, *range(1, 7))
    presenter.go_next()
    assert [row.position for row in view.rows] == [1, 2, 3, 4, 5, 6]


def test_a_reading_is_resumed_at_the_first_photograph_not_complete(
    view: FakeRatingView, session: RatingSession
) -> None:
    complete(session, 1, 2)
    RatingPresenter(view, session, goes_on=lambda: False).begin()
    assert view.photographs == [3]


def test_the_next_two_incomplete_photographs_are_decoded_ahead(
    view: FakeRatingView, session: RatingSession
) -> None:
    complete(session, 2)
    RatingPresenter(view, session, goes_on=lambda: False).begin()
    assert list(view.ahead) == [3, 4]


def test_a_grade_that_cannot_be_stored_is_shown_as_not_saved(
    presenter: RatingPresenter,
    view: FakeRatingView,
    session: RatingSession,
    store: StudyStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with full_disk(store, monkeypatch):
        presenter.press_digit(5)
    answer = view.answer("fg-wrinkling")
    assert (answer.value, answer.unsaved) == (None, 5)
    assert view.seen.focus == "fg-wrinkling"
    assert view.seen.notice.tone is Tone.BAD
    assert view.seen.notice.text == (
        "Not saved: wrinkling 5. The disk is full. Free some space."
    )


def test_unsaved_grades_stay_visible_until_they_are_stored(
    presenter: RatingPresenter,
    view: FakeRatingView,
    session: RatingSession,
    store: StudyStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with full_disk(store, monkeypatch):
        presenter.press_digit(5)
    presenter.go_next()
    assert view.seen.unsaved == 1
    presenter.retry()
    assert view.seen.unsaved == 0
    assert session.scores(1)["fg-wrinkling"].value == 5
    assert presenter.position == 2


def test_grading_again_replaces_the_grade_that_was_not_saved(
    presenter: RatingPresenter,
    view: FakeRatingView,
    session: RatingSession,
    store: StudyStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with full_disk(store, monkeypatch):
        presenter.press_digit(5)
    presenter.press_digit(6)
    assert view.seen.unsaved == 0
    assert session.scores(1)["fg-wrinkling"].value == 6


def test_undo_names_what_it_undoes_and_goes_to_its_photograph(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.press_digit(5)
    presenter.press_digit(2)
    presenter.go_next()
    assert view.seen.undo == "erythema 2"
    presenter.undo()
    assert presenter.position == 1
    assert view.seen.focus == "erythema-0-3"
    assert view.seen.notice.text == "Undone: erythema 2"
    assert "erythema-0-3" not in session.scores(1)


def test_redo_does_again_what_was_undone(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.press_digit(5)
    presenter.undo()
    assert view.seen.redo == "wrinkling 5"
    presenter.redo()
    assert session.scores(1)["fg-wrinkling"].value == 5


def test_not_assessable_takes_a_reason_and_moves_on(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.begin_reasons()
    assert view.reasons == ("fg-wrinkling", session.reasons)
    presenter.give_reason("out of focus")
    assert view.reasons is None
    assert view.answer("fg-wrinkling").reason == "out of focus"
    assert view.seen.focus == "erythema-0-3"


def test_a_reason_that_cannot_be_stored_keeps_the_list_open(
    presenter: RatingPresenter,
    view: FakeRatingView,
    session: RatingSession,
    store: StudyStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    presenter.begin_reasons()
    with full_disk(store, monkeypatch):
        presenter.give_reason("out of focus")
    assert view.reasons is not None
    assert view.seen.notice.tone is Tone.BAD


def test_a_comment_belongs_to_the_scale_in_focus(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.begin_comment()
    presenter.give_comment("shadow")
    assert session.comment(1, "fg-wrinkling") == "shadow"
    assert view.answer("fg-wrinkling").comment == "shadow"


def test_a_comment_can_belong_to_the_photograph(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.begin_comment("")
    presenter.give_comment("shadow")
    assert session.comment(1) == "shadow"
    assert view.seen.comment == "shadow"


def test_closing_the_page_keeps_the_comment_being_written(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.begin_comment()
    view.typed = "half a sent"
    presenter.close()
    assert session.comment(1, "fg-wrinkling") == "half a sent"


def test_a_comment_that_is_left_stays_as_it_was(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.begin_comment()
    view.typed = "not meant"
    presenter.leave_entry()
    presenter.close()
    assert session.comment(1, "fg-wrinkling") == ""


def test_the_flag_goes_up_and_down(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.toggle_flag()
    assert view.seen.is_flagged
    presenter.toggle_flag()
    assert not session.is_flagged(1)


def test_an_answer_can_be_taken_back(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.press_digit(5)
    presenter.focus_scale("fg-wrinkling")
    presenter.withdraw()
    assert session.scores(1) == {}
    assert not view.answer("fg-wrinkling").is_given


@pytest.fixture
def going_on(
    view: FakeRatingView, session: RatingSession, watch: Watch
) -> RatingPresenter:
    presenter = RatingPresenter(view, session, goes_on=lambda: True, monotonic=watch)
    presenter.begin()
    for digit in (5, 2, 4, 1):
        presenter.press_digit(digit)
    return presenter


def test_a_complete_photograph_gives_way_to_the_next_after_a_pause(
    going_on: RatingPresenter, view: FakeRatingView
) -> None:
    assert view.is_pausing
    assert going_on.position == 1
    going_on.end_pause()
    assert going_on.position == 2


def test_undo_within_the_pause_stays_at_the_photograph(
    going_on: RatingPresenter, view: FakeRatingView
) -> None:
    going_on.undo()
    assert not view.is_pausing
    going_on.end_pause()
    assert going_on.position == 1
    assert view.seen.focus == "crusting-0-3"


def test_a_digit_within_the_pause_grades_nothing(
    going_on: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    going_on.press_digit(3)
    assert not view.is_pausing
    assert session.scores(1)["crusting-0-3"].value == 1
    assert view.seen.notice.text == "Stayed at this photograph. Enter goes on."


def test_enter_within_the_pause_goes_on_at_once(
    going_on: RatingPresenter, view: FakeRatingView
) -> None:
    going_on.go_next()
    assert going_on.position == 2
    going_on.end_pause()
    assert going_on.position == 2


def test_an_enter_just_too_late_does_not_skip_a_photograph(
    going_on: RatingPresenter, watch: Watch
) -> None:
    going_on.end_pause()
    watch.seconds += 0.3
    going_on.go_next()
    assert going_on.position == 2
    watch.seconds += 2
    going_on.go_next()
    assert going_on.position == 3


def test_the_review_list_tells_what_to_look_at_again(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    complete(session, *range(1, 6))
    session.set_flag(2, flagged=True)
    session.not_assessable(3, "erythema-0-3", "out of focus")
    presenter.review()
    to_look_at = [row.position for row in view.rows if row.needs_a_look]
    assert to_look_at == [2, 3, 6]
    assert view.rows[2].not_assessable == ("Erythema",)
    assert len(view.rows[5].missing) == len(SCALES)


def test_finishing_asks_first_and_tells_of_flags(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    complete(session, *range(1, 7))
    session.set_flag(2, flagged=True)
    presenter.finish()
    assert view.question.startswith("1 photograph is still flagged for review.")
    assert session.is_open


def test_an_incomplete_reading_is_not_finished(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    presenter.finish()
    assert view.question == ""
    assert view.seen.notice.text == "6 of 6 photographs are not complete yet."


def test_a_finished_reading_can_only_be_read(
    presenter: RatingPresenter, view: FakeRatingView, session: RatingSession
) -> None:
    complete(session, *range(1, 7))
    presenter.confirm_finish()
    assert not view.seen.is_open
    assert "read, not changed" in view.seen.notice.text
    presenter.focus_scale("erythema-0-3")
    presenter.press_digit(3)
    presenter.begin_reasons()
    presenter.begin_comment()
    assert session.scores(1)["erythema-0-3"].value == 1
    assert view.reasons is None
    assert view.comment is None


def test_a_lock_put_on_meanwhile_is_told_at_the_next_grade(
    presenter: RatingPresenter, view: FakeRatingView, store: StudyStore
) -> None:
    with store.changes(by="c", role="coordinator", action="locked") as changes:
        changes.add_lock(locked=True, reason="all read")
    presenter.press_digit(5)
    assert not view.seen.is_open
    assert view.seen.unsaved == 0
    assert "closed" in view.seen.notice.text


def test_idle_time_is_left_out_of_the_time_of_looking(
    presenter: RatingPresenter,
    session: RatingSession,
    watch: Watch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored = []
    monkeypatch.setattr(
        session, "add_viewing", lambda place, viewing: stored.append((place, viewing))
    )
    presenter.photograph_shown()
    watch.seconds += 10
    presenter.hear()
    watch.seconds += 600
    presenter.go_next()
    [(position, viewing)] = stored
    assert position == 1
    assert viewing.seconds_open == 610
    assert viewing.seconds_attended == 40


def test_the_time_the_anchors_were_open_is_kept(
    presenter: RatingPresenter,
    session: RatingSession,
    watch: Watch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored = []
    monkeypatch.setattr(
        session, "add_viewing", lambda _, viewing: stored.append(viewing)
    )
    presenter.photograph_shown()
    watch.seconds += 10
    presenter.toggle_anchors()
    watch.seconds += 5
    presenter.toggle_anchors()
    watch.seconds += 10
    presenter.toggle_anchors()
    watch.seconds += 2
    presenter.go_next()
    assert stored[0].seconds_anchors == 7
    presenter.photograph_shown()
    watch.seconds += 3
    presenter.go_next()
    assert stored[1].seconds_anchors == 3


def test_the_time_left_is_told_after_three_photographs(
    presenter: RatingPresenter, view: FakeRatingView, watch: Watch
) -> None:
    for _ in range(3):
        presenter.photograph_shown()
        for digit in (5, 2, 4, 1):
            watch.seconds += 20
            presenter.press_digit(digit)
        presenter.go_next()
    assert view.seen.time_left == "about 4 min left"


def test_a_viewing_that_cannot_be_stored_is_stored_with_the_next(
    presenter: RatingPresenter,
    session: RatingSession,
    store: StudyStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    presenter.photograph_shown()
    with full_disk(store, monkeypatch):
        presenter.go_next()
    presenter.photograph_shown()
    presenter.go_next()
    lines = [line for line in store.trail() if line.action == "photograph viewed"]
    assert len(lines) == 2


def test_a_second_session_sees_what_the_first_stored(
    presenter: RatingPresenter, store: StudyStore
) -> None:
    presenter.press_digit(5)
    again = open_session(store, "R1")
    assert again.scores(1)["fg-wrinkling"].value == 5
