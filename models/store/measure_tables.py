"""The tables of what is not scored from photographs.

As everywhere in a study rows are only added, and the last one of a run counts.
"""

from sqlalchemy import Column, Float, Index, Table

from models.store.columns import metadata, row_id, text, to, whole

measurement = Table(
    "measurement",
    metadata,
    row_id(),
    to("subject_id", "subject"),
    text("side"),
    to("visit_id", "visit"),
    text("assessment"),
    whole("entry"),
    Column("value", Float),
    text("reason"),
    text("parts"),
    text("comment"),
    text("rated_by"),
    text("why"),
    text("at"),
    Index(None, "subject_id", "visit_id", "assessment", "side", "entry"),
)

visit_date = Table(
    "visit_date",
    metadata,
    row_id(),
    to("subject_id", "subject"),
    to("visit_id", "visit"),
    text("day"),
    text("why"),
    text("at"),
)

adverse_event = Table(
    "adverse_event",
    metadata,
    row_id(),
    whole("number"),
    to("subject_id", "subject"),
    text("term"),
    text("onset"),
    text("ended"),
    text("severity"),
    text("relation"),
    text("outcome"),
    whole("serious"),
    text("place"),
    text("side"),
    text("comment"),
    whole("withdrawn"),
    text("why"),
    text("at"),
)

eligibility_answer = Table(
    "eligibility_answer",
    metadata,
    row_id(),
    to("subject_id", "subject"),
    text("rule"),
    whole("answer"),
    text("why"),
    text("at"),
)

study_constant = Table(
    "study_constant",
    metadata,
    row_id(),
    text("instrument"),
    text("name"),
    text("value"),
    text("why"),
    text("at"),
)
