"""Values beside photographs are only added to a study, and the newest counts."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.audit.verify import verify_study
from models.store import kit_tables
from models.store.measure_records import (
    EventOutcome,
    NewAdverseEvent,
    NewMeasurement,
    Relation,
    Severity,
)
from models.store.store import StudyStore
from models.store.tables import metadata
from tests.examples import make_study

FIRM = NewMeasurement("001", "day30", "firmness", 0.38)
EVENT = NewAdverseEvent(
    number=1,
    subject="001",
    term="itching",
    onset="2026-04-02",
    ended="",
    severity=Severity.MILD,
    relation=Relation.POSSIBLE,
    outcome=EventOutcome.RECOVERING,
    serious=False,
)


@pytest.fixture
def store(tmp_path: Path):
    with make_study(tmp_path / "study.dgstudy", subjects=("001",)) as made:
        yield made


def write(store: StudyStore, *new: NewMeasurement) -> None:
    with store.changes(by="c", role="coordinator", action="values") as changes:
        for one in new:
            changes.add_measurement(one)


def test_the_newest_value_of_a_place_counts_and_the_earlier_one_stays(store) -> None:
    write(store, FIRM)
    write(store, replace(FIRM, value=0.36, why="misread"))
    [now] = store.measurements()
    assert (now.value, now.why) == (0.36, "misread")
    assert [one.value for one in store.measurement_history()] == [0.38, 0.36]


def test_sides_visits_series_and_entries_are_places_of_their_own(store) -> None:
    write(
        store,
        FIRM,
        replace(FIRM, side="left"),
        replace(FIRM, visit="day1"),
        replace(FIRM, assessment="other"),
        replace(FIRM, entry=2),
    )
    assert len(store.measurements()) == 5


def test_a_value_not_done_keeps_its_reason(store) -> None:
    write(store, replace(FIRM, value=None, reason="not done: probe broken"))
    [now] = store.measurements()
    assert now.value is None
    assert now.reason == "not done: probe broken"


def test_a_value_taken_back_leaves_its_place_empty(store) -> None:
    write(store, FIRM, replace(FIRM, value=None, why="wrong subject"))
    assert store.measurements() == []
    assert len(store.measurement_history()) == 2


def test_a_visit_date_is_corrected_and_taken_back(store) -> None:
    for day in ("2026-04-01", "2026-04-02"):
        with store.changes(by="c", role="coordinator", action="dates") as changes:
            changes.add_visit_date("001", "day30", day)
    assert store.visit_dates() == {("001", "day30"): "2026-04-02"}
    with store.changes(by="c", role="coordinator", action="dates") as changes:
        changes.add_visit_date("001", "day30", "", why="not seen")
    assert store.visit_dates() == {}


def test_a_revised_adverse_event_keeps_its_number_and_its_history(store) -> None:
    ended = replace(EVENT, ended="2026-04-09", outcome=EventOutcome.RECOVERED)
    with store.changes(by="c", role="coordinator", action="events") as changes:
        changes.add_adverse_event(EVENT)
        changes.add_adverse_event(replace(EVENT, number=2, serious=True))
        changes.add_adverse_event(ended)
    first, second = store.adverse_events()
    assert (first.number, first.outcome) == (1, EventOutcome.RECOVERED)
    assert second.serious
    assert len(store.adverse_event_history()) == 3


def test_answers_and_constants_are_read_as_they_count_now(store) -> None:
    with store.changes(by="c", role="coordinator", action="answers") as changes:
        changes.add_eligibility_answer("001", "age", yes=False)
        changes.add_eligibility_answer("001", "age", yes=True, why="birthday")
        changes.add_study_constant("cutometer-r0", "probe", "2 mm")
        changes.add_study_constant("cutometer-r0", "pressure", "450 mbar")
        changes.add_study_constant("cutometer-r0", "pressure", "", why="unknown")
    assert store.eligibility_answers() == {("001", "age"): True}
    assert store.study_constants() == {("cutometer-r0", "probe"): "2 mm"}


def test_no_row_beside_photographs_can_be_written_over(store) -> None:
    write(store, FIRM)
    connection = sqlite3.connect(store.path)
    with pytest.raises(sqlite3.IntegrityError, match="only added"):
        connection.execute("UPDATE measurement SET value = 1")
    connection.close()


def test_a_kit_has_no_place_for_what_is_not_scored_from_photographs() -> None:
    ours = {
        name
        for name in metadata.tables
        if name.startswith(("measurement", "visit_date", "adverse", "eligib", "study_"))
    }
    assert len(ours) == 5
    assert not ours & set(kit_tables.metadata.tables)


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(
    value=st.floats(allow_nan=False, allow_infinity=False),
    side=st.sampled_from(["", "left", "right"]),
    entry=st.sampled_from([1, 2]),
    parts=st.dictionaries(texts, st.floats(-1e6, 1e6), max_size=3),
    comment=texts,
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_is_written_is_read_back(store, value, side, entry, parts, comment):
    new = replace(
        FIRM, value=value, side=side, entry=entry, parts=parts, comment=comment
    )
    write(store, new)
    read = max(store.measurements(), key=lambda one: one.id)
    assert (read.value, read.parts, read.comment) == (value, parts, comment)
    assert read.place == new.place


def test_values_beside_photographs_stand_in_the_audit_trail(store) -> None:
    write(store, FIRM)
    store.close()
    assert verify_study(store.path).holds
