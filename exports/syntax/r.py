"""A script by which R reads the scores, with factors, labels and missing values."""

import json
from collections.abc import Iterable, Iterator

from exports.delimited import Column, Dialect, Kind, Level, Table
from exports.source import Source
from exports.syntax.scales import ScaleVariable, scale_variables

_CLASSES = {Kind.TEXT: "character", Kind.NUMBER: "numeric", Kind.DATE: "Date"}


def r_script(source: Source, table: Table, file: str, dialect: Dialect) -> bytes:
    """The script.

    Args:
        source: What the files are made of.
        table: The table with a row a score.
        file: Its name as a file.
        dialect: How it was written.
    """
    lines = [
        f"# Reads {file}, the {source.edition} of the scores,",
        f"# made with Dermagrade {source.program} at {source.made_at} (UTC).",
        "# Set the working directory to the folder of the file, or change the name.",
        "# A photograph that was not assessable is NA; the column status tells it.",
        "",
        *_reading(table, file, dialect),
        "",
        *_scales(scale_variables(source, table)),
        *_factors(table),
        *_labels(table),
    ]
    return ("\n".join(lines) + "\n").encode()


def _text(text: str) -> str:
    """Text as R takes it: its escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


def _vector(texts: Iterable[str]) -> str:
    return f"c({', '.join(map(_text, texts))})"


def _reading(table: Table, file: str, dialect: Dialect) -> Iterator[str]:
    classes = ", ".join(
        f"{column.name} = {_text(_CLASSES[column.kind])}" for column in table.columns
    )
    yield f"scores <- read.table({_text(file)},"
    yield f"  header = TRUE, sep = {_text(dialect.separator)},"
    yield f"  dec = {_text(dialect.decimal)}, quote = {_text(chr(34))},"
    yield '  comment.char = "", na.strings = "", fill = FALSE,'
    yield '  fileEncoding = "UTF-8-BOM",'
    yield f"  colClasses = c({classes}))"


def _scales(variables: tuple[ScaleVariable, ...]) -> Iterator[str]:
    for one in variables:
        numbers = ", ".join(number for number, _ in one.grades)
        words = _vector(words for _, words in one.grades)
        yield f"scores${one.name} <- factor("
        yield f"  ifelse(scores$scale == {_text(one.series)}, scores$score, NA),"
        yield f"  levels = c({numbers}),"
        yield f"  labels = {words}, ordered = TRUE)"
        yield f'attr(scores${one.name}, "label") <- {_text(one.label)}'


def _factors(table: Table) -> Iterator[str]:
    for column in table.columns:
        if column.codes:
            ordered = ", ordered = TRUE" if column.level is Level.ORDINAL else ""
            yield f"scores${column.name} <- factor(scores${column.name},"
            yield f"  levels = {_vector(column.codes)},"
            yield f"  labels = {_vector(_apart(column))}{ordered})"


def _apart(column: Column) -> list[str]:
    """The words of the codes; where two are alike, with the code, or R joins them."""
    words = list(column.codes.values())
    return [
        f"{text} ({code})" if words.count(text) > 1 else text
        for code, text in column.codes.items()
    ]


def _labels(table: Table) -> Iterator[str]:
    for column in table.columns:
        unit = f" ({column.unit})" if column.unit else ""
        label = _text(column.meaning + unit)
        yield f'attr(scores${column.name}, "label") <- {label}'
