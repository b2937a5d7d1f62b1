"""The contrasts of one visit in each design, with all of their results."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np

from models.statistics.comparison.means import ancova, hedges_g, welch
from models.statistics.comparison.observations import Observations
from models.statistics.comparison.paired import (
    paired_superiority,
    paired_t,
    pseudo_median,
    sign_test,
    signed_rank,
    signed_rank_pratt,
    standardised_mean_difference,
)
from models.statistics.comparison.rank_sum import (
    cliffs_delta,
    hodges_lehmann,
    mann_whitney,
    superiority,
)
from models.statistics.comparison.records import Contrast, Settings
from models.statistics.comparison.responders import (
    paired_responder_rates,
    responder_rates,
    single_rate,
)
from models.statistics.comparison.results import Result
from models.statistics.intervals import Flags, Floats

_PAIRS = "pairs with a missing value are left out (complete pairs)"

_TWO_SAMPLES: tuple[Callable[[Floats, Floats, float], Result], ...] = (
    hodges_lehmann,
    superiority,
    cliffs_delta,
    welch,
    hedges_g,
)


def two_samples(first: Floats, second: Floats, level: float) -> list[Result]:
    """Every result of two independent samples, by ranks first."""
    found = [mann_whitney(first, second)]
    return found + [one(first, second, level) for one in _TWO_SAMPLES]


def one_sample(differences: Floats, level: float) -> list[Result]:
    """Every result of one sample of differences, by ranks first."""
    return [
        signed_rank(differences),
        signed_rank_pratt(differences),
        sign_test(differences),
        pseudo_median(differences, level),
        paired_t(differences, level),
        standardised_mean_difference(differences, level),
        paired_superiority(differences, level),
    ]


def parallel(
    observed: Observations, settings: Settings, visit: int, *, is_change: bool
) -> list[Contrast]:
    """Every two groups of different subjects."""
    if is_change and observed.baseline is None:
        return []
    values = _outcome(observed, visit, is_change=is_change)
    is_seen = ~np.isnan(values)
    found = []
    outcome = "change" if is_change else "value"
    for one, two in combinations(range(len(observed.groups)), 2):
        rows = [(observed.group == number) & is_seen for number in (one, two)]
        first, second = values[rows[0]], values[rows[1]]
        results: list[Result] = []
        remarks: tuple[str, ...] = ()
        if len(first) and len(second):
            results = two_samples(first, second, settings.level)
            if observed.baseline is not None and not is_change:
                results.append(_adjusted(observed, values, rows, settings.level))
            if _asks_response(settings, is_change=is_change) and settings.responder:
                rate = responder_rates(
                    settings.responder(first),
                    settings.responder(second),
                    settings.level,
                )
                results.append(rate)
        else:
            remarks = ("a group has no value here: nothing to compare",)
        found.append(
            _contrast(
                observed, (one, observed.groups[two]), visit, results, remarks, outcome
            )
        )
    return found


def paired(
    observed: Observations, settings: Settings, visit: int, *, is_change: bool
) -> list[Contrast]:
    """Every two groups of the same subjects."""
    if is_change and observed.baseline is None:
        return []
    values = _outcome(observed, visit, is_change=is_change)
    found = []
    outcome = "change" if is_change else "value"
    for one, two in combinations(range(len(observed.groups)), 2):
        first, second, alone = complete_pairs(observed, values, one, two)
        results: list[Result] = []
        remarks: list[str] = []
        if alone:
            remarks.append(f"pairs with one value only are left out: {alone}")
        if len(first):
            results = one_sample(first - second, settings.level)
            if _asks_response(settings, is_change=is_change) and settings.responder:
                rate = paired_responder_rates(
                    settings.responder(first),
                    settings.responder(second),
                    settings.level,
                )
                results.append(rate)
        else:
            remarks.append("no pair is complete here: nothing to compare")
        found.append(
            _contrast(
                observed,
                (one, observed.groups[two]),
                visit,
                [replace(each, missing=_PAIRS) for each in results],
                tuple(remarks),
                outcome,
            )
        )
    return found


def single(
    observed: Observations, settings: Settings, visit: int, *, is_change: bool
) -> list[Contrast]:
    """Against baseline where there is one, else against the value asked for."""
    if is_change:
        return []
    contrasts = within(observed, settings, visit)
    if contrasts:
        return contrasts
    values = observed.values[:, visit]
    values = values[~np.isnan(values)]
    results: list[Result] = []
    remarks: tuple[str, ...] = ("no value here: nothing to compare",)
    if len(values):
        results, remarks = one_sample(values - settings.against, settings.level), ()
        if settings.responder:
            results.append(single_rate(settings.responder(values), settings.level))
    second = f"{settings.against:g}"
    return [_contrast(observed, (0, second), visit, results, remarks)]


def within(observed: Observations, settings: Settings, visit: int) -> list[Contrast]:
    """Change from baseline within each group."""
    if observed.baseline is None:
        return []
    change = observed.values[:, visit] - observed.baseline
    found = []
    for number in range(len(observed.groups)):
        rows = (observed.group == number) & ~np.isnan(change)
        results: list[Result] = []
        remarks: tuple[str, ...] = (
            "nobody has both baseline and a value here: nothing to compare",
        )
        if rows.any():
            results, remarks = one_sample(change[rows], settings.level), ()
            if settings.responder:
                asked = (
                    change if settings.is_response_change else observed.values[:, visit]
                )
                responded = settings.responder(asked[rows])
                results.append(single_rate(responded, settings.level))
        found.append(_contrast(observed, (number, "baseline"), visit, results, remarks))
    return found


def complete_pairs(
    observed: Observations, values: Floats, one: int, two: int
) -> tuple[Floats, Floats, int]:
    """Values of both members of every complete pair, and how many pairs are not."""
    sides = []
    for number in (one, two):
        side = np.full(int(observed.pair.max()) + 1, np.nan)
        rows = observed.group == number
        side[observed.pair[rows]] = values[rows]
        sides.append(side)
    seen = [~np.isnan(side) for side in sides]
    both = seen[0] & seen[1]
    return sides[0][both], sides[1][both], int((seen[0] ^ seen[1]).sum())


def _outcome(observed: Observations, visit: int, *, is_change: bool) -> Floats:
    values = observed.values[:, visit]
    if is_change and observed.baseline is not None:
        return np.asarray(values - observed.baseline, dtype=np.float64)
    return values


def _adjusted(
    observed: Observations, values: Floats, rows: Sequence[Flags], level: float
) -> Result:
    baseline = np.full(len(values), np.nan)
    if observed.baseline is not None:
        baseline = observed.baseline
    known = [row & ~np.isnan(baseline) for row in rows]
    return ancova(
        values[known[0]],
        values[known[1]],
        baseline[known[0]],
        baseline[known[1]],
        level,
    )


def _asks_response(settings: Settings, *, is_change: bool) -> bool:
    return settings.responder is not None and settings.is_response_change == is_change


def _contrast(
    observed: Observations,
    sides: tuple[int, str],
    visit: int,
    results: Sequence[Result],
    remarks: tuple[str, ...],
    outcome: str = "value",
) -> Contrast:
    return Contrast(
        observed.groups[sides[0]],
        sides[1],
        observed.visits[visit],
        outcome,
        tuple(results),
        remarks,
    )
