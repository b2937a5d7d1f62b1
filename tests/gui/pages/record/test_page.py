from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gui.context import PageContext
from gui.pages.record.act_dialog import ActDialog
from gui.pages.record.emergency_dialog import EmergencyDialog
from gui.pages.record.opening_dialog import OpeningDialog
from gui.pages.record.page import RecordPage, build
from gui.pages.record.people_dialog import PeopleDialog
from gui.pages.record.sealing_dialog import SealingDialog
from gui.pages.record.signing_dialog import SigningDialog
from gui.tables.record_table import RecordTable
from models.allocation.opening import opened
from models.people import passwords
from models.people.people import add_person
from models.people.roles import Role
from models.reading.session import open_session
from models.store.records import TrailLine
from tests.gui.conftest import QuietReporter
from tests.sealing import quick_envelopes

PASSPHRASE = "correct horse battery"
PASSWORD = "a long enough word"


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
    """Envelopes and hashes without the seconds that guard them."""
    quick_envelopes(monkeypatch)
    monkeypatch.setattr(passwords, "_COST", 2)
    monkeypatch.setattr(passwords, "_TIMES", 1)


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
            question = page.findChildren(ActDialog)[-1]
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
    page.findChildren(ActDialog)[-1].reject()

    assert not open_study.study.store.is_locked()


def _finish_reading(context: PageContext) -> None:
    session = open_session(context.study.store, "R1")
    for item in session.items:
        for scale in item.scales:
            session.give(item.position, scale, 2)
    session.finish()
    context.study.tell("scores")


def _staff(context: PageContext) -> None:
    """An administrator, a rater, a coordinator and a key holder."""
    for code, role in (
        ("AB", Role.ADMINISTRATOR),
        ("R1", Role.RATER),
        ("CO", Role.COORDINATOR),
        ("KH", Role.KEY_HOLDER),
    ):
        store = context.study.store
        add_person(store, code, f"Dr {code}", [role], PASSWORD, by="AB")
    context.study.tell("people")


def _sign_in(dialog: QWidget, code: str) -> None:
    _type(dialog, "by_field", code)
    _type(dialog, "password_field", PASSWORD)


@pytest.mark.usefixtures("quick")
def test_an_allocation_is_drawn_sealed_and_opened_for_one_subject(
    qtbot: QtBot,
    page: RecordPage,
    open_study: PageContext,
    errors: QuietReporter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    codes: dict[str, str] = {}

    def remember(_: Path, **given: dict[str, str]) -> None:
        codes.update(given["codes"])

    monkeypatch.setattr("exports.code_sheet.write_code_sheet", remember)
    dialog = _sealing(page)
    drawn = dialog.findChild(QRadioButton, "drawn_choice")
    assert drawn is not None
    drawn.setChecked(True)
    _type(dialog, "arm_1_field", "Northlight")
    _type(dialog, "arm_2_field", "northlight")
    assert "same name" in _label(dialog, "drawing_fault")
    _type(dialog, "arm_2_field", "Southwind")
    _type(dialog, "blocks_field", "3")
    assert "no multiple of 2" in _label(dialog, "drawing_fault")
    _type(dialog, "blocks_field", "2, 4")
    _type(dialog, "share_1", "")
    assert "Shares are whole numbers" in _label(dialog, "drawing_fault")
    _type(dialog, "share_1", "1")
    _type(dialog, "passphrase_field", PASSPHRASE)
    _type(dialog, "passphrase_again_field", PASSPHRASE)
    dialog.set_sheet(tmp_path / "codes.pdf")
    with qtbot.waitSignal(dialog.accepted):
        _button(dialog, "seal_button").click()
    assert set(codes) == {"001", "002", "007"}

    _run(page, "open_subject")
    emergency = page.findChildren(EmergencyDialog)[-1]
    choice = emergency.findChild(QComboBox, "subject_choice")
    assert choice is not None
    choice.setCurrentText("002")
    _type(emergency, "reason_field", "reaction")
    _type(emergency, "code_field", codes["001"])
    _button(emergency, "open_button").click()
    qtbot.waitUntil(lambda: bool(errors.reports))
    assert "does not open" in errors.reports.pop().text
    _type(emergency, "code_field", codes["002"])
    _button(emergency, "open_button").click()
    qtbot.waitUntil(lambda: "Subject 002" in _label(emergency, "emergency_result"))
    emergency.reject()
    assert opened(open_study.study.store) is None
    assert _lines(page)[0].action == "one subject unblinded in an emergency"


@pytest.mark.usefixtures("quick")
def test_people_are_added_and_changed_in_the_window(
    qtbot: QtBot, page: RecordPage, open_study: PageContext
) -> None:
    _run(page, "show_people")
    dialog = page.findChildren(PeopleDialog)[-1]
    _type(dialog, "person_code", "AB")
    _type(dialog, "person_name", "Dr A. B.")
    _check(dialog, "role_administrator")
    _type(dialog, "new_password_field", PASSWORD)
    assert not _button(dialog, "store_person_button").isEnabled()
    _type(dialog, "new_password_again_field", PASSWORD)
    with qtbot.waitSignal(dialog.accepted):
        _button(dialog, "store_person_button").click()

    _run(page, "show_people")
    dialog = page.findChildren(PeopleDialog)[-1]
    _sign_in(dialog, "AB")
    for code, role in (("R1", "rater"), ("R1", "adjudicator")):
        _type(dialog, "person_code", code)
        _type(dialog, "person_name", "Dr One")
        _check(dialog, f"role_{role}")
        is_new = role == "rater"
        text = "Add" if is_new else "Change"
        assert _button(dialog, "store_person_button").text() == text
        for name in ("new_password_field", "new_password_again_field"):
            _type(dialog, name, PASSWORD if is_new else "")
        with qtbot.waitSignal(open_study.study.changed):
            _button(dialog, "store_person_button").click()
    dialog.reject()
    roles = {one.code: one.roles for one in open_study.study.store.people()}
    assert roles["R1"] >= {"rater", "adjudicator"}


def _check(widget: QWidget, name: str) -> None:
    box = widget.findChild(QCheckBox, name)
    assert box is not None
    box.setChecked(True)


@pytest.mark.usefixtures("quick")
def test_a_reading_is_signed_and_reopened_by_who_may(
    qtbot: QtBot, page: RecordPage, open_study: PageContext, errors: QuietReporter
) -> None:
    _finish_reading(open_study)
    assert not _button(page, "sign_record_button").isEnabled()
    _staff(open_study)
    assert _button(page, "sign_record_button").isEnabled()
    _run(page, "sign_record")
    dialog = page.findChildren(SigningDialog)[-1]
    assert not _button(dialog, "sign_button").isEnabled()
    _sign_in(dialog, "R1")
    with qtbot.waitSignal(dialog.accepted):
        _button(dialog, "sign_button").click()
    assert _label(page, "signature_text") == "1 signature stands."

    _run(page, "reopen_reading")
    question = page.findChildren(ActDialog)[-1]
    _type(question, "reason_field", "wrong photograph")
    _sign_in(question, "R1")
    _button(question, "confirm_button").click()
    qtbot.waitUntil(lambda: bool(errors.reports))
    assert "may not reopen" in errors.reports.pop().text
    _sign_in(question, "CO")
    with qtbot.waitSignal(question.accepted):
        _button(question, "confirm_button").click()
    assert "1 void" in _label(page, "signature_text")
    assert _lines(page)[0].why == "wrong photograph"


@pytest.mark.parametrize("ending", ["csv", "pdf"])
def test_the_lines_that_are_shown_are_exported_on_record(
    qtbot: QtBot, page: RecordPage, tmp_path: Path, ending: str
) -> None:
    _type(page, "trail_search", "imported")
    path = tmp_path / f"trail.{ending}"
    page.export_trail(path)
    qtbot.waitUntil(lambda: len(page._context.study.store.trail()) == 3)
    qtbot.waitUntil(lambda: not page._context.jobs.is_busy())

    if ending == "csv":
        rows = path.read_text(encoding="utf-8-sig").splitlines()
        assert len(rows) == 2
        assert "photographs imported" in rows[1]
    else:
        assert path.read_bytes().startswith(b"%PDF")
    assert page._context.study.store.trail()[-1].action == "audit trail exported"


def test_printing_hands_a_pdf_to_the_system(
    qtbot: QtBot, page: RecordPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(
        "gui.pages.record.page.QDesktopServices.openUrl",
        lambda url: shown.append(url.toLocalFile()),
    )
    _run(page, "print_trail")
    qtbot.waitUntil(lambda: bool(shown))

    assert Path(shown[0]).read_bytes().startswith(b"%PDF")
