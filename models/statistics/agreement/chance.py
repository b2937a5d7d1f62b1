"""Agreement beyond chance of any number of raters, with missing scores allowed.

Percent agreement, Gwet's AC1/AC2, Fleiss' and Conger's kappa and Krippendorff's alpha
with the closed-form variances of Gwet (Handbook of Inter-Rater Reliability, 4th ed.
2014), which hold for the raters at hand; definitions and intervals (Student's t with
n - 1 degrees of freedom, cut at 1) are those of the R package irrCAC 1.0. A target
with a single score tells about the marginals and not about agreement.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.statistics.agreement.coefficient import Coefficient, Naming, finite
from models.statistics.agreement.distributions import t_quantile, t_tail
from models.statistics.agreement.ratings import Ratings
from models.statistics.agreement.weights import ordinal_metric
from models.statistics.arrays import Flags, Floats

INTERVAL = "closed-form variance (Gwet 2014), Student's t, given these raters"
ONE_GRADE = (
    "Every score is the same grade: without variance, agreement beyond chance cannot "
    "be told from chance."
)


@dataclass(frozen=True)
class Tally:
    """How often each grade was given to each target.

    Attributes:
        ratings: What is counted; targets without any score are left out.
    """

    ratings: Ratings

    @cached_property
    def counts(self) -> Floats:
        """[target, grade] raters who gave the grade."""
        counts = self.ratings.counts()
        scored: Floats = counts[counts.sum(axis=1) > 0]
        return scored

    @cached_property
    def raters(self) -> Floats:
        """[target] raters who scored it."""
        total: Floats = self.counts.sum(axis=1)
        return total

    @cached_property
    def is_shared(self) -> Flags:
        """[target] whether two raters or more scored it."""
        shared: Flags = self.raters >= 2
        return shared

    @cached_property
    def shares(self) -> Floats:
        """[grade] mean over targets of the share of its raters who gave the grade."""
        shares: Floats = (self.counts / self.raters[:, np.newaxis]).mean(axis=0)
        return shares

    def agreement(self, weights: Floats) -> Floats:
        """[target] share of pairs of raters who agree, 0 where there is no pair."""
        agreeing = (self.counts * (self.counts @ weights.T - 1)).sum(axis=1)
        pairs = self.raters * (self.raters - 1)
        share: Floats = np.divide(
            agreeing, pairs, out=np.zeros_like(agreeing), where=pairs > 0
        )
        return share


def percent(tally: Tally, weights: Floats, naming: Naming) -> Coefficient:
    """Share of pairs of scores that agree, over all targets and raters.

    Args:
        tally: The scores.
        weights: [grade, grade] how much two of the `used` grades agree.
        naming: What it is called.
    """
    why = tally.ratings.why_not()
    if why:
        return Coefficient.absent(naming, tally.ratings, why)
    each = tally.agreement(weights)
    share = each[tally.is_shared].mean()
    scaled = each * len(each) / tally.is_shared.sum()
    return _told(tally, naming, share, scaled)


def gwet(tally: Tally, weights: Floats, naming: Naming) -> Coefficient:
    """Gwet's AC1 (identity weights) or AC2 (Gwet 2008)."""
    why = tally.ratings.why_not()
    if why:
        return Coefficient.absent(naming, tally.ratings, why)
    size = len(weights)
    if size < 2:
        return Coefficient.absent(naming, tally.ratings, ONE_GRADE)
    spread = weights.sum() / (size * (size - 1))
    chance = spread * (tally.shares * (1 - tally.shares)).sum()
    chance_each = spread * (tally.counts @ (1 - tally.shares)) / tally.raters
    return _beyond(tally, weights, naming, float(chance), chance_each)


def fleiss(tally: Tally, weights: Floats, naming: Naming) -> Coefficient:
    """Fleiss' kappa generalised to weights and missing scores."""
    why = tally.ratings.why_not()
    if why:
        return Coefficient.absent(naming, tally.ratings, why)
    chance = float(tally.shares @ weights @ tally.shares)
    mixed = (weights + weights.T) / 2 @ tally.shares
    chance_each = (tally.counts @ mixed) / tally.raters
    return _beyond(tally, weights, naming, chance, chance_each)


def conger(tally: Tally, weights: Floats, naming: Naming) -> Coefficient:
    """Conger's kappa (1980): Cohen's kappa of two raters, for any number of them."""
    why = tally.ratings.why_not()
    if why:
        return Coefficient.absent(naming, tally.ratings, why)
    codes = tally.ratings.codes[tally.ratings.per_target > 0]
    codes = codes[:, (codes >= 0).any(axis=0)]
    targets, raters = codes.shape
    if raters < 2:
        return Coefficient.absent(naming, tally.ratings, "Only one rater has a score.")
    size = len(weights)
    given = np.stack(
        [np.bincount(column[column >= 0], minlength=size) for column in codes.T]
    ).astype(np.float64)
    totals = given.sum(axis=1)
    shares = given / totals[:, np.newaxis]
    mean = shares.mean(axis=0)
    # Mean over pairs of different raters of the chance that they agree.
    everyone = float((raters * mean) @ weights @ (raters * mean))
    selves = float(np.einsum("gk,kl,gl->", shares, weights, shares))
    chance = (everyone - selves) / (raters * (raters - 1))
    others = weights.T @ (raters * mean - shares).T  # [grade, rater]
    whole = (shares * others.T).sum(axis=1)  # [rater]
    is_given = codes >= 0
    picked = np.take_along_axis(others, np.where(is_given, codes, 0), axis=0)
    picked = np.where(is_given, picked, 0.0)
    centred = picked - (is_given - totals / targets) * whole
    chance_each = (centred * (targets / totals)).sum(axis=1) / (raters * (raters - 1))
    return _beyond(tally, weights, naming, chance, chance_each)


def alpha(tally: Tally, weights: Floats, naming: Naming) -> Coefficient:
    """Krippendorff's alpha, for weights that are 1 less the squared metric.

    Identity weights give the nominal alpha, quadratic ones the interval alpha; the
    interval is irrCAC::krippen.alpha.raw's.
    """
    why = tally.ratings.why_not()
    if why:
        return Coefficient.absent(naming, tally.ratings, why)
    counts = tally.counts[tally.is_shared]
    raters = tally.raters[tally.is_shared]
    mean = raters.mean()
    correction = 1 / raters.sum()
    agreeing = (counts * (counts @ weights.T - 1)).sum(axis=1) / (mean * (raters - 1))
    raw = agreeing.mean()
    agreed = (1 - correction) * raw + correction
    shares = counts.mean(axis=0) / mean
    chance = float(shares @ weights @ shares)
    if chance >= 1 - 1e-12:
        return Coefficient.absent(naming, tally.ratings, ONE_GRADE)
    estimate = (agreed - chance) / (1 - chance)
    inner = (raw - chance) / (1 - chance)
    excess = (raters - mean) / mean
    mixed = (weights + weights.T) / 2 @ shares
    chance_each = counts @ mixed / mean - chance * excess
    each = (agreeing - agreed * excess - chance) / (1 - chance)
    each -= 2 * (1 - inner) * (chance_each - chance) / (1 - chance)
    return _told(tally, naming, float(estimate), each, centre=float(inner))


def alpha_of_measurements(ratings: Ratings, naming: Naming) -> Coefficient:
    """Krippendorff's interval alpha where there are too many values for a table."""
    why = ratings.why_not(needs_categories=False)
    if why:
        return Coefficient.absent(naming, ratings, why)
    shared = ratings.per_target >= 2
    each = ratings.per_target[shared].astype(np.float64)
    values = ratings.values[shared] - np.nanmean(ratings.values[shared])
    sums, squares = np.nansum(values, axis=1), np.nansum(values**2, axis=1)
    n, total, squared = each.sum(), sums.sum(), squares.sum()
    expected = n * squared - total**2
    if expected <= 1e-12 * n * squared:
        return Coefficient.absent(naming, ratings, ONE_GRADE)
    apart = float(((each * squares - sums**2) / (each - 1)).sum())
    return Coefficient(
        naming,
        float(1 - (n - 1) * apart / expected),
        targets=int(shared.sum()),
        raters=len(ratings.raters),
        missing=ratings.missing,
        remarks=("Too many different values for the closed form; see the bootstrap.",),
    )


def ordinal_weights(tally: Tally) -> Floats:
    """[grade, grade] weights of Krippendorff's ordinal metric, from these scores."""
    return ordinal_metric(tally.counts[tally.is_shared].sum(axis=0))


def _beyond(
    tally: Tally, weights: Floats, naming: Naming, chance: float, chance_each: Floats
) -> Coefficient:
    """(agreement - chance) / (1 - chance), with its variance over the targets."""
    if chance >= 1 - 1e-12:
        return Coefficient.absent(naming, tally.ratings, ONE_GRADE)
    agreed = tally.agreement(weights)
    share = float(agreed[tally.is_shared].mean())
    estimate = (share - chance) / (1 - chance)
    scale = len(agreed) / tally.is_shared.sum()
    each = scale * (agreed - chance * tally.is_shared) / (1 - chance)
    each = each - 2 * (1 - estimate) * (chance_each - chance) / (1 - chance)
    return _told(tally, naming, estimate, each)


def _told(
    tally: Tally,
    naming: Naming,
    estimate: float,
    each: Floats,
    centre: float | None = None,
) -> Coefficient:
    """The coefficient with the interval from its share at each target."""
    n = len(each)
    remarks: tuple[str, ...] = ()
    error = lower = upper = p = np.nan
    if n < 2:
        remarks = ("One target only: there is no interval.",)
    else:
        middle = estimate if centre is None else centre
        error = float(np.sqrt(((each - middle) ** 2).sum() / (n * (n - 1))))
        half = error * t_quantile(n - 1)
        lower, upper = estimate - half, min(1.0, estimate + half)
        if error > 0:
            p = 2 * t_tail(abs(estimate) / error, n - 1)
        else:
            remarks = ("All targets agree alike: the interval has no width.",)
    return Coefficient(
        naming,
        finite(estimate),
        finite(lower),
        finite(upper),
        targets=n,
        raters=len(tally.ratings.raters),
        missing=tally.ratings.missing,
        categories=tally.counts.shape[1],
        standard_error=finite(error),
        p=finite(p),
        remarks=remarks,
    )
