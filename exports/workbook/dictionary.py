"""The data dictionary: every column of every table, and every grade in words."""

from collections.abc import Iterator, Mapping, Sequence

from exports.workbook.columns import Column
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.scales.scale import Scale
from models.words import number_text

_Row = tuple[str, str, str, str, str]


def dictionary_sheet(study: Snapshot, tables: Sequence[TableSheet]) -> TableSheet:
    """What every column means, then the grades of every scale.

    Args:
        study: What the workbook is made of.
        tables: The other tables of the workbook.
    """
    scales = {**study.scales, **study.live_scales}
    rows = [*_column_rows(tables)]
    for scale in scales.values():
        rows += [*_code_rows(scale), *_coding_rows(scale, study.protocol.codings)]
    rows += _measure_rows(study)
    about, name, label, unit, codes = zip(*rows, strict=True)
    return TableSheet(
        "Data dictionary",
        "What every column of every sheet means, and the words of every grade.",
        (
            Column("about", "the sheet or the scale", about),
            Column("column or code", "heading of the column, or the code", name),
            Column("meaning", "what it means", label, Kind.LONG),
            Column("unit", "unit of numbers", unit, Kind.LONG),
            Column("codes", "what the values may be", codes, Kind.LONG),
        ),
        frozen=2,
    )


def _column_rows(tables: Sequence[TableSheet]) -> Iterator[_Row]:
    for table in tables:
        for column in table.columns:
            yield (
                table.name,
                column.heading,
                column.meaning,
                column.unit or ("" if _is_number(column) else "text"),
                column.codes,
            )


def _is_number(column: Column) -> bool:
    return column.kind in (Kind.NUMBER, Kind.DECIMAL, Kind.PRECISE, Kind.SHARE)


def _code_rows(scale: Scale) -> Iterator[_Row]:
    """The question, every grade in words, and the bands."""
    about = f"scale {scale.key}"
    yield about, "question", scale.question, "", ""
    for grade in scale.grades:
        code = number_text(grade.value)
        yield (
            about,
            code,
            f"{grade.label}: {grade.words}",
            "grade",
            _band(scale, grade.value),
        )
    for band in scale.bands:
        span = f"{band.lowest:g} to {band.highest:g}"
        yield (
            about,
            f"{scale.band_noun} {band.name}",
            f"{band.label}: {band.words}",
            scale.band_noun,
            f"grades {span}",
        )


def _coding_rows(scale: Scale, chosen: Mapping[str, str]) -> Iterator[_Row]:
    """The numbers that other codings give to the categories of a scale."""
    labels = {grade.category: grade.label for grade in scale.grades}
    grades = {grade.category: number_text(grade.value) for grade in scale.grades}
    for coding in scale.codings:
        is_chosen = chosen.get(scale.key) == coding.key
        told = "; ".join(
            f"{grades[category]} = {number_text(code)} "
            f"({coding.labels.get(category, labels[category])})"
            for category, code in coding.codes.items()
        )
        yield (
            f"scale {scale.key}",
            f"coding {coding.key}",
            coding.name + (", named by the protocol" if is_chosen else ""),
            "grade in this workbook = code of the coding",
            told,
        )


def _measure_rows(study: Snapshot) -> Iterator[_Row]:
    """Every measure: its unit and its limits."""
    for measure in study.measures.values():
        limits = [
            f"{words} {number_text(limit)}"
            for words, limit in (("from", measure.lowest), ("to", measure.highest))
            if limit is not None
        ]
        yield (
            f"measure {measure.key}",
            "value",
            measure.name,
            measure.unit,
            " ".join(limits),
        )


def _band(scale: Scale, value: float) -> str:
    band = scale.band(value)
    return f"{scale.band_noun} {band.name}" if band else ""
