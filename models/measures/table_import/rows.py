"""Rows of a table of values, understood one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.errors import Problem
from models.measures.recording import NOT_DONE
from models.measures.table_import.cells import (
    CellError,
    decimal_sign,
    not_done,
    number_of,
)
from models.measures.table_import.headings import Heading, Words
from models.measures.table_import.mapping import (
    COMMENT,
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
from models.protocol.spelling import normalised
from models.store.measure_records import NewMeasurement
from models.store.store import StudyStore
from models.table_cells import RawRow
from models.toml_file import suggestion
from models.words import listed


@dataclass(frozen=True)
class Found:
    """A value of a table, with its place there.

    Attributes:
        row: Number of the row.
        column: Title of its column.
        subject: Code of the subject.
        visit: Key of the visit.
        series: Key of the assessment.
        side: "left", "right" or empty.
        value: The value, or None where it was not done.
        reason: Why it was not done, or empty.
        comment: As in the table.
        rated_by: As in the table.
    """

    row: int
    column: str
    subject: str
    visit: str
    series: str
    side: str
    value: float | None
    reason: str
    comment: str
    rated_by: str

    @property
    def place(self) -> tuple[str, str, str, str]:
        """What it is a value of."""
        return (self.subject, self.side, self.visit, self.series)

    @property
    def said(self) -> str:
        """The value or the reason, for a sentence."""
        return self.reason if self.value is None else f"{self.value:g}"

    def problem(self, text: str) -> Problem:
        """A fault of it, with its place."""
        return Problem(f"row {self.row}, column {self.column}", text)

    def measurement(self, entry: int, why: str) -> NewMeasurement:
        """The value as the study takes it."""
        return NewMeasurement(
            subject=self.subject,
            visit=self.visit,
            assessment=self.series,
            value=self.value,
            reason=self.reason,
            side=self.side,
            entry=entry,
            comment=self.comment,
            rated_by=self.rated_by,
            why=why.strip(),
        )


class RowReader:
    """Understands rows and collects what is wrong with them.

    Attributes:
        problems: Faults of the heading and of the rows read so far.
    """

    def __init__(
        self, store: StudyStore, heading: Heading, mapping: TableMapping, words: Words
    ) -> None:
        self.problems: list[Problem] = []
        self._mapping = mapping
        self._protocol = store.protocol()
        self._subjects = {one.code for one in store.subjects()}
        self._visits = dict(words.visits)
        self._visits |= {normalised(k): v for k, v in mapping.visits.items()}
        self._series = dict(words.series)
        self._series |= {normalised(k): v for k, v in mapping.series.items()}
        self._sides = words.sides
        self._names = {
            VISIT: [w for one in self._protocol.visits for w in (one.key, one.name)],
            SERIES: [w for o in self._protocol.assessments for w in (o.key, o.name)],
        }
        self._titles = heading.titles
        self._places: dict[str, int] = {}
        self._values: list[tuple[int, Use]] = []
        self._sign = ""
        self._take_heading(heading)

    def values(self, row: RawRow) -> Iterator[Found]:
        """The values of a row. Without subject, visit and series there is none."""
        self.problems += row.problems
        if row.problems or not self._is_usable:
            return
        if any(row.cells[len(self._titles) :]):
            text = f"has more cells than the heading, which has {len(self._titles)}"
            self.problems.append(Problem(f"row {row.number}", text))
        subject = self._subject(row)
        visit = self._of(row, VISIT, self._visits) if VISIT in self._places else ""
        side = self._side(row)
        if subject is None or visit is None or side is None:
            return
        if VALUE in self._places:
            series = self._of(row, SERIES, self._series)
            place = self._places[VALUE]
            if series is not None:
                use = Use("", series, visit, side)
                yield from self._value(row, place, use, subject, is_long=True)
            return
        for place, use in self._values:
            whole = Use("", use.series, use.visit or visit, use.side or side)
            yield from self._value(row, place, whole, subject, is_long=False)

    @property
    def _is_usable(self) -> bool:
        """Whether the heading says enough to read rows at all."""
        return self._heading_faults == 0

    def _take_heading(self, heading: Heading) -> None:
        where = f"row {heading.first}"
        for place, title in enumerate(heading.titles):
            if not title:
                continue
            use = self._mapping.columns[title]
            if not use.role:
                self._values.append((place, use))
                self._check_use(where, title, use)
            elif use.role in self._places and use.role != "ignore":
                other = heading.titles[self._places[use.role]]
                text = f'"{other}" and "{title}" are both {use.role}; rename one'
                self.problems.append(Problem(f"{where}, column {title}", text))
            else:
                self._places[use.role] = place
        self.problems += [Problem(where, text) for text in self._missing()]
        self.problems += self._double_uses(where)
        self._heading_faults = len(self.problems)

    def _check_use(self, where: str, title: str, use: Use) -> None:
        """What a mapping names must be in the protocol."""
        place = f"{where}, column {title}"
        if use.series not in {one.key for one in self._protocol.assessments}:
            near = suggestion(use.series, self._series.values())
            text = f"the protocol has no series {use.series!r}. {near}"
            self.problems.append(Problem(place, text.strip()))
        visits = [visit.key for visit in self._protocol.visits]
        if use.visit and use.visit not in visits:
            text = (
                f"the protocol has no visit {use.visit!r}. {_near(use.visit, visits)}"
            )
            self.problems.append(Problem(place, text.strip()))

    def _missing(self) -> Iterator[str]:
        """What the heading lacks, in sentences."""
        if SUBJECT not in self._places:
            yield 'there is no column for the subject; call one "subject"'
        if VALUE in self._places:
            for role, word in ((VISIT, "visit"), (SERIES, "assessment")):
                if role not in self._places:
                    yield f'there is no column for the {word}; call one "{word}"'
        elif not self._values:
            names = [one.key for one in self._protocol.assessments]
            yield (
                'no column holds values; call one "value", or after a series: '
                f"{listed(names, 'or')}"
            )
        elif VISIT not in self._places and any(not u.visit for _, u in self._values):
            yield (
                'there is no column for the visit; call one "visit", or name the visit '
                "in the columns of values"
            )

    def _double_uses(self, where: str) -> Iterator[Problem]:
        first: dict[Use, int] = {}
        for place, use in self._values:
            other = first.setdefault(use, place)
            if other != place:
                title = self._titles[place]
                text = (
                    f'holds the same as column "{self._titles[other]}"; leave one out'
                )
                yield Problem(f"{where}, column {title}", text)

    def _cell(self, row: RawRow, role: str) -> str:
        place = self._places.get(role, len(row.cells))
        return row.cells[place] if place < len(row.cells) else ""

    def _fault(self, row: RawRow, place: int, text: str) -> None:
        title = self._titles[place]
        self.problems.append(Problem(f"row {row.number}, column {title}", text.strip()))

    def _subject(self, row: RawRow) -> str | None:
        code = self._cell(row, SUBJECT)
        if code.isdecimal() and self._mapping.subject_width:
            code = code.zfill(self._mapping.subject_width)
        if code in self._subjects:
            return code
        place = self._places[SUBJECT]
        if not code:
            text = (
                "it is empty; give the subject in every row (merged cells count once)"
            )
            self._fault(row, place, text)
            return None
        same = sorted(c for c in self._subjects if c.lstrip("0") == code.lstrip("0"))
        if same:
            hint = f"Is it {same[0]!r}? Keep leading zeros by making the column text."
        else:
            hint = _near(code, sorted(self._subjects)) or "Import subjects first."
        self._fault(row, place, f"the study has no subject {code!r}. {hint}")
        return None

    def _of(self, row: RawRow, role: str, known: Mapping[str, str]) -> str | None:
        """The key of what a cell names."""
        text = self._cell(row, role)
        found = known.get(normalised(text))
        if found is None:
            what = "assessment" if role == SERIES else role
            keys = list(dict.fromkeys(known.values()))
            if not text:
                said = f"it is empty; give the {what}"
            else:
                near = (
                    _near(text, [*known, *keys]) or f"It may be {listed(keys, 'or')}."
                )
                said = f"the protocol has no {what} {text!r}. {near}"
            self._fault(row, self._places[role], said)
        return found

    def _side(self, row: RawRow) -> str | None:
        text = self._cell(row, SIDE)
        if not text:
            return ""
        found = self._sides.get(normalised(text))
        if found is None:
            said = f"{text!r} is no side; write left or right"
            self._fault(row, self._places[SIDE], said)
        return found

    def _value(
        self, row: RawRow, place: int, use: Use, subject: str, *, is_long: bool
    ) -> Iterator[Found]:
        text = row.cells[place] if place < len(row.cells) else ""
        reason = not_done(text)
        if is_long and not reason and self._cell(row, REASON):
            told = self._cell(row, REASON)
            reason = not_done(told) or f"{NOT_DONE}{told}"
        value: float | None = None
        if not text and not reason:
            if is_long:
                said = 'it is empty; give the value, or write "not done: " and why'
                self._fault(row, place, said)
            return
        if text and not not_done(text):
            try:
                value = self._number(text)
            except CellError as error:
                self._fault(row, place, str(error))
                return
        yield Found(
            row=row.number,
            column=self._titles[place],
            subject=subject,
            visit=use.visit,
            series=use.series,
            side=use.side,
            value=value,
            reason=reason,
            comment=self._cell(row, COMMENT),
            rated_by=self._cell(row, RATED_BY),
        )

    def _number(self, text: str) -> float:
        """A number; all of a table have the same sign before their decimals."""
        value = number_of(text)
        sign = decimal_sign(text)
        self._sign = self._sign or sign
        if sign and sign != self._sign:
            raise CellError(
                f"{text!r} has {_SIGNS[sign]}, but numbers above have "
                f"{_SIGNS[self._sign]}; write all of them alike"
            )
        return value


_SIGNS = {".": "a point", ",": "a comma"}


def _near(word: str, known: Sequence[str]) -> str:
    return suggestion(word, known)
