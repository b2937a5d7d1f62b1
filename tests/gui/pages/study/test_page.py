from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.pages.study.page import StudyPage, build
from gui.pages.study.rater_dialog import RaterDialog
from gui.pages.study.schedule_matrix import ScheduleMatrix
from models.protocol import library
from models.store.store import StudyStore
from tests.examples import picture


@pytest.fixture
def page(qtbot: QtBot, open_study: PageContext) -> Iterator[StudyPage]:
    page = build(open_study)
    page.show()
    yield page
    page.close()


def _label(page: StudyPage, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None
    return label.text()


def test_the_page_shows_plan_and_counts(page: StudyPage) -> None:
    assert _label(page, "study_title") == "Example study"
    assert "2 parallel arms, 3 visits, 1 view, 2 scales" in _label(page, "plan_text")
    assert _label(page, "photographs_number") == "9 of 9"
    assert _label(page, "allocation_number") == "not sealed"


def test_the_matrix_shows_which_scale_is_analysed_when(page: StudyPage) -> None:
    matrix = page.findChild(ScheduleMatrix)
    assert matrix is not None

    def row(number: int) -> list[str]:
        cells = [matrix.item(number, column) for column in range(3)]
        return [cell.text() for cell in cells if cell is not None]

    assert row(1) == ["●", "", "●"]
    assert row(2) == ["●", "●", "●"]


def test_the_button_of_the_next_step_leads_to_its_command(
    qtbot: QtBot, page: StudyPage, open_study: PageContext
) -> None:
    buttons = page.findChildren(QPushButton, "step_button")
    seal = next(one for one in buttons if one.accessibleName() == "Seal the allocation")
    with qtbot.waitSignal(open_study.shell.page_command_requested) as heard:
        seal.click()

    assert heard.args == ["record", "seal_allocation"]


def test_a_rater_is_added_with_a_line_in_the_trail(
    page: StudyPage, open_study: PageContext
) -> None:
    add = page.findChild(QPushButton, "add_rater_button")
    assert add is not None
    add.click()
    dialog = page.findChild(RaterDialog)
    assert dialog is not None
    code = dialog.findChild(QLineEdit, "rater_code")
    buttons = dialog.findChild(QDialogButtonBox)
    assert code is not None
    assert buttons is not None
    ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    code.setText("AB")
    ok.click()

    store = open_study.study.store
    assert [rater.code for rater in store.raters()] == ["AB"]
    assert store.trail()[-1].action == "rater added"


def test_a_change_elsewhere_is_shown(page: StudyPage, open_study: PageContext) -> None:
    store = open_study.study.store
    with store.changes(by="x", role="coordinator", action="subject added") as changes:
        changes.add_subject("099")
    open_study.study.tell("people")

    assert _label(page, "subjects_number") == "4"
    assert _label(page, "photographs_number") == "9 of 12"


def test_reference_photographs_are_added_to_a_grade_and_taken_out(
    open_study: PageContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    file = tmp_path / "severe.jpg"
    file.write_bytes(picture(40))
    monkeypatch.setattr(file_dialogs, "open_files", lambda *_: [file])
    page = build(open_study)
    page.show()
    button(page, "references_button").click()
    dialog = page.findChild(QDialog, "references_dialog")
    assert dialog is not None
    scale = dialog.findChild(QComboBox, "reference_scale")
    grade = dialog.findChild(QComboBox, "reference_grade")
    assert scale is not None
    assert grade is not None
    scale.setCurrentIndex(scale.findData("erythema-0-3"))
    grade.setCurrentIndex(3)
    button(dialog, "add_references_button").click()
    store = open_study.study.store
    qtbot.waitUntil(lambda: bool(store.references()))
    [one] = store.references()
    assert (one.scale, one.value, one.file_name) == ("erythema-0-3", 3, "severe.jpg")
    table = dialog.findChild(QTableView, "reference_table")
    assert table is not None
    qtbot.waitUntil(lambda: table.model().rowCount() == 1)
    table.selectRow(0)
    button(dialog, "withdraw_reference_button").click()
    assert store.references() == []
    dialog.accept()
    page.close()


def button(parent: QWidget, name: str) -> QPushButton:
    found = parent.findChild(QPushButton, name)
    assert found is not None
    return found


def test_a_single_group_has_neither_arm_nor_allocation(
    qtbot: QtBot, context: PageContext, tmp_path: Path
) -> None:
    plan = library.find_plan("single-group")
    context.study.take(
        StudyStore.create(
            tmp_path / "g.dgstudy",
            title="Group",
            protocol=plan.protocol,
            scales=plan.scales,
            measures=plan.measures,
        )
    )
    page = build(context)
    page.show()
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "one group, 4 visits, 3 views, 2 scales" in said
    assert " arm" not in said
    assert "llocation" not in said
    page.close()


def test_the_plan_stands_on_the_page_in_words(page: StudyPage) -> None:
    said = [label.text() for label in page.findChildren(QLabel, "plan_words")]
    assert said[0].startswith("2 parallel arms; day 0 is the day of procedure.")
    assert "Baseline: day −7, photographs." in said[1]


def test_the_protocol_is_amended_from_the_page(qtbot: QtBot, page: StudyPage) -> None:
    button = page.findChild(QPushButton, "amend_button")
    assert button is not None
    button.click()
    dialog = page.findChild(QDialog, "amend_dialog")
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()
