"""What raters believe of the arms, asked before the allocation is opened.

A guess says "tested" or "comparison" and never the name of an arm, for no name may
stand in a study before its seal is opened.
"""

from dataclasses import dataclass
from pathlib import Path

from models.errors import ExpectedError, Problem
from models.protocol.protocol import SIDES
from models.store.store import StudyStore
from models.tables import Row, read_table
from models.words import counted, listed

TESTED, COMPARISON, UNKNOWN = "tested", "comparison", "unknown"
GUESSES = (TESTED, COMPARISON, UNKNOWN)
COLUMNS = {
    "rater": ("reader",),
    "subject": ("subject id", "code"),
    "side": (),
    "guess": ("answer",),
}
_WANTED = ("rater", "subject", "guess")


@dataclass(frozen=True)
class GuessReport:
    """How many guesses were entered, and of whom."""

    given: int
    raters: tuple[str, ...]


def import_guesses(store: StudyStore, path: Path, *, by: str) -> GuessReport:
    """Enter guesses from a CSV or Excel table: rater, subject, guess, and side.

    Args:
        store: The study.
        path: The table; a guess is tested, comparison or unknown.
        by: Who enters them.

    Raises:
        ExpectedError: The table has faults, all told with row and column, or the
            allocation is open already; nothing is entered then.
    """
    if store.opened_groups():
        raise ExpectedError(
            "The allocation is open, so guesses tell nothing about the blinding.",
            hint="They must be asked and entered before the opening.",
        )
    table = read_table(path, COLUMNS, list(_WANTED))
    problems = _faults(store, table.rows)
    if problems:
        raise ExpectedError(
            f"The table has {counted(len(problems), 'fault')}; no guess was entered.",
            hint="Mend them in the table and import it again.",
            problems=problems,
        )
    with store.changes(by=by, role="coordinator", action="guesses imported") as changes:
        for row in table.rows:
            changes.add_blinding_guess(
                row["rater"],
                row["subject"],
                row["side"].casefold(),
                row["guess"].casefold(),
            )
    raters = sorted({row["rater"] for row in table.rows})
    return GuessReport(len(table.rows), tuple(raters))


def _faults(store: StudyStore, rows: tuple[Row, ...]) -> list[Problem]:
    """What is wrong with the rows."""
    raters = {rater.code for rater in store.raters()}
    subjects = {subject.code for subject in store.subjects()}
    has_sides = store.protocol().has_sides
    problems: list[Problem] = []
    first: dict[tuple[str, str, str], int] = {}
    for row in rows:
        if row["rater"] not in raters:
            text = f"there is no rater {row['rater']!r}"
            problems.append(row.problem("rater", text))
        if row["subject"] not in subjects:
            text = f"there is no subject {row['subject']!r}"
            problems.append(row.problem("subject", text))
        if row["guess"].casefold() not in GUESSES:
            text = f"{row['guess']!r} is not {listed(GUESSES, 'or')}"
            problems.append(row.problem("guess", text))
        side = row["side"].casefold()
        if has_sides and side not in SIDES:
            problems.append(row.problem("side", f"must be {listed(SIDES, 'or')}"))
        if side and not has_sides:
            problems.append(row.problem("side", "sides are not compared here"))
        place = row["rater"], row["subject"], side
        if place in first:
            text = f"the same guess stands in row {first[place]} already"
            problems.append(row.problem("subject", text))
        first.setdefault(place, row.number)
    return problems
