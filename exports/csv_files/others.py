"""Subjects, values beside photographs, adverse events and trajectories as tables."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from exports.csv_files.columns import (
    YES_NO,
    coded,
    group_column,
    number,
    unit_columns,
    visit_columns,
    yes_no,
)
from exports.csv_files.options import Values
from exports.delimited import Column, Kind, Level, Table, Value
from exports.names import Names
from exports.source import Source
from exports.tables import trajectory_frame
from models.protocol.assessments import Assessor
from models.protocol.protocol import SIDES
from models.protocol.units import Unit
from models.store.measure_records import (
    AdverseEvent,
    EventOutcome,
    Relation,
    Severity,
)
from models.words import number_text


def subjects_table(source: Source) -> Table:
    """A row for every subject: site, group, days of the visits, eligibility."""
    codes = [one.code for one in source.subjects]
    columns = [
        Column("subject", "code of the subject", codes),
        Column("site", "code of the site", [one.site for one in source.subjects]),
    ]
    sides = SIDES if source.protocol.has_sides else ("",)
    if source.edition.has_groups:
        for side in sides:
            groups = [source.group(Unit(code, side)) for code in codes]
            name = f"group_{side}" if side else "group"
            of = f"{side} side" if side else ""
            columns.append(group_column(source, groups, name, of))
    names = Names(longest=60)
    for visit in source.protocol.visits:
        kept = [source.dates.get((code, visit.key), "") for code in codes]
        name = names.name(f"date_{visit.key}")
        meaning = f"day on which {visit.name} was kept"
        columns.append(Column(name, meaning, kept, kind=Kind.DATE))
    for rule in source.protocol.eligibility:
        if rule.is_answered:
            answers = [source.answers.get((code, rule.key)) for code in codes]
            said = ["" if a is None else "yes" if a else "no" for a in answers]
            name = names.name(f"rule_{rule.key}")
            columns.append(Column(name, rule.text, said, codes=YES_NO))
    return Table("subjects", "A row for every subject.", tuple(columns))


def measurements_table(source: Source, shown: Values) -> Table:
    """A row for every value beside the photographs."""
    rows = source.measured
    series = [source.series[one.series] for one in rows]
    beside = [one for one in source.series.values() if not one.is_from_photographs]
    names = {one.key: one.name for one in beside}
    both = list(zip(series, rows, strict=True))
    given: list[Value] = [one.value for one in rows]
    columns = [
        *unit_columns(source, [one.unit for one in rows]),
        *visit_columns(
            source, [r.visit for r in rows], [r.unit.subject for r in rows], shown
        ),
        *coded("series", "what was assessed", [r.series for r in rows], names, shown),
        Column(
            "given_by",
            "who gave the value",
            [str(one.by) for one in series],
            codes={str(one): str(one) for one in Assessor},
        ),
        number("value", "the value; of a scale its grade", given),
    ]
    if any(one.coding for one in beside):
        reported: list[Value] = [one.reported(row.value) for one, row in both]
        meaning = "number of the grade in the coding that the study reports"
        columns.append(number("code", meaning, reported))
    if shown.has_labels:
        words = [one.label(row.value) for one, row in both]
        columns.append(Column("value_label", "grade, in words", words))
    columns += [
        Column("value_unit", "unit of the value", [one.unit for one in series]),
        Column("not_done", "why there is no value", [one.reason for one in rows]),
        Column("parts", "entries of a composite", [_parts(r.parts) for r in rows]),
        Column("entered_for", "who gave it, as a code", [one.by for one in rows]),
        Column("comment", "comment", [one.comment for one in rows]),
        Column("entered_at", "UTC time of the entry", [one.at for one in rows]),
    ]
    title = "A row for every value that is not scored from a photograph."
    return Table("measurements", title, tuple(columns))


def _parts(parts: Mapping[str, float]) -> str:
    return "; ".join(f"{key} = {number_text(value)}" for key, value in parts.items())


def events_table(source: Source) -> Table:
    """A row for every adverse event that stands."""
    rows = source.events
    units = [_unit(source, one) for one in rows]
    numbers: list[Value] = [one.number for one in rows]
    onsets: list[Value] = [_day(source, one) for one in rows]
    anchor = source.protocol.anchor
    return Table(
        "adverse-events",
        "A row for every adverse event; withdrawn entries are left out.",
        (
            *unit_columns(source, units),
            number("number", "number of the event", numbers, level=Level.NOMINAL),
            Column("term", "what happened, as entered", [one.term for one in rows]),
            Column("onset", "day it began", [o.onset for o in rows], kind=Kind.DATE),
            Column("ended", "day it ended", [o.ended for o in rows], kind=Kind.DATE),
            number(
                "onset_day",
                f"day it began, counted from the {anchor} where its day is known",
                onsets,
                unit="days",
            ),
            Column(
                "severity",
                "how strong it was",
                [str(one.severity) for one in rows],
                level=Level.ORDINAL,
                codes={str(one): str(one) for one in Severity},
            ),
            Column(
                "relation",
                "how likely it comes from the treatment",
                [str(one.relation) for one in rows],
                level=Level.ORDINAL,
                codes={str(one): str(one) for one in Relation},
            ),
            Column(
                "outcome",
                "how it went out",
                [str(one.outcome) for one in rows],
                codes={str(one): str(one) for one in EventOutcome},
            ),
            yes_no("serious", "whether it was serious", [o.serious for o in rows]),
            Column("place", "where on the body", [one.place for one in rows]),
            Column("comment", "comment", [one.comment for one in rows]),
        ),
    )


def _unit(source: Source, event: AdverseEvent) -> Unit:
    """The unit an event is of: the subject, where no side is told or compared."""
    return Unit(event.subject, event.side if source.protocol.has_sides else "")


def _day(source: Source, event: AdverseEvent) -> int | None:
    """Days from the anchor day, where a visit of day 0 has its date."""
    anchors = [visit.key for visit in source.protocol.visits if visit.day == 0]
    kept = source.dates.get((event.subject, anchors[0]), "") if anchors else ""
    if not kept or not event.onset:
        return None
    try:
        return (date.fromisoformat(event.onset) - date.fromisoformat(kept)).days
    except ValueError:
        return None  # a day that is known to the month or year only


def trajectories_table(source: Source) -> Table:
    """The table of trajectories, as the program shows it."""
    frame = trajectory_frame(source.trajectories)
    columns = tuple(_column(frame, name) for name in frame.columns)
    title = (
        "A row for every scale, group, visit and measure: the course of each group, "
        "missing values left out."
    )
    return Table("trajectories", title, columns)


def _column(frame: pd.DataFrame, name: str) -> Column:
    values = [_value(one) for one in frame[name].tolist()]
    meaning = _MEANINGS[name]
    if pd.api.types.is_numeric_dtype(frame[name]):
        return number(name, meaning, values)
    return Column(name, meaning, values)


def _value(value: object) -> Value:
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, int | float | np.number):
        return None if value != value else float(value)
    return str(value)


_MEANINGS = {
    "scale": "key of the scale",
    "scale_name": "name of the scale",
    "group": "group",
    "visit": "key of the visit",
    "visit_name": "name of the visit",
    "day": "planned day of the visit",
    "measure": "score, or change from baseline",
    "subjects": "subjects of the group",
    "sides": "sides of the group",
    "n": "how many are analysed",
    "missing": "how many have no value here",
    "no_baseline": "how many have a value and no baseline to change from",
    "mean": "mean",
    "sd": "standard deviation",
    "lower": "lower bound of the interval of the mean",
    "upper": "upper bound of the interval of the mean",
    "median": "median",
    "median_lower": "lower bound of the interval of the median",
    "median_upper": "upper bound of the interval of the median",
    "median_coverage": "coverage of the interval of the median",
    "note": "why a number is absent",
}
