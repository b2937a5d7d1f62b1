"""Has a candidate passed? The scores of an examination against the key.

The defaults are a proposal: no published standard exists. All thresholds can be edited.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from models.statistics.agreement.coefficient import Coefficient
from models.statistics.agreement.forced_choice import clopper_pearson
from models.statistics.agreement.icc import iccs
from models.statistics.agreement.kappa import pair_kappas, pairs
from models.statistics.agreement.ratings import SCORE, TARGET, Ratings
from models.statistics.agreement.weights import same_class
from models.statistics.arrays import LEVEL, Floats
from models.words import counted

PRESETS = (0.70, 0.80, 0.90)


@dataclass(frozen=True)
class Thresholds:
    """What must be reached; None leaves a criterion out.

    Attributes:
        agreement: Quadratic kappa or ICC(2,1) with the reference, whichever has the
            larger lower limit.
        agreement_lower: Lower 95 % limit of that coefficient.
        within_one: Share at most one grade from the key.
        exact: Share of the key's grade, for scales without classes.
        same_class: Share in the key's class, for scales with classes.
        bias: Largest mean difference from the key, either way, in grades.
        intra: Quadratic kappa of the hidden repeats.
        intra_lenient: Suffices for the repeats together with intra_within_one.
        intra_within_one: Share of repeats at most one grade apart.
        photographs: Photographs with a key and a score, at least.
        repeats: Hidden repeats, at least.
    """

    agreement: float | None = 0.75
    agreement_lower: float | None = 0.60
    within_one: float | None = 0.90
    exact: float | None = 0.60
    same_class: float | None = 0.80
    bias: float | None = 0.5
    intra: float | None = 0.80
    intra_lenient: float = 0.70
    intra_within_one: float = 0.90
    photographs: int = 30
    repeats: int = 10


@dataclass(frozen=True)
class Criterion:
    """One thing that must be reached.

    Attributes:
        key: Of the threshold.
        name: For people.
        value: What the candidate has, or None.
        limit: What must be reached.
        is_passed: Whether it is.
        sentence: The same in words.
        lower: Lower 95 % limit of the value, or None.
        upper: Upper 95 % limit, or None.
    """

    key: str
    name: str
    value: float | None
    limit: float
    is_passed: bool
    sentence: str
    lower: float | None = None
    upper: float | None = None


@dataclass(frozen=True)
class Verdict:
    """All criteria.

    Attributes:
        criteria: In the order in which they are told.
        photographs: With a key and a score.
        missing: With a key and no score of the candidate.
        remarks: What must be known besides.
    """

    criteria: tuple[Criterion, ...]
    photographs: int
    missing: int
    remarks: tuple[str, ...]

    @property
    def is_passed(self) -> bool:
        """Whether every criterion is reached."""
        return bool(self.criteria) and all(one.is_passed for one in self.criteria)


def judge(
    key: pd.DataFrame,
    candidate: pd.DataFrame,
    thresholds: Thresholds | None = None,
    *,
    repeats: pd.DataFrame | None = None,
    grades: Sequence[float] = (),
    classes: tuple[tuple[float, float], ...] = (),
) -> Verdict:
    """Hold a candidate's scores against the key.

    Args:
        key: Columns target and score; one row a photograph.
        candidate: Likewise, the candidate's first scores; NaN where not assessable.
        thresholds: What must be reached; the defaults if None.
        repeats: Likewise, the candidate's scores of hidden repeats.
        grades: All grades of the scale, to see which the key misses.
        classes: Lowest and highest grade of each class of the scale, if it has any.
    """
    limits = thresholds or Thresholds()
    both = key[[TARGET, SCORE]].merge(
        candidate[[TARGET, SCORE]], on=TARGET, how="left", suffixes=("_key", "")
    )
    given, known = both[SCORE].to_numpy(float), both[f"{SCORE}_key"].to_numpy(float)
    scored = ~(np.isnan(given) | np.isnan(known))
    n, missing = int(scored.sum()), int((np.isnan(given) & ~np.isnan(known)).sum())
    criteria = [
        _least("photographs", "Photographs scored", n, limits.photographs, digits=0)
    ]
    criteria += _against_key(known[scored], given[scored], limits, classes)
    if limits.intra is not None:
        criteria += _own(candidate, repeats, limits)
    return Verdict(tuple(criteria), n, missing, tuple(_remarks(known, missing, grades)))


def _against_key(
    known: Floats,
    given: Floats,
    limits: Thresholds,
    classes: tuple[tuple[float, float], ...],
) -> list[Criterion]:
    apart = given - known
    n = len(apart)
    value, interval, name = _agreement(known, given)
    lower = interval[0]
    found = []
    if limits.agreement is not None:
        one = _least("agreement", name, value, limits.agreement)
        found.append(replace(one, lower=lower, upper=interval[1]))
    if limits.agreement_lower is not None:
        text = f"{name}, lower 95 % limit"
        found.append(_least("agreement_lower", text, lower, limits.agreement_lower))
    if limits.within_one is not None:
        share = float((np.abs(apart) <= 1 + 1e-9).mean()) if n else None
        one = _least("within_one", "Within one grade", share, limits.within_one)
        found.append(_with_interval(one, n))
    if classes and limits.same_class is not None:
        share = None
        if n:
            met = np.unique(np.concatenate([known, given]))
            alike = same_class(met, classes)
            places = np.searchsorted(met, known), np.searchsorted(met, given)
            share = float(alike[places].mean())
        one = _least("same_class", "Same class", share, limits.same_class)
        found.append(_with_interval(one, n))
    elif limits.exact is not None:
        share = float((apart == 0).mean()) if n else None
        one = _least("exact", "Same grade", share, limits.exact)
        found.append(_with_interval(one, n))
    if limits.bias is not None:
        one = _bias(float(apart.mean()) if n else None, limits.bias)
        if one.value is not None and n > 1:
            error = float(apart.std(ddof=1)) / n**0.5
            half = float(stats.t.ppf((1 + LEVEL) / 2, n - 1)) * error
            one = replace(one, lower=one.value - half, upper=one.value + half)
        found.append(one)
    return found


def _with_interval(one: Criterion, n: int) -> Criterion:
    """A share with its exact interval."""
    if one.value is None:
        return one
    lower, upper = clopper_pearson(round(one.value * n), n)
    return replace(one, lower=lower, upper=upper)


def _agreement(
    known: Floats, given: Floats
) -> tuple[float | None, tuple[float | None, float | None], str]:
    """Quadratic kappa or ICC(2,1), whichever has the larger lower limit."""
    ratings = Ratings.of_matrix(np.column_stack([known, given]).tolist() or [[]])
    name = "Quadratic kappa or ICC(2,1) with the reference"
    if ratings.values.shape[1] < 2:
        return None, (None, None), name
    kappa = pair_kappas(pairs(ratings)[0]).get("cohen_kappa_quadratic")
    icc = next(one for one in iccs(ratings) if one.key == "icc_2_1")
    told = [one for one in (kappa, icc) if one is not None and one.estimate is not None]
    if not told:
        return None, (None, None), name
    best = max(told, key=_lower)
    lower = _lower(best)
    short = "Quadratic kappa" if best is kappa else "ICC(2,1)"
    told_lower = lower if np.isfinite(lower) else None
    upper = 1.0 if best.estimate == 1 else best.upper
    return best.estimate, (told_lower, upper), f"{short} with the reference"


def _lower(one: Coefficient) -> float:
    """Lower limit; of perfect agreement, which has no interval by F, it is 1."""
    if one.estimate == 1:
        return 1.0
    return -np.inf if one.lower is None else one.lower


def _own(
    candidate: pd.DataFrame, repeats: pd.DataFrame | None, limits: Thresholds
) -> list[Criterion]:
    """How the hidden repeats agree with the first scores."""
    kappa = within = lower = upper = None
    n = 0
    if repeats is not None:
        both = repeats[[TARGET, SCORE]].merge(
            candidate[[TARGET, SCORE]], on=TARGET, suffixes=("", "_first")
        )
        both = both.dropna()
        n = len(both)
        if n:
            first = both[f"{SCORE}_first"].to_numpy(float)
            second = both[SCORE].to_numpy(float)
            ratings = Ratings.of_matrix(np.column_stack([first, second]).tolist())
            found = pair_kappas(pairs(ratings)[0])["cohen_kappa_quadratic"]
            kappa, lower, upper = found.estimate, found.lower, found.upper
            within = float((np.abs(first - second) <= 1 + 1e-9).mean())
    limit = limits.intra or 0.0
    name = "Quadratic kappa of own repeats"
    one = _least("intra", name, kappa, limit)
    if (
        not one.is_passed
        and kappa is not None
        and within is not None
        and kappa >= limits.intra_lenient
        and within >= limits.intra_within_one
    ):
        text = (
            f"{name}: {kappa:.3f}, with {100 * within:.0f} % within one grade; "
            f"{limits.intra_lenient:g} with {100 * limits.intra_within_one:g} % "
            "suffices: passed."
        )
        one = Criterion(
            "intra", name, kappa, limits.intra_lenient, is_passed=True, sentence=text
        )
    one = replace(one, lower=lower, upper=upper)
    return [_least("repeats", "Hidden repeats", n, limits.repeats, digits=0), one]


def _remarks(known: Floats, missing: int, grades: Sequence[float]) -> list[str]:
    found = []
    if missing:
        verb = "has" if missing == 1 else "have"
        text = f"{counted(missing, 'photograph')} of the reference {verb} no score."
        found.append(text)
    absent = [grade for grade in grades if grade not in set(known)]
    if absent:
        names = ", ".join(f"{grade:g}" for grade in absent)
        found.append(
            f"The reference has no photograph of grade {names}: a narrow range lowers "
            "kappa and ICC."
        )
    return found


def _least(
    key: str, name: str, value: float | None, limit: float, digits: int = 3
) -> Criterion:
    if value is None:
        text = f"{name}: cannot be told from these scores: not passed."
        return Criterion(key, name, None, limit, is_passed=False, sentence=text)
    is_passed = value >= limit - 1e-12
    word = "passed" if is_passed else "not passed"
    text = f"{name}: {value:.{digits}f}, at least {limit:g} wanted: {word}."
    return Criterion(key, name, float(value), limit, is_passed, text)


def _bias(value: float | None, limit: float) -> Criterion:
    name = "Mean difference from the reference"
    if value is None:
        text = f"{name}: cannot be told from these scores: not passed."
        return Criterion("bias", name, None, limit, is_passed=False, sentence=text)
    is_passed = abs(value) <= limit + 1e-12
    word = "passed" if is_passed else "not passed"
    text = f"{name}: {value:+.2f}, at most {limit:g} either way wanted: {word}."
    return Criterion("bias", name, value, limit, is_passed, text)
