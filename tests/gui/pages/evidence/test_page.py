"""The page of evidence in the window, driven by keys."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QTabWidget
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.main_window import MainWindow
from gui.pages.evidence.figure_view import FigureView
from gui.pages.evidence.view import EvidencePage
from gui.tables.record_table import RecordTable
from tests.evidence_tables import ADAMS, BAKER


@pytest.fixture
def window(open_study: PageContext) -> Iterator[MainWindow]:
    window = MainWindow(open_study)
    window.resize(1280, 720)
    window.show()
    window.show_page("evidence")
    yield window
    window.close()


def idle(context: PageContext, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not context.jobs.is_busy(), timeout=60_000)


def test_a_study_is_entered_by_keys_undone_and_copied(
    window: MainWindow, open_study: PageContext, qtbot: QtBot
) -> None:
    page = window.findChild(EvidencePage)
    assert page is not None
    idle(open_study, qtbot)
    table = page.findChild(RecordTable, "study_table")
    assert table is not None
    table.setFocus()

    QTest.keyClick(table, Qt.Key.Key_N, _CONTROL | Qt.KeyboardModifier.ShiftModifier)
    dialog = page.findChild(QDialog, "study_dialog")
    assert dialog is not None
    name = dialog.findChild(QLineEdit, "study_name_field")
    assert name is not None
    QTest.keyClicks(name, "Adams 2011")
    for column in ("n1", "mean1", "sd1", "n2", "mean2", "sd2"):
        field = dialog.findChild(QLineEdit, f"{column}_0")
        assert field is not None
        assert field.accessibleName()
        QTest.keyClicks(field, ADAMS[column])
    done = dialog.findChild(QPushButton, "study_done")
    assert done is not None
    assert done.isEnabled()
    QTest.keyClick(name, Qt.Key.Key_Return)
    idle(open_study, qtbot)
    assert [row.name for row in table.records()] == ["Adams 2011"]

    forest = page.findChild(FigureView, "forest_view")
    assert forest is not None
    assert forest.has_picture
    QTest.keyClick(forest, Qt.Key.Key_C, _CONTROL)
    assert not QGuiApplication.clipboard().image().isNull()
    QGuiApplication.clipboard().clear()
    assert open_study.study.store.trail()[-1].action == "forest figure written"

    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Z, _CONTROL)
    idle(open_study, qtbot)
    assert table.records() == []


def test_a_table_is_imported_and_every_tab_tells_something(
    window: MainWindow,
    open_study: PageContext,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = window.findChild(EvidencePage)
    assert page is not None
    idle(open_study, qtbot)
    path = tmp_path / "in.csv"
    pd.DataFrame([ADAMS, BAKER]).to_csv(path, index=False)
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_: path)

    window.run_page_command("evidence", "import_evidence")
    idle(open_study, qtbot)

    tabs = page.findChild(QTabWidget, "evidence_tabs")
    assert tabs is not None
    assert tabs.count() == 5
    views = page.findChildren(FigureView)
    assert all(view.has_picture for view in views)
    assert all("Adams 2011" in view.accessibleDescription() for view in views)
    assert page.minimumSizeHint().width() <= 1280 - 172


_CONTROL = Qt.KeyboardModifier.ControlModifier
