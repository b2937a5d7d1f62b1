"""A small trial as a score frame, for tests of statistics, figures and plots."""

from collections.abc import Iterable, Mapping

import pandas as pd

from models.protocol.protocol import Protocol
from models.protocol.reader import read_protocol
from models.scales import library
from models.scales.scale import Scale
from models.statistics.frames import score_frame_of
from models.store.records import ScoreRow

PLAN = """
key = "trial"
version = "1"
name = "Trial"
design = "parallel"
arms = 2
anchor = "procedure"
baseline = "baseline"
questions = "all"
reasons = ["out of focus"]
visits = [
  { key = "screening", name = "Screening", day = -28, photographs = true },
  { key = "baseline", name = "Baseline", day = -14, photographs = true },
  { key = "treatment", name = "Treatment", day = 0, photographs = true },
  { key = "day1", name = "Day 1", day = 1, photographs = true },
  { key = "day5", name = "Day 5", day = 5, photographs = true },
  { key = "day7", name = "Day 7", day = 7, photographs = true },
  { key = "day14", name = "Day 14", day = 14, photographs = true },
  { key = "day30", name = "Day 30", day = 30, photographs = true },
]
views = [{ key = "front", name = "Front" }, { key = "left", name = "Left" }]

[schedule]
fg-wrinkling = ["screening", "baseline", "treatment", "day30"]
erythema-0-3 = ["treatment", "day1", "day5", "day7", "day14"]
"""
WRINKLING, ERYTHEMA = "fg-wrinkling", "erythema-0-3"


def trial_protocol(text: str = PLAN) -> Protocol:
    """Eight visits, two scales; erythema is not analysed at baseline."""
    return read_protocol(text, "trial.toml", library.shipped())


def trial_scales() -> dict[str, Scale]:
    """The scales of the trial, by key."""
    shipped = library.shipped()
    return {key: shipped[key] for key in (WRINKLING, ERYTHEMA)}


def graded(
    subject: str,
    visit: str,
    value: float | None,
    *,
    scale: str = WRINKLING,
    rater: str = "R1",
    view: str = "front",
) -> ScoreRow:
    """A score; None is a photograph that was not assessable."""
    return ScoreRow(
        reading=1,
        rater=rater,
        position=1,
        code="K7P2",
        subject=subject,
        site="",
        visit=visit,
        view=view,
        scale=scale,
        kind="not-assessable" if value is None else "grade",
        value=value,
        reason="out of focus" if value is None else "",
        comment="",
        at="2026-03-01T09:00:00+00:00",
    )


def courses(
    by_subject: Mapping[str, Mapping[str, float]], *, scale: str = WRINKLING
) -> list[ScoreRow]:
    """Scores of one rater: subject to visit to grade."""
    return [
        graded(subject, visit, value, scale=scale)
        for subject, course in by_subject.items()
        for visit, value in course.items()
    ]


def score_frame(rows: Iterable[ScoreRow]) -> pd.DataFrame:
    """The score frame of the trial."""
    return score_frame_of(list(rows), trial_protocol())


def whole_trial(subjects: int = 12) -> tuple[pd.DataFrame, dict[str, str]]:
    """Scores of two raters for every subject and visit, and the group of each."""
    protocol = trial_protocol()
    rows: list[ScoreRow] = []
    for number in range(subjects):
        for at, visit in enumerate(protocol.visits):
            for shift, rater in enumerate(("R1", "R2")):
                grade = float(1 + (number * 3 + at * (number % 2) + shift) % 9)
                redness = float((number + at + shift) % 4)
                subject = f"{number + 1:03d}"
                rows += [
                    graded(subject, visit.key, grade, rater=rater),
                    graded(subject, visit.key, redness, scale=ERYTHEMA, rater=rater),
                ]
    groups = {f"{n + 1:03d}": f"Arm {'AB'[n % 2]}" for n in range(subjects)}
    return score_frame_of(rows, protocol), groups
