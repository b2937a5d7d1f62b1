"""Halved sizes of a photograph."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.viewer.pyramid import (
    Pyramid,
    begun,
    completed,
    fitted,
    for_screen,
    halved,
)
from models.photographs.decode import Pixels


def photograph(width: int, height: int, full_width: int = 0) -> Pixels:
    """Noise, decoded at full size or smaller than full_width."""
    rgb = np.random.default_rng(3).integers(0, 256, (height, width, 3), np.uint8)
    times = full_width // width if full_width else 1
    return Pixels(rgb, width * times, height * times, ())


def mean_of_fours(pixels: np.ndarray) -> np.ndarray:
    """The reference: rounded means of 2 × 2 pixels."""
    wide = pixels.astype(np.float64)
    total = wide[0::2, 0::2] + wide[1::2, 0::2] + wide[0::2, 1::2] + wide[1::2, 1::2]
    return np.floor(total / 4 + 0.5).astype(np.uint8)


def test_a_halved_pixel_is_the_mean_of_the_four_it_stands_for() -> None:
    rgb = photograph(130, 70).rgb

    half = halved(rgb)

    exact = rgb.reshape(35, 2, 65, 2, 3).mean(axis=(1, 3))
    assert np.abs(half[..., 2::-1] - exact).max() <= 0.5
    assert abs(float((half[..., 2::-1] - exact).mean())) < 0.2


def test_three_channels_and_four_are_halved_alike() -> None:
    rgb = photograph(64, 66).rgb

    assert np.array_equal(halved(rgb), halved(for_screen(rgb)))


@given(st.integers(1, 9), st.integers(1, 70))
def test_an_odd_row_or_column_is_averaged_with_itself(width: int, height: int) -> None:
    rgb = photograph(width, height).rgb

    half = halved(rgb)

    even = np.pad(rgb, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
    assert np.array_equal(half[..., 2::-1], mean_of_fours(even))


def test_every_level_is_averaged_from_the_one_before() -> None:
    pyramid = completed(begun(photograph(300, 220)))

    for finer, coarser in zip(pyramid.levels, pyramid.levels[1:], strict=False):
        assert coarser.factor == finer.factor * 2
        assert np.array_equal(coarser.pixels, halved(finer.pixels))


def test_levels_end_when_no_side_is_long() -> None:
    smallest = completed(begun(photograph(300, 220))).levels[-1]

    assert max(smallest.width, smallest.height) <= 64


def test_a_photograph_decoded_at_a_quarter_begins_with_factor_four() -> None:
    pyramid = begun(photograph(100, 50, full_width=400))

    assert (pyramid.width, pyramid.height, pyramid.factor) == (400, 200, 4)


@pytest.mark.parametrize(
    ("scale", "factor"), [(4.0, 1), (1.0, 1), (0.6, 1), (0.5, 2), (0.3, 2), (0.2, 4)]
)
def test_no_level_is_drawn_at_less_than_half_its_size(
    scale: float, factor: int
) -> None:
    pyramid = completed(begun(photograph(400, 300)))

    assert pyramid.level_at(scale).factor == factor


def test_a_fitted_level_has_the_size_it_is_seen_in() -> None:
    pyramid = fitted(begun(photograph(400, 300)), 0.6)

    level = pyramid.level_at(0.6)

    assert (level.width, level.height) == (240, 180)
    assert pyramid.trimmed(0.6).is_sharp_at(0.6)


def test_a_fitted_level_keeps_the_mean_colour() -> None:
    pyramid = fitted(begun(photograph(400, 300)), 0.6)

    means = [level.pixels.mean(axis=(0, 1)) for level in pyramid.levels]

    assert np.abs(means[0] - means[1]).max() < 0.5


def test_trimming_keeps_what_a_scale_needs() -> None:
    pyramid = completed(begun(photograph(400, 300)))

    trimmed: Pyramid = pyramid.trimmed(0.3)

    assert trimmed.factor == 2
    assert trimmed.is_sharp_at(0.3)
    assert not trimmed.is_sharp_at(0.9)
