"""What is read of that which is not scored from photographs."""

import json

from sqlalchemy import Connection, Row, select

from models.store import measure_tables as m
from models.store import tables as t
from models.store.measure_records import (
    AdverseEvent,
    EventOutcome,
    Measurement,
    Relation,
    Severity,
)
from models.store.queries import subjects


def measurement_history(connection: Connection) -> list[Measurement]:
    """Every value that was ever entered, oldest first."""
    sites = {one.id: one.site for one in subjects(connection)}
    row = m.measurement
    query = (
        select(row, t.subject.c.code.label("subject"), t.visit.c.key.label("visit"))
        .join(t.subject, t.subject.c.id == row.c.subject_id)
        .join(t.visit, t.visit.c.id == row.c.visit_id)
        .order_by(row.c.id)
    )
    return [_measurement(one, sites) for one in connection.execute(query)]


def _measurement(row: Row[tuple[object, ...]], sites: dict[int, str]) -> Measurement:
    return Measurement(
        id=row.id,
        subject=row.subject,
        site=sites[row.subject_id],
        side=row.side,
        visit=row.visit,
        assessment=row.assessment,
        entry=row.entry,
        value=row.value,
        reason=row.reason,
        parts=json.loads(row.parts) if row.parts else {},
        comment=row.comment,
        rated_by=row.rated_by,
        why=row.why,
        at=row.at,
    )


def measurements(connection: Connection) -> list[Measurement]:
    """What counts now, withdrawn values left out, in the order of entry."""
    last = {one.place: one for one in measurement_history(connection)}
    found = (one for one in last.values() if not one.is_withdrawn)
    return sorted(found, key=lambda one: one.id)


def visit_dates(connection: Connection) -> dict[tuple[str, str], str]:
    """The days that count now, by code of the subject and key of the visit."""
    row = m.visit_date
    query = (
        select(row.c.day, t.subject.c.code, t.visit.c.key)
        .join(t.subject, t.subject.c.id == row.c.subject_id)
        .join(t.visit, t.visit.c.id == row.c.visit_id)
        .order_by(row.c.id)
    )
    last = {(one.code, one.key): one.day for one in connection.execute(query)}
    return {place: day for place, day in last.items() if day}


def adverse_event_history(connection: Connection) -> list[AdverseEvent]:
    """Every entry and revision of adverse events, oldest first."""
    sites = {one.id: one.site for one in subjects(connection)}
    row = m.adverse_event
    query = (
        select(row, t.subject.c.code.label("subject"))
        .join(t.subject, t.subject.c.id == row.c.subject_id)
        .order_by(row.c.id)
    )
    return [_adverse_event(one, sites) for one in connection.execute(query)]


def _adverse_event(row: Row[tuple[object, ...]], sites: dict[int, str]) -> AdverseEvent:
    return AdverseEvent(
        id=row.id,
        number=row.number,
        subject=row.subject,
        site=sites[row.subject_id],
        term=row.term,
        onset=row.onset,
        ended=row.ended,
        severity=Severity(row.severity),
        relation=Relation(row.relation),
        outcome=EventOutcome(row.outcome),
        serious=bool(row.serious),
        place=row.place,
        side=row.side,
        comment=row.comment,
        withdrawn=bool(row.withdrawn),
        why=row.why,
        at=row.at,
    )


def adverse_events(connection: Connection) -> list[AdverseEvent]:
    """The adverse events as they stand now, by number, withdrawn ones among them."""
    last = {one.number: one for one in adverse_event_history(connection)}
    return [last[number] for number in sorted(last)]


def eligibility_answers(connection: Connection) -> dict[tuple[str, str], bool]:
    """The answers that count now, by code of the subject and key of the rule."""
    row = m.eligibility_answer
    query = (
        select(row.c.rule, row.c.answer, t.subject.c.code)
        .join(t.subject, t.subject.c.id == row.c.subject_id)
        .order_by(row.c.id)
    )
    rows = connection.execute(query)
    return {(one.code, one.rule): bool(one.answer) for one in rows}


def study_constants(connection: Connection) -> dict[tuple[str, str], str]:
    """What is kept equal in the study, by key of the instrument and name."""
    row = m.study_constant
    query = select(row.c.instrument, row.c.name, row.c.value).order_by(row.c.id)
    last = {(one.instrument, one.name): one.value for one in connection.execute(query)}
    return {place: value for place, value in last.items() if value}


def evidence(connection: Connection) -> dict[str, str]:
    """What each part of the evidence table is now; removed ones are left out."""
    row = t.evidence
    query = select(row.c.part, row.c.document).order_by(row.c.id)
    last = {one.part: one.document for one in connection.execute(query)}
    return {part: document for part, document in last.items() if document}
