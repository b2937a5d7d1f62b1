"""Coefficients in words, and which of them to read first."""

from dataclasses import dataclass

from models.statistics.agreement.coefficient import Coefficient
from models.statistics.agreement.ratings import MOST_CATEGORIES, Ratings

_ICC = ((0.5, "poor"), (0.75, "moderate"), (0.9, "good"), (float("inf"), "excellent"))
_KAPPA = (
    (0.0, "poor"),
    (0.20, "slight"),
    (0.40, "fair"),
    (0.60, "moderate"),
    (0.80, "substantial"),
    (float("inf"), "almost perfect"),
)
ICC_SOURCE = "judged on the 95 % interval"
KAPPA_SOURCE = "a convention (Landis & Koch 1977), judged on the estimate"

_SKEWED = 0.8  # share of one grade past which kappa says little
_GAPPY = 0.05  # share of missing scores past which complete targets are too few


@dataclass(frozen=True)
class ReadFirst:
    """Which coefficient to look at, and why.

    Attributes:
        key: Of the coefficient; empty where there is none to read.
        reason: A sentence.
    """

    key: str
    reason: str


def band(coefficient: Coefficient) -> str:
    """A coefficient in words, with the convention they follow; empty without one."""
    if coefficient.estimate is None:
        return ""
    if coefficient.key.startswith("icc_"):
        low, high = coefficient.lower, coefficient.upper
        if low is None or high is None:
            word = _word(coefficient.estimate, _ICC, is_below=True)
            return f"{word} (no interval: judged on the estimate)"
        words = [_word(one, _ICC, is_below=True) for one in (low, high)]
        text = words[0] if words[0] == words[1] else f"{words[0]} to {words[1]}"
        return f"{text} ({ICC_SOURCE})"
    if "kappa" in coefficient.key or coefficient.key.startswith("gwet"):
        return f"{_word(coefficient.estimate, _KAPPA)} ({KAPPA_SOURCE})"
    return ""


def read_first(ratings: Ratings) -> ReadFirst:
    """Which coefficient to read first for these scores.

    ICC(2,1) is the rule: raters stand for all who could rate, and a severe rater counts
    as disagreement. What speaks against it here decides for another one.
    """
    why = ratings.why_not(needs_categories=False)
    if why:
        return ReadFirst("", why)
    if len(ratings.used) == 1:
        text = "Every score is the same grade; only exact agreement can be told."
        return ReadFirst("exact", text)
    largest = float(ratings.counts().sum(axis=0).max() / ratings.scores)
    if len(ratings.used) <= MOST_CATEGORIES and largest >= _SKEWED:
        two = len(ratings.used) == 2
        return ReadFirst(
            "gwet_ac1" if two else "gwet_ac2_quadratic",
            f"One grade makes {100 * largest:.0f} % of the scores: kappa and ICC are "
            "low then even where raters agree. Choose photographs of more grades.",
        )
    if len(ratings.grades) == 2:
        text = "There are two grades only: their order gives no weight."
        return ReadFirst("cohen_kappa", text)
    gaps = ratings.missing / ratings.values.size
    if (gaps > _GAPPY or len(ratings.complete) < 3) and (
        len(ratings.used) <= MOST_CATEGORIES
    ):
        return ReadFirst(
            "krippendorff_alpha_ordinal",
            f"{100 * gaps:.0f} % of the scores are missing; alpha uses every target "
            "with two scores, an ICC by analysis of variance only complete ones.",
        )
    if len(ratings.raters) == 2 and len(ratings.used) <= MOST_CATEGORIES:
        return ReadFirst(
            "cohen_kappa_quadratic",
            "Two raters, ordered grades; quadratic weights make it nearly ICC(2,1). "
            "Unweighted kappa counts one grade apart as much as eight.",
        )
    return ReadFirst(
        "icc_2_1",
        "The raters stand for all who could rate, and a severe rater counts as "
        "disagreement: two-way random, absolute agreement, single rater.",
    )


def _word(
    value: float, bands: tuple[tuple[float, str], ...], *, is_below: bool = False
) -> str:
    """The word of the first band that the value does not pass.

    Args:
        value: The coefficient.
        bands: Upper edges and words.
        is_below: Whether an edge belongs to the band above it.
    """
    if bands is _KAPPA and value < 0:
        return "poor"
    for edge, word in bands:
        if value < edge or (value == edge and not is_below and edge > 0):
            return word
    return bands[-1][1]
