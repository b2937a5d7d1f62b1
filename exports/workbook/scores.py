"""The sheet of scores: every score that now counts, a row each."""

from collections.abc import Sequence

from exports.workbook.columns import (
    NOT_ASSESSABLE,
    Column,
    codes_column,
    optional,
    scale_column,
    texts,
    unit_columns,
    view_column,
    visit_columns,
)
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.protocol.units import Unit
from models.statistics import frames
from models.store.agreement_records import ADJUDICATED
from models.store.records import ScoreKind

_KINDS = {str(ScoreKind.NOT_ASSESSABLE): NOT_ASSESSABLE}


def scores_sheet(study: Snapshot) -> TableSheet:
    """Every score that now counts, a row each."""
    scores = study.scores
    keys = texts(scores, frames.SCALE)
    grades = optional(scores[frames.VALUE])
    return TableSheet(
        "Scores",
        "Every score that now counts, one in a row, for statistics programs.",
        (
            codes_column("rater", "code of the rater", texts(scores, frames.RATER)),
            *unit_columns(study, _units(study)),
            *visit_columns(study, texts(scores, frames.VISIT)),
            view_column(study, texts(scores, frames.VIEW)),
            scale_column(study, keys),
            Column(
                "kind",
                "what the rater said",
                [_KINDS.get(kind, kind) for kind in texts(scores, frames.KIND)],
                codes=f"{frames.GRADED}; {NOT_ASSESSABLE}",
            ),
            *_grade_columns(study, keys, grades),
            Column(
                "reason",
                "why not assessable",
                texts(scores, frames.REASON),
                codes="; ".join(study.protocol.reasons),
            ),
            Column("comment", "the rater's own words", texts(scores, frames.COMMENT)),
            Column(
                "scored at",
                "when the score was given",
                texts(scores, frames.AT),
                unit="UTC, ISO 8601",
            ),
            Column(
                "analysed",
                "whether the protocol analyses this scale at this visit",
                ["yes" if is_so else "no" for is_so in scores[frames.SCHEDULED]],
                codes="yes; no",
            ),
            *_adjudication_columns(study),
            codes_column(
                "code",
                "random code under which the rater saw the photograph",
                texts(scores, frames.CODE),
            ),
            Column(
                "position",
                "place in the rater's order",
                scores[frames.POSITION].tolist(),
                Kind.NUMBER,
                unit="from 1",
            ),
        ),
        frozen=2,
    )


def _adjudication_columns(study: Snapshot) -> list[Column]:
    """What a score is in a third reading, where there is one."""
    if not study.cases:
        return []
    meaning = "what a score of a third reading is; it counts only where accepted"
    said = texts(study.scores, frames.ADJUDICATION)
    codes = "; ".join((*ADJUDICATED, "empty: score of a usual reading"))
    return [Column("adjudication", meaning, said, codes=codes)]


def _units(study: Snapshot) -> list[Unit]:
    """The unit of each score."""
    places = zip(
        texts(study.scores, frames.SUBJECT),
        texts(study.scores, frames.SIDE),
        strict=True,
    )
    return [Unit(*place) for place in places]


def _grade_columns(
    study: Snapshot, scales: Sequence[str], grades: Sequence[float | None]
) -> list[Column]:
    """The grade as a number, in words and, where a scale has bands, its band."""
    labels = {
        (key, grade.value): grade.label
        for key, scale in study.scales.items()
        for grade in scale.grades
    }
    pairs = list(zip(scales, grades, strict=True))
    columns = [
        Column(
            "score",
            "the grade; empty where not assessable",
            grades,
            Kind.NUMBER,
            unit="grade of the scale",
            codes="see the grades of the scale, further down",
        ),
        Column(
            "label",
            "the grade in words",
            [None if grade is None else labels[key, grade] for key, grade in pairs],
        ),
    ]
    banded = [scale for scale in study.scales.values() if scale.bands]
    if banded:
        names = {
            (scale.key, grade.value): band.name
            for scale in banded
            for grade in scale.grades
            if (band := scale.band(grade.value))
        }
        nouns = {scale.band_noun for scale in banded}
        noun = nouns.pop() if len(nouns) == 1 else "band"
        columns.append(
            Column(
                noun or "band",
                "follows from the grade",
                [names.get((key, grade or 0)) for key, grade in pairs],
                codes="; ".join(
                    f"{scale.key}: {band.name} = {band.lowest:g} to {band.highest:g}"
                    for scale in banded
                    for band in scale.bands
                ),
            )
        )
    return columns
