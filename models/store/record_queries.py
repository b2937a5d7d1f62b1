"""What is read of the record: steps, people, signatures, emergency envelopes."""

from sqlalchemy import Connection, Row, Select, Table, func, select

from models.store import tables as t
from models.store.records import Person, Signature, Step, UnitOpening

WRONG, RIGHT, RELEASED = "wrong", "right", "released"
"""How a signing in ended, or that a lock-out was lifted."""


def unit_envelope(connection: Connection, subject: str) -> bytes | None:
    """The emergency envelope of a subject, or None if there is none."""
    query = (
        select(t.unit_envelope.c.data)
        .join(t.subject, t.subject.c.id == t.unit_envelope.c.subject_id)
        .where(t.subject.c.code == subject)
    )
    data = connection.execute(query).scalar_one_or_none()
    return None if data is None else bytes(data)


def unit_envelope_count(connection: Connection) -> int:
    """How many subjects have an emergency envelope."""
    query = select(func.count()).select_from(t.unit_envelope)
    return int(connection.execute(query).scalar_one())


def unit_openings(connection: Connection) -> list[UnitOpening]:
    """Every emergency opening of one subject, oldest first."""
    opening = t.unit_opening
    query = (
        select(opening, t.subject.c.code)
        .join(t.subject, t.subject.c.id == opening.c.subject_id)
        .order_by(opening.c.id)
    )
    return [
        UnitOpening(row.code, row.by, row.reason, row.timing, row.at)
        for row in connection.execute(query)
    ]


def people(connection: Connection) -> list[Person]:
    """Everybody who signs in, by code."""
    query = select(t.person).order_by(t.person.c.code)
    return [_person(connection, row) for row in connection.execute(query).all()]


def _person(connection: Connection, row: Row[tuple[object, ...]]) -> Person:
    """A person with what counts now."""
    held = {
        step.role: step.held
        for step in connection.execute(_of(t.person_role, "person_id", row.id))
    }
    passwords = connection.execute(_of(t.person_password, "person_id", row.id)).all()
    wrong, tried_at = 0, ""
    for step in connection.execute(_of(t.sign_in, "person_id", row.id)):
        wrong = wrong + 1 if step.outcome == WRONG else 0
        tried_at = step.at
    return Person(
        id=row.id,
        code=row.code,
        name=row.name,
        roles=frozenset(role for role, is_held in held.items() if is_held),
        password=bytes(passwords[-1].data) if passwords else b"",
        wrong_tries=wrong,
        tried_at=tried_at,
        added_at=row.at,
    )


def passwords(connection: Connection, person: int) -> list[bytes]:
    """The salted hashes of all passwords a person ever had, oldest first."""
    rows = connection.execute(_of(t.person_password, "person_id", person))
    return [bytes(row.data) for row in rows]


def lock_steps(connection: Connection) -> list[Step]:
    """Every locking and unlocking, oldest first."""
    step = t.lock_step
    return [
        Step(row.id, bool(row.locked), row.reason, row.at)
        for row in connection.execute(select(step).order_by(step.c.id))
    ]


def reading_steps(connection: Connection, reading: int) -> list[Step]:
    """Every finishing and reopening of a reading, oldest first."""
    return [
        Step(row.id, bool(row.finished), row.reason, row.at)
        for row in connection.execute(_of(t.reading_step, "reading_id", reading))
    ]


def signatures(connection: Connection) -> list[Signature]:
    """All signatures, oldest first, voided ones among them."""
    query = (
        select(t.signature, t.person.c.code)
        .join(t.person, t.person.c.id == t.signature.c.person_id)
        .order_by(t.signature.c.id)
    )
    locks = lock_steps(connection)
    found = []
    for row in connection.execute(query).all():
        steps = reading_steps(connection, row.reading_id) if row.reading_id else locks
        voided = [step.at for step in steps if step.id > row.step and not step.closed]
        found.append(
            Signature(
                id=row.id,
                person=row.code,
                printed_name=row.printed_name,
                meaning=row.meaning,
                reading=row.reading_id,
                step=row.step,
                sha256=row.sha256,
                at=row.at,
                voided_at=voided[0] if voided else "",
            )
        )
    return found


def trail_head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last line of the trail."""
    trail = t.trail
    query = select(trail.c.number, trail.c.hash).order_by(trail.c.number.desc())
    row = connection.execute(query.limit(1)).one()
    return int(row.number), str(row.hash)


def _of(table: Table, column: str, number: int) -> Select[tuple[object, ...]]:
    """The rows of a table that belong to one row of another, oldest first."""
    return select(table).where(table.c[column] == number).order_by(table.c.id)
