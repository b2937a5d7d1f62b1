"""Two samples by ranks: Mann-Whitney, Hodges-Lehmann, probability of superiority."""

import math
from collections.abc import Callable

import numpy as np
from scipy import optimize, stats

from models.statistics.comparison.permutation import (
    EXACT_MOST,
    doubled_ranks,
    normal_tail,
    sample_sum_tails,
    tie_sum,
)
from models.statistics.comparison.results import (
    Interval,
    Number,
    Result,
    few,
    probability,
)
from models.statistics.comparison.steps import differences
from models.statistics.intervals import LEVEL, Floats

_ALL_EQUAL = "all values are equal"
_NEAR = 1e-12  # beside 0 and 1, which solve every such equation
_R_EXACT = 50  # values in a group below which R counts the interval exactly


def mann_whitney(first: Floats, second: Floats) -> Result:
    """The Mann-Whitney test (Wilcoxon rank sum test) with ties.

    Exact by permutation of the midranks up to EXACT_MOST values in all, by the normal
    distribution with correction for ties beyond. The statistic is U of the first
    group, which R calls W.
    """
    sizes = len(first), len(second)
    both = np.concatenate([first, second])
    ranks = doubled_ranks(both)
    sum_first = float(ranks[: sizes[0]].sum())
    u = sum_first / 2 - sizes[0] * (sizes[0] + 1) / 2
    deviation = u - sizes[0] * sizes[1] / 2
    sigma = _sigma(*sizes, tie_sum(both))
    also: dict[str, Number] = {
        "u_second": sizes[0] * sizes[1] - u,
        "rank_sum_first": sum_first / 2,
        "z": deviation / sigma if sigma else 0.0,
        "p_asymptotic": normal_tail(deviation, sigma),
        "p_asymptotic_corrected": normal_tail(deviation, sigma, 0.5),
        "p_exact": None,
    }
    if len(both) <= EXACT_MOST:
        tails = sample_sum_tails(ranks, sizes[0], sum_first)
        p = tails.two_sided
        method = (
            "Mann-Whitney test, exact: all permutations of the midranks, two-sided by "
            "distance from the expectation"
        )
        also |= {
            "p_exact": p,
            "p_exact_doubled": tails.doubled,
            "p_exact_less": tails.less,
            "p_exact_greater": tails.greater,
        }
    else:
        p = normal_tail(deviation, sigma)
        method = (
            "Mann-Whitney test, normal approximation corrected for ties, without "
            f"continuity correction (more than {EXACT_MOST} values)"
        )
    return Result(
        "mann_whitney",
        "Mann-Whitney test",
        sizes,
        method,
        p=p,
        statistic=u,
        also=also,
        remarks=(*few(*sizes), *_equal(sigma)),
    )


def hodges_lehmann(first: Floats, second: Floats, level: float = LEVEL) -> Result:
    """The Hodges-Lehmann shift: the median of all differences between the groups.

    Its interval inverts the Mann-Whitney test, as wilcox.test of R does: exactly
    without ties and with fewer than 50 in each group, else by the normal distribution
    with corrections for ties and continuity.
    """
    sizes = len(first), len(second)
    steps = differences(first, second)
    both = np.concatenate([first, second])
    is_tied = len(np.unique(both)) < len(both)
    remarks = list(few(*sizes))
    if not is_tied and max(sizes) < _R_EXACT:
        rank, coverage = _exact_rank(*sizes, level)
        bounds = steps.at(rank), steps.at(steps.total + 1 - rank)
        method = f"exact, order statistics of the differences, coverage {coverage:.4f}"
        if coverage < level:
            remarks.append(
                f"too few values for {level:.0%}: the interval covers {coverage:.1%}"
            )
    else:
        sigma = _sigma(*sizes, tie_sum(first) + tie_sum(second))
        bounds = steps.asymptotic(sigma, level)
        method = "Mann-Whitney test inverted, normal, corrected for ties and continuity"
    interval: Interval | None = Interval(*bounds, method, level)
    if float(np.ptp(both)) == 0 or min(sizes) < 2:
        interval = None
        remarks.append(
            _ALL_EQUAL if min(sizes) > 1 else "one value in a group: no interval"
        )
    return Result(
        "hodges_lehmann",
        "Hodges-Lehmann shift",
        sizes,
        "median of all differences, first less second",
        estimate=steps.median(),
        interval=interval,
        remarks=tuple(remarks),
    )


def superiority(first: Floats, second: Floats, level: float = LEVEL) -> Result:
    """The probability of superiority: that the first is higher, ties counting half.

    Its interval and p are those of Brunner and Munzel (2000), with the t distribution;
    where the groups do not overlap those have no width, and Newcombe's is shown.
    Others: DeLong (the same variance, normal) and Newcombe (2006, method 5).
    """
    sizes = len(first), len(second)
    share, variances = _placements(first, second)
    bounds = {"newcombe": _newcombe(share, *sizes, level)}
    remarks = list(few(*sizes))
    p = statistic = df = None
    if min(sizes) > 1 and sum(variances) > 0:
        se = math.sqrt(sum(variances))
        df = sum(variances) ** 2 / sum(
            part**2 / (size - 1) for part, size in zip(variances, sizes, strict=True)
        )
        statistic = (share - 0.5) / se
        p = probability(2 * float(stats.t.sf(abs(statistic), df)))
        for name, far, words in (
            ("brunner_munzel", stats.t.ppf((1 + level) / 2, df), "Brunner-Munzel, t"),
            ("delong", stats.norm.ppf((1 + level) / 2), "DeLong, normal"),
        ):
            bounds[name] = Interval(
                max(0.0, share - float(far) * se),
                min(1.0, share + float(far) * se),
                f"{words}, cut at 0 and 1",
                level,
            )
    else:
        remarks.append(
            "no overlap or no spread: only Newcombe's interval, no Brunner-Munzel test"
        )
    return Result(
        "superiority",
        "Probability of superiority",
        sizes,
        "share of pairs where the first group is higher, ties counting half; "
        "p of Brunner and Munzel",
        estimate=share,
        interval=bounds.get("brunner_munzel", bounds["newcombe"]),
        intervals=bounds,
        p=p,
        statistic=statistic,
        df=df,
        remarks=tuple(remarks),
    )


def cliffs_delta(first: Floats, second: Floats, level: float = LEVEL) -> Result:
    """Cliff's delta: pairs where the first is higher less those where it is lower.

    Interval: Cliff (1996), the asymmetric one with the unbiased variance, with the
    normal distribution and with t (n1 + n2 - 2).
    """
    sizes = len(first), len(second)
    share, placement = _placements(first, second)
    delta = 2 * share - 1
    both = np.concatenate([first, second])
    remarks = few(*sizes)
    bounds: dict[str, Interval] = {}
    if min(sizes) > 1:
        pairs = float(sizes[0]) * sizes[1]
        within = pairs - _tied_pairs(first, second) - pairs * delta**2
        # Variances of the shares of each subject, from those of the placements.
        rows = 4 * placement[0] * sizes[0]
        columns = 4 * placement[1] * sizes[1]
        # Sums of squares by row and column, as Cliff writes his unbiased variance.
        top = (
            sizes[1] ** 2 * rows * (sizes[0] - 1)
            + sizes[0] ** 2 * columns * (sizes[1] - 1)
            - within
        )
        variance = top / (pairs * (sizes[0] - 1) * (sizes[1] - 1))
        variance = max(variance, (1 - delta**2) / (pairs - 1))
        half = (1 + level) / 2
        bounds["cliff"] = _cliff(
            delta, variance, float(stats.norm.ppf(half)), "normal", level
        )
        bounds["cliff_t"] = _cliff(
            delta, variance, float(stats.t.ppf(half, len(both) - 2)), "t", level
        )
    else:
        remarks = (*remarks, "one value in a group: no interval")
    newcombe = _newcombe(share, *sizes, level)
    bounds["newcombe"] = Interval(
        2 * newcombe.lower - 1, 2 * newcombe.upper - 1, newcombe.method, level
    )
    is_flat = abs(delta) == 1 or float(np.ptp(both)) == 0
    return Result(
        "cliffs_delta",
        "Cliff's delta",
        sizes,
        "share of pairs where the first group is higher less share where it is lower",
        estimate=delta,
        interval=bounds["newcombe"] if is_flat else bounds.get("cliff"),
        intervals=bounds,
        remarks=remarks,
    )


def _sigma(m: int, n: int, ties: float) -> float:
    """Standard deviation of U, corrected for ties."""
    total = m + n
    if total < 2:
        return 0.0
    square = m * n / 12 * (total + 1 - ties / (total * (total - 1)))
    return math.sqrt(max(0.0, square))


def _equal(sigma: float) -> tuple[str, ...]:
    return () if sigma else (f"{_ALL_EQUAL}: nothing to test, p is 1",)


def _exact_rank(m: int, n: int, level: float) -> tuple[int, float]:
    """Rank of the difference that bounds the shift, and the coverage it gives."""
    size = m + n
    counts = np.zeros((m + 1, m * n + 1))
    counts[0, 0] = 1
    # Ways to reach each U: the k-th of the sample in order adds its rank less k.
    for place in range(1, size + 1):
        for taken in range(min(m, place), 0, -1):
            add = place - taken
            if add <= m * n:
                counts[taken, add:] += counts[taken - 1, : m * n + 1 - add]
    chances = np.cumsum(counts[m]) / counts[m].sum()
    found = int(np.searchsorted(chances, (1 - level) / 2 - 1e-12))
    rank = max(1, found)
    return rank, 1 - 2 * float(chances[rank - 1])


def _placements(first: Floats, second: Floats) -> tuple[float, tuple[float, float]]:
    """The probability of superiority and its variance, a part for each group.

    A placement is the share of the other group that a value exceeds.
    """
    one, two = np.sort(first), np.sort(second)
    low = np.searchsorted(two, first, side="left")
    high = np.searchsorted(two, first, side="right")
    above = (low + high) / (2 * len(two))
    below = np.searchsorted(one, second, side="left") + np.searchsorted(
        one, second, side="right"
    )
    beneath = 1 - below / (2 * len(one))
    parts = [
        float(np.var(shares, ddof=1)) / len(shares) if len(shares) > 1 else 0.0
        for shares in (above, beneath)
    ]
    return float(above.mean()), (parts[0], parts[1])


def _tied_pairs(first: Floats, second: Floats) -> float:
    two = np.sort(second)
    equal = np.searchsorted(two, first, side="right") - np.searchsorted(
        two, first, side="left"
    )
    return float(equal.sum())


def _newcombe(share: float, m: int, n: int, level: float) -> Interval:
    """Newcombe (2006), Stat Med 25:559-573, method 5."""
    far = float(stats.norm.ppf((1 + level) / 2))
    half = (m + n) / 2 - 1

    def excess(theta: float) -> float:
        spread = 1 + half * (1 - theta) / (2 - theta) + half * theta / (1 + theta)
        return (theta - share) ** 2 - far**2 * theta * (1 - theta) * spread / (m * n)

    lower = 0.0 if share == 0 else _root(excess, 0.0, min(share, 1 - _NEAR))
    upper = 1.0 if share == 1 else _root(excess, max(share, _NEAR), 1.0)
    return Interval(lower, upper, "Newcombe 2006, method 5", level)


def _root(excess: Callable[[float], float], low: float, high: float) -> float:
    if excess(low) * excess(high) >= 0:
        return low if abs(excess(low)) < abs(excess(high)) else high
    return float(optimize.brentq(excess, low, high, xtol=1e-14, rtol=1e-14))


def _cliff(
    delta: float, variance: float, far: float, words: str, level: float
) -> Interval:
    below = 1 - delta**2 + far**2 * variance
    half = (
        far * math.sqrt(variance) * math.sqrt((1 - delta**2) ** 2 + far**2 * variance)
    )
    middle = delta - delta**3
    return Interval(
        max(-1.0, (middle - half) / below) if below else delta,
        min(1.0, (middle + half) / below) if below else delta,
        f"Cliff 1996, asymmetric, unbiased variance, {words}",
        level,
    )
