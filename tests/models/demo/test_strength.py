"""Measuring signs in pixels that were not drawn as skin."""

import numpy as np
import pytest
from numpy.typing import NDArray

from models.demo.strength import lab, strengths

SKIN = (215, 170, 150)
CRUST = (100, 60, 35)


def flat(colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    return np.full((300, 400, 3), colour, dtype=np.uint8)


@pytest.mark.parametrize(
    ("colour", "expected"),
    [
        ((255, 255, 255), (100.0, 0.0, 0.0)),
        ((0, 0, 0), (0.0, 0.0, 0.0)),
        ((255, 0, 0), (53.24, 80.09, 67.20)),
        ((0, 0, 255), (32.30, 79.19, -107.86)),
    ],
)
def test_colours_have_their_published_lab_values(
    colour: tuple[int, int, int], expected: tuple[float, float, float]
) -> None:
    found = lab(np.array([[colour]], dtype=np.uint8))[:, 0, 0]

    assert found == pytest.approx(expected, abs=0.05)


def test_even_skin_shows_no_lines_papules_or_crust() -> None:
    found = strengths(flat(SKIN))

    assert found.brown_area == 0
    assert found.line_response == pytest.approx(0, abs=1e-3)
    assert found.papule_response == pytest.approx(0, abs=1e-3)


def test_brown_area_is_the_share_of_the_photograph() -> None:
    photograph = flat(SKIN)
    photograph[:150, :200] = CRUST

    assert strengths(photograph).brown_area == pytest.approx(0.25)


def test_redness_is_that_of_the_skin_between_crusts() -> None:
    photograph = flat(SKIN)
    photograph[:, :300] = CRUST

    assert strengths(photograph).redness == strengths(flat(SKIN)).redness


def test_a_dark_line_answers_more_than_a_dark_spot() -> None:
    line, spot = flat(SKIN), flat(SKIN)
    line[149:151, 20:380] = (185, 140, 120)
    spot[135:162, 187:214] = (185, 140, 120)

    assert strengths(line).line_response > 3 * strengths(spot).line_response


def test_yellow_papules_answer() -> None:
    papules = flat(SKIN)
    for row in range(20, 280, 20):
        papules[row : row + 5, 20:380:20] = (220, 175, 130)

    assert strengths(papules).papule_response > strengths(flat(SKIN)).papule_response


def test_a_photograph_all_covered_by_crust_is_measured_too() -> None:
    assert strengths(flat(CRUST)).brown_area == 1
