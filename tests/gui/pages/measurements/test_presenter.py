"""The form of a subject at a visit, without a window."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gui.pages.measurements.filling import Filling, filling_grid
from gui.pages.measurements.presenter import FormPresenter, Typed
from models.errors import ExpectedError
from models.measures.entry import instruments_of
from models.store.store import StudyStore
from tests.measured import make_measured_study

R0, R3, R9 = ("cutometer-r0", ""), ("cutometer-r3", ""), ("cutometer-r9", "")
GAIS = ("gais-physician", "")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StudyStore]:
    with make_measured_study(tmp_path / "m.dgstudy") as store:
        yield store


def test_fields_stand_under_who_gives_them(store: StudyStore) -> None:
    form = FormPresenter(store, "001", "week24")

    assert [group.heading for group in form.groups] == [
        "Investigator",
        "Subject: diary and questionnaires",
        "Devices",
    ]
    assert [one.place[0] for one in form.groups[2].fields] == [R0[0], R3[0], R9[0]]


def test_a_grade_bears_the_number_that_the_study_reports(store: StudyStore) -> None:
    form = FormPresenter(store, "001", "week24")
    gais = next(one for one in form.fields if one.place == GAIS)

    assert [choice.text.split()[0] for choice in gais.choices] == list("12345")


def test_a_number_takes_comma_or_point_and_is_checked_as_it_is_typed(
    store: StudyStore,
) -> None:
    form = FormPresenter(store, "001", "week12")

    form.set_typed(R0, Typed("0,40"))
    assert form.states()[R0].faults == ()
    form.set_typed(R0, Typed("1.4"))
    assert "above the usual 1 mm" in form.states()[R0].warnings[0]
    form.set_typed(R0, Typed("4"))
    assert "must be above 0, up to 2" in form.states()[R0].faults[0]
    form.set_typed(R0, Typed("soft"))
    assert form.first_fault() == R0


def test_a_derived_value_follows_and_is_held_against_what_is_entered(
    store: StudyStore,
) -> None:
    form = FormPresenter(store, "001", "week12")
    form.set_typed(R0, Typed("0.40"))
    form.set_typed(R3, Typed("0.45"))
    assert form.states()[R9].computed == "0.05 mm"

    form.set_typed(R9, Typed("0.20"))
    assert "give 0.05" in form.states()[R9].faults[0]


def test_what_was_saved_is_shown_with_who_and_when(store: StudyStore) -> None:
    form = FormPresenter(store, "001", "week12")
    form.set_typed(R0, Typed("0,40"))
    form.set_typed(GAIS, Typed("2"))
    form.set_day("24.5.2026")
    saved = form.save(by="AB", rated_by="CD")

    assert (saved.values, saved.others) == (2, 1)
    assert not form.is_changed
    again = FormPresenter(store, "001", "week12")
    assert again.states()[R0].stored.startswith("0.40 mm, 2026-03-01 09:0")
    assert again.states()[R0].stored.endswith("AB, rated by CD")
    assert again.day == "2026-05-24"


def test_a_correction_needs_its_reason_and_the_first_value_stays_on_record(
    store: StudyStore,
) -> None:
    form = FormPresenter(store, "001", "week12")
    form.set_typed(R0, Typed("0.40"))
    form.save(by="AB")
    form.set_typed(R0, Typed("0.41"))

    assert form.corrections() == ("Cutometer R0, firmness",)
    with pytest.raises(ExpectedError, match="no reason"):
        form.save(by="AB")
    form.save(by="AB", why="misread")
    values = [one.value for one in store.measurement_history()]
    assert values == [0.40, 0.41]
    assert store.measurement_history()[-1].why == "misread"


def test_a_field_that_is_emptied_is_withdrawn_with_a_reason(store: StudyStore) -> None:
    form = FormPresenter(store, "001", "week12")
    form.set_typed(R0, Typed("0.40"))
    form.save(by="AB")
    form.set_typed(R0, Typed())
    form.save(by="AB", why="of another subject")

    assert store.measurements() == []
    assert form.states()[R0].stored == ""


def test_not_done_needs_a_reason(store: StudyStore) -> None:
    form = FormPresenter(store, "001", "week12")
    form.set_typed(R0, Typed(is_not_done=True))
    assert form.faults() == ("Say why it was not done.",)

    form.set_typed(R0, Typed(is_not_done=True, reason="forgotten"))
    form.save(by="AB")
    assert store.measurements()[0].reason == "not done: forgotten"
    assert form.typed(R0).reason == "forgotten"


def test_what_is_typed_and_not_saved_outlives_a_change_of_the_study(
    store: StudyStore,
) -> None:
    form = FormPresenter(store, "001", "week12")
    form.set_typed(R0, Typed("0.40"))
    form.reload()

    assert form.typed(R0) == Typed("0.40")
    form.set_typed(R0, Typed())
    assert not form.is_changed


def test_a_day_that_is_none_keeps_the_form_from_being_saved(store: StudyStore) -> None:
    form = FormPresenter(store, "001", "week12")
    form.set_day("31.2.2026")

    assert "is no day" in form.faults()[0]


def test_rules_are_asked_at_the_first_visit_only(store: StudyStore) -> None:
    first = FormPresenter(store, "001", "baseline")
    assert "woman" in [rule.key for rule in first.rules]
    assert FormPresenter(store, "001", "week12").rules == ()

    first.set_answer("woman", True)
    first.save(by="AB")
    assert store.eligibility_answers() == {("001", "woman"): True}
    first.set_answer("woman", False)
    assert first.corrections() == ("Woman",)


def test_the_second_entry_shows_nothing_of_the_first(store: StudyStore) -> None:
    form = FormPresenter(store, "001", "week12")
    form.set_typed(R0, Typed("0.40"))
    form.save(by="AB")
    second = FormPresenter(store, "001", "week12", entry=2)

    assert second.typed(R0).is_empty
    assert second.states()[R0].stored == ""


def test_the_grid_counts_what_is_planned_without_what_is_computed(
    store: StudyStore,
) -> None:
    form = FormPresenter(store, "001", "week6")
    for key in ("gais-physician", "gais-subject"):
        form.set_typed((key, ""), Typed("2"))
    form.save(by="AB")
    form = FormPresenter(store, "002", "week12")
    form.set_typed(R0, Typed("0.40"))
    form.save(by="AB")
    protocol = store.protocol()
    grid = filling_grid(
        protocol,
        instruments_of(protocol, store.live_scales(), store.measures()),
        [one.code for one in store.subjects()],
        store.measurements(),
        1,
    )

    week2, week6, week12 = (grid.visits.index(f"week{n}") for n in (2, 6, 12))
    assert grid.filling(0, week2) is Filling.UNPLANNED
    assert grid.filling(0, week6) is Filling.FILLED
    assert grid.sign(1, week12) == "1/9"
    assert grid.filling(2, week12) is Filling.MISSING
    assert grid.following(2, week6) == (0, week12)
