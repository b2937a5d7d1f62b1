"""Planning, forced choice, blinding, adjudication and pass rules."""

import numpy as np
import pandas as pd
import pytest

from models.errors import ExpectedError
from models.progress import Cancelled, Progress, Step
from models.statistics.agreement.adjudication import (
    Case,
    adjudication_rate,
    needs_adjudication,
    reader_disagreement,
)
from models.statistics.agreement.blinding import blinding
from models.statistics.agreement.forced_choice import forced_choice, panel_choices
from models.statistics.agreement.passing import Thresholds, judge
from models.statistics.agreement.planning import (
    photographs_needed,
    simulate_precision,
)
from models.statistics.agreement.ratings import Ratings


@pytest.mark.parametrize(
    ("icc", "wide", "narrow"),
    [
        (0.70, (49, 31, 26), (105, 68, 57, 51)),
        (0.75, (38, 24, 20), (79, 52, 44, 40)),
        (0.80, (28, 17, 15), (55, 36, 31, 29)),
        (0.85, (19, 11, 10), (35, 23, 20, 18)),
        (0.90, (12, 6, 5), (20, 12, 10, 10)),
    ],
)
def test_the_size_of_a_set_is_that_of_bonett(icc, wide, narrow) -> None:
    assert tuple(photographs_needed(icc, k, 0.2) for k in (2, 3, 4, 5)) == narrow
    assert tuple(photographs_needed(icc, k, 0.3) for k in (2, 3, 4)) == wide


@pytest.mark.parametrize("numbers", [(1.0, 2, 0.2), (0.8, 1, 0.2), (0.8, 2, 0.0)])
def test_sizes_that_make_no_sense_are_refused(numbers) -> None:
    with pytest.raises(ExpectedError, match="cannot be told"):
        photographs_needed(*numbers)


def pilot() -> Ratings:
    random = np.random.default_rng(4)
    truth = random.normal(5, 1.5, (60, 1)) + random.normal(0, 0.3, (1, 3))
    rows = np.clip(np.rint(truth + random.normal(0, 0.7, (60, 3))), 1, 9)
    return Ratings.of_matrix(rows.tolist(), grades=range(1, 10))


def test_more_photographs_tell_an_icc_more_precisely() -> None:
    few, many = simulate_precision(pilot(), [20, 80], [3], rounds=300)
    assert many.icc_width < 0.75 * few.icc_width
    assert many.kappa == pytest.approx(many.icc, abs=0.03)
    assert simulate_precision(pilot(), [20], [3], rounds=300)[0] == few


def test_a_simulation_is_told_and_can_be_stopped() -> None:
    steps: list[Step] = []
    simulate_precision(
        pilot(), [10], [2, 3], rounds=20, progress=Progress(steps.append)
    )
    assert (steps[-1].done, steps[-1].total) == (40, 40)
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(Cancelled):
        simulate_precision(pilot(), [10], [2], rounds=20, progress=stopped)


def test_a_pilot_without_variance_is_refused() -> None:
    with pytest.raises(ExpectedError, match="do not suffice"):
        simulate_precision(Ratings.of_matrix([[1, 1], [1, 1]]), [10], [2])


@pytest.mark.parametrize(
    ("correct", "lower", "upper", "p"),
    [  # binom.test(x, 38, 0.8) of R 4.2.2
        (34, 0.751950620783, 0.970565482554, 0.220463112945),
        (35, 0.7862267088194, 0.9834135241355, 0.0674747178198),
    ],
)
def test_forced_choice_has_the_exact_interval_and_test(
    correct, lower, upper, p
) -> None:
    found = forced_choice(correct, 38)
    assert (found.lower, found.upper) == (
        pytest.approx(lower, rel=1e-6),
        pytest.approx(upper, rel=1e-6),
    )
    assert found.p_two_sided == pytest.approx(p, rel=1e-6)
    assert found.is_met


def test_the_published_share_lies_between_34_and_35_of_38() -> None:
    low, high = forced_choice(34, 38).share, forced_choice(35, 38).share
    assert (round(100 * low, 1), round(100 * high, 1)) == (89.5, 92.1)
    above = forced_choice(35, 38).p_above
    assert above == pytest.approx(0.0386826115961, rel=1e-6)


def test_the_panel_is_the_majority_and_ties_are_missing() -> None:
    shares = panel_choices(
        {"A": [True, True, False, None], "B": [True, False, False, None]}
    )
    assert [(one.who, one.correct, one.pairs, one.missing) for one in shares] == [
        ("A", 2, 3, 1),
        ("B", 1, 3, 1),
        ("panel", 1, 2, 2),
    ]
    assert forced_choice(0, 0).share is None


def test_blinding_indices_are_those_of_bang_and_james() -> None:
    """James's formula of 1996 (as in the R package BI 1.0.0), typed in R 4.2.2."""
    found = blinding([[38, 10, 12], [17, 20, 23]])
    assert found.first.estimate == pytest.approx(28 / 60)
    assert found.second.estimate == pytest.approx(3 / 60)
    assert found.first.standard_error == pytest.approx(0.0985073789302, rel=1e-6)
    assert found.james.estimate == pytest.approx(0.5255695443645, rel=1e-6)
    assert found.james.standard_error == pytest.approx(0.0456409490515, rel=1e-6)
    assert "did not hold" in found.first.sentence


@pytest.mark.parametrize(
    "table", [[[0, 0, 5], [0, 0, 5]], [[0, 0, 0], [0, 0, 0]], [[5, 0, 0], [0, 0, 0]]]
)
def test_a_blinding_check_without_guesses_is_explained(table) -> None:
    found = blinding(table)
    assert found.james.lower is None or found.james.estimate is not None
    assert found.james.sentence


def test_a_third_reading_is_asked_for_by_the_rule() -> None:
    classes = ((1.0, 3.0), (4.0, 6.0), (7.0, 9.0))
    assert not needs_adjudication([4, 5], classes=classes)
    assert "apart" in needs_adjudication([4, 6], classes=classes)
    assert "classes" in needs_adjudication([3, 4], classes=classes)
    assert "not assessable" in needs_adjudication([3, None])
    assert not needs_adjudication([None, None])


def test_the_reader_disagreement_index_counts_lost_cases() -> None:
    cases = [
        Case({"A": 3, "B": 5}, accepted=5, is_adjudicated=True),
        Case({"A": 2, "B": None}, accepted=2, is_adjudicated=True),
        Case({"A": 4, "B": 4}, accepted=4),
        Case({"A": 1, "B": 2}),
    ]
    assert adjudication_rate(cases).share == 0.5
    first, second = reader_disagreement(cases)
    assert (first.index.share, first.lost.share) == (0.25, 0.5)
    assert (second.rater, second.index.share) == ("B", 0.25)


def exam(change) -> tuple[pd.DataFrame, pd.DataFrame]:
    grades = np.array([*range(1, 10)] * 5, dtype=float)[:40]
    targets = [f"P{number}" for number in range(40)]
    key = pd.DataFrame({"target": targets, "score": grades})
    return key, pd.DataFrame({"target": targets, "score": change(grades)})


CLASSES = ((1.0, 3.0), (4.0, 6.0), (7.0, 9.0))


def test_a_good_candidate_passes_every_criterion() -> None:
    key, candidate = exam(lambda grades: grades)
    verdict = judge(
        key, candidate, repeats=candidate.head(12), grades=range(1, 10), classes=CLASSES
    )
    assert verdict.is_passed, [one.sentence for one in verdict.criteria]
    assert [one.key for one in verdict.criteria] == [
        "photographs",
        "agreement",
        "agreement_lower",
        "within_one",
        "same_class",
        "bias",
        "repeats",
        "intra",
    ]


def test_a_lenient_candidate_fails_on_bias_and_says_so() -> None:
    key, candidate = exam(lambda grades: np.clip(grades - 1, 1, 9))
    verdict = judge(key, candidate, Thresholds(intra=None))
    failed = [one for one in verdict.criteria if not one.is_passed]
    assert "bias" in [one.key for one in failed]
    assert "exact" in [one.key for one in failed]
    assert "-0.8" in next(one.sentence for one in failed if one.key == "bias")


def test_thresholds_can_be_edited() -> None:
    key, candidate = exam(lambda grades: np.clip(grades - 1, 1, 9))
    kind = Thresholds(exact=None, bias=1.0, intra=None)
    assert judge(key, candidate, kind).is_passed


def test_missing_scores_and_missing_grades_of_the_key_are_told() -> None:
    key, candidate = exam(lambda grades: np.where(grades == 9, np.nan, grades))
    verdict = judge(key, candidate, Thresholds(intra=None), grades=range(10))
    assert verdict.missing == 4
    assert "grade 0" in " ".join(verdict.remarks)


def test_a_candidate_without_scores_fails_without_a_fault() -> None:
    key, candidate = exam(lambda grades: grades * np.nan)
    verdict = judge(key, candidate)
    assert not verdict.is_passed
    assert verdict.photographs == 0
