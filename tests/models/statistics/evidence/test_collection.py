"""The evidence table that is kept, and the row of the study itself."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.statistics.evidence.collection import (
    Collection,
    Entry,
    Own,
    changed_parts,
    collection_of,
    parts_of,
    read_study,
)
from models.statistics.evidence.effects import Measure
from models.statistics.evidence.heterogeneity import Tau2
from models.statistics.evidence.own import TOO_FEW, own_cells, own_choices, own_words
from models.statistics.evidence.synthesis import Plan
from models.statistics.trajectories import Measure as Followed
from models.statistics.trajectories import trajectories
from tests.evidence_tables import ADAMS, BAKER, SIDES
from tests.examples import make_study
from tests.sides import halves, halves_scales, side_scores
from tests.trial import WRINKLING, trial_protocol, trial_scales, whole_trial

OWN = Own(WRINKLING, "day30", Followed.SCORE, "Arm A", "Arm B")
TABLE = Collection(
    (Entry(1, ADAMS), Entry(2, BAKER), Entry(4, SIDES, OWN)),
    Plan(Measure.SMD, Tau2.REML, is_hartung_knapp=True),
    0.5,
    "Cream",
    "None",
    "Wrinkling",
    "low certainty",
)


def test_a_table_comes_back_from_its_parts_as_it_was() -> None:
    assert collection_of(parts_of(TABLE)) == TABLE
    assert collection_of({}) == Collection()


def test_a_study_keeps_its_table_part_by_part(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        with store.changes(by="c", role="coordinator", action="evidence") as changes:
            for part, document in parts_of(TABLE).items():
                changes.add_evidence(part, document)
        assert collection_of(store.evidence()) == TABLE

        after = TABLE.without(2)
        changed = changed_parts(TABLE, after)
        assert changed == {"study 2": ""}
        with store.changes(by="c", role="coordinator", action="evidence") as changes:
            for part, document in changed.items():
                changes.add_evidence(part, document)
        assert collection_of(store.evidence()) == after
        assert "Baker 2012" in str(store.trail())


def test_a_paired_study_without_correlation_is_told_of_and_not_pooled() -> None:
    study, problems = read_study(Entry(1, SIDES))
    assert study is None
    assert "correlat" in problems[0].text

    table = Collection((Entry(1, ADAMS), Entry(2, SIDES)))
    assert [one.name for one in table.table().studies] == ["Adams 2011"]
    both = replace(table, correlation=0.5).table().studies
    assert both[1].marks == ("correlation of the sides supposed: 0.5",)


def test_medians_are_marked_as_converted() -> None:
    study, problems = read_study(Entry(1, BAKER))
    assert study is not None
    assert not problems
    assert "Luo 2018" in study.marks[0]


def test_the_own_row_has_the_numbers_of_the_trajectories() -> None:
    scores, groups = whole_trial()
    shown = trajectories(scores, trial_protocol(), trial_scales(), groups)
    table = shown.table.set_index(["measure", "scale", "group", "visit"])
    first = table.loc[("score", WRINKLING, "Arm A", "day30")]

    cells = own_cells(shown, OWN)

    assert float(cells["mean1"]) == first["mean"]
    assert float(cells["sd1"]) == first["sd"]
    assert cells["n1"] == str(first["n"])
    study, problems = read_study(Entry(1, {"study": "own", **cells}))
    assert study is not None, problems
    assert "day30" in own_choices(shown)[WRINKLING]


def test_the_own_row_of_sides_is_compared_within_subjects() -> None:
    courses = {
        "S1 left": {"week8": 5},
        "S1 right": {"week8": 3},
        "S2 left": {"week8": 6},
        "S2 right": {"week8": 5},
        "S3 left": {"week8": 4},
        "S3 right": {"week8": 1},
        "S4 left": {"week8": 9},
    }
    groups = {name: "A" if name.endswith("left") else "B" for name in courses}
    shown = trajectories(side_scores(courses), halves(), halves_scales(), groups)
    own = Own(WRINKLING, "week8", Followed.SCORE, "A", "B")

    cells = own_cells(shown, own)

    assert (cells["design"], cells["n"]) == ("paired", "3")
    assert float(cells["sd_diff"]) == pytest.approx(np.std([2, 1, 3], ddof=1))
    assert own_words(shown, own) == "3 subjects"
    study, _ = read_study(Entry(1, {"study": "own", **cells}))
    assert study is not None
    effect = study.effect(Measure.MD)
    assert effect is not None
    assert effect.value == pytest.approx(2.0)


def test_without_two_values_a_group_there_is_no_own_row() -> None:
    scores, groups = whole_trial()
    shown = trajectories(scores, trial_protocol(), trial_scales(), groups)

    assert own_words(shown, replace(OWN, visit="day1")) == TOO_FEW
    alone = trajectories(scores, trial_protocol(), trial_scales())
    assert own_choices(alone) == {}
