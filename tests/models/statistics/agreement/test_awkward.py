"""Tables that leave nothing to compute are answered in sentences."""

import json
import math

import numpy as np
import pytest

from commands.agreement_data import coefficient_data
from models.statistics.agreement.bands import band, read_first
from models.statistics.agreement.bland_altman import bland_altman
from models.statistics.agreement.ratings import Ratings
from models.statistics.agreement.report import agreement

_ = None
AWKWARD = {
    "one rater": [[1], [2], [3]],
    "all missing": [[_, _], [_, _]],
    "one category": [[2, 2, 2], [2, 2, 2], [2, 2, 2]],
    "two photographs": [[1, 2], [3, 3]],
    "one photograph": [[1, 2, 3]],
    "no photograph in common": [[1, _], [2, _], [_, 3], [_, 1]],
    "nobody complete": [[1, 2, _], [_, 2, 2], [1, _, 3]],
    "one silent rater": [[1, 1, _], [2, 3, _], [3, 3, _]],
    "perfect": [[1, 1], [2, 2], [3, 3], [4, 4]],
    "constant shift": [[1, 2], [2, 3], [3, 4], [4, 5]],
    "one constant rater": [[1, 2], [2, 2], [3, 2], [1, 2]],
    "targets alike": [[1, 2], [2, 1], [1, 2], [2, 1]],
    "no targets": [],
    "opposed": [[1, 3], [3, 1], [1, 3], [3, 1]],
}


@pytest.mark.parametrize("name", AWKWARD)
def test_what_cannot_be_computed_is_none_with_a_sentence(name) -> None:
    found = agreement(Ratings.of_matrix(AWKWARD[name]), rounds=50)
    for one in found.coefficients:
        numbers = (one.estimate, one.lower, one.upper, one.standard_error, one.p)
        assert all(number is None or math.isfinite(number) for number in numbers)
        if one.estimate is None:
            assert one.remarks, one.key
            assert all(text.endswith(".") for text in one.remarks)
        json.dumps(coefficient_data(one), allow_nan=False)
    assert found.read_first.reason


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("one rater", "one rater only"),
        ("all missing", "no score at all"),
        ("no photograph in common", "nothing to compare"),
        ("one category", "same grade"),
    ],
)
def test_the_sentence_says_what_is_the_matter(name, part) -> None:
    found = agreement(Ratings.of_matrix(AWKWARD[name]), rounds=0)
    assert part in " ".join(found.coefficient("gwet_ac1").remarks)


def test_no_target_is_dropped_without_a_word() -> None:
    found = agreement(Ratings.of_matrix(AWKWARD["nobody complete"]), rounds=0)
    assert "3 scores of 9" in found.remarks[0]
    assert found.coefficient("icc_2_1").estimate is None
    assert found.coefficient("krippendorff_alpha_ordinal").targets == 3


def test_perfect_agreement_is_one_and_has_no_interval_by_f() -> None:
    one = agreement(Ratings.of_matrix(AWKWARD["perfect"]), rounds=0).coefficient(
        "icc_2_1"
    )
    assert (one.estimate, one.lower) == (1.0, None)
    assert "last grade" in one.remarks[0] or "last grade" in one.remarks[-1]


def test_measurements_get_an_icc_and_an_alpha_and_no_kappa() -> None:
    random = np.random.default_rng(5)
    truth = random.normal(50, 10, (300, 1))
    values = truth + random.normal(0, 2, (300, 2))
    found = agreement(Ratings.of_matrix(values.tolist()), rounds=100)
    assert found.coefficient("cohen_kappa").estimate is None
    assert "measurements" in found.coefficient("cohen_kappa").remarks[0]
    alpha = found.coefficient("krippendorff_alpha_interval").estimate
    icc = found.coefficient("icc_1_1").estimate
    assert alpha == pytest.approx(icc, abs=0.005)


def test_bland_altman_of_one_target_has_no_limits() -> None:
    found = bland_altman(np.array([1.0]), np.array([2.0]))
    assert (found.bias.value, found.sd, found.lower_limit.value) == (-1.0, None, None)
    assert found.remarks


def test_the_icc_is_judged_on_its_interval() -> None:
    rows = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9]]
    one = agreement(Ratings.of_matrix([*rows, [6, 2, 4, 7]]), rounds=0)
    assert band(one.coefficient("icc_2_1")).startswith("poor to good")
    assert "convention" in band(one.coefficient("cohen_kappa"))


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([[1, 2, 2], [3, 3, 3], [5, 4, 4], [2, 2, 3]], "icc_2_1"),
        ([[1, 2], [3, 3], [5, 4], [2, 2]], "cohen_kappa_quadratic"),
        ([[1, 2, _], [3, _, 3], [5, 4, 4], [_, 2, 3]], "krippendorff_alpha_ordinal"),
        ([[1, 1]] * 19 + [[1, 2]], "gwet_ac1"),
        ([[0, 0], [1, 1], [0, 1], [1, 1]], "cohen_kappa"),
    ],
)
def test_which_coefficient_to_read_first_depends_on_the_scores(rows, key) -> None:
    assert read_first(Ratings.of_matrix(rows)).key == key
