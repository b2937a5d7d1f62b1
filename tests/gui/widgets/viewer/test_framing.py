"""Where a photograph lies in its window."""

from hypothesis import given
from hypothesis import strategies as st
from pytest import approx  # noqa: PT013 - reads as a word

from gui.widgets.viewer.framing import FITTED, Framing, Place

sides = st.integers(1, 9000)
windows = st.tuples(st.integers(1, 4000), st.integers(1, 3000))


def landscape(place: Place = FITTED) -> Framing:
    """A photograph of 6000 × 4000 in a window of 1200 × 900."""
    return Framing.at((6000, 4000), (1200, 900), place)


def test_a_fitted_photograph_touches_two_edges_and_is_centred() -> None:
    assert landscape().size == (1200, 800)
    assert landscape().origin == (0, 50)


def test_the_point_under_the_pointer_stays_when_zooming() -> None:
    before = landscape().scaled(0.5)

    after = before.scaled(0.8, at=(300.0, 500.0))

    def under_pointer(framing: Framing) -> tuple[float, float]:
        left, top = framing.origin
        return (300 - left) / framing.scale, (500 - top) / framing.scale

    assert under_pointer(after) == approx(under_pointer(before), abs=3)


def test_a_pan_ends_at_the_edge_of_the_photograph() -> None:
    framing = landscape().scaled(1.0).moved(1_000_000, -1_000_000)

    left, top = framing.origin
    assert left == 0
    assert top + framing.size[1] == 900


def test_a_photograph_smaller_than_the_window_stays_in_the_middle() -> None:
    framing = landscape().scaled(0.1).moved(400, 300)

    assert framing.origin == (300, 250)


def test_a_fitted_photograph_stays_fitted_when_the_window_changes() -> None:
    assert landscape().resized(600, 900).size == (600, 400)


def test_a_photograph_at_100_percent_stays_so_when_the_window_changes() -> None:
    assert landscape().scaled(1.0).resized(700, 500).scale == 1.0


def test_the_place_means_the_same_in_a_photograph_of_other_size() -> None:
    place = landscape(Place(4.0, 0.25, 0.75)).place

    small = Framing.at((3000, 2000), (1200, 900), place)

    assert small.place == approx(place)
    assert small.scale == approx(2 * landscape(place).scale)


@given(sides, sides, windows, st.floats(0.001, 1000), st.floats(-9, 9))
def test_the_photograph_is_never_lost_from_the_window(
    width: int, height: int, window: tuple[int, int], relative: float, where: float
) -> None:
    framing = Framing.at((width, height), window, Place(relative, where, -where))
    framing = framing.moved(where * 1000, -where * 900)

    for origin, size, room in zip(framing.origin, framing.size, window, strict=True):
        assert origin < room
        assert origin + size > 0
        if size >= room + 2:
            assert origin <= 0
            assert origin + size >= room
