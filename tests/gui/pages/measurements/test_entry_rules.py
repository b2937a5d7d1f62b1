"""Double entry, study constants, adverse events and imports, without a window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.pages.measurements import importing
from gui.pages.measurements.constants import (
    AGREEMENT,
    licence_notice,
    study_constants,
)
from gui.pages.measurements.double_entry import accept_entry
from gui.pages.measurements.events import TypedEvent, as_typed, read_event
from gui.pages.measurements.fields import Field
from gui.pages.measurements.importing import import_table, plan_table, write_problems
from gui.pages.measurements.parts import read_parts
from gui.pages.measurements.presenter import (
    FormPresenter,
    Typed,
    other_person_fault,
)
from models.errors import ExpectedError
from models.measures import library
from models.measures.measure import MeasureError
from models.measures.recording import record_adverse_events, record_constant
from models.measures.table_import.kinds import TableKind
from models.measures.table_import.second import differences
from models.protocol.assessments import Assessment, Assessor
from models.store.store import StudyStore
from tests.measured import make_measured_study

R0 = ("cutometer-r0", "")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[StudyStore]:
    monkeypatch.setattr(importing, "mappings_folder", lambda: tmp_path / "mappings")
    with make_measured_study(tmp_path / "m.dgstudy") as store:
        yield store


def key_in(store: StudyStore, text: str, entry: int, by: str) -> FormPresenter:
    form = FormPresenter(store, "001", "week12", entry)
    form.set_typed(R0, Typed(text))
    form.save(by=by)
    return form


def test_the_second_entry_needs_another_person(store: StudyStore) -> None:
    key_in(store, "0.40", 1, "AB")
    second = FormPresenter(store, "001", "week12", 2)

    assert "another person" in other_person_fault(second, store, "AB")
    assert other_person_fault(second, store, "CD") == ""


@pytest.mark.parametrize(("right", "value"), [(1, 0.40), (2, 0.46)])
def test_the_entry_that_is_right_corrects_the_other(
    store: StudyStore, right: int, value: float
) -> None:
    key_in(store, "0.40", 1, "AB")
    key_in(store, "0.46", 2, "CD")
    (difference,) = differences(store.measurements())

    with pytest.raises(ExpectedError, match="no reason"):
        accept_entry(store, difference, right, by="EF", why="")
    accept_entry(store, difference, right, by="EF", why="looked up on paper")

    assert differences(store.measurements()) == ()
    assert {one.value for one in store.measurements()} == {value}


def test_measures_under_one_licence_share_the_reference_of_the_agreement(
    store: StudyStore,
) -> None:
    agreement, *settings = study_constants(store)
    measures = [store.measures()[key] for key in agreement.instruments]

    assert agreement.name == AGREEMENT
    assert len(measures) > 1
    assert {one.name for one in settings} >= {"probe aperture", "pressure"}
    assert "licensed" in licence_notice(store, measures)
    for key in agreement.instruments:
        record_constant(store, key, AGREEMENT, "MSK 2026/17", by="AB")
    assert licence_notice(store, measures) == ""
    assert study_constants(store)[0].value == "MSK 2026/17"


def test_an_adverse_event_tells_all_that_is_missing_at_once() -> None:
    event, faults = read_event(TypedEvent(onset="31.2.2026"))

    assert event is None
    assert len(faults) == 7
    assert [text for text in faults if "onset" in text] == [
        "The onset: '31.2.2026' is no day; write it as 2026-03-31 or 31.03.2026."
    ]


def test_a_revision_of_an_adverse_event_needs_its_reason(store: StudyStore) -> None:
    typed = TypedEvent(
        subject="001",
        term="Bruise",
        onset="2.3.2026",
        severity="mild",
        relation="possible",
        outcome="recovering",
        serious=False,
    )
    event, _ = read_event(typed)
    assert event is not None
    record_adverse_events(store, [event], by="AB")
    (stored,) = store.adverse_events()

    _, faults = read_event(as_typed(stored), stored.number)
    assert faults == ("Give the reason of the revision.",)


def test_parts_may_be_typed_in_per_cent_and_missing_ones_are_named() -> None:
    measure = library.shipped()["mmasi"]
    field = Field(
        Assessment("m", "mMASI", Assessor.INVESTIGATOR, "", "mmasi", ()), measure, ""
    )
    texts = {part.key: "1" for part in measure.parts}

    assert read_parts(field, texts | {"forehead_area": "35 %"})["forehead_area"] == 3
    del texts["chin_area"]
    with pytest.raises(MeasureError, match="Still missing: Chin, area"):
        read_parts(field, texts)


def test_a_plan_tells_how_a_table_was_read_and_its_faults_can_be_saved(
    store: StudyStore, tmp_path: Path
) -> None:
    path = tmp_path / "values.csv"
    path.write_bytes("Subject\tVisit\tR0\n001\tWeek 12\tweich\n".encode("utf-16"))
    plan = plan_table(store, path)

    assert plan.read_as == "CSV in UTF-16, separated by tabs"
    assert not plan.can_import
    with pytest.raises(ExpectedError):
        import_table(store, plan, by="AB")
    out = tmp_path / "faults.csv"
    write_problems(out, [("fault", one) for one in plan.problems])
    assert "row 2, column R0" in out.read_text("utf-8-sig")


def test_a_table_of_visit_dates_is_known_by_its_columns(
    store: StudyStore, tmp_path: Path
) -> None:
    path = tmp_path / "dates.csv"
    path.write_text("subject;visit;date\n001;Baseline;31.3.2026\n")
    plan = plan_table(store, path)

    assert plan.kind is TableKind.VISIT_DATES
    assert plan.sentence() == "1 visit date would be entered."
    assert import_table(store, plan, by="AB") == 1
    assert store.visit_dates() == {("001", "baseline"): "2026-03-31"}
