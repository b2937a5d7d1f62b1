"""The check of the screen at the start of a reading, by keys."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.context import PageContext
from gui.pages.rating.kit_room import KitRoom
from gui.pages.rating.page import RatingRoom
from models.reading.kits.merging import merge_returns, read_returns
from models.reading.kits.opening import kit_session, open_kit
from models.reading.kits.returns import write_return
from models.reading.kits.writing import write_kit
from models.reading.session import open_session
from models.store.records import Reading
from models.store.screen_records import DisplayCheck
from models.store.store import StudyStore
from tests.examples import PLAN, example_protocol, make_study
from tests.gui.pages.rating.conftest import press

KEY = Qt.Key
SEEN = DisplayCheck("HDMI-1", 3840, 2160, 2.0, "sRGB", "yes", "no", "yes", "yes", "dim")


def opened(room: RatingRoom) -> RatingRoom:
    room.resize(1280, 720)
    room.show()
    QTest.qWaitForWindowExposed(room)
    room.activateWindow()
    QTest.qWaitForWindowActive(room)
    return room


def reading(store: StudyStore) -> Reading:
    return store.readings()[0]


def answer() -> None:
    """Yes to all, and to the light in the room: normal."""
    for _ in range(4):
        press(KEY.Key_Space, KEY.Key_Tab)
    press(KEY.Key_Space, KEY.Key_Right)


@pytest.mark.usefixtures("unchecked_display")
def test_the_screen_is_checked_by_keys_and_once(
    context: PageContext, make: Callable[[int], StudyStore]
) -> None:
    store = make(2)
    context.study.take(store)
    room = opened(RatingRoom(context))
    room.open_reading("R1")
    page = room.display_page
    assert page is not None
    press(KEY.Key_Return)
    assert room.page is None, "nothing was answered yet"
    answer()
    press(KEY.Key_Return)
    assert room.page is not None
    assert room.display_page is None
    [check] = store.display_checks(reading(store).id)
    assert (check.darkest, check.lightest, check.colours) == ("yes", "yes", "yes")
    assert (check.sharpness, check.light) == ("yes", "normal")
    assert check.width > 0
    assert check.profile
    assert store.trail()[-1].action == "display checked"
    room.leave()
    room.open_reading("R1")
    assert room.display_page is None
    assert room.page is not None
    room.close()


@pytest.mark.usefixtures("unchecked_display")
def test_escape_leaves_and_begins_nothing(
    context: PageContext, make: Callable[[int], StudyStore]
) -> None:
    store = make(1)
    context.study.take(store)
    room = opened(RatingRoom(context))
    room.open_reading("R1")
    press(KEY.Key_Escape)
    assert room.display_page is None
    assert room.page is None
    assert not context.shell.is_blinded
    assert store.display_checks(reading(store).id) == []
    room.close()


@pytest.mark.usefixtures("unchecked_display")
def test_only_the_screen_that_was_checked_needs_no_check(
    make: Callable[[int], StudyStore],
) -> None:
    session = open_session(make(1), "R1")
    assert session.needs_display_check("HDMI-1", 3840, 2160)
    session.add_display_check(SEEN)
    assert not session.needs_display_check("HDMI-1", 3840, 2160)
    assert session.needs_display_check("HDMI-1", 1920, 1080)
    assert session.needs_display_check("eDP-1", 3840, 2160)


@pytest.mark.usefixtures("unchecked_display")
def test_a_protocol_can_do_without(tmp_path: Path) -> None:
    plan = example_protocol(PLAN + "\n[reading]\ndisplay_check = false\n")
    with make_study(tmp_path / "s.dgstudy", protocol=plan) as store:
        session = open_session(store, "R1")
        assert not session.needs_display_check("HDMI-1", 1920, 1080)
        write_kit(store, "R1", tmp_path / "R1.dgkit", by="c")
    with open_kit(tmp_path / "R1.dgkit") as kit:
        assert not kit_session(kit).needs_display_check("HDMI-1", 1920, 1080)


@pytest.mark.usefixtures("unchecked_display")
def test_a_check_in_a_kit_comes_back_with_the_return(
    tmp_path: Path, context: PageContext, qtbot: QtBot
) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        write_kit(store, "R1", tmp_path / "R1.dgkit", by="c")
        room = KitRoom(context, tmp_path / "R1.dgkit")
        room.resize(1280, 720)
        room.show()
        QTest.qWaitForWindowExposed(room)
        room.activateWindow()
        name = room.findChild(QLineEdit, "signer_field")
        assert name is not None
        name.setFocus()
        press(*"Dr", KEY.Key_Return)
        qtbot.waitUntil(lambda: room.display_page is not None)
        answer()
        press(KEY.Key_Return)
        assert room.page is not None
        room.close()
        with open_kit(tmp_path / "R1.dgkit") as kit:
            write_return(kit, tmp_path / "R1.dgreturn")
        merge_returns(store, read_returns([tmp_path / "R1.dgreturn"]), by="c")
        [check] = store.display_checks(reading(store).id)
        assert check.light == "normal"
