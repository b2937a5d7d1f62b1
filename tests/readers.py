"""Studies that several simulated raters have scored, written in one go."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from models.reading.drawing import draw_reading
from models.store.records import Reading, ScoreKind, Viewing
from models.store.store import StudyStore
from tests.examples import make_study
from tests.trial import ERYTHEMA, WRINKLING

SEVERITY = {"R1": 0.0, "R2": 0.8, "R3": -0.4}
"""What each simulated rater adds to the truth."""

Given = Mapping[tuple[str, str], float | None]
"""Subject and visit to the grade of wrinkling; None is not assessable."""


def scored_study(
    path: Path,
    *,
    subjects: int = 20,
    severity: Mapping[str, float] | None = None,
    finish: Sequence[str] | None = None,
) -> StudyStore:
    """A study in which raters of different severity scored every photograph.

    Args:
        path: The study file.
        subjects: How many; three photographs each.
        severity: What each rater adds to the truth; SEVERITY if not given.
        finish: Raters whose reading is finished; all of them if not given.
    """
    added = SEVERITY if severity is None else severity
    codes = [f"{number + 1:03d}" for number in range(subjects)]
    store = make_study(path, subjects=codes)
    random = np.random.default_rng(7)
    truth = {one.id: float(random.uniform(2, 8)) for one in store.photographs()}
    for rater, more in added.items():
        reading = draw_reading(store, rater)
        shown = store.read_photographs(reading.id)
        with store.changes(by=rater, role="rater", action="score given") as changes:
            for item in store.reading_items(reading.id):
                seen = truth[shown[item.position]] + more + random.normal(0, 0.6)
                wrinkling = float(np.clip(np.rint(seen), 1, 9))
                redness = float(np.clip(np.rint(seen / 3), 0, 3))
                grade = ScoreKind.GRADE
                changes.add_score(item.id, WRINKLING, grade, wrinkling, "")
                changes.add_score(item.id, ERYTHEMA, grade, redness, "")
                seconds = float(random.gamma(6, 2.2))
                shown_at = "2026-03-01T09:00:00.000Z"
                changes.add_viewing(item.id, Viewing(shown_at, seconds, seconds, 0.0))
            if finish is None or rater in finish:
                changes.add_reading_step(reading.id, finished=True, reason="")
    return store


def give(
    store: StudyStore,
    rater: str,
    grades: Given,
    *,
    otherwise: float = 5,
    finish: bool = True,
) -> Reading:
    """Let a rater score every photograph: wrinkling as told, no redness at all."""
    reading = draw_reading(store, rater)
    shown = store.read_photographs(reading.id)
    at = {one.id: (one.subject, one.visit) for one in store.photographs()}
    with store.changes(by=rater, role="rater", action="score given") as changes:
        for item in store.reading_items(reading.id):
            value = grades.get(at[shown[item.position]], otherwise)
            kind = ScoreKind.NOT_ASSESSABLE if value is None else ScoreKind.GRADE
            reason = "out of focus" if value is None else ""
            changes.add_score(item.id, WRINKLING, kind, value, reason)
            changes.add_score(item.id, ERYTHEMA, ScoreKind.GRADE, 0.0, "")
        if finish:
            changes.add_reading_step(reading.id, finished=True, reason="")
    [found] = [one for one in store.readings() if one.rater == rater]
    return found
