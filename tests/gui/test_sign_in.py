"""Who works: asked once while a study is open, and again for another authority."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.context import PageContext
from gui.pages.rating.page import RatingRoom
from gui.pages.record.password_dialog import PasswordDialog
from gui.sign_in import SignInDialog, ask
from models.people import passwords
from models.people.people import add_person, sign_in
from models.people.roles import Act, Role

PASSWORD = "a long enough word"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes without the moment that guards them."""
    monkeypatch.setattr(passwords, "_COST", 2)
    monkeypatch.setattr(passwords, "_TIMES", 1)


@pytest.fixture
def peopled(open_study: PageContext) -> PageContext:
    for code, role in (
        ("AD", Role.ADMINISTRATOR),
        ("CO", Role.COORDINATOR),
        ("R1", Role.RATER),
    ):
        store = open_study.study.store
        add_person(store, code, f"Dr {code}", [role], PASSWORD, by="AD")
    return open_study


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


def enter(qtbot: QtBot, page: QWidget, code: str, password: str = PASSWORD) -> None:
    dialog = page.findChild(SignInDialog)
    assert dialog is not None
    field = dialog.findChild(QLineEdit, "sign_in_id")
    if not field.isReadOnly():
        field.setText(code)
    dialog.findChild(QLineEdit, "sign_in_password").setText(password)
    button = dialog.findChild(QPushButton, "sign_in_button")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def gone(page: QWidget) -> bool:
    return not [one for one in page.findChildren(SignInDialog) if one.isVisible()]


def test_without_people_nobody_is_asked(open_study, page) -> None:
    told: list[str] = []
    ask(open_study, page, Act.KITS, told.append)
    assert told == ["coordinator"]
    assert gone(page)


def test_somebody_is_asked_once(peopled, page, qtbot) -> None:
    told: list[str] = []
    ask(peopled, page, Act.KITS, told.append)
    enter(qtbot, page, "CO")
    qtbot.waitUntil(lambda: told == ["CO"])
    ask(peopled, page, Act.EXPORT, told.append)
    assert told == ["CO", "CO"]
    peopled.study.close()
    assert not peopled.study.signed_in


def test_another_authority_asks_for_another_person(peopled, page, qtbot) -> None:
    told: list[str] = []
    peopled.study.signed_in = "CO"
    ask(peopled, page, Act.SCORE, told.append, only="R1")
    assert not told
    enter(qtbot, page, "R1")
    qtbot.waitUntil(lambda: told == ["R1"])


def test_who_may_not_is_refused_and_the_dialog_stays(peopled, page, qtbot) -> None:
    told: list[str] = []
    ask(peopled, page, Act.KITS, told.append)
    enter(qtbot, page, "R1")
    qtbot.waitUntil(lambda: bool(peopled.errors.reports))
    assert "This person may not" in str(peopled.errors.reports.pop().text)
    assert not told
    assert not gone(page)
    assert peopled.study.store.trail()[-1].action == "authority refused"
    page.findChild(SignInDialog).close()


def test_a_reading_opens_for_its_own_rater_only(peopled, qtbot) -> None:
    room = RatingRoom(peopled)
    qtbot.addWidget(room)
    peopled.study.signed_in = "CO"
    room.open_reading("R1")
    assert room.page is None
    enter(qtbot, room, "R1")
    qtbot.waitUntil(lambda: room.page is not None)
    assert peopled.shell.is_blinded
    room.leave()


def test_the_own_password_is_changed_in_the_window(peopled, page, qtbot) -> None:
    dialog = PasswordDialog(peopled, page)
    dialog.open()
    for name, text in (
        ("own_id", "R1"),
        ("old_password", PASSWORD),
        ("own_new_password", "quite another word"),
        ("own_new_password_again", "quite another word"),
    ):
        dialog.findChild(QLineEdit, name).setText(text)
    with qtbot.waitSignal(dialog.accepted):
        dialog.findChild(QPushButton, "change_password_button").click()
    assert sign_in(peopled.study.store, "R1", "quite another word").code == "R1"
