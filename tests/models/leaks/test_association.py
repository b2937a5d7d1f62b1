"""What goes with the visit or the site is noticed, and chance is not."""

import random

from models.leaks.association import of_kinds, of_numbers

VISITS = [f"visit {number % 4}" for number in range(120)]


def test_a_camera_for_each_site_is_noticed() -> None:
    sites = ["north"] * 60 + ["south"] * 60
    cameras = ["a"] * 58 + ["b"] * 62
    found = of_kinds(cameras, sites)
    assert found.tells
    assert found.p < 0.001


def test_a_number_that_rises_with_the_visit_is_noticed() -> None:
    source = random.Random(1)
    lengths = [1000 * int(one[-1]) + source.random() * 300 for one in VISITS]
    assert of_numbers(lengths, VISITS).tells


def test_chance_is_not_noticed() -> None:
    source = random.Random(2)
    for _ in range(20):
        kinds = [source.choice("abc") for _ in VISITS]
        numbers = [source.random() for _ in VISITS]
        assert not of_kinds(kinds, VISITS).tells
        assert not of_numbers(numbers, VISITS).tells


def test_a_perfect_fit_of_few_photographs_may_be_chance() -> None:
    assert not of_kinds(["a", "b", "c"], ["x", "y", "z"]).tells
    assert not of_numbers([1, 2, 3], ["x", "y", "z"]).tells


def test_what_is_the_same_everywhere_tells_nothing() -> None:
    assert of_kinds(["a"] * 120, VISITS).effect == 0
    assert of_numbers([5.0] * 120, VISITS).effect == 0
    assert of_kinds([], []).effect == 0
