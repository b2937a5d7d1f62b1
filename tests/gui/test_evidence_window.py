"""Evidence without a study, in a window of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from gui import file_dialogs
from gui.context import PageContext
from gui.evidence_window import EvidenceWindow
from gui.main_window import MainWindow
from tests.evidence_tables import ADAMS


@pytest.fixture
def window(context: PageContext) -> Iterator[MainWindow]:
    window = MainWindow(context)
    window.show()
    yield window
    window.close()


def test_the_table_is_saved_or_asked_for_before_its_window_closes(
    window: MainWindow,
    context: PageContext,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    action = window.findChild(QAction, "evidence")
    assert action is not None
    action.trigger()
    loose = window.findChild(EvidenceWindow)
    assert loose is not None
    presenter = loose._page.presenter
    assert presenter is not None
    qtbot.waitUntil(lambda: not context.jobs.is_busy())
    presenter.add(ADAMS)
    qtbot.waitUntil(lambda: not context.jobs.is_busy(), timeout=30_000)

    loose.close()
    assert loose.isVisible()
    question = loose.findChild(QDialog, "confirmation")
    assert question is not None
    question.reject()

    path = tmp_path / "kept.csv"
    monkeypatch.setattr(file_dialogs, "save_file", lambda *_: path)
    save = loose.findChild(QAction, "save_evidence")
    assert save is not None
    save.trigger()
    qtbot.waitUntil(lambda: presenter.is_saved, timeout=30_000)
    assert "Adams 2011" in path.read_text(encoding="utf-8-sig")
    assert loose.close()


def test_a_table_may_be_given_up(
    window: MainWindow, context: PageContext, qtbot: QtBot
) -> None:
    loose = EvidenceWindow(context, window)
    loose.show()
    presenter = loose._page.presenter
    assert presenter is not None
    qtbot.waitUntil(lambda: not context.jobs.is_busy(), timeout=30_000)
    presenter.add(ADAMS)
    qtbot.waitUntil(lambda: not context.jobs.is_busy(), timeout=30_000)

    loose.close()
    button = loose.findChild(QPushButton, "confirm_button")
    assert button is not None
    with qtbot.waitSignal(loose.destroyed):
        button.click()
