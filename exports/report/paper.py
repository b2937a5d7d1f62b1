"""The paper of a report: A4, fonts that are embedded, head and foot on each page.

Imports reportlab, so it is imported only where a report is written.
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import matplotlib as mpl
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Image,
    KeepTogether,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    TableStyle,
)

WIDTH = 174.0  # millimetres between the margins
_LEFT, _TOP, _BOTTOM = 18.0, 24.0, 20.0
_FONT, _BOLD = "DejaVuSans", "DejaVuSans-Bold"
_INK, _PALE, _RULE = colors.HexColor("#1a1a1a"), colors.HexColor("#595959"), "#8EA9C1"
_HEAD = colors.HexColor("#DCE6F1")


def _styles() -> dict[str, ParagraphStyle]:
    """How paragraphs look; the fonts are registered once."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name in (_FONT, _BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(folder / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(_FONT, normal=_FONT, bold=_BOLD)
    body = ParagraphStyle(
        "body", fontName=_FONT, fontSize=8.6, leading=12, textColor=_INK, spaceAfter=4
    )

    def like(name: str, **changes: Any) -> ParagraphStyle:
        return ParagraphStyle(name, body, **changes)

    heads: dict[str, Any] = {"fontName": _BOLD, "keepWithNext": 1}
    return {
        "body": body,
        "title": like("title", fontName=_BOLD, fontSize=17, leading=21, spaceAfter=2),
        "edition": like("edition", fontName=_BOLD, fontSize=10, spaceAfter=2),
        "heading": like(
            "heading", fontSize=12, leading=15, spaceBefore=11, spaceAfter=4, **heads
        ),
        "lower": like("lower", fontSize=9.2, spaceBefore=6, spaceAfter=2, **heads),
        "small": like("small", fontSize=7.4, leading=9.4, spaceAfter=0),
        "cell": like("cell", fontSize=7.4, leading=9.2, spaceAfter=0),
        "head": like("head", fontName=_BOLD, fontSize=7.4, leading=9.2, spaceAfter=0),
        "note": like("note", fontSize=7.4, leading=9.8, textColor=_PALE),
    }


class Paper:
    """Collects what a report says, and makes the pages.

    Args:
        title: At the head of each page, on the left.
        edition: On the right.
        foot: At the foot, on the left.

    Attributes:
        count: How many pages there are, once they are made.
    """

    def __init__(self, title: str, edition: str, foot: str) -> None:
        self._title, self._edition, self._foot = title, edition, foot
        self._styles = _styles()
        self._story: list[Flowable] = []
        self.count = 0

    def say(self, text: str, style: str = "body") -> None:
        """A paragraph."""
        self._story.append(Paragraph(escape(text), self._styles[style]))

    def heading(self, text: str) -> None:
        """The heading of a section."""
        self.say(text, "heading")

    def space(self, height: float = 2.0) -> None:
        """Room, in millimetres."""
        self._story.append(Spacer(1, height * mm))

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
    ) -> None:
        """A table over as many pages as needed, its headings on each.

        Args:
            headings: Of the columns; empty for a table without.
            rows: Texts.
            widths: Of the columns, in parts of the width of the page.
        """
        total = sum(widths)
        cells: list[list[Paragraph]] = [
            [Paragraph(escape(text), self._styles["cell"]) for text in row]
            for row in rows
        ]
        style: list[tuple[Any, ...]] = [
            # Tables set a font for every cell, also for one with a paragraph.
            ("FONT", (0, 0), (-1, -1), _FONT, 7.4),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 1.6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.2),
            ("LINEBELOW", (0, 0), (-1, -1), 0.25, colors.HexColor(_RULE)),
        ]
        if headings:
            head = [Paragraph(escape(one), self._styles["head"]) for one in headings]
            cells.insert(0, head)
            style.append(("BACKGROUND", (0, 0), (-1, 0), _HEAD))
        table = LongTable(
            cells,
            colWidths=[WIDTH * mm * width / total for width in widths],
            repeatRows=1 if headings else 0,
            hAlign="LEFT",
        )
        table.setStyle(TableStyle(style))
        self._story.append(table)
        self.space()

    def picture(
        self, data: bytes, width: float, caption: str, heading: str = ""
    ) -> None:
        """A picture, as high as its width tells and the page allows.

        Args:
            data: A PNG file.
            width: In millimetres.
            caption: What stands under it, on the same page.
            heading: What stands over it, on the same page; empty for none.
        """
        picture = Image(io.BytesIO(data))
        ratio = picture.imageHeight / picture.imageWidth
        highest = A4[1] / mm - _TOP - _BOTTOM - 26
        width = min(width, highest / ratio)
        picture.drawWidth, picture.drawHeight = width * mm, width * ratio * mm
        picture.hAlign = "LEFT"
        words = Paragraph(escape(caption), self._styles["small"])
        parts: list[Flowable] = [picture, words]
        if heading:
            parts.insert(0, Paragraph(escape(heading), self._styles["heading"]))
        self._story.append(KeepTogether(parts))

    def pages(self) -> bytes:
        """The PDF file."""
        buffer = io.BytesIO()
        document = SimpleDocTemplate(
            buffer,
            pagesize=A4,
            title=self._title,
            subject=self._edition,
            author="Dermagrade",
            creator=self._foot,
            leftMargin=_LEFT * mm,
            rightMargin=_LEFT * mm,
            topMargin=_TOP * mm,
            bottomMargin=_BOTTOM * mm,
            invariant=1,
        )

        def furnished(name: str, *rest: Any, **words: Any) -> Canvas:
            # Else reportlab begins with a font that it does not embed.
            words["initialFontName"] = _FONT
            return _Numbered(name, *rest, told=self._told, **words)

        document.build(self._story, canvasmaker=furnished)
        self.count = document.page
        return buffer.getvalue()

    @property
    def _told(self) -> tuple[str, str, str]:
        return self._title, self._edition, self._foot


class _Numbered(Canvas):  # type: ignore[misc]
    """A canvas that knows at the end how many pages there are."""

    def __init__(self, *rest: Any, told: tuple[str, str, str], **words: Any) -> None:
        super().__init__(*rest, **words)
        self._told = told
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - the name that reportlab calls
        """Keep a page until their number is known."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Put head and foot on every page, and write them."""
        count = len(self._kept)
        for number, page in enumerate(self._kept, 1):
            self.__dict__.update(page)
            self._furnish(number, count)
            super().showPage()
        super().save()

    def _furnish(self, number: int, count: int) -> None:
        title, edition, foot = self._told
        left, right = _LEFT * mm, A4[0] - _LEFT * mm
        top, bottom = A4[1] - 13 * mm, 12 * mm
        self.setFont(_FONT, 7.4)
        self.setFillColor(_PALE)
        room = right - left - self.stringWidth(edition, _FONT, 7.4) - 6 * mm
        self.drawString(left, top, self._short(title, room))
        self.drawRightString(right, top, edition)
        self.drawString(left, bottom, foot)
        self.drawRightString(right, bottom, f"page {number} of {count}")
        self.setStrokeColor(colors.HexColor(_RULE))
        self.setLineWidth(0.5)
        self.line(left, top - 2 * mm, right, top - 2 * mm)

    def _short(self, text: str, room: float) -> str:
        while len(text) > 1 and self.stringWidth(text, _FONT, 7.4) > room:
            text = text[:-2] + "…"
        return text
