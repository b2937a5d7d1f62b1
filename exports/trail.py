"""The audit trail for inspection: as CSV with everything, as PDF to be read."""

import csv
import io
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from exports.cells import cell
from exports.placing import placed
from models.errors import ExpectedError
from models.store.records import TrailLine
from models.words import counted

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_COLUMNS = (
    "number",
    "at",
    "by",
    "role",
    "action",
    "why",
    "written",
    "details",
    "previous",
    "hash",
)
_HEADINGS = ("No.", "Time (UTC)", "By", "Role", "What", "Why", "Written")
_WIDTHS = (12, 38, 24, 24, 48, 58, 63)  # millimetres, on A4 across
_LONGEST = 300


def write_trail(lines: Sequence[TrailLine], path: Path, *, title: str) -> None:
    """Write lines of the trail as .csv or .pdf.

    Args:
        lines: In the order in which they are to stand.
        path: Its ending says which.
        title: Title of the study, for the PDF.

    Raises:
        ExpectedError: The ending is another, or the file cannot be written there.
    """
    kind = path.suffix.lower()
    if kind == ".csv":
        _write_csv(lines, path)
    elif kind == ".pdf":
        data = _pdf(lines, title)
        with placed(path) as beside:
            beside.write_bytes(data)
    else:
        raise ExpectedError(
            "The audit trail is written as .csv or .pdf.",
            hint="Name a file with one of these endings.",
        )


def written(line: TrailLine) -> str:
    """What a line wrote, in words: rows counted, then the facts it notes."""
    try:
        details = json.loads(line.details)
        rows = Counter(str(row["table"]).replace("_", " ") for row in details["rows"])
        facts = details["facts"].items()
    except (ValueError, KeyError, TypeError, AttributeError):
        return "(cannot be read)"
    parts = [counted(number, f"{name} row") for name, number in rows.items()]
    parts += [f"{name.replace('_', ' ')}: {value}" for name, value in facts]
    text = "; ".join(parts)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _write_csv(lines: Sequence[TrailLine], path: Path) -> None:
    with (
        placed(path) as beside,
        beside.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow(_COLUMNS)
        for line in lines:
            values = (
                line.number,
                line.at,
                line.by,
                line.role,
                line.action,
                line.why,
                written(line),
                line.details,
                line.previous,
                line.hash,
            )
            writer.writerow([cell(value) for value in values])


def _pdf(lines: Sequence[TrailLine], title: str) -> bytes:
    """The lines as a table over as many pages as needed, numbered."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=landscape(A4),
        title=f"Audit trail of {title}",
        author="Dermagrade",
        leftMargin=15 * mm,
        rightMargin=15 * mm,
        topMargin=15 * mm,
        bottomMargin=15 * mm,
    )
    document.build(
        _flowables(lines, title), onFirstPage=_page_number, onLaterPages=_page_number
    )
    return buffer.getvalue()


def _page_number(canvas: object, document: object) -> None:
    """The number of the page at its foot."""
    number = document.page  # type: ignore[attr-defined]
    canvas.setFont("Helvetica", 8)  # type: ignore[attr-defined]
    canvas.drawRightString(800, 24, f"page {number}")  # type: ignore[attr-defined]


def _flowables(lines: Sequence[TrailLine], title: str) -> "list[Flowable]":
    from xml.sax.saxutils import escape

    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.platypus import LongTable, Paragraph, Spacer, TableStyle

    styles = getSampleStyleSheet()
    small = ParagraphStyle("small", styles["BodyText"], fontSize=7.5, leading=9)
    rows = [list(_HEADINGS)]
    for line in lines:
        texts = (line.at, line.by, line.role, line.action, line.why, written(line))
        cells = [Paragraph(escape(text), small) for text in texts]
        rows.append([str(line.number), *cells])
    table = LongTable(rows, colWidths=[width * mm for width in _WIDTHS], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 8),
                ("FONT", (0, 1), (0, -1), "Helvetica", 7.5),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, colors.grey),
            ]
        )
    )
    head = f"{counted(len(lines), 'line')}"
    if lines:
        head += f"; last hash of these: {max(lines, key=lambda one: one.number).hash}"
    return [
        Paragraph("Audit trail", styles["Title"]),
        Paragraph(escape(title), styles["Heading2"]),
        Paragraph(escape(head), styles["BodyText"]),
        Spacer(1, 5 * mm),
        table,
    ]
