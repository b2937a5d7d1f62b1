"""The page of the overview: computed beside the window, leading to the places."""

import csv
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.main_window import MainWindow
from gui.pages.measurements.page import MeasurementsPage
from gui.pages.overview.matrix_table import SignTable
from models.store.measure_records import NewMeasurement
from tests.examples import make_study
from tests.measured import enter, make_measured_study


def test_a_cell_leads_to_its_form_and_the_overview_is_exported(
    context: PageContext,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = make_measured_study(tmp_path / "m.dgstudy")
    enter(store, NewMeasurement("001", "baseline", "cutometer-r0", 0.40))
    context.study.take(store)
    window = MainWindow(context)
    window.show()
    window.show_page("overview")
    table = window.findChild(SignTable, "overview_matrix")
    assert table is not None
    qtbot.waitUntil(lambda: bool(table.matrix.subjects), timeout=20_000)
    tabs = window.findChild(QTabWidget, "overview_tabs")
    assert tabs is not None
    titles = [tabs.tabText(number) for number in range(tabs.count())]
    assert "Visit windows" not in titles  # this protocol sets none
    out = tmp_path / "overview.csv"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: out)
    window.run_page_command("overview", "export_overview")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"part": "completeness", "subject": "001"}.items() <= rows[0].items()

    column = table.matrix.headings.index("Week 12\nR0")
    table.setCurrentIndex(table.model().index(1, column))
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Return)
    page = window.findChild(MeasurementsPage)
    assert page is not None
    form = page._form.form
    assert form is not None
    assert (form.subject, form.visit) == ("002", "week12")
    window.close()


def test_a_protocol_without_rules_of_eligibility_has_an_overview_too(
    context: PageContext, tmp_path: Path, qtbot: QtBot
) -> None:
    context.study.take(make_study(tmp_path / "s.dgstudy"))
    window = MainWindow(context)
    window.show()

    window.show_page("overview")

    table = window.findChild(SignTable, "overview_matrix")
    assert table is not None
    qtbot.waitUntil(lambda: bool(table.matrix.subjects), timeout=20_000)
    tabs = window.findChild(QTabWidget, "overview_tabs")
    assert tabs is not None
    titles = [tabs.tabText(number) for number in range(tabs.count())]
    assert "Eligibility" not in titles
    window.close()
