"""Protocols in the making, and what is written of them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from models.measures import library as measure_library
from models.protocol import library
from models.protocol.draft_of import (
    amendment_of,
    draft_of_protocol,
    new_protocol,
    own_copy,
)
from models.protocol.draft_rows import AssessmentDraft, EndpointDraft, ScoredDraft
from models.protocol.protocol import Protocol
from models.protocol.reader import read_protocol
from models.protocol.writer import protocol_text
from models.scales import library as scale_library
from tests.definitions import protocols

SCALES, MEASURES = scale_library.shipped(), measure_library.shipped()


def without_source(protocol: Protocol) -> Protocol:
    return replace(protocol, source="", sha256="")


@given(protocols())
@settings(max_examples=20, deadline=None)
def test_every_protocol_is_read_back_as_it_was_written(protocol: Protocol) -> None:
    read = read_protocol(protocol_text(protocol), "x.toml", SCALES, MEASURES)
    assert without_source(read) == protocol


@given(protocols())
@settings(max_examples=20, deadline=None)
def test_a_draft_nobody_changed_is_the_protocol_it_began_with(
    protocol: Protocol,
) -> None:
    made = draft_of_protocol(protocol).check(SCALES, MEASURES)
    assert not made.problems
    assert made.result is not None
    assert without_source(made.result) == protocol


@pytest.mark.parametrize("key", sorted(library.shipped()))
def test_every_protocol_of_the_program_can_be_edited(key: str) -> None:
    protocol = library.shipped()[key]
    made = draft_of_protocol(protocol).check(SCALES, MEASURES).result
    assert made is not None
    assert without_source(made) == without_source(protocol)


def test_nothing_scored_is_the_fault_of_a_new_protocol() -> None:
    draft = new_protocol()
    draft.name = "Mine"
    paths = [one.path for one in draft.check(SCALES, MEASURES).problems]
    assert paths == [("schedule",)]


def test_a_scale_at_every_visit_makes_a_new_protocol_whole() -> None:
    draft = new_protocol()
    draft.name = "Mine"
    visits = {one.uid for one in draft.visits}
    draft.scored.append(ScoredDraft(scale="glogau", visits=visits))
    made = draft.check(SCALES, MEASURES).result
    assert made is not None
    assert made.schedule == {"glogau": ("baseline", "day-30")}


def test_a_visit_that_is_renamed_is_followed_everywhere() -> None:
    draft = draft_of_protocol(library.shipped()["hoss-2020"])
    baseline = next(one for one in draft.visits if one.key == "baseline")
    baseline.key = "before-it-all"
    made = draft.check(SCALES, MEASURES).result
    assert made is not None
    assert made.baseline == "before-it-all"
    assert "before-it-all" in made.schedule["fg-wrinkling"]


def test_a_visit_that_is_taken_away_leaves_the_schedule() -> None:
    draft = draft_of_protocol(library.shipped()["hoss-2020"])
    draft.visits = [one for one in draft.visits if one.key != "day5"]
    made = draft.check(SCALES, MEASURES).result
    assert made is not None
    assert "day5" not in made.schedule["erythema-0-3"]


def test_an_endpoint_whose_visit_was_taken_away_is_told() -> None:
    draft = draft_of_protocol(library.shipped()["hoss-2020"])
    day30 = draft.visits[-1]
    draft.endpoints = [
        EndpointDraft(name="Wrinkles", series=draft.scored[0].uid, visit=day30.uid)
    ]
    assert draft.check(SCALES, MEASURES).result is not None
    draft.visits.remove(day30)
    paths = [one.path for one in draft.check(SCALES, MEASURES).problems]
    assert paths == [("endpoints", 0, "visit")]


def test_a_visit_without_photographs_is_scored_on_nothing() -> None:
    draft = draft_of_protocol(library.shipped()["hoss-2020"])
    draft.visits[-1].photographs = False
    draft.endpoints = []
    made = draft.check(SCALES, MEASURES).result
    assert made is not None
    assert made.schedule["fg-wrinkling"] == ("screening", "baseline", "treatment")


def test_another_design_asks_for_what_it_needs_and_no_more() -> None:
    draft = draft_of_protocol(library.shipped()["hoss-2020"])
    draft.design = "single-group"
    made = draft.check(SCALES, MEASURES).result
    assert made is not None
    assert (made.arms, made.ratio) == (0, ())
    draft.design = "split-face"
    paths = [one.path for one in draft.check(SCALES, MEASURES).problems]
    assert paths == [("views", 0, "side")]


def test_an_assessment_is_rated_on_a_scale_or_a_measure() -> None:
    draft = draft_of_protocol(library.shipped()["single-group"])
    visits = {one.uid for one in draft.visits}
    draft.assessments = [
        AssessmentDraft(
            name="Water loss", by="device", instrument="measure:tewl", visits=visits
        ),
        AssessmentDraft(
            name="Pain", by="subject", instrument="scale:pain-0-3", visits=visits
        ),
    ]
    made = draft.check(SCALES, MEASURES).result
    assert made is not None
    assert made.measures == ("tewl",)
    assert made.live_scales == ("pain-0-3",)
    assert [one.key for one in made.assessments] == ["water-loss", "pain"]


def test_an_own_copy_gets_a_key_of_its_own_once() -> None:
    shipped = library.shipped()
    draft = draft_of_protocol(shipped["hoss-2020"])
    own_copy(draft, shipped)
    assert draft.key == "hoss-2020-own"
    own_copy(draft, shipped)
    assert draft.key == "hoss-2020-own"


def test_an_amendment_is_the_next_version_of_the_same_protocol() -> None:
    draft = amendment_of(library.shipped()["hoss-2020"])
    assert (draft.key, draft.version) == ("hoss-2020", "2")


def test_other_spellings_are_kept_until_they_are_typed_anew() -> None:
    draft = new_protocol()
    draft.visits[0].aliases = ["day 0, morning"]
    draft.visits[0].aliases_text = "day 0, morning"
    assert draft.visits[0].aliases == ["day 0, morning"]
    draft.visits[0].aliases_text = "D0; before"
    assert draft.visits[0].aliases == ["D0", "before"]


def test_only_what_is_scheduled_says_that_it_tells_the_visit() -> None:
    draft = draft_of_protocol(library.shipped()["hoss-2020"])
    draft.asks_scheduled = True
    made = draft.check(SCALES, MEASURES).result
    assert made is not None
    assert made.tells_visit
