"""The endpoints of a protocol, held against the compare command on the same values."""

import json
from pathlib import Path

import pandas as pd
import pytest

from commands import run
from models.protocol.analysis import Missing
from models.protocol.protocol import Protocol
from models.protocol.reader import read_protocol
from models.scales import library
from models.statistics.endpoints.computing import (
    SEALED,
    endpoint_answers,
    no_change_grades,
)
from models.statistics.endpoints.records import Answer, Answers, Part, Role
from models.statistics.frames import score_frame_of
from models.statistics.trajectories import Trajectories, trajectories
from models.store.records import ScoreRow
from tests.sides import PLAN as HALVES
from tests.sides import side_scores
from tests.trial import ERYTHEMA, PLAN, WRINKLING, courses, graded, trial_scales

ENDPOINTS = """
[[endpoints]]
key = "redness"
name = "Redness at day 7"
series = "erythema-0-3"
visit = "day7"
outcome = "score"

[[endpoints]]
key = "wrinkling"
name = "Change of wrinkling"
series = "fg-wrinkling"
visit = "day30"
primary = true

[[endpoints]]
key = "adjusted"
name = "Wrinkling, adjusted"
series = "fg-wrinkling"
visit = "day30"
analysis = "ancova"

[[endpoints]]
key = "better"
name = "Better by a grade"
series = "fg-wrinkling"
visit = "day30"
outcome = "response"
analysis = "responders"
responder = { better_by = 2 }
"""
ARMS = {f"{number:03}": "Iris" if number % 2 else "Juno" for number in range(1, 15)}


def plan(extra: str = ENDPOINTS, *, top: str = "", text: str = PLAN) -> Protocol:
    head, mark, rest = text.partition("\n[schedule]")
    return read_protocol(
        f"{head}\n{top}{mark}{rest}{extra}", "plan.toml", library.shipped()
    )


def scored(protocol: Protocol) -> pd.DataFrame:
    """Fourteen subjects; the second is not seen at the last visit."""
    rows: list[ScoreRow] = []
    for number, subject in enumerate(ARMS):
        first = 5 + number % 4
        course = {
            "screening": first,
            "baseline": first,
            "treatment": first - (number * number + number // 3) % 3,
            "day30": first - 1 - (2 if number % 2 else number % 3),
        }
        if number == 1:
            del course["day30"]
        rows += courses({subject: course})
        for at, visit in enumerate(("treatment", "day1", "day5", "day7", "day14")):
            grade = float((number + at * (1 + number % 2)) % 4)
            rows.append(graded(subject, visit, grade, scale=ERYTHEMA))
    return score_frame_of(rows, protocol)


def followed(protocol: Protocol, groups: dict[str, str] | None = ARMS) -> Trajectories:
    return trajectories(
        scored(protocol), protocol, trial_scales(), groups, subjects=ARMS
    )


def answers(protocol: Protocol, groups: dict[str, str] | None = ARMS) -> Answers:
    return endpoint_answers(followed(protocol, groups), protocol)


def answer(found: Answers, key: str) -> Answer:
    return next(one for one in found.answers if one.endpoint.key == key)


def by_command(
    found: Trajectories, series: str, folder: Path, capsys, *words: str
) -> dict:
    """What `compare` prints of the values of a series from the baseline on."""
    lines = found.lines
    lines = lines[(lines["measure"] == "score") & (lines["scale"] == series)]
    lines = lines[lines["visit"] != "screening"]
    table = lines[["unit", "subject", "group", "visit", "value"]]
    # A visit without a value is a missing value of the table.
    wide = table.pivot_table(
        index=["unit", "subject", "group"],
        columns="visit",
        values="value",
        observed=True,
    )
    long = wide.stack(future_stack=True).rename("value").reset_index()
    path = folder / "values.csv"
    long.to_csv(path, index=False)
    assert run(["compare", str(path), "--json", *words]) == 0
    return json.loads(capsys.readouterr().out)


def contrast(document: dict, visit: str, outcome: str) -> dict:
    return next(
        one["results"]
        for part in ("comparisons", "within")
        for one in document[part]
        if (one["visit"], one["outcome"]) == (visit, outcome)
    )


def same(result, told: dict) -> None:
    assert list(result.n) == told["n"]
    for ours, theirs in ((result.p, "p"), (result.estimate, "estimate")):
        assert (ours is None) == (told[theirs] is None)
        assert ours is None or ours == pytest.approx(told[theirs], rel=1e-12)
    if result.interval:
        assert result.interval.lower == pytest.approx(told["lower"], rel=1e-12)
        assert result.interval.upper == pytest.approx(told["upper"], rel=1e-12)


def test_the_primary_endpoint_comes_first_whatever_its_place_in_the_protocol():
    found = answers(plan())
    assert [one.role for one in found.answers] == [Role.PRIMARY, *[Role.SECONDARY] * 3]
    assert found.answers[0].endpoint.key == "wrinkling"


def test_ranks_between_arms_are_the_numbers_of_the_compare_command(tmp_path, capsys):
    protocol = plan()
    told = by_command(followed(protocol), WRINKLING, tmp_path, capsys)
    change = contrast(told, "day30", "change")
    found = answer(answers(protocol), "wrinkling")
    assert [one.key for one in found.planned] == ["mann_whitney", "hodges_lehmann"]
    for one in found.planned:
        same(one, change[one.key])
    assert found.headline is not None
    assert found.headline.p == change["mann_whitney"]["p"]
    assert found.headline.estimate == change["hodges_lehmann"]["estimate"]


def test_analysis_of_covariance_is_that_of_the_compare_command(tmp_path, capsys):
    protocol = plan()
    told = by_command(followed(protocol), WRINKLING, tmp_path, capsys)
    (one,) = answer(answers(protocol), "adjusted").planned
    same(one, contrast(told, "day30", "value")["ancova"])


def test_responders_are_those_of_the_compare_command(tmp_path, capsys):
    protocol = plan()
    told = by_command(
        followed(protocol),
        WRINKLING,
        tmp_path,
        capsys,
        "--responder",
        "<=-2",
        "--of-change",
    )
    found = answers(protocol)
    (one,) = answer(found, "better").planned
    same(one, contrast(told, "day30", "change")["responders"])
    planned = [rate for rate in found.responders[0].rates if rate.is_planned]
    assert [rate.responders for rate in planned] == [
        one.also["responders_first"],
        one.also["responders_second"],
    ]
    assert [(rate.units, rate.n) for rate in planned] == [(7, 7), (7, 6)]


def test_the_mixed_model_of_changes_is_adjusted_for_baseline_as_in_compare(
    tmp_path, capsys
):
    protocol = plan(
        ENDPOINTS.replace('analysis = "ancova"', 'analysis = "mixed-model"')
    )
    told = by_command(followed(protocol), WRINKLING, tmp_path, capsys)
    (one,) = answer(answers(protocol), "adjusted").planned
    model = next(
        each
        for each in told["mixed_models"]["mmrm_adjusted"]["differences"]
        if each["visit"] == "day30"
    )
    same(one, model)
    assert "MMRM" in one.label


def test_a_value_is_carried_forward_only_if_the_protocol_says_so():
    observed = answer(answers(plan()), "wrinkling")
    carried = answer(answers(plan(top='missing = "last-observation"')), "wrinkling")
    assert observed.headline
    assert carried.headline
    assert observed.headline.n == (7, 6)
    assert carried.headline.n == (7, 7)
    assert "carried forward" in carried.headline.missing
    kept = [one.result for one in carried.lines if one.part is Part.SENSITIVITY]
    assert [one.n for one in kept if one.key == "mann_whitney"] == [(7, 6)]
    assert not any("carried" in one.result.missing for one in observed.lines)


def test_where_the_protocol_wants_a_model_for_missing_visits_it_leads():
    found = answers(plan(top='missing = "mixed-model"'))
    assert found.missing is Missing.MIXED_MODEL
    one = answer(found, "wrinkling")
    assert [each.key for each in one.planned] == ["mmrm"]
    kept = [each.result.key for each in one.lines if each.part is Part.SENSITIVITY]
    assert kept == ["mann_whitney", "hodges_lehmann"]
    assert answer(found, "better").planned[0].key == "responders"


def test_secondary_endpoints_are_a_family_of_their_own():
    found = answers(plan())
    (family,) = found.families
    assert family.name == "secondary endpoints, 3 tests"
    holm, hochberg = found.adjusted(answer(found, "better"))
    raw = answer(found, "better").headline
    assert raw
    assert raw.p <= hochberg <= holm <= 1
    assert found.adjusted(found.answers[0]) == (None, None)


def test_nothing_is_compared_while_the_arms_are_sealed():
    found = answers(plan(), None)
    assert found.why_none == SEALED
    assert len(found.answers) == 4
    assert not any(one.lines for one in found.answers)
    assert {rate.group for rate in found.responders[0].rates} == {"All subjects"}


def test_masked_groups_are_compared_under_their_letters():
    masked = {
        code: {"Iris": "Group A", "Juno": "Group B"}[arm] for code, arm in ARMS.items()
    }
    one = answers(plan(), masked).answers[0]
    assert one.comparison == "Group A less Group B"
    told = answers(plan()).answers[0].headline
    assert one.headline
    assert told
    assert one.headline.p == told.p


def test_without_endpoints_every_series_is_compared_at_its_last_visit():
    found = answers(plan(""))
    assert found.is_exploratory
    assert [(one.endpoint.visit, one.endpoint.outcome) for one in found.answers] == [
        ("day30", "change"),
        ("day14", "score"),
    ]


HALF_ENDPOINT = """
[[endpoints]]
key = "wrinkling"
name = "Change of wrinkling"
series = "fg-wrinkling"
visit = "week8"
primary = true
"""


def sides(text: str = HALVES) -> tuple[Trajectories, Protocol]:
    """Eight subjects; of one the right side is missing at the end."""
    protocol = plan(HALF_ENDPOINT, text=text)
    course: dict[str, dict[str, float]] = {}
    groups = {}
    for number in range(8):
        left, right = f"{number} left", f"{number} right"
        course[left] = {"baseline": 6, "week4": 5, "week8": 4 - number % 3}
        course[right] = {"baseline": 6, "week4": 6, "week8": 5 - number % 2}
        groups[left] = "Iris" if number % 2 else "Juno"
        groups[right] = "Juno" if number % 2 else "Iris"
    del course["3 right"]["week8"]
    found = trajectories(side_scores(course), protocol, library.shipped(), groups)
    return found, protocol


def test_sides_are_compared_within_subjects_as_in_compare(tmp_path, capsys):
    found, protocol = sides()
    told = by_command(found, WRINKLING, tmp_path, capsys, "--design", "paired")
    one = endpoint_answers(found, protocol).answers[0]
    change = contrast(told, "week8", "change")
    assert [each.key for each in one.planned] == ["signed_rank", "pseudo_median"]
    for each in one.planned:
        same(each, change[each.key])
    assert one.headline
    assert one.headline.n == (7,)
    assert "pairs with one value only are left out: 1" in one.remarks


def test_of_a_crossover_it_is_said_what_cannot_be_told():
    text = HALVES.replace(
        'design = "split-face"', 'design = "crossover"\ncrossover = "week4"'
    )
    one = endpoint_answers(*sides(text)).answers[0]
    assert one.headline
    assert any("sides change arms at Week 4" in remark for remark in one.remarks)


SINGLE = PLAN.replace('design = "parallel"', 'design = "single-group"').replace(
    "arms = 2", "arms = 0"
)


def test_a_single_group_is_held_against_its_baseline_as_in_compare(tmp_path, capsys):
    protocol = plan(text=SINGLE)
    found = trajectories(scored(protocol), protocol, trial_scales(), None)
    told = by_command(found, WRINKLING, tmp_path, capsys, "--design", "single")
    one = answer(endpoint_answers(found, protocol), "wrinkling")
    assert one.comparison == "against baseline"
    first = next(
        each["results"] for each in told["comparisons"] if each["visit"] == "day30"
    )
    for each in one.planned:
        same(each, first[each.key])
    redness = answer(endpoint_answers(found, protocol), "redness")
    assert not redness.lines
    assert "no baseline" in redness.remarks[0]


GAIS = SINGLE + 'gais = ["day14", "day30"]\n'


def test_a_comparative_scale_is_held_against_its_grade_of_no_change():
    endpoint = """
[[endpoints]]
key = "gais"
name = "GAIS"
series = "gais"
visit = "day30"
outcome = "score"
"""
    protocol = plan(endpoint, text=GAIS)
    scales = library.shipped()
    rows = [
        graded(str(number), "day30", float(grade), scale="gais")
        for number, grade in enumerate((1, 2, 2, 3, 3, 4, 5, 3))
    ]
    found = trajectories(score_frame_of(rows, protocol), protocol, scales, None)
    grades = no_change_grades(protocol, scales, {})
    assert grades == {"gais": 4}
    one = endpoint_answers(found, protocol, grades).answers[0]
    assert one.comparison == "against no change"
    means = next(each.result for each in one.lines if each.result.key == _MEAN)
    assert means.estimate == pytest.approx(23 / 8 - 4)


_MEAN = "mean_difference"


def test_a_group_without_values_is_explained_and_gives_no_number():
    protocol = plan()
    alone = {code: arm for code, arm in ARMS.items() if arm == "Iris"}
    found = trajectories(
        scored(protocol), protocol, trial_scales(), alone, order=("Iris", "Juno")
    )
    one = endpoint_answers(found, protocol).answers[0]
    assert one.headline is None
    assert "a group has no value here: nothing to compare" in one.remarks
