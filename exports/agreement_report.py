"""The agreement of raters as a PDF: for each scale what to read first, then the rest.

Figures are those of `agreement_figures`, in one ink. The same input gives the same
file. Reportlab and matplotlib are imported when a report is written.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exports.agreement_pages import BOLD, FONT, ReportFacts, ReportPages
from exports.placing import placed
from models.errors import ExpectedError
from models.progress import Progress
from models.statistics.agreement.study import ItemAgreement, compare, study_table
from models.version import program_version

if TYPE_CHECKING:
    from models.statistics.agreement.table import ScoreTable
    from models.store.store import StudyStore


def write_study_report(
    store: StudyStore,
    path: Path,
    *,
    rounds: int = 1000,
    made_on: str = "",
    progress: Progress | None = None,
) -> None:
    """Write the report of a study.

    Args:
        store: An open study.
        path: Ends with .pdf; a file that is there is replaced when all is written.
        rounds: Samples of the bootstrap; 0 leaves it out.
        made_on: Day, ISO 8601; today if not given.
        progress: Told while samples are drawn.

    Raises:
        ExpectedError: Nothing was scored yet, or the file cannot be written there.
        Cancelled: The user asked to stop; what stood at the path is untouched.
    """
    table = study_table(store, store.viewing_seconds())
    if table.frame.empty:
        raise ExpectedError(
            "No photograph has been scored yet.", hint="Score the photographs first."
        )
    found = list(compare(table, rounds=rounds, progress=progress))
    write_report(ReportFacts.of(store, made_on), table, found, path)


def write_report(
    facts: ReportFacts, table: ScoreTable, found: Sequence[ItemAgreement], path: Path
) -> None:
    """Write the report of scores.

    Args:
        facts: For its head.
        table: The scores, for names and remarks.
        found: Their agreement, an item each.
        path: Ends with .pdf.

    Raises:
        ExpectedError: It is no PDF, or the file cannot be written there.
    """
    if path.suffix.lower() != ".pdf":
        raise ExpectedError(
            "The agreement report is a PDF file.", hint="Name a file that ends in .pdf."
        )
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    _register_fonts()
    with tempfile.TemporaryDirectory() as folder, placed(path) as beside:
        document = SimpleDocTemplate(
            str(beside),
            pagesize=A4,
            title=f"Agreement of raters: {facts.title}",
            author="Dermagrade",
            invariant=1,
            leftMargin=18 * mm,
            rightMargin=18 * mm,
            topMargin=16 * mm,
            bottomMargin=18 * mm,
        )
        parts = list(ReportPages(facts, table, Path(folder)).parts(found))
        document.build(parts, onFirstPage=_foot, onLaterPages=_foot)


def _register_fonts() -> None:
    """Letters for every name, and a minus sign: the standard fonts of PDF lack it."""
    import matplotlib as mpl
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name in (FONT, BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))


def _foot(canvas: object, document: object) -> None:
    """Program and page at the foot."""
    from reportlab.lib.units import mm

    page = canvas.getPageNumber()  # type: ignore[attr-defined]
    canvas.setFont(FONT, 7.5)  # type: ignore[attr-defined]
    words = f"Dermagrade {program_version()}"
    canvas.drawString(18 * mm, 10 * mm, words)  # type: ignore[attr-defined]
    canvas.drawRightString(  # type: ignore[attr-defined]
        192 * mm, 10 * mm, f"Page {page}"
    )
