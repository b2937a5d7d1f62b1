"""What stands behind a point of the plots: its units, their values, photographs. No Qt.

A subject stands here by its code alone, as in the plots themselves.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from models.protocol.protocol import Protocol
from models.protocol.units import Unit, unit_named
from models.statistics.frames import SCALE, UNIT, VALUE, VISIT
from models.statistics.panels import value_text
from models.statistics.trajectories import GROUP, MEASURE, Measure, Trajectories
from models.store.records import Photograph


@dataclass(frozen=True)
class PickedUnit:
    """A unit of the group whose point was picked.

    Attributes:
        unit: The subject or side.
        score: Its value at the visit, as text.
        change: Its change from baseline, as text.
        photographs: Of it at the baseline and at the visit, in this order.
    """

    unit: Unit
    score: str
    change: str
    photographs: tuple[Photograph, ...]


@dataclass(frozen=True)
class PickedPoint:
    """A point of a group at a visit.

    Attributes:
        title: Series, visit and group.
        visit: Key of the visit.
        units: Its units that have a value there, the largest change first.
        first: Place among them of the one that was clicked.
    """

    title: str
    visit: str
    units: tuple[PickedUnit, ...]
    first: int = 0


def picked_point(
    shown: Trajectories,
    protocol: Protocol,
    photographs: Sequence[Photograph],
    place: tuple[str, str, str],
    unit: str = "",
) -> PickedPoint:
    """What stands behind a point.

    Args:
        shown: The trajectories.
        protocol: Tells which views show which side.
        photographs: Every stored photograph.
        place: Key of the series, name of the group, key of the visit.
        unit: Name of the unit that was clicked, or empty.
    """
    scale, group, visit = place
    lines = shown.lines
    here = lines[
        (lines[SCALE] == scale) & (lines[GROUP] == group) & (lines[VISIT] == visit)
    ]
    scores = _values(here[here[MEASURE] == str(Measure.SCORE)])
    changes = _values(here[here[MEASURE] == str(Measure.CHANGE)])
    visits = tuple(dict.fromkeys((shown.baseline.key, visit)))
    sides = {view.key: view.side for view in protocol.views}
    names = sorted(scores, key=lambda name: (-abs(changes.get(name, 0.0)), name))
    by_subject: dict[str, list[Photograph]] = {}
    for one in photographs:
        if one.visit in visits:
            by_subject.setdefault(one.subject, []).append(one)
    found = []
    for name in names:
        whose = unit_named(name, has_sides=shown.has_sides)
        own = [
            one
            for one in by_subject.get(whose.subject, [])
            if not whose.side or sides.get(one.view, "") in ("", whose.side)
        ]
        own.sort(key=lambda one: (visits.index(one.visit), one.view))
        found.append(
            PickedUnit(
                whose,
                value_text(scores[name]),
                value_text(changes.get(name, math.nan)),
                tuple(own),
            )
        )
    series = next(one.short for one in shown.scales if one.key == scale)
    where = next(one.name for one in shown.visits if one.key == visit)
    words = [series, where, *([group] if shown.is_grouped else [])]
    first = names.index(unit) if unit in names else 0
    return PickedPoint(" · ".join(words), visit, tuple(found), first)


def _values(lines: pd.DataFrame) -> Mapping[str, float]:
    return dict(zip(lines[UNIT].astype(str), lines[VALUE].astype(float), strict=True))
