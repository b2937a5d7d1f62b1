"""A blank score sheet: a rater's photographs by code, to be filled in Excel.

It tells no subject, visit, site or arm. Cells offer only what may stand in them, and
the filled sheet is read by `models.reading.code_sheet_table`.
"""

from copy import copy
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from exports.placing import placed
from exports.workbook.looks import FAINT, HEADING, STRONG, TITLE, WRAPPED, Look
from exports.workbook.texts import clean
from models.reading.session import RatingSession
from models.scales.scale import Scale
from models.version import program_version
from models.words import number_text

SCORES, WORDS = "Scores", "Grades"
NUMBER, CODE, RATER = "no", "code", "rater"
REASON, COMMENT = "not assessable", "comment"

_CODE = Look(number_format="@", is_top=True)
_LISTS = "Lists"
_A4 = 9
_WIDTHS = {NUMBER: 6.0, CODE: 11.0, RATER: 9.0, REASON: 28.0, COMMENT: 40.0}
_SCALE_WIDTH = 16.0
_CLOSED = "E7E6E6"


def write_blank_sheet(session: RatingSession, path: Path) -> None:
    """Write the blank score sheet of a reading.

    Args:
        session: The rater's reading.
        path: The .xlsx file to write.

    Raises:
        ExpectedError: The file cannot be written there.
    """
    book = Workbook()
    book.properties.creator = f"Dermagrade {program_version()}"
    page: Any = book.active
    page.title = SCORES
    scales = tuple(session.scales.values())
    names = column_names(scales)
    headings = [NUMBER, CODE, RATER, *names.values(), REASON, COMMENT]
    for column, heading in enumerate(headings, 1):
        _put(page, 1, column, HEADING, heading)
        width = _WIDTHS.get(heading, _SCALE_WIDTH)
        page.column_dimensions[get_column_letter(column)].width = width
    for row, item in enumerate(session.items, 2):
        page.cell(row, 1, item.position).alignment = Alignment(horizontal="center")
        _put(page, row, 2, _CODE, item.code)
        _put(page, row, 3, _CODE, session.rater)
        for column, scale in enumerate(scales, 4):
            cell = page.cell(row, column)
            is_asked = scale.key in item.scales
            cell.protection = Protection(locked=not is_asked)
            cell.alignment = Alignment(horizontal="center")
            if not is_asked:
                cell.fill = PatternFill("solid", fgColor=f"FF{_CLOSED}")
        for column in (len(headings) - 1, len(headings)):
            page.cell(row, column).protection = Protection(locked=False)
    _offer(book, page, scales, session)
    _set_up(page, session, len(headings))
    _write_words(book, scales)
    with placed(path) as beside:
        book.save(beside)


def column_names(scales: tuple[Scale, ...]) -> dict[str, str]:
    """What the column of each scale is headed, by key: its short name if it can.

    Args:
        scales: Those of the study.
    """
    shorts = [scale.short.casefold() for scale in scales]
    taken = {NUMBER, CODE, RATER, REASON, COMMENT, "reason"}
    return {
        scale.key: scale.short
        if shorts.count(scale.short.casefold()) == 1
        and scale.short.casefold() not in taken
        else scale.key
        for scale in scales
    }


def _put(page: Any, row: int, column: int, look: Look, text: str) -> None:
    """Put text into a cell of a workbook that keeps its cells."""
    made = look.cell(page, text)
    cell = page.cell(row, column)
    cell.value, cell.data_type = made.value, "s"
    for part in ("font", "fill", "border", "alignment"):
        setattr(cell, part, copy(getattr(made, part)))
    cell.number_format = made.number_format


def _offer(
    book: Any, page: Any, scales: tuple[Scale, ...], session: RatingSession
) -> None:
    """Drop-down lists: the grades of each scale, and the reasons."""
    last = len(session.items) + 1
    lists = book.create_sheet(_LISTS)
    lists.sheet_state = "hidden"
    for column, scale in enumerate(scales, 1):
        for row, grade in enumerate(scale.grades, 1):
            lists.cell(row, column, grade.value)
        span = _span(column, len(scale.grades))
        rule = DataValidation(type="list", formula1=span, allow_blank=True)
        low, high = number_text(scale.lowest), number_text(scale.highest)
        rule.error = f"{scale.short} has the grades {low} to {high}."[:225]
        rule.errorTitle = "No such grade"
        rule.prompt = clean(scale.question)[:255]
        rule.promptTitle = scale.short[:32]
        rule.showErrorMessage = rule.showInputMessage = True
        letter = get_column_letter(column + 3)
        rule.add(f"{letter}2:{letter}{last}")
        page.add_data_validation(rule)
    if session.reasons:
        column = len(scales) + 1
        for row, reason in enumerate(session.reasons, 1):
            _put(lists, row, column, _CODE, reason)
        rule = DataValidation(
            type="list", formula1=_span(column, len(session.reasons)), allow_blank=True
        )
        rule.error = "Choose one of the reasons of the protocol."
        rule.errorTitle = "No such reason"
        rule.prompt = "Why a scale left empty could not be graded on this photograph."
        rule.promptTitle = "Not assessable"
        rule.showErrorMessage = rule.showInputMessage = True
        letter = get_column_letter(len(scales) + 4)
        rule.add(f"{letter}2:{letter}{last}")
        page.add_data_validation(rule)


def _span(column: int, count: int) -> str:
    letter = get_column_letter(column)
    return f"{_LISTS}!${letter}$1:${letter}${count}"


def _set_up(page: Any, session: RatingSession, columns: int) -> None:
    """Keep headings and codes in sight and as they are; print across the page."""
    page.freeze_panes = "D2"
    page.auto_filter.ref = f"A1:{get_column_letter(columns)}{len(session.items) + 1}"
    # Without a password: against slips, not against people.
    page.protection.sheet = True
    for right in ("formatColumns", "formatRows", "sort", "autoFilter"):
        setattr(page.protection, right, False)
    page.print_title_rows = "1:1"
    page.print_options.gridLines = True  # it may be filled by hand too
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.oddHeader.left.text = f"Blank score sheet, rater {session.rater}".replace(
        "&", "&&"
    )
    page.oddHeader.right.text = "blinded: photographs by code only"
    page.oddFooter.left.text = f"Dermagrade {program_version()}"
    page.oddFooter.right.text = "Page &P of &N"


def _write_words(book: Any, scales: tuple[Scale, ...]) -> None:
    """How the sheet is filled, and every grade in words."""
    page = book.create_sheet(WORDS)
    for letter, width in (("A", 26.0), ("B", 8.0), ("C", 26.0), ("D", 90.0)):
        page.column_dimensions[letter].width = width
    _put(page, 1, 1, TITLE, "Grades")
    told = (
        "In Scores, give a grade for every scale. What cannot be graded stays empty, "
        "with the reason in “not assessable”. What is left quite empty is not scored."
    )
    _put(page, 2, 1, FAINT, told)
    row = 4
    for scale in scales:
        _put(page, row, 1, STRONG, scale.short)
        _put(page, row, 4, WRAPPED, scale.question)
        for grade in scale.grades:
            row += 1
            page.cell(row, 2, grade.value).alignment = Alignment(horizontal="center")
            _put(page, row, 3, WRAPPED, grade.label)
            _put(page, row, 4, WRAPPED, grade.words)
        row += 2
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
