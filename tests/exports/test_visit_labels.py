"""Labels of visits: none overlaps, each as near to its day as it can be."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from exports.visit_labels import label_lines, spread
from models.statistics.panels import Tick


def test_labels_that_have_room_stay_where_they_are() -> None:
    assert spread([10, 50, 90], [20, 20, 20], 0, 100) == [10, 50, 90]


def test_crowded_labels_move_aside_evenly() -> None:
    assert spread([49, 51], [20, 20], 0, 100) == [40, 60]


def test_labels_stay_within_the_room() -> None:
    assert spread([0, 100], [20, 20], 0, 100) == [10, 90]


def test_labels_wider_than_the_room_have_no_place() -> None:
    assert spread([10, 20], [60, 60], 0, 100) is None


@given(
    st.lists(
        st.tuples(st.floats(0, 100), st.floats(1, 12)), min_size=1, max_size=8
    ).map(lambda pairs: (sorted(one for one, _ in pairs), [two for _, two in pairs]))
)
def test_labels_never_overlap(labels: tuple[list[float], list[float]]) -> None:
    wanted, widths = labels

    middles = spread(wanted, widths, -2, 102)

    assert middles is not None
    edges = [
        edge
        for middle, width in zip(middles, widths, strict=True)
        for edge in (middle - width / 2, middle + width / 2)
    ]
    assert all(one <= other + 1e-6 for one, other in pairwise(edges))
    assert edges[0] >= -2 - 1e-6
    assert edges[-1] <= 102 + 1e-6


def test_the_day_is_added_unless_the_name_tells_it() -> None:
    assert label_lines(Tick("v", "Day 14", 14)) == ("Day 14",)
    assert label_lines(Tick("v", "Screening", -28)) == ("Screening", "day −28")
    assert label_lines(Tick("v", "Visit 14", 1)) == ("Visit 14", "day 1")
