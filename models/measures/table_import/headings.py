"""What the heading of a table says: guessed from the words of the protocol.

A heading may stand under a title, and on two rows, the upper of which was merged over
several columns ("R0" over "baseline" and "week 12").
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.measures.entry import Instrument
from models.measures.table_import.mapping import (
    COMMENT,
    IGNORED,
    RATED_BY,
    REASON,
    SERIES,
    SIDE,
    SUBJECT,
    VALUE,
    VISIT,
    TableMapping,
    Use,
)
from models.protocol.protocol import SIDES, Protocol
from models.protocol.spelling import normalised, spellings
from models.table_cells import FIRST_ROWS, RawRow
from models.toml_file import suggestion

_ALIASES = {
    SUBJECT: ("subject", "subject id", "subject code", "participant", "id", "code"),
    SIDE: ("side",),
    VISIT: ("visit", "timepoint", "time point"),
    SERIES: ("assessment", "series", "measure", "scale", "parameter", "item"),
    VALUE: ("value", "result", "score", "reading"),
    REASON: ("reason", "not done", "reason not done"),
    COMMENT: ("comment", "remark", "remarks", "note", "notes"),
    RATED_BY: ("rated by", "rater", "investigator", "assessor"),
}
_SIDE_WORDS = {"left": ("left", "l"), "right": ("right", "r")}
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True)
class Heading:
    """The heading of a table.

    Attributes:
        titles: Title of each column, both rows of a heading of two together.
        first: Place among the rows of the first row of data.
    """

    titles: tuple[str, ...]
    first: int


class Words:
    """The words by which a study's visits, sides and series are known."""

    def __init__(
        self, protocol: Protocol, instruments: Mapping[str, Instrument]
    ) -> None:
        self.visits = {
            spelling: visit.key
            for visit in protocol.visits
            for spelling in spellings(visit)
        }
        self.sides = {w: side for side in SIDES for w in _SIDE_WORDS[side]}
        self.series = _series_words(protocol, instruments)
        self._uses = {
            normalised(alias): Use(role)
            for role, aliases in _ALIASES.items()
            for alias in aliases
        }
        self._values = self._value_columns()

    def use(self, title: str) -> Use | None:
        """What a column with this title holds, or None if it cannot be told."""
        plain = normalised(_BRACKETS.sub(" ", title))
        return self._uses.get(plain) or self._values.get(plain)

    def count(self, titles: Sequence[str]) -> int:
        """How many columns are understood, each use once."""
        return len({use for use in map(self.use, titles) if use})

    def near(self, title: str) -> str:
        """A question for a title that is not understood, or nothing."""
        return suggestion(normalised(title), [*self._uses, *self._values])

    def _value_columns(self) -> dict[str, Use]:
        """Titles of columns of values: series with visit and side, in any order."""
        visits = {"": "", **self.visits}
        sides = {"": "", **self.sides}
        found: dict[str, Use] = {}
        for series, key in self.series.items():
            for visit, visit_key in visits.items():
                for side, side_key in sides.items():
                    use = Use("", key, visit_key, side_key)
                    for order in (
                        (series, visit, side),
                        (series, side, visit),
                        (visit, series, side),
                    ):
                        found.setdefault("".join(order), use)
        return found


def find_heading(rows: Sequence[RawRow], words: Words) -> Heading:
    """The heading of a table: the row, or pair of rows, that is understood best."""
    best, count = Heading(tuple(rows[0].cells), 1), words.count(rows[0].cells)
    for place, row in enumerate(rows[:FIRST_ROWS]):
        if (found := words.count(row.cells)) > count:
            best, count = Heading(tuple(row.cells), place + 1), found
        if place + 1 < len(rows):
            titles = _joined(row.cells, rows[place + 1].cells)
            if (found := words.count(titles)) > count:
                best, count = Heading(titles, place + 2), found
    return best


def guess(
    heading: Heading, words: Words, known: TableMapping | None = None
) -> TableMapping:
    """A mapping for a heading; what `known` says stands before what is guessed."""
    given = {} if known is None else known.columns
    uses = {
        title: given.get(title) or words.use(title) or Use(IGNORED)
        for title in heading.titles
        if title
    }
    if known is None:
        return TableMapping(uses)
    return TableMapping(
        uses, known.visits, known.series, known.subject_width, known.dates
    )


def _joined(upper: Sequence[str], lower: Sequence[str]) -> tuple[str, ...]:
    """Two rows of a heading as one: a merged cell stands over all that follow it."""
    titles, over = [], ""
    for place in range(max(len(upper), len(lower))):
        above = upper[place] if place < len(upper) else ""
        below = lower[place] if place < len(lower) else ""
        over = above or over
        titles.append(f"{over} {below}".strip() if below else above)
    return tuple(titles)


def _series_words(
    protocol: Protocol, instruments: Mapping[str, Instrument]
) -> dict[str, str]:
    """Every spelling of a series that means one of them only."""
    spelled: dict[str, set[str]] = {}
    for one in protocol.assessments:
        instrument = instruments[one.key]
        for name in (one.name, instrument.key, instrument.name, instrument.short):
            spelled.setdefault(normalised(name), set()).add(one.key)
    found = {word: next(iter(keys)) for word, keys in spelled.items() if len(keys) == 1}
    return found | {normalised(one.key): one.key for one in protocol.assessments}
