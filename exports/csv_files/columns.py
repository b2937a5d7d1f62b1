"""Columns that several CSV tables share."""

from collections.abc import Iterable, Mapping, Sequence

from exports.csv_files.options import Values
from exports.delimited import Column, Kind, Level, Value
from exports.source import Source
from models.protocol.protocol import SIDES
from models.protocol.units import Unit

YES_NO = {"yes": "yes", "no": "no"}


def coded(
    name: str,
    meaning: str,
    values: Sequence[str],
    codes: Mapping[str, str],
    shown: Values,
    *,
    level: Level = Level.NOMINAL,
) -> tuple[Column, ...]:
    """A column of codes, one of what they stand for, or both.

    Args:
        name: Heading of the codes; that of the words has "_label" behind it.
        meaning: A few words.
        values: The codes, one a row.
        codes: What each stands for.
        shown: Which of the two columns there are.
        level: Measurement level of the codes.
    """
    columns = []
    if shown.has_codes:
        columns.append(Column(name, meaning, values, level=level, codes=codes))
    if shown.has_labels:
        words = [codes.get(value, value) for value in values]
        columns.append(Column(f"{name}_label", f"{meaning}, in words", words))
    return tuple(columns)


def unit_columns(source: Source, units: Sequence[Unit]) -> tuple[Column, ...]:
    """Subject, site, the side where sides are compared, and the group if it is told."""
    columns = [
        Column("subject", "code of the subject", [one.subject for one in units]),
        Column(
            "site", "code of the site", [source.sites[one.subject] for one in units]
        ),
    ]
    if source.protocol.has_sides:
        sides = {side: side for side in SIDES}
        columns += [
            Column(
                "side",
                "side of the subject; empty for the whole subject",
                [one.side for one in units],
                codes=sides,
            ),
            Column("unit", "what is compared", [one.name for one in units]),
        ]
    if source.edition.has_groups:
        columns.append(group_column(source, [source.group(one) for one in units]))
    return tuple(columns)


def group_column(
    source: Source, groups: Sequence[str], name: str = "group", of: str = ""
) -> Column:
    """What the group of each row is called."""
    noun = of or source.protocol.unit_noun
    return Column(
        name,
        f"group of the {noun}",
        groups,
        codes={one: one for one in source.group_names},
    )


def visit_columns(
    source: Source, visits: Sequence[str], subjects: Iterable[str], shown: Values
) -> tuple[Column, ...]:
    """The visit, its planned day, and the day it was kept on."""
    known = {visit.key: visit for visit in source.protocol.visits}
    names = {key: visit.name for key, visit in known.items()}
    kept = [source.dates.get(place, "") for place in zip(subjects, visits, strict=True)]
    return (
        *coded("visit", "visit", visits, names, shown, level=Level.ORDINAL),
        number(
            "day",
            "planned day of the visit",
            [known[key].day for key in visits],
            unit=f"days; day 0 is the {source.protocol.anchor}",
        ),
        Column("visit_date", "day the visit was kept on", kept, kind=Kind.DATE),
    )


def number(
    name: str,
    meaning: str,
    values: Sequence[Value],
    *,
    unit: str = "",
    level: Level = Level.SCALE,
) -> Column:
    """A column of numbers."""
    return Column(name, meaning, values, Kind.NUMBER, level, unit)


def yes_no(name: str, meaning: str, values: Iterable[bool]) -> Column:
    """A column of "yes" and "no"."""
    return Column(
        name, meaning, ["yes" if one else "no" for one in values], codes=YES_NO
    )
