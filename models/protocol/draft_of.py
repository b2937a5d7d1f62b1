"""Where a draft of a protocol begins: nothing, a protocol, or its next version."""

from collections.abc import Collection

from models.drafts import free_key, next_version
from models.protocol.analysis import EligibilityRule, Endpoint
from models.protocol.assessments import Assessment
from models.protocol.certification import certification_document
from models.protocol.draft import ProtocolDraft
from models.protocol.draft_rows import (
    MEASURE,
    SCALE,
    AssessmentDraft,
    EndpointDraft,
    RuleDraft,
    ScoredDraft,
    ViewDraft,
    VisitDraft,
)
from models.protocol.protocol import Protocol, Visit
from models.protocol.writer import further_tables, reading_document
from models.toml_writer import TomlValue

_USUAL_REASONS = (
    "out of focus",
    "over- or underexposed",
    "region not visible",
    "make-up, hair or dressing in the way",
    "other, see comment",
)


def new_protocol() -> ProtocolDraft:
    """A draft with a baseline, one visit after it and one view; nothing is scored."""
    baseline = VisitDraft(name="Baseline", day="0")
    after = VisitDraft(name="Day 30", day="30")
    return ProtocolDraft(
        baseline=baseline.uid,
        reasons=list(_USUAL_REASONS),
        visits=[baseline, after],
        views=[ViewDraft(name="Front")],
    )


def draft_of_protocol(protocol: Protocol) -> ProtocolDraft:
    """A protocol as a draft; written, it is read back as an equal protocol."""
    visits = {one.key: _visit(one) for one in protocol.visits}
    uids = {key: one.uid for key, one in visits.items()}
    scored = [
        ScoredDraft(
            scale=scale,
            coding=protocol.codings.get(scale, ""),
            visits={uids[key] for key in keys},
        )
        for scale, keys in protocol.schedule.items()
    ]
    assessments = [_assessment(one, protocol, uids) for one in protocol.assessments]
    series = {one.scale: one.uid for one in scored}
    series |= {one.key: one.uid for one in assessments}
    return ProtocolDraft(
        key=protocol.key,
        name=protocol.name,
        version=protocol.version,
        design=protocol.design.value,
        arms=str(protocol.arms),
        ratio=_ratio(protocol),
        anchor=protocol.anchor,
        baseline=uids[protocol.baseline],
        crossover=uids.get(protocol.crossover, ""),
        questions=protocol.questions.value,
        tells_visit=protocol.tells_visit,
        training=protocol.training,
        missing=protocol.missing.value,
        subjects=str(protocol.subjects) if protocol.subjects else "",
        sites=list(protocol.sites),
        reasons=list(protocol.reasons),
        citation=protocol.citation,
        notes=protocol.notes,
        order=protocol.reading.order.value,
        repeats=_number(protocol.reading.repeats),
        gap=str(protocol.reading.gap),
        further_reading=_further_reading(protocol),
        further_tables=further_tables(protocol),
        certification=certification_document(protocol.certification),
        over_raters=protocol.aggregation.raters.value,
        over_views=protocol.aggregation.views.value,
        adjudicated_first=protocol.aggregation.is_adjudicated_first,
        visits=list(visits.values()),
        views=[
            ViewDraft(
                key=one.key, name=one.name, side=one.side, aliases=list(one.aliases)
            )
            for one in protocol.views
        ],
        scored=scored,
        assessments=assessments,
        eligibility=[_rule(one, series, uids) for one in protocol.eligibility],
        endpoints=[_endpoint(one, series, uids) for one in protocol.endpoints],
    )


def own_copy(draft: ProtocolDraft, taken: Collection[str]) -> None:
    """Give a draft that began with another protocol a key of its own."""
    if draft.shown_key in taken:
        draft.key = free_key(f"{draft.shown_key[:36]}-own", taken)
        draft.version = "1"


def amendment_of(protocol: Protocol) -> ProtocolDraft:
    """A draft of the next version of a study's protocol."""
    draft = draft_of_protocol(protocol)
    draft.version = next_version(protocol.version)
    return draft


def _visit(visit: Visit) -> VisitDraft:
    earliest, latest = visit.earliest, visit.latest
    return VisitDraft(
        key=visit.key,
        name=visit.name,
        day=str(visit.day),
        photographs=visit.photographs,
        before="" if earliest is None else str(visit.day - earliest),
        after="" if latest is None else str(latest - visit.day),
        treatment=visit.has_treatment,
        aliases=list(visit.aliases),
    )


def _assessment(
    one: Assessment, protocol: Protocol, uids: dict[str, str]
) -> AssessmentDraft:
    return AssessmentDraft(
        key=one.key,
        name=one.name,
        by=one.by.value,
        instrument=f"{SCALE if one.scale else MEASURE}:{one.instrument}",
        coding=protocol.codings.get(one.scale, ""),
        per_side=one.is_per_side,
        direction=one.direction.value if one.direction else "",
        visits={uids[key] for key in one.visits},
    )


def _rule(
    rule: EligibilityRule, series: dict[str, str], uids: dict[str, str]
) -> RuleDraft:
    return RuleDraft(
        key=rule.key,
        text=rule.text,
        exclusion=rule.is_exclusion,
        series=series.get(rule.series, ""),
        visit=uids.get(rule.visit, ""),
        lowest=_limit(rule.lowest),
        highest=_limit(rule.highest),
    )


def _endpoint(
    one: Endpoint, series: dict[str, str], uids: dict[str, str]
) -> EndpointDraft:
    rule = one.responder
    return EndpointDraft(
        key=one.key,
        name=one.name,
        series=series[one.series],
        visit=uids[one.visit],
        outcome=one.outcome.value,
        analysis=one.analysis.value,
        primary=one.is_primary,
        better_by=_limit(rule.better_by) if rule else "",
        lowest=_limit(rule.lowest) if rule else "",
        highest=_limit(rule.highest) if rule else "",
    )


def _further_reading(protocol: Protocol) -> dict[str, TomlValue]:
    """The rules of reading that have no field of their own."""
    fields = ("order", "repeats", "gap")
    rules = reading_document(protocol.reading)
    return {name: value for name, value in rules.items() if name not in fields}


def _ratio(protocol: Protocol) -> str:
    """Shares that are not alike; alike they need no saying, however many arms."""
    is_alike = set(protocol.ratio) <= {1}
    return "" if is_alike else ":".join(str(share) for share in protocol.ratio)


def _limit(limit: float | None) -> str:
    return "" if limit is None else _number(limit)


def _number(value: float) -> str:
    """A number with every digit it has."""
    return str(int(value)) if value.is_integer() else repr(value)
