"""A protocol in the making, without a window."""

from pathlib import Path

from gui.protocol_editor.presenter import EditorPresenter, Step, starts
from models import own_library
from models.protocol import library
from models.protocol.draft_of import draft_of_protocol, new_protocol
from models.protocol.draft_rows import AssessmentDraft, ScoredDraft


def presenter(folder: Path, key: str = "hoss-2020") -> EditorPresenter:
    plan = library.find_plan(key)
    return EditorPresenter(
        library.with_own(folder), draft_of_protocol(plan.protocol), plan
    )


def test_a_protocol_that_nobody_changed_is_pinned_word_for_word(tmp_path: Path) -> None:
    edited = presenter(tmp_path)
    assert edited.plan == library.find_plan("hoss-2020")
    assert edited.text() == library.shipped()["hoss-2020"].source
    assert not edited.is_changed


def test_a_changed_protocol_of_the_program_gets_a_key_of_its_own(
    tmp_path: Path,
) -> None:
    edited = presenter(tmp_path)
    edited.draft.visits[1].after = "3"
    edited.on_changed()
    plan = edited.plan
    assert plan is not None
    assert plan.protocol.key == "hoss-2020-own"
    assert plan.protocol.visit("baseline").latest == -11
    assert list(plan.scales) == list(library.find_plan("hoss-2020").scales)


def test_faults_belong_to_the_step_on_which_they_are_mended(tmp_path: Path) -> None:
    edited = presenter(tmp_path)
    draft = edited.draft
    draft.arms, draft.name = "1", ""
    draft.visits[0].day = "soon"
    draft.gap = "0"
    draft.scored[0].visits.clear()
    draft.eligibility, draft.endpoints = [], []
    draft.assessments = [AssessmentDraft(name="Loss", instrument="measure:tewl")]
    edited.on_changed()
    assert {one.path for one in edited.faults(Step.DESIGN)} == {("arms",), ("name",)}
    assert [one.path for one in edited.faults(Step.VISITS)] == [("visits", 0, "day")]
    assert {one.path for one in edited.faults(Step.SCHEDULE)} == {
        ("schedule", "fg-wrinkling"),
        ("assessments", 0, "visits"),
    }
    assert [one.path for one in edited.faults(Step.ANALYSIS)] == [("reading", "gap")]
    assert edited.plan is None


def test_only_scales_from_photographs_are_offered_each_once(tmp_path: Path) -> None:
    edited = presenter(tmp_path)
    row = ScoredDraft()
    offered = dict(edited.scales_for(row))
    assert "pain-0-3" not in offered
    assert "fg-wrinkling" not in offered
    assert "glogau" in offered


def test_who_gives_a_value_follows_from_what_it_is_given_on(tmp_path: Path) -> None:
    edited = EditorPresenter(library.with_own(tmp_path), new_protocol())
    row = AssessmentDraft(instrument="measure:tewl")
    edited.complete(row)
    assert (row.by, row.name) == ("device", "Transepidermal water loss")
    row.instrument = "scale:pain-0-3"
    edited.complete(row)
    assert row.by == "subject"


def test_ones_own_protocols_are_offered_first_and_nothing_last(tmp_path: Path) -> None:
    edited = presenter(tmp_path)
    edited.draft.name = "Mine"
    edited.on_changed()
    own_library.save(tmp_path, "protocols", "hoss-2020-own", edited.text())
    found = starts(library.with_own(tmp_path))
    assert (found[0].name, found[0].is_own) == ("Mine", True)
    assert found[-1].plan is None
    assert all(one.text for one in found)


def test_ones_own_protocol_keeps_its_key_as_it_is_changed(tmp_path: Path) -> None:
    edited = presenter(tmp_path)
    edited.draft.name = "Mine"
    edited.on_changed()
    own_library.save(tmp_path, "protocols", "hoss-2020-own", edited.text())
    plan = library.find_plan("hoss-2020-own", tmp_path)
    again = EditorPresenter(
        library.with_own(tmp_path), draft_of_protocol(plan.protocol), plan
    )
    again.draft.subjects = "20"
    again.on_changed()
    assert again.draft.key == "hoss-2020-own"


def test_an_assessment_without_scale_or_measure_is_told_in_plain_words(
    tmp_path: Path,
) -> None:
    edited = presenter(tmp_path)
    edited.draft.assessments = [edited.new_assessment()]
    edited.on_changed()
    told = {one.path: one.text for one in edited.faults(Step.SCORED)}
    assert told["assessments", 0, "scale"] == "must not be empty."


def test_that_nothing_is_scored_is_mended_where_scales_are_added(
    tmp_path: Path,
) -> None:
    edited = EditorPresenter(library.with_own(tmp_path), new_protocol())
    assert [one.path for one in edited.faults(Step.SCORED)] == [("schedule",)]
    assert edited.faults(Step.SCHEDULE) == []
