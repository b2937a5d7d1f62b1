"""The overview of a study as its tables show it. No Qt."""

import textwrap
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from models.measures.entry import instruments_of
from models.overview.completeness import Cell, Column, State
from models.overview.eligibility import Eligibility, RuleFact
from models.overview.overview import Overview, overview
from models.overview.windows import WindowFact
from models.overview.worst import WorstCase
from models.protocol.protocol import Protocol
from models.scales.scale import Scale
from models.store.records import ScoreRow, Subject
from models.store.store import StudyStore
from models.words import counted, number_text

SIGNS = {
    State.PRESENT: "✓",
    State.MISSING: "–",
    State.NOT_PLANNED: "",
    State.NOT_ASSESSABLE: "×",
    State.OUTSIDE_WINDOW: "!",
    State.NOT_YET_DUE: "…",
}
WORDS = {
    State.PRESENT: "there",
    State.MISSING: "missing",
    State.NOT_PLANNED: "not planned",
    State.NOT_ASSESSABLE: "not assessable or not done",
    State.OUTSIDE_WINDOW: "there, outside the visit window",
    State.NOT_YET_DUE: "not yet due",
}
_WIDEST = 12
"""Signs of a line of a heading, so that many columns find room."""

RULE_SIGNS = {
    Eligibility.MET: "✓",
    Eligibility.NOT_MET: "×",
    Eligibility.NO_VALUE: "–",
    Eligibility.NOT_ANSWERED: "?",
}


@dataclass(frozen=True)
class MatrixColumn:
    """A column of the matrix: a view or an assessment at a visit.

    Attributes:
        visit: Key of the visit.
        column: The view or assessment.
        heading: Visit and short name, on a line each.
        name: Both in full, on one line.
    """

    visit: str
    column: Column
    heading: str
    name: str


@dataclass(frozen=True)
class Matrix:
    """A table of signs: subjects down, places or rules across.

    Attributes:
        subjects: Codes, a row each.
        headings: Of the columns.
        signs: By row and column.
        tones: "good", "warn", "bad", "accent" or empty, likewise.
        texts: A cell in words, likewise.
        places: Page, subject and visit that a cell leads to, likewise.
    """

    subjects: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    signs: Mapping[tuple[int, int], str] = field(default_factory=dict)
    tones: Mapping[tuple[int, int], str] = field(default_factory=dict)
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    places: Mapping[tuple[int, int], tuple[str, str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class SiteRow:
    """How complete a site is.

    Attributes:
        site: Code of the site, or empty.
        subjects: How many.
        states: How often each state is met.
        raters: Scores by code of the rater.
    """

    site: str
    subjects: int
    states: Mapping[State, int]
    raters: Mapping[str, int]

    def count(self, state: State) -> int:
        """How often a state is met."""
        return self.states.get(state, 0)

    @property
    def planned(self) -> int:
        """What should be there by now."""
        left_out = (State.NOT_PLANNED, State.NOT_YET_DUE)
        return sum(n for state, n in self.states.items() if state not in left_out)

    @property
    def share(self) -> str:
        """How much of it is there or accounted for: "93 %"."""
        if not self.planned:
            return ""
        there = self.planned - self.count(State.MISSING)
        return f"{100 * there / self.planned:.0f} %"


@dataclass(frozen=True)
class OverviewFacts:
    """All that the page shows.

    Attributes:
        found: The overview.
        protocol: The protocol of the study.
        subjects: All subjects.
        shorts: Short names of the assessments, by key.
        names: Names of all series, by key.
        scores: Scores by site and rater.
    """

    found: Overview
    protocol: Protocol
    subjects: tuple[Subject, ...]
    shorts: Mapping[str, str]
    names: Mapping[str, str]
    scores: Mapping[str, Mapping[str, int]]

    @property
    def sites(self) -> tuple[str, ...]:
        """Codes of the sites that have subjects."""
        return tuple(sorted({one.site for one in self.subjects if one.site}))

    def sentence(self) -> str:
        """How the study stands, for people."""
        count = Counter(cell.state for cell in self.found.cells)
        if not self.subjects:
            return "No subjects yet."
        missed = sum(not one.is_kept for one in self.found.windows)
        out = {f.subject for f in self.found.rules if f.state is Eligibility.NOT_MET}
        parts = [
            counted(len(self.subjects), "subject"),
            f"{count[State.MISSING]:,} missing",
            f"{counted(missed, 'visit')} outside the window",
            f"{counted(len(self.found.worst), 'value')} worse than at baseline",
            f"{counted(len(out), 'subject')} against a rule of eligibility",
        ]
        return " · ".join(parts)


def overview_facts(store: StudyStore, today: date) -> OverviewFacts:
    """Read the overview of a study. It tells no arm."""
    protocol = store.protocol()
    instruments = instruments_of(protocol, store.live_scales(), store.measures())
    scales: dict[str, Scale] = store.scales()
    shorts = {one.key: instruments[one.key].short for one in protocol.assessments}
    twice = Counter(shorts.values())
    names = {key: scale.name for key, scale in scales.items()}
    names |= {one.key: one.name for one in protocol.assessments}
    return OverviewFacts(
        found=overview(store, today),
        protocol=protocol,
        subjects=tuple(store.subjects()),
        shorts={
            key: short if twice[short] == 1 else names[key]
            for key, short in shorts.items()
        },
        names=names,
        scores=_scores_by_site(store.score_rows()),
    )


def completeness_matrix(
    facts: OverviewFacts, site: str = "", visit: str = ""
) -> Matrix:
    """The completeness matrix.

    Args:
        facts: The overview.
        site: Only subjects of this site, or all.
        visit: Only this visit, or all.
    """
    cells = [
        cell
        for cell in facts.found.cells
        if site in ("", cell.site) and visit in ("", cell.visit)
    ]
    columns = _columns(cells, facts)
    numbers = {(one.visit, one.column): n for n, one in enumerate(columns)}
    subjects = tuple(dict.fromkeys(cell.subject for cell in cells))
    rows = {code: number for number, code in enumerate(subjects)}
    shown = [cell for cell in cells if (cell.visit, cell.column) in numbers]
    at = [(rows[cell.subject], numbers[cell.visit, cell.column]) for cell in shown]
    pairs = list(zip(at, shown, strict=True))
    return Matrix(
        subjects=subjects,
        headings=tuple(one.heading for one in columns),
        signs={place: SIGNS[cell.state] for place, cell in pairs},
        tones={place: _TONES[cell.state] for place, cell in pairs},
        texts={
            place: f"{cell.subject}, {columns[place[1]].name}: {WORDS[cell.state]}"
            for place, cell in pairs
        },
        places={
            place: (
                "photographs" if cell.column.is_view else "measurements",
                cell.subject,
                cell.visit,
            )
            for place, cell in pairs
        },
    )


def eligibility_matrix(facts: OverviewFacts, site: str = "") -> Matrix:
    """Every subject held against every rule."""
    rules = facts.protocol.eligibility
    numbers = {rule.key: number for number, rule in enumerate(rules)}
    found = [one for one in facts.found.rules if site in ("", one.site)]
    subjects = tuple(dict.fromkeys(one.subject for one in found))
    rows = {code: number for number, code in enumerate(subjects)}
    pairs = [((rows[one.subject], numbers[one.rule]), one) for one in found]
    first = facts.protocol.visits[0].key
    return Matrix(
        subjects=subjects,
        headings=tuple(rule.key.replace("-", "\n") for rule in rules),
        signs={place: RULE_SIGNS[one.state] for place, one in pairs},
        tones={place: _RULE_TONES[one.state] for place, one in pairs},
        texts={
            place: f"{one.subject}, {rules[place[1]].text}: {_rule_words(one)}"
            for place, one in pairs
        },
        places={
            place: ("measurements", one.subject, rules[place[1]].visit or first)
            for place, one in pairs
        },
    )


def windows(facts: OverviewFacts, site: str = "") -> list[WindowFact]:
    """Visits held against their windows, those that missed it first."""
    found = [one for one in facts.found.windows if site in ("", one.site)]
    return sorted(found, key=lambda one: (-abs(one.off), one.subject, one.day))


def window_words(one: WindowFact) -> str:
    """Whether a visit was kept: "kept", "3 days late"."""
    if one.is_kept:
        return "kept"
    return f"{counted(abs(one.off), 'day')} {'late' if one.off > 0 else 'early'}"


def worst(facts: OverviewFacts, site: str = "") -> list[WorstCase]:
    """Values worse than at baseline, the worst first."""
    return [one for one in facts.found.worst if site in ("", one.site)]


def site_rows(facts: OverviewFacts) -> tuple[SiteRow, ...]:
    """How complete each site is, and who scored its photographs."""
    states: dict[str, Counter[State]] = defaultdict(Counter)
    for cell in facts.found.cells:
        states[cell.site][cell.state] += 1
    subjects = Counter(one.site for one in facts.subjects)
    return tuple(
        SiteRow(site, subjects[site], states[site], facts.scores.get(site, {}))
        for site in sorted(subjects)
    )


def raters_words(row: SiteRow) -> str:
    """Who scored photographs of a site: "R1 (120), R2 (118)"."""
    return ", ".join(f"{code} ({n:,})" for code, n in sorted(row.raters.items()))


def _columns(cells: Iterable[Cell], facts: OverviewFacts) -> tuple[MatrixColumn, ...]:
    """The places where anything is planned or there, visit by visit."""
    used: Collection[tuple[str, Column]] = dict.fromkeys(
        (cell.visit, cell.column)
        for cell in cells
        if cell.state is not State.NOT_PLANNED
    )
    visits = {visit.key: visit.name for visit in facts.protocol.visits}
    order = {key: number for number, key in enumerate(visits)}
    found = []
    for key, column in sorted(used, key=lambda one: order[one[0]]):
        short = facts.shorts.get(column.key, column.name)
        short = f"{short}, {column.side}" if column.side else short
        heading = "\n".join((visits[key], *_wrapped(short)))
        found.append(
            MatrixColumn(key, column, heading, f"{visits[key]}, {column.name}")
        )
    return tuple(found)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDEST, break_long_words=False, break_on_hyphens=False)


def _rule_words(one: RuleFact) -> str:
    values = ", ".join(number_text(value) for value in one.values)
    return f"{one.state.value} ({values})" if values else one.state.value


def _scores_by_site(rows: Iterable[ScoreRow]) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row.site][row.rater] += 1
    return found


_TONES = {
    State.PRESENT: "good",
    State.MISSING: "warn",
    State.NOT_PLANNED: "",
    State.NOT_ASSESSABLE: "accent",
    State.OUTSIDE_WINDOW: "bad",
    State.NOT_YET_DUE: "",
}
_RULE_TONES = {
    Eligibility.MET: "good",
    Eligibility.NOT_MET: "bad",
    Eligibility.NO_VALUE: "warn",
    Eligibility.NOT_ANSWERED: "warn",
}
