"""Scales in the making, and what is written of them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from models.scales import library
from models.scales.draft import (
    BandDraft,
    GradeDraft,
    draft_of_scale,
    new_scale,
    next_scale,
)
from models.scales.reader import read_scale
from models.scales.scale import Scale
from models.scales.writer import scale_text
from tests.definitions import scales


def without_source(scale: Scale) -> Scale:
    return replace(scale, source="", sha256="")


@given(scales())
@settings(max_examples=20, deadline=None)
def test_every_scale_is_read_back_as_it_was_written(scale: Scale) -> None:
    assert without_source(read_scale(scale_text(scale), "x.toml")) == scale


@given(scales())
@settings(max_examples=20, deadline=None)
def test_a_draft_that_nobody_changed_is_the_scale_it_began_with(scale: Scale) -> None:
    made = draft_of_scale(scale).check().result
    assert made is not None
    rated = {*made.rated.by} == {*scale.rated.by}
    assert rated
    assert without_source(replace(made, rated=scale.rated)) == scale


@pytest.mark.parametrize("key", sorted(library.shipped()))
def test_every_scale_of_the_program_is_read_back_as_it_was_written(key: str) -> None:
    scale = library.shipped()[key]
    read = read_scale(scale_text(scale), key)
    assert without_source(read) == without_source(scale)


def test_all_faults_of_a_draft_are_told_with_the_fields_they_belong_to() -> None:
    draft = new_scale()
    draft.name = "Redness of cheeks"
    draft.grades[1].value = "one"
    draft.grades[2].label = "red"

    paths = {problem.path for problem in draft.check().problems}

    assert {
        ("short",),
        ("question",),
        ("citation",),
        ("licence",),
        ("grades", 0, "label"),
        ("grades", 1, "value"),
        ("grades", 2, "words"),
    } <= paths
    assert ("grades", 2, "label") not in paths
    assert ("key",) not in paths


def test_the_key_is_made_of_the_name_until_one_is_typed() -> None:
    draft = new_scale()
    draft.name = "Rötung, 0 to 3"
    assert draft.shown_key == "rotung-0-to-3"
    draft.shown_key = "redness"
    draft.name = "Redness"
    assert draft.shown_key == "redness"


def test_a_key_that_is_taken_is_a_fault_of_the_key() -> None:
    scale = library.shipped()["glogau"]
    found = draft_of_scale(scale).check({"glogau"})
    assert found.result is None
    assert [problem.path for problem in found.problems] == [("key",)]


def test_the_next_version_of_a_scale_of_the_program_gets_a_key_of_its_own() -> None:
    scale = library.shipped()["glogau"]
    draft = next_scale(scale, library.shipped(), {"glogau-own"})
    assert (draft.key, draft.version) == ("glogau-own-2", "1")


def test_the_next_version_of_ones_own_scale_keeps_its_key() -> None:
    scale = replace(library.shipped()["glogau"], key="mine", version="1.9")
    draft = next_scale(scale, library.shipped(), {"mine"})
    assert (draft.key, draft.version) == ("mine", "1.10")


def test_half_points_are_put_between_whole_grades_only() -> None:
    draft = new_scale()
    draft.grades[:] = [
        GradeDraft("0", "none", "Nothing."),
        GradeDraft("1", "mild", "A little."),
        GradeDraft("1,5", "more", "Between."),
        GradeDraft("2", "severe", "Much."),
    ]
    draft.add_half_points()
    assert [one.value for one in draft.grades] == ["0", "0.5", "1", "1,5", "2"]


def test_a_decimal_comma_is_a_number() -> None:
    draft = draft_of_scale(library.shipped()["griffiths-pores"])
    draft.grades[1].value = draft.grades[1].value.replace(".", ",")
    assert draft.check().result is not None


def test_bands_are_part_of_what_is_written() -> None:
    draft = draft_of_scale(library.shipped()["glogau"])
    draft.band_noun = "group"
    draft.bands = [
        BandDraft("A", "low", "1", "2", "Little."),
        BandDraft("B", "high", "3", "4", "Much."),
    ]
    made = draft.check().result
    assert made is not None
    assert [band.name for band in made.bands] == ["A", "B"]
