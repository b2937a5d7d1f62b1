"""Kits and returns in the window: written, read, signed, returned, merged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.confirmation import Confirmation
from gui.context import PageContext
from gui.main_window import MainWindow
from gui.pages.exchange.kit_dialog import KitDialog
from gui.pages.exchange.page import ExchangePage
from gui.pages.rating.kit_room import KitRoom
from gui.tables.record_table import RecordTable
from models.reading.kits.opening import open_kit
from models.reading.kits.writing import write_kit
from tests.examples import make_study
from tests.gui.conftest import QuietReporter
from tests.kits import read_kit, refuse_network, returned


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A study and three kits, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("made")
    with make_study(folder / "trial.dgstudy") as store:
        for rater in ("R1", "R2", "R3"):
            write_kit(store, rater, folder / f"{rater}.dgkit", by="c")
    return folder


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    for one in made.iterdir():
        (tmp_path / one.name).write_bytes(one.read_bytes())
    return tmp_path / "trial.dgstudy"


@pytest.fixture
def window(qtbot: QtBot, context: PageContext) -> Iterator[MainWindow]:
    window = MainWindow(context)
    window.resize(1280, 800)
    window.show()
    yield window
    window.close()


def find(widget: QWidget, kind: type, name: str):
    found = widget.findChild(kind, name)
    assert found is not None, name
    return found


def exchange(window: MainWindow, study: Path) -> ExchangePage:
    window.open_file(study)
    window.show_page("exchange")
    return find(window, ExchangePage, "exchange_page")


def shown_room(window: MainWindow) -> KitRoom:
    """The kit on the screen; one that was left may still be on its way out."""
    [room] = [one for one in window.findChildren(KitRoom) if one.isVisible()]
    return room


def enter(window: MainWindow, qtbot: QtBot, kit: Path) -> KitRoom:
    """Open a kit and sign in."""
    window.open_file(kit)
    room = shown_room(window)
    find(room, QLineEdit, "signer_field").setText("Dr Anna Example")
    find(room, QPushButton, "enter_button").click()
    qtbot.waitUntil(lambda: room.page is not None, timeout=10_000)
    return room


def test_a_kit_shows_its_reading_and_nothing_else(
    window: MainWindow, qtbot: QtBot, context: PageContext, study: Path, tmp_path: Path
) -> None:
    window.open_file(study)
    enter(window, qtbot, tmp_path / "R1.dgkit")
    assert not context.study.is_open
    assert context.shell.is_blinded
    assert window.windowTitle() == "Reading - Dermagrade"
    assert not find(window, QWidget, "navigation").isVisible()
    assert not find(window, QAction, "open_study").isEnabled()
    context.shell.leave_requested.emit()
    assert not context.shell.is_blinded
    assert (
        window.findChild(KitRoom) is None
        or not find(window, KitRoom, "kit_room").isVisible()
    )
    open_kit(tmp_path / "R1.dgkit").close()


def test_three_raters_go_from_kit_to_merge_by_window_offline(
    window: MainWindow,
    qtbot: QtBot,
    context: PageContext,
    study: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refuse_network(monkeypatch)
    for number, rater in enumerate(("R1", "R2", "R3")):
        room = enter(window, qtbot, tmp_path / f"{rater}.dgkit")
        page = room.page
        assert page is not None
        presenter = page.presenter
        for position in range(1, 10):
            presenter.go_to(position)
            presenter.grade("fg-wrinkling", float(number + 1))
            presenter.grade("erythema-0-3", float(number))
        page.finish_confirmed.emit()
        question = find(window, Confirmation, "confirmation")
        find(question, QPushButton, "confirm_button").click()
        back = tmp_path / f"{rater}.dgreturn"
        monkeypatch.setattr(file_dialogs, "save_file", lambda *_, path=back: path)
        find(room, QPushButton, "save_return_button").click()
        assert back.exists()
        state = find(room, QLabel, "kit_state").text()
        assert "9 of 9 photographs complete, finished and signed" in state
        find(room, QPushButton, "leave_kit_button").click()
    page = exchange(window, study)
    page.add_returns([tmp_path / f"{rater}.dgreturn" for rater in ("R1", "R2", "R3")])
    table = find(page, RecordTable, "return_table")
    assert [one.scores for one in table.records()] == [18, 18, 18]
    assert find(page, QLabel, "merge_state").text().startswith("3 returns of 3 raters")
    merge = find(page, QPushButton, "merge_button")
    merge.click()
    qtbot.waitUntil(lambda: len(context.study.store.score_rows()) == 54, timeout=10_000)
    qtbot.waitUntil(lambda: not table.records(), timeout=10_000)
    assert all(one.finished_at for one in context.study.store.readings())
    page.add_returns([tmp_path / "R1.dgreturn"])
    assert not merge.isEnabled()
    assert table.records()[0].why == "It was merged before."


def test_a_kit_is_written_by_the_dialog_and_a_finding_must_be_waived(
    window: MainWindow,
    qtbot: QtBot,
    study: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = exchange(window, study)
    kit = tmp_path / "new.dgkit"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: kit)
    find(page, QPushButton, "write_kit_button").click()
    dialog = find(page, KitDialog, "kit_dialog")
    find(dialog, QLineEdit, "kit_name_field").setText("Example study")
    write = find(dialog, QPushButton, "write_kit_button")
    write.click()
    findings = find(dialog, QPlainTextEdit, "leak_findings")
    qtbot.waitUntil(findings.isVisible, timeout=10_000)
    assert "title of the study" in findings.toPlainText()
    assert not kit.exists()
    assert not write.isEnabled()
    find(dialog, QLineEdit, "waive_field").setText("the title tells nothing")
    qtbot.waitUntil(write.isEnabled, timeout=10_000)
    write.click()
    qtbot.waitUntil(kit.exists, timeout=10_000)
    table = find(page, RecordTable, "kit_table")
    qtbot.waitUntil(lambda: len(table.records()) == 4, timeout=10_000)


def test_passphrases_of_a_kit_must_be_alike_and_long(
    window: MainWindow, study: Path
) -> None:
    page = exchange(window, study)
    find(page, QPushButton, "write_kit_button").click()
    dialog = find(page, KitDialog, "kit_dialog")
    first = find(dialog, QLineEdit, "kit_passphrase_field")
    again = find(dialog, QLineEdit, "kit_passphrase_again_field")
    write = find(dialog, QPushButton, "write_kit_button")
    assert write.isEnabled()
    first.setText("short")
    assert not write.isEnabled()
    first.setText("four words of mine")
    assert find(dialog, QLabel, "kit_fault").text() == "The two passphrases differ."
    again.setText("four words of mine")
    assert write.isEnabled()
    dialog.reject()


def test_of_two_returns_that_differ_one_is_taken(
    window: MainWindow, qtbot: QtBot, context: PageContext, study: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.dgkit"
    other.write_bytes((tmp_path / "R1.dgkit").read_bytes())
    read_kit(tmp_path / "R1.dgkit", grade=1)
    read_kit(other, grade=2)
    paths = [returned(tmp_path / "R1.dgkit", "a.dgreturn")]
    paths.append(returned(other, "b.dgreturn"))
    page = exchange(window, study)
    _drop(page, paths)
    assert "2 returns in conflict" in find(page, QLabel, "merge_state").text()
    merge = find(page, QPushButton, "merge_button")
    assert not merge.isEnabled()
    find(page, RecordTable, "return_table").selectRow(1)
    find(page, QPushButton, "take_button").click()
    assert merge.isEnabled()
    merge.click()
    qtbot.waitUntil(lambda: len(context.study.store.score_rows()) == 18, timeout=10_000)
    assert {row.value for row in context.study.store.score_rows()} == {2}


def _drop(page: ExchangePage, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    page.dropEvent(
        QDropEvent(
            QPointF(5, 5),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )


def test_a_damaged_kit_is_told_and_the_window_goes_on(
    window: MainWindow, qtbot: QtBot, errors: QuietReporter, study: Path, tmp_path: Path
) -> None:
    kit = tmp_path / "R1.dgkit"
    kit.write_bytes(kit.read_bytes()[:5000])
    window.open_file(kit)
    room = find(window, KitRoom, "kit_room")
    find(room, QLineEdit, "signer_field").setText("Dr Anna Example")
    find(room, QPushButton, "enter_button").click()
    qtbot.waitUntil(lambda: bool(errors.reports), timeout=10_000)
    assert errors.reports.pop().text == "The kit was not copied to its end."
    find(room, QPushButton, "close_kit_button").click()


def test_a_bad_return_is_told_and_not_listed(
    window: MainWindow, errors: QuietReporter, study: Path, tmp_path: Path
) -> None:
    page = exchange(window, study)
    bad = tmp_path / "bad.dgreturn"
    bad.write_text("Dear coordinator")
    page.add_returns([bad])
    assert "is not a Dermagrade return" in errors.reports.pop().text
    assert find(page, RecordTable, "return_table").records() == []
