"""Reference photographs beside the words of the grades."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.pages.rating import rating_page
from gui.pages.rating.rating_page import RatingPage
from gui.pages.rating.reference_pane import ReferencePane
from gui.settings import Settings
from gui.theme import Theme
from models.photographs.references import add_references
from models.reading.session import open_session
from tests.examples import make_study, picture
from tests.gui.pages.rating.conftest import press, shown

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(tmp_path: Path, staying: Settings, theme: Theme) -> Iterator[RatingPage]:
    """A reading whose study has photographs for two grades of erythema."""
    with make_study(tmp_path / "s.dgstudy") as store:
        for grade, number in ((1, 70), (3, 71), (3, 72)):
            file = tmp_path / f"{number}.jpg"
            file.write_bytes(picture(number, size=(96, 64)))
            add_references(store, "erythema-0-3", grade, [file], by="c")
        page = shown(rating_page(open_session(store, "R1"), staying))
        yield page
        page.close()


def pane(page: RatingPage) -> ReferencePane:
    return page.anchors.references


def name(page: RatingPage) -> str:
    label = page.findChild(QLabel, "reference_name")
    assert label is not None
    return label.text()


def test_a_scale_without_reference_photographs_shows_its_words(
    page: RatingPage,
) -> None:
    press("a")
    assert page.anchors.strip.isVisible()
    assert not pane(page).isVisible()


def test_reference_photographs_stand_beside_the_words(
    page: RatingPage, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_Down, "a")
    assert pane(page).isVisible()
    assert name(page) == "1  mild"
    qtbot.waitUntil(lambda: pane(page).viewer.is_sharp)
    press("a")
    assert not page.anchors.isVisible()
    assert pane(page).viewer.key is None


def test_the_grade_looked_at_shows_its_photograph(page: RatingPage) -> None:
    press(Qt.Key.Key_Down, "a", *[Qt.Key.Key_Right] * 4)
    assert name(page) == "3  severe  (1 of 2)"
    press(Qt.Key.Key_Left)
    assert name(page) == "3  severe  (1 of 2)"
    press(Qt.Key.Key_Left)
    assert name(page) == "1  mild"


def test_a_key_goes_through_all_of_them(page: RatingPage) -> None:
    press(Qt.Key.Key_Down, "a")
    seen = []
    for _ in range(4):
        seen.append(name(page))
        press("a", modifier=SHIFT)
    assert seen == ["1  mild", "3  severe  (1 of 2)", "3  severe  (2 of 2)", "1  mild"]


def test_they_are_as_large_as_the_photograph(page: RatingPage, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Down, "a")
    viewer = pane(page).viewer
    qtbot.waitUntil(lambda: page.viewer.is_sharp and viewer.is_sharp)
    qtbot.waitUntil(
        lambda: abs(viewer.seen_height - page.viewer.seen_height) < 1, timeout=2000
    )
    press("=", "=", modifier=CONTROL)
    assert viewer.seen_height == pytest.approx(page.viewer.seen_height, rel=0.01)
    assert viewer.place.x == pytest.approx(page.viewer.place.x, abs=0.01)
