from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from gui.context import PageContext
from gui.pages.rating.commands import GOES_ON
from gui.pages.rating.page import RatingRoom, build
from models.reading.session import open_session
from models.store.store import StudyStore
from tests.gui.pages.rating.conftest import press


@pytest.fixture
def room(
    context: PageContext, make: Callable[[int], StudyStore]
) -> Iterator[RatingRoom]:
    context.settings.set_text(GOES_ON, "no")
    context.study.take(make(2))
    room = build(context)
    assert isinstance(room, RatingRoom)
    room.resize(1280, 660)
    room.show()
    QTest.qWaitForWindowExposed(room)
    room.activateWindow()
    yield room
    room.close()


def begin(room: RatingRoom, code: str) -> None:
    field = room.findChild(QLineEdit, "rater_field")
    assert field is not None
    field.setFocus()
    press(*code, Qt.Key.Key_Return)


def labels(room: RatingRoom) -> list[str]:
    QTest.qWait(10)
    return [label.text() for label in room.findChildren(QLabel) if label.isVisible()]


def test_a_new_rater_begins_a_reading(room: RatingRoom, context: PageContext) -> None:
    begin(room, "R1")
    assert room.page is not None
    assert context.shell.is_blinded
    press("5")
    session = open_session(context.study.store, "R1")
    assert len(session.scores(1)) == 1


def test_a_reading_is_left_and_resumed_where_it_was(
    room: RatingRoom, context: PageContext
) -> None:
    begin(room, "R1")
    press("5", "2", "4", "1", Qt.Key.Key_Return)
    context.shell.leave_requested.emit()
    assert room.page is None
    assert not context.shell.is_blinded
    assert "1 of 6 photographs complete" in labels(room)
    resume = room.findChild(QPushButton, "resume_R1")
    assert resume is not None
    resume.click()
    assert room.page is not None
    assert room.page.presenter.position == 2


def test_what_is_saved_is_told_to_the_window(
    room: RatingRoom, context: PageContext
) -> None:
    told: list[str] = []
    context.shell.saved.connect(told.append)
    begin(room, "R1")
    press("5")
    assert len(told) == 1


def test_a_locked_study_begins_no_reading(
    room: RatingRoom, context: PageContext
) -> None:
    store = context.study.store
    with store.changes(by="c", role="coordinator", action="locked") as changes:
        changes.add_lock(locked=True, reason="all read")
    context.study.tell("lock")
    assert any(text.startswith("The study is locked") for text in labels(room))
    card = room.findChild(QLineEdit, "rater_field")
    assert card is not None
    assert not card.isVisible()


def test_locking_the_study_closes_the_reading_that_is_shown(
    room: RatingRoom, context: PageContext
) -> None:
    begin(room, "R1")
    store = context.study.store
    with store.changes(by="c", role="coordinator", action="locked") as changes:
        changes.add_lock(locked=True, reason="all read")
    context.study.tell("lock")
    press("5")
    assert "The study is locked. Grades can be read, not changed." in labels(room)
    assert open_session(store, "R1").scores(1) == {}


def test_commands_stand_in_the_menus_and_do_nothing_without_a_reading(
    room: RatingRoom,
) -> None:
    commands = room.commands()
    names = [command.action.objectName() for command in commands]
    assert {"undo", "redo", "not_assessable", "flag", "review"} <= set(names)
    undo = next(one.action for one in commands if one.action.objectName() == "undo")
    assert not undo.isEnabled()


def test_a_second_reading_does_not_stir_the_first(
    room: RatingRoom, context: PageContext
) -> None:
    begin(room, "R1")
    context.shell.leave_requested.emit()
    begin(room, "R2")
    press("f")
    store = context.study.store
    flags = {
        rater: sum(
            open_session(store, rater).is_flagged(position) for position in range(1, 7)
        )
        for rater in ("R1", "R2")
    }
    assert flags == {"R1": 0, "R2": 1}


def test_a_study_without_photographs_says_what_to_do(
    context: PageContext, make: Callable[[int], StudyStore]
) -> None:
    context.study.take(make(0))
    room = build(context)
    room.show()
    notice = room.findChild(QLabel, "start_notice")
    assert notice is not None
    assert notice.text().startswith("The study has no photographs yet.")
    room.close()
