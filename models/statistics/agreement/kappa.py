"""Cohen's kappa of each pair of raters, and its mean over the pairs (Light 1971).

Estimate and asymptotic standard error are vcd::Kappa's (Fleiss, Cohen & Everitt 1969),
the interval normal and cut at -1 and 1; z is against no agreement beyond chance. Each
pair is compared on the targets that both of them scored.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from models.statistics.agreement.chance import ONE_GRADE
from models.statistics.agreement.coefficient import Coefficient, Naming, finite
from models.statistics.agreement.distributions import normal_quantile, normal_tail
from models.statistics.agreement.ratings import MOST_CATEGORIES, Ratings
from models.statistics.agreement.weights import Weights, weight_matrix
from models.statistics.arrays import Flags, Floats, Ints

PAIR_INTERVAL = "normal, asymptotic standard error (Fleiss, Cohen & Everitt 1969)"
MEAN_INTERVAL = "none in closed form; see the bootstrap"

PAIR_NAMES = {
    Weights.UNWEIGHTED: Naming(
        "cohen_kappa", "Cohen's kappa, unweighted", "vcd::Kappa", PAIR_INTERVAL
    ),
    Weights.LINEAR: Naming(
        "cohen_kappa_linear",
        "Cohen's kappa, linear weights",
        "vcd::Kappa(weights = 'Equal-Spacing')",
        PAIR_INTERVAL,
        "linear",
    ),
    Weights.QUADRATIC: Naming(
        "cohen_kappa_quadratic",
        "Cohen's kappa, quadratic weights",
        "vcd::Kappa(weights = 'Fleiss-Cohen')",
        PAIR_INTERVAL,
        "quadratic",
    ),
}


@dataclass(frozen=True)
class Pair:
    """Two raters on the targets that both scored.

    Attributes:
        raters: Their names.
        first: Grades of the first.
        second: Grades of the second.
        grades: Grades that the two used, ascending.
        table: [grade of the first, grade of the second] targets; empty where there are
            too many values for a table.
    """

    raters: tuple[str, str]
    first: Floats
    second: Floats
    grades: Floats
    table: Floats


def pairs(ratings: Ratings) -> list[Pair]:
    """Every two raters, in the order of their names."""
    found = []
    for one, other in combinations(range(len(ratings.raters)), 2):
        both: Flags = ratings.is_given[:, one] & ratings.is_given[:, other]
        names = (ratings.raters[one], ratings.raters[other])
        first, second = ratings.values[both, one], ratings.values[both, other]
        grades, table = ratings.used, np.zeros((0, 0))
        if len(ratings.used) <= MOST_CATEGORIES:
            codes = ratings.codes
            table = crossed(codes[both, one], codes[both, other], len(ratings.used))
            met = (table.sum(axis=0) + table.sum(axis=1)) > 0
            grades, table = grades[met], table[np.ix_(met, met)]
        found.append(Pair(names, first, second, grades, table))
    return found


def crossed(first: Ints, second: Ints, size: int) -> Floats:
    """[grade of the first, grade of the second] how many targets have them.

    Args:
        first: Place of the first rater's grade for each target, from 0.
        second: Of the second's.
        size: How many grades there are.
    """
    counts = np.bincount(first * size + second, minlength=size * size)
    return counts.reshape(size, size).astype(np.float64)


def cohen(table: Floats, weights: Floats, naming: Naming) -> Coefficient:
    """Cohen's kappa of a table of two raters.

    Args:
        table: [grade, grade] targets.
        weights: [grade, grade] how much two grades agree.
        naming: What it is called.
    """
    n = float(table.sum())
    if n == 0:
        why = "These two raters scored no target in common."
        return Coefficient(naming, None, raters=2, remarks=(why,))
    cells = table / n
    rows, columns = cells.sum(axis=1), cells.sum(axis=0)
    agreed = float((weights * cells).sum())
    chance = float(rows @ weights @ columns)
    used = int(((rows > 0) | (columns > 0)).sum())
    if chance >= 1 - 1e-12:
        return Coefficient(
            naming,
            None,
            targets=int(n),
            raters=2,
            categories=used,
            remarks=(ONE_GRADE,),
        )
    kappa = (agreed - chance) / (1 - chance)
    mean = (weights @ columns)[:, np.newaxis] + (rows @ weights)[np.newaxis, :]
    inside = (cells * (weights - mean * (1 - kappa)) ** 2).sum()
    spread = inside - (kappa - chance * (1 - kappa)) ** 2
    error = float(np.sqrt(max(spread, 0.0) / n)) / (1 - chance)
    by_chance = np.outer(rows, columns)
    null = (by_chance * (weights - mean) ** 2).sum() - chance**2
    null_error = float(np.sqrt(max(null, 0.0) / n)) / (1 - chance)
    half = normal_quantile() * error
    remarks = ("Two targets or fewer: the interval is a guess.",) if n <= 2 else ()
    return Coefficient(
        naming,
        kappa,
        max(-1.0, kappa - half),
        min(1.0, kappa + half),
        targets=int(n),
        raters=2,
        categories=used,
        standard_error=error,
        p=finite(2 * normal_tail(abs(kappa) / null_error)) if null_error > 0 else None,
        remarks=remarks,
    )


def pair_kappas(pair: Pair) -> dict[str, Coefficient]:
    """Cohen's kappa of two raters with each of the usual weights, by key.

    With uneven grades the ranked ones differ: they take the grades that the two used
    as evenly spaced, as irr::kappa2 and vcd::Kappa do.
    """
    grades, table = pair.grades, pair.table
    found = {}
    for weights, naming in PAIR_NAMES.items():
        found[naming.key] = cohen(table, weight_matrix(weights, grades), naming)
        if weights is not Weights.UNWEIGHTED:
            ranked = Naming(
                f"{naming.key}_ranked",
                f"{naming.name}, grades as evenly spaced",
                f"irr::kappa2, {naming.definition}",
                PAIR_INTERVAL,
                naming.weights,
            )
            even = weight_matrix(weights, np.arange(len(grades), dtype=np.float64))
            found[ranked.key] = cohen(table, even, ranked)
    return found


def mean_kappa(
    ratings: Ratings, kappas: list[dict[str, Coefficient]], key: str
) -> Coefficient:
    """The mean of one kappa over all pairs of raters; with two raters, the kappa.

    Args:
        ratings: The scores.
        kappas: What `pair_kappas` says of each pair.
        key: Which of them.
    """
    if len(kappas) == 1:
        only = kappas[0][key]
        return Coefficient(
            only.naming,
            only.estimate,
            only.lower,
            only.upper,
            only.targets,
            2,
            ratings.missing,
            only.categories,
            only.standard_error,
            only.p,
            only.remarks,
        )
    some = kappas[0][key].naming
    naming = Naming(
        some.key,
        f"{some.name}, mean over pairs",
        f"mean over pairs of {some.definition} (Light 1971)",
        MEAN_INTERVAL,
        some.weights,
    )
    given = [pair[key].estimate for pair in kappas]
    told = [one for one in given if one is not None]
    if not told:
        return Coefficient.absent(naming, ratings, ONE_GRADE)
    lost = len(given) - len(told)
    remarks = (
        (f"{lost} of {len(given)} pairs of raters have no kappa.",) if lost else ()
    )
    return Coefficient(
        naming,
        float(np.mean(told)),
        targets=ratings.shared_targets,
        raters=len(ratings.raters),
        missing=ratings.missing,
        categories=len(ratings.used),
        remarks=remarks,
    )


def light(ratings: Ratings) -> Coefficient:
    """Light's kappa: mean unweighted kappa of all pairs, on complete targets only."""
    naming = Naming(
        "light_kappa",
        "Light's kappa, complete targets only",
        "irr::kappam.light",
        MEAN_INTERVAL,
    )
    whole = ratings.complete
    if len(whole) == 0:
        why = "No target was scored by every rater."
        return Coefficient.absent(naming, ratings, why)
    grades, flat = np.unique(whole, return_inverse=True)
    codes = flat.reshape(whole.shape)
    size = len(grades)
    told = [
        cohen(crossed(codes[:, one], codes[:, two], size), np.eye(size), naming)
        for one, two in combinations(range(whole.shape[1]), 2)
    ]
    values = [one.estimate for one in told if one.estimate is not None]
    if len(values) < len(told) or not values:
        return Coefficient.absent(naming, ratings, ONE_GRADE)
    return Coefficient(
        naming,
        float(np.mean(values)),
        targets=len(whole),
        raters=whole.shape[1],
        missing=ratings.missing,
        categories=size,
    )
