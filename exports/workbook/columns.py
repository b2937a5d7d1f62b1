"""Columns of sheets, and those that several sheets share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from exports.workbook.edition import Edition
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from models.protocol.protocol import SIDES
from models.protocol.units import Unit
from models.scales.scale import Scale

NOT_ASSESSABLE = "not assessable"


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes:
        heading: As it stands in the sheet.
        meaning: For the data dictionary, a few words.
        values: One a row; None leaves the cell empty.
        kind: How they are written.
        unit: Of numbers: "days", "grade 1 to 9".
        codes: What the values may be, where they are codes.
        widest: Greatest width in characters; 0 for that of its kind.
    """

    heading: str
    meaning: str
    values: Sequence[Any]
    kind: Kind = Kind.TEXT
    unit: str = ""
    codes: str = ""
    widest: float = 0.0


def codes_column(heading: str, meaning: str, values: Sequence[str]) -> Column:
    """A column of identifiers: "007" stays "007"."""
    return Column(heading, meaning, values, Kind.IDENTIFIER)


def unit_columns(study: Snapshot, units: Sequence[Unit]) -> list[Column]:
    """Subject and site, the side if these count, and the group if it may be told."""
    sites = {subject.code: subject.site for subject in study.subjects}
    columns = [
        codes_column("subject", "code of the subject", [one.subject for one in units])
    ]
    if study.protocol.has_sides:
        sides = [one.side for one in units]
        columns += [
            Column("side", "side of the subject", sides, codes="; ".join(SIDES)),
            codes_column("unit", "the side that is compared", [u.name for u in units]),
        ]
    of_sites = [sites[one.subject] for one in units]
    columns.append(codes_column("site", "code of the site", of_sites))
    if study.edition.has_groups:
        columns.append(group_column(study, [study.groups.get(u.name) for u in units]))
    return columns


def group_column(study: Snapshot, groups: Sequence[str | None]) -> Column:
    """What the group of each row is called."""
    is_masked = study.edition is Edition.MASKED
    plan = study.protocol
    what = "arms of the side, in order" if plan.crossover else "arm of the {}"
    meaning = "group of the {}, by letter" if is_masked else what
    return Column(
        "group",
        meaning.format(plan.unit_noun),
        groups,
        codes="; ".join(study.trajectories.groups),
    )


def visit_columns(study: Snapshot, visits: Sequence[str]) -> list[Column]:
    """Key, name and day of the visit."""
    known = {visit.key: visit for visit in study.protocol.visits}
    return [
        Column(
            "visit",
            "key of the visit",
            visits,
            codes="; ".join(f"{key} = {visit.name}" for key, visit in known.items()),
        ),
        Column(
            "day",
            "planned day of the visit",
            [known[key].day for key in visits],
            Kind.NUMBER,
            unit=f"days; day 0 is the {study.protocol.anchor}",
        ),
    ]


def view_column(study: Snapshot, views: Sequence[str]) -> Column:
    """Key of the view."""
    known = study.protocol.views
    codes = "; ".join(f"{view.key} = {view.label}" for view in known)
    return Column("view", "key of the view", views, codes=codes)


def scale_column(study: Snapshot, scales: Sequence[str]) -> Column:
    """Key of the scale."""
    known = study.series.values()
    codes = "; ".join(f"{scale.key} = {scale.name}" for scale in known)
    return Column("scale", "key of the scale", scales, codes=codes)


def grades_unit(scale: Scale) -> str:
    """What the numbers of a scale are: "grade 1 to 9"."""
    return f"grade {scale.lowest:g} to {scale.highest:g}"


def texts(frame: pd.DataFrame, column: str) -> list[str]:
    """A column of text."""
    return frame[column].tolist()


def optional(values: "pd.Series[float]") -> list[float | None]:
    """Numbers, None where there is none."""
    absent = values.isna().tolist()
    return [
        None if is_absent else value
        for value, is_absent in zip(values.tolist(), absent, strict=True)
    ]
