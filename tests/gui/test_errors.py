import logging
import sys
import threading

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.error_box import ErrorBox
from gui.errors import ErrorReporter, where
from models.errors import ExpectedError, Problem
from tests.gui.conftest import QuietReporter


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def _box(window: QWidget) -> ErrorBox:
    box = window.findChild(ErrorBox, "error_box")
    assert box is not None
    return box


def _text(box: ErrorBox, name: str) -> str:
    label = box.findChild(QLabel, name)
    assert label is not None
    return label.text()


def _fail(message: str) -> None:
    raise ValueError(message)


def _raised(message: str) -> ValueError:
    with pytest.raises(ValueError, match=message) as raised:
        _fail(message)
    return raised.value


def test_the_box_tells_the_sentence_every_problem_and_the_hint(window: QWidget) -> None:
    errors = ErrorReporter()
    errors.set_window(window)
    problems = [Problem("row 3", "no such subject"), Problem("row 9", "no arm")]
    errors.show(ExpectedError("Faults in it.", hint="Mend it.", problems=problems))

    box = _box(window)
    lines = box.findChild(QPlainTextEdit, "error_problems")
    assert _text(box, "error_text") == "Faults in it."
    assert _text(box, "error_hint") == "Mend it."
    assert lines is not None
    assert lines.toPlainText() == "row 3: no such subject\nrow 9: no arm"
    box.accept()


def test_a_bug_is_told_as_one_and_its_details_can_be_copied(window: QWidget) -> None:
    errors = ErrorReporter()
    errors.set_window(window)
    errors.show(_raised("inner detail"))

    box = _box(window)
    copy = box.findChild(QPushButton, "copy_button")
    assert copy is not None
    copy.click()
    assert "ValueError: inner detail" in QGuiApplication.clipboard().text()
    box.accept()


def test_a_rater_sees_no_details_of_a_bug(window: QWidget) -> None:
    errors = ErrorReporter()
    errors.set_window(window)
    errors.set_blinded(True)
    errors.show(_raised("subject 007"))

    box = _box(window)
    assert box.findChild(QPlainTextEdit, "error_details") is None
    assert "007" not in _text(box, "error_text") + _text(box, "error_hint")
    box.accept()


def test_a_bug_that_comes_back_with_every_frame_opens_one_box(
    window: QWidget,
) -> None:
    errors = ErrorReporter()
    errors.set_window(window)
    for _ in range(5):
        errors.show(_raised("again"))

    boxes = window.findChildren(ErrorBox)
    assert len(boxes) == 1
    boxes[0].accept()


def test_the_log_names_kind_and_place_of_a_bug_but_no_value(
    errors: QuietReporter, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        errors.show(_raised("photograph 007_day30.jpg"))
    errors.reports.clear()

    assert "ValueError" in caplog.text
    assert "test_errors.py" in caplog.text
    assert "007" not in caplog.text


def test_the_place_of_an_error_gives_no_home_folder() -> None:
    assert "gui/test_errors.py:" in where(_raised("x"))
    assert sys.prefix not in where(_raised("x"))


def test_what_nobody_caught_in_a_thread_is_told_in_the_gui_thread(
    qtbot: QtBot, errors: QuietReporter
) -> None:
    errors.install()
    thread = threading.Thread(target=lambda: [][1])
    try:
        thread.start()
        thread.join()
    finally:
        errors.uninstall()
    qtbot.waitUntil(lambda: bool(errors.reports))

    assert errors.reports.pop().is_bug


def test_a_report_is_also_a_signal(qtbot: QtBot, errors: QuietReporter) -> None:
    with qtbot.waitSignal(errors.reported) as heard:
        errors.show(ExpectedError("Too small."))

    assert heard.args == [errors.reports.pop()]


def test_before_there_is_a_window_the_box_stays(qapp: QApplication) -> None:
    errors = ErrorReporter()
    errors.show(ExpectedError("No screen yet."))

    boxes = [one for one in qapp.topLevelWidgets() if isinstance(one, ErrorBox)]
    assert [box.isVisible() for box in boxes] == [True]
    boxes[0].accept()
