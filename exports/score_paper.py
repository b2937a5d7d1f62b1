"""Score sheets on paper: a rater's reading to be scored with a pen, and keyed back.

Photographs stand under their codes in the order of the reading. A sheet is made of a
rating session and nothing else, so it can tell no subject, visit, site or arm.
"""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from exports.placing import placed
from models.errors import ExpectedError
from models.photographs.decode import thumbnail
from models.photographs.errors import PhotographError
from models.progress import Progress
from models.reading.session import RatingSession
from models.scales.scale import Scale
from models.words import counted, number_text

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_USE = (
    "Tick one box in each row. n/a: not assessable; give the reason. Do not compare "
    "with other sheets. The letters and digits are the photograph's code: scores are "
    "keyed back under it."
)
_SIDE = 760  # pixels of the longer side of a thumbnail: 300 to the inch
_PHOTOGRAPH = 62  # millimetres of its place
_ROWS = 114  # millimetres of the rows of boxes
_BAND = 9  # grades of which the words still find room in one row


def write_score_sheets(
    session: RatingSession, path: Path, progress: Progress | None = None
) -> int:
    """Write the sheets of a reading as PDF.

    Args:
        session: The reading.
        path: Must end in .pdf. A file there is replaced.
        progress: Told of every photograph; may ask to stop.

    Returns:
        How many photographs are on the sheets.

    Raises:
        ExpectedError: The reading has no photograph, the ending is another, or the file
            cannot be written there.
    """
    if path.suffix.lower() != ".pdf":
        raise ExpectedError(
            "Score sheets are a PDF file.", hint="Name a file that ends in .pdf."
        )
    if not session.items:
        raise ExpectedError("There is no photograph to be scored.")
    data = _pdf(session, progress or Progress())
    with placed(path) as beside:
        beside.write_bytes(data)
    return len(session.items)


def _pdf(session: RatingSession, progress: Progress) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        title="Score sheets",
        author="Dermagrade",
        leftMargin=14 * mm,
        rightMargin=14 * mm,
        topMargin=16 * mm,
        bottomMargin=16 * mm,
    )
    parts = list(_parts(session, progress))
    document.build(parts, canvasmaker=_numbered(session.rater))
    return buffer.getvalue()


def _parts(session: RatingSession, progress: Progress) -> "Iterator[Flowable]":
    """What to do, then the photographs in their order."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.platypus import KeepTogether, Paragraph, Spacer

    styles = getSampleStyleSheet()
    body = styles["BodyText"]
    yield Paragraph("Score sheets", styles["Heading2"])
    yield Paragraph(f"{counted(len(session.items), 'photograph')}. {_USE}", body)
    yield Paragraph("Date: ____________________  Signature: ____________________", body)
    yield Spacer(1, 4 * mm)
    for number, item in enumerate(session.items, 1):
        progress.step(number - 1, len(session.items), "Drawing the score sheets")
        scales = [session.scales[key] for key in item.scales]
        head = f"{item.position}   <b>{item.code}</b>"
        yield KeepTogether(
            [_block(head, session.photograph(item.position), scales), Spacer(1, 4 * mm)]
        )


def _block(head: str, data: bytes, scales: Sequence[Scale]) -> "Flowable":
    """A photograph at the left, a row of boxes for each scale at the right."""
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, Table, TableStyle

    code = ParagraphStyle("code", fontName="Helvetica", fontSize=11, leading=15)
    left = [Paragraph(head, code), _photograph(data)]
    right: list[Flowable] = [one for scale in scales for one in _rows(scale)]
    table = Table([[left, right]], colWidths=[(_PHOTOGRAPH + 4) * mm, (_ROWS + 2) * mm])
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEABOVE", (0, 0), (-1, 0), 0.6, colors.grey),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table


def _photograph(data: bytes) -> "Flowable":
    """The photograph, small; where it cannot be drawn, words that say so."""
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.lib.units import mm
    from reportlab.platypus import Image as Picture
    from reportlab.platypus import Paragraph

    try:
        pixels = thumbnail(data, _SIDE)
    except PhotographError:
        text = "This photograph cannot be drawn; look at it on the screen."
        return Paragraph(text, getSampleStyleSheet()["BodyText"])
    file = io.BytesIO()
    Image.fromarray(pixels.rgb).save(file, "JPEG", quality=88)
    file.seek(0)
    height, width, _ = pixels.rgb.shape
    share = min(_PHOTOGRAPH / width, _PHOTOGRAPH / height)
    return Picture(file, width=width * share * mm, height=height * share * mm)


def _rows(scale: Scale) -> "Iterator[Flowable]":
    """The question of a scale, and its boxes with the words of the grades."""
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph, Table, TableStyle

    bold = ParagraphStyle("scale", fontName="Helvetica-Bold", fontSize=8, leading=10)
    small = ParagraphStyle(
        "grade", fontName="Helvetica", fontSize=6.2, leading=7, alignment=1
    )
    yield Paragraph(_escaped(scale.short), bold)
    words = [*((number_text(g.value), g.label) for g in scale.grades), ("n/a", "")]
    for start in range(0, len(words), _BAND + 1):
        part = words[start : start + _BAND + 1]
        width = _ROWS / max(len(part), 6)
        table = Table(
            [
                [""] * len(part),
                [Paragraph(f"<b>{number}</b>", small) for number, _ in part],
                [Paragraph(_escaped(label), small) for _, label in part],
            ],
            colWidths=[width * mm] * len(part),
            rowHeights=[5 * mm, 2.6 * mm, None],
            hAlign="LEFT",
        )
        boxes = [
            ("BOX", (place, 0), (place, 0), 0.7, colors.black)
            for place in range(len(part))
        ]
        padding = [
            (f"{side}PADDING", (0, 0), (-1, -1), 0.6)
            for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")
        ]
        table.setStyle(
            TableStyle([*boxes, *padding, ("VALIGN", (0, 0), (-1, -1), "TOP")])
        )
        yield table
    yield Paragraph(
        "reason, if not assessable: " + "_" * 40,
        ParagraphStyle("reason", fontName="Helvetica", fontSize=6, leading=9),
    )


def _escaped(text: str) -> str:
    from xml.sax.saxutils import escape

    return escape(text)


def _numbered(rater: str) -> object:
    """A canvas that writes rater and "page 2 of 12" at the foot of every page."""
    from reportlab.lib.units import mm
    from reportlab.pdfgen.canvas import Canvas

    class Numbered(Canvas):  # type: ignore[misc]  # reportlab has no types
        """Keeps the pages until their number is known."""

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            self._kept: list[dict[str, object]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's spelling
            self._kept.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self._kept, 1):
                self.__dict__.update(page)
                self.setFont("Helvetica", 8)
                self.drawString(14 * mm, 8 * mm, f"Rater {rater}")
                text = f"page {number} of {len(self._kept)}"
                self.drawRightString(196 * mm, 8 * mm, text)
                Canvas.showPage(self)
            super().save()

    return Numbered
