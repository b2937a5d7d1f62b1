"""The measures that come with the program."""

from pathlib import Path

import pytest

import resources
from models.measures.library import find, shipped
from models.measures.measure import Kind, Measure
from models.measures.reader import MeasureFileError, read_measure
from models.scales import library as scales_library
from models.scales.scale import Direction, RatedBy


@pytest.mark.parametrize("one", shipped().values(), ids=lambda one: one.key)
def test_a_shipped_measure_tells_its_words_source_and_licence(one: Measure) -> None:
    assert one.question.endswith("?")
    assert one.rated_by
    assert all((one.citation, one.licence, one.notes))
    assert read_measure(one.source, one.key) == one


def test_a_file_is_named_by_the_key_of_its_measure() -> None:
    files = {file.stem for file in resources.path("measures").glob("*.toml")}

    assert files == set(shipped())
    assert list(shipped()) == sorted(files)


def test_no_key_means_both_a_scale_and_a_measure() -> None:
    assert not set(shipped()) & set(scales_library.shipped())


def test_a_derived_measure_is_made_of_shipped_ones() -> None:
    derived = [one for one in shipped().values() if one.kind is Kind.DERIVED]

    assert [one.key for one in derived] == ["cutometer-r9"]
    for one in derived:
        assert set(one.inputs.values()) <= set(shipped())


def test_licensed_forms_are_one_number_without_items_or_tables() -> None:
    licensed = {key: one for key, one in shipped().items() if one.licensed}

    assert {"dlqi", "skindex", "scar-q", "posas-patient", "face-q-skin"} <= set(
        licensed
    )
    for key, one in licensed.items():
        assert one.needs_agreement
        assert not any(part.words for part in one.parts)
        assert not one.parts or key == "posas-observer"
        assert one.formula == "" or key == "posas-observer"


@pytest.mark.parametrize("module", ["skin", "decision", "outcome", "aging-appraisal"])
def test_a_face_q_module_goes_from_0_to_100_and_higher_is_better(module: str) -> None:
    one = shipped()[f"face-q-{module}"]

    assert (one.lowest, one.highest) == (0, 100)
    assert one.direction is Direction.HIGHER_IS_BETTER
    assert one.rated_by == (RatedBy.SUBJECT,)


def test_cutometer_settings_are_recorded_as_constants() -> None:
    for number in range(10):
        one = shipped()[f"cutometer-r{number}"]
        assert {"probe aperture", "pressure", "cycles"} <= set(one.settings)
        assert one.rated_by == (RatedBy.DEVICE,)


def test_where_the_literature_disagrees_the_protocol_says_the_direction() -> None:
    for key in ("cutometer-r3", "cutometer-r8", "attractiveness", "dlqi"):
        assert shipped()[key].direction is Direction.NONE
        assert "protocol" in shipped()[key].notes


def test_the_measures_given_out_are_a_copy() -> None:
    shipped().clear()

    assert shipped()


def test_a_measure_is_found_by_key_file_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    source = shipped()["age"].source.replace('"age"', '"mine"')
    path.write_text(source, encoding="utf-8")

    assert find("age").key == "age"
    assert find(str(path)).key == "mine"
    with pytest.raises(MeasureFileError) as caught:
        find("cutometr-r9")
    assert caught.value.hint == 'Did you mean "cutometer-r9"?'
