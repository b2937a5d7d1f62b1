"""Training in the window: rounds by keys, references by clicks, the certificate."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.main_window import MainWindow
from gui.pages.rating.commands import GOES_ON
from gui.pages.training.page import TrainingRoom
from gui.pages.training.references_dialog import ReferencesDialog
from gui.planning.precision_dialog import PrecisionDialog
from models.store.store import StudyStore
from models.training.judging import judge_examination
from models.training.practice import PracticeSession
from tests.examples import make_study
from tests.gui.conftest import QuietReporter
from tests.gui.pages.rating.conftest import press
from tests.training import SCALE, examine, make_set, truth, wrong


@pytest.fixture
def window(context: PageContext, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with a set of 16 photographs open."""
    context.settings.set_text(GOES_ON, "no")
    context.study.take(make_set(tmp_path / "set.dgstudy", count=16))
    window = MainWindow(context)
    window.resize(1200, 800)
    window.show()
    yield window
    window.close()
    window.deleteLater()


def find(kind: type, name: str, parent: QWidget) -> QWidget:
    found = parent.findChild(kind, name)
    assert isinstance(found, QWidget), name
    return found


def room_of(window: MainWindow) -> TrainingRoom:
    window.show_page("training")
    room = find(TrainingRoom, "training_room", window)
    assert isinstance(room, TrainingRoom)
    return room


def click(parent: QWidget, name: str) -> None:
    button = find(QAbstractButton, name, parent)
    assert button.isEnabled(), name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def choose_trainee(room: TrainingRoom, code: str) -> None:
    field = find(QComboBox, "trainee_field", room)
    assert isinstance(field, QComboBox)
    field.setCurrentText(code)


def read_all(
    room: TrainingRoom, store: StudyStore, answer: Callable[[float], float]
) -> None:
    """Grade every photograph of the round on the screen with the keyboard."""
    page = room.page
    assert page is not None
    session = page.presenter._session
    shown = store.read_photographs(store.training_readings()[-1].reading.id)
    for _ in session.items:
        position = page.presenter.position
        press(str(round(answer(truth(shown[position])))))
        press(Qt.Key.Key_Return)
        if isinstance(session, PracticeSession):
            assert page.is_entering
            press(Qt.Key.Key_Return)
            assert not page.is_entering
    dialog = find(QDialog, "review_dialog", page)
    click(dialog, "finish_button")
    question = find(QDialog, "confirmation", page)
    click(question, "confirm_button")
    leave = room.window().findChild(QAction, "leave_reading")
    assert leave is not None
    leave.trigger()


def test_only_studies_for_training_have_the_page(
    window: MainWindow, context: PageContext, tmp_path: Path
) -> None:
    pages = window.findChild(QWidget, "page_list")
    assert pages is not None
    rows = range(pages.count())  # type: ignore[attr-defined]
    shown = [pages.item(row).text() for row in rows if not pages.item(row).isHidden()]  # type: ignore[attr-defined]
    assert "Training" in shown
    context.study.close()
    context.study.take(make_study(tmp_path / "trial.dgstudy"))
    shown = [pages.item(row).text() for row in rows if not pages.item(row).isHidden()]  # type: ignore[attr-defined]
    assert "Training" not in shown
    context.study.close()


def test_a_mark_is_set_with_a_click_and_a_grade_with_a_reason(
    window: MainWindow, context: PageContext, qtbot: QtBot
) -> None:
    room = room_of(window)
    click(room, "references_button")
    dialog = window.findChild(ReferencesDialog, "reference_scores_dialog")
    assert dialog is not None
    picture = find(QWidget, "reference_picture", dialog)
    middle = QPointF(picture.width() / 2, picture.height() / 2).toPoint()
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=middle)
    grade = find(QComboBox, "reference_grade", dialog)
    assert isinstance(grade, QComboBox)
    grade.setCurrentIndex(grade.findData(3.0))
    reason = find(QLineEdit, "reference_reason", dialog)
    assert isinstance(reason, QLineEdit)
    reason.setText("seen by all")
    click(dialog, "set_reference_button")
    one = context.study.store.reference_scores()[1, SCALE]
    assert (one.value, one.source) == (3, "consensus")
    assert one.mark is not None
    assert one.mark.x == pytest.approx(0.5, abs=0.05)
    dialog.close()


def test_the_trainee_trains_and_is_examined_with_the_keyboard(
    window: MainWindow,
    context: PageContext,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store, room = context.study.store, room_of(window)
    choose_trainee(room, "T1")
    click(room, "practice_button")
    assert context.shell.is_blinded
    read_all(room, store, lambda grade: grade)
    assert not context.shell.is_blinded
    click(room, "examine_button")
    read_all(room, store, lambda grade: grade)
    said = find(QLabel, "what_next", room)
    assert isinstance(said, QLabel)
    assert "passed examination 1" in said.text()
    page = tmp_path / "T1.pdf"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: page)
    click(room, "certificate_button")
    assert page.read_bytes().startswith(b"%PDF")
    assert len(store.certificates()) == 1


def test_a_failed_examination_says_what_was_not_reached(
    window: MainWindow, context: PageContext
) -> None:
    examine(context.study.store, answer=wrong)
    judge_examination(context.study.store, "T1", by="T")
    room = room_of(window)
    said = find(QLabel, "what_next", room)
    assert isinstance(said, QLabel)
    assert "did not pass examination 1: Erythema" in said.text()
    assert not find(QPushButton, "certificate_button", room).isEnabled()


def test_a_set_that_cannot_be_examined_again_is_told(
    window: MainWindow, context: PageContext, errors: QuietReporter
) -> None:
    examine(context.study.store, answer=wrong)
    room = room_of(window)
    choose_trainee(room, "T1")
    click(room, "examine_button")
    assert "comes training" in errors.reports.pop().text


def test_precision_is_simulated_from_the_scores_of_the_study(
    window: MainWindow,
    context: PageContext,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "pilot.csv"
    rows = [
        f"{target},{rater},{(target + (rater == 'B' and target % 5 == 0)) % 4}"
        for target in range(12)
        for rater in "AB"
    ]
    path.write_text("\n".join(["target,rater,score", *rows]))
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_: path)
    dialog = PrecisionDialog(context, window)
    dialog.open()
    assert [row.photographs for row in dialog._needs.records()] == [55, 36, 31, 29]
    width = find(QLineEdit, "planned_width", dialog)
    assert isinstance(width, QLineEdit)
    width.setText("0.3")
    assert [row.photographs for row in dialog._needs.records()] == [28, 17, 15, 14]
    width.setText("wide")
    assert not dialog._needs.records()
    click(dialog, "pilot_table")
    click(dialog, "simulate_button")
    qtbot.waitUntil(lambda: bool(dialog._results.records()), timeout=20_000)
    widths = [one.icc_width for one in dialog._results.records() if one.raters == 2]
    assert widths[0] > widths[-1]
    dialog.close()
