"""Trajectories and pairs where the sides of a subject are compared."""

import math

import pandas as pd
import pytest

from models.protocol.analysis import Aggregation, Combine
from models.statistics.frames import score_frame_of
from models.statistics.pairs import PAIR_COLUMNS, side_pairs
from models.statistics.panels import Choice, panels
from models.statistics.remarks import BOTH_SIDES
from models.statistics.trajectories import Trajectories, trajectories
from tests.sides import halves, halves_scales, side_scores
from tests.trial import graded, trial_protocol, trial_scales, whole_trial

COURSES = {
    "1 left": {"baseline": 5, "week4": 3, "week8": 2},
    "1 right": {"baseline": 5, "week4": 5, "week8": 4},
    "2 left": {"baseline": 6, "week4": 6},
    "2 right": {"baseline": 7, "week4": 4, "week8": 3},
}
GROUPS = {
    "1 left": "Cream",
    "1 right": "Base",
    "2 left": "Base",
    "2 right": "Cream",
}


def follow(groups: dict[str, str] | None = None, **how: object) -> Trajectories:
    scores = side_scores(COURSES)
    return trajectories(scores, halves(), halves_scales(), groups, **how)  # type: ignore[arg-type]


def cell(found: Trajectories, group: str, visit: str) -> pd.Series:
    table = found.table[found.table["measure"] == "score"]
    [at] = table.index[(table["group"] == group) & (table["visit"] == visit)]
    return table.loc[at]


def test_the_unit_of_a_subject_without_sides_is_the_subject() -> None:
    scores, _ = whole_trial(2)

    assert list(scores["unit"]) == list(scores["subject"])
    assert set(scores["side"]) == {""}


def test_a_score_belongs_to_the_side_that_its_view_shows() -> None:
    scores = side_scores(COURSES)

    told = set(zip(scores["view"], scores["side"], strict=True))
    assert told == {("cheek-l", "left"), ("cheek-r", "right")}
    assert set(scores["unit"]) == set(COURSES)


def test_every_group_counts_sides_and_compares_within_the_subject() -> None:
    found = follow(GROUPS)

    cream, base = cell(found, "Cream", "week4"), cell(found, "Base", "week8")
    assert (cream["subjects"], cream["n"], cream["mean"]) == (2, 2, 3.5)
    assert (base["n"], base["missing"], base["mean"]) == (1, 1, 4)
    assert base["note"] == "one side: no spread and no interval"
    assert (found.subjects, found.units, found.noun) == (2, 4, "side")
    assert BOTH_SIDES not in found.notes


def test_a_subject_never_scored_counts_with_both_sides() -> None:
    groups = {**GROUPS, "3 left": "Cream", "3 right": "Base"}

    found = follow(groups, subjects=("1", "2", "3"))

    assert list(cell(found, "Cream", "week4")[["subjects", "n"]]) == [3, 2]
    assert list(found.flow["subjects"]) == [6, 6, 6]


def test_a_side_without_a_group_is_left_out_and_called_a_side() -> None:
    found = follow({name: GROUPS[name] for name in list(GROUPS)[:3]})

    assert "1 side belongs to no group: left out." in found.notes


def test_without_groups_the_intervals_are_said_to_be_too_narrow() -> None:
    assert BOTH_SIDES in follow().notes


def test_lines_follow_each_side_by_itself() -> None:
    lines = follow(GROUPS).lines

    changes = lines[(lines["measure"] == "change") & (lines["visit"] == "week4")]
    told = changes[["subject", "side", "unit", "group", "value"]].values.tolist()
    assert told == [
        ["1", "left", "1 left", "Cream", -2],
        ["1", "right", "1 right", "Base", 0],
        ["2", "left", "2 left", "Base", 0],
        ["2", "right", "2 right", "Cream", -3],
    ]


def test_the_words_of_a_point_speak_of_sides() -> None:
    point = panels(follow(GROUPS), Choice())[0].series[0].points[0]

    assert "2 sides, 2 analysed" in point.words
    assert "subject" not in point.words


def test_one_view_of_each_side_is_one_view_of_a_unit() -> None:
    assert follow(GROUPS).views == 1


def test_pairs_hold_both_sides_of_a_subject_in_one_row() -> None:
    pairs = side_pairs(side_scores(COURSES), GROUPS, order=("Cream", "Base"))

    assert tuple(pairs.columns) == PAIR_COLUMNS
    assert pairs[["subject", "visit", "first", "second"]].values.tolist()[:4] == [
        ["1", "baseline", 5, 5],
        ["2", "baseline", 7, 6],
        ["1", "week4", 3, 5],
        ["2", "week4", 4, 6],
    ]
    last = pairs.iloc[-1]
    assert (last["subject"], last["visit"], last["first"]) == ("2", "week8", 3)
    assert math.isnan(last["second"])


def test_pairs_combine_the_raters_as_they_are_told() -> None:
    rows = [
        graded("1", "week4", grade, rater=f"R{number}", view=view)
        for view, grades in (("cheek-l", (1, 2, 9)), ("cheek-r", (3, 3, 3)))
        for number, grade in enumerate(grades)
    ]
    scores = score_frame_of(rows, halves())
    groups = {"1 left": "A", "1 right": "B"}

    mean = side_pairs(scores, groups)
    median = side_pairs(scores, groups, aggregation=Aggregation(raters=Combine.MEDIAN))

    assert mean[["first", "second"]].values.tolist() == [[4, 3]]
    assert median[["first", "second"]].values.tolist() == [[2, 3]]


def test_pairs_agree_with_the_lines_of_the_trajectories() -> None:
    pairs = side_pairs(side_scores(COURSES), GROUPS)
    lines = follow(GROUPS).lines.query("measure == 'score'")
    values = lines.set_index(["subject", "visit", "group"])["value"].to_dict()

    for row in pairs.itertuples():
        for group, value in (("Base", row.first), ("Cream", row.second)):
            expected = values.get((row.subject, row.visit, group), math.nan)
            assert value == pytest.approx(expected, nan_ok=True)


def test_pairs_need_two_groups() -> None:
    with pytest.raises(ValueError, match="two groups, not 1"):
        side_pairs(side_scores(COURSES), dict.fromkeys(COURSES, "Cream"))


def test_no_scores_make_no_pairs() -> None:
    assert side_pairs(score_frame_of([], halves()), GROUPS).empty


def test_a_study_of_whole_subjects_speaks_of_subjects() -> None:
    scores, groups = whole_trial()

    found = trajectories(scores, trial_protocol(), trial_scales(), groups)

    assert (found.noun, found.units) == ("subject", found.subjects)
