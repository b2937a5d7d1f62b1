"""The row of the study itself, taken out of its trajectories.

Only where the allocation is open: before that there are no groups to compare.
"""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from models.statistics.evidence.collection import Own
from models.statistics.frames import SCALE, SUBJECT, VALUE, VISIT
from models.statistics.trajectories import (
    GROUP,
    MEAN,
    MEASURE,
    SD,
    Measure,
    N,
    Trajectories,
)
from models.words import counted

LEAST = 2
"""Subjects that a group needs."""

TOO_FEW = "too few values"


def own_choices(shown: Trajectories) -> dict[str, tuple[str, ...]]:
    """Keys of the visits at which each series can be compared, by key of the series.

    Args:
        shown: The trajectories by arm.
    """
    if not shown.is_grouped or len(shown.groups) < LEAST:
        return {}
    table = shown.table
    there = table[(table[MEASURE] == str(Measure.SCORE)) & (table[N] >= LEAST)]
    found: dict[str, tuple[str, ...]] = {}
    for series in shown.scales:
        counts = there[there[SCALE] == series.key].groupby(VISIT)[GROUP].nunique()
        visits = tuple(
            visit.key for visit in shown.visits if counts.get(visit.key, 0) >= LEAST
        )
        if visits:
            found[series.key] = visits
    return found


def own_cells(shown: Trajectories, own: Own) -> dict[str, str]:
    """The cells of the study's own row: numbers, design and a note; no name.

    Sides are compared within subjects who have a value on both.

    Args:
        shown: The trajectories by arm.
        own: What is taken from them.

    Returns:
        Cells by column; without numbers where a group has fewer than LEAST values.
    """
    numbers = _paired(shown, own) if shown.has_sides else _parallel(shown, own)
    series = next((s.short for s in shown.scales if s.key == own.series), own.series)
    visit = next((v.name for v in shown.visits if v.key == own.visit), own.visit)
    what = "value"
    if own.measure is Measure.CHANGE:
        what = f"change from {shown.baseline.name}"
    return {**numbers, "note": f"This study: {series}, {visit}, {what}"}


def own_words(shown: Trajectories, own: Own) -> str:
    """How many subjects the row rests on: "12 and 11 subjects"."""
    cells = own_cells(shown, own)
    if "n" in cells:
        return counted(int(float(cells["n"])), "subject")
    if "n1" not in cells:
        return TOO_FEW
    return f"{cells['n1']} and {cells['n2']} subjects"


def _parallel(shown: Trajectories, own: Own) -> dict[str, str]:
    table = shown.table
    here = table[
        (table[SCALE] == own.series)
        & (table[VISIT] == own.visit)
        & (table[MEASURE] == str(own.measure))
    ]
    found = {}
    for side, group in (("1", own.first), ("2", own.second)):
        for _, row in here[here[GROUP] == group].iterrows():
            if row[N] >= LEAST and not math.isnan(row[SD]):
                found[f"n{side}"] = str(int(row[N]))
                found[f"mean{side}"] = repr(float(row[MEAN]))
                found[f"sd{side}"] = repr(float(row[SD]))
    return found


def _paired(shown: Trajectories, own: Own) -> dict[str, str]:
    lines = shown.lines
    here = lines[
        (lines[SCALE] == own.series)
        & (lines[VISIT] == own.visit)
        & (lines[MEASURE] == str(own.measure))
    ]
    first, second = (
        _by_subject(here[here[GROUP] == g]) for g in (own.first, own.second)
    )
    both = sorted(first.keys() & second.keys())
    if len(both) < LEAST:
        return {"design": "paired"}
    one = np.array([first[subject] for subject in both])
    other = np.array([second[subject] for subject in both])
    cells = {
        "design": "paired",
        "n": str(len(both)),
        "mean1": repr(float(one.mean())),
        "sd1": repr(float(one.std(ddof=1))),
        "mean2": repr(float(other.mean())),
        "sd2": repr(float(other.std(ddof=1))),
        "sd_diff": repr(float((one - other).std(ddof=1))),
    }
    if one.std() > 0 and other.std() > 0:
        correlation = float(np.corrcoef(one, other)[0, 1])
        if abs(correlation) < 1:
            cells["correlation"] = repr(correlation)
    return cells


def _by_subject(lines: pd.DataFrame) -> Mapping[str, float]:
    told = zip(lines[SUBJECT].astype(str), lines[VALUE].astype(float), strict=True)
    return dict(told)
