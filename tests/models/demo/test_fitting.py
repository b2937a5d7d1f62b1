"""Made-up values with the mean that is asked for."""

import numpy as np
import pytest

from models.demo.fitting import with_mean


@pytest.mark.parametrize(
    ("mean", "step", "lowest", "highest", "size"),
    [
        (0.40, 0.01, 0.31, 0.62, 95),
        (52.94, 1.0, 0.0, 100.0, 95),
        (-1.68, 0.1, -15.0, 15.0, 86),
        (99.0, 1.0, 0.0, 100.0, 7),
        (0.32, 0.01, 0.31, 0.62, 20),
    ],
)
def test_the_mean_is_met_within_half_a_step_shared_by_all(
    mean: float, step: float, lowest: float, highest: float, size: int
) -> None:
    drawn = np.random.default_rng(2).normal(mean, (highest - lowest) / 5, size)

    values = with_mean(drawn, mean, step=step, lowest=lowest, highest=highest)

    assert abs(values.mean() - mean) <= step / 2 / size + 1e-9
    assert lowest - 1e-9 <= values.min()
    assert values.max() <= highest + 1e-9
    assert np.allclose(values / step, np.rint(values / step))


def test_values_that_have_the_mean_already_stay_as_they_are() -> None:
    values = np.array([0.3, 0.4, 0.5])

    fitted = with_mean(values, 0.4, step=0.1, lowest=0.0, highest=1.0)

    assert fitted.tolist() == [0.3, 0.4, 0.5]


def test_a_mean_outside_of_the_limits_is_refused() -> None:
    with pytest.raises(ValueError, match="outside of the limits"):
        with_mean(np.zeros(4), 2.0, step=1.0, lowest=0.0, highest=1.0)


def test_nobody_has_no_mean() -> None:
    assert len(with_mean(np.zeros(0), 2.0, step=1.0, lowest=0.0, highest=1.0)) == 0
