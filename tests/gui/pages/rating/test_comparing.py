"""The baseline beside the photograph, by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSlider
from pytestqt.qtbot import QtBot

from gui.pages.rating import rating_page
from gui.pages.rating.comparison_pane import ComparisonPane
from gui.pages.rating.rating_page import RatingPage
from gui.settings import Settings
from gui.theme import Theme
from gui.widgets.viewer.comparison import Arrangement
from models.reading.session import RatingSession, open_session
from tests.examples import COMPARING, example_protocol, make_study
from tests.gui.pages.rating.conftest import press, shown

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ENTER = Qt.Key.Key_Return


@pytest.fixture
def comparing(
    tmp_path: Path, staying: Settings, theme: Theme
) -> Iterator[tuple[RatingPage, RatingSession]]:
    """A reading with a comparative scale, at a photograph that has a baseline."""
    plan = example_protocol(COMPARING + "\n[reading]\nrepeats = 0.0\n")
    with make_study(tmp_path / "s.dgstudy", protocol=plan) as store:
        session = open_session(store, "R1")
        page = shown(rating_page(session, staying))
        page.presenter.go_to(place(session, is_compared=True))
        yield page, session
        page.close()


def place(session: RatingSession, *, is_compared: bool, but: int = 0) -> int:
    """A position with, or without, a baseline to compare with."""
    return next(
        item.position
        for item in session.items
        if bool(item.compare_side) is is_compared and item.position != but
    )


def pane(page: RatingPage) -> ComparisonPane:
    found = page.stage.comparison
    assert found is not None
    return found


def names(page: RatingPage) -> list[str]:
    labels = pane(page).findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible()]


def test_b_shows_the_baseline_beside_the_photograph_and_puts_it_away(
    comparing: tuple[RatingPage, RatingSession],
) -> None:
    page, _ = comparing
    press("b")
    assert page.stage.is_comparing
    assert names(page) == ["Baseline", "Photograph to grade"]
    press("b")
    assert not page.stage.is_comparing
    assert page.viewer.isVisible()


def test_both_photographs_come_on_the_screen_and_time_runs(
    comparing: tuple[RatingPage, RatingSession], qtbot: QtBot
) -> None:
    page, session = comparing
    press("b")
    viewer = pane(page).viewer
    qtbot.waitUntil(lambda: viewer.left.is_sharp and viewer.right.is_sharp)
    position = page.presenter.position
    assert (viewer.left.key, viewer.right.key) == (-position, position)
    press("5", "2", "1", ENTER)
    assert session.is_complete(position)


def test_what_is_compared_stays_so_from_photograph_to_photograph(
    comparing: tuple[RatingPage, RatingSession],
) -> None:
    page, session = comparing
    press("b")
    here = page.presenter.position
    page.presenter.go_to(place(session, is_compared=False))
    assert not page.stage.is_comparing
    page.presenter.go_to(place(session, is_compared=True, but=here))
    assert page.stage.is_comparing


def test_where_there_is_no_baseline_the_key_does_nothing(
    comparing: tuple[RatingPage, RatingSession],
) -> None:
    page, session = comparing
    page.presenter.go_to(place(session, is_compared=False))
    assert not page.commands.actions["compare"].isEnabled()
    press("b")
    assert not page.stage.is_comparing


def test_the_ways_to_compare_follow_each_other_by_a_key(
    comparing: tuple[RatingPage, RatingSession],
) -> None:
    page, _ = comparing
    press("b", "w")
    assert pane(page).arrangement is Arrangement.WIPE
    slider = pane(page).findChild(QSlider, "wipe_slider")
    assert slider is not None
    press(Qt.Key.Key_Left, modifier=ALT)
    assert slider.value() == 40
    press("w")
    assert pane(page).arrangement is Arrangement.BLINK
    before = names(page)
    press(Qt.Key.Key_Right, modifier=ALT)
    assert names(page) != before
    press("w")
    assert pane(page).arrangement is Arrangement.BESIDE


def test_zoom_is_linked_and_an_offset_can_be_set_by_keys(
    comparing: tuple[RatingPage, RatingSession], qtbot: QtBot
) -> None:
    page, _ = comparing
    press("b")
    viewer = pane(page).viewer
    qtbot.waitUntil(lambda: viewer.left.is_sharp and viewer.right.is_sharp)
    press("=", modifier=Qt.KeyboardModifier.ControlModifier)
    assert viewer.left.zoom == pytest.approx(viewer.right.zoom)
    press(*"=====", modifier=Qt.KeyboardModifier.ControlModifier)
    press("l")
    assert not pane(page).is_linked
    press(Qt.Key.Key_Right, modifier=SHIFT)
    assert viewer.left.place.x != viewer.right.place.x
    offset = viewer.right.place.x - viewer.left.place.x
    press("l")
    press(Qt.Key.Key_Left, modifier=SHIFT)
    assert viewer.right.place.x - viewer.left.place.x == pytest.approx(offset, abs=0.25)
    press("l", modifier=SHIFT)
    assert viewer.right.place == viewer.left.place


def test_zoom_goes_with_the_rater_into_the_comparison_and_back(
    comparing: tuple[RatingPage, RatingSession], qtbot: QtBot
) -> None:
    page, _ = comparing
    qtbot.waitUntil(lambda: page.viewer.is_sharp)
    press("=", "=", modifier=Qt.KeyboardModifier.ControlModifier)
    relative = page.viewer.place.relative
    press("b")
    qtbot.waitUntil(lambda: pane(page).photograph.is_sharp)
    assert pane(page).photograph.place.relative == pytest.approx(relative, rel=0.01)
    press("b")
    qtbot.waitUntil(lambda: page.viewer.is_sharp)
    assert page.viewer.place.relative == pytest.approx(relative, rel=0.01)


def test_no_comparison_stands_in_the_menus_of_a_reading_without(
    page: RatingPage,
) -> None:
    assert not page.commands.actions["compare"].isVisible()
    press("b")
    assert page.stage.comparison is None
