"""A sheet that is a table: columns with their meaning, and the values under them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter, quote_sheetname

from exports.workbook.columns import Column
from exports.workbook.filling import maker, take_cells
from exports.workbook.looks import (
    ACROSS,
    HEADING,
    Kind,
    Page,
    set_height,
    set_widths,
)

ROWS_A_STEP = 2000  # rows written between two reports of progress
_NARROW, _WIDE, _WIDE_LONG = 7.0, 36.0, 70.0  # columns, in characters
_ARROW = 3.5  # room that the filter's arrow takes
_PLACES = {Kind.DECIMAL: 2, Kind.PRECISE: 4, Kind.SHARE: 4}  # decimals shown


@dataclass(frozen=True)
class TableSheet:
    """A sheet with headings in its first row and one thing in each row below.

    Attributes:
        name: On the tab.
        about: What is in it, one sentence.
        columns: At least one.
        frozen: How many columns stay when the sheet is moved aside.
        pages: How many pages wide it is printed; the frozen columns stand on each.
        note: Told at the first heading when the pointer rests on it.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    frozen: int = 0
    pages: int = 1
    note: str = ""

    @property
    def count(self) -> int:
        """Rows under the headings."""
        return len(self.columns[0].values)

    @property
    def last_row(self) -> int:
        """Number of the last row."""
        return self.count + 1

    def values(self, heading: str) -> Sequence[Any]:
        """The values of a column."""
        return self.columns[self._place(heading)].values

    def cells(self, heading: str, first: int, last: int) -> str:
        """Where values stand, as charts name cells: "'Trajectories'!$H$2:$H$9".

        Args:
            heading: The column.
            first: Number of the first row.
            last: Number of the last row.
        """
        letter = get_column_letter(self._place(heading) + 1)
        return f"{quote_sheetname(self.name)}!${letter}${first}:${letter}${last}"

    def write(self, page: Page) -> Iterator[int]:
        """Write headings and rows; yields how many rows are done, now and then."""
        widths = [_width(column) for column in self.columns]
        set_widths(page, widths)
        page.freeze_panes = f"{get_column_letter(self.frozen + 1)}2"
        page.print_title_rows = "1:1"
        page.page_setup.fitToWidth = self.pages
        if self.pages > 1:
            page.print_title_cols = f"A:{get_column_letter(max(self.frozen, 1))}"
        headings = [column.heading for column in self.columns]
        set_height(page, 1, headings, [width - _ARROW / 2 for width in widths])
        cells_of_headings = [
            replace(HEADING, across=ACROSS.get(column.kind, "")).cell(
                page, column.heading
            )
            for column in self.columns
        ]
        if self.note:
            comment = Comment(self.note, "Dermagrade", height=90, width=320)
            cells_of_headings[0].comment = comment
        page.append(cells_of_headings)
        is_top = any(column.kind is Kind.LONG for column in self.columns)
        if is_top:
            self._set_heights(page, widths)
        cells = [
            map(maker(page, number, column.kind, is_top=is_top), column.values)
            for number, column in enumerate(self.columns, 1)
        ]
        take_cells(page)
        for number, row in enumerate(zip(*cells, strict=True), 1):
            page.append(row)
            if number % ROWS_A_STEP == 0:
                yield number
        page.auto_filter.ref = (
            f"A1:{get_column_letter(len(self.columns))}{self.last_row}"
        )

    def _set_heights(self, page: Page, widths: Sequence[float]) -> None:
        """Make room for wrapped text; only for short tables."""
        wrapped = [
            (column.values, width)
            for column, width in zip(self.columns, widths, strict=True)
            if column.kind is Kind.LONG
        ]
        for at in range(self.count):
            texts = [values[at] or "" for values, _ in wrapped]
            set_height(page, at + 2, texts, [width for _, width in wrapped])

    def _place(self, heading: str) -> int:
        return [column.heading for column in self.columns].index(heading)


def _width(column: Column) -> float:
    """Wide enough for the first rows, and for each word of the heading."""
    shown = (_shown(value, column.kind) for value in column.values[:ROWS_A_STEP])
    longest = max((len(text) for text in shown), default=0)
    word = max((len(word) for word in column.heading.split()), default=0)
    widest = column.widest or (_WIDE_LONG if column.kind is Kind.LONG else _WIDE)
    return min(max(longest * 1.05 + 2, word + _ARROW, _NARROW), widest)


def _shown(value: Any, kind: Kind) -> str:
    """The longest line of what a cell shows."""
    if value is None:
        return ""
    if kind in _PLACES and not isinstance(value, str):
        return f"{value:.{_PLACES[kind]}f}"
    if isinstance(value, str):
        return max(value.split("\n"), key=len)
    return f"{value:g}"
