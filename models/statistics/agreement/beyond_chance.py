"""Percentages and chance-corrected coefficients of a matrix, each under its name."""

from itertools import pairwise

import numpy as np

from models.statistics.agreement import chance
from models.statistics.agreement.chance import INTERVAL, Tally
from models.statistics.agreement.coefficient import Coefficient, Naming
from models.statistics.agreement.distributions import normal_quantile
from models.statistics.agreement.ratings import MOST_CATEGORIES, Ratings
from models.statistics.agreement.weights import (
    Weights,
    same_class,
    weight_matrix,
    within,
)

Classes = tuple[tuple[float, float], ...]

EXACT = Naming(
    "exact", "Exact agreement of pairs of scores", "irrCAC::pa.coeff.raw", INTERVAL
)
WITHIN_ONE = Naming(
    "within_one",
    "Agreement of pairs of scores within one grade (difference of at most 1)",
    "irrCAC::pa.coeff.raw(weights = 1 where at most 1 apart)",
    INTERVAL,
)
SAME_CLASS = Naming(
    "same_class",
    "Agreement of pairs of scores on the class",
    "irrCAC::pa.coeff.raw(weights = 1 within a class)",
    INTERVAL,
)
EXACT_ALL = Naming(
    "exact_all",
    "Targets on which all raters agree exactly",
    "irr::agree(tolerance = 0)",
    "Wilson",
)
WITHIN_ONE_ALL = Naming(
    "within_one_all",
    "Targets on which all raters lie within one grade",
    "irr::agree(tolerance = 1)",
    "Wilson",
)

_FAMILIES = (
    ("fleiss_kappa", "Fleiss' kappa", "irrCAC::fleiss.kappa.raw", chance.fleiss),
    ("conger_kappa", "Conger's kappa", "irrCAC::conger.kappa.raw", chance.conger),
    ("gwet_ac", "Gwet's AC", "irrCAC::gwet.ac1.raw", chance.gwet),
)


def percentages(ratings: Ratings, classes: Classes = ()) -> list[Coefficient]:
    """Exact, within one, same class; of pairs of scores and of all raters.

    Args:
        ratings: The scores.
        classes: Lowest and highest grade of each class of the scale, if it has any.
    """
    kinds = [EXACT, WITHIN_ONE, *([SAME_CLASS] if classes else [])]
    if len(ratings.used) > MOST_CATEGORIES:
        return [
            *(Coefficient.absent(one, ratings, ratings.why_not()) for one in kinds),
            *_everybody(ratings),
        ]
    tally = Tally(ratings)
    used = ratings.used
    found = [
        chance.percent(tally, np.eye(len(used)), EXACT),
        chance.percent(tally, within(used, 1.0), WITHIN_ONE),
    ]
    if len(used) > 1 and max(b - a for a, b in pairwise(used)) > 1 + 1e-9:
        note = "Some grades used are more than 1 apart from their neighbours."
        found[1] = found[1].with_remarks([note])
    if classes:
        found.append(chance.percent(tally, same_class(used, classes), SAME_CLASS))
    return [*found, *_everybody(ratings)]


def beyond_chance(ratings: Ratings) -> list[Coefficient]:
    """Fleiss, Conger, Gwet and Krippendorff with all weights, from all scores."""
    is_graded = len(ratings.used) <= MOST_CATEGORIES
    tally = Tally(ratings)
    found = []
    for key, name, definition, function in _FAMILIES:
        for weights in Weights:
            naming = _named(key, name, definition, weights)
            if is_graded:
                found.append(
                    function(tally, weight_matrix(weights, ratings.used), naming)
                )
            else:
                found.append(Coefficient.absent(naming, ratings, ratings.why_not()))
    return [*found, *_alphas(ratings, tally, is_graded=is_graded)]


def _named(key: str, name: str, definition: str, weights: Weights) -> Naming:
    is_plain = weights is Weights.UNWEIGHTED
    if key == "gwet_ac":
        key, name = (f"{key}1", f"{name}1") if is_plain else (f"{key}2", f"{name}2")
    return Naming(
        key if is_plain else f"{key}_{weights}",
        f"{name}, {weights}" + ("" if is_plain else " weights"),
        definition if is_plain else f"{definition}(weights = '{weights}')",
        INTERVAL,
        weights,
    )


def _alphas(ratings: Ratings, tally: Tally, *, is_graded: bool) -> list[Coefficient]:
    names = _alpha_names()
    if not is_graded:
        why = ratings.why_not()
        return [
            Coefficient.absent(names[0], ratings, why),
            Coefficient.absent(names[1], ratings, why),
            chance.alpha_of_measurements(ratings, names[2]),
            *(Coefficient.absent(one, ratings, why) for one in names[3:]),
        ]
    used = ratings.used
    matrices = (
        np.eye(len(used)),
        chance.ordinal_weights(tally),
        weight_matrix(Weights.QUADRATIC, used),
        weight_matrix(Weights.ORDINAL, used),
        weight_matrix(Weights.LINEAR, used),
    )
    return [
        chance.alpha(tally, matrix, naming)
        for naming, matrix in zip(names, matrices, strict=True)
    ]


def _alpha_names() -> tuple[Naming, ...]:
    name, package = "Krippendorff's alpha", "irrCAC::krippen.alpha.raw"
    fixed = f"{INTERVAL}; the metric taken as fixed"
    return (
        Naming(
            "krippendorff_alpha_nominal",
            f"{name}, nominal",
            f"irr::kripp.alpha(method = 'nominal'), {package}",
            INTERVAL,
            "unweighted",
        ),
        Naming(
            "krippendorff_alpha_ordinal",
            f"{name}, ordinal metric",
            "irr::kripp.alpha(method = 'ordinal') (Krippendorff 2011)",
            fixed,
            "ordinal",
        ),
        Naming(
            "krippendorff_alpha_interval",
            f"{name}, interval",
            f"irr::kripp.alpha(method = 'interval'), {package}(weights = 'quadratic')",
            INTERVAL,
            "quadratic",
        ),
        Naming(
            "krippendorff_alpha_ordinal_weights",
            f"{name}, Gwet's ordinal weights",
            f"{package}(weights = 'ordinal')",
            INTERVAL,
            "ordinal",
        ),
        Naming(
            "krippendorff_alpha_linear",
            f"{name}, linear weights",
            f"{package}(weights = 'linear')",
            INTERVAL,
            "linear",
        ),
    )


def _everybody(ratings: Ratings) -> list[Coefficient]:
    """Share of complete targets on which all raters agree, exactly or within one."""
    why = ratings.why_not(needs_categories=False)
    whole = ratings.complete
    if not why and len(whole) == 0:
        why = "No target was scored by every rater."
    if why:
        return [
            Coefficient.absent(one, ratings, why) for one in (EXACT_ALL, WITHIN_ONE_ALL)
        ]
    span = whole.max(axis=1) - whole.min(axis=1)
    found = []
    for naming, most in ((EXACT_ALL, 0.0), (WITHIN_ONE_ALL, 1.0)):
        agreed = int((span <= most + 1e-9).sum())
        lower, upper = wilson(agreed, len(whole))
        found.append(
            Coefficient(
                naming,
                agreed / len(whole),
                lower,
                upper,
                targets=len(whole),
                raters=whole.shape[1],
                missing=ratings.missing,
            )
        )
    return found


def wilson(successes: int, n: int) -> tuple[float, float]:
    """Wilson's score interval of a share (prop.test(correct = FALSE) of R)."""
    z = normal_quantile()
    middle = (successes + z**2 / 2) / (n + z**2)
    half = z * np.sqrt(successes * (n - successes) / n + z**2 / 4) / (n + z**2)
    return max(0.0, middle - float(half)), min(1.0, middle + float(half))
