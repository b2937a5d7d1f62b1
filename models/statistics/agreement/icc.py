"""Intraclass correlation in all forms of Shrout & Fleiss and of McGraw & Wong.

Mean squares are those of the two-way analysis of variance over the targets that every
rater scored. Intervals are psych::ICC's: F based, with Satterthwaite's degrees of
freedom for the two-way random forms; that of ICC(A,k) is irr::icc's. With missing
scores `reml` tells the same forms from all scores.
"""

from dataclasses import dataclass

import numpy as np

from models.statistics.agreement.coefficient import Coefficient, Naming, finite
from models.statistics.agreement.distributions import f_quantile, f_tail
from models.statistics.agreement.ratings import Ratings
from models.statistics.arrays import LEVEL, Floats

F_INTERVAL = "exact, by F"
F_RANDOM = "by F with Satterthwaite's degrees of freedom"

FORMS = {
    "icc_1_1": Naming(
        "icc_1_1",
        "ICC(1,1): one-way random, absolute agreement, single rater",
        "psych::ICC, ICC1",
        F_INTERVAL,
    ),
    "icc_2_1": Naming(
        "icc_2_1",
        "ICC(2,1): two-way random, absolute agreement, single rater",
        "psych::ICC, ICC2",
        F_RANDOM,
    ),
    "icc_3_1": Naming(
        "icc_3_1",
        "ICC(3,1): two-way mixed, consistency, single rater",
        "psych::ICC, ICC3",
        F_INTERVAL,
    ),
    "icc_1_k": Naming(
        "icc_1_k",
        "ICC(1,k): one-way random, absolute agreement, mean of the raters",
        "psych::ICC, ICC1k",
        F_INTERVAL,
    ),
    "icc_2_k": Naming(
        "icc_2_k",
        "ICC(2,k): two-way random, absolute agreement, mean of the raters",
        "psych::ICC, ICC2k",
        f"{F_RANDOM}, stepped up by Spearman and Brown",
    ),
    "icc_3_k": Naming(
        "icc_3_k",
        "ICC(3,k): two-way mixed, consistency, mean of the raters",
        "psych::ICC, ICC3k",
        F_INTERVAL,
    ),
    "icc_a_1": Naming(
        "icc_a_1",
        "ICC(A,1): two-way, absolute agreement, single rater",
        "irr::icc(model = 'twoway', type = 'agreement', unit = 'single')",
        F_RANDOM,
    ),
    "icc_a_k": Naming(
        "icc_a_k",
        "ICC(A,k): two-way, absolute agreement, mean of the raters",
        "irr::icc(model = 'twoway', type = 'agreement', unit = 'average')",
        F_RANDOM,
    ),
    "icc_c_1": Naming(
        "icc_c_1",
        "ICC(C,1): two-way, consistency, single rater",
        "irr::icc(model = 'twoway', type = 'consistency', unit = 'single')",
        F_INTERVAL,
    ),
    "icc_c_k": Naming(
        "icc_c_k",
        "ICC(C,k): two-way, consistency, mean of the raters",
        "irr::icc(model = 'twoway', type = 'consistency', unit = 'average')",
        F_INTERVAL,
    ),
}

NO_VARIANCE = (
    "All targets have the same mean score: without variance between targets, an ICC "
    "has nothing to tell them apart by."
)
ALL_EQUAL = "Every score is the same: an ICC needs targets that differ."
NO_LIMITS = "The mean squares are too small to compute an interval from."
NO_ERROR = "The raters agree to the last grade: the interval has no width to compute."


@dataclass(frozen=True)
class MeanSquares:
    """The two-way analysis of variance without replication.

    Attributes:
        targets: Mean square between targets (MSR).
        raters: Mean square between raters (MSC).
        error: Residual mean square (MSE).
        within: Mean square within targets (MSW).
        n: Targets.
        k: Raters.
    """

    targets: float
    raters: float
    error: float
    within: float
    n: int
    k: int


def mean_squares(values: Floats) -> MeanSquares:
    """Mean squares of a matrix without gaps, two targets and two raters at least."""
    n, k = values.shape
    centred = values - values.mean()
    whole = float((centred**2).sum())
    rows = float(k * (centred.mean(axis=1) ** 2).sum())
    columns = float(n * (centred.mean(axis=0) ** 2).sum())
    # What rounding leaves of nothing is nothing.
    small = 1e-12 * max(whole, 1e-300)
    rest = whole - rows - columns
    rest = 0.0 if rest < small else rest
    inside = whole - rows
    inside = 0.0 if inside < small else inside
    return MeanSquares(
        targets=0.0 if rows < small else rows / (n - 1),
        raters=0.0 if columns < small else columns / (k - 1),
        error=rest / ((n - 1) * (k - 1)),
        within=inside / (n * (k - 1)),
        n=n,
        k=k,
    )


def why_no_icc(ratings: Ratings) -> str:
    """Why there is no ICC, or an empty text."""
    why = ratings.why_not(needs_categories=False)
    if why:
        return why
    if len(ratings.complete) < 2:
        lead = "No target was" if len(ratings.complete) == 0 else "Only one target was"
        return (
            f"{lead} scored by every rater; an ICC by analysis of variance needs two."
        )
    if len(ratings.used) == 1:
        return ALL_EQUAL
    return ""


def iccs(ratings: Ratings) -> list[Coefficient]:
    """All ten forms, each with its interval."""
    why = why_no_icc(ratings)
    if why:
        return [Coefficient.absent(name, ratings, why) for name in FORMS.values()]
    squares = mean_squares(ratings.complete)
    dropped = ratings.scored_targets - squares.n
    remarks = []
    if dropped:
        remarks.append(
            f"{dropped} of {ratings.scored_targets} targets lack a score and are left "
            "out; the forms from all scores (REML) keep them."
        )
    if squares.n == 2:
        remarks.append("Two targets only: the interval says next to nothing.")
    told = told_from(squares)
    return [
        _coefficient(FORMS[key], told[key], ratings, squares, remarks) for key in FORMS
    ]


@dataclass(frozen=True)
class Told:
    """Numbers of one form; NaN where there is none."""

    estimate: float
    lower: float
    upper: float
    p: float


def told_from(squares: MeanSquares, level: float = LEVEL) -> dict[str, Told]:
    """Estimate, interval and p of each form, from mean squares.

    Formulas of Shrout & Fleiss (1979) and McGraw & Wong (1996).
    """
    n, k = squares.n, squares.k
    rows, within, error = squares.targets, squares.within, squares.error
    tail = (1 + level) / 2
    one = _by_f(rows, within, n - 1, n * (k - 1), k, tail)
    three = _by_f(rows, error, n - 1, (n - 1) * (k - 1), k, tail)
    single, stepped, own, own_mean = _random(squares, tail)
    return {
        "icc_1_1": one[0],
        "icc_2_1": single,
        "icc_3_1": three[0],
        "icc_1_k": one[1],
        "icc_2_k": stepped,
        "icc_3_k": three[1],
        "icc_a_1": own,
        "icc_a_k": own_mean,
        "icc_c_1": three[0],
        "icc_c_k": three[1],
    }


def _by_f(
    rows: float, rest: float, df1: float, df2: float, k: int, tail: float
) -> tuple[Told, Told]:
    """Single and mean of the raters of the one-way and of the consistency form."""
    single = _ratio(rows - rest, rows + (k - 1) * rest)
    mean = _ratio(rows - rest, rows)
    if rest == 0:
        return (
            Told(single, np.nan, np.nan, np.nan),
            Told(mean, np.nan, np.nan, np.nan),
        )
    f = rows / rest
    p = f_tail(f, df1, df2)
    low = f / f_quantile(tail, df1, df2)
    high = f * f_quantile(tail, df2, df1)
    return (
        Told(single, _ratio(low - 1, low + k - 1), _ratio(high - 1, high + k - 1), p),
        Told(mean, 1 - _ratio(1, low), 1 - _ratio(1, high), p),
    )


def _random(squares: MeanSquares, tail: float) -> tuple[Told, Told, Told, Told]:
    """ICC(2,1) and ICC(2,k) after psych, ICC(A,1) and ICC(A,k) after irr."""
    n, k = squares.n, squares.k
    rows, columns, error = squares.targets, squares.raters, squares.error
    single = _ratio(rows - error, rows + (k - 1) * error + k * (columns - error) / n)
    mean = _ratio(rows - error, rows + (columns - error) / n)
    if error == 0:
        bare, bare_mean = (Told(one, *(3 * (np.nan,))) for one in (single, mean))
        return bare, bare_mean, bare, bare_mean
    p = f_tail(rows / error, n - 1, (n - 1) * (k - 1))
    low, high, own_p = _random_limits(squares, single, tail)
    first, own = Told(single, low, high, p), Told(single, low, high, own_p)
    stepped = Told(mean, _stepped(low, k), _stepped(high, k), p)
    low, high, own_p = _random_limits(squares, mean, tail)
    return first, stepped, own, Told(mean, _stepped(low, k), _stepped(high, k), own_p)


def _random_limits(
    squares: MeanSquares, guess: float, tail: float
) -> tuple[float, float, float]:
    """Limits of ICC(2,1) and p, with degrees of freedom at a guess of the ICC."""
    n, k = squares.n, squares.k
    rows, columns, error = squares.targets, squares.raters, squares.error
    if not np.isfinite(guess) or guess >= 1:
        return np.nan, np.nan, np.nan
    a = k * guess / (n * (1 - guess))
    b = 1 + a * (n - 1)
    top = (a * columns + b * error) ** 2
    below = (a * columns) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1))
    df = _ratio(top, below)
    if not np.isfinite(df) or df <= 0:
        return np.nan, np.nan, np.nan
    rest = k * columns + (k * n - k - n) * error
    f = f_quantile(tail, n - 1, df)
    low = _ratio(n * (rows - f * error), f * rest + n * rows)
    f = f_quantile(tail, df, n - 1)
    high = _ratio(n * (f * rows - error), rest + n * f * rows)
    return low, high, f_tail(rows / error, n - 1, df)


def _stepped(single: float, k: int) -> float:
    """Spearman and Brown: the reliability of a mean of k from that of one."""
    return _ratio(k * single, 1 + (k - 1) * single)


def _ratio(top: float, below: float) -> float:
    return top / below if below != 0 else np.nan


def _coefficient(
    naming: Naming,
    told: Told,
    ratings: Ratings,
    squares: MeanSquares,
    remarks: list[str],
) -> Coefficient:
    notes = list(remarks)
    if squares.targets == 0 and squares.error == 0:
        told = Told(np.nan, np.nan, np.nan, np.nan)
    if not np.isfinite(told.estimate):
        notes.insert(0, NO_VARIANCE)
    elif not np.isfinite(told.lower):
        notes.insert(0, NO_ERROR if squares.error == 0 else NO_LIMITS)
    elif told.estimate < 0:
        notes.append("Below 0: raters differ more about a target than targets differ.")
    return Coefficient(
        naming,
        finite(told.estimate),
        finite(told.lower),
        finite(told.upper),
        targets=squares.n,
        raters=squares.k,
        missing=ratings.missing,
        p=finite(told.p),
        remarks=tuple(notes),
    )
