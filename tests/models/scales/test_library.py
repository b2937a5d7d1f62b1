"""The scales that come with the program."""

from pathlib import Path

import pytest

import resources
from models.scales.library import find, shipped
from models.scales.reader import ScaleFileError, read_scale
from models.scales.scale import (
    Direction,
    FromPhotograph,
    Mode,
    Rated,
    RatedBy,
    Scale,
)

ARM_NAMES = [
    "active",
    "vehicle",
    "placebo",
    "control",
    "conditioned",
    "medium",
    "calecim",
    "usccm",
    "verum",
    "sham",
]


def test_the_published_scales_are_shipped() -> None:
    assert set(shipped()) >= {
        "bleeding-0-3",
        "cea",
        "crusting-0-3",
        "crusting-0-4",
        "dryness-felt-0-3",
        "erythema-0-3",
        "erythema-0-4",
        "fg-elastosis",
        "fg-wrinkling",
        "fg-wrinkling-class",
        "gais",
        "glogau",
        "griffiths-texture",
        "iga-acne",
        "lemperle",
        "quartile-overall",
        "skin-type",
        "vss-height",
        "wsrs",
    }
    assert list(shipped()) == sorted(shipped())


@pytest.mark.parametrize("key", ["fg-wrinkling", "fg-elastosis"])
def test_e17_fitzpatrick_goldman_runs_from_1_to_9_in_three_classes(key: str) -> None:
    scale = shipped()[key]

    assert [grade.value for grade in scale.grades] == list(range(1, 10))
    assert [scale.band(value).name for value in range(1, 10)] == [  # type: ignore[union-attr]
        *["I"] * 3,
        *["II"] * 3,
        *["III"] * 3,
    ]
    assert not scale.has_grade(0)


@pytest.mark.parametrize(
    ("key", "highest"),
    [
        ("erythema-0-3", 3),
        ("crusting-0-3", 3),
        ("erythema-0-4", 4),
        ("crusting-0-4", 4),
    ],
)
def test_post_procedure_scales_start_at_0_without_bands(key: str, highest: int) -> None:
    scale = shipped()[key]

    assert [grade.value for grade in scale.grades] == list(range(highest + 1))
    assert scale.bands == ()


@pytest.mark.parametrize("scale", shipped().values(), ids=lambda scale: scale.key)
def test_a_shipped_scale_tells_its_words_source_and_licence(scale: Scale) -> None:
    assert all(grade.words.endswith(".") for grade in scale.grades)
    assert scale.question.endswith("?")
    assert scale.citation
    assert scale.licence
    assert read_scale(scale.source, scale.key) == scale


def test_a_scale_of_improvement_needs_the_baseline_beside_it() -> None:
    for key, scale in shipped().items():
        if key.startswith(("gais", "quartile-", "physician-global-")):
            assert scale.mode is Mode.COMPARATIVE
            assert scale.rated.photograph is FromPhotograph.WITH_BASELINE


@pytest.mark.parametrize(
    "what",
    [
        "pain",
        "burning",
        "stinging",
        "itching",
        "tightness",
        "tingling",
        "tenderness",
        "dryness-felt",
    ],
)
def test_what_a_subject_feels_is_never_asked_of_a_rater(what: str) -> None:
    scale = shipped()[f"{what}-0-3"]

    assert scale.rated == Rated((RatedBy.SUBJECT,), FromPhotograph.NO)
    assert not scale.is_from_photograph


def test_a_skin_type_is_neither_better_nor_worse() -> None:
    scale = shipped()["skin-type"]

    assert scale.direction is Direction.NONE
    assert scale.direction.sign == 0
    assert [grade.label for grade in scale.grades] == [
        "I",
        "II",
        "III",
        "IV",
        "V",
        "VI",
    ]
    assert not scale.is_from_photograph


def test_modified_griffiths_goes_from_0_to_9_by_half_points() -> None:
    scale = shipped()["griffiths-photodamage"]

    assert [grade.value for grade in scale.grades] == [n / 2 for n in range(19)]


def test_a_file_is_named_by_the_key_of_its_scale() -> None:
    files = {file.stem for file in resources.path("scales").glob("*.toml")}

    assert files == set(shipped())


@pytest.mark.parametrize("folder", ["scales", "protocols", "measures"])
def test_no_shipped_file_holds_a_word_that_could_name_an_arm(folder: str) -> None:
    for file in resources.path(folder).glob("*.toml"):
        text = file.read_text(encoding="utf-8").casefold()
        # A question of its own, and what a whole family of trials is called: neither
        # tells anything of a subject.
        for innocent in ("attractiveness", "conditioned medium", "conditioned-medium"):
            text = text.replace(innocent, "")
        assert [name for name in ARM_NAMES if name in text] == []


def test_the_library_given_out_is_a_copy() -> None:
    shipped().clear()

    assert shipped()


def test_a_near_miss_gets_a_suggestion() -> None:
    with pytest.raises(ScaleFileError) as caught:
        find("FG-wrinkels")

    assert caught.value.hint == 'Did you mean "fg-wrinkling"?'


def test_a_name_like_nothing_gets_the_list() -> None:
    with pytest.raises(ScaleFileError) as caught:
        find("zzz")

    assert "crusting-0-3" in caught.value.hint


def test_a_scale_file_of_the_users_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    source = shipped()["erythema-0-3"].source
    path.write_text(source.replace('"erythema-0-3"', '"mine"'), encoding="utf-8")

    assert find(str(path)).key == "mine"
