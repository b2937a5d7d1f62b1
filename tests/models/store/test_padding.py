"""Sizes rounded up: few of them, none lost, and little added."""

import pytest

from models.store.padding import padded, padded_length, unpadded


@pytest.mark.parametrize("length", [0, 1, 2, 9, 837, 65_537, 4_702_158, 10**8])
def test_a_length_grows_by_a_tenth_at_most(length: int) -> None:
    assert length <= padded_length(length) <= length * 1.12 + 1


def test_lengths_of_eight_megabytes_become_a_few() -> None:
    lengths = {padded_length(length) for length in range(7_000_000, 9_000_000, 997)}
    assert len(lengths) <= 16


def test_a_padded_photograph_comes_back() -> None:
    for data in (
        b"\xff\xd8 x \xff\xd9",
        b"\x89PNG" + b"a" * 5000 + b"\xae\x42\x60\x82",
    ):
        assert unpadded(padded(data)) == data
        assert len(padded(data)) == padded_length(len(data))
