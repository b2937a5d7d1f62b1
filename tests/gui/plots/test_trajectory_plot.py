"""The plot of the window: what it draws, and what it tells under the pointer."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsView, QLabel
from pytestqt.qtbot import QtBot

from exports.marks import mark
from gui.plots.legend import GroupLegend
from gui.plots.look import PlotLook
from gui.plots.picture import figure_picture
from gui.plots.trajectory_plot import Picked, TrajectoryPlot
from models.statistics.panels import Axis, Choice, Style, panels
from models.statistics.trajectories import Centre, Measure, Trajectories, trajectories
from tests.trial import (
    ERYTHEMA,
    WRINKLING,
    graded,
    score_frame,
    trial_protocol,
    trial_scales,
    whole_trial,
)


@pytest.fixture(scope="module")
def followed() -> Trajectories:
    scores, groups = whole_trial()
    return trajectories(
        scores, trial_protocol(), trial_scales(), groups, measures=tuple(Measure)
    )


@pytest.fixture
def plot(qtbot: QtBot, followed: Trajectories) -> TrajectoryPlot:
    plot = TrajectoryPlot()
    qtbot.addWidget(plot)
    plot.resize(1000, 500)
    with qtbot.waitExposed(plot):
        plot.show()
    plot.show_panels(panels(followed, Choice()), followed.groups)
    plot.grab()
    return plot


def test_every_point_can_be_pointed_at(plot: TrajectoryPlot) -> None:
    assert len(list(plot.places())) == 2 * (4 + 5)


def test_the_pointer_on_a_point_tells_its_numbers(
    plot: TrajectoryPlot, qtbot: QtBot
) -> None:
    point, place = next(iter(plot.places()))

    with qtbot.waitSignal(plot.point_told) as told:
        plot._on_mouse_moved(place)

    assert told.args is not None
    assert point.words in told.args[0]
    label = plot.findChild(QLabel, "hover_label")
    assert label is not None
    assert label.isVisible()
    assert label.text() == told.args[0]
    assert plot.rect().contains(label.geometry())


def test_the_words_vanish_when_the_pointer_leaves(plot: TrajectoryPlot) -> None:
    plot._on_mouse_moved(next(iter(plot.places()))[1])

    plot._on_mouse_moved(QPointF(-500, -500))

    label = plot.findChild(QLabel, "hover_label")
    assert label is not None
    assert not label.isVisible()


def test_groups_are_drawn_beside_each_other(plot: TrajectoryPlot) -> None:
    first = [place.x() for point, place in plot.places() if point.visit == "screening"]

    assert len(first) == 2
    assert first[0] < first[1]


def test_the_legend_names_the_groups_for_screen_readers(plot: TrajectoryPlot) -> None:
    legend = plot.findChild(GroupLegend, "group_legend")

    assert legend is not None
    assert legend.accessibleName() == "Groups: Arm A, Arm B"


def test_a_single_group_has_no_legend(
    plot: TrajectoryPlot, followed: Trajectories
) -> None:
    plot.show_panels(panels(followed, Choice()), ())

    legend = plot.findChild(GroupLegend, "group_legend")
    assert legend is not None
    assert not legend.isVisible()


def test_other_panels_replace_those_before(
    plot: TrajectoryPlot, followed: Trajectories
) -> None:
    for measure in Measure:
        for centre in Centre:
            choice = Choice(measure=measure, centre=centre)
            plot.show_panels(panels(followed, choice), followed.groups)
            plot.grab()

    # Erythema is not analysed at baseline, so only wrinkling has points.
    assert len(list(plot.places())) == 2 * 3


def test_a_narrow_window_puts_plots_below_each_other(plot: TrajectoryPlot) -> None:
    def screening() -> list[float]:
        return [place.x() for point, place in plot.places() if point.day == 0]

    wide = max(screening()) - min(screening())
    plot.resize(420, 500)
    plot.grab()

    assert max(screening()) - min(screening()) < wide


def test_a_point_without_interval_is_drawn(qtbot: QtBot) -> None:
    rows = score_frame([graded("1", "day30", 4)])
    found = trajectories(rows, trial_protocol(), trial_scales())
    plot = TrajectoryPlot()
    qtbot.addWidget(plot)

    plot.show_panels(panels(found, Choice()), ())
    plot.grab()

    (point, _), *others = plot.places()
    assert not others
    assert "one subject: no spread and no interval" in point.words


def test_colours_follow_the_palette(plot: TrajectoryPlot) -> None:
    dark = QPalette(plot.palette())
    dark.setColor(QPalette.ColorRole.Base, QColor("#1d2328"))
    dark.setColor(QPalette.ColorRole.Text, QColor("#e7ecef"))
    light = PlotLook.of(plot.palette())

    plot.setPalette(dark)
    plot.redraw()

    assert PlotLook.of(plot.palette()).is_dark
    assert PlotLook.of(plot.palette()).colour(0) != light.colour(0)
    assert plot.grab().toImage().pixelColor(500, 60).lightness() < 80


def test_enter_shows_one_plot_large_and_escape_all_again(
    plot: TrajectoryPlot, qtbot: QtBot
) -> None:
    plot.setFocus()
    QTest.keyClick(plot, Qt.Key.Key_Right)

    with qtbot.waitSignal(plot.enlarged) as told:
        QTest.keyClick(plot, Qt.Key.Key_Return)
    assert told.args == [ERYTHEMA]
    assert [panel.scale for panel in plot.shown()] == [ERYTHEMA]

    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert [panel.scale for panel in plot.shown()] == [WRINKLING]

    QTest.keyClick(plot, Qt.Key.Key_Escape)
    assert len(plot.shown()) == 2


def test_a_click_on_a_point_picks_its_group_and_visit(
    plot: TrajectoryPlot, qtbot: QtBot
) -> None:
    point, place = next(iter(plot.places()))
    view = plot.findChild(QGraphicsView, "trajectory_panels")
    assert view is not None

    with qtbot.waitSignal(plot.point_picked) as told:
        where = view.mapFromScene(place)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert told.args == [Picked(WRINKLING, "Arm A", point.visit)]


def test_a_double_click_shows_the_plot_under_the_pointer(
    plot: TrajectoryPlot,
) -> None:
    view = plot.findChild(QGraphicsView, "trajectory_panels")
    assert view is not None

    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, 90))

    assert [panel.scale for panel in plot.shown()] == [WRINKLING]


def test_boxes_and_single_subjects_can_be_drawn_and_picked(
    plot: TrajectoryPlot, followed: Trajectories
) -> None:
    boxes = Choice(style=Style.BOXES, centre=Centre.MEDIAN, axis=Axis.VISITS)
    plot.show_panels(panels(followed, boxes), followed.groups)
    plot.grab()
    assert len(list(plot.places())) == 2 * (4 + 5)

    plot.show_panels(panels(followed, Choice(style=Style.SINGLES)), followed.groups)
    plot.grab()
    assert not list(plot.places())
    item = plot._items[0]
    line = item.panel.series[0]
    place = QPointF(line.subject_days[0] + line.offset, line.subject_values[0])
    picked = plot.picked_at(item.plot.vb.mapViewToScene(place))
    assert picked is not None
    assert picked.unit in line.units


def test_groups_are_told_apart_without_colour() -> None:
    """In grey, and by eyes that see no red or green: by marker, filling and dash."""
    looks = [mark(number) for number in range(4)]
    forms = {(look.marker, look.is_hollow) for look in looks}
    assert len(forms) == len(looks)
    assert len({tuple(look.dash or ()) for look in looks[:2]}) == 2


def test_the_picture_has_the_whole_figure_and_its_foot(
    qtbot: QtBot, followed: Trajectories
) -> None:
    figure = panels(followed, Choice())

    one = figure_picture(figure[:1], followed.groups, "short")
    both = figure_picture(figure, followed.groups, "a long foot " * 40)

    assert one.width() < both.width()
    assert both.pixelColor(3, both.height() - 3).name() == "#ffffff"
    inks = {both.pixelColor(x, y).name() for x in range(0, 400, 3) for y in range(99)}
    assert len(inks) > 2
