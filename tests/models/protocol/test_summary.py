"""A protocol in words."""

from dataclasses import replace

import pytest

from models.measures import library as measure_library
from models.protocol import library
from models.protocol.analysis import Analysis, EligibilityRule, Endpoint, Outcome
from models.protocol.assessments import Assessment, Assessor
from models.protocol.protocol import Design, Protocol
from models.protocol.summary import plan_parts
from models.protocol.wording import design_words
from models.scales import library as scale_library


def words(protocol: Protocol) -> dict[str, str]:
    parts = plan_parts(protocol, scale_library.shipped(), measure_library.shipped())
    return {part.heading: "\n".join(part.lines) for part in parts}


@pytest.fixture
def trial() -> Protocol:
    return library.shipped()["hoss-2020"]


def test_every_design_has_words_of_its_own(trial: Protocol) -> None:
    assert design_words(trial) == "2 parallel arms"
    assert design_words(replace(trial, ratio=(2, 1))) == "2 parallel arms, 2:1"
    assert design_words(library.shipped()["single-group"]) == "one group"
    split = replace(trial, design=Design.SPLIT_FACE)
    assert design_words(split).startswith("split-face")
    crossover = replace(trial, design=Design.CROSSOVER, crossover="day7")
    assert design_words(crossover).endswith("which they change at Day 7")


def test_a_single_group_has_no_word_of_an_arm() -> None:
    told = " ".join(words(library.shipped()["single-group"]).values())
    assert " arm" not in told


def test_what_is_not_said_has_no_heading() -> None:
    assert list(words(library.shipped()["resurfacing-two-arm"])) == [
        "Design",
        "Visits",
        "Scored from photographs",
        "Reading and values",
    ]


def test_windows_treatment_subjects_and_sites_are_told(trial: Protocol) -> None:
    visit = replace(trial.visits[-1], earliest=28, latest=33, has_treatment=True)
    visits = (*trial.visits[:-1], visit)
    told = words(replace(trial, visits=visits, subjects=20, sites=("A", "B")))
    assert "Day 30: kept on days 28 to 33, treatment, photographs." in told["Visits"]
    assert "20 subjects planned.\nSites: A and B." in told["Design"]


def test_assessments_endpoints_and_rules_are_told(trial: Protocol) -> None:
    loss = Assessment("loss", "Water loss", Assessor.DEVICE, "", "tewl", ("baseline",))
    endpoint = Endpoint(
        "e",
        "Wrinkles",
        "fg-wrinkling",
        "day30",
        Outcome.CHANGE,
        Analysis.RANKS,
        is_primary=True,
    )
    rules = (
        EligibilityRule("age", "36 to 70 years", is_exclusion=False),
        EligibilityRule("dry", "Dry skin", True, "loss", "baseline", None, 9.5),
    )
    told = words(
        replace(trial, assessments=(loss,), endpoints=(endpoint,), eligibility=rules)
    )
    assert told["Besides photographs"] == (
        "Water loss: Transepidermal water loss, by device, at Baseline."
    )
    assert told["Endpoints"] == (
        "Primary: Wrinkles. Change from baseline of Wrinkling at Day 30, by ranks, "
        "between arms."
    )
    assert told["Who may enter"] == (
        "In: 36 to 70 years\nOut: Dry skin (Water loss at Baseline, … to 9.5)"
    )
