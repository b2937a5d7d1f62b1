"""A protocol in the making: what stands in the fields of its editor."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from models.drafts import (
    Checked,
    checked,
    key_from,
    put,
    put_number,
    split_list,
)
from models.errors import Problem
from models.protocol.analysis import Combine, Missing
from models.protocol.draft_rows import (
    SCALE,
    AssessmentDraft,
    EndpointDraft,
    Row,
    RuleDraft,
    ScoredDraft,
    ViewDraft,
    VisitDraft,
)
from models.protocol.protocol import Design, Order, Protocol, Questions
from models.protocol.reader import read_protocol
from models.toml_writer import TomlValue, toml_text

_Table = dict[str, TomlValue]

SIDED = (Design.SPLIT_FACE.value, Design.CROSSOVER.value)
"""Designs that compare the sides of a subject."""


@dataclass
class ProtocolDraft(Row):
    """A protocol as it is typed; see models.protocol.protocol.Protocol.

    Attributes:
        baseline: Uid of the visit.
        crossover: Uid of the visit, or empty.
        repeats: Share of photographs shown twice, as a number.
        further_reading: The other rules of reading, as they stand in the file.
        further_tables: Tables that have no fields here, as they stand in the file.
        certification: What raters in training must reach, as it stands in the file.
    """

    version: str = "1"
    design: str = Design.PARALLEL.value
    arms: str = "2"
    ratio: str = ""
    anchor: str = "procedure"
    baseline: str = ""
    crossover: str = ""
    questions: str = Questions.ALL.value
    tells_visit: bool = False
    training: bool = False
    missing: str = Missing.OBSERVED.value
    subjects: str = ""
    sites: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    citation: str = ""
    notes: str = ""
    order: str = Order.RANDOM.value
    repeats: str = "0.1"
    gap: str = "20"
    further_reading: _Table = field(default_factory=dict)
    further_tables: _Table = field(default_factory=dict)
    certification: _Table = field(default_factory=dict)
    over_raters: str = Combine.MEAN.value
    over_views: str = Combine.MEAN.value
    adjudicated_first: bool = False
    visits: list[VisitDraft] = field(default_factory=list)
    views: list[ViewDraft] = field(default_factory=list)
    scored: list[ScoredDraft] = field(default_factory=list)
    assessments: list[AssessmentDraft] = field(default_factory=list)
    eligibility: list[RuleDraft] = field(default_factory=list)
    endpoints: list[EndpointDraft] = field(default_factory=list)

    @property
    def has_sides(self) -> bool:
        """Whether the design compares sides."""
        return self.design in SIDED

    @property
    def has_arms(self) -> bool:
        """Whether the design has anything to allocate."""
        return self.design != Design.SINGLE_GROUP.value

    @property
    def asks_scheduled(self) -> bool:
        """Whether raters are asked only what is scheduled, which may tell the visit."""
        return self.questions == Questions.SCHEDULED.value

    @asks_scheduled.setter
    def asks_scheduled(self, is_so: bool) -> None:
        if is_so != self.asks_scheduled:
            self.questions = (Questions.SCHEDULED if is_so else Questions.ALL).value
            self.tells_visit = is_so

    @property
    def sites_text(self) -> str:
        """The codes of the sites in a row."""
        return ", ".join(self.sites)

    @sites_text.setter
    def sites_text(self, text: str) -> None:
        if text != self.sites_text:
            self.sites = split_list(text)

    @property
    def reasons_text(self) -> str:
        """The reasons for not assessable, a line each."""
        return "\n".join(self.reasons)

    @reasons_text.setter
    def reasons_text(self, text: str) -> None:
        self.reasons = [line.strip() for line in text.splitlines() if line.strip()]

    def series_key(self, uid: str) -> str:
        """Key of the series of a row; "" where it was taken away."""
        keys = {one.uid: one.scale for one in self.scored}
        keys |= {one.uid: one.shown_key for one in self.assessments}
        return keys.get(uid, "")

    def visit_key(self, uid: str) -> str:
        """Key of a visit; "" where it was taken away."""
        return {one.uid: one.shown_key for one in self.visits}.get(uid, "")

    def scheduled(self, row: ScoredDraft) -> list[str]:
        """Keys of the visits of a scale; one without photographs does not count."""
        kept = (one for one in self.visits if one.photographs and one.uid in row.visits)
        return [one.shown_key for one in kept if one.shown_key]

    def document(self) -> _Table:
        """As keys and values, faults and all."""
        document: _Table = {}
        put(document, "key", self.shown_key)
        for name in ("version", "name", "design"):
            put(document, name, getattr(self, name))
        self._put_arms(document)
        put(document, "anchor", self.anchor)
        put(document, "baseline", self.visit_key(self.baseline))
        if self.design == Design.CROSSOVER.value:
            put(document, "crossover", self.visit_key(self.crossover))
        document |= {"questions": self.questions, "missing": self.missing}
        put_number(document, "subjects", self.subjects)
        flags = {"training": self.training, "tells_visit": self.tells_visit}
        document |= {name: True for name, is_so in flags.items() if is_so}
        lists = (("sites", self.sites), ("reasons", self.reasons))
        document |= {name: list(words) for name, words in lists if words}
        put(document, "citation", self.citation)
        put(document, "notes", self.notes)
        document["reading"] = self._reading()
        document["aggregation"] = {
            "raters": self.over_raters,
            "views": self.over_views,
            "adjudicated_first": self.adjudicated_first,
        }
        if self.certification:
            document["certification"] = self._certification()
        return document | self.further_tables | self._plan()

    def text(self) -> str:
        """As the text of a protocol file."""
        return toml_text(self.document())

    def check(
        self, scales: Collection[str], measures: Collection[str], *others: Problem
    ) -> Checked[Protocol]:
        """What the reader says of it.

        Args:
            scales: The scales it may name, by key.
            measures: The measures it may name, by key.
            others: Faults found besides.
        """
        return checked(
            lambda: read_protocol(self.text(), "", scales, measures), *others
        )

    def _put_arms(self, document: _Table) -> None:
        if not self.has_arms:
            document["arms"] = 0
        elif self.has_sides:
            document["arms"] = 2
        else:
            put_number(document, "arms", self.arms)
        if self.has_arms:
            put(document, "ratio", self.ratio)

    def _reading(self) -> _Table:
        table: _Table = {"order": self.order}
        put_number(table, "repeats", self.repeats)
        put_number(table, "gap", self.gap)
        return table | self.further_reading

    def _certification(self) -> _Table:
        """As it stands in the file, without the scales that were taken away."""
        scored = {row.scale for row in self.scored}
        table = dict(self.certification)
        own = table.pop("scales", {})
        kept = {
            key: rules
            for key, rules in (own.items() if isinstance(own, dict) else ())
            if key in scored
        }
        return table | ({"scales": dict[str, TomlValue](kept)} if kept else {})

    def _plan(self) -> _Table:
        """Schedule, visits, views, and what is planned besides photographs."""
        plan: _Table = {}
        scored = [row for row in self.scored if row.scale]
        if scored or not self.assessments:
            plan["schedule"] = {
                row.scale: list[TomlValue](self.scheduled(row)) for row in scored
            }
        codings = {row.scale: row.coding for row in scored if row.coding}
        for one in self.assessments:
            if one.coding and one.instrument.startswith(f"{SCALE}:"):
                codings[one.instrument.partition(":")[2]] = one.coding
        if codings:
            plan["codings"] = dict[str, TomlValue](codings)
        plan["visits"] = [_visit(one) for one in self.visits]
        tables = (
            ("views", [_view(one, has_sides=self.has_sides) for one in self.views]),
            ("assessments", [self._assessment(one) for one in self.assessments]),
            ("eligibility", [self._rule(one) for one in self.eligibility]),
            ("endpoints", [self._endpoint(one) for one in self.endpoints]),
        )
        return plan | {name: list[TomlValue](rows) for name, rows in tables if rows}

    def _assessment(self, one: AssessmentDraft) -> _Table:
        table: _Table = {}
        put(table, "key", one.shown_key)
        put(table, "name", one.name)
        table["by"] = one.by
        kind, _, key = one.instrument.partition(":")
        table[kind or SCALE] = key
        table["visits"] = list[TomlValue](_kept(self.visits, one.visits))
        if one.per_side and self.has_sides:
            table["per_side"] = True
        put(table, "direction", one.direction)
        return table

    def _rule(self, rule: RuleDraft) -> _Table:
        table: _Table = {}
        put(table, "key", rule.key or key_from(rule.text))
        put(table, "text", rule.text)
        if rule.exclusion:
            table["exclusion"] = True
        put(table, "series", self.series_key(rule.series))
        if rule.series:
            put(table, "visit", self.visit_key(rule.visit))
        for name in ("lowest", "highest"):
            put_number(table, name, getattr(rule, name))
        return table

    def _endpoint(self, one: EndpointDraft) -> _Table:
        table: _Table = {}
        put(table, "key", one.shown_key)
        put(table, "name", one.name)
        put(table, "series", self.series_key(one.series))
        put(table, "visit", self.visit_key(one.visit))
        table |= {"outcome": one.outcome, "analysis": one.analysis}
        if one.primary:
            table["primary"] = True
        rule: _Table = {}
        for name in ("better_by", "lowest", "highest"):
            put_number(rule, name, getattr(one, name))
        if rule:
            table["responder"] = rule
        return table


def _kept(visits: Iterable[VisitDraft], uids: Collection[str]) -> list[str]:
    keys = (one.shown_key for one in visits if one.uid in uids)
    return [key for key in keys if key]


def _visit(visit: VisitDraft) -> _Table:
    table: _Table = {}
    put(table, "key", visit.shown_key)
    put(table, "name", visit.name)
    put_number(table, "day", visit.day)
    table["photographs"] = visit.photographs
    put_number(table, "before", visit.before)
    put_number(table, "after", visit.after)
    if visit.treatment:
        table["treatment"] = True
    if visit.aliases:
        table["aliases"] = list(visit.aliases)
    return table


def _view(view: ViewDraft, *, has_sides: bool) -> _Table:
    table: _Table = {}
    put(table, "key", view.shown_key)
    put(table, "name", view.name)
    if has_sides:
        put(table, "side", view.side)
    if view.aliases:
        table["aliases"] = list(view.aliases)
    return table
