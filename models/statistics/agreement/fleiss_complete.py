"""Fleiss' kappa as he published it (1971): complete targets, overall and per grade.

The test against chance has the standard error of Fleiss, Nee & Landis (1979), as in
irr::kappam.fleiss(detail = TRUE), with its normal interval.
"""

from dataclasses import dataclass

import numpy as np

from models.statistics.agreement.chance import ONE_GRADE
from models.statistics.agreement.coefficient import Coefficient, Naming, finite
from models.statistics.agreement.distributions import normal_quantile, normal_tail
from models.statistics.agreement.ratings import Ratings
from models.statistics.arrays import Floats

NAMING = Naming(
    "fleiss_kappa_complete",
    "Fleiss' kappa, complete targets only",
    "irr::kappam.fleiss",
    "normal, standard error under no agreement (Fleiss, Nee & Landis 1979)",
)


@dataclass(frozen=True)
class GradeKappa:
    """How well raters agree on one grade against all others.

    Attributes:
        grade: The grade.
        share: Share of all scores that are this grade.
        kappa: Fleiss' kappa of it, or None where every score or none is this grade.
        z: Of the kappa against chance, or None.
        p: Two-sided, or None.
        agreement: Given that a rater chose it, the chance that another one did too.
    """

    grade: float
    share: float
    kappa: float | None
    z: float | None
    p: float | None
    agreement: float | None


def fleiss_complete(ratings: Ratings) -> Coefficient:
    """Fleiss' kappa over the targets that every rater scored."""
    why = _why_not(ratings)
    if why:
        return Coefficient.absent(NAMING, ratings, why)
    counts = _counts(ratings)
    n, m = len(counts), float(counts[0].sum())
    shares = counts.sum(axis=0) / (n * m)
    agreed = float(((counts**2).sum(axis=1) - m).mean() / (m * (m - 1)))
    second, third = float((shares**2).sum()), float((shares**3).sum())
    if second >= 1 - 1e-12:
        return Coefficient.absent(NAMING, ratings, ONE_GRADE)
    kappa = (agreed - second) / (1 - second)
    spread = second - (2 * m - 3) * second**2 + 2 * (m - 2) * third
    error = float(np.sqrt(2 * max(spread, 0) / (n * m * (m - 1)))) / (1 - second)
    half = normal_quantile() * error
    return Coefficient(
        NAMING,
        kappa,
        max(-1.0, kappa - half),
        min(1.0, kappa + half),
        targets=n,
        raters=int(m),
        missing=ratings.missing,
        categories=len(shares),
        standard_error=error,
        p=2 * normal_tail(abs(kappa) / error) if error > 0 else None,
    )


def grade_kappas(ratings: Ratings) -> list[GradeKappa]:
    """The same for each grade that was given, from the lowest."""
    if _why_not(ratings):
        return []
    counts = _counts(ratings)
    n, m = len(counts), float(counts[0].sum())
    found = []
    for grade, column in zip(np.unique(ratings.complete), counts.T, strict=True):
        share = float(column.sum() / (n * m))
        pairs = float((column * (column - 1)).sum())
        agreement = pairs / (n * m * (m - 1) * share)
        kappa = z = p = None
        if 0 < share < 1:
            kappa = (agreement - share) / (1 - share)
            both = share * (1 - share)
            top = (1 + 2 * (m - 1) * share) ** 2 + 2 * (m - 1) * both
            error = float(np.sqrt(top / (n * m * (m - 1) ** 2 * both)))
            z = kappa / error
            p = finite(2 * normal_tail(abs(z)))
        found.append(GradeKappa(float(grade), share, kappa, z, p, agreement))
    return found


def _why_not(ratings: Ratings) -> str:
    why = ratings.why_not()
    if not why and not len(ratings.complete):
        why = "No target was scored by every rater."
    return why


def _counts(ratings: Ratings) -> Floats:
    """[target, grade] raters, over complete targets and the grades met there."""
    whole = ratings.complete
    grades, codes = np.unique(whole, return_inverse=True)
    size = len(grades)
    rows = np.repeat(np.arange(len(whole)), whole.shape[1])
    place = rows * size + codes.reshape(-1)
    counted = np.bincount(place, minlength=len(whole) * size)
    return counted.reshape(len(whole), size).astype(np.float64)
