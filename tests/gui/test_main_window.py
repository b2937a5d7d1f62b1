import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QCloseEvent, QDropEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot
from typing_extensions import override

from gui import file_dialogs
from gui.confirmation import Confirmation
from gui.context import Command, PageContext
from gui.main_window import MainWindow
from gui.naming import named
from gui.registry import PageEntry
from gui.settings import Settings
from tests.examples import make_study
from tests.gui.conftest import QuietReporter

closed: list[str] = []


class _Page(QWidget):
    """A page with one command, which notes that it was closed."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.done = 0
        self._action = named(f"do_{name}", QAction(f"Do {name}", self))
        self._action.triggered.connect(self._on_triggered)

    def commands(self) -> tuple[Command, ...]:
        return (Command("edit", self._action),)

    def _on_triggered(self) -> None:
        self.done += 1

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        closed.append(self.objectName())
        super().closeEvent(event)


built: list[str] = []


def _page(name: str) -> _Page:
    built.append(name)
    return _Page(name)


PAGES = (
    PageEntry("study", "Study", "study", lambda context: _page("study")),
    PageEntry("rating", "Rate", "rate", lambda context: _page("rating")),
)


@pytest.fixture
def window(qtbot: QtBot, context: PageContext) -> Iterator[MainWindow]:
    built.clear()
    closed.clear()
    window = MainWindow(context, PAGES)
    window.show()
    yield window
    window.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "trial.dgstudy"
    make_study(path).close()
    return path


def _action(window: MainWindow, name: str) -> QAction:
    action = window.findChild(QAction, name)
    assert action is not None
    return action


def _menu_texts(window: MainWindow) -> set[str]:
    menus = window.menuBar().findChildren(QMenu)
    return {action.text() for menu in menus for action in menu.actions()}


def _shown_words(window: MainWindow) -> str:
    labels = [
        label.text() for label in window.findChildren(QLabel) if label.isVisible()
    ]
    buttons = window.findChildren(QPushButton)
    labels += [button.text() for button in buttons if button.isVisible()]
    return " ".join(
        [window.windowTitle(), window.statusBar().currentMessage(), *labels]
    )


def test_without_a_study_the_start_page_is_shown(window: MainWindow) -> None:
    start = window.findChild(QWidget, "start_page")
    assert start is not None
    assert start.isVisible()
    assert window.windowTitle() == "Dermagrade"
    assert not _action(window, "close_study").isEnabled()
    assert built == []


def test_a_study_opens_with_its_name_in_the_title_and_its_first_page(
    window: MainWindow, file: Path, settings: Settings
) -> None:
    window.open_file(file)

    assert window.windowTitle() == "Example study - Dermagrade"
    assert built == ["study"]
    assert settings.recent_files == (file,)
    assert _action(window, "close_study").isEnabled()


def test_a_page_is_built_when_it_is_first_shown_and_only_once(
    window: MainWindow, file: Path
) -> None:
    window.open_file(file)
    pages = window.findChild(QListWidget, "page_list")
    assert pages is not None
    for row in (1, 0, 1):
        pages.setCurrentRow(row)

    assert built == ["study", "rating"]


def test_control_and_a_number_go_to_the_page(window: MainWindow, file: Path) -> None:
    window.open_file(file)

    assert _action(window, "show_rating").shortcut().toString() == "Ctrl+2"
    _action(window, "show_rating").trigger()
    assert built[-1] == "rating"


def test_the_commands_of_the_shown_page_stand_in_the_menus(
    window: MainWindow, file: Path
) -> None:
    window.open_file(file)
    assert "Do study" in _menu_texts(window)

    window.show_page("rating")
    assert "Do study" not in _menu_texts(window)
    assert "Do rating" in _menu_texts(window)


def test_a_command_of_a_page_can_be_given_from_anywhere(
    window: MainWindow, context: PageContext, file: Path
) -> None:
    window.open_file(file)
    context.shell.page_command_requested.emit("rating", "do_rating")

    page = window.findChild(_Page, "rating")
    assert page is not None
    assert page.done == 1


def test_closing_a_study_closes_its_pages_before_the_file(
    window: MainWindow, context: PageContext, file: Path
) -> None:
    window.open_file(file)
    window.show_page("rating")
    context.study.close()

    assert sorted(closed) == ["rating", "study"]
    assert window.windowTitle() == "Dermagrade"
    make_study(file.with_name("other.dgstudy")).close()
    window.open_file(file)
    assert built.count("study") == 2


def test_a_study_opens_where_it_was_left_but_never_inside_a_reading(
    window: MainWindow, context: PageContext, file: Path, settings: Settings
) -> None:
    window.open_file(file)
    window.show_page("rating")
    context.study.close()
    built.clear()
    window.open_file(file)

    assert built == ["study"]


def test_a_file_that_is_no_study_is_told_and_the_open_study_stays(
    window: MainWindow, file: Path, errors: QuietReporter, tmp_path: Path
) -> None:
    window.open_file(file)
    other = tmp_path / "other.dgstudy"
    other.write_bytes(b"not a study")
    window.open_file(other)

    assert not errors.reports.pop().is_bug
    assert window.windowTitle() == "Example study - Dermagrade"


def test_a_rater_sees_no_name_of_the_study_and_no_recent_files(
    window: MainWindow, context: PageContext, file: Path
) -> None:
    window.open_file(file)
    window.show_page("rating")
    context.shell.set_blinded(True)

    words = _shown_words(window)
    recent = window.findChild(QMenu, "recent_menu")
    assert recent is not None
    assert "Example" not in words
    assert "trial" not in words
    assert not recent.menuAction().isVisible()
    assert not _action(window, "show_study").isEnabled()
    assert _action(window, "leave_reading").isVisible()

    context.shell.set_blinded(False)
    assert "Example study" in _shown_words(window)
    assert recent.menuAction().isVisible()


def test_leaving_the_reading_is_asked_of_the_rating_page(
    qtbot: QtBot, window: MainWindow, context: PageContext, file: Path
) -> None:
    window.open_file(file)
    context.shell.set_blinded(True)
    with qtbot.waitSignal(context.shell.leave_requested):
        _action(window, "leave_reading").trigger()


def test_no_other_file_opens_in_the_middle_of_a_reading(
    window: MainWindow, context: PageContext, file: Path, tmp_path: Path
) -> None:
    window.open_file(file)
    context.shell.set_blinded(True)
    other = tmp_path / "other.dgstudy"
    make_study(other).close()
    window.open_file(other)

    assert context.study.store.path == file


def test_the_status_bar_says_when_it_was_saved(
    window: MainWindow, context: PageContext
) -> None:
    context.shell.saved.emit("2026-03-01T14:02:11.123+00:00")
    label = window.findChild(QLabel, "saved_label")
    assert label is not None
    assert label.text().startswith("saved ")
    assert label.text().endswith(":02:11")


def test_a_dropped_study_opens(
    window: MainWindow, context: PageContext, file: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)

    assert context.study.is_open


def test_the_file_dialog_opens_what_was_chosen(
    window: MainWindow,
    context: PageContext,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_: file)
    _action(window, "open_study").trigger()

    assert context.study.is_open


def test_a_missing_recent_file_is_greyed_and_can_be_removed(
    window: MainWindow, settings: Settings, tmp_path: Path
) -> None:
    settings.add_recent_file(tmp_path / "gone.dgstudy")
    recent = window.findChild(QMenu, "recent_menu")
    remove = window.findChild(QPushButton, "remove_button")
    assert recent is not None
    assert remove is not None
    assert recent.actions()[0].text() == "gone.dgstudy (not found)"
    assert not recent.actions()[0].isEnabled()

    remove.click()
    assert settings.recent_files == ()


def test_closing_while_a_job_goes_on_asks_first(
    qtbot: QtBot, window: MainWindow, context: PageContext
) -> None:
    go_on = threading.Event()
    context.jobs.start("Importing", lambda progress: go_on.wait(5), bool)
    window.close()
    assert window.isVisible()

    question = window.findChild(Confirmation)
    assert question is not None
    question.accept()
    go_on.set()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_closing_the_study_waits_for_the_job_that_uses_it(
    qtbot: QtBot, window: MainWindow, context: PageContext, file: Path
) -> None:
    window.open_file(file)
    go_on = threading.Event()
    context.jobs.start("Importing", lambda progress: go_on.wait(5), bool)
    _action(window, "close_study").trigger()
    assert context.study.is_open

    question = window.findChild(Confirmation)
    assert question is not None
    question.accept()
    assert context.study.is_open
    go_on.set()
    qtbot.waitUntil(lambda: not context.study.is_open)


def test_place_and_size_of_the_window_come_back(
    qtbot: QtBot, context: PageContext
) -> None:
    first = MainWindow(context, PAGES)
    first.resize(711, 522)
    first.close()

    second = MainWindow(context, PAGES)
    assert (second.width(), second.height()) == (711, 522)
    second.close()


def test_a_new_study_is_made_from_title_and_protocol(
    window: MainWindow,
    context: PageContext,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proposals: list[str] = []

    def choose(*args: object) -> Path:
        proposals.append(str(args[-1]))
        return tmp_path / "new.dgstudy"

    monkeypatch.setattr(file_dialogs, "save_file", choose)
    _action(window, "new_study").trigger()
    dialog = window.findChild(QDialog, "new_study_dialog")
    assert dialog is not None
    title, make = (
        dialog.findChild(QLineEdit, "title_field"),
        dialog.findChild(QPushButton, "make_button"),
    )
    assert title is not None
    assert make is not None
    assert not make.isEnabled()
    title.setText("Split dose: part 1")
    make.click()

    assert proposals == ["Split-dose-part-1.dgstudy"]
    assert context.study.store.info().title == "Split dose: part 1"
    assert window.windowTitle() == "Split dose: part 1 - Dermagrade"
    assert context.settings.recent_files == (tmp_path / "new.dgstudy",)


def test_a_study_is_never_made_over_a_file_that_is_there(
    window: MainWindow,
    file: Path,
    errors: QuietReporter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = file.read_bytes()
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: file)
    _action(window, "new_study").trigger()
    dialog = window.findChild(QDialog, "new_study_dialog")
    assert dialog is not None
    title, make = (
        dialog.findChild(QLineEdit, "title_field"),
        dialog.findChild(QPushButton, "make_button"),
    )
    assert title is not None
    assert make is not None
    title.setText("Other")
    make.click()

    assert errors.reports.pop().hint
    assert dialog.isVisible()
    assert file.read_bytes() == before
    dialog.reject()


def test_the_sheet_of_keys_lists_every_command_that_has_one(
    window: MainWindow,
) -> None:
    _action(window, "shortcuts").trigger()
    sheet = window.findChild(QDialog, "shortcut_sheet")
    assert sheet is not None
    listed = sheet.findChildren(QWidget, "shortcut_table")
    assert len(listed) == 1
    assert {"New study", "Open", "Full screen"} <= {
        row.command
        for row in listed[0].records()  # type: ignore[attr-defined]
    }
    sheet.reject()


def test_about_promises_to_stay_offline(window: MainWindow) -> None:
    _action(window, "about").trigger()
    box = window.findChild(QDialog, "about_box")
    assert box is not None
    label = box.findChild(QLabel, "about_offline")
    assert label is not None
    assert "offline" in label.text()
    box.reject()


def test_every_button_and_field_can_be_named_by_a_screen_reader(
    window: MainWindow, qapp: QApplication
) -> None:
    for button in window.findChildren(QPushButton):
        assert button.text() or button.accessibleName(), button.objectName()


def test_pages_are_built_anew_once_the_protocol_is_amended(
    window: MainWindow, context: PageContext, file: Path
) -> None:
    window.open_file(file)
    context.study.tell("scores")
    assert built == ["study"]

    context.study.tell("protocol")

    assert closed == ["study"]
    assert built == ["study", "study"]
    assert context.study.is_open


def test_the_library_of_scales_opens_from_the_menu(window: MainWindow) -> None:
    _action(window, "scales").trigger()
    dialog = window.findChild(QDialog, "scales_dialog")
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()
