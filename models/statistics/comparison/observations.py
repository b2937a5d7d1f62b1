"""What is compared: values of units at visits, with groups, pairs and baseline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from models.errors import ExpectedError
from models.statistics.intervals import Floats, Ints
from models.words import listed

UNIT, PAIR, GROUP, VISIT = "unit", "pair", "group", "visit"
VALUE, BASELINE = "value", "baseline"
COLUMNS = (UNIT, PAIR, GROUP, VISIT, VALUE, BASELINE)

_BASELINES = ("baseline", "bl", "base", "visit0")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Observations:
    """Values of units at visits.

    Attributes:
        units: Names of the units.
        groups: Names of the groups; one, empty, where there is a single group.
        group: Number of the group of each unit.
        visits: Names of the visits in order; one, empty, where there is none.
        values: [unit, visit], NaN where there is none.
        pair: Number of the pair (the subject) of each unit.
        baseline: Baseline of each unit, NaN where there is none; None without one.
        baseline_visit: The visit that baseline was taken from, or empty.
    """

    units: tuple[str, ...]
    groups: tuple[str, ...]
    group: Ints
    visits: tuple[str, ...]
    values: Floats
    pair: Ints
    baseline: Floats | None = None
    baseline_visit: str = ""

    @property
    def later(self) -> list[int]:
        """Numbers of the visits that are compared: all but the baseline."""
        return [
            number
            for number, name in enumerate(self.visits)
            if not self.baseline_visit or name != self.baseline_visit
        ]


def observations(
    frame: pd.DataFrame, *, first: str = "", baseline_visit: str = ""
) -> Observations:
    """Arrange a long table.

    Groups are in the order of their names, numbers by size, so that the order of the
    rows changes nothing. Visits are ordered by the number in their name if each has
    its own, else as they come.

    Args:
        frame: COLUMNS; value and baseline are numbers or NaN; a row per unit and visit.
        first: The group that the others are taken from; else the first by name.
        baseline_visit: The visit that is the baseline; else the one that is called so.

    Raises:
        ExpectedError: There is no such group or visit.
    """
    groups = sorted(frame[GROUP].unique(), key=name_order)
    if first:
        if first not in groups:
            raise ExpectedError(
                f"There is no group “{first}” in the table.",
                hint=f"Its groups are {listed(groups)}.",
            )
        groups = [first, *(name for name in groups if name != first)]
    visits = visit_order(list(dict.fromkeys(frame[VISIT])))
    units = pd.factorize(frame[UNIT])
    pairs = pd.factorize(frame[PAIR])
    places = {name: number for number, name in enumerate(groups)}
    columns = {name: number for number, name in enumerate(visits)}
    size = len(units[1])
    group = np.zeros(size, dtype=np.int64)
    group[units[0]] = frame[GROUP].map(places).to_numpy(dtype=np.int64)
    pair = np.zeros(size, dtype=np.int64)
    pair[units[0]] = pairs[0]
    values = np.full((size, len(visits)), np.nan)
    at = frame[VISIT].map(columns).to_numpy(dtype=np.int64)
    values[units[0], at] = frame[VALUE].to_numpy(dtype=float)
    baseline = None
    if frame[BASELINE].notna().any():
        known = frame[BASELINE].notna().to_numpy()
        baseline = np.full(size, np.nan)
        baseline[units[0][known]] = frame[BASELINE].to_numpy(dtype=float)[known]
    arranged = Observations(
        tuple(str(one) for one in units[1]),
        tuple(groups),
        group,
        tuple(visits),
        values,
        pair,
        baseline,
    )
    return _with_baseline_visit(arranged, baseline_visit)


def name_order(name: str) -> tuple[int, float, str]:
    """What names are sorted by: numbers by size, then words."""
    return (0, float(name), "") if _NUMBER.fullmatch(name) else (1, 0.0, name)


def visit_order(visits: Sequence[str]) -> list[str]:
    """Visits in the order of the numbers in their names, a baseline first."""
    numbers = []
    for name in visits:
        found = _NUMBER.findall(name)
        if is_baseline(name):
            numbers.append(-np.inf)
        elif len(found) == 1:
            numbers.append(
                float(found[0].lstrip("-") if name[0].isalpha() else found[0])
            )
    if len(set(numbers)) < len(visits):
        return list(visits)
    return [visits[at] for at in np.argsort(numbers, kind="stable")]


def is_baseline(name: str) -> bool:
    """Whether a visit is called baseline."""
    return re.sub(r"[\W_]+", "", name).casefold() in _BASELINES


def _with_baseline_visit(given: Observations, asked: str) -> Observations:
    if asked and asked not in given.visits:
        raise ExpectedError(
            f"There is no visit “{asked}” in the table.",
            hint=f"Its visits are {listed(given.visits)}.",
        )
    named = [name for name in given.visits if is_baseline(name)]
    name = asked or (named[0] if named and len(given.visits) > 1 else "")
    if not name:
        return given
    baseline = given.baseline
    if baseline is None:
        baseline = given.values[:, given.visits.index(name)]
    return replace(given, baseline=baseline, baseline_visit=name)
