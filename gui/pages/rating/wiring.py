"""A rating page with its presenter behind it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from gui.pages.rating.commands import RatingCommands, route
from gui.pages.rating.keys_dialog import open_keys
from gui.pages.rating.presenter import RatingPresenter
from gui.pages.rating.rating_page import RatingPage
from gui.pages.rating.sentences import CLOSED
from gui.settings import Settings
from models.reading.session import RatingSession
from models.store.screen_records import Adjustment

_STEP = 0.1


def rating_page(
    session: RatingSession,
    settings: Settings,
    *,
    commands: RatingCommands | None = None,
    why_closed: Callable[[], str] = lambda: CLOSED,
    on_saved: Callable[[str], object] = lambda _: None,
) -> RatingPage:
    """Build the page of a reading.

    Args:
        session: The reading.
        settings: Keys and tastes.
        commands: Those of the menus; the page makes its own if there are none.
        why_closed: Why nothing can be scored, in a sentence.
        on_saved: Told the time whenever something was stored.
    """
    owner = QWidget()
    page = RatingPage(
        session, session.photograph, commands or RatingCommands(settings, owner)
    )
    page.commands.offer(
        comparison=any(item.compare_side for item in session.items),
        references=bool(session.references),
        adjustment=session.rules.brightness_contrast,
    )
    page.foot.show_offer()
    if commands is None:
        owner.setParent(page)
        owner.hide()
        for action in page.commands.actions.values():
            page.addAction(action)
    presenter = RatingPresenter(
        page,
        session,
        goes_on=lambda: page.commands.goes_on,
        why_closed=why_closed,
        on_saved=on_saved,
    )
    page.presenter = presenter  # Qt keeps no reference to it
    _connect(page, presenter)
    presenter.begin()
    return page


def _connect(page: RatingPage, presenter: RatingPresenter) -> None:
    page.begun.connect(presenter.photograph_shown)
    page.digit_pressed.connect(presenter.press_digit)
    page.neighbour_requested.connect(presenter.focus_neighbour)
    page.position_chosen.connect(presenter.go_to)
    page.finish_requested.connect(presenter.finish)
    page.finish_confirmed.connect(presenter.confirm_finish)
    page.pause_ended.connect(presenter.end_pause)
    page.typing_ended.connect(presenter.end_typing)
    page.adjustment.adjustment_chosen.connect(presenter.adjust)
    page.foot.go_on_requested.connect(presenter.put_off_break)
    page.attended.connect(presenter.hear)
    page.interrupted.connect(presenter.interrupt)
    page.scales.grade_chosen.connect(presenter.grade)
    page.scales.scale_chosen.connect(presenter.focus_scale)
    page.scales.reasons_requested.connect(presenter.begin_reasons)
    page.scales.comment_requested.connect(presenter.begin_comment)
    page.reasons.reason_given.connect(presenter.give_reason)
    page.reasons.left.connect(presenter.leave_entry)
    page.comment.comment_given.connect(presenter.give_comment)
    page.comment.left.connect(presenter.leave_entry)
    page.feedback.left.connect(presenter.leave_feedback)
    page.heading.flag_requested.connect(presenter.toggle_flag)
    page.heading.comment_requested.connect(partial(presenter.begin_comment, ""))
    page.foot.retry_requested.connect(presenter.retry)
    page.foot.previous_requested.connect(presenter.go_previous)
    page.foot.next_requested.connect(presenter.go_next)
    page.command_triggered.connect(partial(route, _meanings(page, presenter)))


def _meanings(
    page: RatingPage, presenter: RatingPresenter
) -> dict[str, Callable[[], object]]:
    """What each command does."""
    return {
        **page.stage.meanings(),
        "undo": presenter.undo,
        "redo": presenter.redo,
        "withdraw": presenter.withdraw,
        "half": presenter.press_half,
        "not_assessable": presenter.begin_reasons,
        "photograph_not_assessable": presenter.begin_photograph_reasons,
        "comment": presenter.begin_comment,
        "comment_photograph": partial(presenter.begin_comment, ""),
        "flag": presenter.toggle_flag,
        "next": presenter.go_next,
        "previous": presenter.go_previous,
        "review": presenter.review,
        "leave_page": page.leave_requested.emit,
        "compare": presenter.toggle_comparison,
        "anchors": presenter.toggle_anchors,
        "brighter": partial(presenter.adjust_by, _STEP, 0.0),
        "darker": partial(presenter.adjust_by, -_STEP, 0.0),
        "more_contrast": partial(presenter.adjust_by, 0.0, _STEP),
        "less_contrast": partial(presenter.adjust_by, 0.0, -_STEP),
        "as_it_is": partial(presenter.adjust, Adjustment()),
        "next_reference": partial(page.anchors.references.step, 1),
        "detach": page.place.toggle,
        "keys": partial(open_keys, page.commands, page),
    }
