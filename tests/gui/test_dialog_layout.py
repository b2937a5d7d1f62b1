"""Dialogs that are higher than the screen scroll; buttons stay and come last."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QScrollArea
from pytestqt.qtbot import QtBot

from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import words


def dialog_of(qtbot: QtBot, fields: int) -> tuple[QDialog, QDialogButtonBox]:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setMinimumWidth(300)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    layout = dialog_layout(dialog)
    layout.addWidget(words("", "Many words that need more than one line. " * 5))
    for _ in range(fields):
        layout.addWidget(QLineEdit())
    add_buttons(dialog, buttons)
    dialog.show()
    return dialog, buttons


def test_a_low_dialog_shows_everything_without_scrolling(qtbot: QtBot) -> None:
    dialog, _ = dialog_of(qtbot, 4)
    area = dialog.findChild(QScrollArea)
    assert area is not None
    qtbot.waitUntil(lambda: not area.verticalScrollBar().isVisible())
    for field in dialog.findChildren(QLineEdit):
        assert field.height() >= field.minimumSizeHint().height()


def test_a_dialog_higher_than_the_screen_scrolls_and_keeps_its_buttons(
    qtbot: QtBot,
) -> None:
    dialog, buttons = dialog_of(qtbot, 80)
    screen = dialog.screen().availableGeometry()
    assert dialog.height() <= screen.height()
    assert buttons.geometry().bottom() < dialog.height()
    for field in dialog.findChildren(QLineEdit):
        assert field.height() >= field.minimumSizeHint().height()


def test_the_first_field_has_the_focus_and_the_buttons_come_last(qtbot: QtBot) -> None:
    dialog, buttons = dialog_of(qtbot, 3)
    first, *_, last = dialog.findChildren(QLineEdit)
    QTest.keyClick(dialog, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is first
    assert last.nextInFocusChain() is buttons
