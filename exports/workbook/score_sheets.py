"""Score sheets, wide: a row a photograph, and a row a subject and visit."""

from collections import Counter

from exports.workbook.columns import (
    NOT_ASSESSABLE,
    Column,
    grades_unit,
    optional,
    subject_columns,
    texts,
    view_column,
    visit_columns,
)
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.scales.scale import Scale
from models.statistics import frames


def photographs_sheet(study: Snapshot) -> TableSheet:
    """A row a photograph, a column for each scale and rater."""
    photographs = study.photographs
    return TableSheet(
        "Score sheet photographs",
        "A photograph in each row, a column for each scale and rater.",
        (
            *subject_columns(study, [one.subject for one in photographs]),
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
    """A row a subject and visit: for each scale the mean over raters and views."""
    planned = [visit.key for visit in study.protocol.visits]
    subjects = [subject.code for subject in study.subjects for _ in planned]
    visits = planned * len(study.subjects)
    taken = Counter((one.subject, one.visit) for one in study.photographs)
    places = list(zip(subjects, visits, strict=True))
    return TableSheet(
        "Score sheet visits",
        "A subject at a visit in each row: for each scale the mean of all raters and "
        "views, and how many grades are in it.",
        (
            *subject_columns(study, subjects),
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
                for column in _mean_columns(study, scale, places)
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


def _mean_columns(
    study: Snapshot, scale: Scale, places: list[tuple[str, str]]
) -> list[Column]:
    """Mean and number of the grades of a scale, a value a place."""
    scores = study.scores
    is_meant = (scores[frames.SCALE] == scale.key) & (
        scores[frames.KIND] == frames.GRADED
    )
    graded = scores.loc[is_meant, [frames.SUBJECT, frames.VISIT, frames.VALUE]]
    found = graded.groupby([frames.SUBJECT, frames.VISIT], observed=True)[frames.VALUE]
    means, counts = found.mean().to_dict(), found.count().to_dict()
    short = study.short_names[scale.key]
    return [
        Column(
            f"{short} mean",
            f"mean of the grades of all raters and views on {scale.name}",
            [means.get(place) for place in places],
            Kind.DECIMAL,
            unit=grades_unit(scale),
        ),
        Column(
            f"{short} n",
            f"how many grades are in that mean; “{NOT_ASSESSABLE}” is none",
            [counts.get(place, 0) for place in places],
            Kind.NUMBER,
        ),
    ]
