"""Entering values, adverse events and tables in the window, by keys alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.main_window import MainWindow
from gui.pages.measurements import importing
from gui.pages.measurements.page import MeasurementsPage
from models.audit.verify import verify_study
from tests.examples import make_study
from tests.measured import make_measured_study

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(
    context: PageContext, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    monkeypatch.setattr(importing, "mappings_folder", lambda: tmp_path / "mappings")
    context.study.take(make_measured_study(tmp_path / "m.dgstudy"))
    window = MainWindow(context)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    window.show_page("measurements")
    yield window
    window.close()


def find(window: QWidget, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def page_of(window: MainWindow) -> MeasurementsPage:
    page = window.findChild(MeasurementsPage)
    assert page is not None
    return page


def dialog(window: MainWindow, name: str, qtbot: QtBot) -> QDialog:
    """A dialog, once it is open and has nothing more to read."""

    def is_open() -> bool:
        found = window.findChild(QDialog, name)
        return found is not None and found.isVisible()

    qtbot.waitUntil(is_open, timeout=10_000)
    found = window.findChild(QDialog, name)
    assert found is not None
    return found


def focused() -> QWidget:
    """What has the focus."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def type_here(text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Type into what has the focus, and press a key."""
    QTest.keyClicks(focused(), text)
    QTest.keyClick(focused(), key)


def test_forms_are_filled_saved_and_walked_through_by_keys(
    window: MainWindow, context: PageContext, qtbot: QtBot
) -> None:
    page_of(window).show_place("001", "week6")
    grid = find(window, "form_grid")
    grid.setFocus()
    QTest.keyClick(grid, Qt.Key.Key_Return)

    type_here("2")
    type_here("3")
    QTest.keyClick(focused(), Qt.Key.Key_Return, CONTROL)

    stored = context.study.store.measurements()
    assert [(one.assessment, one.value) for one in stored] == [
        ("gais-physician", 2.0),
        ("gais-subject", 3.0),
    ]
    form = page_of(window)._form.form
    assert form is not None
    assert (form.subject, form.visit) == ("002", "week6")

    page_of(window).show_place("001", "week12")
    field = find(window, "cutometer-r0_field")
    field.setFocus()
    type_here("0,40")
    type_here("0,45", Qt.Key.Key_Tab)
    computed = find(window, "cutometer-r9_stored")
    assert computed.property("text") == "computed: 0.05 mm"
    QTest.keyClick(focused(), Qt.Key.Key_S, CONTROL)
    assert len(context.study.store.measurements()) == 4
    assert find(window, "form_message").property("text") == "Saved."

    find(window, "cutometer-r0_field").setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_A, CONTROL)
    type_here("4", Qt.Key.Key_Tab)
    message = find(window, "cutometer-r0_message")
    assert "must be above 0" in message.property("text")
    QTest.keyClick(focused(), Qt.Key.Key_S, CONTROL)
    assert len(context.study.store.measurement_history()) == 4

    QTest.keyClick(focused(), Qt.Key.Key_A, CONTROL)
    type_here("0.42", Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_S, CONTROL)
    question = dialog(window, "confirmation", qtbot)
    reason = question.findChild(QLineEdit, "reason_field")
    assert reason is not None
    QTest.keyClicks(reason, "misread")
    confirm = find(question, "confirm_button")
    confirm.setFocus()
    QTest.keyClick(confirm, Qt.Key.Key_Space)
    assert [one.why for one in context.study.store.measurement_history()][-1] == (
        "misread"
    )
    assert verify_study(context.study.store.path).holds


def test_what_is_typed_stays_until_it_is_saved(window: MainWindow) -> None:
    page = page_of(window)
    page.show_place("001", "week12")
    find(window, "cutometer-r0_field").setFocus()
    type_here("0.4", Qt.Key.Key_Tab)
    page.show_place("002", "week12")
    page.show_place("001", "week12")

    assert find(window, "cutometer-r0_field").property("text") == "0.4"


def test_a_value_is_not_done_by_a_key_and_with_a_reason(
    window: MainWindow, context: PageContext
) -> None:
    page_of(window).show_place("001", "week12")
    find(window, "cutometer-r0_field").setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_D, CONTROL)
    type_here("probe broken", Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_S, CONTROL)

    assert [one.reason for one in context.study.store.measurements()] == [
        "not done: probe broken"
    ]


def test_an_adverse_event_is_entered_and_withdrawn(
    window: MainWindow, context: PageContext, qtbot: QtBot
) -> None:
    QTest.keyClick(find(window, "form_grid"), Qt.Key.Key_E, CONTROL)
    box = dialog(window, "event_dialog", qtbot)
    for name, text in (
        ("event_subject", "002"),
        ("event_severity", "mild"),
        ("event_relation", "probable"),
        ("event_outcome", "recovered"),
        ("event_serious", "no"),
    ):
        choice = box.findChild(QComboBox, name)
        assert choice is not None
        QTest.keyClicks(choice, text)
    for name, text in (("event_term", "Bruise"), ("event_onset", "2.3.2026")):
        QTest.keyClicks(find(box, name), text)
    QTest.keyClick(find(box, "event_onset"), Qt.Key.Key_Return)

    (event,) = context.study.store.adverse_events()
    assert (event.subject, event.term, event.onset) == ("002", "Bruise", "2026-03-02")
    assert event.relation.value == "probable"

    table = find(window, "event_table")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home)
    find(window, "withdraw_event_button").setFocus()
    QTest.keyClick(find(window, "withdraw_event_button"), Qt.Key.Key_Space)
    question = dialog(window, "confirmation", qtbot)
    QTest.keyClicks(find(question, "reason_field"), "another subject")
    QTest.keyClick(find(question, "confirm_button"), Qt.Key.Key_Space)
    assert [one.withdrawn for one in context.study.store.adverse_events()] == [True]


def test_a_table_is_imported_after_its_column_was_named(
    window: MainWindow,
    context: PageContext,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "values.csv"
    path.write_bytes("Subject;Visit;Festigkeit\n001;Week 12;0,40\n".encode("cp1252"))
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_: path)
    window.run_page_command("measurements", "import_measurements")
    box = dialog(window, "import_dialog", qtbot)
    qtbot.waitUntil(lambda: not context.jobs.is_busy(), timeout=10_000)
    assert "semicolons" in find(box, "read_text").property("text")
    assert not find(box, "import_button").isEnabled()

    column = box.findChild(QComboBox, "column_2")
    assert column is not None
    column.setCurrentText("values: Cutometer R0, firmness")
    column.activated.emit(column.currentIndex())
    qtbot.waitUntil(find(box, "import_button").isEnabled, timeout=10_000)
    QTest.keyClick(find(box, "import_button"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not context.jobs.is_busy(), timeout=10_000)

    assert [one.value for one in context.study.store.measurements()] == [0.4]
    assert list((tmp_path / "mappings").glob("*.toml"))


def test_a_study_without_assessments_has_no_page_of_measurements(
    context: PageContext, tmp_path: Path
) -> None:
    context.study.take(make_study(tmp_path / "e.dgstudy"))
    window = MainWindow(context)
    window.show_page("measurements")

    assert window.findChild(MeasurementsPage) is None
    action = window.findChild(QAction, "show_measurements")
    assert action is not None
    assert not action.isVisible()
    window.close()
