"""How well raters agree with themselves, from hidden repeats."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from models.statistics.agreement.bland_altman import BlandAltman, bland_altman
from models.statistics.agreement.coefficient import Coefficient
from models.statistics.agreement.icc import iccs
from models.statistics.agreement.kappa import pair_kappas, pairs
from models.statistics.agreement.ratings import (
    MOST_CATEGORIES,
    RATER,
    SCORE,
    TARGET,
    Ratings,
)


@dataclass(frozen=True)
class Intra:
    """One rater, first score against repeat.

    Attributes:
        rater: Code.
        n: Photographs graded both times.
        missing: Repeats where one of the two has no grade.
        exact: Share with the same grade, or None.
        within_one: Share at most 1 apart, or None.
        coefficients: Cohen's kappas and ICCs of the two occasions, by key.
        comparison: Bland-Altman of repeat less first.
        measurement_error: Standard deviation of a single score around the rater's own
            mean: the sd of the differences over the square root of 2, or None.
    """

    rater: str
    n: int
    missing: int
    exact: float | None
    within_one: float | None
    coefficients: dict[str, Coefficient]
    comparison: BlandAltman
    measurement_error: float | None


def intra_rater(
    first: pd.DataFrame, repeated: pd.DataFrame, grades: Sequence[float] = ()
) -> Iterator[Intra]:
    """Each rater who has hidden repeats.

    Args:
        first: Columns target, rater and score.
        repeated: The repeats, likewise.
        grades: All grades of the scale, if known.
    """
    both = repeated.merge(
        first, on=[TARGET, RATER], how="left", suffixes=("", "_first")
    )
    for rater, rows in both.groupby(RATER, sort=True):
        told = pd.concat(
            [
                pd.DataFrame({TARGET: rows[TARGET], RATER: name, SCORE: rows[column]})
                for name, column in (("1st", f"{SCORE}_first"), ("2nd", SCORE))
            ]
        )
        yield _intra(str(rater), Ratings.of(told, grades))


def _intra(rater: str, ratings: Ratings) -> Intra:
    pair = pairs(ratings)[0]
    n = len(pair.first)
    apart = abs(pair.first - pair.second)
    found = {one.key: one for one in iccs(ratings)}
    if len(ratings.used) <= MOST_CATEGORIES:
        found |= pair_kappas(pair)
    comparison = bland_altman(pair.second, pair.first, ("repeat", "first"))
    return Intra(
        rater,
        n,
        len(ratings.values) - n,
        float((apart == 0).mean()) if n else None,
        float((apart <= 1 + 1e-9).mean()) if n else None,
        found,
        comparison,
        None if comparison.sd is None else comparison.sd / 2**0.5,
    )
