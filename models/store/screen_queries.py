"""What a rater's screen is told beside the photographs: views, baselines, references.

Each function takes a connection and gives what a reading may know, and no more: that
two photographs are of one view, not which; that there is a baseline to compare with,
not whose.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from sqlalchemy import Connection, select

from models.protocol.protocol import Comparison, Protocol
from models.scales.scale import Mode, Scale
from models.store import queries
from models.store import tables as t
from models.store.records import ReadingItem
from models.store.screen_records import DisplayCheck, Reference

Side = Literal["left", "right"]


def shows_baseline(protocol: Protocol, scales: Mapping[str, Scale]) -> bool:
    """Whether a rater may see the baseline beside a photograph."""
    said = protocol.reading.baseline_shown
    if said is not None:
        return said
    return any(scale.mode is Mode.COMPARATIVE for scale in scales.values())


def side_of_baseline(rule: Comparison, seed: str, code: str) -> Side:
    """Where the baseline stands beside a photograph; the same whenever it is asked.

    Args:
        rule: What the protocol says.
        seed: What the reading was drawn with.
        code: Code of the photograph.
    """
    if rule is Comparison.BASELINE_LEFT:
        return "left"
    if rule is Comparison.BASELINE_RIGHT:
        return "right"
    drawn = hashlib.sha256(f"side {seed} {code}".encode()).digest()[0]
    return "left" if drawn % 2 else "right"


def reading_items(
    connection: Connection,
    reading: int,
    protocol: Protocol,
    scales: Mapping[str, Scale],
) -> list[ReadingItem]:
    """The photographs of a reading with what their rater may know of each."""
    items = queries.reading_items(connection, reading, protocol)
    views = _views(connection, reading)
    baselines = (
        baseline_photographs(connection, reading, protocol)
        if shows_baseline(protocol, scales)
        else {}
    )
    table = t.reading
    seed = connection.execute(select(table.c.seed).where(table.c.id == reading))
    word = str(seed.scalar_one_or_none() or "")
    rule = protocol.reading.comparison
    return [
        replace(
            item,
            view=views[item.position],
            compare_side=side_of_baseline(rule, word, item.code)
            if item.position in baselines
            else "",
        )
        for item in items
    ]


def baseline_photographs(
    connection: Connection, reading: int, protocol: Protocol
) -> dict[int, int]:
    """Position in a reading to the number of the baseline photograph beside it.

    It is of the same subject in the same view. The baseline photographs themselves
    have none.
    """
    places = _places(connection, reading)
    photograph, visit = t.photograph, t.visit
    query = (
        select(photograph.c.id, photograph.c.subject_id, photograph.c.view_id)
        .join(visit, visit.c.id == photograph.c.visit_id)
        .where(visit.c.key == protocol.baseline)
    )
    baselines = {
        (row.subject_id, row.view_id): int(row.id) for row in connection.execute(query)
    }
    return {
        position: baselines[subject, view]
        for position, (number, subject, view) in places.items()
        if baselines.get((subject, view), number) != number
    }


def references(connection: Connection) -> list[Reference]:
    """The reference photographs that are shown, by scale and grade."""
    table, gone = t.reference, t.reference_withdrawal
    query = (
        select(
            table.c.id,
            t.pinned_scale.c.key.label("scale"),
            table.c.value,
            table.c.file_name,
            table.c.sha256,
        )
        .join(t.pinned_scale, t.pinned_scale.c.id == table.c.scale_id)
        .outerjoin(gone, gone.c.reference_id == table.c.id)
        .where(gone.c.id.is_(None))
        .order_by(table.c.scale_id, table.c.value, table.c.id)
    )
    return [Reference(*row) for row in connection.execute(query)]


def reference_bytes(connection: Connection, number: int) -> bytes:
    """The pixels of a reference photograph.

    Raises:
        KeyError: There is no reference photograph with this number.
    """
    table = t.reference
    query = select(table.c.data).where(table.c.id == number)
    data = connection.execute(query).scalar_one_or_none()
    if data is None:
        raise KeyError(number)
    return bytes(data)


def display_checks(connection: Connection, reading: int) -> list[DisplayCheck]:
    """What a reading's rater saw of the test page, the oldest first."""
    table = t.display_check
    query = select(table).where(table.c.reading_id == reading).order_by(table.c.id)
    return [DisplayCheck(*tuple(row)[2:]) for row in connection.execute(query)]


def _places(connection: Connection, reading: int) -> dict[int, tuple[int, int, int]]:
    """Position to photograph, subject and view, as numbers."""
    item, photograph = t.reading_item, t.photograph
    query = (
        select(
            item.c.position,
            photograph.c.id,
            photograph.c.subject_id,
            photograph.c.view_id,
        )
        .join(photograph, photograph.c.id == item.c.photograph_id)
        .where(item.c.reading_id == reading)
        .order_by(item.c.position)
    )
    return {
        row.position: (row.id, row.subject_id, row.view_id)
        for row in connection.execute(query)
    }


def _views(connection: Connection, reading: int) -> dict[int, str]:
    """Position to a sign of the view: its number in the order of first appearance."""
    signs: dict[int, str] = {}
    return {
        position: signs.setdefault(view, str(len(signs) + 1))
        for position, (_, _, view) in _places(connection, reading).items()
    }
