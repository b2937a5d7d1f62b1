"""What trajectories leave out, place by place, with the reason."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd

from models.protocol.protocol import Protocol
from models.statistics.cells import Axes, cells_of
from models.statistics.intervals import Floats, Ints
from models.statistics.series import Series


class Reason(StrEnum):
    """Why a unit has no number in the plot of a series at a visit."""

    NO_GROUP = "it belongs to no group"
    NO_PHOTOGRAPH = "there is no photograph"
    NOT_ASSESSABLE = "no photograph of it could be assessed"
    NOT_SCORED = "its photographs are not scored yet"
    NO_VALUE = "no value was entered"
    NO_BASELINE = "it has a value and no baseline: no change from there"
    ZERO_BASELINE = "its baseline is 0: no change in per cent"


@dataclass(frozen=True)
class Exclusion:
    """A unit that a series leaves out at a visit.

    Attributes:
        series: Short name of the series.
        unit: Name of the unit.
        visit: Name of the visit.
        day: Its day.
        reason: Why.
    """

    series: str
    unit: str
    visit: str
    day: int
    reason: Reason


def exclusions(
    scores: pd.DataFrame,
    protocol: Protocol,
    series: Sequence[Series],
    groups: Mapping[str, str] | None,
    *,
    units: Sequence[str] = (),
    photographs: pd.DataFrame | None = None,
) -> list[Exclusion]:
    """Everything planned that is not in the plots, in the order of the protocol.

    Args:
        scores: The score frame, with values beside photographs.
        protocol: Tells what is planned.
        series: What is followed.
        groups: Group of each unit; None for one group.
        units: Names of all units of the study.
        photographs: The photograph frame.
    """
    met = {*units, *scores["unit"].astype(str).unique()}
    together = dict.fromkeys(met, "") if groups is None else groups
    axes = Axes.of(protocol, met, together, series=series)
    cells = cells_of(scores, photographs, axes, protocol.aggregation)
    found: list[Exclusion] = []
    for number, one in enumerate(series):
        reasons = _reasons(number, axes, cells.values, cells.photographs)
        seen = cells.not_assessable[number] > 0
        for unit, visit, reason in reasons:
            if reason is Reason.NOT_SCORED and seen[unit, visit]:
                reason = Reason.NOT_ASSESSABLE
            where = protocol.visits[visit]
            name = axes.units[unit]
            found.append(Exclusion(one.short, name, where.name, where.day, reason))
    return found


def _reasons(
    number: int, axes: Axes, values: Floats, photographs: Ints
) -> Iterator[tuple[int, int, Reason]]:
    """Unit, visit and reason of one series."""
    there = ~np.isnan(values[number])
    has_group = axes.group >= 0
    start = axes.baseline
    has_start = bool(axes.scheduled[number, start])
    for visit in np.flatnonzero(axes.scheduled[number]):
        for unit in range(len(axes.units)):
            if there[unit, visit] and not has_group[unit]:
                yield unit, int(visit), Reason.NO_GROUP
            elif not there[unit, visit]:
                reason = _absence(number, unit, int(visit), axes, photographs)
                yield unit, int(visit), reason
            elif has_start and visit > start and not there[unit, start]:
                yield unit, int(visit), Reason.NO_BASELINE
            elif has_start and visit > start and values[number, unit, start] == 0:
                yield unit, int(visit), Reason.ZERO_BASELINE


def _absence(
    number: int, unit: int, visit: int, axes: Axes, photographs: Ints
) -> Reason:
    if not axes.photographed[number]:
        return Reason.NO_VALUE
    if not photographs[number, unit, visit]:
        return Reason.NO_PHOTOGRAPH
    return Reason.NOT_SCORED
