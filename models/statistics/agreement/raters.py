"""Each rater beside the others: severity, spread, favourite grades."""

from dataclasses import dataclass

import numpy as np

from models.statistics.agreement.bland_altman import Estimate, mean_estimate
from models.statistics.agreement.distributions import t_quantile
from models.statistics.agreement.ratings import Ratings
from models.statistics.arrays import LEVEL, Floats

NOBODY_ELSE = "Nobody else scored the same targets: there is no panel to compare with."
NO_REFERENCE = "There is no reference score for the targets of this rater."


@dataclass(frozen=True)
class GradeUse:
    """How often a rater gives one grade.

    Attributes:
        grade: The grade.
        share: Share of the rater's scores.
        others: Share among the other raters' scores of the same targets, or None.
        excess: share - others on shared targets, with a t interval that allows for
            looking at all grades (Bonferroni).
        is_heaped: Whether the interval lies above 0: given more often than by others.
    """

    grade: float
    share: float
    others: float | None
    excess: Estimate
    is_heaped: bool


@dataclass(frozen=True)
class RaterFigures:
    """One rater.

    Attributes:
        rater: Code.
        scores: Scores given.
        missing: Targets without a score of this rater.
        mean: Mean score, or None.
        sd: Standard deviation of the scores, or None.
        panel_bias: Mean of score less the mean of all others on the same target.
        panel_spread: Standard deviation of these differences, or None.
        reference_bias: Mean of score less reference score.
        reference_spread: Standard deviation of these, or None.
        grades: Use of each grade, from the lowest.
        favourite: The grade with the largest excess among the heaped ones, or None.
        remarks: Why numbers are absent.
    """

    rater: str
    scores: int
    missing: int
    mean: float | None
    sd: float | None
    panel_bias: Estimate
    panel_spread: float | None
    reference_bias: Estimate
    reference_spread: float | None
    grades: tuple[GradeUse, ...]
    favourite: float | None
    remarks: tuple[str, ...] = ()


def panel_differences(ratings: Ratings) -> Floats:
    """[target, rater] score less the mean of the other raters; NaN without others."""
    filled = np.where(ratings.is_given, ratings.values, 0.0)
    others = ratings.per_target[:, np.newaxis] - ratings.is_given
    rest = filled.sum(axis=1)[:, np.newaxis] - filled
    mean = np.full(ratings.values.shape, np.nan)
    np.divide(rest, others, out=mean, where=(others > 0) & ratings.is_given)
    differences: Floats = ratings.values - mean
    return differences


def reference_differences(ratings: Ratings, reference: Floats) -> Floats:
    """[target, rater] score less the reference score of the target."""
    differences: Floats = ratings.values - reference[:, np.newaxis]
    return differences


def rater_figures(
    ratings: Ratings, reference: Floats | None = None
) -> list[RaterFigures]:
    """Every rater beside the panel and, if there is one, the reference.

    Args:
        ratings: The scores.
        reference: [target] reference score, NaN where there is none.
    """
    panel = panel_differences(ratings)
    keyed = None if reference is None else reference_differences(ratings, reference)
    found = []
    for place, rater in enumerate(ratings.raters):
        own = ratings.values[ratings.is_given[:, place], place]
        beside = _given(panel[:, place])
        against = np.zeros(0) if keyed is None else _given(keyed[:, place])
        uses = _uses(ratings, place)
        heaped = [use for use in uses if use.is_heaped]
        remarks = [] if len(beside) else [NOBODY_ELSE]
        if keyed is not None and not len(against):
            remarks.append(NO_REFERENCE)
        found.append(
            RaterFigures(
                rater,
                len(own),
                len(ratings.values) - len(own),
                float(own.mean()) if len(own) else None,
                _sd(own),
                mean_estimate(beside),
                _sd(beside),
                mean_estimate(against),
                _sd(against),
                tuple(uses),
                max(heaped, key=lambda use: use.excess.value or 0.0).grade
                if heaped
                else None,
                tuple(remarks),
            )
        )
    return found


def _uses(ratings: Ratings, place: int) -> list[GradeUse]:
    """How one rater uses each grade, beside the others on the same targets."""
    is_own = ratings.is_given[:, place]
    if not is_own.any() or len(ratings.used) > 60:
        return []
    own = ratings.codes[is_own, place]
    counts = ratings.counts()[is_own]
    others = counts.sum(axis=1) - 1
    shared = others > 0
    chosen = np.eye(counts.shape[1])[own]
    uses = []
    for code, grade in enumerate(ratings.used):
        share = float(chosen[:, code].mean())
        rest = (counts[shared, code] - chosen[shared, code]) / others[shared]
        gap = chosen[shared, code] - rest
        excess = _wide(gap, counts.shape[1])
        uses.append(
            GradeUse(
                float(grade),
                share,
                float(rest.mean()) if len(rest) else None,
                excess,
                is_heaped=bool(excess.lower is not None and excess.lower > 0),
            )
        )
    return uses


def _wide(values: Floats, looks: int) -> Estimate:
    """A mean with an interval that holds for several looks at once."""
    n = len(values)
    if n < 2 or float(values.std()) == 0:
        return Estimate(float(values.mean()) if n else None)
    t = t_quantile(n - 1, 1 - (1 - LEVEL) / (2 * looks))
    half = t * float(values.std(ddof=1) / np.sqrt(n))
    mean = float(values.mean())
    return Estimate(mean, mean - half, mean + half)


def _given(values: Floats) -> Floats:
    return values[~np.isnan(values)]


def _sd(values: Floats) -> float | None:
    return float(values.std(ddof=1)) if len(values) > 1 else None
