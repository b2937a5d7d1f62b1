"""The tables of a rater's kit: those of a study that a rater writes, and no others.

What a rater writes has the very tables of a study, so that a session and the audit
trail are one piece of code. What a study knows of a photograph is left out: a kit's
photograph has a random code, pixels and the scales asked, and no number of its own but
its place among the codes.
"""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from models.store import tables as t

metadata = MetaData(naming_convention=t.metadata.naming_convention)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _as_in_study(table: Table) -> Table:
    """A table of a study, for a kit.

    `Table.to_metadata` copies the constraints in an order of its own at every start of
    the program, but a kit is held against its tables letter for letter.
    """
    columns = [
        Column(
            column.name,
            column.type,
            *(ForeignKey(key.target_fullname) for key in column.foreign_keys),
            primary_key=column.primary_key,
            nullable=column.nullable,
            unique=column.unique,
        )
        for column in table.columns
    ]
    indexes = [
        Index(None, *(column.name for column in index.columns))
        for index in sorted(table.indexes, key=lambda one: str(one.name))
    ]
    return Table(table.name, metadata, *columns, *indexes)


kit = Table(
    "kit",
    metadata,
    _id(),
    _text("uid"),
    Column("version", Integer, nullable=False),
    _text("name"),
    _text("rater"),
    _text("reasons"),
    _text("signer"),
    Column("display_check", Integer, nullable=False),
    Column("break_after_minutes", Integer, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("brightness_contrast", Integer, nullable=False),
)

reading = Table("reading", metadata, _id(), _text("rater"))

comparison = Table(
    "comparison",
    metadata,
    _id(),
    Column("data", LargeBinary, nullable=False),
)

reading_item = Table(
    "reading_item",
    metadata,
    _id(),
    Column("reading_id", Integer, ForeignKey("reading.id"), nullable=False),
    Column("position", Integer, nullable=False, unique=True),
    Column("code", Text, nullable=False, unique=True),
    _text("asked"),
    Column("view_number", Integer, nullable=False),
    Column("comparison_id", Integer, ForeignKey("comparison.id"), nullable=True),
    Column("compared_on_right", Integer, nullable=False),
)

pixels = Table(
    "pixels",
    metadata,
    Column("id", Integer, ForeignKey("reading_item.id"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

reference = Table(
    "reference",
    metadata,
    _id(),
    Column("scale_id", Integer, ForeignKey("pinned_scale.id"), nullable=False),
    Column("value", Float, nullable=False),
    Column("data", LargeBinary, nullable=False),
)

kit_signature = Table(
    "kit_signature",
    metadata,
    _id(),
    _text("printed_name"),
    _text("meaning"),
    _text("sha256"),
    _text("proof"),
    _text("at"),
)

pinned_scale = _as_in_study(t.pinned_scale)
score = _as_in_study(t.score)
comment = _as_in_study(t.comment)
flag = _as_in_study(t.flag)
display_check = _as_in_study(t.display_check)
viewing = _as_in_study(t.viewing)
reading_step = _as_in_study(t.reading_step)
trail = _as_in_study(t.trail)

RECORDED: tuple[Table, ...] = tuple(
    table for table in metadata.sorted_tables if table is not trail
)
"""The tables whose every row must stand in the kit's trail."""

LONG = frozenset({("pixels", "data"), ("comparison", "data"), ("reference", "data")})
"""Columns of bytes, which stand in the trail by their digest."""
