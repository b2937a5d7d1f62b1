"""The variables that a script makes of each scale, beside the columns of the file.

In a table with a row a score, one column holds the grades of all scales, and no program
can keep the words of several scales with one column. So a script makes a variable of
each scale, with its own words.
"""

from dataclasses import dataclass

from exports.delimited import Table
from exports.names import Names
from exports.series import Series
from exports.source import Source
from models.words import number_text

_RESERVED = (
    *(
        "all",
        "and",
        "by",
        "eq",
        "ge",
        "gt",
        "le",
        "lt",
        "ne",
        "not",
        "or",
        "to",
        "with",
    ),
    *("break", "else", "for", "function", "if", "in", "next", "repeat", "while"),
)
"""Words that are no names in SPSS or in R."""


@dataclass(frozen=True)
class ScaleVariable:
    """A variable of one scale.

    Attributes:
        name: Of the variable.
        label: What it is.
        series: Key of the scale in the file.
        grades: Number and words of each grade, from the lowest.
        absent: A number that is no grade, for "not assessable".
    """

    name: str
    label: str
    series: str
    grades: tuple[tuple[str, str], ...]
    absent: str


def scale_variables(source: Source, table: Table) -> tuple[ScaleVariable, ...]:
    """A variable for each scale that is scored from photographs.

    Args:
        source: What the files are made of.
        table: The table with a row a score; its headings are not used again.
    """
    headings = tuple(column.name for column in table.columns)
    names = Names(longest=32, taken=(*headings, *_RESERVED))
    return tuple(
        _variable(names.name(one.key), one)
        for one in source.series.values()
        if one.is_from_photographs
    )


def _variable(name: str, series: Series) -> ScaleVariable:
    words = tuple(
        (number_text(one.value), f"{number_text(one.value)}: {series.label(one.value)}")
        for one in series.grades
    )
    lowest = min(one.value for one in series.grades)
    absent = next(code for code in (-9, -99, -999, -9999) if code < lowest)
    scale = series.scale
    direction = f", {scale.direction.words}" if scale else ""
    return ScaleVariable(
        name, f"{series.name}{direction}", series.key, words, str(absent)
    )
