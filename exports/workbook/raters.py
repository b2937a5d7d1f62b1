"""A sheet for each rater: every photograph in the order of reading, grades wide."""

import re
from collections.abc import Iterator

from exports.workbook.columns import (
    NOT_ASSESSABLE,
    Column,
    codes_column,
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
from models.protocol.units import Unit
from models.statistics import frames

LONGEST_NAME = 31
"""Characters that Excel allows on a tab."""

_UNFIT = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_PHOTOGRAPH = [frames.SUBJECT, frames.SIDE, frames.VISIT, frames.VIEW]


def rater_sheets(study: Snapshot) -> Iterator[TableSheet]:
    """The sheet of every rater who has scored, by code."""
    taken: set[str] = set()
    for rater in study.raters:
        yield _rater_sheet(study, rater.code, _tab(rater.code, taken))


def _tab(rater: str, taken: set[str]) -> str:
    """The name of a rater's tab: short enough, and no other's."""
    stem = _UNFIT.sub(" ", f"Rater {rater}")[:LONGEST_NAME].strip()
    name, number = stem, 1
    while name.casefold() in taken:
        number += 1
        end = f" ({number})"
        name = stem[: LONGEST_NAME - len(end)] + end
    taken.add(name.casefold())
    return name


def _rater_sheet(study: Snapshot, rater: str, name: str) -> TableSheet:
    scores = study.scores[study.scores[frames.RATER] == rater]
    scores = scores.sort_values(frames.POSITION, kind="stable")
    rows = scores.drop_duplicates(frames.CODE)
    codes = texts(rows, frames.CODE)
    places = {code: at for at, code in enumerate(codes)}
    sides = texts(rows, frames.SIDE)
    units = [
        Unit(*place) for place in zip(texts(rows, frames.SUBJECT), sides, strict=True)
    ]
    said: dict[str, list[float | str | None]] = {
        key: [None] * len(codes) for key in study.scales
    }
    reasons: list[dict[str, None]] = [{} for _ in codes]
    comments: list[dict[str, None]] = [{} for _ in codes]
    columns = (frames.CODE, frames.SCALE, frames.REASON, frames.COMMENT)
    for code, scale, reason, comment, grade in zip(
        *(texts(scores, column) for column in columns),
        optional(scores[frames.VALUE]),
        strict=True,
    ):
        at = places[code]
        said[scale][at] = NOT_ASSESSABLE if grade is None else grade
        if reason:
            reasons[at][reason] = None
        if comment:
            comments[at][comment] = None
    return TableSheet(
        name,
        f"What rater {rater} said of every photograph, in the order of reading.",
        (
            Column(
                "position",
                "place in the order of reading",
                rows[frames.POSITION].tolist(),
                Kind.NUMBER,
                unit="from 1",
            ),
            codes_column("code", "random code the rater saw", codes),
            *unit_columns(study, units),
            *visit_columns(study, texts(rows, frames.VISIT)),
            view_column(study, texts(rows, frames.VIEW)),
            *(
                Column(
                    study.short_names[key],
                    f"score on {scale.name}",
                    said[key],
                    Kind.MIXED,
                    unit=grades_unit(scale),
                    codes=f"a grade; “{NOT_ASSESSABLE}”; empty: no score",
                )
                for key, scale in study.scales.items()
            ),
            Column(
                "reason",
                "why not assessable",
                ["; ".join(found) for found in reasons],
                codes="; ".join(study.protocol.reasons),
            ),
            Column(
                "comment",
                "the rater's own words",
                ["\n".join(found) for found in comments],
            ),
        ),
        frozen=2,
    )
