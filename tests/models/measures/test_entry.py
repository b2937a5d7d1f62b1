"""Entries are checked one by one and as a form, before they are stored."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.audit.locking import lock_study
from models.errors import ExpectedError
from models.measures import library as measures
from models.measures.entry import Entry, check_entry, check_form, instruments_of
from models.measures.recording import (
    record_adverse_events,
    record_answers,
    record_constant,
    record_measurements,
    record_visit_dates,
    withdraw_adverse_event,
)
from models.protocol import library as protocols
from models.protocol.assessments import Assessment, Assessor
from models.scales import library as scales
from models.store.measure_records import (
    EventOutcome,
    NewAdverseEvent,
    NewMeasurement,
    Relation,
    Severity,
)
from tests.measured import make_measured_study

PLAN = protocols.find("kerscher-2022")
INSTRUMENTS = instruments_of(PLAN, scales.shipped(), measures.shipped())
R0, R3, R9 = (f"cutometer-r{number}" for number in (0, 3, 9))
ONE = NewMeasurement("001", "baseline", R0, 0.4)
EVENT = NewAdverseEvent(
    0,
    "001",
    "bruise",
    "2026-03-02",
    "",
    Severity.MILD,
    Relation.POSSIBLE,
    EventOutcome.RECOVERING,
    serious=False,
)


def check(entry: Entry):
    return check_entry(
        entry, PLAN.assessment(entry.assessment), INSTRUMENTS[entry.assessment]
    )


def form(*entries: Entry, visit: str = "baseline"):
    return check_form(entries, PLAN, INSTRUMENTS, visit)


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        (Entry(R0, 3.0), "must be"),
        (Entry(R0), "neither a value nor a reason"),
        (Entry(R0, 0.4, "not done: why"), "has a value and a reason"),
        (Entry(R0, 0.4, side="left"), "leave the side out"),
        (Entry(R0, parts={"a": 1}), "has no parts"),
        (Entry("gais-subject", 9), "must be"),
        (Entry("face-q-skin", 101), "must be"),
    ],
)
def test_a_wrong_entry_is_refused_with_a_sentence(entry: Entry, word: str) -> None:
    assert word in " ".join(check(entry).faults)


def test_an_unusual_value_is_warned_about_and_not_refused() -> None:
    found = check(Entry(R0, 1.5))
    assert not found.faults
    assert len(found.warnings) == 1


def test_r9_that_is_absent_is_computed() -> None:
    *_, last = form(Entry(R0, 0.40), Entry(R3, 0.45))
    assert last.is_computed
    assert (last.entry.assessment, last.entry.value) == (R9, 0.05)


def test_r9_within_the_tolerance_stands_and_beyond_it_is_refused() -> None:
    near = form(Entry(R0, 0.40), Entry(R3, 0.45), Entry(R9, 0.06))
    far = form(Entry(R0, 0.40), Entry(R3, 0.45), Entry(R9, 0.07))
    assert not any(one.faults for one in near)
    assert "r3 - r0" in far[2].faults[0]


def test_every_fault_of_a_form_is_told_at_once() -> None:
    found = form(Entry(R0, -1), Entry(R3), Entry(R3, 0.4), Entry("age", 50))
    assert [len(one.faults) for one in found] == [1, 1, 1, 0]


def test_a_value_at_a_visit_that_is_not_planned_is_warned_about() -> None:
    [found] = form(Entry(R0, 0.4), visit="week2")
    assert "is not planned at Week 2" in found.warnings[0]


@given(
    st.fixed_dictionaries(
        {
            part.key: st.integers(0, int((part.highest - part.lowest) / part.step)).map(
                lambda n, part=part: part.lowest + n * part.step
            )
            for part in measures.find("pasi").parts
        }
    )
)
def test_a_composite_is_computed_from_any_parts_in_range(parts) -> None:
    pasi = measures.find("pasi")
    plan = Assessment("pasi", "PASI", Assessor.INVESTIGATOR, "", "pasi", ("baseline",))
    found = check_entry(Entry("pasi", parts=parts), plan, pasi)
    if not found.faults:
        assert found.is_computed
        assert found.entry.value == pytest.approx(pasi.computed(parts))
        again = check_entry(found.entry, plan, pasi)
        assert not again.faults
    else:
        assert found.entry.value is None


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path: Path = tmp_path_factory.mktemp("entry") / "study.dgstudy"
    with make_measured_study(path) as made:
        yield made


def test_a_correction_needs_a_reason(store) -> None:
    assert record_measurements(store, [ONE], by="c") == 1
    assert record_measurements(store, [ONE], by="c") == 0
    other = replace(ONE, value=0.41)
    with pytest.raises(ExpectedError, match="corrected") as refused:
        record_measurements(store, [other], by="c")
    assert "is 0.4 already" in refused.value.problems[0].text
    assert record_measurements(store, [replace(other, why="misread")], by="c") == 1


def test_dates_answers_and_settings_are_corrected_with_a_reason(store) -> None:
    place = ("001", "baseline")
    assert record_visit_dates(store, {place: "2026-03-01"}, by="c") == 1
    with pytest.raises(ExpectedError):
        record_visit_dates(store, {place: "2026-03-02"}, by="c")
    assert record_visit_dates(store, {place: "2026-03-02"}, by="c", why="typo") == 1
    with pytest.raises(ExpectedError, match="none"):
        record_visit_dates(store, {("002", "baseline"): "31.3.2026"}, by="c")
    rule = ("001", "woman")
    assert record_answers(store, {rule: True}, by="c") == 1
    with pytest.raises(ExpectedError):
        record_answers(store, {rule: False}, by="c")
    assert record_constant(store, R0, "probe", "2 mm", by="c")
    assert not record_constant(store, R0, "probe", "2 mm", by="c")
    with pytest.raises(ExpectedError):
        record_constant(store, R0, "probe", "4 mm", by="c")


def test_adverse_events_are_numbered_revised_and_withdrawn(store) -> None:
    assert record_adverse_events(store, [EVENT, EVENT], by="c") == (1, 2)
    revised = replace(EVENT, number=1, ended="2026-03-09")
    with pytest.raises(ExpectedError) as refused:
        record_adverse_events(store, [revised, replace(EVENT, number=9)], by="c")
    assert len(refused.value.problems) == 2
    record_adverse_events(store, [replace(revised, why="followed up")], by="c")
    withdraw_adverse_event(store, store.adverse_events()[1], by="c", why="twice")
    first, second = store.adverse_events()
    assert first.ended == "2026-03-09"
    assert second.withdrawn
    assert len(store.adverse_event_history()) == 4


def test_an_event_that_ends_before_it_begins_is_refused(store) -> None:
    wrong = replace(EVENT, term=" ", ended="2026-03-01")
    with pytest.raises(ExpectedError) as refused:
        record_adverse_events(store, [wrong], by="c")
    assert len(refused.value.problems) == 2


def test_a_locked_study_takes_nothing(tmp_path: Path) -> None:
    with make_measured_study(tmp_path / "locked.dgstudy") as store:
        record_measurements(store, [ONE], by="c")
        lock_study(store, by="c")
        with pytest.raises(ExpectedError, match="locked"):
            record_measurements(store, [replace(ONE, visit="week12")], by="c")
        with pytest.raises(ExpectedError, match="locked"):
            record_adverse_events(store, [EVENT], by="c")
