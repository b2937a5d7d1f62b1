"""Repeated measures: mixed models of visit and group, fitted by restricted likelihood.

Two models with the same effects, a mean for every visit in every group: one with a
random intercept for each subject (all visits equally correlated), one with an
unstructured covariance of the visits (MMRM). Values that are missing stay missing: the
models use what there is of every subject, which is unbiased if what is missing depends
on nothing but what was seen. Degrees of freedom are Satterthwaite's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import optimize

from models.statistics.comparison.repeated_contrasts import Contrasts
from models.statistics.comparison.repeated_sums import (
    Pattern,
    fit,
    patterns,
)
from models.statistics.comparison.results import Result
from models.statistics.intervals import LEVEL, Flags, Floats, Ints

MOST_VISITS = 12
"""Visits up to which the unstructured covariance is fitted: 78 parameters."""


@dataclass(frozen=True)
class Measures:
    """Repeated measures of subjects.

    Attributes:
        values: [subject, visit], NaN where there is none.
        group: Number of the group of each subject.
        groups: Names of the groups.
        visits: Names of the visits.
        baseline: A covariate of each subject, or None.
    """

    values: Floats
    group: Ints
    groups: tuple[str, ...]
    visits: tuple[str, ...]
    baseline: Floats | None = None


@dataclass(frozen=True)
class MixedModel:
    """A fitted mixed model.

    Attributes:
        key: Its name in JSON.
        method: Model and method in words.
        subjects: Subjects with at least one value.
        observations: Values used.
        deviance: -2 log restricted likelihood; None where nothing was fitted.
        covariance: [visit, visit], as fitted.
        means: Mean of each group at each visit.
        differences: Of the groups at each visit; with one group, the change from the
            first visit.
        remarks: What to know, and why there is no model if there is none.
    """

    key: str
    method: str
    subjects: int
    observations: int
    deviance: float | None = None
    covariance: tuple[tuple[float, ...], ...] = ()
    means: tuple[Result, ...] = ()
    differences: tuple[Result, ...] = ()
    remarks: tuple[str, ...] = ()


class _NoModelError(Exception):
    """The data do not allow the model; the text says why."""


def random_intercept(given: Measures, level: float = LEVEL) -> MixedModel:
    """The mixed model with a random intercept for each subject."""
    method = (
        "mixed model, visit × group" + _covariate(given) + ", random intercept for "
        "each subject, REML, degrees of freedom by Satterthwaite"
    )
    return _model(given, "random_intercept", method, level)


def unstructured(given: Measures, level: float = LEVEL) -> MixedModel:
    """The mixed model with an unstructured covariance of the visits (MMRM)."""
    method = (
        "MMRM: visit × group" + _covariate(given) + ", unstructured covariance of the "
        "visits, REML, degrees of freedom by Satterthwaite"
    )
    return _model(given, "mmrm", method, level)


def _covariate(given: Measures) -> str:
    return "" if given.baseline is None else " and baseline (one slope)"


def _model(given: Measures, key: str, method: str, level: float) -> MixedModel:
    used = _with_values(given)
    count = int((~np.isnan(used.values)).sum())
    subjects = len(used.values)
    try:
        return _fitted(used, key, method, level)
    except _NoModelError as why:
        return MixedModel(key, method, subjects, count, remarks=(str(why),))
    except np.linalg.LinAlgError:
        why_not = "the values do not determine the model: too few, or all on a line"
        return MixedModel(key, method, subjects, count, remarks=(why_not,))


def _with_values(given: Measures) -> Measures:
    """Subjects with a value (and the covariate), visits and groups with a subject."""
    keep = ~np.isnan(given.values).all(axis=1)
    if given.baseline is not None:
        keep &= ~np.isnan(given.baseline)
    values = given.values[keep]
    visits = np.flatnonzero(~np.isnan(values).all(axis=0))
    group = given.group[keep]
    present = np.unique(group)
    baseline = None if given.baseline is None else given.baseline[keep]
    if baseline is not None and len(baseline):
        baseline = baseline - baseline.mean()
    return Measures(
        values[:, visits],
        np.searchsorted(present, group),
        tuple(given.groups[one] for one in present),
        tuple(given.visits[one] for one in visits),
        baseline,
    )


def _fitted(used: Measures, key: str, method: str, level: float) -> MixedModel:
    visits = len(used.visits)
    if visits < 2:
        raise _NoModelError("a mixed model needs values at two visits at least")
    seen = ~np.isnan(used.values)
    cells = np.full((len(used.groups), visits), -1)
    number = 0
    for group in range(len(used.groups)):
        for visit in range(visits):
            if seen[used.group == group, visit].any():
                cells[group, visit] = number
                number += 1
    effects = number + (used.baseline is not None)
    count = int(seen.sum())
    if len(used.values) <= len(used.groups) + 1 or count <= effects + 1:
        raise _NoModelError("too few subjects for a mixed model")
    if used.baseline is not None and float(np.ptp(used.baseline)) == 0:
        raise _NoModelError("baseline is equal for all: nothing to adjust for")
    scale = _scale(used, cells)
    sums = patterns(
        used.values / scale,
        used.group,
        None if used.baseline is None else used.baseline / scale,
        cells,
    )
    if key == "mmrm":
        covariance, basis = _unstructured(sums, used.values / scale, cells, used.group)
    else:
        covariance, basis = _intercept(sums, visits, count - effects)
    found = fit(sums, covariance)
    spread = _parameter_spread(sums, covariance, basis)
    contrasts = Contrasts(
        sums, found, basis, spread, scale, count - effects, level, method
    )
    remarks: tuple[str, ...] = ()
    if spread is None:
        remarks = (
            "the random intercept has no variance: residual degrees of freedom"
            if key != "mmrm"
            else "the covariance is at its bound: residual degrees of freedom",
        )
    means, differences = _estimates(used, cells, seen, contrasts, effects)
    deviance = found.deviance + 2 * (count - effects) * float(np.log(scale))
    if used.baseline is not None:
        # Dividing the covariate too has changed the determinant of the design.
        deviance += 2 * float(np.log(scale))
    return MixedModel(
        key,
        method,
        len(used.values),
        count,
        deviance,
        tuple(tuple(float(one) for one in row) for row in covariance * scale**2),
        means,
        differences,
        remarks,
    )


def _scale(used: Measures, cells: Ints) -> float:
    """The spread within cells; values are divided by it while fitting."""
    left = used.values.copy()
    for group in range(len(used.groups)):
        rows = used.group == group
        for visit in np.flatnonzero(cells[group] >= 0):
            left[rows, visit] -= np.nanmean(left[rows, visit])
    spread = float(np.sqrt(np.nanmean(left**2)))
    largest = float(np.nanmax(np.abs(used.values)))
    if spread <= 1e-12 * max(1e-300, largest):
        raise _NoModelError("no spread within visits and groups: nothing to model")
    return spread


def _intercept(
    sums: Sequence[Pattern], visits: int, df: int
) -> tuple[Floats, list[Floats]]:
    """The covariance with a random intercept; its basis has one matrix at the bound."""
    one, ones = np.eye(visits), np.ones((visits, visits))

    def profiled(ratio: float) -> tuple[float, float]:
        found = fit(sums, one + ratio * ones)
        # y'Py follows from the derivative by a common factor of the covariance.
        shape = one + ratio * ones
        left = df - float((found.slope * shape).sum())
        return left / df, found.deviance - left + df + df * float(np.log(left / df))

    def deviance(share: float) -> float:
        return profiled(share / (1 - share))[1]

    best = optimize.minimize_scalar(
        deviance, bounds=(0.0, 1 - 1e-9), method="bounded", options={"xatol": 1e-12}
    )
    share = float(best.x)
    if share < 1e-6 or deviance(0.0) <= float(best.fun):
        return profiled(0.0)[0] * one, [one]
    ratio = share / (1 - share)
    if ratio > 1e8:
        raise _NoModelError("the visits of each subject differ by nothing but a shift")
    return profiled(ratio)[0] * (one + ratio * ones), [one, ones]


def _unstructured(
    sums: Sequence[Pattern], values: Floats, cells: Ints, group: Ints
) -> tuple[Floats, list[Floats]]:
    visits = values.shape[1]
    if visits > MOST_VISITS:
        raise _NoModelError(
            f"more than {MOST_VISITS} visits: the covariance is not left unstructured"
        )
    seen = ~np.isnan(values)
    together = seen.T.astype(float) @ seen.astype(float)
    if (together < 2).any():
        raise _NoModelError(
            "two visits have fewer than two subjects in common: their covariance "
            "cannot be estimated"
        )
    if len(values) < visits + len(cells):
        raise _NoModelError(
            "fewer subjects than visits and groups: the covariance cannot be estimated"
        )
    rows, columns = np.tril_indices(visits)
    is_diagonal = rows == columns

    size = len(values)

    def covariance_of(parameters: Floats) -> tuple[Floats, Floats]:
        lower = np.zeros((visits, visits))
        lower[rows, columns] = np.where(
            is_diagonal, np.exp(np.clip(parameters, -30, 30)), parameters
        )
        return lower @ lower.T, lower

    def deviance(parameters: Floats) -> tuple[float, Floats]:
        covariance, lower = covariance_of(parameters)
        try:
            found = fit(sums, covariance)
        except np.linalg.LinAlgError:
            return 1e12, np.zeros(len(parameters))
        slope = 2 * (found.slope @ lower)[rows, columns] / size
        steep = slope * np.exp(np.clip(parameters, -30, 30))
        return found.deviance / size, np.where(is_diagonal, steep, slope)

    start = np.where(is_diagonal, np.log(np.sqrt(0.5)), 0.0)
    start[columns == 0] = np.where(is_diagonal[columns == 0], 0.0, 0.5**0.5)
    best = optimize.minimize(
        deviance,
        start,
        jac=True,
        method="BFGS",
        options={"gtol": 1e-9, "maxiter": 2000},
    )
    covariance, _ = covariance_of(best.x)
    sizes = np.sqrt(np.diag(covariance))
    smallest = float(np.linalg.eigvalsh(covariance / np.outer(sizes, sizes)).min())
    if float(np.abs(best.jac).max()) > 1e-5 or smallest < 1e-9 or best.fun >= 1e12:
        raise _NoModelError(
            "the likelihood has no maximum inside: the covariance of the visits "
            "cannot be estimated"
        )
    basis = []
    for row, column in zip(rows, columns, strict=True):
        matrix = np.zeros((visits, visits))
        matrix[row, column] = matrix[column, row] = 1
        basis.append(matrix)
    return covariance, basis


def _parameter_spread(
    sums: Sequence[Pattern], covariance: Floats, basis: list[Floats]
) -> Floats | None:
    """Covariance of the variance parameters: twice the inverse of the curvature.

    The curvature is the central difference of the exact derivative.

    Returns:
        None where an estimate is at its bound.
    """
    if len(basis) == 1:
        return None
    step = 1e-5 * float(np.diag(covariance).mean())
    curvature = np.zeros((len(basis), len(basis)))
    for number, matrix in enumerate(basis):
        up = fit(sums, covariance + step * matrix).slope
        down = fit(sums, covariance - step * matrix).slope
        for other, second in enumerate(basis):
            curvature[number, other] = float(((up - down) * second).sum()) / (2 * step)
    curvature = (curvature + curvature.T) / 2
    if float(np.linalg.eigvalsh(curvature).min()) <= 0:
        return None
    return np.asarray(2 * np.linalg.inv(curvature), dtype=np.float64)


def _estimates(
    used: Measures, cells: Ints, seen: Flags, contrasts: Contrasts, effects: int
) -> tuple[tuple[Result, ...], tuple[Result, ...]]:
    """Means of all cells, and differences of the groups at each visit."""
    sizes = np.array(
        [seen[used.group == group].sum(axis=0) for group in range(len(used.groups))]
    )
    unit = np.eye(effects)
    means = tuple(
        contrasts.result(
            f"mean|{visit}|{name}",
            f"{name}, {visit}" if name else visit,
            (int(sizes[group, place]),),
            unit[cells[group, place]],
        )
        for place, visit in enumerate(used.visits)
        for group, name in enumerate(used.groups)
        if cells[group, place] >= 0
    )
    differences: list[Result] = []
    for place, visit in enumerate(used.visits):
        if len(used.groups) == 1 and place and min(cells[0, [0, place]]) >= 0:
            differences.append(
                contrasts.result(
                    f"change|{visit}|{used.visits[0]}",
                    f"{visit} less {used.visits[0]}",
                    (int(sizes[0, place]),),
                    unit[cells[0, place]] - unit[cells[0, 0]],
                )
            )
        for one in range(len(used.groups)):
            for two in range(one + 1, len(used.groups)):
                if min(cells[one, place], cells[two, place]) < 0:
                    continue
                differences.append(
                    contrasts.result(
                        f"difference|{visit}|{used.groups[one]}|{used.groups[two]}",
                        f"{used.groups[one]} less {used.groups[two]}, {visit}",
                        (int(sizes[one, place]), int(sizes[two, place])),
                        unit[cells[one, place]] - unit[cells[two, place]],
                    )
                )
    return means, tuple(differences)
