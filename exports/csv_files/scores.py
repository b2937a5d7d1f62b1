"""Scores as CSV tables: a row a score, and a row a unit and visit."""

from collections import Counter

from exports.csv_files.columns import (
    coded,
    number,
    unit_columns,
    visit_columns,
    yes_no,
)
from exports.csv_files.options import Values
from exports.delimited import Column, Level, Table, Value
from exports.names import Names
from exports.series import Series
from exports.source import Observation, Source
from models.protocol.units import Unit
from models.statistics import frames
from models.statistics.pairs import unit_values

GRADE = "grade"
NOT_ASSESSABLE = "not-assessable"
STATUSES = {GRADE: "graded", NOT_ASSESSABLE: "not assessable"}
LONG = "scores-long"


def scores_long(source: Source, shown: Values) -> Table:
    """A row for every score that counts, hidden repeats among them."""
    rows = source.scored
    plan = source.protocol
    visits = [one.visit for one in rows]
    views = {view.key: view.name for view in plan.views}
    scales = {key: one.name for key, one in _photographed(source).items()}
    columns: list[Column] = [
        *unit_columns(source, [one.unit for one in rows]),
        *visit_columns(source, visits, [one.unit.subject for one in rows], shown),
        yes_no(
            "scheduled",
            "whether the protocol analyses the scale at the visit",
            [plan.is_scheduled(one.series, one.visit) for one in rows],
        ),
        *coded("view", "view of the photograph", [r.view for r in rows], views, shown),
        *coded("scale", "scale", [one.series for one in rows], scales, shown),
        Column("rater", "code of the rater", [one.by for one in rows]),
        *_score_columns(source, rows, shown),
        *coded(
            "status",
            "whether a grade was given",
            [NOT_ASSESSABLE if one.value is None else GRADE for one in rows],
            STATUSES,
            shown,
        ),
        Column("reason", "why not assessable", [one.reason for one in rows]),
        Column("rater_comment", "comment of the rater", [one.comment for one in rows]),
        Column("scored_at", "UTC time of the score", [one.at for one in rows]),
        yes_no(
            "hidden_repeat",
            "whether the photograph was shown for the second time, unannounced",
            [one.is_repeat for one in rows],
        ),
        Column(
            "third_reading",
            "what a third reading made of it; empty for a usual reading",
            [one.third_reading for one in rows],
        ),
    ]
    title = (
        "A row for every score that counts. Where the efficacy set is meant, leave out "
        "the rows with hidden_repeat = yes and those of a third reading."
    )
    return Table(LONG, title, tuple(columns))


def _photographed(source: Source) -> dict[str, Series]:
    """The series that are scored from photographs."""
    series = source.series.items()
    return {key: one for key, one in series if one.is_from_photographs}


def _score_columns(
    source: Source, rows: tuple[Observation, ...], shown: Values
) -> list[Column]:
    """The grade as a number, as the coding's number, in words, and its band."""
    series = [source.series[one.series] for one in rows]
    both = list(zip(series, rows, strict=True))
    columns = []
    if shown.has_codes:
        grades: list[Value] = [one.value for one in rows]
        columns.append(number("score", "grade", grades, level=Level.ORDINAL))
        if any(one.coding for one in _photographed(source).values()):
            reported: list[Value] = [one.reported(row.value) for one, row in both]
            meaning = "number of the grade in the coding that the study reports"
            columns.append(number("code", meaning, reported, level=Level.ORDINAL))
    if shown.has_labels:
        words = [one.label(row.value) for one, row in both]
        columns.append(Column("score_label", "grade, in words", words))
    bands = [one.band(row.value) for one, row in both]
    if any(bands):
        columns.append(Column("band", "published name of a run of grades", bands))
    return columns


def scores_wide(source: Source, shown: Values) -> Table:
    """A row for every unit and visit, a column for every series."""
    plan = source.protocol
    keys = [visit.key for visit in plan.visits]
    units = [unit for unit in source.units for _ in keys]
    visits = keys * len(source.units)
    names = Names(longest=60)
    places = list(zip(units, visits, strict=True))
    scored = list(_photographed(source).values())
    beside = [one for one in source.series.values() if not one.is_from_photographs]
    return Table(
        "scores-wide",
        f"A row for every {plan.unit_noun} and visit: raters and views combined as the "
        "protocol says, without hidden repeats.",
        (
            *unit_columns(source, units),
            *visit_columns(source, visits, [one.subject for one in units], shown),
            *_combined(source, scored, places, names),
            *_beside(source, beside, places, names),
        ),
    )


def _combined(
    source: Source, scored: list[Series], places: list[tuple[Unit, str]], names: Names
) -> list[Column]:
    how = source.protocol.aggregation
    found = unit_values(source.scores, how)
    values: dict[tuple[str, str, str], float] = {
        (unit, visit, scale): value
        for unit, visit, scale, value in zip(
            *(found[c] for c in (frames.UNIT, frames.VISIT, frames.SCALE)),
            found[frames.VALUE].tolist(),
            strict=True,
        )
    }
    counts = Counter(
        (one.unit.name, one.visit, one.series)
        for one in source.scored
        if one.value is not None and one.is_original
    )
    columns = []
    for one in scored:
        name = names.name(one.key)
        keys = [(unit.name, visit, one.key) for unit, visit in places]
        meaning = f"{one.name}: {how.views} over views, then {how.raters} over raters"
        told: list[Value] = [values.get(key) for key in keys]
        columns.append(number(name, meaning, told, unit=one.span))
        how_many: list[Value] = [counts[key] for key in keys]
        columns.append(
            number(names.name(f"{name}_n"), f"{one.name}: how many grades", how_many)
        )
    return columns


def _beside(
    source: Source, beside: list[Series], places: list[tuple[Unit, str]], names: Names
) -> list[Column]:
    values = {
        (one.unit.name, one.visit, one.series): one.value for one in source.measured
    }
    columns = []
    for one in beside:
        whole = (
            ""
            if one.is_per_side or not source.protocol.has_sides
            else ("; of the whole subject, so the same at both sides")
        )
        told: list[Value] = [
            values.get((unit.name if one.is_per_side else unit.subject, visit, one.key))
            for unit, visit in places
        ]
        name = names.name(one.key)
        unit = one.unit or one.span
        columns.append(number(name, one.name + whole, told, unit=unit))
    return columns
