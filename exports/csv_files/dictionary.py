"""The data dictionary of the CSV files, and what they were made from."""

from collections.abc import Iterator, Sequence

from exports.delimited import Column, Table
from exports.source import Source
from models.words import number_text

_Row = tuple[str, str, str, str, str, str, str, str]


def dictionary_table(source: Source, tables: Sequence[Table]) -> Table:
    """Every column of every file, every code, and every grade in words."""
    rows = [*_columns(tables), *_grades(source)]
    named = (
        ("file", "file, without edition and ending, or the series"),
        ("column", "heading of the column"),
        ("meaning", "what it means"),
        ("type", "text, number or date (ISO 8601)"),
        ("level", "measurement level"),
        ("unit", "unit of numbers"),
        ("code", "one of its codes; empty in the row of the column itself"),
        ("code_meaning", "what the code stands for"),
    )
    values = list(zip(*rows, strict=True)) or [() for _ in named]
    columns = tuple(
        Column(name, meaning, told)
        for (name, meaning), told in zip(named, values, strict=True)
    )
    return Table("dictionary", "What every column and every code means.", columns)


def _columns(tables: Sequence[Table]) -> Iterator[_Row]:
    for table in tables:
        for one in table.columns:
            about = (table.name, one.name)
            yield (*about, one.meaning, str(one.kind), str(one.level), one.unit, "", "")
            for code, words in one.codes.items():
                yield (*about, "", "", "", "", code, words)


def _grades(source: Source) -> Iterator[_Row]:
    for one in source.series.values():
        for grade in one.grades:
            code = number_text(grade.value)
            words = f"{one.label(grade.value)}: {grade.words}"
            yield (f"series {one.key}", "score", "", "", "", "", code, words)
            reported = one.reported(grade.value)
            if one.coding and reported is not None:
                number = number_text(reported)
                yield (f"series {one.key}", "code", "", "", "", "", number, words)


def about_table(source: Source) -> Table:
    """What the files were made from, and which edition they are."""
    info, plan = source.info, source.protocol
    rows = [
        ("study", info.title),
        ("study identifier", info.uid),
        ("edition", str(source.edition)),
        ("what the edition tells", _told(source)),
        ("protocol", f"{plan.key}, version {plan.version}"),
        ("protocol SHA-256", plan.sha256),
        *(
            (f"scale {one.key}", f"version {one.scale.version}, {one.scale.sha256}")
            for one in source.series.values()
            if one.scale
        ),
        *(
            (f"measure {one.key}", f"version {one.measure.version}, {m.sha256}")
            for one in source.series.values()
            if (m := one.measure) and one.measure
        ),
        ("last line of the audit trail, SHA-256", source.head),
        ("made at (UTC)", source.made_at),
        ("made with", f"Dermagrade {source.program}"),
    ]
    setting, value = zip(*rows, strict=True)
    return Table(
        "about",
        "What the files were made from.",
        (
            Column("setting", "name of the setting", setting),
            Column("value", "its value", value),
        ),
    )


def _told(source: Source) -> str:
    if source.edition.has_groups:
        return "The files tell which units belong together. Keep them from raters."
    return "No cell tells the arm of a unit."
