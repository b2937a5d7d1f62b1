from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import models.demo.study
from gui.context import PageContext
from gui.demo import demo_folder, open_demo
from models.progress import Progress
from tests.examples import make_study


def test_the_demo_study_is_made_once_and_opened_from_then_on(
    qtbot: QtBot, context: PageContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def make(path: Path, *, progress: Progress) -> Path:
        make_study(path).close()
        made.append(path)
        return path

    monkeypatch.setattr(models.demo.study, "make_demo_study", make)
    opened: list[Path] = []
    open_demo(context, opened.append)
    qtbot.waitUntil(lambda: len(opened) == 1)
    open_demo(context, opened.append)

    assert len(made) == 1
    assert opened == 2 * [demo_folder() / "demo.dgstudy"]
    assert [one.name for one in demo_folder().glob("*.dgstudy")] == ["demo.dgstudy"]
