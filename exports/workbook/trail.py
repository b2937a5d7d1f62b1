"""The audit trail as a sheet, its details told shortly."""

import json
import re
from collections import Counter
from typing import Any

from exports.workbook.columns import Column
from exports.workbook.edition import Edition
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.words import counted

_TABLE = re.compile(r'"table":"(\w+)"')
_LONG = 600  # characters; longer details are looked through for long texts
_LONGEST_TEXT = 200

_GROUPS, _NAMES = "opened_group", "opened_name"
_WITHHELD = {
    Edition.SINGLE: frozenset[str](),
    Edition.BLINDED: frozenset({_GROUPS, _NAMES}),
    Edition.MASKED: frozenset({_NAMES}),
    Edition.UNBLINDED: frozenset[str](),
}


def trail_sheet(study: Snapshot) -> TableSheet:
    """Every line of the audit trail, the oldest first."""
    lines = study.trail
    withheld = _WITHHELD[study.edition]
    return TableSheet(
        "Audit trail",
        "Everything written to the study: who, when, what and why. The hash of a line "
        "covers the line before.",
        (
            Column(
                "number",
                "number of the line, without gaps",
                [line.number for line in lines],
                Kind.NUMBER,
            ),
            Column(
                "at",
                "when it was written",
                [line.at for line in lines],
                unit="UTC, ISO 8601",
            ),
            Column("by", "who wrote", [line.by for line in lines], Kind.IDENTIFIER),
            Column("role", "in what role", [line.role for line in lines]),
            Column("action", "what was done", [line.action for line in lines]),
            Column("why", "the reason given", [line.why for line in lines]),
            Column(
                "written",
                "records written",
                [_written(line.details) for line in lines],
            ),
            Column(
                "details",
                "the records as JSON; texts over "
                f"{_LONGEST_TEXT} characters are told by their length only",
                [_told(line.details, withheld) for line in lines],
            ),
            Column(
                "hash",
                "SHA-256 over the line, as it stands in the study, and the hash of the "
                "line before",
                [line.hash for line in lines],
            ),
        ),
        frozen=2,
    )


def _written(details: str) -> str:
    """What a line wrote, in words: "160 photographs, 20 subjects"."""
    met = Counter(_TABLE.findall(details))
    return ", ".join(
        counted(number, table.replace("_", " ")) for table, number in met.items()
    )


def _told(details: str, withheld: frozenset[str]) -> str:
    """The details without what the edition may not tell, and without long texts."""
    is_secret = any(table in details for table in withheld)
    if len(details) <= _LONG and not is_secret:
        return details
    found = json.loads(details)
    rows = found.get("rows", [])
    kept = [_shortened(row) for row in rows if row.get("table") not in withheld]
    if len(kept) < len(rows):
        left = counted(len(rows) - len(kept), "record")
        found["withheld"] = f"{left}, not told in this edition"
    found["rows"] = kept
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shortened(one) for key, one in value.items()}
    if isinstance(value, str) and len(value) > _LONGEST_TEXT:
        return f"({len(value):,} characters)"
    return value
