"""Telling subjects apart: by site, rater, sex; and changes in per cent, and boxes."""

import math

import numpy as np
import pytest

from models.measures import library as measure_library
from models.measures.frames import measurement_frame_of
from models.protocol import library as protocol_library
from models.scales import library
from models.statistics.boxes import box_of
from models.statistics.changes import Measure
from models.statistics.exclusions import Reason, exclusions
from models.statistics.frames import score_frame_of
from models.statistics.grouping import (
    characteristic_of_subjects,
    characteristics,
    group_order,
    groups_by_subject,
    trajectories_by_rater,
)
from models.statistics.panels import Axis, Choice, Style, panels
from models.statistics.series import scale_series
from models.statistics.trajectories import Centre, Trajectories, trajectories
from models.store.measure_records import Measurement
from tests.trial import (
    ERYTHEMA,
    PLAN,
    WRINKLING,
    courses,
    graded,
    score_frame,
    trial_protocol,
    trial_scales,
    whole_trial,
)

ALL_MEASURES = tuple(Measure)


def follow(
    by_subject: dict[str, dict[str, float]], scale: str = WRINKLING
) -> Trajectories:
    return trajectories(
        score_frame(courses(by_subject, scale=scale)),
        trial_protocol(),
        trial_scales(),
        measures=ALL_MEASURES,
    )


def test_change_in_per_cent_is_of_the_size_of_the_baseline() -> None:
    found = follow({"1": {"baseline": 4, "day30": 3}, "2": {"baseline": 2, "day30": 3}})

    table = found.table.set_index(["measure", "visit"])
    row = table.loc[("percent", "day30")]

    assert row["mean"] == pytest.approx((-25 + 50) / 2)
    assert row["n"] == 2


def test_a_baseline_of_nought_has_no_change_in_per_cent_and_is_told() -> None:
    protocol = trial_protocol(
        PLAN.replace('erythema-0-3 = ["treatment"', 'erythema-0-3 = ["baseline"')
    )
    rows = courses(
        {"1": {"baseline": 0, "day7": 2}, "2": {"baseline": 2, "day7": 1}},
        scale=ERYTHEMA,
    )
    found = trajectories(
        score_frame_of(rows, protocol), protocol, trial_scales(), measures=ALL_MEASURES
    )

    table = found.table.set_index(["measure", "scale", "visit"])
    row = table.loc[("percent", ERYTHEMA, "day7")]
    assert (row["n"], row["mean"]) == (1, -50)
    [note] = found.zero_notes
    assert note == (
        "Erythema: 1 subject with a baseline of 0, which has no change in per cent: "
        "left out."
    )


def test_per_cent_is_followed_only_where_it_is_asked_for() -> None:
    scores, groups = whole_trial()
    found = trajectories(scores, trial_protocol(), trial_scales(), groups)

    assert set(found.table["measure"]) == {"score", "change"}


def test_each_rater_is_a_group_with_the_own_scores_only() -> None:
    rows = [
        graded("1", "day30", 2, rater="R1"),
        graded("1", "day30", 6, rater="R2"),
        graded("2", "day30", 4, rater="R1"),
    ]
    found = trajectories_by_rater(
        score_frame(rows), trial_protocol(), trial_scales(), subjects=("1", "2")
    )

    table = found.table.set_index(["measure", "scale", "group", "visit"])
    assert found.groups == ("R1", "R2")
    assert table.loc[("score", WRINKLING, "R1", "day30"), "mean"] == 3
    assert table.loc[("score", WRINKLING, "R2", "day30"), "mean"] == 6
    assert len(panels(found, Choice())) == 2


def test_sex_and_skin_type_tell_subjects_apart_and_wrinkling_does_not() -> None:
    protocol = protocol_library.find("hoss-2020")
    scales = library.shipped()
    live = {one.scale: scales[one.scale] for one in protocol.assessments if one.scale}

    found = characteristics(protocol, live)

    assert [one.key for one in found] == ["sex", "skin-type"]
    rows = [told("1", 2.0), told("2", 1.0), told("3", None)]
    frame = measurement_frame_of(rows, protocol, measure_library.shipped())
    groups = characteristic_of_subjects(frame, "sex", scales["sex"])
    assert groups == {"1": "male", "2": "female"}
    assert group_order(groups.values(), scales["sex"]) == ("female", "male")


def told(subject: str, value: float | None) -> Measurement:
    return Measurement(
        id=1,
        subject=subject,
        site="",
        side="",
        visit="screening",
        assessment="sex",
        entry=1,
        value=value,
        reason="" if value is not None else "not told",
        parts={},
        comment="",
        rated_by="",
        why="",
        at="2026-03-01T09:00:00.000Z",
    )


def test_both_sides_belong_to_the_group_of_their_subject() -> None:
    units = ("S1 left", "S1 right", "S2 left")
    groups = groups_by_subject({"S1": "Kiel"}, units, has_sides=True)

    assert groups == {"S1 left": "Kiel", "S1 right": "Kiel"}


def test_a_box_has_the_quartiles_of_r_type_7() -> None:
    # R 4.2: quantile(c(1, 2, 3, 4, 10), c(.25, .75)); boxplot.stats(..., coef = 1.5)
    box = box_of(np.array([10.0, 1, 2, 3, 4, math.nan]))

    assert box is not None
    assert (box.lower, box.upper) == (2, 4)
    assert (box.low, box.high, box.beyond) == (1, 4, (10.0,))
    assert box_of(np.array([math.nan])) is None


def test_boxes_and_single_subjects_are_drawn_from_the_same_values() -> None:
    found = follow({f"{at}": {"baseline": 1 + at, "day30": 9 - at} for at in range(5)})

    [panel, _] = panels(found, Choice(style=Style.BOXES, centre=Centre.MEDIAN))
    box = panel.series[0].points[1].box
    assert box is not None
    assert (box.lower, box.upper) == (2, 4)
    assert "middle half 2.00 to 4.00" in panel.series[0].points[1].words
    assert panel.series[0].units == ("0", "1", "2", "3", "4")


def test_visits_can_stand_at_equal_distances() -> None:
    found = follow({"1": {"baseline": 1, "day30": 2}})

    [panel, _] = panels(found, Choice(axis=Axis.VISITS))

    assert [tick.at for tick in panel.ticks] == [0, 1, 2, 3]
    assert [tick.day for tick in panel.ticks] == [-28, -14, 0, 30]


def test_every_gap_has_its_reason() -> None:
    rows = [
        graded("1", "baseline", 3),
        graded("1", "day30", 2),
        graded("2", "day30", 5),
        graded("3", "baseline", None),
        graded("4", "baseline", 4),
    ]
    frame = score_frame(rows)
    photographs = frame[["subject", "side", "unit", "visit", "view"]]
    groups = {"1": "A", "2": "A", "3": "B"}

    found = exclusions(
        frame,
        trial_protocol(),
        [scale_series(trial_scales()[WRINKLING])],
        groups,
        units=("1", "2", "3", "4"),
        photographs=photographs,
    )

    reasons = {(one.unit, one.visit): one.reason for one in found}
    assert ("1", "Baseline") not in reasons
    assert reasons["2", "Day 30"] is Reason.NO_BASELINE
    assert reasons["3", "Baseline"] is Reason.NOT_ASSESSABLE
    assert reasons["4", "Baseline"] is Reason.NO_GROUP
    assert reasons["1", "Screening"] is Reason.NO_PHOTOGRAPH
