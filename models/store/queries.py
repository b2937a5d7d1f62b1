"""What is read from a study: each function takes a connection and gives records."""

from collections.abc import Iterable

from sqlalchemy import Column, Connection, Row, Select, Table, func, select
from sqlalchemy.sql.selectable import Subquery

from models.protocol.protocol import Protocol, Questions
from models.protocol.units import Unit
from models.store import agreement_queries
from models.store import tables as t
from models.store.records import (
    KitOut,
    KitReturn,
    Photograph,
    Rater,
    Reading,
    ReadingItem,
    Score,
    ScoreKind,
    ScoreRow,
    StudyInfo,
    Subject,
    TrailLine,
)
from models.store.screen_records import Adjustment
from models.store.training_records import Purpose

# Scores given in training answer no question of the study.
_IS_OF_STUDY = t.reading.c.purpose == Purpose.STUDY.value


def info(connection: Connection) -> StudyInfo:
    """The study itself."""
    study = connection.execute(select(t.study)).one()
    plan = connection.execute(
        select(t.pinned_protocol).order_by(t.pinned_protocol.c.id.desc()).limit(1)
    ).one()
    return StudyInfo(study.uid, study.title, study.created_at, plan.key, plan.version)


def order_seed(connection: Connection) -> str:
    """What the readings' orders are drawn with."""
    return str(connection.execute(select(t.study.c.order_seed)).scalar_one())


def protocol_source(connection: Connection) -> str:
    """The pinned protocol's text."""
    table = t.pinned_protocol
    query = select(table.c.source).order_by(table.c.id.desc()).limit(1)
    return str(connection.execute(query).scalar_one())


def scale_sources(connection: Connection) -> dict[str, str]:
    """The pinned scales' texts, by key."""
    return _sources(connection, t.pinned_scale)


def measure_sources(connection: Connection) -> dict[str, str]:
    """The pinned measures' texts, by key."""
    return _sources(connection, t.pinned_measure)


def _sources(connection: Connection, table: Table) -> dict[str, str]:
    query = select(table.c.key, table.c.source).order_by(table.c.id)
    return {row.key: row.source for row in connection.execute(query)}


def subjects(connection: Connection) -> list[Subject]:
    """All subjects, by code."""
    link = _newest(t.subject_site.c.subject_id)
    query = (
        select(t.subject.c.id, t.subject.c.code, t.site.c.code.label("site"))
        .outerjoin(link, link.c.subject_id == t.subject.c.id)
        .outerjoin(t.subject_site, t.subject_site.c.id == link.c.newest)
        .outerjoin(t.site, t.site.c.id == t.subject_site.c.site_id)
        .order_by(t.subject.c.code)
    )
    return [
        Subject(row.id, row.code, row.site or "") for row in connection.execute(query)
    ]


def photographs(connection: Connection) -> list[Photograph]:
    """All photographs without their pixels, in the order of import."""
    photograph = t.photograph
    query = (
        select(
            photograph,
            t.subject.c.code.label("subject"),
            t.visit.c.key.label("visit"),
            t.view.c.key.label("view"),
        )
        .join(t.subject, t.subject.c.id == photograph.c.subject_id)
        .join(t.visit, t.visit.c.id == photograph.c.visit_id)
        .join(t.view, t.view.c.id == photograph.c.view_id)
        .order_by(photograph.c.id)
    )
    return [
        Photograph(
            id=row.id,
            subject=row.subject,
            visit=row.visit,
            view=row.view,
            file_name=row.file_name,
            sha256=row.sha256,
            size=row.size,
            format=row.format,
            width=row.width,
            height=row.height,
            orientation=row.orientation,
            profile=row.profile,
            taken_at=row.taken_at,
        )
        for row in connection.execute(query)
    ]


def photograph_bytes(connection: Connection, number: int) -> bytes:
    """The original bytes of a photograph.

    Raises:
        KeyError: There is no photograph with this number.
    """
    query = select(t.original.c.data).where(t.original.c.id == number)
    data = connection.execute(query).scalar_one_or_none()
    if data is None:
        raise KeyError(number)
    return bytes(data)


def raters(connection: Connection) -> list[Rater]:
    """All raters, by code."""
    query = select(t.rater).order_by(t.rater.c.code)
    return [Rater(row.id, row.code, row.name) for row in connection.execute(query)]


def readings(connection: Connection) -> list[Reading]:
    """The readings of the study, with what is known of their end."""
    query = select(t.reading.c.id).where(_IS_OF_STUDY)
    own = set(connection.execute(query).scalars())
    return [one for one in all_readings(connection) if one.id in own]


def all_readings(connection: Connection) -> list[Reading]:
    """All readings, those for training among them."""
    step = _newest(t.reading_step.c.reading_id)
    count = (
        select(func.count())
        .where(t.reading_item.c.reading_id == t.reading.c.id)
        .scalar_subquery()
    )
    query = (
        select(
            t.reading.c.id,
            t.rater.c.code.label("rater"),
            t.reading.c.seed,
            count.label("items"),
            t.reading_step.c.finished,
            t.reading_step.c.at,
        )
        .join(t.rater, t.rater.c.id == t.reading.c.rater_id)
        .outerjoin(step, step.c.reading_id == t.reading.c.id)
        .outerjoin(t.reading_step, t.reading_step.c.id == step.c.newest)
        .order_by(t.reading.c.id)
    )
    return [
        Reading(row.id, row.rater, row.seed, row.items, row.at if row.finished else "")
        for row in connection.execute(query)
    ]


def read_photographs(connection: Connection, reading: int) -> dict[int, int]:
    """Position in a reading to number of the photograph."""
    item = t.reading_item
    query = select(item.c.position, item.c.photograph_id)
    rows = connection.execute(query.where(item.c.reading_id == reading))
    return {row.position: row.photograph_id for row in rows}


def reading_items(
    connection: Connection, reading: int, protocol: Protocol
) -> list[ReadingItem]:
    """The photographs of a reading as their rater may know them, in order."""
    item = t.reading_item
    query = (
        select(item.c.id, item.c.position, item.c.code, t.visit.c.key.label("visit"))
        .join(t.photograph, t.photograph.c.id == item.c.photograph_id)
        .join(t.visit, t.visit.c.id == t.photograph.c.visit_id)
        .where(item.c.reading_id == reading)
        .order_by(item.c.position)
    )
    return [
        ReadingItem(row.id, row.position, row.code, _asked(protocol, row.visit))
        for row in connection.execute(query)
    ]


def _asked(protocol: Protocol, visit: str) -> tuple[str, ...]:
    """The scales asked at a photograph of a visit."""
    if protocol.questions is Questions.ALL:
        return protocol.scales
    return tuple(key for key in protocol.scales if protocol.is_scheduled(key, visit))


def repeats(connection: Connection, reading: int) -> set[int]:
    """Positions in a reading at which a photograph is shown for the second time."""
    item = t.reading_item
    query = select(item.c.position).where(item.c.reading_id == reading)
    rows = connection.execute(query.where(item.c.repeat_of.is_not(None)))
    return {row.position for row in rows}


def item_bytes(connection: Connection, reading: int, position: int) -> bytes:
    """The original bytes of the photograph at a position of a reading.

    Raises:
        KeyError: The reading has no such position.
    """
    item = t.reading_item
    query = (
        select(t.original.c.data)
        .join(item, item.c.photograph_id == t.original.c.id)
        .where(item.c.reading_id == reading, item.c.position == position)
    )
    data = connection.execute(query).scalar_one_or_none()
    if data is None:
        raise KeyError(position)
    return bytes(data)


def kits_out(connection: Connection) -> list[KitOut]:
    """The kits that were written, the oldest first."""
    kit = t.kit_out
    query = (
        select(kit, t.rater.c.code.label("rater"))
        .join(t.reading, t.reading.c.id == kit.c.reading_id)
        .join(t.rater, t.rater.c.id == t.reading.c.rater_id)
        .order_by(kit.c.id)
    )
    return [
        KitOut(
            id=row.id,
            uid=row.uid,
            reading=row.reading_id,
            rater=row.rater,
            version=row.version,
            items=row.items,
            head=row.head,
            at=row.at,
        )
        for row in connection.execute(query)
    ]


def kit_returns(connection: Connection) -> list[KitReturn]:
    """The returns that were merged, the oldest first."""
    query = select(t.kit_return).order_by(t.kit_return.c.id)
    return [
        KitReturn(row.kit_id, row.sha256, bytes(row.data), row.at)
        for row in connection.execute(query)
    ]


def current_scores(connection: Connection, reading: int) -> list[Score]:
    """What counts now in a reading, withdrawn scores among it."""
    score = t.score
    newest = _newest(score.c.item_id, score.c.scale_id)
    query = (
        select(score, t.pinned_scale.c.key.label("scale"))
        .join(newest, newest.c.newest == score.c.id)
        .join(t.pinned_scale, t.pinned_scale.c.id == score.c.scale_id)
        .join(t.reading_item, t.reading_item.c.id == score.c.item_id)
        .where(t.reading_item.c.reading_id == reading)
        .order_by(score.c.id)
    )
    return [
        Score(
            row.item_id,
            row.scale,
            ScoreKind(row.kind),
            row.value,
            row.reason,
            row.at,
            None
            if row.brightness is None
            else Adjustment(row.brightness, row.contrast or 0.0),
        )
        for row in connection.execute(query)
    ]


def current_comments(
    connection: Connection, reading: int
) -> dict[tuple[int, str], str]:
    """Comments that count now, by item and scale (empty: on the photograph)."""
    comment = t.comment
    query = (
        select(comment.c.item_id, t.pinned_scale.c.key, comment.c.text)
        .outerjoin(t.pinned_scale, t.pinned_scale.c.id == comment.c.scale_id)
        .join(t.reading_item, t.reading_item.c.id == comment.c.item_id)
        .where(t.reading_item.c.reading_id == reading)
        .order_by(comment.c.id)
    )
    rows = connection.execute(query)
    return {(row.item_id, row.key or ""): row.text for row in rows}


def current_flags(connection: Connection, reading: int) -> set[int]:
    """Items flagged for review now."""
    flag = t.flag
    query = (
        select(flag.c.item_id, flag.c.raised)
        .join(t.reading_item, t.reading_item.c.id == flag.c.item_id)
        .where(t.reading_item.c.reading_id == reading)
        .order_by(flag.c.id)
    )
    last = {row.item_id: row.raised for row in connection.execute(query)}
    return {item for item, raised in last.items() if raised}


def score_rows(connection: Connection) -> list[ScoreRow]:
    """Every score of the study that counts now, with what it belongs to."""
    where = {subject.id: subject.site for subject in subjects(connection)}
    comments = _comments(connection)
    finished = {one.id for one in readings(connection) if one.finished_at}
    decides = agreement_queries.adjudicated(connection, finished)
    rows = connection.execute(_scores_with_places())
    return [
        ScoreRow(
            reading=row.reading_id,
            rater=row.rater,
            position=row.position,
            code=row.code,
            subject=row.subject,
            site=where[row.subject_id],
            visit=row.visit,
            view=row.view,
            scale=row.scale,
            kind=row.kind,
            value=row.value,
            reason=row.reason,
            comment=comments.get((row.item_id, row.scale_id), ""),
            at=row.at,
            repeat=row.repeat_of is not None,
            adjudication=decides(row.reading_id, row.item_id, row.scale),
        )
        for row in rows
    ]


def _comments(connection: Connection) -> dict[tuple[int, int | None], str]:
    """The comments that count now, of all readings."""
    query = select(t.comment).order_by(t.comment.c.id)
    rows = connection.execute(query)
    return {(row.item_id, row.scale_id): row.text for row in rows}


def _scores_with_places() -> Select[tuple[object, ...]]:
    """The query behind score_rows."""
    score, item, photograph = t.score, t.reading_item, t.photograph
    newest = _newest(score.c.item_id, score.c.scale_id)
    return (
        select(
            score.c.item_id,
            score.c.scale_id,
            score.c.kind,
            score.c.value,
            score.c.reason,
            score.c.at,
            item.c.reading_id,
            item.c.position,
            item.c.code,
            item.c.repeat_of,
            photograph.c.subject_id,
            t.rater.c.code.label("rater"),
            t.subject.c.code.label("subject"),
            t.visit.c.key.label("visit"),
            t.view.c.key.label("view"),
            t.pinned_scale.c.key.label("scale"),
        )
        .join(newest, newest.c.newest == score.c.id)
        .join(item, item.c.id == score.c.item_id)
        .join(t.reading, t.reading.c.id == item.c.reading_id)
        .join(t.rater, t.rater.c.id == t.reading.c.rater_id)
        .join(photograph, photograph.c.id == item.c.photograph_id)
        .join(t.subject, t.subject.c.id == photograph.c.subject_id)
        .join(t.visit, t.visit.c.id == photograph.c.visit_id)
        .join(t.view, t.view.c.id == photograph.c.view_id)
        .join(t.pinned_scale, t.pinned_scale.c.id == score.c.scale_id)
        .where(score.c.kind != ScoreKind.WITHDRAWN.value, _IS_OF_STUDY)
        .order_by(item.c.reading_id, item.c.position, score.c.scale_id)
    )


def is_locked(connection: Connection) -> bool:
    """Whether the study is locked against scoring."""
    step = t.lock_step
    query = select(step.c.locked).order_by(step.c.id.desc()).limit(1)
    return bool(connection.execute(query).scalar_one_or_none())


def trail(connection: Connection) -> list[TrailLine]:
    """The audit trail, oldest line first."""
    query = select(t.trail).order_by(t.trail.c.number)
    return [TrailLine(*row) for row in connection.execute(query)]


def envelopes(connection: Connection) -> dict[str, bytes]:
    """The sealed envelopes, by kind."""
    rows = connection.execute(select(t.envelope))
    return {row.kind: bytes(row.data) for row in rows}


def opened_groups(connection: Connection) -> dict[str, str]:
    """Unit's name to letter; empty before the allocation was opened on record."""
    opened = t.opened_group
    query = (
        select(t.subject.c.code, opened.c.side, opened.c.letter)
        .join(opened, opened.c.subject_id == t.subject.c.id)
        .order_by(t.subject.c.code, opened.c.side)
    )
    rows = connection.execute(query)
    return {Unit(code, side).name: letter for code, side, letter in rows}


def opened_names(connection: Connection) -> dict[str, str]:
    """Letter to arm; empty before the allocation was opened on record in full."""
    table = t.opened_name
    query = select(table.c.letter, table.c.name).order_by(table.c.letter)
    return _pairs(connection.execute(query))


def _pairs(rows: Iterable[Row[str, str]]) -> dict[str, str]:
    """Rows of two columns as a dictionary."""
    return {row[0]: row[1] for row in rows}


def _newest(*columns: Column[int]) -> Subquery:
    """For each combination of columns the number of its last row, which counts."""
    newest = func.max(columns[0].table.c.id).label("newest")
    return select(*columns, newest).group_by(*columns).subquery()
