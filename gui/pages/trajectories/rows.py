"""The table under the plots, as text. No Qt."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from models.statistics.frames import SCALE, VISIT
from models.statistics.panels import Panel, value_text
from models.statistics.trajectories import (
    GROUP,
    MEASURE,
    NOTE,
    SD,
    Measure,
    Trajectories,
)


@dataclass(frozen=True)
class TableRow:
    """A row of the table under the plots, as text.

    Attributes:
        scale: Short name of the scale.
        group: Name of the group.
        visit: Name of the visit.
        day: Its day.
        n: Units analysed.
        subjects: Units of the group.
        centre: Mean or median.
        interval: Its interval, "0.90 to 1.60".
        sd: Standard deviation.
        note: Why a number is absent.
        place: Key of the series, name of the group, key of the visit.
    """

    scale: str
    group: str
    visit: str
    day: int
    n: int
    subjects: int
    centre: str
    interval: str
    sd: str
    note: str
    place: tuple[str, str, str] = ("", "", "")


def table_rows(
    shown: Trajectories, figure: Sequence[Panel], measure: Measure
) -> list[TableRow]:
    """The table of what is shown, in the words of the page."""
    names = {visit.key: visit.name for visit in shown.visits}
    table = shown.table[shown.table[MEASURE] == str(measure)]
    place = zip(table[SCALE], table[GROUP], table[VISIT], strict=True)
    beside = dict(zip(place, zip(table[SD], table[NOTE], strict=True), strict=True))
    return [
        TableRow(
            scale=panel.title,
            group=line.group,
            visit=names[point.visit],
            day=point.day,
            n=point.n,
            subjects=point.subjects,
            centre=value_text(point.centre),
            interval=_interval(point.lower, point.upper),
            sd=value_text(sd),
            note=note,
            place=(panel.scale, line.group, point.visit),
        )
        for panel in figure
        for line in panel.series
        for point in line.points
        for sd, note in [beside[panel.scale, line.group, point.visit]]
    ]


def _interval(lower: float, upper: float) -> str:
    if math.isnan(lower):
        return "–"
    return f"{value_text(lower)} to {value_text(upper)}"
