"""How the values of a column become cells, fast enough for a million of them.

openpyxl writes a row before it takes the next. So each column has one cell, or two,
made once with its look and filled anew for every row.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeAlias

from openpyxl.cell import Cell

from exports.workbook.looks import ACROSS, Kind, Look, Page, fill
from exports.workbook.texts import is_risky

Maker: TypeAlias = Callable[[Any], Cell | None]
"""Makes a cell of a value; none where the value is absent."""

_FORMATS = {
    Kind.IDENTIFIER: "@",
    Kind.DECIMAL: "0.00",
    Kind.PRECISE: "0.0000",
    Kind.SHARE: "0.0%",
}


class _Refilled(Cell):
    """A cell that knows the number of its style, which openpyxl looks up each time."""

    __slots__ = ("_has_style", "_style_id")

    def __init__(self, like: Cell, column: int) -> None:
        super().__init__(like.parent, row=1, column=column)
        self._has_style = like.has_style
        self._style_id = like.style_id

    @property
    def has_style(self) -> bool:
        """Whether it has a look."""
        return self._has_style

    @property
    def style_id(self) -> int:
        """Number of the style in the workbook."""
        return self._style_id


def take_cells(page: Page) -> None:
    """Let a page take rows of cells, none of them new, and nothing else.

    What openpyxl does by itself costs as much again: it tries each cell for a value,
    words the error, and makes a fresh cell after each that has a look.
    """

    def cells(row: Iterable[Cell | None], number: int) -> Iterator[Cell]:
        for cell in row:
            if cell is not None:
                cell.row = number
                yield cell

    changed: Any = page
    changed._values_to_row = cells  # noqa: SLF001 - there is no public way


def maker(page: Page, column: int, kind: Kind, *, is_top: bool) -> Maker:
    """What makes the cells of a column.

    Args:
        page: The page; it takes cells.
        column: Number of the column, from 1.
        kind: Of the column.
        is_top: Whether cells stand at the top of high rows.
    """
    look = Look(
        number_format=_FORMATS.get(kind, "General"),
        is_wrapped=kind is Kind.LONG,
        across=ACROSS.get(kind, ""),
        is_top=is_top,
    )
    cell = _Refilled(look.cell(page), column)
    if kind not in (Kind.TEXT, Kind.LONG):
        return _filled(cell)
    quoted = _Refilled(replace(look, is_quoted=True).cell(page), column)
    return _text(cell, quoted)


def _filled(cell: Cell) -> Maker:
    def made(value: Any) -> Cell | None:
        if value is None or value == "" or value != value:  # NaN is unlike itself
            return None
        fill(cell, value)
        return cell

    return made


def _text(plain: Cell, quoted: Cell) -> Maker:
    def made(value: str | None) -> Cell | None:
        if not value:
            return None
        cell = quoted if is_risky(value) else plain
        fill(cell, value)
        return cell

    return made
