"""Simulated raters: the figures of agreement find what was put into them."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from models.demo import study
from models.demo.camera import encode
from models.demo.course import RATERS
from models.demo.raters import Habit, seen
from models.demo.shots import Shot
from models.scales import library as scales
from models.statistics.agreement.course import drift
from models.statistics.agreement.raters import (
    rater_figures,
    reference_differences,
)
from models.statistics.agreement.ratings import RATER, SCORE, TARGET, Ratings
from models.statistics.agreement.repeats import intra_rater
from models.statistics.agreement.study import (
    ItemAgreement,
    compare,
    study_table,
)
from models.store.store import StudyStore

TARGETS = 400
SEED = 11
LOOKS = len(RATERS)
ROUNDING = 1 / 12  # variance that whole grades add


def scored(habits: Sequence[Habit], seed: int) -> tuple[pd.DataFrame, np.ndarray]:
    """Scores of targets whose truth lies in the middle of the scale."""
    rng = np.random.default_rng(seed)
    scale = scales.shipped()["fg-wrinkling"]
    truth = np.random.default_rng(SEED).uniform(3.5, 6.5, TARGETS)
    rows = [
        {
            TARGET: f"{place:03}",
            RATER: habit.code,
            SCORE: seen(rng, one, habit, scale, habit.bias_at(place + 1, TARGETS)),
        }
        for habit in habits
        for place, one in enumerate(truth)
    ]
    return pd.DataFrame(rows), truth


@pytest.fixture(scope="module")
def frame() -> tuple[pd.DataFrame, np.ndarray]:
    return scored(RATERS, SEED)


@pytest.fixture(scope="module")
def ratings(frame) -> Ratings:
    return Ratings.of(frame[0])


def test_the_five_raters_differ_in_severity_spread_and_drift() -> None:
    assert len(RATERS) == 5
    assert len({habit.bias for habit in RATERS}) == 5
    assert len({habit.spread for habit in RATERS}) == 5
    assert [habit.code for habit in RATERS if habit.drift] == ["R5"]


def test_bias_against_the_truth_lies_within_its_interval(frame, ratings) -> None:
    for habit, found in zip(RATERS, rater_figures(ratings, frame[1]), strict=True):
        estimate = found.reference_bias
        assert estimate.lower is not None
        assert estimate.upper is not None
        assert estimate.lower <= habit.bias <= estimate.upper


def test_bias_beside_the_panel_lies_within_its_interval(ratings) -> None:
    mean = np.mean([habit.bias for habit in RATERS])
    for habit, found in zip(RATERS, rater_figures(ratings), strict=True):
        true = (habit.bias - mean) * len(RATERS) / (len(RATERS) - 1)
        estimate = found.panel_bias
        assert estimate.lower is not None
        assert estimate.upper is not None
        assert estimate.lower <= true <= estimate.upper


def test_drift_from_the_truth_lies_within_its_interval(frame, ratings) -> None:
    apart = reference_differences(ratings, frame[1])
    positions = np.arange(1.0, TARGETS + 1)
    for place, habit in enumerate(RATERS):
        slope = drift(apart[:, place], positions).slope
        assert slope.lower is not None
        assert slope.upper is not None
        assert slope.lower <= habit.drift <= slope.upper


def within(spread: float, measured: float, n: int, looks: int) -> bool:
    """Whether a spread lies in the interval of one measured in n differences.

    The interval has 95 % for all looks together (Bonferroni).
    """
    true = spread**2 + ROUNDING
    tail = 0.025 / looks
    low, high = chi2.ppf([tail, 1 - tail], n - 1) / (n - 1)
    return bool(low <= measured**2 / true <= high)


def test_the_error_against_oneself_is_the_spread_that_was_put_in() -> None:
    steady = [Habit(one.code, one.bias, one.spread) for one in RATERS]
    first, _ = scored(steady, SEED)
    again, _ = scored(steady, SEED + 1)
    for habit, found in zip(steady, intra_rater(first, again), strict=True):
        assert found.n == TARGETS
        assert found.measurement_error is not None
        assert within(habit.spread, found.measurement_error, found.n, LOOKS)


@pytest.fixture(
    scope="module", params=[(14, 2), pytest.param((20, 1), marks=pytest.mark.long)]
)
def items(tmp_path_factory, request) -> list[ItemAgreement]:
    """Agreement on the nine-point scales of the demo study.

    It has tiles instead of drawn skin.
    """

    def tiles(shots: Sequence[Shot], folder: Path, *_: object) -> None:
        for number, shot in enumerate(shots):
            tile = np.full((8, 8, 3), number, dtype=np.uint8)
            (folder / shot.name).write_bytes(encode(tile, taken_at=shot.taken_at))

    path = tmp_path_factory.mktemp("raters") / "demo.dgstudy"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study, "draw_shots", tiles)
        patch.setattr(study, "seal", lambda *place, **words: None)
        count, seed = request.param
        study.make_demo_study(path, count=count, seed=seed)
    with StudyStore.open(path) as store:
        found = list(compare(study_table(store), rounds=0))
    return [one for one in found if one.between.item.startswith("fg-")]


def test_the_demo_study_shows_severity_and_drift_of_its_raters(
    items: list[ItemAgreement],
) -> None:
    mean = np.mean([habit.bias for habit in RATERS])
    for item in items:
        for habit, found in zip(RATERS, item.between.raters, strict=True):
            true = (habit.bias - mean) * len(RATERS) / (len(RATERS) - 1)
            bias = found.panel_bias
            assert bias.lower is not None
            assert bias.upper is not None
            assert bias.lower <= true <= bias.upper, (item.between.item, habit.code)
        drifts = {course.rater: course.position.slope for course in item.courses}
        others = np.mean([one.drift for one in RATERS if one.code != "R5"])
        assert drifts["R5"].lower is not None
        assert drifts["R5"].lower > 0
        assert drifts["R5"].lower <= RATERS[-1].drift - others <= drifts["R5"].upper


def test_in_the_demo_study_repeats_are_as_far_apart_as_was_put_in(
    items: list[ItemAgreement],
) -> None:
    for item in items:
        for habit, found in zip(RATERS, item.within, strict=True):
            assert found.rater == habit.code
            assert found.measurement_error is not None
            assert within(
                habit.spread, found.measurement_error, found.n, LOOKS * len(items)
            )
