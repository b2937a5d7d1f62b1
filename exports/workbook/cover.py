"""The first sheet: what this workbook is, and where to find what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol as Shape

from exports.workbook.looks import (
    FAINT,
    HEADING,
    STRONG,
    TITLE,
    WRAPPED,
    Page,
    link,
    set_height,
    set_widths,
)
from exports.workbook.settings import lock_text
from exports.workbook.snapshot import Snapshot
from models.protocol.wording import design_words
from models.words import counted

_NAMES, _WORDS, _COUNTS = 25.0, 102.0, 10.0  # widths in characters


class Sheet(Shape):
    """What every sheet of the workbook is."""

    @property
    def name(self) -> str:
        """On the tab: at most 31 characters."""

    @property
    def about(self) -> str:
        """What is in it, one sentence."""

    @property
    def count(self) -> int:
        """How many rows are written under the headings."""

    def write(self, page: Page) -> Iterator[int]:
        """Write everything; yields how many rows are done, now and then."""


@dataclass(frozen=True)
class CoverSheet:
    """The cover, with a list of the other sheets.

    Attributes:
        study: What the workbook is made of.
        sheets: The others, in order.
    """

    study: Snapshot
    sheets: Sequence[Sheet]

    name = "Cover"
    about = "What this workbook is, and its sheets."
    count = 0

    def write(self, page: Page) -> Iterator[int]:
        """Write everything at once."""
        set_widths(page, (_NAMES, _WORDS, _COUNTS))
        page.append([TITLE.cell(page, self.study.info.title)])
        page.append([STRONG.cell(page, _capital(self.study.edition))])
        page.append([FAINT.cell(page, self.study.edition.sentence)])
        page.append([])
        facts = list(self._facts())
        for row, (what, value) in enumerate(facts, 5):
            set_height(page, row, [value], [_WORDS])
            page.append([STRONG.cell(page, what), WRAPPED.cell(page, value)])
        page.append([])
        headings = ("Sheet", "What is in it", "Rows")
        page.append([HEADING.cell(page, heading) for heading in headings])
        top = 7 + len(facts)
        for row, sheet in enumerate(self.sheets, top):
            set_height(page, row, [sheet.about], [_WORDS])
            page.append(
                [
                    link(page, sheet.name, sheet.name),
                    WRAPPED.cell(page, sheet.about),
                    FAINT.cell(page, sheet.count or None),
                ]
            )
        yield 0

    def _facts(self) -> Iterator[tuple[str, str]]:
        study = self.study
        plan = study.protocol
        yield "Protocol", f"{plan.name} (version {plan.version})"
        yield "Design", _capital(design_words(plan))
        yield (
            "Counts",
            ", ".join(
                counted(len(things), one)
                for things, one in (
                    (study.subjects, "subject"),
                    (study.photographs, "photograph"),
                    (study.raters, "rater"),
                    (study.scores, "score"),
                )
            ),
        )
        yield "Endpoints", self._endpoints()
        yield "Lock", _capital(lock_text(study))
        for sentence in study.record:
            yield "", _capital(sentence)
        by = f" by {study.by}" if study.by else ""
        yield "Workbook made", f"{study.made_at} (UTC){by}"
        yield "Made with", f"Dermagrade {study.program}"
        yield "Study", study.info.uid
        yield (
            "Audit trail",
            f"{counted(len(study.trail), 'line')}; SHA-256 of the last: {study.head}",
        )
        yield "Protocol file", f"SHA-256 {study.protocol.sha256}"

    def _endpoints(self) -> str:
        """How many there are, and what is said of them."""
        found = self.study.answers
        if found.is_exploratory:
            return "The protocol names none; what is compared is exploratory"
        asked = self.study.protocol.endpoints
        primary = sum(one.is_primary for one in asked)
        told = f"{primary} primary, {len(asked) - primary} secondary"
        return f"{told}. {found.why_none}" if found.why_none else told


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
