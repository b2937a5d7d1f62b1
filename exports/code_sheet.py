"""The sheet of emergency codes: printed once at sealing, kept away from the study.

It names subjects and codes and no arm. With the sheet alone nobody learns anything, nor
with the study alone; with both, one subject can be opened, on record.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from models.errors import ExpectedError

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_HEADINGS = ("Subject", "Emergency code", "Opened on", "By, and why")
_USE = (
    "Each code opens one subject, in an emergency, without the others: on the page "
    "Record, or with the command unblind --unit. Every opening goes on record."
)
_SIDES = "A code tells both sides of its subject."
_CARE = (
    "Keep this sheet under lock and key, away from the study and from everybody who "
    "scores. The program keeps no copy and cannot print it again."
)


def write_code_sheet(
    path: Path,
    *,
    title: str,
    study: str,
    codes: Mapping[str, str],
    has_sides: bool = False,
) -> None:
    """Write the sheet as PDF. An existing file is never written over.

    Args:
        path: Where; must not exist.
        title: Title of the study.
        study: Identifier of the study.
        codes: Emergency code, as printed, by code of the subject.
        has_sides: Whether a code tells both sides of its subject.

    Raises:
        ExpectedError: The file exists or cannot be written, or it is no PDF.
    """
    if path.suffix.lower() != ".pdf":
        raise ExpectedError(
            "The code sheet is a PDF file.", hint="Name a file that ends in .pdf."
        )
    notes = (_USE, _SIDES, _CARE) if has_sides else (_USE, _CARE)
    data = _sheet(title, study, codes, notes)
    try:
        # Nobody but its owner may read it; "x" makes sure that nothing is lost.
        with open(path, "xb", opener=_private) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise ExpectedError(
            f"There is already a file called {path.name}.",
            hint="Choose another name; nothing was overwritten, nothing sealed.",
        ) from error
    except OSError as error:
        path.unlink(missing_ok=True)
        raise ExpectedError(
            f"The code sheet {path.name} cannot be written there.",
            hint="Check the folder and the space on the disk; nothing was sealed.",
        ) from error


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _sheet(
    title: str, study: str, codes: Mapping[str, str], notes: Sequence[str]
) -> bytes:
    """The PDF."""
    import io

    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        title="Emergency codes",
        author="Dermagrade",
        leftMargin=18 * mm,
        rightMargin=18 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
    )
    document.build(list(_parts(title, study, codes, notes)))
    return buffer.getvalue()


def _parts(
    title: str, study: str, codes: Mapping[str, str], notes: Sequence[str]
) -> "Iterator[Flowable]":
    """Heading, what to do with the sheet, and the table over its pages."""
    from xml.sax.saxutils import escape

    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, Spacer

    styles = getSampleStyleSheet()
    yield Paragraph("Emergency codes", styles["Title"])
    yield Paragraph(escape(title), styles["Heading2"])
    yield Paragraph(f"Study {escape(study)}", styles["BodyText"])
    for line in notes:
        yield Paragraph(escape(line), styles["BodyText"])
    yield Spacer(1, 6 * mm)
    yield _table([(subject, codes[subject]) for subject in sorted(codes)])


def _table(rows: Sequence[tuple[str, str]]) -> "Flowable":
    from reportlab.lib import colors
    from reportlab.lib.units import mm
    from reportlab.platypus import Table, TableStyle

    cells = [list(_HEADINGS), *([subject, code, "", ""] for subject, code in rows)]
    table = Table(
        cells,
        colWidths=[28 * mm, 76 * mm, 28 * mm, 42 * mm],
        rowHeights=[8 * mm] * len(cells),
        repeatRows=1,
    )
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 9),
                ("FONT", (0, 1), (0, -1), "Helvetica", 10),
                ("FONT", (1, 1), (1, -1), "Courier-Bold", 11),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LINEBELOW", (0, 0), (-1, 0), 1, colors.black),
                ("LINEBELOW", (0, 1), (-1, -1), 0.4, colors.grey),
            ]
        )
    )
    return table
