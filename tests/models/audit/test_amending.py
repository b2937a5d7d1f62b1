"""Amending a protocol: what is free, what is frozen, and that nothing old is lost."""

from pathlib import Path

import pytest

from models.audit.amending import amend
from models.audit.locking import lock_study
from models.audit.verify import verify_study
from models.errors import ExpectedError
from models.measures import library as measures
from models.protocol.library import Plan
from models.reading.session import open_session
from models.scales import library as scales
from models.store.store import StudyStore
from tests.examples import PLAN, example_protocol, make_study

FIRMNESS = """
[[assessments]]
key = "firmness"
name = "Firmness"
by = "device"
measure = "cutometer-r0"
visits = ["baseline", "day30"]
"""


def plan(text: str = PLAN, *, version: str = "2") -> Plan:
    changed = text.replace('version = "1"', f'version = "{version}"')
    return Plan(example_protocol(changed), scales.shipped(), measures.shipped())


@pytest.fixture
def store(tmp_path: Path):
    with make_study(tmp_path / "study.dgstudy") as store:
        yield store


def refused(store: StudyStore, new: Plan, why: str = "ethics committee") -> list[str]:
    lines = len(store.trail())
    with pytest.raises(ExpectedError) as caught:
        amend(store, new, by="coordinator", why=why)
    assert len(store.trail()) == lines
    assert store.protocol().version == "1"
    return [str(problem) for problem in caught.value.problems]


def test_an_amendment_adds_an_assessment_also_while_scores_are_given(store) -> None:
    open_session(store, "R1").give(1, "fg-wrinkling", 5)

    found = amend(store, plan(PLAN + FIRMNESS), by="coordinator", why="sponsor asks")

    assert [one.text for one in found] == ["The assessment Firmness is new."]
    assert store.protocol().version == "2"
    assert list(store.measures()) == ["cutometer-r0"]
    assert store.trail()[-1].why == "sponsor asks"


def test_an_amended_study_opens_with_its_newest_version_and_verifies(
    tmp_path: Path,
) -> None:
    path = tmp_path / "study.dgstudy"
    with make_study(path) as store:
        amend(store, plan(PLAN + FIRMNESS), by="c", why="sponsor asks")
    with StudyStore.open(path) as store:
        assert store.info().protocol_version == "2"
        assert store.protocol().assessments[0].key == "firmness"
        assert list(store.scales()) == ["fg-wrinkling", "erythema-0-3"]
    assert verify_study(path).holds


def test_before_scoring_the_whole_plan_may_change(store) -> None:
    text = PLAN.replace('fg-wrinkling = ["baseline", "day30"]\n', "")
    text = text.replace("day = 30", "day = 28")

    amend(store, plan(text), by="c", why="before the first subject")

    assert list(store.scales()) == ["erythema-0-3"]
    assert store.protocol().visit("day30").day == 28


def test_what_scores_rest_on_is_frozen_once_scoring_has_begun(store) -> None:
    open_session(store, "R1")
    text = PLAN.replace('fg-wrinkling = ["baseline", "day30"]\n', "")
    text = text.replace("day = 30", "day = 28").replace(
        'questions = "all"', 'questions = "scheduled"\ntells_visit = true'
    )

    problems = refused(store, plan(text))

    assert any("Day 30 changes its day" in text for text in problems)
    assert any("scales that photographs are scored on" in text for text in problems)
    assert all(text.startswith("frozen since scoring began") for text in problems)


def test_a_visit_may_be_added_to_the_schedule_while_scores_are_given(store) -> None:
    open_session(store, "R1")
    visit = '[[visits]]\nkey = "day60"\nname = "Day 60"\nday = 60\n\n[[views]]'
    text = PLAN.replace("[[views]]", visit, 1).replace(
        '["baseline", "day30"]', '["baseline", "day30", "day60"]'
    )

    found = amend(store, plan(text), by="c", why="longer follow-up")

    assert "The visit Day 60 is new." in [one.text for one in found]
    assert store.protocol().is_scheduled("fg-wrinkling", "day60")


def test_an_amendment_needs_a_reason_a_new_version_and_the_same_key(store) -> None:
    refused(store, plan(), why="  ")
    other = plan(PLAN.replace('key = "example"', 'key = "other"', 1), version="1")

    problems = refused(store, other)

    assert len(problems) == 2
    assert "keeps that key" in problems[0]
    assert "is a new version" in problems[1]


def test_a_locked_study_is_not_amended(store) -> None:
    open_session(store, "R1").give(1, "fg-wrinkling", 5)
    lock_study(store, by="c", why="all read")

    assert refused(store, plan()) == ["the study is locked; unlock it with a reason."]


def test_a_pinned_scale_is_not_exchanged_under_its_key(store) -> None:
    other = scales.shipped()["erythema-0-4"]
    swapped = {**scales.shipped(), "erythema-0-3": other}

    problems = refused(store, plan()._replace(scales=swapped))

    assert problems[0].startswith("erythema-0-3: differs")
