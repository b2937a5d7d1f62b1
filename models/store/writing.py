"""Adding rows, and remembering them for their line of the audit trail."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Select, Table, bindparam, select


# Statements are built once: building them took longer than carrying them out.
@cache
def insertion(table: Table) -> Insert:
    """What adds a row to a table."""
    return table.insert()


@cache
def _search(table: Table, column: str) -> Select[Any]:
    """What finds the number of the row with a value."""
    return select(table.c.id).where(table.c[column] == bindparam("value"))


class RowWriter:
    """Adds rows to tables.

    Attributes:
        at: The UTC time that every row of this change carries.
    """

    def __init__(self, connection: Connection, at: str) -> None:
        self.at = at
        self._connection = connection
        self._rows: list[dict[str, Any]] = []
        self._ids: dict[tuple[str, str], int] = {}

    def _insert(
        self, table: Table, digests: Mapping[str, str] | None = None, **values: Any
    ) -> int:
        """Add a row and remember it for the trail. Long bytes stand there by digest."""
        result = self._connection.execute(insertion(table), values)
        key = result.inserted_primary_key
        number = int(key[0]) if key else 0
        written = {**values, **(digests or {})}
        written.pop("id", None)
        self._rows.append({"table": table.name, "id": number, "new": written})
        return number

    def _find(self, table: Table, column: str, value: str) -> int | None:
        """The number of the row with a key, or None."""
        place = (table.name, value)
        if place not in self._ids:
            found = self._connection.execute(_search(table, column), {"value": value})
            number = found.scalar_one_or_none()
            if number is None:
                return None
            self._ids[place] = int(number)
        return self._ids[place]

    def _known(self, table: Table, column: str, value: str) -> int:
        """The number of a row that must be there."""
        number = self._find(table, column, value)
        if number is None:
            message = f"no {table.name} {value}"
            raise KeyError(message)
        return number
