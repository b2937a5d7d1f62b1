"""A small split-face study for tests, and its crossover, as protocols and scores."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from models.protocol.protocol import SIDES, Protocol
from models.protocol.reader import read_protocol
from models.scales import library
from models.scales.scale import Scale
from models.statistics.frames import score_frame_of
from models.store.store import StudyStore
from tests.trial import WRINKLING, graded

PLAN = """
key = "halves"
version = "1"
name = "Halves"
design = "split-face"
anchor = "enrolment"
baseline = "baseline"
reasons = ["out of focus"]
visits = [
  { key = "baseline", name = "Baseline", day = 0 },
  { key = "week4", name = "Week 4", day = 28 },
  { key = "week8", name = "Week 8", day = 56 },
]
views = [
  { key = "cheek-l", name = "Left cheek", side = "left", aliases = ["L"] },
  { key = "cheek-r", name = "Right cheek", side = "right", aliases = ["R"] },
]

[schedule]
fg-wrinkling = ["baseline", "week4", "week8"]
"""
CROSSING = PLAN.replace(
    'design = "split-face"', 'design = "crossover"\ncrossover = "week4"'
)
VISITS = ("baseline", "week4", "week8")
VIEWS = {"left": "cheek-l", "right": "cheek-r"}


def halves(text: str = PLAN) -> Protocol:
    """Two arms on two sides, three visits, a view of each side, one scale."""
    return read_protocol(text, "halves.toml", library.shipped())


def halves_scales() -> dict[str, Scale]:
    """The scale of the study, by key."""
    return {WRINKLING: library.shipped()[WRINKLING]}


def side_scores(courses: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """The score frame of one rater: name of the unit to visit to grade."""
    rows = [
        graded(subject, visit, grade, view=VIEWS[side])
        for name, course in courses.items()
        for subject, _, side in [name.rpartition(" ")]
        for visit, grade in course.items()
    ]
    return score_frame_of(rows, halves())


def side_names(*subjects: str) -> list[str]:
    """The names of all sides of some subjects."""
    return [f"{subject} {side}" for subject in subjects for side in SIDES]


def new_halves(path: Path, *subjects: str, text: str = PLAN) -> StudyStore:
    """A study that compares sides, with subjects and without photographs."""
    store = StudyStore.create(
        path, title="Halves", protocol=halves(text), scales=halves_scales()
    )
    with store.changes(by="c", role="coordinator", action="subjects added") as changes:
        for code in subjects:
            changes.add_subject(code)
    return store
