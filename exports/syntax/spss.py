"""Syntax by which SPSS reads the scores, with labels, levels and missing values."""

from collections.abc import Iterable, Iterator

from exports.delimited import Column, Dialect, Kind, Table
from exports.source import Source
from exports.syntax.scales import ScaleVariable, scale_variables

_LONGEST_LABEL = 250  # bytes that SPSS keeps of a variable's label, and a few to spare
_LONGEST_WORDS = 118  # and of a value's
_WIDEST = 32_000  # bytes of a text


def spss_syntax(source: Source, table: Table, file: str, dialect: Dialect) -> bytes:
    """The syntax. It begins with the mark by which SPSS knows UTF-8.

    Args:
        source: What the files are made of.
        table: The table with a row a score.
        file: Its name as a file.
        dialect: How it was written.
    """
    variables = scale_variables(source, table)
    lines = [
        f"* Reads {_flat(file)}, the {source.edition} of the scores.",
        f"* Made with Dermagrade {source.program} at {source.made_at} UTC.",
        "* Run it in the folder of the file, or write the folder before its name.",
        "* A photograph that was not assessable has a missing value of its own.",
        "",
        f"SET DECIMAL={'COMMA' if dialect.decimal == ',' else 'DOT'}.",
        *_reading(table, file, dialect),
        *_decimals(table),
        *_scales(variables),
        *_variable_labels(table, variables),
        *_value_labels(table, variables),
        *_levels(table, variables),
        "EXECUTE.",
    ]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _text(text: str, longest: int = _WIDEST) -> str:
    """Text in quotation marks, cut to so many bytes of UTF-8."""
    cut = _flat(text).encode()[:longest].decode(errors="ignore")
    return '"' + cut.replace('"', '""') + '"'


def _reading(table: Table, file: str, dialect: Dialect) -> Iterator[str]:
    yield "GET DATA"
    yield "  /TYPE=TXT"
    yield f"  /FILE={_text(file)}"
    yield "  /ENCODING='UTF8'"
    yield "  /ARRANGEMENT=DELIMITED"
    yield f'  /DELIMITERS="{dialect.separator}"'
    yield "  /QUALIFIER='\"'"
    yield "  /FIRSTCASE=2"
    yield "  /VARIABLES="
    for column in table.columns:
        yield f"    {column.name} {_format(column)}"
    yield "  ."


def _format(column: Column) -> str:
    if column.kind is Kind.NUMBER:
        return "F12.0"  # a decimal point in the file counts all the same
    if column.kind is Kind.DATE:
        return "SDATE10"
    widest = max((len(str(one or "").encode()) for one in column.values), default=1)
    known = max((len(code.encode()) for code in column.codes), default=1)
    return f"A{min(max(widest, known, 1) + 1, _WIDEST)}"


def _decimals(table: Table) -> Iterator[str]:
    """How columns with decimals are shown."""
    for column in table.columns:
        numbers = (one for one in column.values if isinstance(one, float))
        if not all(one.is_integer() for one in numbers):
            yield f"FORMATS {column.name} (F12.4)."


def _scales(variables: tuple[ScaleVariable, ...]) -> Iterator[str]:
    for one in variables:
        yield f"NUMERIC {one.name} (F8.2)."
        is_of = f"scale = {_text(one.series)}"
        yield f"IF ({is_of}) {one.name} = score."
        yield (f'IF ({is_of} AND status = "not-assessable") {one.name} = {one.absent}.')
        yield f"MISSING VALUES {one.name} ({one.absent})."


def _variable_labels(
    table: Table, variables: tuple[ScaleVariable, ...]
) -> Iterator[str]:
    labels = [
        (one.name, f"{one.meaning} ({one.unit})" if one.unit else one.meaning)
        for one in table.columns
    ]
    labels += [(one.name, one.label) for one in variables]
    for name, label in labels:
        yield f"VARIABLE LABELS {name} {_text(label, _LONGEST_LABEL)}."


def _value_labels(table: Table, variables: tuple[ScaleVariable, ...]) -> Iterator[str]:
    for column in table.columns:
        if column.codes:
            codes = ((_text(code), words) for code, words in column.codes.items())
            yield from _values(column.name, codes)
    for one in variables:
        yield from _values(one.name, (*one.grades, (one.absent, "not assessable")))


def _values(name: str, codes: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield f"VALUE LABELS {name}"
    yield from (f"  {code} {_text(words, _LONGEST_WORDS)}" for code, words in codes)
    yield "  ."


def _levels(table: Table, variables: tuple[ScaleVariable, ...]) -> Iterator[str]:
    for column in table.columns:
        yield f"VARIABLE LEVEL {column.name} ({column.level.upper()})."
    for one in variables:
        yield f"VARIABLE LEVEL {one.name} (ORDINAL)."
