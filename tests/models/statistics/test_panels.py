"""Panels: what figures and plots draw, and the words at a point."""

from dataclasses import replace

import numpy as np
import pytest

from models.scales.scale import Direction
from models.statistics.panels import (
    MOST_SUBJECT_LINES,
    Choice,
    day_text,
    method,
    panels,
    value_text,
)
from models.statistics.trajectories import Centre, Measure, Trajectories, trajectories
from tests.trial import (
    ERYTHEMA,
    WRINKLING,
    courses,
    graded,
    score_frame,
    trial_protocol,
    trial_scales,
    whole_trial,
)


@pytest.fixture(scope="module")
def followed() -> Trajectories:
    scores, groups = whole_trial()
    return trajectories(scores, trial_protocol(), trial_scales(), groups)


def test_there_is_a_panel_for_each_scale_chosen(followed: Trajectories) -> None:
    assert [one.scale for one in panels(followed, Choice())] == [WRINKLING, ERYTHEMA]
    chosen = panels(followed, Choice(scales=(ERYTHEMA,)))
    assert [one.scale for one in chosen] == [ERYTHEMA]


def test_a_panel_shows_only_visits_of_its_scale_at_their_days(
    followed: Trajectories,
) -> None:
    wrinkling, erythema = panels(followed, Choice())

    assert [tick.day for tick in wrinkling.ticks] == [-28, -14, 0, 30]
    assert [tick.day for tick in erythema.ticks] == [0, 1, 5, 7, 14]


def test_points_tell_the_numbers_of_the_table(followed: Trajectories) -> None:
    point = panels(followed, Choice())[0].series[1].points[-1]

    table = followed.table.query("measure == 'score' and group == 'Arm B'")
    row = table[(table["scale"] == WRINKLING) & (table["visit"] == "day30")].iloc[0]
    assert (point.n, point.centre) == (row["n"], row["mean"])
    assert (point.lower, point.upper) == (row["lower"], row["upper"])
    bounds = f"{row['lower']:.2f} to {row['upper']:.2f}"
    assert point.words.splitlines() == [
        "Day 30 · Arm B",
        f"mean {row['mean']:.2f}, 95 % interval {bounds}",
        "6 subjects, 6 analysed",
    ]


def test_the_true_coverage_of_a_median_interval_is_told(followed: Trajectories) -> None:
    point = panels(followed, Choice(centre=Centre.MEDIAN))[0].series[0].points[0]

    assert "96.9 % interval" in point.words


def test_groups_stand_beside_each_other_but_nearer_than_the_next_visit(
    followed: Trajectories,
) -> None:
    for panel in panels(followed, Choice()):
        offsets = [line.offset for line in panel.series]
        assert offsets == sorted(set(offsets))
        days = [tick.day for tick in panel.ticks]
        nearest = min(np.diff(days))
        assert max(offsets) - min(offsets) < nearest / 2


def test_the_axis_shows_the_whole_scale_or_the_changes_with_zero(
    followed: Trajectories,
) -> None:
    score = panels(followed, Choice(has_subjects=False))[0]
    change = panels(followed, Choice(measure=Measure.CHANGE))[0]

    assert (score.low, score.high) == (1, 9)
    assert score.grid == tuple(range(1, 10))
    assert score.label == "Score, 1 to 9; lower is better"
    assert change.low < 0 < change.high
    assert change.has_zero
    assert 0 in change.grid
    assert len(change.grid) <= 10


@pytest.mark.parametrize(
    ("direction", "told"),
    [
        (Direction.HIGHER_IS_BETTER, "Score, 1 to 9; higher is better"),
        (Direction.NONE, "Score, 1 to 9"),
    ],
)
def test_the_axis_names_the_better_end_only_where_there_is_one(
    followed: Trajectories, direction: Direction, told: str
) -> None:
    turned = tuple(replace(one, direction=direction) for one in followed.scales)

    panel = panels(replace(followed, scales=turned), Choice(has_subjects=False))[0]

    assert panel.label == told


def test_a_scale_without_change_says_why_its_panel_is_empty(
    followed: Trajectories,
) -> None:
    erythema = panels(followed, Choice(measure=Measure.CHANGE))[1]

    assert erythema.ticks == ()
    assert "does not analyse Erythema at Baseline" in erythema.absent


def test_lines_of_subjects_break_where_a_visit_is_missing() -> None:
    rows = score_frame(
        courses({"1": {"screening": 4, "treatment": 6, "day30": 5}, "2": {"day30": 3}})
    )
    found = trajectories(rows, trial_protocol(), trial_scales())

    line = panels(found, Choice())[0].series[0]

    nan = np.nan
    np.testing.assert_equal(
        line.subject_values, [4, nan, 6, 5, nan, nan, nan, nan, 3, nan]
    )
    np.testing.assert_equal(line.subject_days[:5], [-28, -14, 0, 30, nan])


def test_subjects_are_drawn_only_if_wished_and_not_too_many() -> None:
    rows = score_frame(
        graded(f"{n:04d}", "day30", 4) for n in range(MOST_SUBJECT_LINES + 1)
    )
    many = trajectories(rows, trial_protocol(), trial_scales())

    assert not len(panels(many, Choice())[0].series[0].subject_days)


def test_missing_subjects_are_visible_in_n() -> None:
    rows = score_frame([graded("1", "day30", 4), graded("2", "baseline", 4)])
    found = trajectories(rows, trial_protocol(), trial_scales())

    assert [point.n_text for point in panels(found, Choice())[0].series[0].points] == [
        "0/2",
        "1/2",
        "0/2",
        "1/2",
    ]


def test_the_method_is_one_sentence(followed: Trajectories) -> None:
    assert method(followed, Choice()) == (
        "mean with 95 % t interval; a subject's value is the mean of 2 raters"
    )
    chosen = Choice(measure=Measure.CHANGE, centre=Centre.MEDIAN)
    assert method(followed, chosen) == (
        "change from Baseline: median with 95 % interval of order statistics; "
        "a subject's value is the mean of 2 raters"
    )


def test_numbers_are_written_as_people_read_them() -> None:
    assert [value_text(one) for one in (1.25, -0.5, -0.001, np.nan)] == [
        "1.25",
        "−0.50",
        "0.00",
        "–",
    ]
    assert day_text(-14) == "day −14"
