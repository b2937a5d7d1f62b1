"""The methods paragraphs of a report, written from the settings of the study.

Nothing is said that the protocol, the answers or the trajectories do not say.
"""

from collections.abc import Iterable, Iterator, Mapping

from models.protocol.analysis import Missing, Outcome
from models.protocol.protocol import Order, Protocol
from models.protocol.wording import design_words
from models.statistics.endpoints.records import MISSING_WORDS, Answers, Part, Role
from models.statistics.trajectories import Trajectories
from models.words import counted, listed

_ORDERS = {
    Order.RANDOM: "in random order",
    Order.SUBJECT_BLOCKS: "subject by subject, visits in random order",
    Order.BASELINE_PAIRED: "the baseline first, follow-ups in random order",
    Order.CHRONOLOGICAL: "in the order of the visits",
}


def methods(
    protocol: Protocol,
    found: Trajectories,
    answers: Answers,
    versions: Mapping[str, str],
) -> tuple[str, ...]:
    """The methods in paragraphs.

    Args:
        protocol: The plan of the study.
        found: The trajectories; they tell raters, views and units.
        answers: The endpoints; they tell tests, intervals and families.
        versions: Version of each program and library, the program first.
    """
    return tuple(
        " ".join(part for part in paragraph if part)
        for paragraph in (
            _design(protocol, found),
            _values(protocol, found),
            _comparisons(protocol, answers),
            _missing(answers),
            _software(versions),
        )
    )


def _design(protocol: Protocol, found: Trajectories) -> Iterator[str]:
    yield f"Design: {design_words(protocol)}."
    visits = listed(f"{one.name} (day {one.day})" for one in protocol.visits)
    yield f"Visits: {visits}; day 0 is the {protocol.anchor}."
    if not protocol.scales:
        return
    raters = counted(found.raters, "rater")
    order = _ORDERS[protocol.reading.order]
    yield f"Photographs were graded by {raters}, {order}"
    if protocol.training:
        yield "in a training study without blinding."
    else:
        yield (
            "and under random codes, which tell neither arm nor subject nor visit."
            if protocol.has_arms
            else "and under random codes, which tell neither subject nor visit."
        )
    if protocol.reading.repeats:
        share = f"{protocol.reading.repeats * 100:g} %"
        yield (
            f"Of the photographs {share} were planned to be shown a second time, "
            "unannounced; these repeats are left out of all results but agreement."
        )


def _values(protocol: Protocol, found: Trajectories) -> Iterator[str]:
    how = protocol.aggregation
    noun = found.noun
    if protocol.scales:
        yield (
            f"The value of a {noun} at a visit is the {how.views} over the views of "
            f"each rater, then the {how.raters} over the raters, of the grades at "
            "visits where the protocol analyses the scale; what was not assessable is "
            "left out."
        )
    if protocol.assessments:
        yield "Of values that were entered twice, the first entry counts."
    if how.is_adjudicated_first:
        yield "An adjudicated value stands before the grades it decided."
    yield (
        f"Change is the value less that at {found.baseline.name}, within the {noun}."
    )


def _comparisons(protocol: Protocol, answers: Answers) -> Iterator[str]:
    if answers.why_none:
        yield answers.why_none
        return
    if answers.is_exploratory:
        yield (
            "The protocol names no endpoints; every series is compared at its last "
            "visit, and these comparisons are exploratory."
        )
    for role in Role:
        yield from _of_role(answers, role)
    yield f"Tests are two-sided; intervals cover {answers.level * 100:g} %."
    for family in answers.families:
        yield (
            f"The p values of the {family.name} are adjusted by Holm; those by "
            "Hochberg are given beside them."
        )
    if protocol.has_sides:
        yield "Sides are compared within subjects."
    few = any(min(one.n, default=0) < 6 for a in answers.answers for one in a.planned)
    if few:
        yield "Where a group has fewer than six values, look at points and intervals."


def _of_role(answers: Answers, role: Role) -> Iterator[str]:
    """The endpoints of a kind that are compared alike, in one sentence."""
    alike: dict[str, list[str]] = {}
    for one in answers.answers:
        line = one.headline
        if one.role is role and line is not None:
            alike.setdefault(line.method, []).append(one.endpoint.name)
    for method, names in alike.items():
        noun = f"{role} endpoint" + ("s" if len(set(names)) > 1 else "")
        told = listed(f"“{name}”" for name in dict.fromkeys(names))
        yield f"{noun[:1].upper()}{noun[1:]} {told}: {method}."


def _missing(answers: Answers) -> Iterator[str]:
    yield f"Missing visits: {MISSING_WORDS[answers.missing]}."
    if answers.missing is Missing.MIXED_MODEL and any(
        one.endpoint.outcome is Outcome.RESPONSE for one in answers.answers
    ):
        yield "Responders are counted among observed values."
    kept = _unique(
        line.result.method
        for one in answers.answers
        for line in one.lines
        if line.part is Part.SENSITIVITY
    )
    if kept:
        yield f"Sensitivity analyses: {'; '.join(kept)}."


def _software(versions: Mapping[str, str]) -> Iterator[str]:
    told = listed(f"{name} {version}" for name, version in versions.items())
    yield f"Software: {told}."


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))
