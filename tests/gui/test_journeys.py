"""The whole walk in the window: from New study to the workbook, scored by keys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.main_window import MainWindow
from gui.pages.rating.commands import GOES_ON
from gui.pages.rating.page import RatingRoom
from models.audit.verify import verify_study
from tests.examples import PLAN, picture
from tests.gui.pages.rating.conftest import press

VISITS = ("baseline", "day1", "day30")
SUBJECTS = ("001", "002", "003", "004")
ARMS = {
    "001": "Northlight",
    "002": "Southwind",
    "003": "Southwind",
    "004": "Northlight",
}
PASSPHRASE = "open on record"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Photographs of four subjects at three visits, a plan and a list of arms."""
    photographs = tmp_path / "photographs"
    photographs.mkdir()
    number = 0
    for subject in SUBJECTS:
        for visit in VISITS:
            data = picture(number, size=(160, 120)).rpartition(b"#")[0]
            (photographs / f"{subject}_{visit}_front.jpg").write_bytes(data)
            number += 1
    (tmp_path / "plan.toml").write_text(PLAN)
    lines = ["subject;arm", *(f"{code};{arm}" for code, arm in ARMS.items())]
    (tmp_path / "arms.csv").write_text("\n".join(lines))
    return tmp_path


@pytest.fixture
def window(context: PageContext) -> Iterator[MainWindow]:
    context.settings.set_text(GOES_ON, "no")
    window = MainWindow(context)
    window.resize(1280, 800)
    window.show()
    yield window
    window.close()


class Walk:
    """Finds what a user would see, and presses it."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window = window
        self.qtbot = qtbot

    def dialog(self, name: str) -> QDialog:
        """A dialog, once it is open."""

        def is_open() -> bool:
            found = self.window.findChild(QDialog, name)
            return found is not None and found.isVisible()

        self.qtbot.waitUntil(is_open, timeout=30_000)
        found = self.window.findChild(QDialog, name)
        assert found is not None
        return found

    def gone(self, name: str) -> None:
        """Wait until a dialog has closed."""
        self.qtbot.waitUntil(
            lambda: (
                not any(
                    one.isVisible() for one in self.window.findChildren(QDialog, name)
                )
            ),
            timeout=60_000,
        )

    def come_back(self) -> None:
        """What a window manager does as a dialog is closed, and a test has to."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def idle(self, context: PageContext) -> None:
        self.qtbot.waitUntil(lambda: not context.jobs.is_busy(), timeout=60_000)

    def press(self, parent: QWidget, name: str) -> None:
        """Press a button once it can be pressed."""
        button = parent.findChild(QAbstractButton, name)
        assert button is not None, name
        self.qtbot.waitUntil(button.isEnabled, timeout=30_000)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def type(self, parent: QWidget, name: str, text: str) -> None:
        field = parent.findChild(QLineEdit, name)
        assert field is not None, name
        field.setFocus()
        QTest.keyClicks(field, text)

    def command(self, text: str) -> None:
        """Run a command of the menus by its name."""
        found = [
            action
            for action in self.window.findChildren(QAction)
            if action.text().replace("&", "") == text and action.isEnabled()
        ]
        assert found, text
        found[0].trigger()


def test_from_new_study_to_the_saved_workbook(
    window: MainWindow,
    context: PageContext,
    folder: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = Walk(window, qtbot)
    answer_file_dialogs(monkeypatch, folder)
    make_study(walk)
    import_photographs(walk, context)
    seal(walk, context)
    for rater in ("R1", "R2"):
        read(walk, context, rater)
    lock(walk)
    open_allocation(walk)
    save_workbook(walk, context, folder / "trial.xlsx")
    window.close()
    check_workbook(folder / "trial.xlsx")
    assert verify_study(folder / "trial.dgstudy").holds


def answer_file_dialogs(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """The system's own dialogs, answered as a user would."""
    opened = {"protocol": folder / "plan.toml", "allocation": folder / "arms.csv"}
    saved = {"study": folder / "trial.dgstudy", "workbook": folder / "trial.xlsx"}

    def from_(answers: dict[str, Path]) -> Callable[..., Path]:
        return lambda parent, settings, dialog, *rest: answers[dialog]

    monkeypatch.setattr(file_dialogs, "open_file", from_(opened))
    monkeypatch.setattr(file_dialogs, "save_file", from_(saved))
    monkeypatch.setattr(
        file_dialogs, "choose_folder", lambda *rest: folder / "photographs"
    )


def make_study(walk: Walk) -> None:
    walk.command("New study…")
    dialog = walk.dialog("new_study_dialog")
    walk.type(dialog, "title_field", "Trial of light and wind")
    walk.press(dialog, "protocol_file_button")
    walk.press(dialog, "make_button")
    walk.gone("new_study_dialog")
    assert "Trial of light and wind" in walk.window.windowTitle()


def import_photographs(walk: Walk, context: PageContext) -> None:
    walk.window.show_page("photographs")
    walk.press(walk.window, "import_button")
    dialog = walk.dialog("plan_dialog")
    walk.press(dialog, "import_button")
    walk.idle(context)
    walk.press(dialog, "close_button")
    walk.gone("plan_dialog")
    assert len(context.study.store.photographs()) == 12


def seal(walk: Walk, context: PageContext) -> None:
    walk.window.run_page_command("record", "seal_allocation")
    dialog = walk.dialog("sealing_dialog")
    walk.press(dialog, "choose_list_button")
    walk.type(dialog, "passphrase_field", PASSPHRASE)
    walk.type(dialog, "passphrase_again_field", PASSPHRASE)
    walk.press(dialog, "seal_button")
    walk.gone("sealing_dialog")
    assert set(context.study.store.envelopes()) == {"groups", "names"}


def read(walk: Walk, context: PageContext, rater: str) -> None:
    """Score every photograph from the keyboard, finish, and leave."""
    walk.come_back()
    walk.window.show_page("rating")
    walk.type(walk.window, "rater_field", rater)
    field = walk.window.findChild(QLineEdit, "rater_field")
    QTest.keyClick(field, Qt.Key.Key_Return)
    room = walk.window.findChild(RatingRoom)
    assert room is not None
    page = room.page
    assert page is not None
    title = walk.window.windowTitle()
    for secret in ("Trial", *SUBJECTS, *VISITS, rater):
        assert secret not in title
    for number in range(12):
        assert page.presenter.position == number + 1
        press(str(4 + number % 4), str(number % 4), Qt.Key.Key_Return)
    review = walk.dialog("review_dialog")
    walk.press(review, "finish_button")
    walk.press(walk.dialog("confirmation"), "confirm_button")
    walk.gone("confirmation")
    assert all(one.finished_at for one in context.study.store.readings())
    walk.command("Leave the reading")


def lock(walk: Walk) -> None:
    walk.window.run_page_command("record", "lock_study")
    dialog = walk.dialog("act_dialog")
    walk.type(dialog, "reason_field", "all readings are finished")
    walk.press(dialog, "confirm_button")
    walk.gone("act_dialog")


def open_allocation(walk: Walk) -> None:
    walk.window.show_page("trajectories")
    button = walk.window.findChild(QPushButton, "empty_button")
    assert button is not None
    walk.qtbot.waitUntil(button.isVisible, timeout=30_000)
    walk.press(walk.window, "empty_button")
    dialog = walk.dialog("opening_dialog")
    walk.press(dialog, "full_choice")
    walk.type(dialog, "passphrase_field", PASSPHRASE)
    walk.type(dialog, "reason_field", "analysis after the lock")
    walk.type(dialog, "by_field", "statistician")
    walk.press(dialog, "open_button")
    walk.gone("opening_dialog")


def save_workbook(walk: Walk, context: PageContext, path: Path) -> None:
    walk.window.show_page("trajectories")
    walk.idle(context)
    walk.command("Save workbook…")
    walk.qtbot.waitUntil(path.exists, timeout=60_000)
    walk.idle(context)
    QApplication.sendPostedEvents()


def check_workbook(path: Path) -> None:
    """Every score is there, with the arm of its subject, and the charts are."""
    workbook = load_workbook(path)
    sheet = workbook["Scores"]
    heading, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    records = [dict(zip(heading, row, strict=True)) for row in rows if any(row)]
    assert len(records) == 2 * 12 * 2
    by_name = {str(name).lower(): name for name in heading}
    for record in records:
        assert record[by_name["group"]] == ARMS[record[by_name["subject"]]]
    assert workbook["Charts"]._charts
    workbook.close()
