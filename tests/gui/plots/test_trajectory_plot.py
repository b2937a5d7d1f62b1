"""The plot of the window: what it draws, and what it tells under the pointer."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gui.plots.legend import GroupLegend
from gui.plots.look import PlotLook
from gui.plots.trajectory_plot import TrajectoryPlot
from models.statistics.panels import Choice, panels
from models.statistics.trajectories import Centre, Measure, Trajectories, trajectories
from tests.trial import graded, score_frame, trial_protocol, trial_scales, whole_trial


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
