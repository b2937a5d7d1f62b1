from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.naming import named, relook
from gui.theme import Theme


def test_a_name_and_a_look_are_found_by_tests_and_style_sheets(qtbot: QtBot) -> None:
    label = named("photo_label", QLabel("x"), "muted")
    qtbot.addWidget(label)

    assert label.objectName() == "photo_label"
    assert label.property("look") == "muted"


def test_another_look_is_seen_at_once(qtbot: QtBot, theme: Theme) -> None:
    label = named("verdict", QLabel("x"))
    qtbot.addWidget(label)
    label.ensurePolished()
    before = label.sizeHint()
    relook(label, "good")

    assert label.sizeHint().height() > before.height()
