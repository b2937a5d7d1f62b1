"""Responder rates: Fisher and Newcombe for groups, McNemar and Newcombe for pairs."""

import math

import numpy as np
from scipy import stats

from models.statistics.comparison.results import (
    Interval,
    Number,
    Result,
    few,
    probability,
)
from models.statistics.intervals import LEVEL, Flags


def wilson(count: int, size: int, level: float = LEVEL) -> Interval:
    """Wilson's score interval of a share, without continuity correction.

    Args:
        count: How many responded.
        size: Of how many, at least 1.
        level: Coverage.
    """
    far = float(stats.norm.ppf((1 + level) / 2))
    share = count / size
    below = 1 + far**2 / size
    middle = (share + far**2 / (2 * size)) / below
    half = far / below * math.sqrt(share * (1 - share) / size + (far / size) ** 2 / 4)
    lower = 0.0 if count == 0 else middle - half
    upper = 1.0 if count == size else middle + half
    return Interval(lower, upper, "Wilson score", level)


def responder_rates(first: Flags, second: Flags, level: float = LEVEL) -> Result:
    """The difference of two responder rates.

    Interval: Newcombe (1998), method 10, from Wilson's intervals. p: Fisher's exact
    test, two-sided by the sum of the probabilities that are not larger.
    """
    sizes = len(first), len(second)
    counts = int(first.sum()), int(second.sum())
    shares = counts[0] / sizes[0], counts[1] / sizes[1]
    one, two = wilson(counts[0], sizes[0], level), wilson(counts[1], sizes[1], level)
    difference = shares[0] - shares[1]
    interval = Interval(
        difference - math.hypot(shares[0] - one.lower, two.upper - shares[1]),
        difference + math.hypot(one.upper - shares[0], shares[1] - two.lower),
        "Newcombe 1998, method 10 (Wilson, no continuity correction)",
        level,
    )
    table = [[counts[0], sizes[0] - counts[0]], [counts[1], sizes[1] - counts[1]]]
    p = float(stats.fisher_exact(np.array(table))[1])
    also: dict[str, Number] = {
        "responders_first": counts[0],
        "responders_second": counts[1],
        "rate_first": shares[0],
        "rate_second": shares[1],
        "risk_ratio": shares[0] / shares[1] if counts[1] else None,
        "odds_ratio": _odds_ratio(table),
        **_chi_square(table),
    }
    return Result(
        "responders",
        "Difference of responder rates",
        sizes,
        "rate of the first group less rate of the second; Fisher's exact test",
        estimate=difference,
        interval=interval,
        intervals={"rate_first": one, "rate_second": two},
        p=probability(p),
        also=also,
        remarks=few(*sizes),
    )


def paired_responder_rates(first: Flags, second: Flags, level: float = LEVEL) -> Result:
    """The difference of two responder rates of the same subjects.

    Interval: Newcombe (1998) for paired data, method 10; method 8, with the plain
    correlation, beside it. p: McNemar's exact test.
    """
    size = len(first)
    both = int((first & second).sum())
    only_first = int((first & ~second).sum())
    only_second = int((~first & second).sum())
    neither = size - both - only_first - only_second
    cells = both, only_first, only_second, neither
    discordant = only_first + only_second
    bounds = {
        "newcombe": _newcombe_paired(cells, level, is_corrected=True),
        "newcombe_method_8": _newcombe_paired(cells, level, is_corrected=False),
    }
    p = float(stats.binomtest(only_first, discordant).pvalue) if discordant else 1.0
    gap = abs(only_first - only_second)
    also: dict[str, Number] = {
        "both": both,
        "only_first": only_first,
        "only_second": only_second,
        "neither": neither,
        "rate_first": (both + only_first) / size,
        "rate_second": (both + only_second) / size,
        "chi2": gap**2 / discordant if discordant else 0.0,
        "p_asymptotic": _chi_tail(gap, discordant),
        "p_asymptotic_corrected": _chi_tail(max(0, gap - 1), discordant),
    }
    return Result(
        "responders",
        "Difference of responder rates within pairs",
        (size,),
        "rate of the first less rate of the second; McNemar's exact test",
        estimate=(only_first - only_second) / size,
        interval=bounds["newcombe"],
        intervals=bounds,
        p=probability(p),
        statistic=only_first,
        also=also,
        remarks=(
            *few(size),
            *(() if discordant else ("no pair differs: nothing to test, p is 1",)),
        ),
    )


def single_rate(responded: Flags, level: float = LEVEL) -> Result:
    """The responder rate of one group, with Wilson's and the exact interval."""
    size = len(responded)
    count = int(responded.sum())
    exact = stats.binomtest(count, size).proportion_ci(level, "exact")
    bounds = {
        "wilson": wilson(count, size, level),
        "clopper_pearson": Interval(
            float(exact.low), float(exact.high), "exact, Clopper-Pearson", level
        ),
    }
    return Result(
        "responders",
        "Responder rate",
        (size,),
        "share of responders",
        estimate=count / size,
        interval=bounds["wilson"],
        intervals=bounds,
        also={"responders": count},
        remarks=few(size),
    )


def _odds_ratio(table: list[list[int]]) -> float | None:
    below = table[0][1] * table[1][0]
    return table[0][0] * table[1][1] / below if below else None


def _chi_square(table: list[list[int]]) -> dict[str, Number]:
    """Pearson's test, without and with the correction of Yates."""
    cells = np.array(table)
    if (cells.sum(axis=0) == 0).any() or (cells.sum(axis=1) == 0).any():
        return {"chi2": None, "p_chi2": None, "p_chi2_corrected": None}
    plain = stats.chi2_contingency(cells, correction=False)
    corrected = stats.chi2_contingency(cells, correction=True)
    return {
        "chi2": float(plain[0]),
        "p_chi2": float(plain[1]),
        "p_chi2_corrected": float(corrected[1]),
    }


def _chi_tail(gap: int, discordant: int) -> float:
    if not discordant:
        return 1.0
    return float(stats.chi2.sf(gap**2 / discordant, 1))


def _newcombe_paired(
    cells: tuple[int, int, int, int], level: float, *, is_corrected: bool
) -> Interval:
    both, only_first, only_second, neither = cells
    size = sum(cells)
    margins = both + only_first, both + only_second
    one, two = wilson(margins[0], size, level), wilson(margins[1], size, level)
    shares = margins[0] / size, margins[1] / size
    product = float(both * neither - only_first * only_second)
    if is_corrected and product > 0:
        product = max(0.0, product - size / 2)
    below = math.sqrt(
        float(margins[0]) * (size - margins[0]) * margins[1] * (size - margins[1])
    )
    phi = product / below if below else 0.0
    lower = _joined(shares[0] - one.lower, two.upper - shares[1], phi)
    upper = _joined(one.upper - shares[0], shares[1] - two.lower, phi)
    difference = shares[0] - shares[1]
    number = 10 if is_corrected else 8
    words = f"Newcombe 1998 for paired data, method {number}"
    return Interval(difference - lower, difference + upper, words, level)


def _joined(one: float, two: float, phi: float) -> float:
    return math.sqrt(max(0.0, one**2 - 2 * phi * one * two + two**2))
