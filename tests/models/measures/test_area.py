"""The area grade of the indices of skin disease."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.measures.area import area_grade


@pytest.mark.parametrize(
    ("percent", "grade"),
    [
        (0, 0),
        (0.1, 1),
        (9.9, 1),
        (10, 2),
        (29.9, 2),
        (30, 3),
        (50, 4),
        (70, 5),
        (90, 6),
        (100, 6),
    ],
)
def test_e12_area_grades_begin_at_the_published_cut_points(
    percent: float, grade: int
) -> None:
    assert area_grade(percent) == grade


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_larger_area_never_has_a_lower_grade(one: float, other: float) -> None:
    assert area_grade(min(one, other)) <= area_grade(max(one, other))


@pytest.mark.parametrize("percent", [-0.1, 100.1, float("nan")])
def test_a_share_outside_0_to_100_has_no_grade(percent: float) -> None:
    with pytest.raises(ValueError, match="no"):
        area_grade(percent)
