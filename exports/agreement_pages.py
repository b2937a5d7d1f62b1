"""The pages of the report of agreement: words, tables and figures, in their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Self
from xml.sax.saxutils import escape

from exports.agreement_figures import (
    write_bland_altman,
    write_confusion,
    write_rater_bias,
)
from models.statistics.agreement.bands import band
from models.statistics.agreement.bland_altman import Estimate
from models.statistics.agreement.coefficient import Coefficient
from models.statistics.agreement.study import ItemAgreement
from models.words import counted, listed

if TYPE_CHECKING:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Flowable

    from models.statistics.agreement.table import ScoreTable
    from models.store.store import StudyStore

SHOWN = (
    "exact",
    "within_one",
    "same_class",
    "cohen_kappa",
    "cohen_kappa_quadratic",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2_quadratic",
    "krippendorff_alpha_ordinal",
    "krippendorff_alpha_interval",
    "icc_2_1",
    "icc_3_1",
    "icc_2_k",
    "icc_2_1_reml",
    "kendall_w",
)
"""The coefficients of the report, by key; the workbook has all of them."""

_PAIRS = 2  # pairs of raters that are drawn, those that agree least
FONT, BOLD = "DejaVuSans", "DejaVuSans-Bold"


@dataclass(frozen=True)
class ReportFacts:
    """What stands at the head of a report.

    Attributes:
        title: Of the study or table.
        made_on: Day, ISO 8601.
        reading: Codes of raters who are still reading: no hidden repeats are told.
        visits: Key and name of the visits, in their order.
    """

    title: str
    made_on: str
    reading: tuple[str, ...] = ()
    visits: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, store: StudyStore, made_on: str = "") -> Self:
        """The facts of a study, made on a day or today."""
        return cls(
            store.info().title,
            made_on or date.today().isoformat(),  # noqa: DTZ011 - the user's own day
            tuple(one.rater for one in store.readings() if not one.finished_at),
            tuple((visit.key, visit.name) for visit in store.protocol().visits),
        )


class ReportPages:
    """Makes the parts of a report, with figures in a folder of their own."""

    def __init__(self, facts: ReportFacts, table: ScoreTable, folder: Path) -> None:
        from reportlab.lib.styles import ParagraphStyle

        self._facts = facts
        self._table = table
        self._folder = folder
        self._figures = 0

        def style(
            size: float, *, bold: bool = False, after: float = 4
        ) -> ParagraphStyle:
            return ParagraphStyle(
                "",
                fontName=BOLD if bold else FONT,
                fontSize=size,
                leading=size * 1.35,
                spaceAfter=after,
                keepWithNext=bold and after > 0,
            )

        self._title, self._heading = style(17, bold=True), style(13, bold=True)
        self._label, self._text = style(9.5, bold=True), style(9)
        self._small, self._cell = style(7.5), style(7.5, after=0)
        self._strong = style(7.5, bold=True, after=0)

    def parts(self, found: Iterable[ItemAgreement]) -> Iterator[Flowable]:
        """Everything, in order."""
        from reportlab.platypus import PageBreak

        yield self._words("Agreement of raters", self._title)
        yield self._words(self._facts.title, self._heading)
        yield self._words(f"Made on {self._facts.made_on}.", self._text)
        for remark in self._table.remarks:
            yield self._words(remark, self._text)
        for number, one in enumerate(found):
            if number:
                yield PageBreak()
            yield from self._item(one)

    def _item(self, found: ItemAgreement) -> Iterator[Flowable]:
        from reportlab.platypus import Spacer

        one = found.between
        ratings = one.ratings
        yield Spacer(1, 8)
        yield self._words(self._table.names.get(one.item, one.item), self._heading)
        sizes = (
            f"{counted(len(ratings.targets), 'photograph')}, "
            f"{counted(len(ratings.raters), 'rater')} "
            f"({listed(ratings.raters)}), "
            f"{counted(ratings.scores, 'score')}, {ratings.missing:,} missing."
        )
        yield self._words(" ".join([sizes, *one.remarks]), self._text)
        if one.read_first.key:
            first = one.coefficient(one.read_first.key)
            text = f"Read first: {first.naming.name}, {_told(first)}"
            words = f", {band(first)}" if band(first) else ""
            yield self._words(f"{text}{words}.", self._label)
        yield self._words(one.read_first.reason, self._text)
        yield self._coefficients(one.coefficients)
        yield self._words("Raters", self._label)
        yield self._raters(found)
        yield from self._bias(found)
        yield from self._pairs(found)
        yield from self._groups(found)
        yield from self._repeats(found)

    def _coefficients(self, coefficients: Sequence[Coefficient]) -> Flowable:
        known = {one.key: one for one in coefficients}
        rows = [
            (
                one.naming.name,
                _told(one),
                f"{one.targets} × {one.raters}",
                str(one.missing),
                band(one) or " ".join(one.remarks),
            )
            for one in (known[key] for key in SHOWN if key in known)
        ]
        headings = (
            "Coefficient",
            "Value (95 % interval)",
            "n × raters",
            "Missing",
            "In words, or why there is none",
        )
        return self._grid(headings, rows, (54, 36, 20, 16, 48))

    def _raters(self, found: ItemAgreement) -> Flowable:
        courses = {one.rater: one for one in found.courses}
        rows = []
        for one in found.between.raters:
            course = courses.get(one.rater)
            seconds = course.times.median if course and course.times else None
            rows.append(
                (
                    one.rater,
                    str(one.scores),
                    _estimate(one.panel_bias),
                    _number(one.panel_spread),
                    "" if one.favourite is None else f"{one.favourite:g}",
                    _estimate(course.position.slope) if course else "",
                    "" if seconds is None else f"{seconds:.0f}",
                )
            )
        headings = (
            "Rater",
            "Scores",
            "Bias against the others",
            "Spread",
            "Favours",
            "Drift per 100 positions",
            "Seconds",
        )
        return self._grid(headings, rows, (20, 16, 46, 16, 17, 43, 16))

    def _bias(self, found: ItemAgreement) -> Iterator[Flowable]:
        raters = found.between.raters
        if any(one.panel_bias.value is not None for one in raters):
            path = self._figure()
            write_rater_bias(raters, path)
            yield self._picture(path, 92)

    def _pairs(self, found: ItemAgreement) -> Iterator[Flowable]:
        """The pairs that agree least, drawn."""
        from reportlab.platypus import KeepTogether, Table

        pairs = [pair for pair in found.between.pairs if pair.n]
        ordered = sorted(pairs, key=lambda pair: pair.exact or 0.0)[:_PAIRS]
        if not ordered:
            return
        text = "Pairs of raters"
        if len(pairs) > len(ordered):
            text += f": the {len(ordered)} of {len(pairs)} that agree least"
        yield self._words(text, self._label)
        for pair in ordered:
            grades, limits = self._figure(), self._figure()
            write_confusion(pair, grades)
            write_bland_altman(pair.comparison, limits)
            pictures = [self._picture(grades, 58), self._picture(limits, 88)]
            yield KeepTogether([Table([pictures], hAlign="LEFT")])

    def _groups(self, found: ItemAgreement) -> Iterator[Flowable]:
        first = found.between.read_first.key or "exact"
        names = dict(self._facts.visits)
        order = {key: place for place, key in enumerate(names)}
        groups = sorted(
            found.groups,
            key=lambda one: (one.column, order.get(one.name, 0), one.name),
        )
        rows = [
            (
                group.column,
                names.get(group.name, group.name),
                str(known["exact"].targets),
                _told(known["exact"]),
                _told(known[first]),
            )
            for group in groups
            for known in [{one.key: one for one in group.coefficients}]
        ]
        if rows:
            yield self._words("By visit and site", self._label)
            headings = ("By", "Which", "Photographs", "Same grade", "Read first")
            yield self._grid(headings, rows, (18, 44, 24, 44, 44))

    def _repeats(self, found: ItemAgreement) -> Iterator[Flowable]:
        reading = self._facts.reading
        if not found.within:
            return
        yield self._words("Hidden repeats", self._label)
        if reading:
            text = f"Not told while raters are still reading: {listed(reading)}."
            yield self._words(text, self._text)
            return
        rows = []
        for one in found.within:
            kappa = one.coefficients.get("cohen_kappa_quadratic")
            rows.append(
                (
                    one.rater,
                    str(one.n),
                    _number(one.exact),
                    _number(one.within_one),
                    "" if kappa is None else _told(kappa),
                    _number(one.measurement_error),
                )
            )
        headings = (
            "Rater",
            "Photographs",
            "Same grade",
            "Within one",
            "Kappa, quadratic",
            "Error of a score",
        )
        yield self._grid(headings, rows, (20, 26, 26, 26, 50, 26))

    def _words(self, text: str, style: ParagraphStyle) -> Flowable:
        from reportlab.platypus import Paragraph

        return Paragraph(escape(text), style)

    def _grid(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
    ) -> Flowable:
        """A table whose cells wrap."""
        from reportlab.lib import colors
        from reportlab.lib.units import mm
        from reportlab.platypus import Table, TableStyle

        cells = [[self._words(text, self._strong) for text in headings]]
        cells += [[self._words(text, self._cell) for text in row] for row in rows]
        table = Table(
            cells,
            colWidths=[width * mm for width in widths],
            repeatRows=1,
            hAlign="LEFT",
            spaceBefore=2,
            spaceAfter=8,
        )
        table.setStyle(
            TableStyle(
                [
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LINEBELOW", (0, 0), (-1, 0), 0.8, colors.black),
                    ("LINEBELOW", (0, 1), (-1, -1), 0.3, colors.lightgrey),
                    ("TOPPADDING", (0, 0), (-1, -1), 2),
                    ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
                    ("LEFTPADDING", (0, 0), (-1, -1), 2),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 4),
                ]
            )
        )
        return table

    def _figure(self) -> Path:
        self._figures += 1
        return self._folder / f"{self._figures}.png"

    def _picture(self, path: Path, width: float) -> Flowable:
        """A figure, as wide as that in millimetres."""
        from reportlab.lib.units import mm
        from reportlab.lib.utils import ImageReader
        from reportlab.platypus import Image

        across, down = ImageReader(str(path)).getSize()
        return Image(str(path), width * mm, width * mm * down / across, hAlign="LEFT")


def _told(one: Coefficient) -> str:
    if one.estimate is None:
        return "none"
    text = f"{one.estimate:.3f}"
    if one.lower is not None and one.upper is not None:
        text += f" ({one.lower:.2f} to {one.upper:.2f})"
    return text.replace("-", "−")


def _estimate(one: Estimate) -> str:
    if one.value is None:
        return ""
    text = f"{one.value:+.2f}"
    if one.lower is not None and one.upper is not None:
        text += f" ({one.lower:+.2f} to {one.upper:+.2f})"
    return text.replace("-", "−")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"
