"""What can be seen in the drawn photographs, by measuring their pixels."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from io import BytesIO

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms
from scipy import ndimage

from models.demo.camera import CAMERA, encode
from models.demo.person import Mole
from models.demo.skin import Person, Signs, draw, person
from models.demo.strength import Strengths, lab, strengths

SMALL = (320, 240)
PEOPLE = (1, 3, 4)
MILD = Signs(wrinkling=3, elastosis=2, erythema=0, crusting=0)
STRONG = Signs(wrinkling=8, elastosis=5, erythema=2, crusting=0)
MEASURES = {
    "wrinkling": "line_response",
    "elastosis": "papule_response",
    "erythema": "redness",
    "crusting": "brown_area",
}
TAKEN_AT = datetime(2020, 5, 4, 10, 30)  # noqa: DTZ001 - a camera knows no zone


@lru_cache
def measured(seed: int, signs: Signs, *, visit_seed: int = 1) -> Strengths:
    return strengths(draw(person(seed), signs, visit_seed=visit_seed, size=SMALL))


def rises(values: list[float]) -> bool:
    return bool(np.all(np.diff(values) > 0))


def found_in(seed: int, sign: str, grades: Sequence[float], rest: Signs) -> list[float]:
    """The measure of a sign in one person, every grade at another visit."""
    return [
        getattr(
            measured(seed, replace(rest, **{sign: grade}), visit_seed=round(grade)),
            MEASURES[sign],
        )
        for grade in grades
    ]


@pytest.mark.parametrize(
    ("sign", "grades"),
    [
        ("wrinkling", range(1, 10)),
        ("elastosis", range(1, 10)),
        ("erythema", range(4)),
        ("crusting", range(4)),
    ],
)
@pytest.mark.long
def test_the_measured_strength_of_a_sign_rises_with_every_grade(
    sign: str, grades: range
) -> None:
    people = [found_in(seed, sign, grades, MILD) for seed in PEOPLE]

    assert rises(list(np.mean(people, axis=0))), people


@pytest.mark.parametrize(
    ("sign", "grades"),
    [
        ("wrinkling", (2, 5, 8)),
        ("elastosis", (2, 5, 8)),
        ("erythema", (0, 1, 2, 3)),
        ("crusting", (0, 1, 2, 3)),
    ],
)
@pytest.mark.parametrize("seed", PEOPLE)
def test_each_person_shows_the_grades_of_one_sign_amid_strong_others(
    seed: int, sign: str, grades: tuple[int, ...]
) -> None:
    found = found_in(seed, sign, grades, STRONG)

    assert rises(found), found


@pytest.mark.parametrize(
    ("grade", "low", "high"), [(1, 0.01, 0.1), (2, 0.1, 0.5), (3, 0.5, 1.0)]
)
def test_crust_covers_what_the_words_of_its_grade_say(
    grade: int, low: float, high: float
) -> None:
    [covered] = found_in(4, "crusting", (grade,), MILD)

    assert low < covered < high


def test_a_grade_of_erythema_is_several_units_of_redness() -> None:
    found = found_in(3, "erythema", range(4), MILD)

    assert min(np.diff(found)) > 3


def test_the_same_arguments_give_the_same_photograph() -> None:
    first = draw(person(5), MILD, visit_seed=1, size=SMALL)
    draw(person(4), STRONG, visit_seed=2, size=SMALL)
    again = draw(person(5), MILD, visit_seed=1, size=SMALL)

    assert np.array_equal(first, again)
    assert encode(first, taken_at=TAKEN_AT) == encode(again, taken_at=TAKEN_AT)


def test_every_visit_has_its_own_framing_and_light() -> None:
    first = draw(person(5), MILD, visit_seed=1, size=SMALL)
    other = draw(person(5), MILD, visit_seed=2, size=SMALL)

    assert not np.array_equal(first, other)


def test_people_differ() -> None:
    assert len({person(seed) for seed in range(20)}) == 20
    assert {person(seed).skin_type for seed in range(40)} == {"I", "II", "III", "IV"}


def with_one_mole(seed: int, mole: Mole) -> Person:
    return replace(person(seed), moles=(mole,))


def darkest_place(photograph: NDArray[np.uint8]) -> tuple[float, float]:
    lightness = ndimage.gaussian_filter(lab(photograph)[0], 3)
    lower = lightness - ndimage.gaussian_filter(lightness, 25)
    row, column = np.unravel_index(np.argmin(lower), lower.shape)
    return column / photograph.shape[1], row / photograph.shape[0]


@pytest.mark.parametrize("place", [(0.3, 0.4), (0.7, 0.65)])
def test_a_mole_stays_where_it_is_from_visit_to_visit(
    place: tuple[float, float],
) -> None:
    mole = Mole(*place, radius=20, darkness=1.7, is_raised=False)
    signs = Signs(wrinkling=1, elastosis=1, erythema=0, crusting=0)
    for visit_seed, erythema in ((1, 0), (2, 2), (3, 1)):
        photograph = draw(
            with_one_mole(8, mole),
            replace(signs, erythema=erythema),
            visit_seed=visit_seed,
            size=SMALL,
        )
        assert darkest_place(photograph) == pytest.approx(place, abs=0.05)


@pytest.mark.parametrize("size", [(1600, 1200), (641, 481), (600, 800)])
def test_a_photograph_has_the_size_asked_for(size: tuple[int, int]) -> None:
    photograph = draw(person(1), MILD, visit_seed=1, size=size)

    assert photograph.shape == (size[1], size[0], 3)
    assert photograph.dtype == np.uint8
    assert photograph.std() > 5


def test_grades_between_two_grades_can_be_drawn() -> None:
    found = found_in(4, "crusting", (1, 1.5, 2, 2.5, 3), MILD)

    assert rises(found)


def test_a_file_has_the_marks_of_a_camera() -> None:
    drawn = draw(person(2), MILD, visit_seed=1, size=SMALL)
    data = encode(drawn, taken_at=TAKEN_AT)

    with Image.open(BytesIO(data)) as opened:
        exif = opened.getexif()
        details = exif.get_ifd(ExifTags.IFD.Exif)
        profile = ImageCms.ImageCmsProfile(BytesIO(opened.info["icc_profile"]))
        shown = np.asarray(opened.convert("RGB"), dtype=int)
    assert opened.format == "JPEG"
    assert opened.size == SMALL
    assert exif[ExifTags.Base.Model] == CAMERA
    assert details[ExifTags.Base.DateTimeOriginal] == "2020:05:04 10:30:00"
    assert "sRGB" in ImageCms.getProfileDescription(profile)
    assert np.abs(shown - drawn).mean() < 3
