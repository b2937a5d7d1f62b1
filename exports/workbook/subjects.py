"""Subject by subject: what there is of each, and each one's courses over the visits."""

from collections import Counter

from exports.workbook.columns import Column, codes_column, unit_columns
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.protocol.units import units_of
from models.statistics import frames
from models.statistics.trajectories import MEASURE, Measure
from models.words import listed


def subjects_sheet(study: Snapshot) -> TableSheet:
    """A row a subject: photographs, scores, visits without a value, adverse events."""
    plan = study.protocol
    codes = [subject.code for subject in study.subjects]
    photographs = Counter(one.subject for one in study.photographs)
    scores = study.scores
    graded = scores[scores[frames.KIND] == frames.GRADED]
    grades = Counter(graded[frames.SUBJECT].astype(str))
    refused = Counter(
        scores.loc[scores[frames.KIND] != frames.GRADED, frames.SUBJECT].astype(str)
    )
    values = Counter(study.measured[frames.SUBJECT].astype(str))
    lines = study.trajectories.lines
    known = lines[lines[MEASURE] == str(Measure.SCORE)]
    seen = set(
        zip(
            known[frames.SUBJECT].astype(str),
            known[frames.VISIT].astype(str),
            strict=True,
        )
    )
    planned = [
        visit
        for visit in plan.visits
        if any(plan.is_scheduled(key, visit.key) for key in study.series)
    ]
    events = Counter(one.subject for one in study.events if not one.withdrawn)
    groups = _groups(study, codes)

    def counts(heading: str, meaning: str, found: Counter[str]) -> Column:
        return Column(heading, meaning, [found[code] for code in codes], Kind.NUMBER)

    return TableSheet(
        "Subjects",
        "A subject in each row: what there is, what is missing; the courses follow in "
        "the next sheet.",
        (
            codes_column("subject", "code of the subject", codes),
            codes_column("site", "code of the site", [s.site for s in study.subjects]),
            *groups,
            counts("photographs", "photographs there are", photographs),
            counts("grades", "grades of all raters that count", grades),
            counts("not assessable", "scores that say not assessable", refused),
            counts("measurements", "values beside photographs", values),
            Column(
                "baseline",
                "whether any series has a value at the baseline",
                ["yes" if (code, plan.baseline) in seen else "no" for code in codes],
                codes="yes; no",
            ),
            Column(
                "visits analysed",
                f"of {len(planned)} planned, visits with a value in the trajectories",
                [sum((code, one.key) in seen for one in planned) for code in codes],
                Kind.NUMBER,
            ),
            Column(
                "visits without a value",
                "names of the others",
                [
                    listed(one.name for one in planned if (code, one.key) not in seen)
                    for code in codes
                ],
                Kind.LONG,
            ),
            counts("adverse events", "adverse events, without withdrawn ones", events),
        ),
        frozen=1,
    )


def courses_sheet(study: Snapshot) -> TableSheet:
    """A block for each subject: a row a unit and series, a column a visit."""
    plan = study.protocol
    lines = study.trajectories.lines
    known = lines[lines[MEASURE] == str(Measure.SCORE)]
    told = {
        (series, unit, visit): value
        for series, unit, visit, value in zip(
            *(
                known[column].astype(str)
                for column in (frames.SCALE, frames.UNIT, frames.VISIT)
            ),
            known[frames.VALUE].tolist(),
            strict=True,
        )
    }
    series = list(study.trajectories.scales)
    units = units_of(plan, (subject.code for subject in study.subjects))
    rows = [(unit, one) for unit in units for one in series]
    changes = [_change(study, told, one.key, unit.name) for unit, one in rows]
    return TableSheet(
        "Subject courses",
        f"Every {plan.unit_noun}'s course, a series in each row and a visit in each "
        "column; filter by subject to see one alone.",
        (
            *unit_columns(study, [unit for unit, _ in rows]),
            Column(
                "series",
                "key of the scale or assessment",
                [one.key for _, one in rows],
                codes="; ".join(f"{one.key} = {one.name}" for one in series),
            ),
            Column(
                "name", "short name", [study.short_names[one.key] for _, one in rows]
            ),
            *(
                Column(
                    f"{visit.name} (day {visit.day})",
                    f"value at {visit.name}, raters and views combined",
                    [told.get((one.key, unit.name, visit.key)) for unit, one in rows],
                    Kind.DECIMAL,
                    "as the series",
                    codes="empty: no value, or the series is not planned here",
                )
                for visit in plan.visits
                if any(plan.is_scheduled(one.key, visit.key) for one in series)
            ),
            Column(
                "last change",
                f"last value less that at {plan.visit(plan.baseline).name}",
                changes,
                Kind.DECIMAL,
                "as the series",
            ),
        ),
        frozen=1,
    )


def _groups(study: Snapshot, codes: list[str]) -> list[Column]:
    """The group of each subject; where sides have groups, those of both sides."""
    if not study.edition.has_groups:
        return []
    sides = study.protocol.has_sides
    units = {code: list(units_of(study.protocol, [code])) for code in codes}
    told = [
        "; ".join(
            f"{unit.side}: {study.groups.get(unit.name, '')}"
            if sides
            else study.groups.get(unit.name, "")
            for unit in units[code]
        )
        for code in codes
    ]
    return [Column("group", f"group of the {study.protocol.unit_noun}", told)]


def _change(
    study: Snapshot, told: dict[tuple[str, str, str], float], series: str, unit: str
) -> float | None:
    """Last value after the baseline less the one there."""
    plan = study.protocol
    start = told.get((series, unit, plan.baseline))
    keys = [visit.key for visit in plan.visits]
    later = [
        told[series, unit, key]
        for key in keys[keys.index(plan.baseline) + 1 :]
        if (series, unit, key) in told
    ]
    return later[-1] - start if later and start is not None else None
