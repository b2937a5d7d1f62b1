from dataclasses import replace
from pathlib import Path

import pytest

from gui.pages.study.presenter import Standing, State, standing, steps
from tests.examples import make_study

EMPTY = Standing(
    subjects=0,
    photographs=0,
    planned=0,
    raters=0,
    readings=0,
    finished=0,
    scores=0,
    has_arms=True,
    is_sealed=False,
    is_locked=False,
    is_opened=False,
)


def _next(now: Standing) -> str:
    return next(step.title for step in steps(now) if step.state is State.NOW)


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({}, "Import the photographs"),
        ({"photographs": 9}, "Seal the allocation"),
        ({"photographs": 9, "is_sealed": True}, "Rate the photographs"),
        (
            {"photographs": 9, "is_sealed": True, "readings": 2, "finished": 1},
            "Rate the photographs",
        ),
        (
            {"photographs": 9, "is_sealed": True, "readings": 2, "finished": 2},
            "Lock the study",
        ),
        (
            {"photographs": 9, "is_sealed": True, "readings": 2, "is_locked": True},
            "Open the allocation",
        ),
    ],
)
def test_the_first_open_step_comes_next(changes: dict[str, int], title: str) -> None:
    assert _next(replace(EMPTY, **changes)) == title  # type: ignore[arg-type]


def test_one_step_at_most_comes_next() -> None:
    states = [step.state for step in steps(EMPTY)]
    assert states.count(State.NOW) == 1


def test_a_study_without_arms_has_nothing_to_seal_or_open() -> None:
    titles = [step.title for step in steps(replace(EMPTY, has_arms=False))]
    assert "Seal the allocation" not in titles
    assert "Open the allocation" not in titles


def test_missing_photographs_are_counted() -> None:
    step = steps(replace(EMPTY, subjects=2, photographs=5, planned=6))[0]
    assert step.detail == "5 photographs of 2 subjects, 1 still missing."


def test_the_standing_is_read_from_the_study(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        now = standing(store)

    assert (now.subjects, now.photographs, now.planned) == (3, 9, 9)
    assert now.has_arms
    assert not now.is_sealed


def test_a_study_without_photographs_enters_values_instead() -> None:
    begun = replace(
        EMPTY, has_arms=False, has_photographs=False, values=3, planned_values=8
    )

    assert [step.title for step in steps(begun)] == [
        "Enter the values",
        "Lock the study",
        "Look at the trajectories",
    ]
    assert steps(begun)[0].detail == "3 of 8 planned values entered."
    assert steps(replace(begun, values=8))[0].state is State.DONE
