from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from gui.guide import GuideWindow
from models.errors import ExpectedError


def test_the_guide_shows_its_first_page_and_follows_links(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "index.md").write_text("# Guide\n\n[Rating](rating.md)\n")
    (tmp_path / "rating.md").write_text("# How to rate\n")
    window = GuideWindow(tmp_path)
    qtbot.addWidget(window)
    browser = window.findChild(QTextBrowser, "guide_text")
    assert browser is not None
    assert browser.toPlainText().startswith("Guide")

    browser.setSource(QUrl("rating.md"))
    assert browser.toPlainText().startswith("How to rate")


def test_a_missing_guide_is_told_in_a_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match="not part of this copy"):
        GuideWindow(tmp_path)
