"""Whether raters put targets in the same order: Kendall's W, Spearman, Pearson.

Order and correlation are no agreement: a rater who is always two grades severe has
both in full.
"""

import numpy as np
import pandas as pd

from models.statistics.agreement.coefficient import Coefficient, Naming, finite
from models.statistics.agreement.distributions import (
    chi_square_tail,
    normal_quantile,
    t_tail,
)
from models.statistics.agreement.kappa import Pair
from models.statistics.agreement.ratings import Ratings
from models.statistics.arrays import Floats

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
    ranks = _ranks(whole)
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
        p=chi_square_tail(m * (n - 1) * w, n - 1),
        remarks=tuple(remarks),
    )


def pair_correlations(pair: Pair) -> dict[str, Coefficient]:
    """Pearson and Spearman of two raters."""
    if pair.table.size:
        rows, columns = pair.table.sum(axis=1), pair.table.sum(axis=0)
        ranks = (_middle_ranks(rows), _middle_ranks(columns))
        return {
            PEARSON.key: _correlation(pair.grades, pair.grades, pair.table, PEARSON),
            SPEARMAN.key: _correlation(*ranks, pair.table, SPEARMAN),
        }
    return {
        PEARSON.key: _told(_moments(pair.first, pair.second), PEARSON),
        SPEARMAN.key: _told(
            _moments(_ranks(pair.first), _ranks(pair.second)), SPEARMAN
        ),
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


def _ranks(values: Floats) -> Floats:
    """Ranks from 1 down each column; what is equal shares the mean of its ranks."""
    ranks: Floats = pd.DataFrame(values).rank().to_numpy(np.float64)
    return ranks.reshape(values.shape)


def _middle_ranks(counts: Floats) -> Floats:
    """[grade] rank that each grade's targets share, from how many there are of each."""
    ranks: Floats = np.cumsum(counts) - (counts - 1) / 2
    return ranks


def _correlation(
    first: Floats, second: Floats, table: Floats, naming: Naming
) -> Coefficient:
    """Pearson's correlation of a table with values on its two sides."""
    n = int(table.sum())
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    x, y = first - (rows @ first) / n, second - (columns @ second) / n
    moments = (n, float(rows @ x**2), float(columns @ y**2), float(x @ table @ y))
    return _told(moments, naming)


def _moments(first: Floats, second: Floats) -> tuple[int, float, float, float]:
    """Number, sums of squares and of products about the means."""
    if not len(first):
        return 0, 0.0, 0.0, 0.0
    x, y = first - first.mean(), second - second.mean()
    return len(x), float(x @ x), float(y @ y), float(x @ y)


def _told(moments: tuple[int, float, float, float], naming: Naming) -> Coefficient:
    n, xx, yy, xy = moments
    if n < 3:
        why = f"A correlation needs three targets; there are {n}."
        return Coefficient(naming, None, targets=n, raters=2, remarks=(why,))
    spread = float(np.sqrt(xx * yy))
    if spread <= 1e-12:
        why = "A rater gave all targets the same grade: there is no correlation."
        return Coefficient(naming, None, targets=n, raters=2, remarks=(why,))
    r = min(1.0, max(-1.0, xy / spread))
    is_whole = abs(r) >= 1 - 1e-12
    lower = upper = p = np.nan
    if n > 3 and not is_whole:
        half = normal_quantile() / np.sqrt(n - 3)
        lower, upper = np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
    if not is_whole:
        p = 2 * t_tail(abs(r) * float(np.sqrt((n - 2) / (1 - r**2))), n - 2)
    return Coefficient(
        naming, r, finite(lower), finite(upper), targets=n, raters=2, p=finite(p)
    )
