"""Where a third reading has decided, its value stands in the place of the others."""

from dataclasses import replace

import numpy as np
import pytest

from models.protocol.analysis import Aggregation
from models.statistics.cells import Axes, cells_of
from models.statistics.pairs import unit_values
from models.statistics.series import scale_series
from models.statistics.settling import settled
from models.store.agreement_records import ACCEPTED, BESIDE, UNDECIDED
from tests.trial import graded, score_frame, trial_protocol, trial_scales

FIRST = Aggregation(is_adjudicated_first=True)
OWN = [
    graded("001", "day30", 4, rater="R1"),
    graded("001", "day30", 8, rater="R2"),
    graded("001", "day30", 2, rater="R1", view="left"),
    graded("001", "day30", 4, rater="R2", view="left"),
]


def third(value: float | None, what: str):
    return replace(graded("001", "day30", value, rater="A1"), adjudication=what)


def value_of(rows, aggregation: Aggregation) -> float:
    """The value of the only unit, which the dense arrays must tell alike."""
    frame = score_frame(rows)
    found = unit_values(frame, aggregation)["value"].tolist()
    series = [scale_series(one) for one in trial_scales().values()]
    axes = Axes.of(trial_protocol(), ["001"], {}, series=series)
    dense = cells_of(frame, None, axes, aggregation).values
    assert dense[~np.isnan(dense)].tolist() == pytest.approx(found)
    return found[0]


def test_neither_a_view_nor_the_adjudicator_gains_weight() -> None:
    assert value_of(OWN, FIRST) == 4.5
    assert value_of([*OWN, third(9, ACCEPTED)], FIRST) == 6.0


def test_without_the_word_of_the_protocol_it_is_only_kept() -> None:
    assert value_of([*OWN, third(9, ACCEPTED)], Aggregation()) == 4.5


@pytest.mark.parametrize("what", [UNDECIDED, BESIDE])
def test_what_is_not_decided_counts_for_nothing(what) -> None:
    assert value_of([*OWN, third(9, what)], FIRST) == 4.5


def test_an_accepted_not_assessable_takes_the_view_out() -> None:
    assert value_of([*OWN, third(None, ACCEPTED)], FIRST) == 3.0


def test_a_decision_stands_also_where_a_rater_could_not_grade() -> None:
    rows = [
        graded("001", "day30", None, rater="R1"),
        graded("001", "day30", 8, rater="R2"),
        third(6, ACCEPTED),
    ]
    assert value_of(rows, FIRST) == 6.0


def test_a_frame_without_third_readings_is_given_back() -> None:
    frame = score_frame(OWN)
    assert settled(frame, FIRST) is frame
