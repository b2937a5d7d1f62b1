"""Middle, spread and intervals of columns of values, NaN meaning that there is none."""

from typing import NamedTuple

import numpy as np

from models.statistics.intervals import (
    Flags,
    Floats,
    Ints,
    mean_intervals,
    median_ranks,
)


class Summaries(NamedTuple):
    """One entry a column; NaN where the column is too short for the figure."""

    n: Ints
    mean: Floats
    sd: Floats
    lower: Floats
    upper: Floats
    median: Floats
    median_lower: Floats
    median_upper: Floats
    median_coverage: Floats

    def without_spread(self, where: Flags) -> "Summaries":
        """The same without spread and intervals in some columns."""
        n, mean, sd, lower, upper, median, *bounds = self

        def blank(numbers: Floats) -> Floats:
            return np.where(where, np.nan, numbers)

        return Summaries(
            n,
            mean,
            blank(sd),
            blank(lower),
            blank(upper),
            median,
            *(blank(bound) for bound in bounds),
        )


def summarise(columns: Floats) -> Summaries:
    """Summarise each column of values[subject, column].

    Values that are all equal have a standard deviation of exactly 0 and intervals of
    no width. One value has no spread, none has no middle.
    """
    ordered = np.sort(columns, axis=0)  # NaN goes last
    n = np.count_nonzero(~np.isnan(ordered), axis=0).astype(np.int64)
    mean, sd = _mean_and_sd(ordered, n)
    bounds = mean_intervals(n, mean, sd)
    ranks = median_ranks(n)
    middle = (_ranked(ordered, (n + 1) // 2) + _ranked(ordered, n // 2 + 1)) / 2
    return Summaries(
        n=n,
        mean=mean,
        sd=sd,
        lower=bounds.lower,
        upper=bounds.upper,
        median=np.where(n > 0, middle, np.nan),
        median_lower=_ranked(ordered, ranks.lower),
        median_upper=_ranked(ordered, ranks.upper),
        median_coverage=ranks.coverage,
    )


def _mean_and_sd(ordered: Floats, n: Ints) -> tuple[Floats, Floats]:
    mean = np.full(n.shape, np.nan)
    sd = np.full(n.shape, np.nan)
    np.divide(np.nansum(ordered, axis=0), n, out=mean, where=n > 0)
    squares = np.nansum((ordered - mean) ** 2, axis=0)
    np.divide(squares, n - 1, out=sd, where=n > 1)
    sd = np.sqrt(sd)
    # Rounding would leave a spread of 1e-16 where there is none.
    lowest = _ranked(ordered, np.minimum(n, 1))
    are_equal = (n > 0) & (lowest == _ranked(ordered, n))
    return (
        np.where(are_equal, lowest, mean),
        np.where(are_equal & (n > 1), 0.0, sd),
    )


def _ranked(ordered: Floats, rank: Ints) -> Floats:
    """The value of a rank from 1 in each column; NaN for rank 0 or beyond the last."""
    rows = np.vstack([ordered, np.full((1, ordered.shape[1]), np.nan)])
    last = len(ordered)
    row = np.where((rank >= 1) & (rank <= last), rank - 1, last)
    ranked: Floats = np.take_along_axis(rows, row[np.newaxis, :], axis=0)[0]
    return ranked
