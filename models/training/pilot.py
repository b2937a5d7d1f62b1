"""Pilot scores from which the precision of a larger study is simulated."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from models.errors import ExpectedError
from models.progress import Progress
from models.statistics.agreement.planning import (
    Precision,
    photographs_needed,
    simulate_precision,
)
from models.statistics.agreement.ratings import Ratings
from models.statistics.agreement.study import study_table
from models.statistics.agreement.table import ScoreTable, read_scores
from models.store.store import StudyStore

PHOTOGRAPHS = (20, 30, 40, 60, 80, 100)
RATERS = (2, 3, 4, 5)


@dataclass(frozen=True)
class Pilot:
    """Scores that were given already.

    Attributes:
        items: Scales or items, by name, with the scores of each.
    """

    items: dict[str, Ratings]


def pilot_of_study(store: StudyStore) -> Pilot:
    """The scores of a study, scale by scale."""
    return _pilot(study_table(store))


def pilot_of_table(path: Path) -> Pilot:
    """The scores of a table with the columns target, rater, score and, perhaps, item.

    Raises:
        ExpectedError: The table cannot be read or has faults.
    """
    return _pilot(read_scores(path))


def bonett_rows(icc: float, width: float) -> list[tuple[int, int]]:
    """Raters, and the photographs that they need for an interval of a width.

    Raises:
        ExpectedError: A number lies outside what is possible.
    """
    return [(raters, photographs_needed(icc, raters, width)) for raters in RATERS]


def simulation(pilot: Ratings, seed: int = 1) -> Callable[[Progress], list[Precision]]:
    """The work of simulating studies of many sizes, for a job."""

    def work(progress: Progress) -> list[Precision]:
        return simulate_precision(
            pilot, PHOTOGRAPHS, RATERS, seed=seed, progress=progress
        )

    return work


def _pilot(table: ScoreTable) -> Pilot:
    items = {
        table.names.get(item, item) or "scores": Ratings.of(
            table.of(item), table.grades.get(item, ())
        )
        for item in table.items()
    }
    if not items:
        raise ExpectedError(
            "There are no scores to begin with.",
            hint="Choose a table, or a study in which photographs were scored.",
        )
    return Pilot(items)
