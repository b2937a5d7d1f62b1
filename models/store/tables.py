"""The tables of a study. Rows are only ever added: see migrations for the triggers.

What changes over time (a score, a comment, the lock) is a run of rows of which the last
one counts, so that nothing that was ever stored is written over.
"""

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from models.store import agreement_tables, measure_tables, training_tables
from models.store.columns import row_id as _id
from models.store.columns import text as _text
from models.store.columns import to as _to
from models.store.columns import whole as _whole

# With the tables that are defined in the other modules.
metadata = measure_tables.measurement.metadata
assert agreement_tables.consensus.metadata is metadata
assert training_tables.attempt.metadata is metadata

study = Table(
    "study",
    metadata,
    _id(),
    _text("uid"),
    _text("title"),
    _text("created_at"),
    _text("order_seed"),
)

pinned_protocol = Table(
    "pinned_protocol",
    metadata,
    _id(),
    _text("key"),
    _text("version"),
    _text("source"),
    _text("sha256"),
)

pinned_scale = Table(
    "pinned_scale",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    _text("version"),
    _text("source"),
    _text("sha256"),
)

pinned_measure = Table(
    "pinned_measure",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    _text("version"),
    _text("source"),
    _text("sha256"),
)

site = Table("site", metadata, _id(), Column("code", Text, nullable=False, unique=True))

subject = Table(
    "subject", metadata, _id(), Column("code", Text, nullable=False, unique=True)
)

subject_site = Table(
    "subject_site",
    metadata,
    _id(),
    _to("subject_id", "subject"),
    _to("site_id", "site"),
)

visit = Table(
    "visit",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    _text("name"),
    _whole("day"),
)

view = Table(
    "view",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    _text("name"),
)

photograph = Table(
    "photograph",
    metadata,
    _id(),
    _to("subject_id", "subject"),
    _to("visit_id", "visit"),
    _to("view_id", "view"),
    _text("file_name"),
    Column("sha256", Text, nullable=False, unique=True),
    _whole("size"),
    _text("format"),
    _whole("width"),
    _whole("height"),
    _whole("orientation"),
    _text("profile"),
    _text("taken_at"),
    UniqueConstraint("subject_id", "visit_id", "view_id"),
)

original = Table(
    "original",
    metadata,
    Column("id", Integer, ForeignKey("photograph.id"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

rater = Table(
    "rater",
    metadata,
    _id(),
    Column("code", Text, nullable=False, unique=True),
    _text("name"),
)

reading = Table(
    "reading",
    metadata,
    _id(),
    _to("rater_id", "rater"),
    _text("purpose"),
    _whole("attempt"),
    _text("seed"),
    UniqueConstraint("rater_id", "purpose", "attempt"),
)

reading_item = Table(
    "reading_item",
    metadata,
    _id(),
    _to("reading_id", "reading"),
    _whole("position"),
    _to("photograph_id", "photograph"),
    Column("code", Text, nullable=False, unique=True),
    _to("repeat_of", "reading_item", nullable=True),
    UniqueConstraint("reading_id", "position"),
)

reading_step = Table(
    "reading_step",
    metadata,
    _id(),
    _to("reading_id", "reading"),
    _whole("finished"),
    _text("reason"),
    _text("at"),
)

score = Table(
    "score",
    metadata,
    _id(),
    _to("item_id", "reading_item"),
    _to("scale_id", "pinned_scale"),
    _text("kind"),
    Column("value", Float),
    _text("reason"),
    Column("brightness", Float),
    Column("contrast", Float),
    _text("at"),
    Index(None, "item_id", "scale_id"),
)

comment = Table(
    "comment",
    metadata,
    _id(),
    _to("item_id", "reading_item"),
    _to("scale_id", "pinned_scale", nullable=True),
    _text("text"),
    _text("at"),
    Index(None, "item_id"),
)

flag = Table(
    "flag",
    metadata,
    _id(),
    _to("item_id", "reading_item"),
    _whole("raised"),
    _text("at"),
    Index(None, "item_id"),
)

viewing = Table(
    "viewing",
    metadata,
    _id(),
    _to("item_id", "reading_item"),
    _text("shown_at"),
    Column("seconds_attended", Float, nullable=False),
    Column("seconds_open", Float, nullable=False),
    Column("seconds_anchors", Float, nullable=False),
)

reference = Table(
    "reference",
    metadata,
    _id(),
    _to("scale_id", "pinned_scale"),
    Column("value", Float, nullable=False),
    _text("file_name"),
    _text("sha256"),
    Column("data", LargeBinary, nullable=False),
    _text("at"),
)

reference_withdrawal = Table(
    "reference_withdrawal",
    metadata,
    _id(),
    Column(
        "reference_id", Integer, ForeignKey("reference.id"), nullable=False, unique=True
    ),
    _text("at"),
)

display_check = Table(
    "display_check",
    metadata,
    _id(),
    _to("reading_id", "reading"),
    _text("screen"),
    _whole("width"),
    _whole("height"),
    Column("factor", Float, nullable=False),
    _text("profile"),
    _text("darkest"),
    _text("lightest"),
    _text("colours"),
    _text("sharpness"),
    _text("light"),
    _text("at"),
)

lock_step = Table(
    "lock_step", metadata, _id(), _whole("locked"), _text("reason"), _text("at")
)

envelope = Table(
    "envelope",
    metadata,
    _id(),
    Column("kind", Text, nullable=False, unique=True),
    Column("data", LargeBinary, nullable=False),
)

opened_group = Table(
    "opened_group",
    metadata,
    _id(),
    _to("subject_id", "subject"),
    _text("side"),
    _text("letter"),
    UniqueConstraint("subject_id", "side"),
)

opened_name = Table(
    "opened_name",
    metadata,
    _id(),
    Column("letter", Text, nullable=False, unique=True),
    _text("name"),
)

unit_envelope = Table(
    "unit_envelope",
    metadata,
    _id(),
    Column(
        "subject_id", Integer, ForeignKey("subject.id"), nullable=False, unique=True
    ),
    Column("data", LargeBinary, nullable=False),
)

unit_opening = Table(
    "unit_opening",
    metadata,
    _id(),
    _to("subject_id", "subject"),
    _text("by"),
    _text("reason"),
    _text("timing"),
    _text("at"),
)

person = Table(
    "person",
    metadata,
    _id(),
    Column("code", Text, nullable=False, unique=True),
    _text("name"),
    _text("at"),
)

person_role = Table(
    "person_role",
    metadata,
    _id(),
    _to("person_id", "person"),
    _text("role"),
    _whole("held"),
    _text("at"),
)

person_password = Table(
    "person_password",
    metadata,
    _id(),
    _to("person_id", "person"),
    Column("data", LargeBinary, nullable=False),
    _text("at"),
)

sign_in = Table(
    "sign_in",
    metadata,
    _id(),
    _to("person_id", "person"),
    _text("outcome"),
    _text("at"),
)

signature = Table(
    "signature",
    metadata,
    _id(),
    _to("person_id", "person"),
    _to("reading_id", "reading", nullable=True),
    _whole("step"),
    _text("printed_name"),
    _text("meaning"),
    _text("sha256"),
    _text("at"),
)

kit_out = Table(
    "kit_out",
    metadata,
    _id(),
    _to("reading_id", "reading"),
    Column("uid", Text, nullable=False, unique=True),
    _whole("version"),
    _whole("items"),
    _text("head"),
    _text("at"),
)

kit_return = Table(
    "kit_return",
    metadata,
    _id(),
    _to("kit_id", "kit_out"),
    Column("sha256", Text, nullable=False, unique=True),
    Column("data", LargeBinary, nullable=False),
    _text("at"),
)

evidence = Table(
    "evidence",
    metadata,
    _id(),
    _text("part"),
    _text("document"),
    _text("at"),
)

trail = Table(
    "trail",
    metadata,
    Column("number", Integer, primary_key=True),
    _text("at"),
    _text("by"),
    _text("role"),
    _text("action"),
    _text("why"),
    _text("details"),
    _text("previous"),
    _text("hash"),
)

RECORDED: tuple[Table, ...] = tuple(
    table for table in metadata.sorted_tables if table is not trail
)
"""The tables whose every row must stand in the trail."""
