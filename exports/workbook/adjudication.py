"""The sheet of adjudication: what raters said, what was accepted or agreed on."""

from collections.abc import Mapping
from dataclasses import dataclass

from exports.workbook.columns import (
    NOT_ASSESSABLE,
    Column,
    codes_column,
    scale_column,
    texts,
    unit_columns,
    view_column,
    visit_columns,
)
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.protocol.units import Unit
from models.statistics import frames
from models.store.agreement_records import ACCEPTED, BESIDE, AdjudicationCase, Consensus

Said = float | str | None
_OPEN = "open"


@dataclass(frozen=True)
class _Scores:
    """What was said of photographs on scales, by place, in usual and third readings."""

    usual: dict[tuple[str, str, str, str], dict[str, Said]]
    third: dict[tuple[str, str, str, str], tuple[str, Said, str]]


def has_adjudication(study: Snapshot) -> bool:
    """Whether there is anything to tell of third readings or meetings."""
    has_rule = study.protocol.adjudication is not None
    return has_rule or bool(study.cases or study.consensus or study.notes)


def adjudication_sheet(study: Snapshot) -> TableSheet:
    """A row a photograph and scale that was decided or talked about."""
    at = {one.id: one for one in study.photographs}
    cases = {(case.photograph, case.scale): case for case in study.cases}
    places = sorted(
        {*cases, *study.consensus, *study.notes},
        key=lambda one: (list(at).index(one[0]), one[1]),
    )
    of = [at[number] for number, _ in places]
    plan = study.protocol
    units = [Unit(one.subject, plan.side_of(one.view)) for one in of]
    scores = _scores(study)
    keys = [
        (one.subject, one.visit, one.view, scale)
        for one, (_, scale) in zip(of, places, strict=True)
    ]
    raters = sorted({rater for said in scores.usual.values() for rater in said})
    third = [scores.third.get(key) for key in keys]
    return TableSheet(
        "Adjudication",
        "Photographs that needed a third reading, or were talked about in a meeting: "
        "what each rater said, which stays, and what was accepted or agreed on.",
        (
            *unit_columns(study, units),
            *visit_columns(study, [one.visit for one in of]),
            view_column(study, [one.view for one in of]),
            scale_column(study, [scale for _, scale in places]),
            *(
                Column(
                    f"rater {rater}",
                    f"score of rater {rater}",
                    [scores.usual.get(key, {}).get(rater) for key in keys],
                    Kind.MIXED,
                    codes=f"a grade; “{NOT_ASSESSABLE}”; empty: no score",
                )
                for rater in raters
            ),
            Column("why", "why it needs a third reading", _why(cases, places)),
            codes_column(
                "adjudicator",
                "code of the rater of the third reading",
                [one[0] if one else "" for one in third],
            ),
            Column(
                "accepted",
                "value of the third reading, once that is finished",
                [one[1] if one and one[2] == ACCEPTED else None for one in third],
                Kind.MIXED,
            ),
            Column(
                "state",
                "whether the third reading has decided",
                [
                    (ACCEPTED if one and one[2] == ACCEPTED else _OPEN)
                    if place in cases
                    else ""
                    for one, place in zip(third, places, strict=True)
                ],
                codes=f"{ACCEPTED}; {_OPEN}; empty: no third reading",
            ),
            Column(
                "consensus",
                "what a meeting agreed on; it counts for nothing else",
                [_agreed(study.consensus.get(place)) for place in places],
                Kind.MIXED,
            ),
            Column(
                "note",
                "note for the meeting",
                [study.notes.get(place, "") for place in places],
                Kind.LONG,
            ),
        ),
        frozen=1,
    )


def _why(
    cases: Mapping[tuple[int, str], AdjudicationCase], places: list[tuple[int, str]]
) -> list[str]:
    return [cases[place].why if place in cases else "" for place in places]


def _agreed(one: Consensus | None) -> Said:
    if one is None:
        return None
    return NOT_ASSESSABLE if one.value is None else one.value


def _scores(study: Snapshot) -> _Scores:
    """The scores of both kinds, without those that only hide the visit."""
    columns = (
        frames.SUBJECT,
        frames.VISIT,
        frames.VIEW,
        frames.SCALE,
        frames.RATER,
        frames.ADJUDICATION,
    )
    found = _Scores({}, {})
    rows = zip(
        *(texts(study.scores, column) for column in columns),
        study.scores[frames.VALUE],
        strict=True,
    )
    for subject, visit, view, scale, rater, what, value in rows:
        said: Said = (
            value if value == value else NOT_ASSESSABLE
        )  # NaN differs from itself
        place = subject, visit, view, scale
        if not what:
            found.usual.setdefault(place, {})[rater] = said
        elif what != BESIDE:
            found.third[place] = rater, said, what
    return found
