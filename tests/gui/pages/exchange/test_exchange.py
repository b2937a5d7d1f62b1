"""Kits and returns in the window: written, read, signed, returned, merged."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.confirmation import Confirmation
from gui.context import PageContext
from gui.main_window import MainWindow
from gui.pages.exchange.kit_dialog import KitDialog
from gui.pages.exchange.page import ExchangePage
from gui.pages.exchange.sheets_dialog import SheetsDialog
from gui.pages.rating.kit_room import KitRoom
from gui.pages.rating.kit_signing import KitSigningDialog
from gui.tables.record_table import RecordTable
from models.audit.verify import verify_study
from models.people import passwords
from models.people.people import add_person
from models.people.roles import Role
from models.reading.kits.merging import plan_returns, read_returns
from models.reading.kits.opening import kit_session, open_kit
from models.reading.kits.writing import write_kit
from models.store.store import StudyStore
from tests.examples import make_study
from tests.gui.conftest import QuietReporter
from tests.kits import quick_kits, read_kit, refuse_network, returned


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


def _drop_on(window: MainWindow, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def _listed(window: MainWindow) -> int:
    table = find(window, RecordTable, "return_table")
    return len(table.records())


def test_returns_dropped_anywhere_come_to_the_merge_preview(
    window: MainWindow, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for rater in ("R1", "R2"):
        read_kit(study.with_name(f"{rater}.dgkit"))
    returns = [
        returned(study.with_name(f"{rater}.dgkit"), f"{rater}.dgreturn")
        for rater in ("R1", "R2")
    ]
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_: study)
    _drop_on(window, returns[:1])
    assert window.windowTitle().startswith("Example study")
    assert _listed(window) == 1
    _drop_on(window, returns)
    assert _listed(window) == 2
    window.open_file(returns[0])
    assert _listed(window) == 2


def test_a_return_without_its_study_asks_for_it_and_may_be_given_up(
    window: MainWindow,
    study: Path,
    context: PageContext,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read_kit(study.with_name("R1.dgkit"))
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_: None)
    window.open_file(returned(study.with_name("R1.dgkit"), "R1.dgreturn"))
    assert not context.study.is_open


def test_what_cannot_be_opened_is_refused_with_the_reason(
    window: MainWindow, study: Path, errors: QuietReporter
) -> None:
    _drop_on(window, [study.with_name("letter.docx")])
    assert "no study, kit or return" in errors.reports.pop().text
    _drop_on(window, [study, study.with_name("R1.dgkit")])
    assert "cannot be opened together" in errors.reports.pop().text


def test_while_a_kit_is_read_nothing_else_is_opened(
    window: MainWindow, qtbot: QtBot, study: Path, context: PageContext
) -> None:
    enter(window, qtbot, study.with_name("R1.dgkit"))
    _drop_on(window, [study])
    window.open_file(study)
    assert not context.study.is_open
    assert "Leave the reading first" in window.statusBar().currentMessage()


def test_a_copy_of_the_study_is_saved_and_verifies(
    window: MainWindow,
    qtbot: QtBot,
    study: Path,
    context: PageContext,
    errors: QuietReporter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.open_file(study)
    copy = study.with_name("copy.dgstudy")
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: copy)
    action = find(window, QAction, "save_copy")
    action.trigger()
    qtbot.waitUntil(lambda: copy.exists() and not context.jobs.is_busy())
    assert verify_study(copy).holds
    action.trigger()
    qtbot.waitUntil(lambda: bool(errors.reports))
    assert "already a file" in errors.reports.pop().text


@pytest.fixture
def signing_kit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An encrypted kit of a rater who has a password in the study."""
    monkeypatch.setattr(passwords, "_COST", 2)
    monkeypatch.setattr(passwords, "_TIMES", 1)
    quick_kits(monkeypatch)
    with make_study(tmp_path / "people.dgstudy", subjects=("001",)) as store:
        roles = [Role.ADMINISTRATOR, Role.RATER]
        add_person(store, "R1", "Dr Rita One", roles, "a long enough word", by="R1")
        path = tmp_path / "signing.dgkit"
        write_kit(store, "R1", path, by="R1", passphrase="kit kit kit one")
    return path


def test_a_kit_is_signed_by_id_and_password_and_its_copy_removed(
    window: MainWindow,
    qtbot: QtBot,
    signing_kit: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    window.open_file(signing_kit)
    room = shown_room(window)
    find(room, QLineEdit, "kit_passphrase_field").setText("kit kit kit one")
    find(room, QLineEdit, "signer_field").setText("Rita")
    find(room, QPushButton, "enter_button").click()
    qtbot.waitUntil(lambda: room.page is not None)
    kit = room._kit
    session = kit_session(kit)
    for item in session.items:
        for key in item.scales:
            session.give(item.position, key, 1)
    session.finish()
    room._on_finish_confirmed()
    dialog = find(room, KitSigningDialog, "kit_signing_dialog")
    find(dialog, QLineEdit, "kit_id_field").setText("R1")
    find(dialog, QLineEdit, "kit_password_field").setText("a long enough word")
    button = find(dialog, QPushButton, "kit_sign_button")
    assert not button.isEnabled()
    find(dialog, QLineEdit, "kit_password_again_field").setText("a long enough word")
    button.click()
    assert [one.printed_name for one in kit.signatures()] == ["Dr Rita One"]
    back = signing_kit.with_suffix(".dgreturn")
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: back)
    copy = kit.path
    find(room, QPushButton, "save_return_button").click()
    assert back.exists()
    assert copy.exists()
    question = find(room, Confirmation, "removal_question")
    find(question, QPushButton, "confirm_button").click()
    assert not copy.exists()
    assert signing_kit.exists()
    with StudyStore.open(signing_kit.with_name("people.dgstudy")) as store:
        assert plan_returns(store, read_returns([back])).returns[0].signs


def test_score_sheets_are_printed_for_a_rater(
    open_study: PageContext,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "sheets.pdf"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: out)
    page = ExchangePage(open_study)
    qtbot.addWidget(page)
    page.findChild(QPushButton, "print_sheets_button").click()
    dialog = page.findChild(SheetsDialog)
    dialog.findChild(QComboBox, "sheets_rater_box").setEditText("R9")
    dialog.findChild(QPushButton, "write_sheets_button").click()
    qtbot.waitUntil(lambda: not open_study.jobs.is_busy(), timeout=20_000)

    assert out.read_bytes().startswith(b"%PDF")
    assert open_study.study.store.trail()[-1].action == "score sheets written"
