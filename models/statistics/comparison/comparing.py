"""One outcome compared: the contrasts of its design, mixed models, families."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from models.statistics.comparison.contrasts import (
    complete_pairs,
    paired,
    parallel,
    single,
    within,
)
from models.statistics.comparison.means import welch
from models.statistics.comparison.missing import Sensitivity, carried_forward
from models.statistics.comparison.multiplicity import Family, family
from models.statistics.comparison.observations import Observations
from models.statistics.comparison.paired import paired_t, signed_rank
from models.statistics.comparison.rank_sum import mann_whitney
from models.statistics.comparison.records import (
    Comparison,
    Contrast,
    Design,
    Settings,
    Summary,
)
from models.statistics.comparison.repeated import (
    Measures,
    MixedModel,
    random_intercept,
    unstructured,
)
from models.statistics.comparison.results import Result
from models.statistics.intervals import Floats


def compare(observed: Observations, settings: Settings) -> Comparison:
    """Compare one outcome.

    Args:
        observed: The values.
        settings: How.
    """
    one_visit = {
        Design.PARALLEL: parallel,
        Design.PAIRED: paired,
        Design.SINGLE: single,
    }[settings.design]
    contrasts = [
        contrast
        for is_change in (False, True)
        for visit in observed.later
        for contrast in one_visit(observed, settings, visit, is_change=is_change)
    ]
    changes: list[Contrast] = []
    if settings.design is not Design.SINGLE:
        changes = [
            contrast
            for visit in observed.later
            for contrast in within(observed, settings, visit)
        ]
    models = _models(observed, settings)
    return Comparison(
        settings,
        observed,
        summaries(observed),
        tuple(contrasts),
        tuple(changes),
        models,
        _families(contrasts, settings),
        _sensitivity(observed, settings, models),
        _remarks(observed, settings),
    )


def summaries(observed: Observations) -> tuple[Summary, ...]:
    """The values of each group at each visit; a value that is missing is counted."""
    found = []
    for visit, name in enumerate(observed.visits):
        for number, group in enumerate(observed.groups):
            every = observed.values[observed.group == number, visit]
            values = every[~np.isnan(every)]
            size = len(values)
            numbers: list[float | None] = [None] * 7
            if size:
                q1, middle, q3 = np.quantile(values, [0.25, 0.5, 0.75])
                sd = float(values.std(ddof=1)) if size > 1 else None
                numbers = [
                    float(values.mean()),
                    sd,
                    float(middle),
                    float(q1),
                    float(q3),
                    float(values.min()),
                    float(values.max()),
                ]
            found.append(
                Summary(group, name, len(every), size, len(every) - size, *numbers)
            )
    return tuple(found)


def measures_of(observed: Observations, settings: Settings) -> Measures:
    """Repeated measures for the mixed models; of pairs, their differences."""
    values, group, groups = observed.values, observed.group, observed.groups
    if settings.design is Design.PAIRED:
        values = np.column_stack(
            [
                _differences(observed, observed.values[:, visit])
                for visit in range(len(observed.visits))
            ]
        )
        group, groups = np.zeros(len(values), dtype=np.int64), ("",)
    return Measures(values, group, groups, observed.visits)


def _differences(observed: Observations, values: Floats) -> Floats:
    sides = []
    for number in (0, 1):
        side = np.full(int(observed.pair.max()) + 1, np.nan)
        rows = observed.group == number
        side[observed.pair[rows]] = values[rows]
        sides.append(side)
    return np.asarray(sides[0] - sides[1], dtype=np.float64)


def _models(
    observed: Observations, settings: Settings
) -> tuple[tuple[str, MixedModel], ...]:
    """Both mixed models; adjusted for baseline too, where it is known."""
    if len(observed.visits) < 2 or (
        settings.design is Design.PAIRED and len(observed.groups) != 2
    ):
        return ()
    plain = measures_of(observed, settings)
    found = [
        (model.key, model)
        for model in (
            random_intercept(plain, settings.level),
            unstructured(plain, settings.level),
        )
    ]
    if observed.baseline is not None and settings.design is not Design.PAIRED:
        later = observed.later
        adjusted = replace(
            plain,
            values=plain.values[:, later],
            visits=tuple(observed.visits[one] for one in later),
            baseline=observed.baseline,
        )
        if len(later) > 1:
            found += [
                (f"{model.key}_adjusted", model)
                for model in (
                    random_intercept(adjusted, settings.level),
                    unstructured(adjusted, settings.level),
                )
            ]
    return tuple(found)


def _families(contrasts: Sequence[Contrast], settings: Settings) -> tuple[Family, ...]:
    """P of the rank test and of the t test over all visits and pairs of groups."""
    values = [one for one in contrasts if one.outcome == "value"]
    if len(values) < 2:
        return ()
    keys: Mapping[str, str] = {
        "signed_rank": "Wilcoxon signed-rank test",
        "mean_difference": "t test of the mean difference",
    }
    if settings.design is Design.PARALLEL:
        keys = {
            "mann_whitney": "Mann-Whitney test",
            "mean_difference": "Welch's t test",
        }
    found = []
    for key, words in keys.items():
        tests: dict[str, float | None] = {}
        for one in values:
            name = f"{one.first} less {one.second}".removeprefix(" less ")
            result = one.result(key)
            tests[f"{name}, {one.visit}" if one.visit else name] = (
                result.p if result else None
            )
        if any(p is not None for p in tests.values()):
            found.append(family(f"{words}, all comparisons of the value", tests))
    return tuple(found)


def _sensitivity(
    observed: Observations,
    settings: Settings,
    models: Sequence[tuple[str, MixedModel]],
) -> tuple[Sensitivity, ...]:
    """The difference at the last visit: observed, carried forward, modelled."""
    later = observed.later
    if len(later) < 2 or len(observed.groups) != 2:
        return ()
    last = later[-1]
    found = []
    for key, words, values in (
        ("observed", "observed values only", observed.values[:, last]),
        (
            "locf",
            "last observation after baseline carried forward",
            carried_forward(observed.values[:, later])[:, -1],
        ),
    ):
        result: Result | None = None
        ranks: Result | None = None
        if settings.design is Design.PAIRED:
            first, second, _ = complete_pairs(observed, values, 0, 1)
            if len(first):
                result = paired_t(first - second, settings.level)
                ranks = signed_rank(first - second)
        else:
            samples = [
                values[(observed.group == one) & ~np.isnan(values)] for one in (0, 1)
            ]
            if min(len(one) for one in samples):
                result = welch(samples[0], samples[1], settings.level)
                ranks = mann_whitney(samples[0], samples[1])
        if result and ranks:
            found.append(
                Sensitivity(
                    key,
                    replace(result, missing=words),
                    replace(ranks, missing=words),
                )
            )
    for key, model in models:
        listing = model.means if settings.design is Design.PAIRED else model.differences
        name = observed.visits[last]
        found += [
            Sensitivity(key, one) for one in listing if one.key.split("|")[1] == name
        ]
    return tuple(found)


def _remarks(observed: Observations, settings: Settings) -> tuple[str, ...]:
    found = []
    if settings.design is Design.PARALLEL:
        found.append("differences are first group less second group")
    if settings.design is Design.PAIRED:
        found.append("differences are first less second within each pair")
        if len(observed.visits) > 1:
            found.append("mixed models are of the differences within pairs")
    if observed.baseline is not None:
        count = int(np.isnan(observed.baseline).sum())
        if count:
            found.append(f"without baseline, and so without change: {count}")
    return tuple(found)
