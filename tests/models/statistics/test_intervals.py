"""Intervals against scipy and against tables of order statistics."""

import numpy as np
import pytest
from scipy import stats

from models.statistics.intervals import mean_intervals, median_ranks, smallest_sample


@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_the_interval_of_a_mean_is_students(level: float) -> None:
    sample = np.array([2.0, 3.5, 3.0, 5.0, 4.5])
    n, mean, sd = (
        np.array([5]),
        np.array([sample.mean()]),
        np.array([sample.std(ddof=1)]),
    )

    found = mean_intervals(n, mean, sd, level)

    wanted = stats.t.interval(level, 4, sample.mean(), stats.sem(sample))
    assert (found.lower[0], found.upper[0]) == pytest.approx(wanted)


def test_a_mean_of_one_value_has_no_interval() -> None:
    found = mean_intervals(np.array([1]), np.array([3.0]), np.array([np.nan]))

    assert np.isnan(found.lower).all()
    assert np.isnan(found.upper).all()


# Conover, Practical Nonparametric Statistics; for 95 %, ranks from either end.
@pytest.mark.parametrize(
    ("n", "lower", "upper", "coverage"),
    [
        (6, 1, 6, 0.96875),
        (8, 1, 8, 0.9921875),
        (9, 2, 8, 0.9609375),
        (10, 2, 9, 0.978515625),
        (12, 3, 10, 0.96142578125),
        (20, 6, 15, 0.9586105346679688),
    ],
)
def test_order_statistics_bound_a_median_with_their_true_coverage(
    n: int, lower: int, upper: int, coverage: float
) -> None:
    found = median_ranks(np.array([n]))

    assert (found.lower[0], found.upper[0]) == (lower, upper)
    assert found.coverage[0] == pytest.approx(coverage)


@pytest.mark.parametrize("n", range(6))
def test_fewer_than_six_values_have_no_interval_of_the_median(n: int) -> None:
    found = median_ranks(np.array([n]))

    assert (found.lower[0], found.upper[0]) == (0, 0)
    assert np.isnan(found.coverage[0])


def test_six_is_the_smallest_sample_with_an_interval_of_the_median() -> None:
    assert smallest_sample() == 6
    assert smallest_sample(0.9) == 5


@pytest.mark.parametrize("n", [7, 15, 31, 60, 101])
def test_ranks_of_a_median_are_those_of_the_sign_test(n: int) -> None:
    found = median_ranks(np.array([n]))

    interval = stats.quantile_test(np.arange(1.0, n + 1), p=0.5).confidence_interval(
        0.95
    )
    assert (found.lower[0], found.upper[0]) == (interval.low, interval.high)
