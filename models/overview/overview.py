"""All facts of the overview of a study, and their table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.measures.derived import with_derived
from models.overview.completeness import Cell, Records, completeness
from models.overview.eligibility import RuleFact, rule_facts
from models.overview.windows import WindowFact, window_facts
from models.overview.worst import WorstCase, worst_cases
from models.statistics.study import study_trajectories
from models.store.store import StudyStore
from models.words import number_text

COLUMNS = ("part", "subject", "site", "visit", "side", "what", "state", "detail")
"""Columns of the table of an overview; a row a fact."""


@dataclass(frozen=True)
class Overview:
    """How a study stands.

    Attributes:
        cells: The completeness matrix.
        windows: Visits held against their windows.
        worst: Units worse than at their baseline, the worst first.
        rules: Eligibility, by subject and rule.
    """

    cells: tuple[Cell, ...]
    windows: tuple[WindowFact, ...]
    worst: tuple[WorstCase, ...]
    rules: tuple[RuleFact, ...]

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The facts as rows with COLUMNS."""
        for cell in self.cells:
            what = cell.column.key
            place = (cell.subject, cell.site, cell.visit, cell.column.side)
            yield "completeness", *place, what, cell.state.value, ""
        for one in self.windows:
            state = "kept" if one.is_kept else "missed"
            detail = "" if one.is_kept else f"{one.off:+d} days"
            yield (
                *("visit window", one.subject, one.site, one.visit, "", one.date),
                *(state, detail),
            )
        for case in self.worst:
            values = f"{number_text(case.baseline)} to {number_text(case.value)}"
            place = (case.subject, case.site, case.visit, case.side)
            by = f"worse by {number_text(case.worse_by)}"
            yield "worse than baseline", *place, case.series, by, values
        for fact in self.rules:
            told = ", ".join(number_text(value) for value in fact.values)
            state = fact.state.value
            yield "eligibility", fact.subject, fact.site, "", "", fact.rule, state, told


def overview(store: StudyStore, today: date) -> Overview:
    """How a study stands on a day.

    It tells no arm, and is nothing for a rater: it names subjects and visits.

    Args:
        store: An open study.
        today: Tells what is not yet due.
    """
    protocol, subjects = store.protocol(), store.subjects()
    dates = store.visit_dates()
    shown = study_trajectories(store, None)
    values = with_derived(store.measurements(), protocol, store.measures())
    records = Records(store.photographs(), store.score_rows(), values)
    windows = window_facts(protocol, subjects, dates)
    return Overview(
        cells=completeness(protocol, subjects, records, windows, dates, today),
        windows=windows,
        worst=worst_cases(shown, subjects),
        rules=rule_facts(protocol, subjects, shown, store.eligibility_answers()),
    )
