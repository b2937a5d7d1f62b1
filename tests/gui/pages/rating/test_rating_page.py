from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QKeySequenceEdit,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.pages.rating import rating_page
from gui.pages.rating.commands import RatingCommands
from gui.pages.rating.keys_dialog import KeysDialog
from gui.pages.rating.rating_page import RatingPage
from gui.settings import Settings
from gui.theme import Theme
from models.reading.session import RatingSession
from tests.gui.pages.rating.conftest import SCALES, press, shown

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


def label(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


def button(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    return found


def state(page: QWidget, name: str) -> str:
    return str(button(page, name).property("state"))


def look(page: QWidget, name: str) -> str:
    found = page.findChild(QWidget, name)
    assert found is not None, name
    return str(found.property("look"))


def values(session: RatingSession, position: int) -> list[float | None]:
    scores = session.scores(position)
    return [scores[key].value if key in scores else None for key in SCALES]


def test_digits_and_number_pad_grade_one_scale_after_the_other(
    page: RatingPage, session: RatingSession
) -> None:
    press("5", "2")
    press(Qt.Key.Key_4, Qt.Key.Key_1, modifier=KEYPAD)
    assert values(session, 1) == [5, 2, 4, 1]
    assert state(page, "grade_fg-wrinkling_5") == "given"
    assert state(page, "grade_fg-wrinkling_4") == "open"


def test_the_class_is_told_while_scoring(page: RatingPage) -> None:
    press("5")
    assert label(page, "answer_fg-wrinkling") == "5, class II, moderate"


def test_one_scale_has_the_focus_and_it_is_seen(page: RatingPage) -> None:
    press("5")
    looks = [look(page, f"scale_panel_{key}") for key in SCALES]
    assert looks == ["scale", "scale_focused", "scale", "scale"]


def test_tab_and_arrows_go_from_scale_to_scale(
    page: RatingPage, session: RatingSession
) -> None:
    press(Qt.Key.Key_Tab, "3")
    assert values(session, 1) == [None, 3, None, None]
    press(Qt.Key.Key_Up, Qt.Key.Key_Up)
    assert look(page, "scale_panel_fg-wrinkling") == "scale_focused"
    press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, "0")
    assert values(session, 1) == [None, 3, None, 0]


def test_arrows_choose_a_grade_and_space_gives_it(
    page: RatingPage, session: RatingSession
) -> None:
    press(Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left)
    assert session.scores(1) == {}
    press(Qt.Key.Key_Space)
    assert values(session, 1) == [2, None, None, None]


def test_a_grade_is_given_with_the_mouse_on_any_scale(
    page: RatingPage, session: RatingSession
) -> None:
    button(page, "grade_crusting-0-3_2").click()
    button(page, "grade_fg-elastosis_7").click()
    assert values(session, 1) == [None, None, 7, 2]


def test_enter_and_backspace_walk_through_the_photographs(page: RatingPage) -> None:
    press(Qt.Key.Key_Return)
    assert page.presenter.position == 2
    press(Qt.Key.Key_Enter)
    assert page.presenter.position == 3
    press(Qt.Key.Key_Backspace)
    assert page.presenter.position == 2


def test_a_reason_is_chosen_by_its_digit(
    page: RatingPage, session: RatingSession
) -> None:
    press("n", "2")
    assert session.scores(1)["fg-wrinkling"].reason == session.reasons[1]
    assert values(session, 1) == [None, None, None, None]
    press("3")
    assert session.scores(1)["erythema-0-3"].value == 3


def test_a_reason_in_own_words_is_typed_and_grades_nothing(
    page: RatingPage, session: RatingSession
) -> None:
    press("n", "0", *"n 5 c", Qt.Key.Key_Return)
    assert session.scores(1)["fg-wrinkling"].reason == "n 5 c"
    assert page.presenter.position == 1
    assert len(session.scores(1)) == 1


def test_escape_leaves_the_reasons_and_nothing_is_said(
    page: RatingPage, session: RatingSession
) -> None:
    press("n", Qt.Key.Key_Escape)
    assert not page.is_entering
    press("4")
    assert values(session, 1) == [4, None, None, None]


def test_keys_pressed_in_a_comment_are_text_and_nothing_else(
    page: RatingPage, session: RatingSession
) -> None:
    press("c", *"n3 f. ?")
    press(Qt.Key.Key_Return)
    assert session.comment(1, "fg-wrinkling") == "n3 f. ?"
    assert session.scores(1) == {}
    assert not session.is_flagged(1)
    assert page.presenter.position == 1


def test_a_comment_on_the_photograph_has_a_key_of_its_own(
    page: RatingPage, session: RatingSession
) -> None:
    press("c", modifier=SHIFT)
    press(*"dark", Qt.Key.Key_Return)
    assert session.comment(1) == "dark"


def test_undo_within_a_comment_undoes_typing_and_no_score(
    page: RatingPage, session: RatingSession
) -> None:
    press("5", "c", *"abc")
    press("z", modifier=CONTROL)
    field = page.findChild(QPlainTextEdit, "comment_field")
    assert field is not None
    assert field.toPlainText() != "abc"
    assert values(session, 1) == [5, None, None, None]


def test_undo_and_redo_have_their_keys_and_say_what_they_do(
    page: RatingPage, session: RatingSession
) -> None:
    press("5", "3")
    assert page.commands.actions["undo"].text() == "Undo erythema 3"
    press("z", modifier=CONTROL)
    assert values(session, 1) == [5, None, None, None]
    assert page.commands.actions["redo"].text() == "Redo erythema 3"
    press("z", modifier=CONTROL | SHIFT)
    assert values(session, 1) == [5, 3, None, None]
    press("z", modifier=CONTROL)
    press("y", modifier=CONTROL)
    assert values(session, 1) == [5, 3, None, None]


def test_the_flag_has_a_key(page: RatingPage, session: RatingSession) -> None:
    press("f")
    assert session.is_flagged(1)
    press("f")
    assert not session.is_flagged(1)


def test_progress_tells_position_and_time_of_saving(page: RatingPage) -> None:
    assert label(page, "position_label") == "1 of 6 · 0 complete"
    press("5")
    assert label(page, "position_label").startswith("1 of 6 · saved ")


def test_the_reason_for_not_assessable_is_shown(page: RatingPage) -> None:
    press("n", "1")
    assert label(page, "answer_fg-wrinkling") == "not assessable"
    assert label(page, "reason_of_fg-wrinkling") == "out of focus"


def test_zoom_keys_do_not_grade(
    page: RatingPage, session: RatingSession, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.viewer.zoom > 0, timeout=5000)
    press(Qt.Key.Key_1, modifier=CONTROL)
    assert page.viewer.zoom == pytest.approx(1.0)
    press(Qt.Key.Key_0, modifier=CONTROL)
    assert page.viewer.is_fitted
    press("z")
    assert page.viewer.zoom == pytest.approx(1.0)
    assert session.scores(1) == {}


def test_the_page_goes_on_by_itself_where_it_is_set_so(
    session: RatingSession, settings: Settings, theme: Theme, qtbot: QtBot
) -> None:
    page = shown(rating_page(session, settings))
    try:
        press("5", "2", "4", "1")
        assert page.presenter.position == 1
        qtbot.waitUntil(lambda: page.presenter.position == 2, timeout=5000)
    finally:
        page.close()


def test_escape_stops_the_page_from_going_on(
    session: RatingSession, settings: Settings, theme: Theme, qtbot: QtBot
) -> None:
    page = shown(rating_page(session, settings))
    try:
        press("5", "2", "4", "1", Qt.Key.Key_Escape)
        qtbot.wait(600)
        assert page.presenter.position == 1
    finally:
        page.close()


@pytest.fixture
def finished(
    session: RatingSession, staying: Settings, theme: Theme
) -> Iterator[RatingPage]:
    for item in session.items:
        for scale in item.scales:
            session.give(item.position, scale, 2)
    session.finish()
    page = shown(rating_page(session, staying))
    yield page
    page.close()


def test_a_finished_reading_shows_its_grades_and_takes_none(
    finished: RatingPage, session: RatingSession
) -> None:
    assert state(finished, "grade_fg-wrinkling_2") == "given"
    assert not button(finished, "grade_fg-wrinkling_3").isEnabled()
    assert "finished" in label(finished, "notice_label")
    finished.presenter.go_to(1)
    press(Qt.Key.Key_Up, "3", "n", "c", "f")
    assert values(session, 1) == [2, 2, 2, 2]
    assert not finished.is_entering
    press(Qt.Key.Key_Return)
    assert finished.presenter.position == 2


def test_every_control_has_a_name_for_screen_readers(page: RatingPage) -> None:
    for control in page.findChildren(QPushButton):
        assert control.accessibleName() or control.text(), control.objectName()
    panel = page.findChild(QWidget, "scale_panel_erythema-0-3")
    assert panel is not None
    assert panel.accessibleName() == "Post-procedure erythema 0-3: not answered"
    grade = button(page, "grade_erythema-0-3_1")
    assert grade.accessibleName() == "Erythema 1, mild"
    assert grade.accessibleDescription()


def test_nothing_on_the_page_tells_subject_visit_or_file(
    page: RatingPage, session: RatingSession
) -> None:
    press("5", "n", Qt.Key.Key_Escape, "c", Qt.Key.Key_Escape)
    page.presenter.review()
    told = " ".join(_told(page)).lower()
    for secret in ("s-001", "s-002", "baseline", "day1", "day30", "front", ".jpg"):
        assert secret not in told
    for dialog in QApplication.topLevelWidgets():
        if dialog is not page:
            dialog.close()


def _told(top: QWidget) -> list[str]:
    """Every text of a window and all that is in it."""
    found = [top.windowTitle()]
    for one in [top, *top.findChildren(QObject)]:
        for name in ("text", "title", "placeholderText", "plainText", "windowTitle"):
            found.append(str(one.property(name) or ""))
        if isinstance(one, QWidget):
            found += [one.toolTip(), one.accessibleName(), one.accessibleDescription()]
            found += [one.statusTip(), one.whatsThis(), one.objectName()]
    return found


@pytest.mark.parametrize("size", [(1280, 620), (1366, 668), (1920, 980)])
@pytest.mark.parametrize("scale", [100, 150])
@pytest.mark.long
def test_all_grades_of_four_scales_can_be_reached(
    page: RatingPage, settings: Settings, size: tuple[int, int], scale: int
) -> None:
    settings.font_scale = scale
    page.resize(*size)
    QApplication.processEvents()
    panel = page.findChild(QWidget, "rating_panel")
    assert panel is not None
    for key in SCALES:
        page.presenter.focus_scale(key)
        QApplication.processEvents()
        for grade in page.findChildren(QPushButton):
            if not grade.objectName().startswith(f"grade_{key}_"):
                continue
            seen = grade.visibleRegion().boundingRect()
            assert seen.size() == grade.size(), f"{grade.objectName()} is cut"
            assert grade.minimumSizeHint().width() <= grade.width()


def test_four_scales_fit_the_smallest_window_without_scrolling(
    page: RatingPage,
) -> None:
    page.resize(1280, 640)
    QApplication.processEvents()
    for key in SCALES:
        panel = page.findChild(QWidget, f"scale_panel_{key}")
        assert panel is not None
        assert panel.visibleRegion().boundingRect().size() == panel.size()


def test_a_large_window_shows_the_words_of_all_scales(page: RatingPage) -> None:
    page.resize(1920, 1020)
    QApplication.processEvents()
    words = [
        word
        for word in page.scales.findChildren(QLabel)
        if word.property("look") == "grade_words" and word.isVisible()
    ]
    assert len(words) == 8


def test_the_words_of_all_grades_are_one_key_away(
    page: RatingPage, session: RatingSession
) -> None:
    press("a")
    assert page.anchors.isVisible()
    assert label(page, "anchor_title") == "Fitzpatrick-Goldman wrinkling"
    press("5")
    assert values(session, 1) == [5, None, None, None]
    assert (
        label(page.anchors.strip.widget(), "anchor_title")
        == "Post-procedure erythema 0-3"
    )
    press("a")
    assert not page.anchors.isVisible()


def test_the_photograph_moves_to_its_own_window_and_back(
    page: RatingPage, session: RatingSession
) -> None:
    press("d", modifier=CONTROL)
    window = page.viewer.window()
    assert window is not page
    assert window.windowTitle() == "Photograph"
    press("5")
    assert values(session, 1) == [5, None, None, None]
    window.close()
    assert page.viewer.window() is page
    assert page.viewer.isVisible()


def test_closing_the_page_closes_the_window_of_the_photograph(
    page: RatingPage,
) -> None:
    press("d", modifier=CONTROL)
    window = page.viewer.window()
    page.close()
    assert not window.isVisible()


def test_changed_keys_stand_on_the_buttons_and_are_remembered(
    page: RatingPage, session: RatingSession, staying: Settings
) -> None:
    page.commands.set_keys("flag", [QKeySequence("M")])
    flag = page.findChild(QToolButton, "flag_button")
    assert flag is not None
    assert flag.text() == "M"
    press("f")
    assert not session.is_flagged(1)
    press("m")
    assert session.is_flagged(1)
    again = RatingCommands(staying, QWidget())
    assert again.key_text("flag") == "M"


def test_a_key_that_is_taken_cannot_be_chosen(page: RatingPage) -> None:
    dialog = KeysDialog(page.commands, page)
    for name, key in (("flag", "N"), ("flag", "5")):
        field = dialog.findChild(QKeySequenceEdit, f"key_{name}")
        assert field is not None
        field.setKeySequence(QKeySequence(key))
        notice = dialog.findChild(QLabel, "keys_notice")
        assert notice is not None
        assert notice.text().startswith(f"{key} ")
        buttons = dialog.findChild(QDialogButtonBox)
        assert buttons is not None
        assert not buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled()
    dialog.deleteLater()


def test_keys_changed_in_the_dialog_are_the_keys_of_the_page(page: RatingPage) -> None:
    dialog = KeysDialog(page.commands, page)
    field = dialog.findChild(QKeySequenceEdit, "key_flag")
    assert field is not None
    field.setKeySequence(QKeySequence("M"))
    dialog.findChild(QDialogButtonBox).accepted.emit()
    assert page.commands.key_text("flag") == "M"
