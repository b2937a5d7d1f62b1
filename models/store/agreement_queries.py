"""What is read from a study about its raters beside their scores."""

from sqlalchemy import Connection, func, select

from models.store import tables as t


def viewing_seconds(connection: Connection) -> dict[tuple[int, int], float]:
    """Number of the reading and position to the seconds it was attended to in all."""
    viewing, item = t.viewing, t.reading_item
    query = (
        select(
            item.c.reading_id,
            item.c.position,
            func.sum(viewing.c.seconds_attended).label("seconds"),
        )
        .join(item, item.c.id == viewing.c.item_id)
        .group_by(viewing.c.item_id)
    )
    rows = connection.execute(query)
    return {(row.reading_id, row.position): float(row.seconds) for row in rows}
