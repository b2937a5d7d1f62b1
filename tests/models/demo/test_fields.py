"""The fields that photographs are drawn from."""

import numpy as np
import pytest

from models.demo.fields import doubled, noise, ridges, smoothstep, splat, stamped


def test_points_share_their_weight_among_neighbours_and_lose_none() -> None:
    x = np.array([2.25, 7.5], dtype=np.float32)
    y = np.array([3.5, 1.0], dtype=np.float32)

    grid = splat((10, 12), x, y, np.array([1.0, 3.0], dtype=np.float32))

    assert grid.sum() == pytest.approx(4)
    assert grid[3, 2] == pytest.approx(0.75 * 0.5)


def test_points_outside_of_the_grid_are_left_out() -> None:
    x = np.array([-1.0, 40.0], dtype=np.float32)

    grid = splat((10, 12), x, x, np.ones(2, dtype=np.float32))

    assert not np.any(grid)


@pytest.mark.parametrize("sigma", [1.0, 3.0, 6.0, 12.0])
def test_a_hill_has_its_height_and_place_on_every_grid(sigma: float) -> None:
    x, y = np.array([60.0], dtype=np.float32), np.array([44.0], dtype=np.float32)

    hill = stamped((100, 130), x, y, np.ones(1, dtype=np.float32), sigma)

    rows, columns = np.indices(hill.shape)
    assert hill.shape == (100, 130)
    assert hill.max() == pytest.approx(1, abs=0.12)
    assert (hill * rows).sum() / hill.sum() == pytest.approx(44, abs=0.3)
    assert (hill * columns).sum() / hill.sum() == pytest.approx(60, abs=0.3)


def test_bands_put_together_are_the_whole() -> None:
    field = np.random.default_rng(1).random((2, 20, 15)).astype(np.float32)

    bands = [doubled(field, top, min(top + 7, 20)) for top in range(0, 20, 7)]

    assert np.array_equal(np.concatenate(bands, axis=1), doubled(field, 0, 20))
    assert doubled(field, 0, 20).shape == (2, 40, 30)


def test_a_slope_stays_even_when_it_is_doubled() -> None:
    field = np.tile(np.arange(10, dtype=np.float32), (4, 1))

    steps = np.diff(doubled(field, 0, 4)[:, 1:-1], axis=1)

    assert np.allclose(steps, 0.5)


@pytest.mark.parametrize("cell", [5.0, 30.0, 200.0])
def test_hills_are_as_high_whatever_their_width(cell: float) -> None:
    shape = (301, 403)

    hills = [noise(np.random.default_rng(seed), shape, cell) for seed in range(12)]

    assert hills[0].shape == shape
    assert 0.7 < np.std(hills) < 1.4


def test_seams_enclose_cells() -> None:
    y, x = np.indices((400, 400), dtype=np.float32)

    seams = ridges(x, y, width=0.2, cell=20.0)

    assert seams.max() > 0.95
    assert seams.min() < 0.01
    assert 0.1 < seams.mean() < 0.5


def test_a_step_is_smooth_between_its_ends() -> None:
    values = np.array([0, 1, 1.5, 2, 3], dtype=np.float32)

    assert smoothstep(1, 2, values).tolist() == [0, 0, 0.5, 1, 1]
