"""What is read of training from a study: connections in, records out."""

from sqlalchemy import Connection, select

from models.store import queries
from models.store import tables as t
from models.store import training_tables as r
from models.store.training_records import (
    Attempt,
    HeldCertificate,
    Mark,
    Purpose,
    ReferenceScore,
    TrainingReading,
)


def training_readings(connection: Connection) -> list[TrainingReading]:
    """The readings that are not of the study, the oldest first."""
    query = select(t.reading.c.id, t.reading.c.purpose, t.reading.c.attempt)
    known = {row.id: row for row in connection.execute(query)}
    return [
        TrainingReading(one, Purpose(known[one.id].purpose), known[one.id].attempt)
        for one in queries.all_readings(connection)
        if known[one.id].purpose != Purpose.STUDY.value
    ]


def reading_codes(connection: Connection) -> set[str]:
    """The codes of photographs in all readings, whatever they are for."""
    return set(connection.execute(select(t.reading_item.c.code)).scalars())


def reference_scores(connection: Connection) -> dict[tuple[int, str], ReferenceScore]:
    """The reference scores that count, by photograph and scale."""
    table = r.reference_score
    query = (
        select(table, t.pinned_scale.c.key)
        .join(t.pinned_scale, t.pinned_scale.c.id == table.c.scale_id)
        .order_by(table.c.id)
    )
    found: dict[tuple[int, str], ReferenceScore] = {}
    for row in connection.execute(query):
        place = (row.photograph_id, row.key)
        found.pop(place, None)
        if row.value is not None:
            mark = None if row.x is None else Mark(row.x, row.y, row.radius)
            found[place] = ReferenceScore(*place, row.value, row.source, mark, row.at)
    return dict(sorted(found.items()))


def attempts(connection: Connection) -> list[Attempt]:
    """How examinations were judged, the oldest first."""
    table = r.attempt
    query = (
        select(table, t.pinned_scale.c.key)
        .join(t.pinned_scale, t.pinned_scale.c.id == table.c.scale_id)
        .order_by(table.c.id)
    )
    return [
        Attempt(
            row.reading_id,
            row.key,
            bool(row.passed),
            row.details,
            row.set_sha256,
            row.at,
        )
        for row in connection.execute(query)
    ]


def certificates(connection: Connection) -> list[HeldCertificate]:
    """The certificates issued here and those accepted, the oldest first."""
    table = r.certificate
    query = (
        select(table, t.rater.c.code)
        .join(t.rater, t.rater.c.id == table.c.rater_id)
        .order_by(table.c.id)
    )
    return [
        HeldCertificate(row.code, row.reading_id, row.sha256, row.body, row.at)
        for row in connection.execute(query)
    ]
