"""Mixed models, held against lmer, gls and statsmodels."""

import numpy as np
import pytest

from models.statistics.comparison.repeated import (
    Measures,
    random_intercept,
    unstructured,
)
from tests.r_comparison import (
    ORTHODONT,
    ORTHODONT_INTERCEPT,
    ORTHODONT_MMRM,
    TRIAL,
    TRIAL_ADJUSTED,
    TRIAL_INTERCEPT,
    TRIAL_MMRM,
)

VISITS = ("1", "2", "3", "4")


def trial(*, with_baseline: bool = False) -> Measures:
    table = np.array(TRIAL, dtype=float)
    group = np.tile([0, 1], 12)
    baseline = table[:, 0] if with_baseline else None
    return Measures(table[:, 1:], group, ("A", "B"), VISITS, baseline)


def orthodont() -> Measures:
    group = np.repeat([0, 1], [16, 11])
    return Measures(np.array(ORTHODONT), group, ("Male", "Female"), VISITS)


def columns(model) -> dict[str, list[float]]:
    return {
        "difference": [one.estimate for one in model.differences],
        "se": [one.also["se"] for one in model.differences],
        "df": [one.df for one in model.differences],
        "p": [one.p for one in model.differences],
    }


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (trial(), TRIAL_INTERCEPT),
        (trial(with_baseline=True), TRIAL_ADJUSTED),
        (orthodont(), ORTHODONT_INTERCEPT),
    ],
)
def test_the_random_intercept_is_that_of_lmer(given, expected) -> None:
    model = random_intercept(given)

    found = columns(model)
    assert model.deviance == pytest.approx(expected["deviance"], rel=1e-6)
    assert found["difference"] == pytest.approx(expected["difference"], rel=1e-5)
    assert found["se"] == pytest.approx(
        np.broadcast_to(expected["se"], 4).tolist(), rel=1e-5
    )
    assert found["df"] == pytest.approx(
        np.broadcast_to(expected["df"], 4).tolist(), abs=0.006
    )


@pytest.mark.parametrize(
    ("given", "expected"), [(trial(), TRIAL_MMRM), (orthodont(), ORTHODONT_MMRM)]
)
def test_the_unstructured_model_is_that_of_gls(given, expected) -> None:
    model = unstructured(given)

    found = columns(model)
    assert model.deviance == pytest.approx(expected["deviance"], rel=1e-6)
    assert found["difference"] == pytest.approx(expected["difference"], rel=1e-3)
    assert found["se"] == pytest.approx(expected["se"], rel=1e-3)


def test_complete_data_have_the_means_of_gls_and_the_df_of_a_two_sample_t() -> None:
    model = unstructured(orthodont())
    males = [one for one in model.means if one.key.endswith("|Male")]

    assert [one.estimate for one in males] == pytest.approx(ORTHODONT_MMRM["mean_male"])
    assert [one.also["se"] for one in males] == pytest.approx(
        ORTHODONT_MMRM["se_male"], rel=1e-3
    )
    # Without missing values Satterthwaite's df at one visit are n1 + n2 - 2.
    assert columns(model)["df"] == pytest.approx([25] * 4, rel=1e-3)


def test_statsmodels_finds_the_same_random_intercept() -> None:
    import pandas as pd
    from statsmodels.regression.mixed_linear_model import MixedLM

    given = orthodont()
    subjects, visits = np.indices(given.values.shape)
    cell = given.group[subjects] * 4 + visits
    design = pd.get_dummies(pd.Series(cell.ravel())).to_numpy(float)
    other = MixedLM(given.values.ravel(), design, groups=subjects.ravel()).fit()

    model = random_intercept(given)

    assert -2 * other.llf == pytest.approx(model.deviance, rel=1e-5)
    assert [one.estimate for one in model.means] == pytest.approx(
        other.fe_params.reshape(2, 4).T.ravel(), rel=1e-5
    )


def test_units_of_the_value_change_the_numbers_and_not_the_test() -> None:
    plain = trial()
    large = Measures(plain.values * 1e6, plain.group, plain.groups, plain.visits)

    one, two = columns(unstructured(plain)), columns(unstructured(large))

    assert two["p"] == pytest.approx(one["p"], rel=1e-5)
    assert two["difference"] == pytest.approx([1e6 * d for d in one["difference"]])


@pytest.mark.parametrize("fit", [random_intercept, unstructured])
def test_a_visit_without_values_is_left_out_of_the_model(fit) -> None:
    given = trial()
    values = given.values.copy()
    values[:, 2] = np.nan

    model = fit(Measures(values, given.group, given.groups, given.visits))

    assert [one.key.split("|")[1] for one in model.differences] == ["1", "2", "4"]


@pytest.mark.parametrize("fit", [random_intercept, unstructured])
@pytest.mark.parametrize(
    "values",
    [
        np.full((6, 3), 2.0),
        np.full((6, 3), np.nan),
        np.array([[1.0, 2.0, 3.0]]),
        np.array([[1.0, np.nan], [np.nan, 2.0], [3.0, np.nan], [np.nan, 4.0]]),
        np.arange(12.0).reshape(6, 2),
    ],
)
def test_data_that_allow_no_model_are_told_in_words(fit, values) -> None:
    group = np.arange(len(values)) % 2
    names = tuple(str(at) for at in range(values.shape[1]))

    model = fit(Measures(values, group, ("A", "B"), names))

    assert model.deviance is None or np.isfinite(model.deviance)
    assert model.differences or model.remarks
    for one in (*model.means, *model.differences):
        assert np.isfinite([one.estimate, one.p, one.df, one.interval.lower]).all()


def test_a_quarter_of_a_million_subjects_are_modelled_in_seconds() -> None:
    draw = np.random.default_rng(2)
    values = draw.normal(size=(250_000, 1)) + draw.normal(size=(250_000, 4))
    values[draw.random(values.shape) < 0.05] = np.nan
    given = Measures(values, np.arange(250_000) % 2, ("A", "B"), VISITS)

    model = unstructured(given)

    assert model.covariance[0][0] == pytest.approx(2, abs=0.05)
    assert model.covariance[0][3] == pytest.approx(1, abs=0.05)
