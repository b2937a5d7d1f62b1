"""Whether raters put targets in the same order: Kendall's W, Spearman, Pearson.

Order and correlation are no agreement: a rater who is always two grades severe has
both in full.
"""

import numpy as np
from scipy import stats

from models.statistics.agreement.coefficient import Coefficient, Naming, finite
from models.statistics.agreement.kappa import Pair
from models.statistics.agreement.ratings import Ratings
from models.statistics.intervals import LEVEL, Floats

KENDALL = Naming(
    "kendall_w",
    "Kendall's W, corrected for ties",
    "irr::kendall(correct = TRUE)",
    "none; p by chi-square with n - 1 degrees of freedom",
)
PEARSON = Naming(
    "pearson",
    "Pearson correlation",
    "stats::cor.test",
    "Fisher's z, normal",
)
SPEARMAN = Naming(
    "spearman",
    "Spearman rank correlation",
    "stats::cor(method = 'spearman')",
    "Fisher's z, normal, standard error 1 / sqrt(n - 3)",
)


def kendall_w(ratings: Ratings) -> Coefficient:
    """Kendall's coefficient of concordance over the targets that all raters scored."""
    why = ratings.why_not(needs_categories=False)
    whole = ratings.complete
    n, m = whole.shape
    if not why and n < 2:
        why = "Fewer than two targets were scored by every rater: there is no order."
    if why:
        return Coefficient.absent(KENDALL, ratings, why)
    ranks = stats.rankdata(whole, axis=0)
    ties = 0.0
    for column in ranks.T:
        _, sizes = np.unique(column, return_counts=True)
        ties += float((sizes.astype(np.float64) ** 3 - sizes).sum())
    most = m**2 * (float(n) ** 3 - n) - m * ties
    if most <= 0:
        why = "Every rater gave all targets the same grade: there is no order."
        return Coefficient.absent(KENDALL, ratings, why)
    sums = ranks.sum(axis=1)
    w = float(12 * ((sums - sums.mean()) ** 2).sum() / most)
    left_out = ratings.scored_targets - n
    remarks = [f"chi-square {m * (n - 1) * w:.4g} with {n - 1} degrees of freedom."]
    if left_out:
        remarks.append(f"{left_out} targets lack a score and are left out.")
    return Coefficient(
        KENDALL,
        w,
        targets=n,
        raters=m,
        missing=ratings.missing,
        p=float(stats.chi2.sf(m * (n - 1) * w, n - 1)),
        remarks=tuple(remarks),
    )


def pair_correlations(pair: Pair) -> dict[str, Coefficient]:
    """Pearson and Spearman of two raters."""
    ranks = (stats.rankdata(pair.first), stats.rankdata(pair.second))
    return {
        PEARSON.key: _correlation(pair.first, pair.second, PEARSON),
        SPEARMAN.key: _correlation(*ranks, SPEARMAN),
    }


def mean_correlation(
    ratings: Ratings, found: list[dict[str, Coefficient]], key: str
) -> Coefficient:
    """The mean of a correlation over all pairs of raters."""
    naming = found[0][key].naming
    if len(found) == 1:
        return found[0][key]
    mean = Naming(
        key,
        f"{naming.name}, mean over pairs",
        f"mean over pairs of {naming.definition}",
        "none for the mean over pairs",
    )
    values = [one[key].estimate for one in found]
    told = [value for value in values if value is not None]
    if not told:
        why = "No pair of raters has scores that differ on three targets."
        return Coefficient.absent(mean, ratings, why)
    lost = len(values) - len(told)
    remark = f"{lost} of {len(values)} pairs of raters have no correlation."
    return Coefficient(
        mean,
        float(np.mean(told)),
        targets=ratings.shared_targets,
        raters=len(ratings.raters),
        missing=ratings.missing,
        remarks=(remark,) if lost else (),
    )


def _correlation(first: Floats, second: Floats, naming: Naming) -> Coefficient:
    n = len(first)
    if n < 3:
        why = f"A correlation needs three targets; there are {n}."
        return Coefficient(naming, None, targets=n, raters=2, remarks=(why,))
    x, y = first - first.mean(), second - second.mean()
    spread = float(np.sqrt((x**2).sum() * (y**2).sum()))
    if spread <= 1e-12:
        why = "A rater gave all targets the same grade: there is no correlation."
        return Coefficient(naming, None, targets=n, raters=2, remarks=(why,))
    r = min(1.0, max(-1.0, float((x * y).sum()) / spread))
    lower = upper = np.nan
    if n > 3 and abs(r) < 1 - 1e-12:
        half = float(stats.norm.ppf((1 + LEVEL) / 2)) / np.sqrt(n - 3)
        lower, upper = np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
    p = np.nan
    if abs(r) < 1:
        p = 2 * stats.t.sf(abs(r) * np.sqrt((n - 2) / (1 - r**2)), n - 2)
    return Coefficient(
        naming, r, finite(lower), finite(upper), targets=n, raters=2, p=finite(p)
    )
