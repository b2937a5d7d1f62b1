"""Writes a protocol as TOML, from which the reader makes an equal protocol."""

from models.protocol.analysis import EligibilityRule, Endpoint, Responder
from models.protocol.assessments import Assessment
from models.protocol.certification import certification_document
from models.protocol.protocol import Protocol, ReadingRules, View, Visit
from models.toml_writer import TomlValue, number_value, toml_text

_Table = dict[str, TomlValue]


def protocol_text(protocol: Protocol) -> str:
    """A protocol as the text of a TOML file.

    Read back, all of it is equal but `source` and `sha256`, which are of this text.
    """
    return toml_text(protocol_document(protocol))


def protocol_document(protocol: Protocol) -> _Table:
    """A protocol as keys and values, in the order of a file."""
    document: _Table = {
        name: str(getattr(protocol, name))
        for name in ("key", "version", "name", "design")
    }
    document["arms"] = protocol.arms
    if protocol.arms:
        document["ratio"] = ":".join(str(share) for share in protocol.ratio)
    document |= {"anchor": protocol.anchor, "baseline": protocol.baseline}
    document["questions"] = str(protocol.questions)
    document["missing"] = str(protocol.missing)
    document |= _facts(protocol)
    document["reading"] = reading_document(protocol.reading)
    document["aggregation"] = {
        "raters": str(protocol.aggregation.raters),
        "views": str(protocol.aggregation.views),
        "adjudicated_first": protocol.aggregation.is_adjudicated_first,
    }
    document |= further_tables(protocol)
    certification = certification_document(protocol.certification)
    if certification:
        document["certification"] = certification
    if protocol.schedule:
        document["schedule"] = {
            scale: list(visits) for scale, visits in protocol.schedule.items()
        }
    if protocol.codings:
        document["codings"] = dict(protocol.codings)
    return document | _lists(protocol)


def further_tables(protocol: Protocol) -> _Table:
    """The tables about what raters do besides scoring, where there are any."""
    document: _Table = {}
    rule, choice = protocol.adjudication, protocol.before_after
    if rule is not None:
        document["adjudication"] = {
            "difference": number_value(rule.difference),
            "classes": rule.classes,
            "one_not_assessable": rule.one_not_assessable,
        }
    if choice is not None:
        document["before_after"] = {
            "visit": choice.visit,
            "criterion": number_value(choice.criterion),
        }
    return document


def reading_document(rules: ReadingRules) -> _Table:
    """The rules of reading; what is as usual and seldom changed is left out."""
    document: _Table = {
        "order": str(rules.order),
        "repeats": number_value(rules.repeats),
        "gap": rules.gap,
    }
    usual = ReadingRules()
    if rules.comparison != usual.comparison:
        document["comparison"] = str(rules.comparison)
    if rules.baseline_shown is not None:
        document["baseline_shown"] = rules.baseline_shown
    for name in ("display_check", "break_after_minutes", "batch"):
        if getattr(rules, name) != getattr(usual, name):
            document[name] = getattr(rules, name)
    for name in ("brightness_contrast", "certificate"):
        if getattr(rules, name):
            document[name] = True
    return document


def _facts(protocol: Protocol) -> _Table:
    """What is written only where it says something."""
    facts: tuple[tuple[str, TomlValue], ...] = (
        ("crossover", protocol.crossover),
        ("training", protocol.training),
        ("tells_visit", protocol.tells_visit),
        ("subjects", protocol.subjects),
        ("sites", list(protocol.sites)),
        ("reasons", list(protocol.reasons)),
        ("citation", protocol.citation),
        ("notes", protocol.notes),
    )
    return {name: value for name, value in facts if value}


def _lists(protocol: Protocol) -> _Table:
    lists: tuple[tuple[str, list[TomlValue]], ...] = (
        ("visits", [_visit(one) for one in protocol.visits]),
        ("views", [_view(one) for one in protocol.views]),
        ("assessments", [_assessment(one) for one in protocol.assessments]),
        ("eligibility", [_rule(one) for one in protocol.eligibility]),
        ("endpoints", [_endpoint(one) for one in protocol.endpoints]),
    )
    return {name: tables for name, tables in lists if tables}


def _visit(visit: Visit) -> _Table:
    table: _Table = {"key": visit.key, "name": visit.name, "day": visit.day}
    table["photographs"] = visit.photographs
    if visit.earliest is not None and visit.latest is not None:
        table["before"] = visit.day - visit.earliest
        table["after"] = visit.latest - visit.day
    if visit.has_treatment:
        table["treatment"] = True
    if visit.aliases:
        table["aliases"] = list(visit.aliases)
    return table


def _view(view: View) -> _Table:
    table: _Table = {"key": view.key, "name": view.name}
    if view.side:
        table["side"] = view.side
    if view.aliases:
        table["aliases"] = list(view.aliases)
    return table


def _assessment(one: Assessment) -> _Table:
    table: _Table = {"key": one.key, "name": one.name, "by": str(one.by)}
    table["scale" if one.scale else "measure"] = one.instrument
    table["visits"] = list(one.visits)
    if one.is_per_side:
        table["per_side"] = True
    if one.direction is not None:
        table["direction"] = str(one.direction)
    return table


def _rule(rule: EligibilityRule) -> _Table:
    table: _Table = {"key": rule.key, "text": rule.text}
    if rule.is_exclusion:
        table["exclusion"] = True
    for name in ("series", "visit"):
        if getattr(rule, name):
            table[name] = getattr(rule, name)
    return table | _limits(rule, ("lowest", "highest"))


def _endpoint(one: Endpoint) -> _Table:
    table: _Table = {"key": one.key, "name": one.name}
    table |= {"series": one.series, "visit": one.visit}
    table |= {"outcome": str(one.outcome), "analysis": str(one.analysis)}
    if one.is_primary:
        table["primary"] = True
    if one.responder is not None:
        limits = _limits(one.responder, ("better_by", "lowest", "highest"))
        table["responder"] = limits
    return table


def _limits(of: EligibilityRule | Responder, names: tuple[str, ...]) -> _Table:
    given = {name: getattr(of, name) for name in names}
    return {name: number_value(one) for name, one in given.items() if one is not None}
