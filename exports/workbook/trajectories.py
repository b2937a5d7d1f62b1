"""The trajectories as a table, its charts, and the counts behind them."""

from typing import Any

from exports.visit_labels import label_lines
from exports.workbook.columns import (
    Column,
    group_column,
    optional,
    scale_column,
    texts,
    visit_columns,
)
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.protocol.units import units_of
from models.statistics import trajectories as numbers
from models.statistics.frames import UNIT, VISIT
from models.statistics.panels import Tick

MEASURE = "measure"
SCALE = "scale"
GROUP = "group"
LABEL = "label"
BELOW = "mean to lower"
ABOVE = "mean to upper"
MEAN = "mean"

CHART_DAY = "day in charts"
_ASIDE = 0.012  # of the time from first to last visit, from group to group

TOGETHER = "all subjects, arms not shown"
"""What curves of the blinded edition are called."""


def trajectories_sheet(study: Snapshot) -> TableSheet:
    """A row per measure, scale, group and visit."""
    found = study.trajectories
    table = found.table
    nouns = f"{found.noun}s"
    level = f"{found.level * 100:g} %"
    visits = texts(table, VISIT)
    labels = {
        visit.key: ", ".join(label_lines(Tick(visit.key, visit.name, visit.day)))
        for visit in found.visits
    }
    groups = (
        [group_column(study, texts(table, numbers.GROUP))]
        if study.edition.has_groups
        else []
    )
    keys = texts(table, SCALE)
    has_values = any(not one.is_photograph for one in found.scales)
    unit = "grades; else as the series is measured" if has_values else "grades"

    def whole(name: str, heading: str, meaning: str) -> Column:
        return Column(heading, meaning, table[name].tolist(), Kind.NUMBER)

    def decimal(name: str, heading: str, meaning: str) -> Column:
        return Column(heading, meaning, optional(table[name]), Kind.DECIMAL, unit)

    return TableSheet(
        "Trajectories",
        "Every series over the visits: n, mean and median with their intervals, as "
        "score and as change from baseline.",
        (
            Column(
                MEASURE,
                "what is followed",
                texts(table, numbers.MEASURE),
                codes=f"score; change = change from {found.baseline.name}",
            ),
            scale_column(study, keys),
            Column(
                "scale name",
                "short name of the scale",
                [study.short_names[key] for key in keys],
            ),
            *groups,
            *visit_columns(study, visits),
            Column(
                LABEL,
                "the visit with its day",
                [labels[key] for key in visits],
            ),
            Column(
                CHART_DAY,
                "planned day, and a little aside for each group, so that error bars "
                "in the charts do not hide one another",
                _chart_days(study, texts(table, numbers.GROUP), visits),
                Kind.DECIMAL,
                "days",
            ),
            whole(numbers.SUBJECTS, nouns, f"{nouns} there are"),
            whole(numbers.N, "n", f"{nouns} analysed"),
            whole(numbers.MISSING, "missing", f"{nouns} without a value here"),
            whole(
                numbers.NO_BASELINE,
                "no baseline",
                f"{nouns} with a value here but no baseline to change from",
            ),
            decimal(numbers.MEAN, MEAN, f"mean of the {nouns}' values"),
            decimal(numbers.SD, "SD", f"standard deviation of the {nouns}' values"),
            decimal(
                numbers.LOWER, "mean lower", f"lower {level} limit of the mean (t)"
            ),
            decimal(
                numbers.UPPER, "mean upper", f"upper {level} limit of the mean (t)"
            ),
            Column(
                BELOW,
                "mean minus its lower limit, for the error bars of the charts",
                optional(table[numbers.MEAN] - table[numbers.LOWER]),
                Kind.DECIMAL,
                unit,
            ),
            Column(
                ABOVE,
                "upper limit minus the mean, for the error bars of the charts",
                optional(table[numbers.UPPER] - table[numbers.MEAN]),
                Kind.DECIMAL,
                unit,
            ),
            decimal(numbers.MEDIAN, "median", f"median of the {nouns}' values"),
            decimal(
                numbers.MEDIAN_LOWER,
                "median lower",
                "lower limit of the median (order statistics)",
            ),
            decimal(
                numbers.MEDIAN_UPPER,
                "median upper",
                "upper limit of the median (order statistics)",
            ),
            Column(
                "median coverage",
                f"how surely the limits cover the median; at least {level}",
                optional(table[numbers.MEDIAN_COVERAGE]),
                Kind.DECIMAL,
                "part of 1",
            ),
            Column(
                "note", "why a number is absent", texts(table, numbers.NOTE), Kind.LONG
            ),
        ),
        frozen=3,
        pages=2,
    )


def _chart_days(study: Snapshot, groups: list[str], visits: list[str]) -> list[float]:
    """Where each value stands in the charts."""
    found = study.trajectories
    days = {visit.key: visit.day for visit in found.visits}
    span = max(days.values()) - min(days.values())
    names = found.groups
    step = span * _ASIDE if len(names) > 1 else 0.0
    middle = (len(names) - 1) / 2
    aside = {name: (at - middle) * step for at, name in enumerate(names)}
    return [
        round(days[visit] + aside[group], 6)
        for group, visit in zip(groups, visits, strict=True)
    ]


def flow_sheet(study: Snapshot) -> TableSheet:
    """From photographs to what is analysed, a row per series and visit."""
    found = study.trajectories
    flow = [
        {str(key): value for key, value in row.items()}
        for row in found.flow.to_dict("records")
    ]
    counts = {
        "photographs": "photographs there are at the visit",
        "not_assessable": "of these, graded by nobody and called not assessable",
        "assessable": "of these, the others",
        "scored": "photographs graded by at least one rater",
        "analysed": "of these, in the trajectories",
    }
    nouns = f"{found.noun}s"
    units = _units(found)
    with_baseline = units.get(found.baseline.key, {})
    rows: list[dict[str, Any]] = [*flow, *_measured_flow(study)]

    def here(row: dict[str, Any]) -> set[str]:
        return units.get(row[VISIT], {}).get(row[SCALE], set())

    total = len(units_of(study.protocol, (one.code for one in study.subjects)))
    return TableSheet(
        "Flow",
        "Counts at every step: photographs, assessable, scored, analysed; and "
        f"{nouns} enrolled, with a baseline, and analysed at each visit.",
        (
            scale_column(study, [row[SCALE] for row in rows]),
            *visit_columns(study, [row[VISIT] for row in rows]),
            *(
                Column(
                    name.replace("_", " "),
                    meaning,
                    [row.get(name) for row in rows],
                    Kind.NUMBER,
                )
                for name, meaning in counts.items()
            ),
            Column(
                f"{nouns} enrolled",
                f"{nouns} of the study",
                [total] * len(rows),
                Kind.NUMBER,
            ),
            Column(
                f"{nouns} with baseline",
                f"of these, with a value of the series at {found.baseline.name}",
                [len(with_baseline.get(row[SCALE], ())) for row in rows],
                Kind.NUMBER,
            ),
            Column(
                f"{nouns} analysed",
                f"{nouns} with a value at this visit, in the trajectories",
                [len(here(row)) for row in rows],
                Kind.NUMBER,
            ),
            Column(
                "analysed with baseline",
                "of these, with a baseline too, so that their change is known",
                [len(here(row) & with_baseline.get(row[SCALE], set())) for row in rows],
                Kind.NUMBER,
            ),
        ),
        frozen=2,
    )


def _units(found: numbers.Trajectories) -> dict[str, dict[str, set[str]]]:
    """By visit and series, the units that have a value."""
    lines = found.lines[found.lines[numbers.MEASURE] == str(numbers.Measure.SCORE)]
    units: dict[str, dict[str, set[str]]] = {}
    columns = (lines[name].astype(str) for name in (VISIT, SCALE, UNIT))
    for visit, series, unit in zip(*columns, strict=True):
        units.setdefault(visit, {}).setdefault(series, set()).add(unit)
    return units


def _measured_flow(study: Snapshot) -> list[dict[str, Any]]:
    """Rows of what is not scored from photographs."""
    plan = study.protocol
    return [
        {SCALE: one.key, VISIT: visit}
        for one in plan.assessments
        for visit in one.visits
    ]
