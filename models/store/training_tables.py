"""The tables of training: reference scores, judged attempts, certificates.

The readings themselves stand in the table of readings, with their purpose.
"""

from sqlalchemy import Column, Float, Table, UniqueConstraint

from models.store import measure_tables
from models.store.columns import row_id as _id
from models.store.columns import text as _text
from models.store.columns import to as _to
from models.store.columns import whole as _whole

metadata = measure_tables.measurement.metadata

reference_score = Table(
    "reference_score",
    metadata,
    _id(),
    _to("photograph_id", "photograph"),
    _to("scale_id", "pinned_scale"),
    Column("value", Float),
    _text("source"),
    Column("x", Float),
    Column("y", Float),
    Column("radius", Float),
    _text("at"),
)

attempt = Table(
    "attempt",
    metadata,
    _id(),
    _to("reading_id", "reading"),
    _to("scale_id", "pinned_scale"),
    _whole("passed"),
    _text("details"),
    _text("set_sha256"),
    _text("at"),
    UniqueConstraint("reading_id", "scale_id"),
)

certificate = Table(
    "certificate",
    metadata,
    _id(),
    _to("rater_id", "rater"),
    _to("reading_id", "reading", nullable=True),
    _text("sha256"),
    _text("body"),
    _text("at"),
    UniqueConstraint("rater_id", "sha256"),
)
