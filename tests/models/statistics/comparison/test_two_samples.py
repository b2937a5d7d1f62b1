"""Two independent samples, held against R and published vectors."""

import numpy as np
import pytest

from models.statistics.comparison.means import ancova, hedges_g, welch
from models.statistics.comparison.rank_sum import (
    cliffs_delta,
    hodges_lehmann,
    mann_whitney,
    superiority,
)
from models.statistics.comparison.responders import (
    paired_responder_rates,
    responder_rates,
    single_rate,
    wilson,
)
from models.statistics.comparison.results import FEW_TEXT, p_text
from tests.r_comparison import (
    ANCOVA,
    ANCOVA_BASELINE,
    ANCOVA_VALUE,
    TABLES,
    TWO_SAMPLES,
)

CLOSE = {"rel": 1e-6}
SEARCHED = {"rel": 1e-3, "abs": 1e-3}


@pytest.fixture(params=TWO_SAMPLES)
def case(request):
    first, second, expected = TWO_SAMPLES[request.param]
    return np.array(first, dtype=float), np.array(second, dtype=float), expected


def test_mann_whitney_is_exact_with_ties_as_coin_counts_it(case) -> None:
    first, second, expected = case

    result = mann_whitney(first, second)

    assert result.statistic == expected["u"]
    assert result.p == pytest.approx(expected["exact"], **CLOSE)


def test_the_normal_approximation_is_that_of_r_with_and_without_correction(
    case,
) -> None:
    first, second, expected = case

    also = mann_whitney(first, second).also

    assert also["p_asymptotic"] == pytest.approx(expected["normal"], **CLOSE)
    assert also["p_asymptotic_corrected"] == pytest.approx(
        expected["corrected"], **CLOSE
    )


def test_the_interval_of_the_shift_is_that_of_r(case) -> None:
    first, second, expected = case

    result = hodges_lehmann(first, second)

    assert result.interval is not None
    bounds = [result.interval.lower, result.interval.upper]
    assert bounds == pytest.approx(expected["shift"], **SEARCHED)
    differences = np.subtract.outer(first, second)
    assert result.estimate == pytest.approx(np.median(differences), abs=1e-9)


def test_welch_and_student_are_those_of_r(case) -> None:
    first, second, expected = case

    result = welch(first, second)

    assert result.interval is not None
    found = [
        result.statistic,
        result.df,
        result.p,
        result.interval.lower,
        result.interval.upper,
    ]
    assert found == pytest.approx(expected["welch"], **CLOSE)
    assert result.also["p_student"] == pytest.approx(expected["student_p"], **CLOSE)


def test_hedges_g_and_its_variance_are_those_of_metafor(case) -> None:
    first, second, expected = case

    result = hedges_g(first, second)

    assert [result.estimate, result.also["variance"]] == pytest.approx(
        expected["g"], **CLOSE
    )


def test_the_exact_interval_of_g_leaves_half_of_the_rest_on_either_side(case) -> None:
    from scipy import stats

    first, second, _ = case
    result = hedges_g(first, second)
    size = len(first) * len(second) / (len(first) + len(second))
    d, factor = result.also["cohens_d"], result.also["correction"]
    t, df = d * size**0.5, len(first) + len(second) - 2

    for bound, tail in ((result.interval.lower, 0.975), (result.interval.upper, 0.025)):
        centre = bound / factor * size**0.5
        assert stats.nct.cdf(t, df, centre) == pytest.approx(tail, abs=1e-8)


def test_the_vector_of_liang_as_independent_sides() -> None:
    # instruments, vector E3: p without and with continuity correction.
    texture = (
        np.repeat([1.0, 2, 3], [6, 15, 7]),
        np.repeat([1.0, 2, 3, 4], [2, 13, 7, 6]),
    )

    also = mann_whitney(*texture).also

    assert also["p_asymptotic"] == pytest.approx(0.02229, abs=5e-6)
    assert also["p_asymptotic_corrected"] == pytest.approx(0.02281, abs=5e-6)


def test_the_smallest_p_of_ten_against_ten_is_that_of_one_order_in_all() -> None:
    result = mann_whitney(np.arange(10.0), np.arange(10.0, 20))

    assert result.p == pytest.approx(2 / 184_756, rel=1e-12)


def test_superiority_is_that_of_scipy_brunner_munzel(case) -> None:
    from scipy import stats

    first, second, _ = case
    result = superiority(first, second)
    assert result.estimate == pytest.approx(
        mann_whitney(first, second).statistic / (len(first) * len(second))
    )
    if result.p is None:
        assert "no overlap" in " ".join(result.remarks)
        assert result.interval.upper > 0
    else:
        other = stats.brunnermunzel(first, second)
        assert result.p == pytest.approx(other.pvalue, rel=1e-9)


def test_cliffs_variance_is_the_one_written_out_over_all_pairs() -> None:
    first = np.array([1.0, 2, 2, 3, 3, 4, 5])
    second = np.array([2.0, 3, 3, 4, 4, 5, 5, 6])
    signs = np.sign(np.subtract.outer(first, second))
    delta, (m, n) = signs.mean(), signs.shape
    rows = ((signs.mean(axis=1) - delta) ** 2).sum()
    columns = ((signs.mean(axis=0) - delta) ** 2).sum()
    every = ((signs - delta) ** 2).sum()
    variance = (n**2 * rows + m**2 * columns - every) / (m * n * (m - 1) * (n - 1))
    z = 1.959963984540054
    half = z * variance**0.5 * ((1 - delta**2) ** 2 + z**2 * variance) ** 0.5
    below = 1 - delta**2 + z**2 * variance

    result = cliffs_delta(first, second)

    assert result.estimate == pytest.approx(delta)
    assert result.interval.lower == pytest.approx((delta - delta**3 - half) / below)
    assert result.interval.upper == pytest.approx((delta - delta**3 + half) / below)


def test_newcombes_interval_meets_its_equation_at_both_ends() -> None:
    first, second = np.array([1.0, 2, 3, 4, 6]), np.array([2.0, 4, 5, 6, 7, 8])
    result = superiority(first, second)
    share, m, n = result.estimate, 5, 6
    half = (m + n) / 2 - 1
    for theta in (
        result.intervals["newcombe"].lower,
        result.intervals["newcombe"].upper,
    ):
        spread = 1 + half * (1 - theta) / (2 - theta) + half * theta / (1 + theta)
        variance = theta * (1 - theta) * spread / (m * n)
        assert abs(theta - share) == pytest.approx(1.959963984540054 * variance**0.5)


def test_the_adjusted_difference_is_that_of_lm() -> None:
    baseline, value = np.array(ANCOVA_BASELINE), np.array(ANCOVA_VALUE)

    # R takes B less A.
    result = ancova(value[9:], value[:9], baseline[9:], baseline[:9])

    assert result.estimate == pytest.approx(ANCOVA["estimate"], **CLOSE)
    assert result.also["se"] == pytest.approx(ANCOVA["se"], **CLOSE)
    assert result.statistic == pytest.approx(ANCOVA["t"], **CLOSE)
    assert result.p == pytest.approx(ANCOVA["p"], **CLOSE)
    assert [result.interval.lower, result.interval.upper] == pytest.approx(
        ANCOVA["bounds"], **CLOSE
    )
    assert result.also["slope"] == pytest.approx(ANCOVA["slope"], **CLOSE)
    assert result.also["slope_se"] == pytest.approx(ANCOVA["slope_se"], **CLOSE)


def flags(yes: int, no: int) -> np.ndarray:
    return np.repeat([True, False], [yes, no])


@pytest.mark.parametrize("table", TABLES)
def test_tests_of_a_fourfold_table_are_those_of_r(table) -> None:
    a, b, c, d = table
    expected = TABLES[table]

    result = responder_rates(flags(a, b), flags(c, d))
    assert result.p == pytest.approx(expected["fisher"], **CLOSE)
    assert result.also["p_chi2"] == pytest.approx(expected["chi"], **CLOSE)

    first = np.repeat([True, True, False, False], table)
    second = np.repeat([True, False, True, False], table)
    also = paired_responder_rates(first, second).also
    assert also["p_asymptotic"] == pytest.approx(expected["mcnemar_plain"], **CLOSE)
    assert also["p_asymptotic_corrected"] == pytest.approx(expected["mcnemar"], **CLOSE)


@pytest.mark.parametrize(
    ("counts", "bounds"),
    [
        # Newcombe 1998, Stat Med 17:873-890, table II, method 10.
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((10, 10, 0, 20), (0.6791, 1.0000)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
    ],
)
def test_newcombes_difference_is_that_of_his_paper(counts, bounds) -> None:
    a, m, b, n = counts

    interval = responder_rates(flags(a, m - a), flags(b, n - b)).interval

    assert (interval.lower, interval.upper) == pytest.approx(bounds, abs=6e-5)


def test_wilsons_interval_is_that_of_newcombe_1998() -> None:
    # Newcombe 1998, Stat Med 17:857-872, table I, method 3: 81 of 263 and 0 of 20.
    one, none = wilson(81, 263), wilson(0, 20)

    assert (one.lower, one.upper) == pytest.approx((0.2553, 0.3662), abs=6e-5)
    assert (none.lower, none.upper) == pytest.approx((0.0, 0.1611), abs=6e-5)
    assert single_rate(flags(0, 20)).interval.lower == 0


def test_a_p_value_is_never_printed_as_nought_or_one() -> None:
    assert p_text(0.0000633) == "<0.001"
    assert p_text(0.0) == "<0.001"
    assert p_text(0.0012) == "0.001"
    assert p_text(0.9999) == ">0.999"
    assert p_text(0.05) == "0.050"


def test_small_groups_carry_a_remark_and_keep_their_interval() -> None:
    first, second = np.array([1.0, 2, 3, 5]), np.array([2.0, 4, 6, 7, 9, 9])

    for compare in (mann_whitney, hodges_lehmann, superiority, cliffs_delta, welch):
        assert FEW_TEXT in compare(first, second).remarks
    assert hodges_lehmann(first, second).interval is not None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([3.0], [4.0]),
        ([3.0], [3.0, 4.0, 5.0]),
        ([2.0] * 6, [2.0] * 7),
        ([2.0] * 6, [3.0] * 7),
        ([0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 0.0, 0.0]),
    ],
)
def test_samples_without_spread_have_an_explained_answer(first, second) -> None:
    one, two = np.array(first), np.array(second)

    for compare in (
        mann_whitney,
        hodges_lehmann,
        superiority,
        cliffs_delta,
        welch,
        hedges_g,
    ):
        result = compare(one, two)
        numbers = [result.estimate, result.p, result.statistic, result.df]
        numbers += list(result.also.values())
        for bounds in (result.interval, *result.intervals.values()):
            numbers += [bounds.lower, bounds.upper] if bounds else []
        assert all(n is None or np.isfinite(n) for n in numbers), result
        if result.estimate is None and result.p is None:
            assert result.remarks


def test_a_million_values_are_compared_in_seconds() -> None:
    draw = np.random.default_rng(4)
    grades = draw.integers(0, 10, 1_000_000).astype(float)
    first, second = grades[:400_000], grades[400_000:]

    assert 0 < mann_whitney(first, second).p <= 1
    assert hodges_lehmann(first, second).estimate == 0
    assert superiority(first, second).estimate == pytest.approx(0.5, abs=0.01)


def test_many_distinct_values_have_the_same_shift_as_few() -> None:
    draw = np.random.default_rng(5)
    first, second = draw.normal(size=2_100), draw.normal(0.3, size=2_000)

    found = hodges_lehmann(first, second)

    expected = np.median(np.subtract.outer(first, second))
    assert found.estimate == pytest.approx(expected, abs=1e-9)
