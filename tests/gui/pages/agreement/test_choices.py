"""Before or after? on the screen: keys, saved at once, and nothing else in sight."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from gui.context import PageContext
from gui.pages.agreement.choice_start import ChoiceStartDialog
from gui.pages.agreement.page import AgreementPage
from gui.pages.agreement.wiring import build
from models.reading.before_after import choice_results
from tests.examples import PLAN, example_protocol, make_study

ASKED = PLAN + '\n[before_after]\nvisit = "day30"\n'


@pytest.fixture
def page(qtbot, context: PageContext, tmp_path) -> AgreementPage:
    protocol = example_protocol(ASKED)
    context.study.take(make_study(tmp_path / "s.dgstudy", protocol=protocol))
    page = build(context)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    yield page
    context.jobs.close()
    page.close()


def test_pairs_are_answered_with_the_keyboard(page, context) -> None:
    store = context.study.store
    page.start_choices("R1")
    panel = page.panel
    assert context.shell.is_blinded
    QTest.keyClick(panel, Qt.Key.Key_1)
    assert not store.choice_answers()
    QTest.keyClick(panel, Qt.Key.Key_Left)
    QTest.keyClick(panel, Qt.Key.Key_3)
    assert panel.position == 2
    [first] = store.choice_answers().values()
    assert (first.side, first.sureness) == ("left", 3)
    QTest.keyClick(panel, Qt.Key.Key_Backspace)
    assert panel.sides["left"].isChecked()
    QTest.keyClick(panel, Qt.Key.Key_Right)
    QTest.keyClick(panel, Qt.Key.Key_2)
    for _ in range(2):
        QTest.keyClick(panel, Qt.Key.Key_Right)
        QTest.keyClick(panel, Qt.Key.Key_1)
    assert page.panel is None
    assert not context.shell.is_blinded
    assert [one.pairs for one in choice_results(store)] == [3, 3]


def test_the_command_asks_who_answers(page) -> None:
    [action] = [c.action for c in page.commands() if c.menu == "tools"]
    action.trigger()
    [dialog] = page.findChildren(ChoiceStartDialog)
    dialog.rater.setEditText("R2")
    box = dialog.findChild(QDialogButtonBox)
    box.button(QDialogButtonBox.StandardButton.Ok).click()
    assert page.panel is not None
    page.leave_choices()
    assert page.panel is None
