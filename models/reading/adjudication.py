"""Third readings: where two raters differ, a third one decides, blinded to both.

The protocol says when one is needed. What the raters said stays; the value of the third
reading is accepted beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from models.errors import ExpectedError
from models.protocol.adjudication import AdjudicationRule
from models.protocol.protocol import Order, Protocol, Questions, ReadingRules
from models.reading.drawing import candidates, taken_codes
from models.reading.errors import ReadingClosedError
from models.reading.order import draw_codes, draw_plan, reading_seed
from models.statistics.agreement.adjudication import (
    Case,
    Rate,
    ReaderDisagreement,
    adjudication_rate,
    needs_adjudication,
    reader_disagreement,
)
from models.store.agreement_records import ACCEPTED
from models.store.changes import Changes
from models.store.records import Reading, ScoreRow
from models.store.store import StudyStore
from models.words import counted

_RULES = ReadingRules(order=Order.RANDOM, repeats=0.0)


@dataclass(frozen=True)
class Dispute:
    """A photograph and a scale on which raters differ by the protocol's rule.

    Attributes:
        photograph: Number of the photograph.
        scale: Key of the scale.
        why: Why it needs a third reading.
    """

    photograph: int
    scale: str
    why: str


@dataclass(frozen=True)
class AdjudicationPlan:
    """What an adjudicator would be asked.

    Attributes:
        disputes: In the order of photographs and scales, those alone that no third
            reading has been opened for.
        asks_all: Whether every scale is asked at these photographs.
        unfinished: Codes of raters whose reading goes on; their scores are left out.
        compared: How many photographs and scales two raters or more have finished.
    """

    disputes: tuple[Dispute, ...]
    asks_all: bool
    unfinished: tuple[str, ...]
    compared: int

    @property
    def photographs(self) -> tuple[int, ...]:
        """Numbers of the photographs, each once."""
        return tuple(dict.fromkeys(one.photograph for one in self.disputes))

    def sentence(self) -> str:
        """What would be read, in words."""
        if not self.disputes:
            return "Nothing needs a third reading."
        asked = (
            "every scale is asked at each, so that the scales do not tell the visit"
            if self.asks_all
            else "only the scales in question are asked"
        )
        return (
            f"{counted(len(self.disputes), 'disagreement')} on "
            f"{counted(len(self.photographs), 'photograph')} need a third reading; "
            f"{asked}."
        )


@dataclass(frozen=True)
class AdjudicationReport:
    """What became of disagreements.

    Attributes:
        rate: Share of photographs and scales that went to a third reading and were
            decided, of those that two raters or more have scored.
        raters: How often a third reading decided against each rater.
    """

    rate: Rate
    raters: tuple[ReaderDisagreement, ...]


def plan_adjudication(store: StudyStore) -> AdjudicationPlan:
    """What needs a third reading by the rule of the protocol. Nothing is written.

    Raises:
        ExpectedError: The protocol has no rule.
    """
    protocol, rule = store.protocol(), _rule(store)
    said = _said(store)
    opened = {(case.photograph, case.scale) for case in store.adjudication_cases()}
    disputes = []
    for (photograph, scale), given in said.items():
        why = _why(rule, list(given.values()), _classes(store, scale))
        if why and (photograph, scale) not in opened:
            disputes.append(Dispute(photograph, scale, why))
    return AdjudicationPlan(
        tuple(disputes),
        _tells_visit(protocol),
        tuple(one.rater for one in _usual(store) if not one.finished_at),
        sum(len(given) > 1 for given in said.values()),
    )


def open_adjudication(
    store: StudyStore, rater: str, *, by: str = "coordinator"
) -> AdjudicationPlan:
    """Open a third reading, or add to it what has come to differ since.

    Args:
        store: The study.
        rater: Code of the adjudicator, who has no reading of their own.
        by: Who opens it.

    Returns:
        What the adjudicator is asked.

    Raises:
        ExpectedError: Nothing needs one, the protocol has no rule, or this rater has
            read the photographs before.
        ReadingClosedError: The study is locked, or the third reading finished.
    """
    code = rater.strip()
    if not code:
        raise ExpectedError(
            "An adjudicator needs a code.",
            hint="Give initials or a number, such as A1.",
        )
    reading = _reading_of(store, code)
    _refuse(store, code, reading)
    plan = plan_adjudication(store)
    if not plan.disputes:
        hint = "Nothing was written."
        if plan.unfinished or not plan.compared:
            hint = "Scores count here once two raters have finished their readings."
        raise ExpectedError("Nothing needs a third reading.", hint=hint)
    with store.changes(
        by=by, role="coordinator", action="adjudication opened"
    ) as changes:
        _write(store, changes, code, reading, plan)
    return plan


def _refuse(store: StudyStore, code: str, reading: Reading | None) -> None:
    """Refuse an adjudicator who cannot decide.

    Raises:
        ExpectedError: This rater has a usual reading, or it is too late.
    """
    if store.is_locked():
        raise ReadingClosedError(
            "The study is locked, so no third reading can be opened.",
            hint="The coordinator can unlock it, with a reason on record.",
        )
    if reading is None:
        return
    if reading.id not in store.adjudications():
        raise ExpectedError(
            f"{code} has a reading of their own in this study.",
            hint="An adjudicator must be another rater; choose another code.",
        )
    if reading.finished_at:
        raise ReadingClosedError(
            f"The third reading of {code} is finished.",
            hint="Reopen it, with a reason on record, or choose another adjudicator.",
        )


def _write(
    store: StudyStore,
    changes: Changes,
    code: str,
    reading: Reading | None,
    plan: AdjudicationPlan,
) -> None:
    """Draw the order of the photographs in question, and store it with the cases."""
    wanted = set(plan.photographs)
    shown = store.read_photographs(reading.id) if reading else {}
    new = [one for one in candidates(store, set()) if one.id in wanted]
    seed = reading_seed(store.order_seed(), code, part=1 + len(shown))
    drawn = [one.photograph for one in draw_plan(new, _RULES, seed).showings]
    codes = draw_codes(len(drawn), seed, taken_codes(store))
    changes.add_rater(code)
    number = reading.id if reading else changes.add_reading(code, seed)
    items = changes.add_reading_items(
        number, len(shown) + 1, list(zip(drawn, codes, strict=True))
    )
    changes.add_adjudication(number, asks_all=plan.asks_all)
    item_of = dict(zip(drawn, items, strict=True))
    for one in plan.disputes:
        changes.add_adjudication_case(item_of[one.photograph], one.scale, one.why)


def adjudication_report(store: StudyStore) -> AdjudicationReport:
    """How often a third reading decided, and against whom."""
    numbers = _numbers(store)
    accepted = {
        (numbers[row.subject, row.visit, row.view], row.scale): row.value
        for row in store.score_rows()
        if row.adjudication == ACCEPTED
    }
    cases = [
        Case(dict(given), accepted.get(place), is_adjudicated=place in accepted)
        for place, given in _said(store).items()
        if len(given) > 1
    ]
    return AdjudicationReport(
        adjudication_rate(cases), tuple(reader_disagreement(cases))
    )


def _said(store: StudyStore) -> dict[tuple[int, str], dict[str, float | None]]:
    """What raters who have finished said, by photograph and scale.

    Only what the protocol analyses, and only the first showing of a photograph.
    """
    protocol, numbers = store.protocol(), _numbers(store)
    finished = {one.id for one in _usual(store) if one.finished_at}
    said: dict[tuple[int, str], dict[str, float | None]] = {}
    for row in _first_scores(store):
        if row.reading in finished and protocol.is_scheduled(row.scale, row.visit):
            place = numbers[row.subject, row.visit, row.view], row.scale
            said.setdefault(place, {})[row.rater] = row.value
    return dict(sorted(said.items()))


def _first_scores(store: StudyStore) -> Iterator[ScoreRow]:
    return (row for row in store.score_rows() if not row.repeat)


def _numbers(store: StudyStore) -> dict[tuple[str, str, str], int]:
    """Subject, visit and view to the number of the photograph."""
    return {(one.subject, one.visit, one.view): one.id for one in store.photographs()}


def _usual(store: StudyStore) -> list[Reading]:
    """The readings that are no adjudications."""
    deciding = store.adjudications()
    return [one for one in store.readings() if one.id not in deciding]


def _reading_of(store: StudyStore, code: str) -> Reading | None:
    found = [one for one in store.readings() if one.rater == code]
    return found[0] if found else None


def _rule(store: StudyStore) -> AdjudicationRule:
    rule = store.protocol().adjudication
    if rule is None:
        raise ExpectedError(
            "The protocol does not say when a third reading decides.",
            hint="Add the table [adjudication] to the protocol and amend it on record.",
        )
    return rule


def _why(
    rule: AdjudicationRule,
    given: list[float | None],
    classes: tuple[tuple[float, float], ...],
) -> str:
    """Why scores need a third reading, or empty."""
    if not rule.one_not_assessable:
        given = [one for one in given if one is not None]
    return needs_adjudication(
        given,
        difference=rule.difference,
        classes=classes if rule.classes else (),
    )


def _classes(store: StudyStore, scale: str) -> tuple[tuple[float, float], ...]:
    bands = store.scales()[scale].bands
    return tuple((band.lowest, band.highest) for band in bands)


def _tells_visit(protocol: Protocol) -> bool:
    """Whether the scales in question would tell a visit that is hidden otherwise.

    They cannot where all scales are analysed at the same visits, and need not be hidden
    where the protocol asks only what is scheduled.
    """
    if protocol.questions is Questions.SCHEDULED:
        return False
    return len({frozenset(visits) for visits in protocol.schedule.values()}) > 1
