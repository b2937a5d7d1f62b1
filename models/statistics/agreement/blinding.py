"""Was the blinding kept? The indices of Bang (2004) and of James (1996).

A table holds, for each of two groups, how many guessed the first group, guessed the
second, or did not know. Which letter the groups have does not matter here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.errors import ExpectedError
from models.statistics.agreement.distributions import normal_quantile, normal_tail
from models.statistics.arrays import Floats


@dataclass(frozen=True)
class Index:
    """A blinding index with its normal 95 % interval.

    Attributes:
        estimate: Bang: -1 all guess wrongly, 0 as by chance, 1 all guess rightly.
            James: 0 all guess rightly, 0.5 as by chance, 1 nobody knows. None where it
            cannot be told.
        standard_error: Or None.
        lower: Or None.
        upper: Or None.
        p: One-sided, that more guess rightly than by chance (Bang) or that the index
            lies below 0.5 (James); or None.
        sentence: What it says, in words.
    """

    estimate: float | None
    standard_error: float | None
    lower: float | None
    upper: float | None
    p: float | None
    sentence: str


@dataclass(frozen=True)
class Blinding:
    """Both indices.

    Attributes:
        first: Bang's index of the first group.
        second: Bang's index of the second group.
        james: James's index of both.
        n: Guesses.
    """

    first: Index
    second: Index
    james: Index
    n: int


def blinding(counts: Sequence[Sequence[int]]) -> Blinding:
    """Both indices from a table of guesses.

    Args:
        counts: A row for each of the two groups: guessed first, guessed second, did
            not know.

    Raises:
        ExpectedError: The table is not of two rows and three columns of counts.
    """
    table = np.array(counts, dtype=np.float64)
    if table.shape != (2, 3) or (table < 0).any():
        raise ExpectedError(
            "The blinding check needs two rows of three counts.",
            hint="Give for each group: guessed first, guessed second, did not know.",
        )
    return Blinding(
        bang(int(table[0, 0]), int(table[0, 1]), int(table[0, 2])),
        bang(int(table[1, 1]), int(table[1, 0]), int(table[1, 2])),
        james(table),
        int(table.sum()),
    )


def bang(right: int, wrong: int, unsure: int) -> Index:
    """Bang's index of one group: share of right less share of wrong guesses."""
    n = right + wrong + unsure
    if n == 0:
        return Index(None, None, None, None, None, "Nobody of this group was asked.")
    good, bad = right / n, wrong / n
    estimate = good - bad
    error = float(np.sqrt((good * (1 - good) + bad * (1 - bad) + 2 * good * bad) / n))
    return _index(estimate, error, 0.0, sign=1)


def james(table: Floats) -> Index:
    """James's index, with the weights of 1996: right 0, wrong 0.5, unsure 1.

    The standard error is that of the delta method over the multinomial table.
    """
    n = float(table.sum())
    guessed = float(table[:, :2].sum())
    if n == 0:
        return Index(None, None, None, None, None, "Nobody was asked.")
    if guessed == 0:
        return Index(
            1.0, None, None, None, None, "Nobody dared to guess: blinding is complete."
        )
    shares = table / n
    unsure = float(shares[:, 2].sum())
    groups = shares[:, :2].sum(axis=1)  # of those who guessed
    guesses = shares[:, :2].sum(axis=0)
    wrong = (shares[0, 1] + shares[1, 0]) / 2
    expected = (guesses[0] * groups[1] + guesses[1] * groups[0]) / 2
    if expected == 0:
        text = "All guesses and all who guessed lie in one group: no index."
        return Index(None, None, None, None, None, text)
    sure = 1 - unsure
    estimate = float(unsure + sure**2 * wrong / (2 * expected))
    # Derivatives with respect to each cell of the table.
    slopes = np.zeros((2, 3))
    slopes[:, 2] = 1 - sure * wrong / expected
    for group in range(2):
        for guess in range(2):
            own = 0.5 if group != guess else 0.0
            change = (groups[1 - guess] + guesses[1 - group]) / 2
            slopes[group, guess] = (
                sure**2 * (own * expected - wrong * change) / (2 * expected**2)
            )
    mean = float((shares * slopes).sum())
    spread = float((shares * slopes**2).sum()) - mean**2
    return _index(estimate, float(np.sqrt(max(spread, 0.0) / n)), 0.5, sign=-1)


def _index(estimate: float, error: float, chance: float, sign: int) -> Index:
    half = normal_quantile() * error
    lower, upper = estimate - half, estimate + half
    p = normal_tail(sign * (estimate - chance) / error) if error > 0 else None
    if lower <= chance <= upper:
        text = "The interval holds what guessing by chance gives."
    elif sign * (estimate - chance) > 0:
        text = "More guessed rightly than by chance: the blinding did not hold."
    else:
        text = "Fewer guessed rightly than by chance."
    return Index(estimate, error, lower, upper, p, text)
