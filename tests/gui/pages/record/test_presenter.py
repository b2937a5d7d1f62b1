from dataclasses import replace
from pathlib import Path

from gui.pages.record.presenter import (
    RecordState,
    actions,
    chosen,
    details,
    record_state,
)
from tests.examples import make_study

FRESH = RecordState(
    has_arms=True,
    has_subjects=True,
    is_sealed=False,
    groups_open=False,
    names_open=False,
    is_locked=False,
    readings=0,
    unfinished=(),
)


def test_an_allocation_can_be_sealed_once() -> None:
    assert FRESH.can_seal
    assert not replace(FRESH, is_sealed=True).can_seal
    assert not replace(FRESH, has_subjects=False).can_seal
    assert not replace(FRESH, has_arms=False).can_seal


def test_there_is_something_to_open_until_the_arms_are_known() -> None:
    sealed = replace(FRESH, is_sealed=True)
    assert not FRESH.can_open
    assert sealed.can_open
    assert replace(sealed, groups_open=True).can_open
    assert not replace(sealed, groups_open=True, names_open=True).can_open


def test_opening_before_the_lock_is_warned_of() -> None:
    assert "not locked" in FRESH.opening_warning()
    assert replace(FRESH, is_locked=True).opening_warning() == ""


def test_raters_who_have_not_finished_are_named_beside_the_lock() -> None:
    state = replace(FRESH, readings=2, unfinished=("R1", "R2"))
    assert state.lock_sentence() == ("Open for scoring. Not finished yet: R1 and R2.")


def test_a_study_just_made_is_neither_sealed_nor_locked(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        assert record_state(store) == FRESH


def test_lines_are_chosen_by_action_newest_first(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        lines = store.trail()

    assert actions(lines) == ["photographs imported", "study made"]
    assert [line.number for line in chosen(lines, "")] == [2, 1]
    assert [line.number for line in chosen(lines, "study made")] == [1]


def test_details_sum_up_what_a_line_wrote(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        line = store.trail()[1]

    text = details(line)
    assert line.hash in text
    assert "9 photograph rows" in text


def test_signing_needs_people_and_something_that_is_finished() -> None:
    assert not FRESH.can_sign
    assert not replace(FRESH, finished=("R1",)).can_sign
    assert replace(FRESH, finished=("R1",), has_people=True).can_sign
    assert replace(FRESH, is_locked=True, has_people=True).can_sign


def test_a_reading_is_reopened_only_while_the_study_is_open() -> None:
    finished = replace(FRESH, finished=("R1",))
    assert finished.can_reopen
    assert not replace(finished, is_locked=True).can_reopen
    assert not FRESH.can_reopen


def test_the_state_of_the_signatures_is_told() -> None:
    people = replace(FRESH, has_people=True)
    assert "nobody signs" in FRESH.signature_sentence()
    assert people.signature_sentence() == "Nothing is signed yet."
    signed = replace(people, signatures=2, void=1)
    assert signed.signature_sentence() == "2 signatures stand. 1 void."


def test_a_study_of_values_only_is_locked_without_a_reading() -> None:
    state = replace(FRESH, has_photographs=False, has_subjects=True, readings=0)

    assert state.can_lock
    assert state.lock_sentence() == "Open: values can be entered."
    assert not replace(state, has_subjects=False).can_lock
