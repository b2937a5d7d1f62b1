"""A protocol in words, for the page of a study and before a study is made."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.measures.measure import Measure
from models.protocol.analysis import (
    Aggregation,
    Analysis,
    EligibilityRule,
    Endpoint,
    Missing,
    Outcome,
)
from models.protocol.assessments import Assessment
from models.protocol.protocol import Design, Order, Protocol, Questions, Visit
from models.protocol.wording import design_words
from models.scales.scale import Scale
from models.words import counted, listed, number_text


@dataclass(frozen=True)
class Part:
    """One part of the words.

    Attributes:
        heading: What it is about: "Endpoints".
        lines: Sentences, one for each thing.
    """

    heading: str
    lines: tuple[str, ...]


_ORDERS = {
    Order.RANDOM: "in random order",
    Order.SUBJECT_BLOCKS: "subject by subject, visits in random order",
    Order.BASELINE_PAIRED: "each subject's baseline first, then visits in random order",
    Order.CHRONOLOGICAL: "in the order of the visits",
}
_OUTCOMES = {
    Outcome.SCORE: "value",
    Outcome.CHANGE: "change from baseline",
    Outcome.RESPONSE: "responders",
}
_MISSING = {
    Missing.OBSERVED: "A visit without a value stays without one.",
    Missing.CARRIED: "A visit without a value takes the subject's last one before it.",
    Missing.MIXED_MODEL: "A mixed model over all visits takes in what is missing.",
}


def plan_parts(
    protocol: Protocol, scales: Mapping[str, Scale], measures: Mapping[str, Measure]
) -> tuple[Part, ...]:
    """The whole plan in words; parts of which nothing is said are left out.

    Args:
        protocol: The protocol.
        scales: Its scales by key.
        measures: Its measures by key.
    """
    names = series_names(protocol, scales)
    parts = (
        Part("Design", _design(protocol)),
        Part("Visits", tuple(visit_words(one) for one in protocol.visits)),
        Part("Scored from photographs", _scored(protocol, scales)),
        Part(
            "Besides photographs",
            tuple(
                assessment_words(one, protocol, scales, measures)
                for one in protocol.assessments
            ),
        ),
        Part(
            "Endpoints",
            tuple(_endpoint(one, protocol, names) for one in protocol.endpoints),
        ),
        Part(
            "Who may enter",
            tuple(_rule(one, protocol, names) for one in protocol.eligibility),
        ),
        Part("Reading and values", _reading(protocol)),
    )
    return tuple(one for one in parts if one.lines)


def series_names(protocol: Protocol, scales: Mapping[str, Scale]) -> dict[str, str]:
    """What each series is called, by its key."""
    names = {key: scales[key].short for key in protocol.scales}
    return names | {one.key: one.name for one in protocol.assessments}


def visit_words(visit: Visit) -> str:
    """A visit with its day, window and treatment: "Day 30, 28 to 33, photographs"."""
    day = f"day {visit.day}".replace("-", "−")
    parts = [] if visit.name.lower() == day else [day]
    if visit.earliest is not None and visit.latest is not None:
        window = f"kept on days {visit.earliest} to {visit.latest}"
        parts.append(window.replace("-", "−"))
    if visit.has_treatment:
        parts.append("treatment")
    parts.append("photographs" if visit.photographs else "no photographs")
    return f"{visit.name}: {', '.join(parts)}."


def assessment_words(
    one: Assessment,
    protocol: Protocol,
    scales: Mapping[str, Scale],
    measures: Mapping[str, Measure],
) -> str:
    """What is rated live or entered, by whom, on what and when."""
    on = scales[one.scale].name if one.scale else measures[one.measure].name
    coding = protocol.codings.get(one.scale, "") if one.scale else ""
    told = f", coded {coding}" if coding else ""
    sides = ", each side" if one.is_per_side else ""
    visits = listed(protocol.visit(key).name for key in one.visits)
    return f"{one.name}: {on}{told}, by {_by(one)}{sides}, at {visits}."


def _by(one: Assessment) -> str:
    return {"device": "device", "subject": "the subject"}.get(
        one.by.value, "the investigator"
    )


def _design(protocol: Protocol) -> tuple[str, ...]:
    first = design_words(protocol)
    lines = [f"{first[0].upper()}{first[1:]}; day 0 is the day of {protocol.anchor}."]
    if protocol.subjects:
        lines.append(f"{counted(protocol.subjects, 'subject')} planned.")
    if protocol.sites:
        noun = "Site" if len(protocol.sites) == 1 else "Sites"
        lines.append(f"{noun}: {listed(protocol.sites)}.")
    if protocol.training:
        lines.append("For training: nobody is blinded.")
    if protocol.views:
        sides = {
            one.key: f" ({one.side})" if one.side else "" for one in protocol.views
        }
        views = listed(f"{one.name}{sides[one.key]}" for one in protocol.views)
        lines.append(f"Views: {views}.")
    return tuple(lines)


def _scored(protocol: Protocol, scales: Mapping[str, Scale]) -> tuple[str, ...]:
    lines = []
    for key, visits in protocol.schedule.items():
        scale = scales[key]
        low, high = number_text(scale.lowest), number_text(scale.highest)
        coding = protocol.codings.get(key, "")
        told = f", coded {coding}" if coding else ""
        at = listed(protocol.visit(one).name for one in visits)
        lines.append(f"{scale.name}, {low} to {high}{told}, at {at}.")
    return tuple(lines)


def _endpoint(one: Endpoint, protocol: Protocol, names: Mapping[str, str]) -> str:
    rank = "Primary" if one.is_primary else "Secondary"
    between = "within subjects" if not _is_between(protocol) else "between arms"
    how = {
        Analysis.RANKS: "by ranks",
        Analysis.MEANS: "by means",
        Analysis.ANCOVA: "by means adjusted for the baseline",
        Analysis.MIXED_MODEL: "by a mixed model",
        Analysis.RESPONDERS: "by responders",
    }[one.analysis]
    what = f"{_OUTCOMES[one.outcome]} of {names[one.series]}"
    rule = f" ({_responder(one)})" if one.responder else ""
    at = protocol.visit(one.visit).name
    asked = f"{what[0].upper()}{what[1:]} at {at}{rule}"
    return f"{rank}: {one.name}. {asked}, {how}, {between}."


def _is_between(protocol: Protocol) -> bool:
    return protocol.design is Design.PARALLEL


def _responder(one: Endpoint) -> str:
    rule = one.responder
    if rule is None:
        return ""
    limits = (
        ("better by {}", rule.better_by),
        ("{} at least", rule.lowest),
        ("{} at most", rule.highest),
    )
    return listed(
        text.format(number_text(limit)) for text, limit in limits if limit is not None
    )


def _rule(rule: EligibilityRule, protocol: Protocol, names: Mapping[str, str]) -> str:
    kind = "Out" if rule.is_exclusion else "In"
    if rule.is_answered:
        return f"{kind}: {rule.text}"
    low = "…" if rule.lowest is None else number_text(rule.lowest)
    high = "…" if rule.highest is None else number_text(rule.highest)
    at = protocol.visit(rule.visit).name
    return f"{kind}: {rule.text} ({names[rule.series]} at {at}, {low} to {high})"


def _reading(protocol: Protocol) -> tuple[str, ...]:
    if not protocol.schedule:
        return (_MISSING[protocol.missing],)
    rules = protocol.reading
    percent = number_text(round(rules.repeats * 100, 1))
    repeats = (
        f"{percent} % of them a second time, {rules.gap} or more photographs later"
        if rules.repeats
        else "none of them twice"
    )
    asked = (
        "Every scale is asked at every photograph."
        if protocol.questions is Questions.ALL
        else "Only the scales of the visit are asked, which may tell the visit."
    )
    return (
        f"Photographs are read {_ORDERS[rules.order]}, {repeats}.",
        asked,
        _combined(protocol.aggregation),
        _MISSING[protocol.missing],
    )


def _combined(rule: Aggregation) -> str:
    text = f"The {rule.views} over views, then the {rule.raters} over raters, counts"
    first = (
        "; an adjudicated value stands before them" if rule.is_adjudicated_first else ""
    )
    return f"{text}{first}."
