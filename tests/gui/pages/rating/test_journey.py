"""A whole reading of thirty photographs, by keys alone."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot

from gui.pages.rating import rating_page
from gui.pages.rating.rating_page import RatingPage
from gui.settings import Settings
from gui.theme import Theme
from models.reading.session import RatingSession, open_session
from models.store.store import StudyStore
from tests.gui.pages.rating.conftest import SCALES, press, shown

CONTROL = Qt.KeyboardModifier.ControlModifier
ENTER = Qt.Key.Key_Return


def grades_of(position: int) -> tuple[str, str, str, str]:
    """What the rater of this test thinks of a photograph."""
    return (
        str(1 + position % 9),
        str(position % 4),
        str(1 + position * 2 % 9),
        str((position + 1) % 4),
    )


def test_thirty_photographs_are_read_by_keys_alone(
    make: Callable[[int], StudyStore], staying: Settings, theme: Theme, qtbot: QtBot
) -> None:
    store = make(10)
    session = open_session(store, "R1")
    page = shown(rating_page(session, staying))

    for position in range(1, 11):
        assert page.presenter.position == position
        press(*grades_of(position), ENTER)
    undo_across_photographs(page, session)
    not_assessable_with_comment(page)
    for position in range(12, 31):
        assert page.presenter.position == position
        press(*grades_of(position))
        if position == 20:
            press("f")
        press(ENTER)

    review_flagged(page, qtbot)
    finish(page, qtbot)
    page.close()

    check(open_session(store, "R1"))


def undo_across_photographs(page: RatingPage, session: RatingSession) -> None:
    """At photograph 11: the last two grades of the one before were slips."""
    assert page.presenter.position == 11
    press("z", "z", modifier=CONTROL)
    assert page.presenter.position == 10
    assert len(session.scores(10)) == 2
    press(*grades_of(10)[2:], ENTER)
    assert page.presenter.position == 11


def not_assessable_with_comment(page: RatingPage) -> None:
    """At photograph 11: wrinkling cannot be seen, the rest can."""
    press("n", "1", Qt.Key.Key_Up, "c", *"blurred", ENTER)
    press(Qt.Key.Key_Down, *grades_of(11)[1:], ENTER)
    assert page.presenter.position == 12


def dialog(page: RatingPage, name: str, qtbot: QtBot) -> QDialog:
    qtbot.waitUntil(lambda: page.findChild(QDialog, name) is not None)
    found = page.findChild(QDialog, name)
    assert found is not None
    qtbot.waitUntil(found.isActiveWindow)
    return found


def review_flagged(page: RatingPage, qtbot: QtBot) -> None:
    """Enter after the last photograph opened the list: go to the flagged one."""
    dialog(page, "review_dialog", qtbot)
    press(Qt.Key.Key_Down, ENTER)
    qtbot.waitUntil(lambda: page.presenter.position == 20)
    come_back(page, qtbot)
    press("f", ENTER)


def finish(page: RatingPage, qtbot: QtBot) -> None:
    """Tab to Finish, and on to the verb."""
    tab_to(dialog(page, "review_dialog", qtbot), "finish_button")
    press(Qt.Key.Key_Space)
    tab_to(dialog(page, "confirmation", qtbot), "confirm_button")
    press(Qt.Key.Key_Space)
    come_back(page, qtbot)


def come_back(page: RatingPage, qtbot: QtBot) -> None:
    """What a window manager does as a dialog is closed, and a test has to."""
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)


def tab_to(window: QDialog, name: str) -> None:
    for _ in range(12):
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and focused.objectName() == name:
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"{name} cannot be reached by Tab")


def check(session: RatingSession) -> None:
    """Every score is where it was given."""
    assert not session.is_open
    assert session.done == 30
    for position in range(1, 31):
        scores = session.scores(position)
        wanted: list[float | None] = [float(grade) for grade in grades_of(position)]
        if position == 11:
            wanted[0] = None
            assert scores["fg-wrinkling"].reason == session.reasons[0]
            assert session.comment(11, "fg-wrinkling") == "blurred"
        assert [scores[key].value for key in SCALES] == wanted
        assert not session.is_flagged(position)
