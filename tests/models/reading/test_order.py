"""Reading plans: every policy, hidden repeats, and that an order tells nothing."""

import itertools
from collections import Counter

import numpy as np
import pytest
from scipy import stats

from models.protocol.protocol import Order, ReadingRules
from models.reading.order import Candidate, draw_codes, draw_plan, reading_seed

SUBJECTS, VISITS = 20, 8


def candidates(subjects: int = SUBJECTS, visits: int = VISITS) -> list[Candidate]:
    """Photographs in the order of import: subject after subject, visit after visit."""
    return [
        Candidate(subject * visits + visit, f"{subject:03}", "front", visit, visit == 1)
        for subject in range(subjects)
        for visit in range(visits)
    ]


def firsts(plan) -> list[int]:
    return [one.photograph for one in plan.showings if one.repeat_of is None]


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("count", [0, 1, 9, 22, 30, 160])
@pytest.mark.parametrize("repeats", [0.0, 0.1, 0.5])
def test_every_photograph_is_shown_once_and_repeats_keep_their_distance(
    order, count, repeats
) -> None:
    photographs = candidates()[:count]
    plan = draw_plan(photographs, ReadingRules(order, repeats, 20), "seed")
    assert sorted(firsts(plan)) == [one.id for one in photographs]
    repeated = [one.repeat_of for one in plan.showings if one.repeat_of is not None]
    assert len(set(repeated)) == len(repeated)
    for place, one in enumerate(plan.showings):
        if one.repeat_of is not None:
            assert plan.showings[one.repeat_of].photograph == one.photograph
            assert place - one.repeat_of - 1 >= 20
            assert place < len(plan.showings) - 1


def test_a_tenth_of_the_photographs_is_repeated_unless_said_otherwise() -> None:
    plan = draw_plan(candidates(), ReadingRules(), "seed")
    assert plan.repeats == 16
    assert plan.remark == ""


def test_too_few_photographs_for_the_gap_are_told() -> None:
    plan = draw_plan(candidates(2, 8), ReadingRules(), "seed")
    assert plan.repeats == 0
    assert plan.remark.startswith("The reading has no repeats instead of 2")
    fewer = draw_plan(candidates(4, 8), ReadingRules(repeats=0.5), "seed")
    assert 0 < fewer.repeats < 16
    assert "instead of 16" in fewer.remark


def test_repeats_are_spread_through_the_reading() -> None:
    plan = draw_plan(candidates(), ReadingRules(), "seed")
    places = [at for at, one in enumerate(plan.showings) if one.repeat_of is not None]
    quarters = Counter(4 * place // len(plan.showings) for place in places)
    assert all(quarters[quarter] >= 2 for quarter in (1, 2, 3))
    assert max(np.diff(places)) < len(plan.showings) / 5


def test_the_same_seed_draws_the_same_and_each_rater_has_his_own() -> None:
    rules = ReadingRules()
    one = reading_seed("study", "R1")
    assert draw_plan(candidates(), rules, one) == draw_plan(candidates(), rules, one)
    other = reading_seed("study", "R2")
    assert draw_plan(candidates(), rules, one) != draw_plan(candidates(), rules, other)


def test_subject_blocks_keep_a_subject_together_with_its_visits_in_any_order() -> None:
    plan = draw_plan(candidates(), ReadingRules(Order.SUBJECT_BLOCKS, 0), "seed")
    subjects = [one // VISITS for one in firsts(plan)]
    assert len(list(itertools.groupby(subjects))) == SUBJECTS
    visits = [one % VISITS for one in firsts(plan)]
    assert any(
        visits[at : at + VISITS] != sorted(visits[at : at + VISITS])
        for at in range(0, len(visits), VISITS)
    )


def test_baseline_paired_shows_the_baseline_before_its_follow_ups() -> None:
    plan = draw_plan(candidates(), ReadingRules(Order.BASELINE_PAIRED, 0), "seed")
    for _, group in itertools.groupby(firsts(plan), lambda one: one // VISITS):
        assert next(group) % VISITS == 1


def test_chronological_shows_the_visits_as_they_happened() -> None:
    plan = draw_plan(candidates(), ReadingRules(Order.CHRONOLOGICAL, 0), "seed")
    for _, group in itertools.groupby(firsts(plan), lambda one: one // VISITS):
        assert [one % VISITS for one in group] == list(range(VISITS))


def _p_values(feature, label) -> list[float]:
    """p of a rank correlation for each of 200 draws."""
    found = []
    for number in range(200):
        plan = draw_plan(candidates(), ReadingRules(), f"seed {number}")
        found.append(stats.spearmanr(feature(plan, number), label(plan)).pvalue)
    return found


def _labels(kind):
    return lambda plan: [
        one.photograph % VISITS if kind == "visit" else one.photograph // VISITS
        for one in plan.showings
    ]


def _positions(plan, _):
    return range(len(plan.showings))


def _code_order(plan, number):
    codes = draw_codes(len(plan.showings), f"seed {number}")
    return stats.rankdata(np.array([int(code, 36) for code in codes], dtype=float))


@pytest.mark.parametrize("feature", [_positions, _code_order])
@pytest.mark.parametrize("kind", ["visit", "subject"])
def test_neither_position_nor_code_goes_with_visit_or_subject(feature, kind) -> None:
    p = np.array(_p_values(feature, _labels(kind)))
    # Without any relation, p values are spread evenly between 0 and 1.
    assert stats.kstest(p, "uniform").pvalue > 0.01
    assert 0.01 <= np.mean(p < 0.05) <= 0.1


def test_every_visit_is_as_likely_at_every_place() -> None:
    seen = np.zeros((VISITS, VISITS))
    for number in range(1500):
        plan = draw_plan(candidates(1, VISITS), ReadingRules(repeats=0), f"{number}")
        for place, photograph in enumerate(firsts(plan)):
            seen[place, photograph] += 1
    assert stats.chi2_contingency(seen).pvalue > 0.01


def test_repeats_are_drawn_from_all_visits_alike() -> None:
    repeated: Counter[int] = Counter()
    for number in range(200):
        plan = draw_plan(candidates(), ReadingRules(), f"seed {number}")
        repeated.update(
            one.photograph % VISITS
            for one in plan.showings
            if one.repeat_of is not None
        )
    assert stats.chisquare(list(repeated.values())).pvalue > 0.01


def test_no_code_is_one_that_is_taken() -> None:
    first = draw_codes(50, "seed")
    assert not set(draw_codes(50, "seed", taken=first)) & set(first)
    assert first[0] not in draw_codes(50, "seed", taken=[first[0].lower()])
