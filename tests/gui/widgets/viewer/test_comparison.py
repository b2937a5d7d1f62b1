"""Two photographs compared."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gui.widgets.viewer.comparison import Arrangement, ComparisonViewer
from tests.gui.widgets.viewer.conftest import COLOURS, Shelf


@pytest.fixture
def comparison(qtbot: QtBot, shelf: Shelf) -> Iterator[ComparisonViewer]:
    """Photographs 0 and 1, sharp."""
    comparison = ComparisonViewer(shelf.load)
    qtbot.addWidget(comparison)
    comparison.resize(800, 400)
    with qtbot.waitExposed(comparison):
        comparison.show()
    comparison.show_photographs(0, 1, view_key="front")
    qtbot.waitUntil(lambda: comparison.left.is_sharp and comparison.right.is_sharp)
    yield comparison
    comparison.close()
    assert not [thread for thread in shelf.threads if thread.is_alive()]


def key_at(comparison: ComparisonViewer, x: int) -> int:
    """Which photograph is seen at a column."""
    colour: QColor = comparison.grab().toImage().pixelColor(x, 200)
    seen = colour.red(), colour.green(), colour.blue()
    distances = [
        sum(abs(a - b) for a, b in zip(seen, known, strict=True)) for known in COLOURS
    ]
    assert min(distances) < 30
    return distances.index(min(distances))


def test_two_photographs_stand_beside_each_other(comparison: ComparisonViewer) -> None:
    assert (key_at(comparison, 200), key_at(comparison, 600)) == (0, 1)


def test_zooming_one_zooms_the_other(comparison: ComparisonViewer) -> None:
    comparison.left.zoom_to(1.0)
    comparison.left.pan_by(0.2, 0.1)

    assert comparison.right.place == pytest.approx(comparison.left.place)

    comparison.right.fit()

    assert comparison.left.is_fitted


def test_an_offset_set_by_hand_is_kept(comparison: ComparisonViewer) -> None:
    comparison.left.zoom_to(1.0)
    comparison.link(False)
    comparison.right.pan_by(0.1, 0.0)
    apart = comparison.right.place.x - comparison.left.place.x
    comparison.link(True)

    comparison.left.pan_by(-0.1, 0.0)

    now = comparison.right.place.x - comparison.left.place.x
    assert now == pytest.approx(apart)
    assert apart > 0.01


def test_the_wipe_shows_the_left_up_to_its_edge(comparison: ComparisonViewer) -> None:
    comparison.arrange(Arrangement.WIPE)
    comparison.wipe_to(0.7)

    assert (key_at(comparison, 520), key_at(comparison, 600)) == (0, 1)


def test_a_blink_changes_which_one_is_seen(comparison: ComparisonViewer) -> None:
    comparison.arrange(Arrangement.BLINK)
    assert key_at(comparison, 400) == 1

    comparison.swap()

    assert key_at(comparison, 400) == 0


def test_closing_stops_the_blinking(comparison: ComparisonViewer) -> None:
    comparison.blink_every(500)

    comparison.close()

    assert not comparison._blink.isActive()
