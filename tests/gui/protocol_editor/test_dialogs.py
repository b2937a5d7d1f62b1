"""New studies on changed protocols, and amendments, by clicks and keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.new_study import NewStudyDialog
from gui.protocol_editor.amend_dialog import AmendDialog
from gui.protocol_editor.presenter import Step
from models.protocol import library
from models.reading.session import open_session
from tests.examples import example_protocol, make_study


@pytest.fixture
def dialog(qtbot: QtBot, context: PageContext) -> Iterator[NewStudyDialog]:
    dialog = NewStudyDialog(context)
    dialog.show()
    yield dialog
    if shiboken6.isValid(dialog):
        dialog.done(0)


def button(parent: QWidget, name: str) -> QPushButton:
    found = parent.findChild(QPushButton, name)
    assert found is not None, name
    return found


def typed(parent: QWidget, name: str, text: str) -> None:
    field = parent.findChild(QLineEdit, name)
    assert field is not None, name
    field.setText(text)
    field.textEdited.emit(text)


def label(parent: QWidget, name: str) -> str:
    found = parent.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


def choose_start(dialog: QDialog, part: str) -> None:
    starts = dialog.findChild(QListWidget, "protocol_list")
    assert starts is not None
    row = next(
        row
        for row in range(starts.count())
        if part.casefold() in starts.item(row).text().casefold()
    )
    starts.setCurrentRow(row)


def made(dialog: NewStudyDialog, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: path)
    typed(dialog, "title_field", "A study")
    button(dialog, "make_button").click()


def test_a_shipped_protocol_is_two_clicks_away(
    dialog: NewStudyDialog,
    context: PageContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_start(dialog, "single group, 48 weeks")
    made(dialog, tmp_path / "a.dgstudy", monkeypatch)
    pinned = context.study.store.protocol()
    assert pinned == library.shipped()["single-group"]


def test_each_start_says_a_sentence_of_itself(dialog: NewStudyDialog) -> None:
    starts = dialog.findChild(QListWidget, "protocol_list")
    assert starts is not None
    lines = [starts.item(row).text().split("\n") for row in range(starts.count())]
    assert all(len(one) == 2 and one[1] for one in lines)
    assert lines[-1][0] == "Start from nothing"


def test_a_design_of_sides_asks_for_the_sides_of_views(
    dialog: NewStudyDialog,
) -> None:
    dialog.show_step(Step.DESIGN)
    design = dialog.findChild(QComboBox, "design_field")
    assert design is not None
    QTest.keyClick(design, Qt.Key.Key_Down)
    steps = dialog.findChild(QListWidget, "step_names")
    assert steps is not None
    assert steps.item(2).text() == "Visits and views\n1 fault"
    assert label(dialog, "plan_faults") == "1 fault left in the plan"
    dialog.show_step(Step.VISITS)
    assert label(dialog, "views_table_fault") == ("View 1 (Front), side is missing.")
    dialog.show_step(Step.PLAN)
    assert "Visits and views: views 1, side is missing." in label(dialog, "plan_rest")


def test_a_single_group_is_asked_for_no_arms(dialog: NewStudyDialog) -> None:
    dialog.show_step(Step.DESIGN)
    design = dialog.findChild(QComboBox, "design_field")
    arms = dialog.findChild(QLineEdit, "arms_field")
    ratio = dialog.findChild(QLineEdit, "ratio_field")
    assert design is not None
    assert arms is not None
    assert ratio is not None
    assert arms.isVisible()
    QTest.keyClick(design, Qt.Key.Key_End)
    assert not arms.isVisible()
    assert not ratio.isVisible()
    dialog.show_step(Step.PLAN)
    told = " ".join(one.text() for one in dialog.findChildren(QLabel, "plan_words"))
    assert "One group" in told
    assert " arm" not in told


def test_a_place_of_the_schedule_is_switched_by_a_click(
    dialog: NewStudyDialog,
    context: PageContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    choose_start(dialog, "hoss")
    dialog.show_step(Step.SCHEDULE)
    picker = dialog.findChild(QTableWidget, "schedule_picker")
    assert picker is not None
    place = picker.visualRect(picker.model().index(1, 3)).center()
    QTest.mouseClick(picker.viewport(), Qt.MouseButton.LeftButton, pos=place)
    made(dialog, tmp_path / "b.dgstudy", monkeypatch)
    protocol = context.study.store.protocol()
    assert "day1" in protocol.schedule["fg-wrinkling"]
    assert protocol.key == "hoss-2020-own"


def test_a_visit_without_photographs_offers_nothing_to_score(
    dialog: NewStudyDialog,
) -> None:
    choose_start(dialog, "hoss")
    dialog.show_step(Step.SCHEDULE)
    picker = dialog.findChild(QTableWidget, "schedule_picker")
    assert picker is not None
    picker.setFocus()
    picker.setCurrentCell(0, 3)
    QTest.keyClick(picker, Qt.Key.Key_Space)
    marks = [picker.item(row, 3).text() for row in range(6)]  # type: ignore[union-attr]
    assert marks == ["", "–", "–", "–", "–", ""]


def test_changes_are_not_lost_without_a_question(dialog: NewStudyDialog) -> None:
    dialog.show_step(Step.DESIGN)
    typed(dialog, "subjects_field", "24")
    button(dialog, "cancel_button").click()
    assert dialog.isVisible()
    question = dialog.findChild(QDialog, "confirmation")
    assert question is not None
    question.reject()
    choose_start(dialog, "nothing")
    question = dialog.findChildren(QDialog, "confirmation")[-1]
    question.reject()
    starts = dialog.findChild(QListWidget, "protocol_list")
    assert starts is not None
    assert "Hoss" in starts.currentItem().text()


def test_a_protocol_is_saved_with_the_scales_of_ones_own_beside_it(
    dialog: NewStudyDialog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "plan.toml"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: path)
    dialog.show_step(Step.DESIGN)
    typed(dialog, "name_field", "Mine")
    button(dialog, "save_protocol_button").click()
    assert library.find_plan(str(path)).protocol.name == "Mine"


def amended(qtbot: QtBot, context: PageContext) -> AmendDialog:
    dialog = AmendDialog(context)
    dialog.show()
    return dialog


def changes(dialog: AmendDialog) -> str:
    box = dialog.findChild(QPlainTextEdit, "differences_text")
    assert box is not None
    return box.toPlainText()


def test_an_amendment_shows_what_changes_and_wants_a_reason(
    qtbot: QtBot, open_study: PageContext
) -> None:
    dialog = amended(qtbot, open_study)
    amend = button(dialog, "amend_button")
    assert changes(dialog) == "Nothing yet."
    typed(dialog, "subjects_field", "24")
    assert changes(dialog) == "The planned number of subjects changes."
    assert not amend.isEnabled()
    typed(dialog, "reason_field", "power was too low")
    assert amend.isEnabled()
    with qtbot.waitSignal(open_study.study.changed, timeout=10_000) as heard:
        amend.click()
    assert heard.args == ["protocol"]
    protocol = open_study.study.store.protocol()
    assert (protocol.version, protocol.subjects) == ("2", 24)


def test_what_scores_rest_on_cannot_be_amended_once_scoring_has_begun(
    qtbot: QtBot, context: PageContext, tmp_path: Path
) -> None:

    store = make_study(tmp_path / "s.dgstudy", protocol=example_protocol())
    open_session(store, "R1")
    context.study.take(store)
    dialog = amended(qtbot, context)
    typed(dialog, "reason_field", "a wish")
    typed(dialog, "ratio_field", "2:1")
    assert changes(dialog).startswith("✗ The ratio of the arms changes")
    assert not button(dialog, "amend_button").isEnabled()
    typed(dialog, "ratio_field", "")
    typed(dialog, "sites_text_field", "A, B")
    assert button(dialog, "amend_button").isEnabled()
    dialog.done(0)
