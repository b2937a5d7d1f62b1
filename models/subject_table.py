"""Subjects and their sites from a table."""

from dataclasses import dataclass
from pathlib import Path

from models.errors import ExpectedError, Problem
from models.store.store import StudyStore
from models.tables import Row, read_table
from models.words import counted

COLUMNS = {
    "subject": ("subject id", "participant", "code"),
    "site": ("centre", "center"),
}


@dataclass(frozen=True)
class SubjectReport:
    """What came of a table of subjects.

    Attributes:
        added: Subjects that are new.
        sited: Known subjects whose site was noted.
        same: Subjects known already, alike.
    """

    added: int
    sited: int
    same: int


def import_subjects(store: StudyStore, path: Path, *, by: str) -> SubjectReport:
    """Add the subjects of a CSV or Excel table with the columns subject and site.

    Raises:
        ExpectedError: The table has faults, all told with row and column; nothing is
            added then.
    """
    table = read_table(path, COLUMNS, ["subject"])
    problems = _faults(table.rows)
    if problems:
        raise ExpectedError(
            f"The table has {counted(len(problems), 'fault')}; no subject was added.",
            hint="Mend them in the table and import it again.",
            problems=problems,
        )
    known = {subject.code: subject.site for subject in store.subjects()}
    added = [row for row in table.rows if row["subject"] not in known]
    sited = [
        row
        for row in table.rows
        if row["subject"] in known and row["site"] not in ("", known[row["subject"]])
    ]
    if added or sited:
        with store.changes(
            by=by, role="coordinator", action="subjects imported"
        ) as changes:
            for row in [*added, *sited]:
                changes.add_subject(row["subject"], row["site"])
    same = len(table.rows) - len(added) - len(sited)
    return SubjectReport(len(added), len(sited), same)


def _faults(rows: tuple[Row, ...]) -> list[Problem]:
    """What is wrong with the rows."""
    problems: list[Problem] = []
    first: dict[str, int] = {}
    for row in rows:
        code = row["subject"]
        if not code:
            problems.append(row.problem("subject", "it is empty"))
        elif code in first:
            text = f"{code!r} stands in row {first[code]} already"
            problems.append(row.problem("subject", text))
        first.setdefault(code, row.number)
    return problems
