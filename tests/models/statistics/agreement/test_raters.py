"""Single raters: bias, spread, heaping, drift, learning, repeats, Bland-Altman."""

import numpy as np
import pandas as pd
import pytest

from models.statistics.agreement.beyond_chance import beyond_chance
from models.statistics.agreement.bland_altman import bland_altman
from models.statistics.agreement.bootstrap import bootstrap
from models.statistics.agreement.course import (
    days_since,
    drift,
    learning_curve,
    stretches,
    times,
)
from models.statistics.agreement.icc import iccs
from models.statistics.agreement.kappa import mean_kappa, pair_kappas, pairs
from models.statistics.agreement.raters import panel_differences, rater_figures
from models.statistics.agreement.ratings import Ratings
from models.statistics.agreement.repeats import intra_rater

FIRST = np.array([5, 6, 3, 8, 7, 4, 6, 9, 2, 5, 7, 6], dtype=float)
SECOND = np.array([4, 6, 4, 6, 7, 3, 5, 7, 3, 5, 6, 6], dtype=float)


def panel(seed: int = 1, targets: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Five raters: the last one severe by 0.8, the fourth drifting by 1 in all."""
    random = np.random.default_rng(seed)
    truth = random.normal(5, 1.5, targets)
    scores = truth[:, None] + random.normal(0, 0.5, (targets, 5))
    position = np.arange(1.0, targets + 1)
    scores[:, 4] += 0.8
    scores[:, 3] += position / targets - 0.5
    return scores, position


def test_bland_altman_is_that_of_r() -> None:
    """t.test, lm and the formulas of Bland & Altman 1999 and 1986 in R 4.2.2."""
    found = bland_altman(FIRST, SECOND)
    assert found.bias.value == pytest.approx(0.5)
    assert found.sd == pytest.approx(1.0)
    assert found.bias.lower == pytest.approx(-0.135369687331, rel=1e-6)
    assert found.p == pytest.approx(0.111172952769, rel=1e-6)
    low = found.lower_limit
    assert low.value == pytest.approx(-1.459963984540, rel=1e-6)
    assert low.lower == pytest.approx(-2.577806835742, rel=1e-6)
    assert low.upper == pytest.approx(-0.342121133338, rel=1e-6)
    assert found.approximate[0].lower == pytest.approx(-2.560456564586, rel=1e-6)
    slope = found.proportional
    assert slope.slope.value == pytest.approx(0.3780821917808, rel=1e-6)
    assert slope.slope.lower == pytest.approx(0.0485754147445, rel=1e-6)
    assert slope.slope.upper == pytest.approx(0.7075889688171, rel=1e-6)
    assert slope.intercept.value == pytest.approx(-1.5479452054795, rel=1e-6)
    assert slope.p == pytest.approx(0.0285387176106, rel=1e-6)


def test_a_severe_rater_is_found_within_the_interval() -> None:
    scores, _ = panel()
    last = rater_figures(Ratings.of_matrix(scores.tolist()))[4]
    assert last.panel_bias.lower < 0.8 < last.panel_bias.upper
    assert last.panel_bias.lower > 0.5


def test_a_drifting_rater_is_found_within_the_interval() -> None:
    scores, position = panel()
    apart = panel_differences(Ratings.of_matrix(scores.tolist()))
    found = drift(apart[:, 3], position)
    assert found.slope.lower < 100 / 400 < found.slope.upper
    steady = drift(apart[:, 0], position)
    assert steady.slope.lower < -100 / 400 / 4 < steady.slope.upper


def test_drift_over_days_counts_from_the_first() -> None:
    stamps = [f"2026-01-{day:02}T08:00:00Z" for day in range(1, 31)]
    days = days_since(["", *stamps])
    assert np.isnan(days[0])
    assert days[-1] == pytest.approx(29)
    found = drift(days[1:] * 0.1, days[1:], "days")
    assert found.slope.value == pytest.approx(3.0)


def test_drift_without_positions_is_explained() -> None:
    found = drift(np.array([1.0, 2.0]), np.array([np.nan, 1.0]))
    assert found.slope.value is None
    assert "three scores" in found.remark


def test_a_favourite_grade_shows_and_an_even_hand_does_not() -> None:
    random = np.random.default_rng(2)
    truth = random.integers(1, 10, 300)
    fair = np.clip(truth + random.integers(-1, 2, 300), 1, 9)
    heaped = np.where(np.abs(truth - 5) <= 2, 5, truth)
    others = np.clip(truth + random.integers(-1, 2, 300), 1, 9)
    rows = np.column_stack([fair, others, heaped]).tolist()
    found = rater_figures(Ratings.of_matrix(rows))
    assert found[2].favourite == 5
    even = rater_figures(Ratings.of_matrix(np.column_stack([fair, others]).tolist()))
    assert even[0].favourite is None
    use = next(one for one in found[2].grades if one.grade == 5)
    assert use.share == pytest.approx(float((heaped == 5).mean()))


def test_a_rater_is_held_against_a_reference_with_gaps() -> None:
    ratings = Ratings.of_matrix([[1, 2], [2, 4], [3, 4]])
    found = rater_figures(ratings, np.array([1.0, 2.0, np.nan]))
    assert found[0].reference_bias.value == 0
    assert found[1].reference_bias.value == 1.5


def test_learning_shows_as_a_falling_difference() -> None:
    stage = stretches(np.arange(1.0, 61))
    assert [*np.unique(stage)] == [1, 2, 3]
    apart = np.where(np.arange(60) % 2 == 0, 1.0, -1.0) * (4 - stage) / 2
    found = learning_curve(apart, stage)
    assert [one.error.value for one in found.stages] == [1.5, 1.0, 0.5]
    assert found.slope.slope.upper < 0
    assert learning_curve(apart[:2], stage[:2]).remark


def test_times_count_what_is_missing() -> None:
    found = times(np.array([4.0, 8.0, np.nan, 0.0, 6.0]))
    assert (found.n, found.missing, found.median, found.total) == (3, 2, 6.0, 18.0)
    assert times(np.array([np.nan])).median is None


def test_repeats_tell_how_well_a_rater_agrees_with_himself() -> None:
    first = pd.DataFrame({"target": [*"abcde"], "rater": "R", "score": [1, 2, 3, 4, 5]})
    again = pd.DataFrame(
        {"target": [*"abcd"], "rater": "R", "score": [1.0, 3.0, 3.0, np.nan]}
    )
    found = next(intra_rater(first, again))
    assert (found.n, found.missing) == (3, 1)
    assert found.exact == pytest.approx(2 / 3)
    assert found.within_one == 1.0
    assert found.comparison.bias.value == pytest.approx(1 / 3)
    assert found.coefficients["cohen_kappa_quadratic"].estimate is not None


def test_the_bootstrap_agrees_with_drawing_one_sample_after_another() -> None:
    random = np.random.default_rng(3)
    truth = random.normal(5, 1.8, (60, 1))
    rows = np.clip(np.rint(truth + random.normal(0, 0.8, (60, 3))), 1, 9)
    rows[5, 0] = rows[17, 2] = np.nan
    drawn = bootstrap(Ratings.of_matrix(rows.tolist()), rounds=4000, seed=7)
    keys = ("cohen_kappa_linear", "krippendorff_alpha_ordinal", "icc_a_1")
    told: dict[str, list[float]] = {key: [] for key in keys}
    for _ in range(150):
        sample = Ratings.of_matrix(rows[random.integers(0, 60, 60)].tolist())
        found = [*beyond_chance(sample), *iccs(sample)]
        kappas = [pair_kappas(pair) for pair in pairs(sample)]
        for one in [*found, mean_kappa(sample, kappas, keys[0])]:
            if one.key in told:
                told[one.key].append(one.estimate)
    for key in keys:
        middle = (drawn[key].lower + drawn[key].upper) / 2
        width = drawn[key].upper - drawn[key].lower
        assert np.mean(told[key]) == pytest.approx(middle, abs=0.15 * width)
        assert 3.92 * np.std(told[key]) == pytest.approx(width, rel=0.3)


def test_the_same_seed_gives_the_same_interval() -> None:
    ratings = Ratings.of_matrix([[1, 2], [2, 2], [4, 3], [5, 5], [3, 3]])
    assert bootstrap(ratings, rounds=100) == bootstrap(ratings, rounds=100)
    assert bootstrap(ratings, rounds=100) != bootstrap(ratings, rounds=100, seed=2)
