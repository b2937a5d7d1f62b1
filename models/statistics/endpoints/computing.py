"""The endpoints of a study, each by the analysis its protocol names.

Every number is one of `models.statistics.comparison`, of the same values that the
trajectories show. Nothing is compared while the arms are sealed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from models.protocol.analysis import Analysis, Endpoint, Outcome
from models.protocol.protocol import Protocol
from models.scales.scale import Mode, Scale
from models.statistics.comparison.multiplicity import Family, family
from models.statistics.comparison.responders import single_rate
from models.statistics.endpoints.asked import Asked, asked, rule_words
from models.statistics.endpoints.comparing import compared
from models.statistics.endpoints.records import Answer, Answers, Rate, Rates, Role
from models.statistics.intervals import LEVEL
from models.statistics.trajectories import (
    GROUP,
    MEASURE,
    SUBJECTS,
    Measure,
    Trajectories,
)

SEALED = (
    "No arms are told here, so nothing is compared between them. The comparisons "
    "follow when the allocation is opened, as groups A and B or by name."
)


def endpoint_answers(
    found: Trajectories,
    protocol: Protocol,
    no_change: Mapping[str, float] | None = None,
    *,
    level: float = LEVEL,
) -> Answers:
    """Compute every endpoint.

    Args:
        found: The trajectories of the study, by group if groups may be told.
        protocol: Names the endpoints. If it names none, every series is compared at
            its last visit, and called exploratory.
        no_change: Grade of no change by key of the series, see `no_change_grades`.
        level: Coverage of intervals.
    """
    known = {one.key for one in found.scales}
    endpoints = [
        (one, Role.PRIMARY if one.is_primary else Role.SECONDARY)
        for one in protocol.endpoints
        if one.series in known
    ]
    if not protocol.endpoints:
        endpoints = [(one, Role.EXPLORATORY) for one in exploratory(found, protocol)]
    grades = no_change or {}
    questions = [
        (asked(one, found, protocol, grades.get(one.series)), role)
        for one, role in endpoints
    ]
    rates = tuple(
        _rates(one, role, found, level)
        for one, role in questions
        if one.endpoint.responder is not None
    )
    is_sealed = protocol.has_arms and not found.is_grouped
    if is_sealed:
        answers = [
            Answer(one.endpoint, role, one.series, one.design, "", "", (), (SEALED,))
            for one, role in questions
        ]
    else:
        answers = [
            answer
            for one, role in questions
            for answer in compared(one, role, protocol, level)
        ]
    return Answers(
        tuple(answers),
        rates,
        tuple(_families(answers)),
        protocol.missing,
        level,
        SEALED if is_sealed else "",
    )


def exploratory(found: Trajectories, protocol: Protocol) -> tuple[Endpoint, ...]:
    """What stands for endpoints where a protocol names none: one for each series.

    The change from baseline to the last visit, by ranks; the value there where the
    series has no baseline.
    """
    chosen = []
    for series in found.scales:
        planned = [
            visit
            for visit in protocol.visits
            if protocol.is_scheduled(series.key, visit.key)
        ]
        if not planned:
            continue
        last = planned[-1]
        is_change = len(planned) > 1 and protocol.baseline in {
            visit.key for visit in planned[:-1]
        }
        words = f"change of {series.short} at" if is_change else f"{series.short} at"
        chosen.append(
            Endpoint(
                key=f"{series.key}-{last.key}",
                name=f"{words[:1].upper()}{words[1:]} {last.name}",
                series=series.key,
                visit=last.key,
                outcome=Outcome.CHANGE if is_change else Outcome.SCORE,
                analysis=Analysis.RANKS,
                is_primary=False,
            )
        )
    return tuple(chosen)


def no_change_grades(
    protocol: Protocol,
    scales: Mapping[str, Scale],
    live_scales: Mapping[str, Scale],
) -> dict[str, float]:
    """The grade of no change of every series on a comparative scale that has one."""
    series = {key: scales[key] for key in protocol.scales if key in scales}
    series |= {
        one.key: live_scales[one.scale]
        for one in protocol.assessments
        if one.scale in live_scales
    }
    return {
        key: grade.value
        for key, scale in series.items()
        if scale.mode is Mode.COMPARATIVE
        for grade in scale.grades
        if "no-change" in (grade.category, grade.label.casefold().replace(" ", "-"))
    }


def _rates(one: Asked, role: Role, found: Trajectories, level: float) -> Rates:
    """The responders of each group at every visit after the baseline."""
    rule = one.endpoint.responder
    words = rule_words(rule, one.series) if rule else ""
    why = one.why_no_response
    if why:
        return Rates(one.endpoint, role, one.series, words, (), (why,))
    observed = one.observed
    sizes = _sizes(found)
    rates = []
    for visit in observed.later:
        responses = one.responses(visit)
        for number, name in enumerate(found.groups):
            values = responses[observed.group == number]
            answered = values[values == values]  # NaN is unlike itself
            result = single_rate(answered > 0, level) if len(answered) else None
            rates.append(
                Rate(
                    name,
                    observed.visits[visit],
                    sizes.get(name, len(values)),
                    len(answered),
                    int(answered.sum()),
                    result.estimate if result else None,
                    result.interval if result else None,
                    visit == one.visit,
                )
            )
    return Rates(one.endpoint, role, one.series, words, tuple(rates))


def _sizes(found: Trajectories) -> dict[str, int]:
    """Units of each group, with those never seen."""
    table = found.table
    scores = table[table[MEASURE] == str(Measure.SCORE)]
    return dict(
        zip(scores[GROUP].astype(str), scores[SUBJECTS].astype(int), strict=True)
    )


def _families(answers: Sequence[Answer]) -> Iterable[Family]:
    """P of the planned tests, adjusted over all endpoints of a kind."""
    for role in Role:
        tests = {
            one.name: one.headline.p if one.headline else None
            for one in answers
            if one.role is role
        }
        found = family(f"{role} endpoints", tests)
        if len(found.raw) > 1:
            yield replace(found, name=f"{role} endpoints, {len(found.raw)} tests")
