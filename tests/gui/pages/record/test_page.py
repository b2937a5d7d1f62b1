import json
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.confirmation import Confirmation
from gui.context import PageContext
from gui.pages.record.opening_dialog import OpeningDialog
from gui.pages.record.page import RecordPage, build
from gui.pages.record.sealing_dialog import SealingDialog
from gui.tables.record_table import RecordTable
from models.allocation.opening import opened
from models.reading.session import open_session
from models.store.records import TrailLine
from tests.gui.conftest import QuietReporter

PASSPHRASE = "correct horse battery"


@pytest.fixture
def page(qtbot: QtBot, open_study: PageContext) -> Iterator[RecordPage]:
    page = build(open_study)
    page.show()
    yield page
    page.close()


@pytest.fixture
def allocation(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("subject,arm\n001,Cream\n002,Gel\n007,Cream\n", encoding="utf-8")
    return path


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Envelopes without the seconds that guard a passphrase."""

    def encrypt(data: bytes, passphrase: str) -> bytes:
        return json.dumps([passphrase, data.decode()]).encode()

    def decrypt(data: bytes, passphrase: str) -> bytes:
        kept, text = json.loads(data)
        if kept != passphrase:
            raise pyrage.DecryptError("Decryption failed")
        return str(text).encode()

    monkeypatch.setattr(pyrage.passphrase, "encrypt", encrypt)
    monkeypatch.setattr(pyrage.passphrase, "decrypt", decrypt)


def _run(page: RecordPage, name: str) -> None:
    for command in page.commands():
        if command.action.objectName() == name:
            command.action.trigger()


def _label(widget: QWidget, name: str) -> str:
    label = widget.findChild(QLabel, name)
    assert label is not None
    return label.text()


def _button(widget: QWidget, name: str) -> QPushButton:
    button = widget.findChild(QPushButton, name)
    assert button is not None
    return button


def _type(widget: QWidget, name: str, text: str) -> None:
    field = widget.findChild(QLineEdit, name)
    assert field is not None
    field.setText(text)


def _lines(page: RecordPage) -> list[TrailLine]:
    table = page.findChild(RecordTable, "trail_table")
    assert table is not None
    return list(table.records())


def _sealing(page: RecordPage) -> SealingDialog:
    _run(page, "seal_allocation")
    return page.findChildren(SealingDialog)[-1]


def _opening(page: RecordPage) -> OpeningDialog:
    _run(page, "open_allocation")
    return page.findChildren(OpeningDialog)[-1]


def _seal(qtbot: QtBot, page: RecordPage, allocation: Path) -> None:
    dialog = _sealing(page)
    dialog.read_list(allocation)
    _type(dialog, "passphrase_field", PASSPHRASE)
    _type(dialog, "passphrase_again_field", PASSPHRASE)
    with qtbot.waitSignal(dialog.accepted):
        _button(dialog, "seal_button").click()


def test_the_trail_is_shown_newest_first_and_can_be_searched(page: RecordPage) -> None:
    assert [line.number for line in _lines(page)] == [2, 1]

    _type(page, "trail_search", "imported")
    assert [line.action for line in _lines(page)] == ["photographs imported"]


def test_one_kind_of_action_can_be_chosen(page: RecordPage) -> None:
    kinds = page.findChild(QComboBox, "trail_action")
    assert kinds is not None
    kinds.setCurrentText("study made")

    assert [line.action for line in _lines(page)] == ["study made"]


def test_a_chosen_line_tells_what_it_wrote(page: RecordPage) -> None:
    table = page.findChild(RecordTable, "trail_table")
    text = page.findChild(QPlainTextEdit, "trail_details")
    assert table is not None
    assert text is not None
    table.selectRow(0)

    assert "9 photograph rows" in text.toPlainText()


def test_verification_tells_its_result_in_words(qtbot: QtBot, page: RecordPage) -> None:
    _run(page, "verify_record")
    qtbot.waitUntil(lambda: "verifies" in _label(page, "verdict_text"))

    assert "2 lines of the audit trail" in _label(page, "verdict_text")


def test_every_fault_of_the_list_is_told_and_nothing_can_be_sealed(
    page: RecordPage, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("subject,arm\n001,\n1,Gel\n", encoding="utf-8")
    dialog = _sealing(page)
    dialog.read_list(path)
    _type(dialog, "passphrase_field", PASSPHRASE)
    _type(dialog, "passphrase_again_field", PASSPHRASE)

    faults = dialog.findChild(QPlainTextEdit, "list_faults")
    assert faults is not None
    assert "row 2, column arm" in faults.toPlainText()
    assert "row 3, column subject" in faults.toPlainText()
    assert not _button(dialog, "seal_button").isEnabled()
    dialog.reject()


def test_passphrases_that_differ_or_are_short_cannot_seal(
    page: RecordPage, allocation: Path
) -> None:
    dialog = _sealing(page)
    dialog.read_list(allocation)
    _type(dialog, "passphrase_field", "short")
    assert "too short" in _label(dialog, "passphrase_fault")

    _type(dialog, "passphrase_field", PASSPHRASE)
    _type(dialog, "passphrase_again_field", PASSPHRASE + "!")
    assert "differ" in _label(dialog, "passphrase_fault")
    assert not _button(dialog, "seal_button").isEnabled()

    _type(dialog, "passphrase_again_field", PASSPHRASE)
    assert _button(dialog, "seal_button").isEnabled()
    dialog.reject()


@pytest.mark.usefixtures("quick")
def test_what_is_sealed_opens_masked_and_then_fully_on_record(
    qtbot: QtBot, page: RecordPage, open_study: PageContext, allocation: Path
) -> None:
    _seal(qtbot, page, allocation)
    store = open_study.study.store
    assert "Sealed" in _label(page, "seal_text")
    assert not _button(page, "seal_allocation_button").isEnabled()

    for masked in (True, False):
        dialog = _opening(page)
        for name, is_on in (("masked_choice", masked), ("full_choice", not masked)):
            choice = dialog.findChild(QRadioButton, name)
            assert choice is not None
            assert choice.isChecked() == is_on
        _type(dialog, "passphrase_field", PASSPHRASE)
        _type(dialog, "reason_field", "analysis")
        with qtbot.waitSignal(dialog.accepted):
            _button(dialog, "open_button").click()
        found = opened(store)
        assert found is not None
        assert found.is_masked == masked

    assert [line.action for line in store.trail()[-2:]] == [
        "allocation opened masked",
        "allocation opened",
    ]
    assert not _button(page, "open_allocation_button").isEnabled()


@pytest.mark.usefixtures("quick")
def test_a_wrong_passphrase_is_told_and_stays_in_the_trail(
    qtbot: QtBot,
    page: RecordPage,
    errors: QuietReporter,
    allocation: Path,
) -> None:
    _seal(qtbot, page, allocation)
    dialog = _opening(page)
    _type(dialog, "passphrase_field", "not this one")
    _type(dialog, "reason_field", "analysis")
    _button(dialog, "open_button").click()
    qtbot.waitUntil(lambda: bool(errors.reports))

    assert "does not open" in errors.reports.pop().text
    assert dialog.isVisible()
    assert _lines(page)[0].action == "wrong passphrase given"
    dialog.reject()


def test_the_study_is_locked_and_unlocked_for_a_reason(
    qtbot: QtBot, page: RecordPage, open_study: PageContext
) -> None:
    store = open_study.study.store
    open_session(store, "R1")
    open_study.study.tell("scores")
    for button, locked in (("Lock", True), ("Unlock", False)):
        with qtbot.waitSignal(open_study.study.changed):
            _run(page, "lock_study")
            question = page.findChildren(Confirmation)[-1]
            confirm = _button(question, "confirm_button")
            assert confirm.text() == button
            assert not confirm.isEnabled()
            _type(question, "reason_field", "readings are done")
            confirm.click()
        assert store.is_locked() == locked
    assert store.trail()[-1].why == "readings are done"


def test_cancelling_the_question_changes_nothing(
    page: RecordPage, open_study: PageContext
) -> None:
    open_session(open_study.study.store, "R1")
    open_study.study.tell("scores")
    _run(page, "lock_study")
    page.findChildren(Confirmation)[-1].reject()

    assert not open_study.study.store.is_locked()
