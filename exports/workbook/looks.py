"""How cells look, and how wide and high they are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap
from typing import TypeAlias

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from exports.workbook.texts import clean

Page: TypeAlias = Worksheet
"""A sheet of a write-only workbook: it takes rows, and gives none back."""

_HEADING_FILL = "DCE6F1"
_RULE = "8EA9C1"
_LINK = "1F4E9E"
_DENSE = 1.1  # letters of usual text in the width of a digit
_LINE = 15.0  # points, one line of text
_HIGHEST = 400.0  # points; Excel allows 409


class Kind(StrEnum):
    """How the values of a column are written."""

    TEXT = "text"
    LONG = "long text"  # wrapped
    IDENTIFIER = "identifier"  # text even where it looks like a number
    NUMBER = "number"
    DECIMAL = "decimal"  # two places shown, all kept
    PRECISE = "precise"  # four places shown, all kept
    SHARE = "share"  # shown as per cent
    MIXED = "number or text"  # where text is ours, not the user's


# Numbers stand off the text of the column beside them.
ACROSS = {
    Kind.NUMBER: "center",
    Kind.MIXED: "center",
    Kind.DECIMAL: "right",
    Kind.PRECISE: "right",
    Kind.SHARE: "right",
    Kind.LONG: "left",
}


@dataclass(frozen=True)
class Look:
    """The look of a cell.

    Attributes:
        number_format: As Excel spells it; "@" is text.
        size: Of the letters, in points; 0 for the usual size.
        is_bold: Whether the letters are bold.
        colour: Of the letters, "rrggbb"; empty for black.
        is_heading: Whether it stands over a column.
        is_wrapped: Whether long text goes on in a further line.
        across: Where it stands in its column: "center", "right", "left" (with some room
            before it), or as usual.
        is_top: Whether it stands at the top of a high row.
        is_quoted: Whether a spreadsheet program is told never to run it.
    """

    number_format: str = "General"
    size: int = 0
    is_bold: bool = False
    colour: str = ""
    is_heading: bool = False
    is_wrapped: bool = False
    across: str = ""
    is_top: bool = False
    is_quoted: bool = False

    def cell(self, page: Page, value: str | float | None = None) -> Cell:
        """A cell of a page with this look; text is text whatever it starts with."""
        cell = WriteOnlyCell(page)
        if self.number_format != "General":
            cell.number_format = self.number_format
        if self.is_bold or self.size or self.colour:
            cell.font = Font(
                name="Calibri",
                b=self.is_bold,
                sz=self.size or 11,
                color=f"FF{self.colour or '000000'}",
            )
        if self.is_heading:
            cell.fill = PatternFill("solid", fgColor=f"FF{_HEADING_FILL}")
            cell.border = Border(bottom=Side("thin", color=f"FF{_RULE}"))
        if self.is_wrapped or self.is_top or self.across:
            cell.alignment = Alignment(
                horizontal=self.across or None,
                indent=1 if self.across == "left" else 0,
                vertical="top" if self.is_top else None,
                wrap_text=self.is_wrapped,
            )
        if self.is_quoted:
            cell.quotePrefix = True
        fill(cell, value)
        return cell


HEADING = Look(is_bold=True, is_heading=True, is_wrapped=True, is_top=True)
TITLE = Look(size=18, is_bold=True)
STRONG = Look(is_bold=True, is_top=True)
WRAPPED = Look(is_wrapped=True, is_top=True)
LINK = Look(colour=_LINK, is_top=True)
FAINT = Look(colour="595959", is_top=True)


def fill(cell: Cell, value: str | float | None) -> None:
    """Put a value into a cell: text as text, what is absent as an empty cell."""
    if isinstance(value, str):
        cell.value = clean(value)
        cell.data_type = "s"  # openpyxl takes "=1+1" for a formula
    else:
        cell.value = number(value)


def number(value: float | None) -> float | None:
    """A number as a cell takes it; NaN leaves the cell empty."""
    return None if value is None or math.isnan(value) else value


def link(page: Page, text: str, sheet: str) -> Cell:
    """A cell that leads to another sheet."""
    cell = LINK.cell(page, text)
    name = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref="A1", location=f"'{name}'!A1", display=text)
    return cell


def set_widths(page: Page, widths: Sequence[float]) -> None:
    """Set the widths of the columns from the first on, in characters."""
    for number, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(number)].width = width


def set_height(
    page: Page, row: int, texts: Sequence[str], widths: Sequence[float]
) -> None:
    """Make a row as high as its wrapped texts; a row of one line is left alone.

    Not every program does this by itself when it opens a workbook.

    Args:
        page: The page.
        row: Number of a row not yet written.
        texts: Of its wrapped cells.
        widths: Of their columns, in characters.
    """
    lines = max(
        sum(
            len(wrap(part, max(int(width * _DENSE), 1))) or 1
            for part in text.split("\n")
        )
        for text, width in zip(texts, widths, strict=True)
    )
    if lines > 1:
        page.row_dimensions[row].height = min(lines * _LINE + 2, _HIGHEST)
