"""Trajectories against numbers computed by hand and by scipy."""

import math
import time

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from models.protocol.protocol import Protocol
from models.statistics.panels import Choice, method
from models.statistics.trajectories import (
    EVERYBODY,
    LINE_COLUMNS,
    TABLE_COLUMNS,
    Combine,
    Trajectories,
    trajectories,
)
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


@pytest.fixture(scope="module")
def protocol() -> Protocol:
    return trial_protocol()


def follow(
    rows: pd.DataFrame, groups: dict[str, str] | None = None, **how: object
) -> Trajectories:
    return trajectories(rows, trial_protocol(), trial_scales(), groups, **how)  # type: ignore[arg-type]


def row(
    found: Trajectories,
    visit: str,
    group: str = EVERYBODY,
    measure: str = "score",
    scale: str = WRINKLING,
) -> pd.Series:
    table = found.table
    kept = table[
        (table["scale"] == scale)
        & (table["group"] == group)
        & (table["visit"] == visit)
        & (table["measure"] == measure)
    ]
    assert len(kept) == 1
    return kept.iloc[0]


def test_mean_sd_and_interval_are_those_of_the_textbook() -> None:
    grades = {
        "1": 2.0,
        "2": 4.0,
        "3": 4.0,
        "4": 4.0,
        "5": 5.0,
        "6": 5.0,
        "7": 7.0,
        "8": 9.0,
    }
    found = row(
        follow(score_frame(graded(s, "day30", v) for s, v in grades.items())), "day30"
    )

    assert (found["n"], found["mean"]) == (8, 5.0)
    assert found["sd"] == pytest.approx(math.sqrt(32 / 7))
    half = stats.t.ppf(0.975, 7) * math.sqrt(32 / 7) / math.sqrt(8)
    assert (found["lower"], found["upper"]) == pytest.approx((5 - half, 5 + half))
    assert (found["median"], found["median_lower"], found["median_upper"]) == (
        4.5,
        2,
        9,
    )
    assert found["median_coverage"] == pytest.approx(0.9921875)


def test_scores_of_raters_and_views_become_one_value_a_subject() -> None:
    rows = score_frame(
        [
            graded("1", "day30", 2, rater="R1"),
            graded("1", "day30", 3, rater="R2"),
            graded("1", "day30", 7, rater="R2", view="left"),
            graded("1", "day30", 9, rater="R3"),
            graded("2", "day30", 4),
        ]
    )

    mean, median = follow(rows), follow(rows, combine=Combine.MEDIAN)

    assert (row(mean, "day30")["n"], row(mean, "day30")["mean"]) == pytest.approx(
        (2, 14 / 3)
    )
    assert row(median, "day30")["mean"] == 4.5
    assert (mean.raters, mean.views) == (3, 2)


def test_the_protocol_says_how_views_and_then_raters_become_one_value() -> None:
    plan = trial_protocol(PLAN + '[aggregation]\nraters = "median"\nviews = "mean"\n')
    grades = {"R1": (1, 1, 1), "R2": (2, 2, 9), "R3": (7, 7, 7)}
    rows = score_frame(
        graded("1", "day30", grade, rater=rater, view=view)
        for rater, told in grades.items()
        for grade, view in zip(told, ("front", "left", "right"), strict=True)
    )

    found = trajectories(rows, plan, trial_scales())

    # Means of the views 1, 13/3 and 7; their median, neither pooled mean nor median.
    assert row(found, "day30")["mean"] == pytest.approx(13 / 3)
    assert "the mean of 3 views, then the median of 3 raters" in method(found, Choice())


def test_only_grades_at_visits_that_the_protocol_analyses_count() -> None:
    rows = score_frame(
        [
            graded("1", "day30", 4),
            graded("1", "day7", 9),
            graded("2", "day30", None),
        ]
    )

    found = follow(rows)

    assert "day7" not in set(found.table[found.table["scale"] == WRINKLING]["visit"])
    assert (row(found, "day30")["n"], row(found, "day30")["missing"]) == (1, 1)


def test_change_is_follow_up_minus_baseline_within_the_subject() -> None:
    rows = score_frame(
        courses({"1": {"baseline": 6, "day30": 4}, "2": {"baseline": 5, "day30": 6}})
    )

    found = row(follow(rows), "day30", measure="change")

    assert (found["n"], found["mean"], found["no_baseline"]) == (2, -0.5, 0)
    assert found["sd"] == pytest.approx(math.sqrt(4.5))


def test_a_subject_without_baseline_is_left_out_of_change_and_counted() -> None:
    rows = score_frame(
        courses(
            {
                "1": {"baseline": 6, "day30": 4},
                "2": {"day30": 6},
                "3": {"baseline": 5},
            }
        )
    )
    found = follow(rows)

    change = row(found, "day30", measure="change")

    assert row(found, "day30")["n"] == 2
    assert (change["n"], change["no_baseline"], change["missing"]) == (1, 1, 1)
    assert "Wrinkling: 1 subject has no value at Baseline" in " ".join(found.notes)


def test_change_begins_at_baseline_with_nothing_but_zero() -> None:
    rows = score_frame(courses({str(n): {"baseline": n + 1} for n in range(8)}))
    found = follow(rows)

    start = row(found, "baseline", measure="change")

    assert (start["n"], start["mean"], start["median"]) == (8, 0, 0)
    assert math.isnan(start["lower"])
    assert math.isnan(start["median_lower"])
    assert start["note"] == "change is counted from here: 0 by definition"
    changes = found.table[found.table["measure"] == "change"]
    assert "screening" not in set(changes["visit"])


def test_a_scale_not_analysed_at_baseline_has_no_change_and_says_so() -> None:
    found = follow(score_frame([graded("1", "day1", 2, scale=ERYTHEMA)]))

    changes = found.table[found.table["measure"] == "change"]
    assert ERYTHEMA not in set(changes["scale"])
    assert any("does not analyse Erythema at Baseline" in note for note in found.notes)


def test_one_subject_has_a_mean_but_no_spread_and_no_interval() -> None:
    found = row(follow(score_frame([graded("1", "day30", 4)])), "day30")

    assert (found["n"], found["mean"], found["median"]) == (1, 4, 4)
    assert math.isnan(found["sd"])
    assert math.isnan(found["lower"])
    assert found["note"] == "one subject: no spread and no interval"


def test_values_that_are_all_equal_have_exactly_no_spread() -> None:
    third = score_frame(
        graded(str(subject), "day30", grade, rater=rater)
        for subject in range(7)
        for rater, grade in (("R1", 1), ("R2", 1), ("R3", 2))
    )

    found = row(follow(third), "day30")

    assert (found["sd"], found["lower"], found["upper"]) == (0, 4 / 3, 4 / 3)
    assert found["note"] == "all values are equal: the interval has no width"


def test_a_visit_at_which_everything_is_missing_keeps_its_row_and_says_why() -> None:
    found = row(follow(score_frame([graded("1", "baseline", 4)])), "day30")

    assert (found["n"], found["missing"]) == (0, 1)
    assert math.isnan(found["mean"])
    assert found["note"] == "no subject has a value at this visit"


def test_fewer_than_six_subjects_have_no_interval_of_the_median_and_it_is_said() -> (
    None
):
    found = row(
        follow(score_frame(graded(str(n), "day30", n + 1) for n in range(5))), "day30"
    )

    assert found["median"] == 3
    assert math.isnan(found["median_lower"])
    assert found["note"] == "fewer than 6 subjects: no interval of the median"


def test_groups_are_kept_apart_in_the_order_wished() -> None:
    rows = score_frame(graded(str(n), "day30", n + 1) for n in range(4))
    groups = {"0": "Beta", "1": "Beta", "2": "Alpha", "3": "Alpha"}

    found = follow(rows, groups, order=("Beta", "Alpha"))

    assert found.groups == ("Beta", "Alpha")
    assert row(found, "day30", "Beta")["mean"] == 1.5
    assert row(found, "day30", "Alpha")["mean"] == 3.5


def test_a_group_without_subjects_is_kept_and_said_to_be_empty() -> None:
    rows = score_frame([graded("1", "day30", 4)])

    found = follow(rows, {"1": "Arm A"}, order=("Arm A", "Arm B"))

    empty = row(found, "day30", "Arm B")
    assert (empty["subjects"], empty["n"]) == (0, 0)
    assert empty["note"] == "no subject in this group"
    assert "Arm B has no subjects." in found.notes


def test_a_subject_without_a_group_is_left_out_and_counted() -> None:
    rows = score_frame([graded("1", "day30", 4), graded("2", "day30", 9)])

    found = follow(rows, {"1": "Arm A"})

    assert row(found, "day30", "Arm A")["mean"] == 4
    assert set(found.lines["subject"]) == {"1"}
    assert "1 subject belongs to no group: left out." in found.notes


def test_a_study_without_groups_nowhere_speaks_of_arms() -> None:
    scores, _ = whole_trial()

    found = follow(scores)

    text = found.table.to_csv() + found.lines.to_csv() + " ".join(found.notes)
    assert not found.is_grouped
    assert found.groups == (EVERYBODY,)
    assert "arm" not in text.lower()


def test_a_subject_never_scored_counts_as_missing() -> None:
    rows = score_frame([graded("1", "day30", 4)])

    found = follow(rows, subjects=("1", "2", "3"))

    assert (row(found, "day30")["subjects"], row(found, "day30")["missing"]) == (3, 2)


def test_photographs_are_counted_on_their_way_into_the_analysis() -> None:
    rows = score_frame(
        [
            graded("1", "day30", 4),
            graded("1", "day30", None, view="left"),
            graded("2", "day30", 5),
            graded("2", "day30", None, rater="R2"),
        ]
    )
    photographs = pd.DataFrame(
        [(subject, "day30", view) for subject in "123" for view in ("front", "left")],
        columns=["unit", "visit", "view"],
    )

    found = follow(rows, {"1": "Arm A", "3": "Arm A"}, photographs=photographs)

    flow = found.flow.set_index(["scale", "visit"]).loc[(WRINKLING, "day30")]
    assert list(flow[["photographs", "not_assessable", "assessable"]]) == [6, 1, 5]
    assert list(flow[["scored", "analysed", "subjects_analysed"]]) == [2, 1, 1]


def test_lines_tell_the_value_of_every_subject() -> None:
    rows = score_frame(courses({"007": {"baseline": 6, "day30": 4}}))

    found = follow(rows)

    assert tuple(found.lines.columns) == LINE_COLUMNS
    lines = found.lines[found.lines["measure"] == "change"]
    assert lines[["subject", "visit", "day", "value"]].values.tolist() == [
        ["007", "baseline", -14, 0.0],
        ["007", "day30", 30, -2.0],
    ]


def test_without_any_score_there_are_rows_but_no_values(protocol: Protocol) -> None:
    found = follow(score_frame([]), {"1": "Arm A", "2": "Arm B"})

    assert found.is_empty
    assert tuple(found.table.columns) == TABLE_COLUMNS
    assert set(found.table["n"]) == {0}
    nobody = follow(score_frame([]))
    assert set(nobody.table["note"]) == {"no subject in this group"}


def test_the_whole_table_agrees_with_pandas_group_by() -> None:
    scores, groups = whole_trial()

    found = follow(scores, groups)

    kept = scores[scores["scheduled"]]
    keys = ["scale", "subject", "visit"]
    values = kept.groupby(keys, observed=True)["value"].mean().reset_index()
    values["group"] = values["subject"].astype(str).map(groups)
    wanted = values.groupby(["scale", "group", "visit"], observed=True)["value"]
    table = found.table[found.table["measure"] == "score"]
    table = table.set_index(["scale", "group", "visit"])
    for name, numbers in (
        ("n", wanted.size()),
        ("mean", wanted.mean()),
        ("sd", wanted.std()),
        ("median", wanted.median()),
    ):
        assert len(numbers) == len(table)
        np.testing.assert_allclose(table[name].loc[numbers.index], numbers, atol=1e-12)


def test_text_columns_and_categories_give_the_same() -> None:
    scores, groups = whole_trial()
    plain = scores.astype({"subject": str, "visit": str, "scale": str, "kind": str})

    pd.testing.assert_frame_equal(
        follow(plain, groups).table, follow(scores, groups).table
    )


def test_a_hundred_thousand_scores_are_followed_in_a_blink() -> None:
    rng = np.random.default_rng(1)
    scores, _ = whole_trial(2)
    many = scores.iloc[np.zeros(100_000, dtype=int)].reset_index(drop=True)
    codes = [f"{number:05d}" for number in range(2000)]
    many["subject"] = pd.Categorical.from_codes(rng.integers(0, 2000, 100_000), codes)
    many["unit"] = many["subject"]
    began = time.process_time()

    found = follow(many, {code: f"Arm {'AB'[n % 2]}" for n, code in enumerate(codes)})

    assert time.process_time() - began < 2
    assert found.subjects > 1900
