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


kit = Table(
    "kit",
    metadata,
    _id(),
    _text("uid"),
    Column("version", Integer, nullable=False),
    _text("name"),
    _text("rater"),
    _text("reasons"),
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
    _text("at"),
)

pinned_scale = t.pinned_scale.to_metadata(metadata)
score = t.score.to_metadata(metadata)
comment = t.comment.to_metadata(metadata)
flag = t.flag.to_metadata(metadata)
display_check = t.display_check.to_metadata(metadata)
viewing = t.viewing.to_metadata(metadata)
reading_step = t.reading_step.to_metadata(metadata)
trail = t.trail.to_metadata(metadata)

RECORDED: tuple[Table, ...] = tuple(
    table for table in metadata.sorted_tables if table is not trail
)
"""The tables whose every row must stand in the kit's trail."""

LONG = frozenset({("pixels", "data"), ("comparison", "data"), ("reference", "data")})
"""Columns of bytes, which stand in the trail by their digest."""
