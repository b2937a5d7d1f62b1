"""The scales that come with the program."""

from pathlib import Path

import pytest

import resources
from models.scales.library import find, shipped
from models.scales.reader import ScaleFileError
from models.scales.scale import Direction, Mode

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


def test_six_scales_are_shipped() -> None:
    assert list(shipped()) == [
        "crusting-0-3",
        "crusting-0-4",
        "erythema-0-3",
        "erythema-0-4",
        "fg-elastosis",
        "fg-wrinkling",
    ]


@pytest.mark.parametrize("key", ["fg-wrinkling", "fg-elastosis"])
def test_fitzpatrick_goldman_runs_from_1_to_9_in_three_classes(key: str) -> None:
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


def test_every_shipped_scale_is_static_and_worse_upwards() -> None:
    for scale in shipped().values():
        assert scale.direction is Direction.HIGHER_IS_WORSE
        assert scale.mode is Mode.STATIC


def test_a_file_is_named_by_the_key_of_its_scale() -> None:
    files = {file.stem for file in resources.path("scales").glob("*.toml")}

    assert files == set(shipped())


@pytest.mark.parametrize("folder", ["scales", "protocols"])
def test_no_shipped_file_holds_a_word_that_could_name_an_arm(folder: str) -> None:
    for file in resources.path(folder).glob("*.toml"):
        text = file.read_text(encoding="utf-8").casefold()
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
