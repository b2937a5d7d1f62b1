"""The workbook: what its sheets are, and how it is put in place."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.properties import PageSetupProperties

from exports.placing import placed
from exports.workbook.adjudication import adjudication_sheet, has_adjudication
from exports.workbook.agreement import agreement_sheet
from exports.workbook.charts import ChartSheet
from exports.workbook.comparisons import comparisons_sheet, responders_sheet
from exports.workbook.cover import CoverSheet, Sheet
from exports.workbook.dictionary import dictionary_sheet
from exports.workbook.looks import Page
from exports.workbook.measurements import measurement_sheets
from exports.workbook.raters import rater_sheets
from exports.workbook.score_sheets import photographs_sheet, visits_sheet
from exports.workbook.scores import scores_sheet
from exports.workbook.settings import settings_sheet
from exports.workbook.snapshot import Snapshot, snapshot
from exports.workbook.subjects import courses_sheet, subjects_sheet
from exports.workbook.tables import TableSheet
from exports.workbook.texts import clean
from exports.workbook.trail import trail_sheet
from exports.workbook.trajectories import flow_sheet, trajectories_sheet
from models.errors import ExpectedError, Problem
from models.progress import Progress
from models.store.clock import Clock, utc_now
from models.store.store import StudyStore
from models.words import counted

_LONGEST_TITLE = 90  # in the head of a printed page, which holds 255 in all
_A4 = 9
_MOST_ROWS = 1_048_575  # under the headings


def write_workbook(
    store: StudyStore,
    path: Path,
    *,
    groups: Mapping[str, str] | None,
    progress: Progress | None = None,
    now: Clock = utc_now,
    by: str = "",
) -> tuple[str, ...]:
    """Write the workbook of a study.

    Args:
        store: An open study.
        path: The file to write; one that is there is replaced when all is written.
        groups: What the group of each subject is called; None for a study without
            arms, and for the blinded edition of one that has them.
        progress: Told the rows written; cancels between them.
        now: Clock.
        by: Who has it made, for the cover.

    Returns:
        Names of the sheets.

    Raises:
        ExpectedError: The file cannot be written there, or the study has more rows than
            a sheet can hold.
        Cancelled: The user asked to stop; what stood at the path is untouched.
    """
    steps = progress or Progress()
    steps.step(0, 0, "Reading the study")
    return write_snapshot(snapshot(store, groups, now, by), path, steps)


def write_snapshot(
    study: Snapshot, path: Path, progress: Progress | None = None
) -> tuple[str, ...]:
    """Write the workbook of a study that was read already; else as `write_workbook`."""
    sheets = sheets_of(study)
    check_rows(sheets)
    with placed(path) as beside, _workbook(study) as book:
        _write(book, study, sheets, progress or Progress())
        book.save(beside)
    return tuple(sheet.name for sheet in sheets)


def sheets_of(study: Snapshot) -> tuple[Sheet, ...]:
    """The sheets of a workbook, in order."""
    trajectories = trajectories_sheet(study)
    compared = comparisons_sheet(study), responders_sheet(study)
    scored = (
        scores_sheet(study),
        photographs_sheet(study),
        visits_sheet(study),
        *rater_sheets(study),
        subjects_sheet(study),
        courses_sheet(study),
    )
    shown = (trajectories, *compared, flow_sheet(study), *scored)
    beside = measurement_sheets(study)
    raters = [agreement_sheet(study)]
    if has_adjudication(study):
        raters.append(adjudication_sheet(study))
    record = settings_sheet(study), trail_sheet(study)
    sheets: tuple[Sheet, ...] = (
        ChartSheet(study, trajectories),
        *shown,
        *beside,
        *raters,
        dictionary_sheet(study, (*shown, *beside, *raters, *record)),
        *record,
    )
    named = tuple(_named(sheet, study) for sheet in sheets)
    return (CoverSheet(study, named), *named)


def _named(sheet: Sheet, study: Snapshot) -> Sheet:
    """A table tells its edition also on the screen, at its first heading."""
    if not isinstance(sheet, TableSheet):
        return sheet
    edition = str(study.edition)
    told = f"{edition[:1].upper()}{edition[1:]}. {study.edition.sentence}"
    return replace(sheet, note=f"{told}\n{sheet.about}")


def check_rows(sheets: Sequence[Sheet]) -> None:
    """Refuse what no spreadsheet program could open.

    Raises:
        ExpectedError: A sheet has more rows than Excel allows.
    """
    limit = f"Excel holds {_MOST_ROWS:,}"
    problems = [
        Problem(sheet.name, f"{counted(sheet.count, 'row')}; {limit}")
        for sheet in sheets
        if sheet.count > _MOST_ROWS
    ]
    if problems:
        raise ExpectedError(
            "The study is too large for an Excel workbook; none was written.",
            hint="Write the tables as CSV files instead.",
            problems=problems,
        )


@contextmanager
def _workbook(study: Snapshot) -> Iterator[Workbook]:
    """A workbook whose sheets are written row by row, kept in no one's memory."""
    book: Any = Workbook(write_only=True)
    book.properties.title = clean(study.info.title)
    book.properties.subject = str(study.edition)
    book.properties.creator = "Dermagrade"
    book.properties.description = f"Made with Dermagrade {study.program}"
    made = datetime.fromisoformat(study.made_at).astimezone(UTC).replace(tzinfo=None)
    book.properties.created = made
    try:
        yield book
    finally:
        for page in book.worksheets:
            if (
                not page.closed
            ):  # cancelled: openpyxl would keep its files until the end
                page.close()
                page._writer.cleanup()  # noqa: SLF001 - there is no public way


def _write(
    book: Workbook, study: Snapshot, sheets: tuple[Sheet, ...], steps: Progress
) -> None:
    total = sum(sheet.count for sheet in sheets)
    done = 0
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        _set_up(page, study, sheet.name)
        steps.step(done, total, sheet.name)
        for rows in sheet.write(page):
            steps.step(done + rows, total, sheet.name)
        done += sheet.count
    steps.step(total, total, "Packing the workbook")


def _set_up(page: Page, study: Snapshot, name: str) -> None:
    """How a page is printed: across, as wide as the paper, and named."""
    page.sheet_properties.tabColor = study.edition.colour
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    margins = page.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom = 0.9, 0.75
    margins.header = margins.footer = 0.4
    title = clean(study.info.title)[:_LONGEST_TITLE].replace("\n", " ")
    head: Any = page.oddHeader
    head.left.text = title.replace("&", "&&")
    head.center.text = name
    head.right.text = str(study.edition)
    foot: Any = page.oddFooter
    foot.left.text = f"Dermagrade {study.program}, {study.made_at[:10]}"
    foot.right.text = "Page &P of &N"
