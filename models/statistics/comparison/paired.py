"""One sample of differences: between sides, against baseline, against a value."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from scipy import stats

from models.statistics.comparison.means import (
    small_sample_factor,
    standardised_intervals,
    t_interval,
    t_tail,
)
from models.statistics.comparison.permutation import (
    EXACT_MOST,
    Tails,
    doubled_ranks,
    normal_tail,
    signed_sum_tails,
    tie_sum,
)
from models.statistics.comparison.results import (
    Interval,
    Number,
    Result,
    few,
    probability,
)
from models.statistics.comparison.steps import walsh_averages
from models.statistics.intervals import LEVEL, Floats, Ints

_NO_CHANGE = "every difference is 0: nothing to test, p is 1"
_R_EXACT = 50


def signed_rank(differences: Floats) -> Result:
    """The Wilcoxon signed-rank test, zeros left out as Wilcoxon did.

    Exact up to EXACT_MOST differences with a sign, also with ties. The statistic is the
    sum of the ranks of the positive differences, which R calls V.
    """
    signed = differences[differences != 0]
    return _signed_rank(
        differences,
        doubled_ranks(np.abs(signed)) if len(signed) else np.zeros(0, dtype=np.int64),
        "signed_rank",
        "Wilcoxon signed-rank test (zeros left out)",
    )


def signed_rank_pratt(differences: Floats) -> Result:
    """The Wilcoxon signed-rank test with Pratt's zeros.

    Zeros are ranked with the others and then left out.
    """
    ranks = doubled_ranks(np.abs(differences))
    return _signed_rank(
        differences,
        ranks[differences != 0],
        "signed_rank_pratt",
        "Wilcoxon signed-rank test (zeros by Pratt)",
    )


def sign_test(differences: Floats) -> Result:
    """The sign test: how many differences are above 0 of those that are not 0."""
    above = int((differences > 0).sum())
    below = int((differences < 0).sum())
    size = above + below
    p = float(stats.binomtest(above, size).pvalue) if size else 1.0
    return Result(
        "sign_test",
        "Sign test",
        (len(differences),),
        "exact binomial test of the signs, zeros left out",
        p=probability(p),
        statistic=above,
        also={
            "positive": above,
            "negative": below,
            "zero": len(differences) - size,
        },
        remarks=(*few(len(differences)), *(() if size else (_NO_CHANGE,))),
    )


def pseudo_median(differences: Floats, level: float = LEVEL) -> Result:
    """The Hodges-Lehmann median of differences: the median of all pairwise means.

    The interval inverts the signed-rank test as wilcox.test of R does: exactly without
    ties and zeros and with fewer than 50, else by the normal distribution. R leaves
    zeros out of the estimate as well; that is given as `without_zeros`.
    """
    size = len(differences)
    signed = differences[differences != 0]
    steps = walsh_averages(differences)
    also: dict[str, Number] = {}
    bounds: dict[str, Interval] = {}
    interval, remarks = _walsh_interval(differences, level)
    if len(signed) < size and len(signed):
        other = walsh_averages(signed)
        also["without_zeros"] = other.median()
        found, _ = _walsh_interval(signed, level)
        if found:
            bounds["without_zeros"] = found
    return Result(
        "pseudo_median",
        "Hodges-Lehmann median of the differences",
        (size,),
        "median of the means of all pairs of differences, zeros kept",
        estimate=steps.median(),
        interval=interval,
        intervals=bounds,
        also=also,
        remarks=(*few(size), *remarks),
    )


def paired_t(differences: Floats, level: float = LEVEL) -> Result:
    """The mean difference with the paired t test."""
    size = len(differences)
    mean = float(differences.mean())
    result = Result(
        "mean_difference",
        "Mean difference",
        (size,),
        "mean of the differences; paired (one-sample) t test",
        estimate=mean,
        remarks=few(size),
    )
    if size < 2:
        return result.remarked("one difference: no interval and no test")
    sd = float(differences.std(ddof=1))
    if sd == 0:
        return result.remarked("all differences are equal: no interval and no test")
    se = sd / math.sqrt(size)
    return replace(
        result,
        interval=t_interval(mean, se, size - 1, "Student's t", level),
        p=t_tail(mean / se, size - 1),
        statistic=mean / se,
        df=size - 1,
        also={"se": se, "sd_of_differences": sd},
    )


def standardised_mean_difference(differences: Floats, level: float = LEVEL) -> Result:
    """The mean difference over the SD of the differences (d_z), corrected as Hedges'.

    The interval is exact by the noncentral t distribution.
    """
    size = len(differences)
    result = Result(
        "hedges_g",
        "Hedges' g of the differences",
        (size,),
        "mean difference over the SD of the differences (d_z), times the exact "
        "correction for small samples",
        remarks=few(size),
    )
    sd = float(differences.std(ddof=1)) if size > 2 else 0.0
    if sd == 0:
        return result.remarked("no spread of the differences: g is not defined")
    df = size - 1
    factor = small_sample_factor(df)
    d = float(differences.mean()) / sd
    g = d * factor
    scale = 1 / math.sqrt(size)
    se = math.sqrt(1 / size + g**2 / (2 * size))
    bounds = standardised_intervals(g, d / scale, df, scale * factor, se, level)
    return replace(
        result,
        estimate=g,
        interval=bounds.get("noncentral_t", bounds["normal"]),
        intervals=bounds,
        also={"d_z": d, "correction": factor, "variance": se**2},
    )


def paired_superiority(differences: Floats, level: float = LEVEL) -> Result:
    """The share of pairs where the first is higher, equal pairs counting half."""
    size = len(differences)
    scores = np.where(differences > 0, 1.0, np.where(differences < 0, 0.0, 0.5))
    share = float(scores.mean())
    result = Result(
        "superiority",
        "Probability of superiority within pairs",
        (size,),
        "share of pairs where the first is higher, equal pairs counting half; "
        "t interval of the mean, cut at 0 and 1",
        estimate=share,
        also={"cliffs_delta": 2 * share - 1},
        remarks=few(size),
    )
    sd = float(scores.std(ddof=1)) if size > 1 else 0.0
    if sd == 0:
        return result.remarked("all pairs point the same way: no interval")
    bounds = t_interval(share, sd / math.sqrt(size), size - 1, "t", level)
    cut = replace(bounds, lower=max(0.0, bounds.lower), upper=min(1.0, bounds.upper))
    return replace(result, interval=cut)


PAIRED: tuple[Callable[[Floats], Result], ...] = (
    signed_rank,
    signed_rank_pratt,
    sign_test,
    pseudo_median,
    paired_t,
    standardised_mean_difference,
    paired_superiority,
)


def _signed_rank(differences: Floats, ranks: Ints, key: str, label: str) -> Result:
    size = len(differences)
    signed = differences[differences != 0]
    positive = float(ranks[signed > 0].sum())
    total = float(ranks.sum())
    deviation = (positive - total / 2) / 2
    sigma = math.sqrt(float((ranks.astype(float) ** 2).sum())) / 4
    also: dict[str, Number] = {
        "rank_sum_negative": (total - positive) / 2,
        "zeros": size - len(signed),
        "signed": len(signed),
        "z": deviation / sigma if sigma else 0.0,
        "p_asymptotic": normal_tail(deviation, sigma),
        "p_asymptotic_corrected": normal_tail(deviation, sigma, 0.5),
        "p_exact": None,
    }
    remarks = [*few(size), *([] if len(signed) else [_NO_CHANGE])]
    if len(signed) <= EXACT_MOST:
        tails = signed_sum_tails(ranks, positive) if len(signed) else Tails(1, 1, 1, 1)
        p = tails.two_sided
        also |= {
            "p_exact": p,
            "p_exact_less": tails.less,
            "p_exact_greater": tails.greater,
        }
        how = "exact, all changes of sign"
    else:
        p = normal_tail(deviation, sigma)
        how = (
            "normal approximation corrected for ties, without continuity correction "
            f"(more than {EXACT_MOST} differences)"
        )
    return Result(
        key,
        label,
        (size,),
        f"{label}, {how}",
        p=p,
        statistic=positive / 2,
        also=also,
        remarks=tuple(remarks),
    )


def _walsh_interval(
    values: Floats, level: float
) -> tuple[Interval | None, tuple[str, ...]]:
    """Interval of the pseudo-median, and remarks on it."""
    size = len(values)
    if size < 2:
        return None, ("one difference: no interval",)
    if float(np.ptp(values)) == 0:
        return None, ("all differences are equal: no interval",)
    steps = walsh_averages(values)
    sizes = np.abs(values)
    is_plain = (sizes > 0).all() and len(np.unique(sizes)) == size
    if is_plain and size < _R_EXACT:
        rank, coverage = _exact_rank(size, level)
        method = f"exact, order statistics of the means, coverage {coverage:.4f}"
        bounds = steps.at(rank), steps.at(steps.total + 1 - rank)
        short = f"too few values for {level:.0%}: the interval covers {coverage:.1%}"
        remarks = (short,) if coverage < level else ()
        return Interval(*bounds, method, level), remarks
    full = size * (size + 1) * (2 * size + 1) / 24 - tie_sum(values) / 48
    method = "signed-rank test inverted, normal, corrected for ties and continuity"
    return Interval(*steps.asymptotic(math.sqrt(full), level), method, level), ()


def _exact_rank(size: int, level: float) -> tuple[int, float]:
    chances = np.ones(1)
    for rank in range(1, size + 1):
        longer = np.zeros(len(chances) + rank)
        longer[: len(chances)] += chances / 2
        longer[rank:] += chances / 2
        chances = longer
    sums = np.cumsum(chances)
    rank = max(1, int(np.searchsorted(sums, (1 - level) / 2 - 1e-12)))
    return rank, 1 - 2 * float(sums[rank - 1])
