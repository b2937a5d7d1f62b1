"""Randomisation: balanced, drawn again from its seed, shown to nobody."""

from collections import Counter
from itertools import accumulate

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.allocation.errors import AllocationError
from models.allocation.randomise import (
    Arm,
    fits_its_draw,
    make_scheme,
    randomise,
    read_arms,
)

TWO = (Arm("Northlight"), Arm("Southwind"))


def subjects(count: int, sites: int = 0) -> dict[str, str]:
    return {
        f"{number:03}": f"site {number % sites}" if sites else ""
        for number in range(1, count + 1)
    }


def test_arms_are_written_with_their_shares() -> None:
    assert read_arms(["Northlight=2", " Southwind "]) == (
        Arm("Northlight", 2),
        Arm("Southwind", 1),
    )


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["A=x", "B"], "whole number"),
        (["A=0", "B"], "whole number"),
        (["=1", "B"], "1 to 100 characters"),
        (["a", "A"], "same name"),
    ],
)
def test_arms_that_make_no_sense_are_told(words: list[str], told: str) -> None:
    with pytest.raises(AllocationError) as caught:
        read_arms(words)

    assert told in caught.value.report()


@settings(max_examples=60, deadline=None)
@given(
    count=st.integers(8, 90),
    shares=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    seed=st.text("abcdef", min_size=4, max_size=4),
)
def test_arms_never_drift_apart_by_more_than_half_a_block(
    count: int, shares: tuple[int, int], seed: str
) -> None:
    first, second = shares
    arms = (Arm("X", first), Arm("Y", second))
    scheme = make_scheme(arms, 2, seed=seed)
    # In an uneven ratio the first block may begin with one arm for all there are.
    assume(count >= max(scheme.blocks))
    allocation = randomise(subjects(count), scheme)
    order = [allocation.arm_of[code] for code in sorted(allocation.arm_of)]
    steps = [second if arm == "X" else -first for arm in order]

    assert max(map(abs, accumulate(steps))) <= first * second * max(
        size // (first + second) for size in scheme.blocks
    )


def test_a_ratio_of_two_to_one_is_kept_in_whole_blocks() -> None:
    arms = read_arms(["X=2", "Y"])
    scheme = make_scheme(arms, 2, blocks=[3], seed="s")
    counts = Counter(randomise(subjects(30), scheme).arm_of.values())

    assert counts == {"X": 20, "Y": 10}


def test_every_site_is_balanced_by_itself() -> None:
    scheme = make_scheme(TWO, 2, blocks=[4], by_site=True, seed="s")
    sites = subjects(48, sites=3)
    arm_of = randomise(sites, scheme).arm_of
    for site in set(sites.values()):
        counts = Counter(arm for code, arm in arm_of.items() if sites[code] == site)
        assert counts == {"Northlight": 8, "Southwind": 8}


def test_block_sizes_vary_so_that_the_last_of_a_block_cannot_be_guessed() -> None:
    scheme = make_scheme(TWO, 2, blocks=[2, 4], seed="s")
    arm_of = randomise(subjects(400), scheme).arm_of
    order = [arm_of[code] for code in sorted(arm_of)]
    pairs = [order[at] == order[at + 1] for at in range(0, 400, 2)]

    assert any(pairs)  # blocks of two only would never have a pair alike


def test_every_arrangement_of_a_block_is_as_likely() -> None:
    met = Counter()
    for number in range(3000):
        scheme = make_scheme(TWO, 2, blocks=[4], seed=f"seed {number}")
        arm_of = randomise(subjects(4), scheme).arm_of
        met["".join(arm_of[code][0] for code in sorted(arm_of))] += 1

    assert len(met) == 6
    expected = 500
    square = sum((count - expected) ** 2 / expected for count in met.values())
    assert square < 20.5  # the 0.1 % point of chi-square with 5 degrees of freedom


def test_two_draws_differ_and_one_seed_draws_the_same_again() -> None:
    sites = subjects(40)
    first = randomise(sites, make_scheme(TWO, 2))
    second = randomise(sites, make_scheme(TWO, 2))

    assert first.arm_of != second.arm_of
    assert fits_its_draw(first.arm_of, first.draw)
    assert not fits_its_draw(first.arm_of, second.draw)
    assert not fits_its_draw({**first.arm_of, "001": "?"}, first.draw)
    assert not fits_its_draw(first.arm_of, {"seed": "x"})


def test_neither_list_nor_seed_nor_arms_show_in_a_traceback() -> None:
    scheme = make_scheme(TWO, 2, seed="the secret seed")
    text = repr(randomise(subjects(8), scheme)) + repr(scheme) + repr(TWO)

    assert "Northlight" not in text
    assert "secret" not in text


@pytest.mark.parametrize(
    ("arms", "expected", "blocks", "told"),
    [
        (TWO, 3, [], "the protocol has 3, 2 arms were named"),
        (TWO, 2, [4, 5], "5 is no multiple of 2"),
        (TWO, 2, [0], "0 is no multiple"),
        (TWO, 0, [], "nothing to allocate"),
    ],
)
def test_a_scheme_that_does_not_fit_is_refused(arms, expected, blocks, told) -> None:
    with pytest.raises(AllocationError) as caught:
        make_scheme(arms, expected, blocks=blocks)

    assert told in caught.value.report()


def test_subjects_without_a_site_are_told_where_sites_are_strata() -> None:
    scheme = make_scheme(TWO, 2, by_site=True)
    with pytest.raises(AllocationError, match="2 subjects cannot be") as caught:
        randomise({"1": "", "2": "Kiel", "3": ""}, scheme)

    assert [str(one) for one in caught.value.problems] == [
        "subject 1 has no site.",
        "subject 3 has no site.",
    ]


def test_no_subjects_or_too_few_are_refused() -> None:
    with pytest.raises(AllocationError, match="no subjects"):
        randomise({}, make_scheme(TWO, 2))
    with pytest.raises(AllocationError, match="too few subjects"):
        randomise({"1": ""}, make_scheme(TWO, 2))
