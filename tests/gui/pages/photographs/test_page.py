from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
)
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.pages.photographs.contact_sheet import ContactSheet
from gui.pages.photographs.matrix import CompletenessModel, MatrixTable
from gui.pages.photographs.page import PhotographsPage, build
from gui.pages.photographs.plan_dialog import PlanDialog
from gui.pages.photographs.presenter import completeness
from tests.examples import make_study, picture


@pytest.fixture
def page(qtbot: QtBot, open_study: PageContext) -> Iterator[PhotographsPage]:
    page = build(open_study)
    page.show()
    yield page
    page.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two photographs of a new subject, one broken, one without a place."""
    folder = tmp_path / "camera"
    folder.mkdir()
    (folder / "031_baseline_front.jpg").write_bytes(picture(101))
    (folder / "031_day1_front.jpg").write_bytes(picture(102))
    (folder / "031_day30_front.jpg").write_bytes(picture(103)[:40])
    (folder / "holiday.jpg").write_bytes(picture(104))
    return folder


def _planned(qtbot: QtBot, page: PhotographsPage, folder: Path) -> PlanDialog:
    page.import_folder(folder)
    qtbot.waitUntil(lambda: page.findChild(PlanDialog) is not None)
    dialog = page.findChild(PlanDialog)
    assert dialog is not None
    return dialog


def _button(dialog: PlanDialog, name: str) -> QPushButton:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    return button


def _tabs(dialog: PlanDialog) -> list[str]:
    tabs = dialog.findChild(QTabWidget, "plan_tabs")
    assert tabs is not None
    return [tabs.tabText(number) for number in range(tabs.count())]


def test_the_matrix_keeps_the_rules_of_qt(
    qtmodeltester: ModelTester, tmp_path: Path
) -> None:
    model = CompletenessModel()
    with make_study(tmp_path / "s.dgstudy") as store:
        model.set_matrix(
            completeness(store.protocol(), store.subjects(), store.photographs())
        )

    qtmodeltester.check(model)


def test_choosing_a_row_shows_all_photographs_of_the_subject(
    qtbot: QtBot, page: PhotographsPage
) -> None:
    matrix, sheet = page.findChild(MatrixTable), page.findChild(ContactSheet)
    assert matrix is not None
    assert sheet is not None
    matrix.selectRow(1)

    assert [sheet.item(row).text() for row in range(sheet.count())] == [
        "002\nBaseline",
        "002\nDay 1",
        "002\nDay 30",
    ]
    qtbot.waitUntil(
        lambda: all(not sheet.item(row).icon().isNull() for row in range(3))
    )


def test_nothing_is_written_before_the_plan_was_seen(
    qtbot: QtBot, page: PhotographsPage, open_study: PageContext, folder: Path
) -> None:
    dialog = _planned(qtbot, page, folder)

    assert _tabs(dialog) == [
        "Matched (2)",
        "Name does not fit (1)",
        "Cannot be read (1)",
        "Missing (1)",
    ]
    dialog.close()
    assert len(open_study.study.store.photographs()) == 9


def test_the_plan_is_imported_and_the_report_names_what_was_left_out(
    qtbot: QtBot,
    page: PhotographsPage,
    open_study: PageContext,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    dialog = _planned(qtbot, page, folder)
    report = dialog.findChild(QPlainTextEdit, "report_text")
    assert report is not None
    _button(dialog, "import_button").click()
    qtbot.waitUntil(lambda: bool(report.toPlainText()))

    assert len(open_study.study.store.photographs()) == 11
    assert "holiday.jpg" in report.toPlainText()
    sentence = page.findChild(QLabel, "completeness_text")
    assert sentence is not None
    assert sentence.text().startswith("11 photographs of 4 subjects")

    saved = folder / "list.txt"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: saved)
    _button(dialog, "save_report_button").click()
    assert saved.read_text(encoding="utf-8") == report.toPlainText()
    dialog.close()


def test_another_pattern_reads_the_names_anew(
    qtbot: QtBot, page: PhotographsPage, tmp_path: Path
) -> None:
    folder = tmp_path / "camera"
    folder.mkdir()
    (folder / "front day1 044.jpg").write_bytes(picture(101))
    dialog = _planned(qtbot, page, folder)
    assert _tabs(dialog)[0] == "Matched (0)"

    pattern = dialog.findChild(QComboBox, "pattern_box")
    assert pattern is not None
    pattern.setEditText("{view} {visit} {subject}")
    qtbot.waitUntil(lambda: _tabs(dialog)[0] == "Matched (1)")
    assert _button(dialog, "import_button").isEnabled()
    dialog.close()


def test_a_pattern_that_cannot_be_used_is_told_beside_it(
    qtbot: QtBot, page: PhotographsPage, folder: Path
) -> None:
    dialog = _planned(qtbot, page, folder)
    pattern = dialog.findChild(QComboBox, "pattern_box")
    fault = dialog.findChild(QLabel, "pattern_fault")
    assert pattern is not None
    assert fault is not None
    pattern.setEditText("{subject}_{visi}")
    qtbot.waitUntil(fault.isVisible)

    assert "{visi}" in fault.text()
    assert not _button(dialog, "import_button").isEnabled()
    dialog.close()


def test_the_import_command_asks_for_a_folder(
    qtbot: QtBot,
    page: PhotographsPage,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(file_dialogs, "choose_folder", lambda *_: folder)
    [command] = page.commands()
    command.action.trigger()
    qtbot.waitUntil(lambda: page.findChild(PlanDialog) is not None)

    dialog = page.findChild(PlanDialog)
    assert dialog is not None
    dialog.close()
