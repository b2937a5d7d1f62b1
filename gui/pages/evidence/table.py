"""The table of studies on the page of evidence."""

from gui.pages.evidence.rows import StudyRow
from gui.tables.record_table import Column, RecordTable

_RISKS = {"low": "+ low", "some concerns": "! some concerns", "high": "− high"}


def study_table() -> RecordTable[StudyRow]:
    """A row a study; a fault, the study itself and what was converted are told."""
    table: RecordTable[StudyRow] = RecordTable(
        (
            Column("Study", _name),
            Column("Subgroup", lambda row: row.subgroup),
            Column("Design", lambda row: row.design),
            Column("n 1", lambda row: row.first[0], is_number=True),
            Column("Mean 1", lambda row: row.first[1], is_number=True),
            Column("SD 1", lambda row: row.first[2], is_number=True),
            Column("n 2", lambda row: row.second[0], is_number=True),
            Column("Mean 2", lambda row: row.second[1], is_number=True),
            Column("SD 2", lambda row: row.second[2], is_number=True),
            Column("Effect", lambda row: row.effect, is_number=True),
            Column("Risk of bias", lambda row: _RISKS.get(row.risk, row.risk)),
            Column("Remarks", lambda row: row.remark, stretches=True),
        )
    )
    table.setObjectName("study_table")
    table.setAccessibleName("Studies of the evidence table")
    return table


def _name(row: StudyRow) -> str:
    """A name with a sign before it: what needs attention, what is the study itself."""
    if row.is_faulty:
        return f"⚠ {row.name}"
    return f"◆ {row.name}" if row.is_own else row.name
