"""The tables of what is done where raters do not agree.

As everywhere in a study rows are only added, and the last one of a run counts.
"""

from sqlalchemy import Column, Float, Index, Table, UniqueConstraint

from models.store.columns import metadata, row_id, text, to, whole

adjudication = Table(
    "adjudication",
    metadata,
    row_id(),
    to("reading_id", "reading"),
    whole("asks_all"),
    text("at"),
)

adjudication_case = Table(
    "adjudication_case",
    metadata,
    row_id(),
    to("item_id", "reading_item"),
    to("scale_id", "pinned_scale"),
    text("why"),
    Index(None, "item_id"),
)

meeting_note = Table(
    "meeting_note",
    metadata,
    row_id(),
    to("photograph_id", "photograph"),
    to("scale_id", "pinned_scale"),
    text("text"),
    text("at"),
    Index(None, "photograph_id"),
)

consensus = Table(
    "consensus",
    metadata,
    row_id(),
    to("photograph_id", "photograph"),
    to("scale_id", "pinned_scale"),
    text("kind"),
    Column("value", Float),
    text("reason"),
    text("at"),
    Index(None, "photograph_id"),
)

choice_pair = Table(
    "choice_pair",
    metadata,
    row_id(),
    to("rater_id", "rater"),
    whole("position"),
    to("left_id", "photograph"),
    to("right_id", "photograph"),
    UniqueConstraint("rater_id", "position"),
)

choice_answer = Table(
    "choice_answer",
    metadata,
    row_id(),
    to("pair_id", "choice_pair"),
    text("side"),
    whole("sureness"),
    text("at"),
    Index(None, "pair_id"),
)

blinding_guess = Table(
    "blinding_guess",
    metadata,
    row_id(),
    to("rater_id", "rater"),
    to("subject_id", "subject"),
    text("side"),
    text("guess"),
    text("at"),
)
