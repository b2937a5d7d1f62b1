"""The overview: completeness, visit windows, worst cases and eligibility."""

from datetime import date
from pathlib import Path

import pytest

from models.overview.completeness import State, by_site
from models.overview.eligibility import Eligibility
from models.overview.overview import COLUMNS, overview
from models.reading.session import open_session
from models.store.measure_records import NewMeasurement
from tests.examples import PLAN, example_protocol, make_study
from tests.measured import enter, make_measured_study

TODAY = date(2026, 6, 1)


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """Photographs of two subjects; the second became worse."""
    windows = PLAN.replace("day = 30\n", "day = 30\nbefore = 3\nafter = 3\n")
    plan = windows.replace('key = "day1"', 'key = "day0"').replace(
        "day = 1\n", "day = 0\n"
    )
    plan = plan.replace('"day1"', '"day0"')
    path = tmp_path_factory.mktemp("overview") / "study.dgstudy"
    made = make_study(path, subjects=("001", "002"), protocol=example_protocol(plan))
    with made as store:
        shown = {one.id: one for one in store.photographs()}
        session = open_session(store, "R1")
        places = store.read_photographs(store.readings()[0].id)
        for item in session.items:
            photograph = shown[places[item.position]]
            is_worse = (photograph.subject, photograph.visit) == ("002", "day30")
            if (photograph.subject, photograph.visit) == ("001", "day0"):
                for scale in item.scales:
                    session.not_assessable(item.position, scale, "out of focus")
                continue
            session.give(item.position, "fg-wrinkling", 7 if is_worse else 5)
            session.give(item.position, "erythema-0-3", 1)
        with store.changes(by="c", role="coordinator", action="dates") as changes:
            for subject, day in (("001", "2026-04-01"), ("002", "2026-04-06")):
                changes.add_visit_date(subject, "day0", "2026-03-02")
                changes.add_visit_date(subject, "day30", day)
        yield store


def test_the_matrix_tells_what_each_place_holds(scored) -> None:
    cells = overview(scored, TODAY).cells
    states = {(c.subject, c.visit): c.state for c in cells}
    assert states["001", "baseline"] is State.PRESENT
    assert states["001", "day0"] is State.NOT_ASSESSABLE
    assert states["001", "day30"] is State.PRESENT
    assert states["002", "day30"] is State.OUTSIDE_WINDOW
    assert by_site(cells)[""][State.OUTSIDE_WINDOW] == 1


def test_a_missed_window_tells_the_days_off(scored) -> None:
    found = {one.subject: one for one in overview(scored, TODAY).windows}
    assert (found["001"].day, found["001"].off, found["001"].is_kept) == (30, 0, True)
    assert (found["002"].day, found["002"].off) == (35, 2)


def test_a_value_worse_than_its_baseline_is_listed(scored) -> None:
    [case] = overview(scored, TODAY).worst
    assert (case.subject, case.series, case.visit) == ("002", "fg-wrinkling", "day30")
    assert (case.baseline, case.value, case.worse_by) == (5, 7, 2)


@pytest.fixture
def measured(tmp_path: Path):
    with make_measured_study(tmp_path / "study.dgstudy", ("001", "002")) as store:
        yield store


def test_what_lies_ahead_is_not_yet_due_and_what_is_past_is_missing(measured) -> None:
    with measured.changes(by="c", role="coordinator", action="dates") as changes:
        changes.add_visit_date("001", "baseline", "2026-05-01")
    enter(measured, NewMeasurement("001", "baseline", "cutometer-r0", 0.4))
    enter(
        measured,
        NewMeasurement("001", "baseline", "age", None, reason="not done: refused"),
    )
    cells = overview(measured, TODAY).cells
    states = {(c.subject, c.visit, c.column.key): c.state for c in cells}
    assert states["001", "baseline", "cutometer-r0"] is State.PRESENT
    assert states["001", "baseline", "age"] is State.NOT_ASSESSABLE
    assert states["001", "baseline", "cutometer-r3"] is State.MISSING
    assert states["001", "week12", "cutometer-r0"] is State.NOT_YET_DUE
    assert states["002", "week12", "cutometer-r0"] is State.MISSING
    assert states["001", "week2", "cutometer-r0"] is State.NOT_PLANNED
    assert by_site(cells).keys() == {"Kiel"}


def test_the_worst_of_several_series_comes_first(measured) -> None:
    enter(
        measured,
        NewMeasurement("001", "baseline", "cutometer-r0", 0.40),
        NewMeasurement("001", "week12", "cutometer-r0", 0.50),
        NewMeasurement("002", "baseline", "face-q-skin", 80),
        NewMeasurement("002", "week12", "face-q-skin", 20),
        NewMeasurement("002", "week24", "face-q-skin", 90),
    )
    cases = overview(measured, TODAY).worst
    assert [(one.subject, one.worse_by) for one in cases] == [("002", 60), ("001", 0.1)]


def test_a_rule_is_decided_by_a_value_or_by_an_answer(measured) -> None:
    enter(measured, NewMeasurement("001", "baseline", "cutometer-r0", 0.31))
    enter(measured, NewMeasurement("002", "baseline", "cutometer-r0", 0.30))
    with measured.changes(by="c", role="coordinator", action="answers") as changes:
        changes.add_eligibility_answer("001", "woman", yes=True)
        changes.add_eligibility_answer("001", "toxin", yes=False)
        changes.add_eligibility_answer("002", "toxin", yes=True)
    found = {(f.subject, f.rule): f.state for f in overview(measured, TODAY).rules}
    assert found["001", "elasticity"] is Eligibility.MET
    assert found["002", "elasticity"] is Eligibility.NOT_MET
    assert found["001", "age"] is Eligibility.NO_VALUE
    assert found["001", "woman"] is Eligibility.MET
    assert found["001", "toxin"] is Eligibility.MET
    assert found["002", "toxin"] is Eligibility.NOT_MET
    assert found["002", "woman"] is Eligibility.NOT_ANSWERED


@pytest.mark.parametrize(
    ("grade", "number", "wanted"),
    [
        (3, 1, Eligibility.NOT_MET),
        (4, 2, Eligibility.MET),
        (7, 3, Eligibility.MET),
        (9, 3, Eligibility.MET),
    ],
)
def test_wrinkles_of_class_two_and_three_may_enter(
    grade: int, number: int, wanted: Eligibility, tmp_path: Path
) -> None:
    path = tmp_path / "study.dgstudy"
    with make_measured_study(path, ("001",), key="hoss-2020") as store:
        enter(
            store,
            NewMeasurement("001", "screening", "wrinkle-class", number),
            NewMeasurement("001", "screening", "wrinkle-score", grade),
        )
        found = {fact.rule: fact.state for fact in overview(store, TODAY).rules}
    assert found["wrinkle-class"] is wanted
    assert found["wrinkle-score"] is wanted


def test_every_fact_is_a_row_of_one_table(scored) -> None:
    found = overview(scored, TODAY)
    rows = list(found.rows())
    assert all(len(row) == len(COLUMNS) for row in rows)
    parts = {row[0] for row in rows}
    assert parts == {"completeness", "visit window", "worse than baseline"}
