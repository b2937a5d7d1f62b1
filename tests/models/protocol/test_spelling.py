"""Spellings of visits and views that mean the same."""

import pytest

from models.protocol.protocol import Visit
from models.protocol.spelling import normalised, spellings


@pytest.mark.parametrize(
    "name", ["Day 1", "day1", "DAY_01", "day-001", "Day.1", "ｄａｙ１"]
)
def test_case_signs_and_leading_zeros_do_not_count(name: str) -> None:
    assert normalised(name) == "day1"


@pytest.mark.parametrize(
    ("one", "other"), [("day 10", "day 1"), ("D0", "D"), ("0", "")]
)
def test_a_zero_that_counts_is_kept(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_letters_beyond_ascii_are_kept() -> None:
    assert normalised("Größe") == "grösse"


def test_each_spelling_of_a_visit_is_given_once() -> None:
    visit = Visit("day1", "Day 1", 1, photographs=True, aliases=("D1", "d-01", "--"))

    assert spellings(visit) == ("day1", "d1")
