"""The viewer as its page and its user meet it."""

import gc
import random
import threading
from collections.abc import Callable

import numpy as np
import pytest
import shiboken6
import simplejpeg
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets.viewer.canvas import MID_GREY
from gui.widgets.viewer.viewer import Neighbour, PhotographViewer
from models.photographs.errors import PhotographError
from tests.gui.widgets.viewer.conftest import (
    COLOURS,
    Shelf,
    colour_in_the_middle,
    key_on_screen,
)

Show = Callable[..., PhotographViewer]


def turn_wheel(viewer: QWidget, at: QPointF, turn: int) -> None:
    """Turn the wheel over a point."""
    event = QWheelEvent(
        at,
        viewer.mapToGlobal(at),
        QPoint(),
        QPoint(0, turn),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewer, event)


def checked(key: int) -> bytes:
    """A photograph of 1200 × 800 whose every pixel differs from its neighbours."""
    pixels = np.random.default_rng(key).integers(0, 256, (800, 1200, 3), np.uint8)
    return bytes(simplejpeg.encode_jpeg(pixels, quality=95))


def test_the_photograph_asked_for_is_painted_and_told(
    qtbot: QtBot, viewer: PhotographViewer
) -> None:
    with qtbot.waitSignal(viewer.photograph_shown) as shown:
        viewer.show_photograph(2)

    assert shown.args is not None
    assert shown.args[0] == 2
    assert key_on_screen(viewer) == 2


def test_a_prefetched_photograph_is_there_without_waiting(
    qtbot: QtBot, viewer: PhotographViewer, shelf: Shelf
) -> None:
    viewer.show_photograph(0, ahead=[Neighbour(1), Neighbour(2)])
    qtbot.waitUntil(lambda: viewer._loader.pyramid(1) is not None)
    shelf.hold_back(1)

    viewer.show_photograph(1)

    assert key_on_screen(viewer) == 1
    assert viewer.is_sharp


def test_two_ahead_and_one_behind_are_decoded(
    qtbot: QtBot, viewer: PhotographViewer
) -> None:
    near = {"ahead": [Neighbour(2), Neighbour(3)], "behind": [Neighbour(0)]}
    viewer.show_photograph(1, **near)

    qtbot.waitUntil(lambda: all(viewer._loader.pyramid(key) for key in range(4)))


def test_a_photograph_that_comes_too_late_is_not_shown(
    qtbot: QtBot, viewer: PhotographViewer, shelf: Shelf
) -> None:
    gate = shelf.hold_back(0, only_once=True)
    viewer.show_photograph(0)
    viewer.show_photograph(1)
    qtbot.waitUntil(lambda: key_on_screen(viewer) == 1)
    told: list[int] = []
    viewer.photograph_shown.connect(lambda key, _: told.append(key))

    gate.set()
    qtbot.waitUntil(lambda: not viewer._loader._running)
    viewer.repaint()

    assert key_on_screen(viewer) == 1
    assert 0 not in told


def test_the_photograph_before_is_gone_while_the_next_is_awaited(
    viewer: PhotographViewer, shelf: Shelf, show: Show
) -> None:
    show(0)
    shelf.hold_back(1)

    viewer.show_photograph(1)

    assert colour_in_the_middle(viewer) == MID_GREY
    shelf.let_go()


def test_jumping_about_never_shows_a_photograph_under_another_key(
    qtbot: QtBot, viewer: PhotographViewer
) -> None:
    chance = random.Random(7)
    for _ in range(60):
        key = chance.randrange(len(COLOURS))
        near = [Neighbour(chance.randrange(len(COLOURS))) for _ in range(3)]
        viewer.show_photograph(key, ahead=near[:2], behind=near[2:])
        if chance.random() < 0.3:
            viewer.zoom_in()
        if chance.random() < 0.5:
            qtbot.waitUntil(lambda key=key: key_on_screen(viewer) == key)
        assert key_on_screen(viewer) in (None, key)


def test_zoom_and_position_stay_in_the_next_photograph_of_the_view(
    show: Show,
) -> None:
    viewer = show(0, "front")
    viewer.zoom_to(1.0)
    viewer.pan_by(0.4, 0.2)
    place = viewer.place

    show(1, "front")

    assert viewer.place == pytest.approx(place)
    assert viewer.zoom == 1.0


def test_another_view_starts_fitted_and_the_first_is_found_again(show: Show) -> None:
    viewer = show(0, "front")
    viewer.zoom_to(1.0)

    assert show(1, "left").is_fitted
    assert not show(2, "front").is_fitted


def test_the_wheel_zooms_at_the_pointer(show: Show) -> None:
    viewer = show(0)
    viewer.zoom_to(1.0)
    before = viewer._framing
    assert before is not None

    turn_wheel(viewer, QPointF(150, 100), 240)

    after = viewer._framing
    assert after is not None
    assert after.scale == pytest.approx(before.scale * 2**0.5)
    share = [(150 - f.origin[0]) / f.size[0] for f in (before, after)]
    assert share[0] == pytest.approx(share[1], abs=0.002)


def test_keys_stop_at_100_percent_and_at_fitted(show: Show) -> None:
    viewer = show(0)
    zooms = []
    for _ in range(6):
        viewer.zoom_in()
        zooms.append(viewer.zoom)
    assert 1.0 in zooms

    for _ in range(12):
        viewer.zoom_out()
        zooms.append(viewer.zoom)
    assert 0.5 in zooms[6:]


def test_a_double_click_changes_between_fitted_and_100_percent(show: Show) -> None:
    viewer = show(0)

    QTest.mouseDClick(viewer, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert viewer.zoom == 1.0

    QTest.mouseDClick(viewer, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert viewer.is_fitted


def test_dragging_moves_the_photograph_with_the_pointer(show: Show) -> None:
    viewer = show(0)
    viewer.actual_size()
    assert viewer._framing is not None
    before = viewer._framing.origin

    QTest.mousePress(viewer, Qt.MouseButton.LeftButton, pos=QPoint(300, 200))
    QTest.mouseMove(viewer, QPoint(270, 190))
    QTest.mouseRelease(viewer, Qt.MouseButton.LeftButton, pos=QPoint(270, 190))

    assert viewer._framing.origin == (before[0] - 30, before[1] - 10)


def test_panning_paints_what_painting_all_does(
    qtbot: QtBot, viewer: PhotographViewer, shelf: Shelf
) -> None:
    shelf.sources[0] = checked(0)
    viewer.show_photograph(0)
    qtbot.waitUntil(lambda: viewer.is_sharp)
    for zoom in (0.8, 1.0, 1.7):
        viewer.zoom_to(zoom)
        viewer._settle.stop()
        qtbot.waitUntil(lambda: viewer.is_sharp)
        viewer.repaint()
        viewer.pan_by(0.1, -0.05)
        viewer.pan_by(-0.03, 0.1)
        panned = on_screen(viewer)
        viewer.repaint()
        # The rounding of the smoothing depends on where it begins.
        assert np.abs(panned - on_screen(viewer)).max() <= 3


def on_screen(viewer: QWidget) -> np.ndarray:
    """What stands on the screen, not painted anew."""
    QApplication.sendPostedEvents()
    return pixels_of(viewer.screen().grabWindow(viewer.winId()).toImage())


def pixels_of(picture: QImage) -> np.ndarray:
    """A picture's red, green and blue."""
    rgb = picture.convertToFormat(QImage.Format.Format_RGBX8888)
    rows = np.frombuffer(rgb.constBits(), np.uint8)
    shape = rgb.height(), rgb.bytesPerLine() // 4, 4
    return rows.reshape(shape)[..., :3].astype(np.int16)


@pytest.mark.parametrize("ratio", [1.5, 2.0])
def test_on_a_dense_screen_100_percent_means_its_own_pixels(
    qtbot: QtBot, viewer: PhotographViewer, shelf: Shelf, ratio: float
) -> None:
    shelf.sources[0] = data = checked(0)
    viewer.devicePixelRatioF = lambda: ratio  # type: ignore[method-assign]
    viewer.show_photograph(0)
    qtbot.waitUntil(lambda: viewer._pyramid is not None)
    viewer.actual_size()
    qtbot.waitUntil(lambda: viewer.is_sharp)
    screen = QImage(int(600 * ratio), int(400 * ratio), QImage.Format.Format_RGB32)
    screen.setDevicePixelRatio(ratio)

    viewer.render(screen)

    assert viewer._framing is not None
    left, top = viewer._framing.origin
    seen = simplejpeg.decode_jpeg(data)[-top:, -left:][: screen.height()]
    assert viewer.zoom == 1.0
    assert np.array_equal(pixels_of(screen), seen[:, : screen.width()])


def test_at_100_percent_the_pixels_are_those_of_the_photograph(
    qtbot: QtBot, viewer: PhotographViewer, shelf: Shelf
) -> None:
    shelf.sources[0] = data = checked(0)
    viewer.show_photograph(0)
    viewer.show_photograph(0)
    qtbot.waitUntil(lambda: viewer._pyramid is not None)
    viewer.actual_size()
    qtbot.waitUntil(lambda: viewer.is_sharp)
    assert viewer._framing is not None
    left, top = viewer._framing.origin

    picture = viewer.grab().toImage()

    pixels = simplejpeg.decode_jpeg(data)
    for x, y in ((0, 0), (10, 300), (599, 399)):
        expected = QColor(*map(int, pixels[y - top, x - left]))
        assert picture.pixelColor(x, y) == expected


def test_the_surround_is_the_same_grey_whatever_the_palette(
    viewer: PhotographViewer,
) -> None:
    palette = viewer.palette()
    palette.setColor(viewer.backgroundRole(), Qt.GlobalColor.black)
    viewer.setPalette(palette)

    assert colour_in_the_middle(viewer) == MID_GREY


def test_a_broken_photograph_leaves_a_sentence_on_grey(
    qtbot: QtBot, viewer: PhotographViewer, shelf: Shelf
) -> None:
    shelf.sources[0] = PhotographError("The file breaks off.")

    with qtbot.waitSignal(viewer.failed) as failed:
        viewer.show_photograph(0)

    assert failed.args == [0, "The file breaks off."]
    picture = viewer.grab().toImage()
    assert picture.pixelColor(5, 5) == MID_GREY
    colours = {picture.pixelColor(x, 200).rgb() for x in range(200, 400)}
    assert len(colours) > 1, "no sentence was painted"


def test_the_photograph_after_a_broken_one_is_shown(
    qtbot: QtBot, viewer: PhotographViewer, shelf: Shelf
) -> None:
    shelf.sources[0] = b"no photograph"
    with qtbot.waitSignal(viewer.failed):
        viewer.show_photograph(0)

    viewer.show_photograph(1)

    qtbot.waitUntil(lambda: key_on_screen(viewer) == 1)


def test_a_screen_reader_is_told_the_zoom_and_nothing_of_the_photograph(
    show: Show,
) -> None:
    viewer = show(0, "subject 7 front")
    viewer.actual_size()

    assert viewer.accessibleName() == "Photograph"
    assert viewer.accessibleDescription() == "zoom 100 %"


def test_zoom_is_told_when_it_changes(qtbot: QtBot, show: Show) -> None:
    viewer = show(0)

    with qtbot.waitSignal(viewer.zoom_changed) as changed:
        viewer.zoom_to(2.0)

    assert changed.args == [2.0]


def test_resizing_a_fitted_viewer_keeps_it_fitted_and_sharp(
    qtbot: QtBot, show: Show
) -> None:
    viewer = show(0)

    viewer.resize(900, 700)

    assert viewer.is_fitted
    qtbot.waitUntil(lambda: viewer.is_sharp)


def test_closing_leaves_no_thread_and_no_timer(
    viewer: PhotographViewer, shelf: Shelf, show: Show
) -> None:
    show(0)
    viewer.zoom_in()

    viewer.close()

    assert not [thread for thread in shelf.threads if thread.is_alive()]
    assert not [timer for timer in viewer.findChildren(QTimer) if timer.isActive()]


def test_a_viewer_may_be_deleted_while_it_decodes(qtbot: QtBot, shelf: Shelf) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    viewer = PhotographViewer(shelf.load, parent)
    gate = shelf.hold_back(0)
    viewer.show_photograph(0, ahead=[Neighbour(1)])
    qtbot.waitUntil(lambda: 0 in shelf.asked)
    threading.Timer(0.05, gate.set).start()

    shiboken6.delete(viewer)
    del viewer
    gc.collect()

    assert not [thread for thread in shelf.threads if thread.is_alive()]
