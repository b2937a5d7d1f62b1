"""One sample of differences, held against R and published vectors."""

import numpy as np
import pytest

from models.statistics.comparison.missing import carried_forward
from models.statistics.comparison.multiplicity import family, hochberg, holm
from models.statistics.comparison.paired import (
    PAIRED as EVERY,
)
from models.statistics.comparison.paired import (
    paired_t,
    pseudo_median,
    sign_test,
    signed_rank,
    signed_rank_pratt,
    standardised_mean_difference,
)
from tests.r_comparison import PAIRED

CLOSE = {"rel": 1e-6}


@pytest.fixture(params=PAIRED)
def case(request):
    differences, expected = PAIRED[request.param]
    return np.array(differences, dtype=float), expected


def test_the_signed_rank_test_is_exact_with_ties_and_zeros(case) -> None:
    differences, expected = case

    result = signed_rank(differences)

    assert result.statistic == expected["v"]
    assert result.p == pytest.approx(expected["wilcoxon"], **CLOSE)
    assert signed_rank_pratt(differences).p == pytest.approx(expected["pratt"], **CLOSE)


def test_its_normal_approximations_are_those_of_r_and_coin(case) -> None:
    differences, expected = case
    wilcoxon, pratt = signed_rank(differences).also, signed_rank_pratt(differences).also

    assert wilcoxon["p_asymptotic"] == pytest.approx(expected["normal"], **CLOSE)
    assert wilcoxon["p_asymptotic_corrected"] == pytest.approx(
        expected["corrected"], **CLOSE
    )
    assert pratt["p_asymptotic"] == pytest.approx(expected["pratt_normal"], **CLOSE)


def test_sign_test_and_paired_t_are_those_of_r(case) -> None:
    differences, expected = case
    result = paired_t(differences)

    assert sign_test(differences).p == pytest.approx(expected["sign"], **CLOSE)
    assert [
        result.statistic,
        result.p,
        result.interval.lower,
        result.interval.upper,
    ] == pytest.approx(expected["t"], **CLOSE)


def test_the_interval_of_the_median_is_that_of_r_zeros_left_out(case) -> None:
    differences, expected = case
    if expected["median"] is None:
        pytest.skip("R has no interval where all differences with a sign are equal")
    result = pseudo_median(differences)

    bounds = result.intervals.get("without_zeros", result.interval)

    assert [bounds.lower, bounds.upper] == pytest.approx(
        expected["median"], rel=1e-3, abs=1e-3
    )


@pytest.mark.parametrize(
    ("better", "equal", "z", "p", "sign"),
    [(11, 17, 3.3166, 0.000911, 0.000977), (16, 12, 4.0, 0.0000633, 0.0000305)],
)
def test_the_vectors_of_liang_as_pairs(better, equal, z, p, sign) -> None:
    # Liang 2022, table 3, brightness and texture (instruments, vectors E1 and E2).
    differences = np.repeat([1.0, 0.0], [better, equal])

    also = signed_rank(differences).also

    assert also["z"] == pytest.approx(z, abs=5e-5)
    assert also["p_asymptotic"] == pytest.approx(p, rel=1e-3)
    assert sign_test(differences).p == pytest.approx(sign, rel=1e-3)


@pytest.mark.parametrize("values", [[1.0], [0.0] * 8, [2.0] * 8, [1.0, -1.0]])
def test_differences_without_spread_have_an_explained_answer(values) -> None:
    for test in EVERY:
        result = test(np.array(values))
        numbers = [result.estimate, result.p, result.statistic, *result.also.values()]
        if result.interval:
            numbers += [result.interval.lower, result.interval.upper]
        assert all(n is None or np.isfinite(n) for n in numbers), result


def test_all_zeros_are_told_and_give_a_p_of_one() -> None:
    result = signed_rank(np.zeros(9))

    assert result.p == 1
    assert "every difference is 0" in " ".join(result.remarks)


def test_adjusted_p_values_are_those_of_p_adjust() -> None:
    # R 4.2.2, stats, p.adjust(method = "holm" and "hochberg").
    raw = [0.01, 0.04, 0.03, 0.005, 0.5]

    assert holm(raw) == pytest.approx([0.04, 0.09, 0.09, 0.025, 0.5])
    assert hochberg(raw) == pytest.approx([0.04, 0.08, 0.08, 0.025, 0.5])


def test_a_test_without_a_p_has_no_place_in_its_family() -> None:
    found = family("visits", {"day 7": 0.02, "day 14": None, "day 30": 0.03})

    assert found.holm == pytest.approx({"day 7": 0.04, "day 30": 0.04})
    assert found.left_out == ("day 14",)


def test_what_is_missing_before_the_first_value_stays_missing() -> None:
    nan = np.nan
    found = carried_forward(np.array([[nan, 1, nan, nan], [2, nan, 3, nan], [nan] * 4]))

    expected = [[nan, 1, 1, 1], [2, 2, 3, 3], [nan] * 4]
    assert np.array_equal(found, np.array(expected), equal_nan=True)


def test_a_change_many_times_its_spread_has_an_interval_around_it() -> None:
    change = 5 + np.random.default_rng(1).normal(0, 1.05, 93)  # t = 46 or so

    found = standardised_mean_difference(change)

    assert found.estimate is not None
    assert found.interval is not None
    assert found.interval.lower < found.estimate < found.interval.upper
    assert found.interval.upper - found.interval.lower < 2
