"""Scored studies for the tests of the workbook."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.reading.session import open_session
from models.store.store import StudyStore
from tests.examples import PLAN, example_protocol, make_study

ARMS = {
    "001": "Northlight",
    "002": "Southwind",
    "007": "Northlight",
    "+49": "Southwind",
}
SUBJECTS = tuple(ARMS)

SINGLE = PLAN.replace('design = "parallel"', 'design = "single-group"').replace(
    "arms = 2", "arms = 0"
)


def score(store: StudyStore, raters: tuple[str, ...] = ("R1", "02")) -> None:
    """Two raters say something of every photograph on every scale."""
    for number, rater in enumerate(raters):
        session = open_session(store, rater)
        for item in session.items:
            for at, key in enumerate(item.scales):
                grades = session.scales[key].grades
                if number and item.position == 3:
                    session.not_assessable(item.position, key, "out of focus")
                    continue
                grade = grades[(item.position * 5 + at + number) % len(grades)]
                session.give(item.position, key, grade.value)
        session.set_comment(1, "=1+1", "fg-wrinkling")
        session.set_comment(2, "bell \x07, #N/A or\r\nnothing", "fg-wrinkling")
        session.finish()


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StudyStore]:
    """The same as `study`, made once, for tests that write nothing to it."""
    path = tmp_path_factory.mktemp("trial") / "trial.dgstudy"
    with make_study(path, subjects=SUBJECTS) as store:
        score(store)
        yield store


@pytest.fixture
def study(tmp_path: Path) -> Iterator[StudyStore]:
    """Two arms, scored by two raters."""
    with make_study(tmp_path / "trial.dgstudy", subjects=SUBJECTS) as store:
        score(store)
        yield store


@pytest.fixture
def single(tmp_path: Path) -> Iterator[StudyStore]:
    """A single group, scored by two raters."""
    path, plan = tmp_path / "series.dgstudy", example_protocol(SINGLE)
    with make_study(path, subjects=SUBJECTS, protocol=plan) as store:
        score(store)
        yield store
