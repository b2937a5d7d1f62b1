"""Mean and SD from a median with quartiles or range.

Means after Luo et al. (2018), Stat Methods Med Res 27:1785-1805; standard deviations
after Wan et al. (2014), BMC Med Res Methodol 14:135. Both suppose that the values are
roughly normal, which is why a study converted so carries a mark.
"""

from dataclasses import dataclass

from scipy import stats

from models.statistics.evidence.effects import Side


@dataclass(frozen=True)
class Quantiles:
    """What a study tells of its values instead of mean and SD.

    Attributes:
        n: How many values.
        median: Their median.
        q1: First quartile, or None.
        q3: Third quartile, or None.
        least: Smallest value, or None.
        most: Largest value, or None.
    """

    n: float
    median: float
    q1: float | None = None
    q3: float | None = None
    least: float | None = None
    most: float | None = None


def side_of(given: Quantiles) -> Side | None:
    """Mean and SD; None without quartiles and range."""
    n, middle = given.n, given.median
    range_width = 2 * float(stats.norm.ppf((n - 0.375) / (n + 0.25)))
    quartile_width = 2 * float(stats.norm.ppf((0.75 * n - 0.125) / (n + 0.25)))
    ends = quartiles = None
    if given.least is not None and given.most is not None:
        ends = given.least, given.most
    if given.q1 is not None and given.q3 is not None:
        quartiles = given.q1, given.q3
    if ends and quartiles:
        outer = 2.2 / (2.2 + n**0.75)
        inner = 0.7 - 0.72 / n**0.55
        mean = (
            outer * sum(ends) / 2
            + inner * sum(quartiles) / 2
            + (1 - outer - inner) * middle
        )
        sd = (ends[1] - ends[0]) / (2 * range_width) + (quartiles[1] - quartiles[0]) / (
            2 * quartile_width
        )
        return Side(n, mean, sd)
    if quartiles:
        inner = 0.7 + 0.39 / n
        mean = inner * sum(quartiles) / 2 + (1 - inner) * middle
        return Side(n, mean, (quartiles[1] - quartiles[0]) / quartile_width)
    if ends:
        outer = 4 / (4 + n**0.75)
        mean = outer * sum(ends) / 2 + (1 - outer) * middle
        return Side(n, mean, (ends[1] - ends[0]) / range_width)
    return None


def wan_mean(given: Quantiles) -> float | None:
    """The mean after Wan et al. (2014): of the quartiles and the median."""
    if given.q1 is None or given.q3 is None:
        return None
    return (given.q1 + given.median + given.q3) / 3
