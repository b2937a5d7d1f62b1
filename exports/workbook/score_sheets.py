"""Score sheets, wide: a row a photograph, and a row a unit and visit."""

from collections import Counter

import pandas as pd

from exports.workbook.columns import (
    NOT_ASSESSABLE,
    Column,
    grades_unit,
    optional,
    texts,
    unit_columns,
    view_column,
    visit_columns,
)
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.protocol.analysis import Aggregation
from models.protocol.units import Unit, units_of
from models.scales.scale import Scale
from models.statistics import frames
from models.statistics.pairs import unit_values
from models.statistics.settling import settled


def photographs_sheet(study: Snapshot) -> TableSheet:
    """A row a photograph, a column for each scale and rater."""
    photographs = study.photographs
    side_of = study.protocol.side_of
    units = [Unit(one.subject, side_of(one.view)) for one in photographs]
    return TableSheet(
        "Score sheet photographs",
        "A photograph in each row, a column for each scale and rater.",
        (
            *unit_columns(study, units),
            *visit_columns(study, [one.visit for one in photographs]),
            view_column(study, [one.view for one in photographs]),
            *(
                Column(
                    f"{study.short_names[scale]} {rater}",
                    f"score of rater {rater} on {study.scales[scale].name}",
                    said,
                    Kind.MIXED,
                    unit=grades_unit(study.scales[scale]),
                    codes=f"a grade; “{NOT_ASSESSABLE}”; empty: no score",
                )
                for (scale, rater), said in _said(study).items()
            ),
        ),
        frozen=1,
    )


def visits_sheet(study: Snapshot) -> TableSheet:
    """A row a unit and visit: for each scale the value over raters and views."""
    plan = study.protocol
    planned = [visit.key for visit in plan.visits]
    there = units_of(plan, (subject.code for subject in study.subjects))
    units = [unit for unit in there for _ in planned]
    visits = planned * len(there)
    taken = Counter(
        (Unit(one.subject, plan.side_of(one.view)).name, one.visit)
        for one in study.photographs
    )
    names = [unit.name for unit in units]
    places = list(zip(names, visits, strict=True))
    values = unit_values(study.scores, plan.aggregation)
    return TableSheet(
        "Score sheet visits",
        f"A {plan.unit_noun} at a visit in each row: for each scale the "
        f"{_middle(plan.aggregation)} of all raters and views, and how many grades are "
        "in it.",
        (
            *unit_columns(study, units),
            *visit_columns(study, visits),
            Column(
                "photographs",
                "photographs there are",
                [taken[place] for place in places],
                Kind.NUMBER,
            ),
            *(
                column
                for scale in study.scales.values()
                for column in _value_columns(study, scale, places, values)
            ),
        ),
        frozen=1,
    )


def _said(study: Snapshot) -> dict[tuple[str, str], list[float | str | None]]:
    """By scale and rater, what was said of each photograph."""
    places = {
        (one.subject, one.visit, one.view): at
        for at, one in enumerate(study.photographs)
    }
    said: dict[tuple[str, str], list[float | str | None]] = {
        (scale, rater.code): [None] * len(places)
        for scale in study.scales
        for rater in study.raters
    }
    columns = (frames.SUBJECT, frames.VISIT, frames.VIEW, frames.SCALE, frames.RATER)
    rows = zip(
        *(texts(study.scores, column) for column in columns),
        optional(study.scores[frames.VALUE]),
        strict=True,
    )
    for subject, visit, view, scale, rater, grade in rows:
        place = places[subject, visit, view]
        said[scale, rater][place] = NOT_ASSESSABLE if grade is None else grade
    return said


def _middle(aggregation: Aggregation) -> str:
    """What the value over raters and views is called, as short as it may be."""
    both = {str(aggregation.views), str(aggregation.raters)}
    return both.pop() if len(both) == 1 else "value"


def _value_columns(
    study: Snapshot, scale: Scale, places: list[tuple[str, str]], values: pd.DataFrame
) -> list[Column]:
    """Value and number of the grades of a scale, one a place."""
    scores = settled(study.scores, study.protocol.aggregation)
    is_meant = (scores[frames.SCALE] == scale.key) & (
        scores[frames.KIND] == frames.GRADED
    )
    graded = scores.loc[is_meant, [frames.UNIT, frames.VISIT, frames.VALUE]]
    found = graded.groupby([frames.UNIT, frames.VISIT], observed=True)[frames.VALUE]
    counts = found.count().to_dict()
    of_scale = values[values[frames.SCALE] == scale.key]
    told = of_scale.set_index([frames.UNIT, frames.VISIT])[frames.VALUE].to_dict()
    how = study.protocol.aggregation
    middle = _middle(how)
    short = study.short_names[scale.key]
    return [
        Column(
            f"{short} {middle}",
            f"{how.views} over the views of each rater, then {how.raters} over the "
            f"raters, of the grades on {scale.name}",
            [told.get(place) for place in places],
            Kind.DECIMAL,
            unit=grades_unit(scale),
        ),
        Column(
            f"{short} n",
            f"how many grades are in that {middle}; “{NOT_ASSESSABLE}” is none",
            [counts.get(place, 0) for place in places],
            Kind.NUMBER,
        ),
    ]
