"""Pooled effects and heterogeneity, held against metafor."""

import math

import numpy as np
import pytest

from models.statistics.evidence.heterogeneity import Tau2, heterogeneity, tau2
from models.statistics.evidence.pooling import egger, pool, subgroup_test
from tests.r_evidence import POOLED

CLOSE = {"rel": 1e-6, "abs": 1e-9}
SEARCHED = {"rel": 1e-3, "abs": 1e-7}
METHODS = list(Tau2)


@pytest.fixture(params=POOLED)
def case(request):
    effects, variances, expected = POOLED[request.param]
    return np.array(effects, dtype=float), np.array(variances, dtype=float), expected


def test_the_common_effect_is_that_of_metafor(case) -> None:
    effects, variances, expected = case

    pooled = pool(effects, variances, None)

    one = pooled.normal
    found = [pooled.estimate, one.se, one.lower, one.upper, one.p]
    assert found == pytest.approx(expected["common"], rel=1e-6)
    assert sum(pooled.weights) == pytest.approx(100)


@pytest.mark.parametrize("method", METHODS)
def test_random_effects_are_those_of_metafor(case, method: Tau2) -> None:
    effects, variances, expected = case
    close = CLOSE if method is Tau2.DL else SEARCHED

    pooled = pool(effects, variances, method)

    one, spread = pooled.normal, heterogeneity(effects, variances)
    found = [pooled.tau2, pooled.estimate, one.se, one.lower, one.upper]
    found.append(spread.i2_of(pooled.tau2))
    found += [pooled.prediction_normal.lower, pooled.prediction_normal.upper]
    assert found == pytest.approx(expected[method.value], **close)


@pytest.mark.parametrize("method", METHODS)
def test_hartung_and_knapp_are_those_of_metafor(case, method: Tau2) -> None:
    effects, variances, expected = case
    close = CLOSE if method is Tau2.DL else SEARCHED

    pooled = pool(effects, variances, method)

    one, wide = pooled.hartung_knapp, pooled.prediction_hartung_knapp
    found = [one.se, one.lower, one.upper, one.p, wide.lower, wide.upper]
    assert found == pytest.approx(expected[f"{method.value}_hk"], **close)
    assert pooled.hartung_knapp_adhoc.se >= pooled.normal.se * (1 - 1e-12)


def test_q_and_the_profile_interval_are_those_of_metafor(case) -> None:
    effects, variances, expected = case

    found = heterogeneity(effects, variances)

    assert [found.q, found.p] == pytest.approx(expected["q"], rel=1e-6)
    assert [found.tau2_lower, found.tau2_upper] == pytest.approx(
        expected["tau2_bounds"], **SEARCHED
    )
    assert found.h2 == pytest.approx(found.q / found.df)


def test_eggers_test_is_that_of_metafor(case) -> None:
    effects, variances, expected = case

    found = egger(effects, variances)

    assert [found.statistic, found.p] == pytest.approx(expected["egger"], rel=1e-6)


def test_leaving_one_out_is_that_of_metafor(case) -> None:
    effects, variances, expected = case
    every = np.arange(len(effects))

    found = [
        pool(effects[every != at], variances[every != at], Tau2.DL).estimate
        for at in every
    ]

    assert found == pytest.approx(expected["leave"], rel=1e-6)


def test_the_prediction_interval_of_cochrane_has_two_degrees_fewer() -> None:
    from scipy import stats

    effects, variances, _ = POOLED["bcg"]
    pooled = pool(np.array(effects), np.array(variances), Tau2.DL)

    half = stats.t.ppf(0.975, 11) * math.sqrt(pooled.tau2 + pooled.normal.se**2)
    assert pooled.prediction.upper == pytest.approx(pooled.estimate + half)


def test_the_test_of_subgroups_is_q_between_them_in_the_common_model() -> None:
    effects, variances, _ = POOLED["bcg"]
    y, v = np.array(effects), np.array(variances)
    parts = [pool(y[:6], v[:6], None), pool(y[6:], v[6:], None)]

    found = subgroup_test(parts)

    within = heterogeneity(y[:6], v[:6]).q + heterogeneity(y[6:], v[6:]).q
    assert found.q == pytest.approx(heterogeneity(y, v).q - within)
    assert found.df == 1


def test_one_study_is_its_own_pooled_effect() -> None:
    y, v = np.array([0.4]), np.array([0.09])

    pooled, spread = pool(y, v, Tau2.REML), heterogeneity(y, v)

    assert (pooled.estimate, pooled.tau2) == (0.4, 0)
    assert pooled.normal.se == pytest.approx(0.3)
    assert pooled.prediction is None
    assert spread.p is None
    assert egger(y, v) is None


@pytest.mark.parametrize("method", METHODS)
def test_equal_effects_have_no_variance_between_them(method: Tau2) -> None:
    y, v = np.full(4, 0.5), np.array([0.1, 0.2, 0.3, 0.4])

    assert tau2(y, v, method) == 0
    assert pool(y, v, method).hartung_knapp is None
    assert heterogeneity(y, v).i2 == 0
