"""What is not scored from photographs: values, and adverse events."""

from exports.workbook.columns import (
    Column,
    codes_column,
    optional,
    texts,
    unit_columns,
    visit_columns,
)
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.measures import frames
from models.protocol.protocol import SIDES
from models.protocol.units import Unit
from models.statistics.frames import (
    AT,
    COMMENT,
    RATER,
    REASON,
    SCALE,
    SIDE,
    SUBJECT,
    VALUE,
    VISIT,
)
from models.store.measure_records import EventOutcome, Relation, Severity


def measurement_sheets(study: Snapshot) -> tuple[TableSheet, ...]:
    """The sheets there is something for: none in a study of photographs alone."""
    values = (measurements_sheet(study),) if study.protocol.assessments else ()
    events = (adverse_events_sheet(study),) if study.events else ()
    return (*values, *events)


def measurements_sheet(study: Snapshot) -> TableSheet:
    """A row a value: what was rated live, told by subjects, or read off a device."""
    rows = study.measured
    has_sides = study.protocol.has_sides
    sides = texts(rows, SIDE)
    units = [
        Unit(subject, side if has_sides else "")
        for subject, side in zip(texts(rows, SUBJECT), sides, strict=True)
    ]
    keys = texts(rows, SCALE)
    known = [one for one in study.series.values() if not one.is_photograph]
    side_columns = () if has_sides or not any(sides) else (_side(sides),)
    return TableSheet(
        "Measurements",
        "Every value beside the photographs, long: one in each row, with who rated it. "
        "Of a double entry the first.",
        (
            *unit_columns(study, units),
            *side_columns,
            *visit_columns(study, texts(rows, VISIT)),
            Column(
                "series",
                "key of the series",
                keys,
                codes="; ".join(f"{one.key} = {one.name}" for one in known),
            ),
            Column("series name", "name", [study.short_names[key] for key in keys]),
            Column(
                "value",
                "the value; empty where it was not done",
                optional(rows[VALUE]),
                Kind.DECIMAL,
                "as the column unit of measure says; grades where it is empty",
            ),
            Column(
                "unit of measure",
                "what the value is measured in",
                texts(rows, frames.MEASURED_IN),
            ),
            Column("not done", "why there is no value", texts(rows, REASON)),
            Column(
                "by",
                "who or what gives the values of the series",
                texts(rows, frames.BY),
                codes="investigator; subject; device",
            ),
            Column(
                "rated by",
                "who gave this value; “computed” where it follows from others",
                texts(rows, RATER),
            ),
            Column("entered", "UTC time of entry", texts(rows, AT)),
            Column(
                "comment", "words of who entered it", texts(rows, COMMENT), Kind.LONG
            ),
        ),
        frozen=1,
    )


def adverse_events_sheet(study: Snapshot) -> TableSheet:
    """A row an adverse event as it stands now, withdrawn ones among them."""
    events = study.events
    return TableSheet(
        "Adverse events",
        "Adverse events as they stand now; those entered in error say so.",
        (
            Column(
                "number",
                "number within the study",
                [e.number for e in events],
                Kind.NUMBER,
            ),
            codes_column("subject", "code of the subject", [e.subject for e in events]),
            codes_column("site", "code of the site", [e.site for e in events]),
            Column("term", "what happened", [e.term for e in events]),
            Column("onset", "day it began", [e.onset for e in events]),
            Column("ended", "day it ended, or empty", [e.ended for e in events]),
            Column(
                "severity",
                "how strong it was",
                [e.severity.value for e in events],
                codes="; ".join(Severity),
            ),
            Column(
                "relation",
                "how likely it comes from the treatment",
                [e.relation.value for e in events],
                codes="; ".join(Relation),
            ),
            Column(
                "outcome",
                "how it went out",
                [e.outcome.value for e in events],
                codes="; ".join(EventOutcome),
            ),
            Column(
                "serious",
                "whether it was serious",
                ["yes" if e.serious else "no" for e in events],
                codes="yes; no",
            ),
            Column("place", "where on the body", [e.place for e in events]),
            _side([e.side for e in events]),
            Column(
                "withdrawn",
                "whether it was taken back as entered in error",
                ["yes" if e.withdrawn else "" for e in events],
                codes="yes; empty",
            ),
            Column("reason", "of the last revision", [e.why for e in events]),
            Column("entered", "UTC time of the last entry", [e.at for e in events]),
            Column("comment", "further words", [e.comment for e in events], Kind.LONG),
        ),
        frozen=2,
    )


def _side(sides: list[str]) -> Column:
    return Column("side", "side of the subject", sides, codes="; ".join(SIDES))
