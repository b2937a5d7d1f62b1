"""Decoding ahead, bounded by bytes."""

import math
import queue
import threading
from collections.abc import Callable, Iterator

import pytest

from gui.widgets.viewer.loader import PhotographLoader, Want
from gui.widgets.viewer.pyramid import Pyramid
from models.photographs.errors import PhotographError
from tests.gui.widgets.viewer.conftest import COLOURS, Shelf, encoded

WINDOW = (300, 200)
Load = Callable[[int], PhotographLoader]


class Desk:
    """A loader and what it delivers, waited for."""

    def __init__(self, shelf: Shelf, budget: int = 2**28) -> None:
        self.delivered: queue.Queue[int] = queue.Queue()
        self.loader = PhotographLoader(shelf.load, self.delivered.put, budget=budget)

    def wait_for(self, is_so: Callable[[], bool]) -> None:
        """Wait until what was delivered makes something so."""
        while not is_so():
            self.delivered.get(timeout=10)

    def had(self, want: Want) -> Pyramid:
        """The photograph, once it is as wanted."""

        def is_met() -> bool:
            pyramid = self.loader.pyramid(want.key)
            return pyramid is not None and want.is_met_by(pyramid)

        self.wait_for(is_met)
        pyramid = self.loader.pyramid(want.key)
        assert pyramid is not None
        return pyramid


@pytest.fixture
def desk(shelf: Shelf) -> Iterator[Desk]:
    desk = Desk(shelf)
    yield desk
    shelf.let_go()
    desk.loader.close()


def test_a_neighbour_is_kept_in_the_size_of_the_window_only(desk: Desk) -> None:
    want = Want(1, WINDOW)
    desk.loader.want([Want(0, WINDOW), want])

    pyramid = desk.had(want)

    assert (pyramid.width, pyramid.height) == (1200, 800)
    assert pyramid.levels[0].width == 300


def test_all_pixels_are_decoded_where_they_are_wanted(desk: Desk) -> None:
    want = Want(0, WINDOW, math.inf)
    desk.loader.want([want])

    assert desk.had(want).factor == 1


def test_a_photograph_lies_under_its_own_key(desk: Desk) -> None:
    wants = [Want(key, WINDOW) for key in range(len(COLOURS))]
    desk.loader.want(wants)

    for want in wants:
        blue_green_red = desk.had(want).levels[0].pixels[50, 50, :3]
        expected = COLOURS[want.key][::-1]
        assert all(
            abs(int(a) - b) < 12 for a, b in zip(blue_green_red, expected, strict=True)
        )


def test_what_is_no_longer_wanted_is_dropped_when_it_arrives(
    desk: Desk, shelf: Shelf
) -> None:
    gate = shelf.hold_back(0)
    desk.loader.want([Want(0, WINDOW)])
    desk.loader.want([Want(1, WINDOW)])
    desk.had(Want(1, WINDOW))
    gate.set()
    desk.loader.want([Want(2, WINDOW), Want(3, WINDOW)])
    desk.had(Want(2, WINDOW))
    desk.had(Want(3, WINDOW))

    assert desk.loader.pyramid(0) is None


def test_photographs_kept_never_take_more_than_the_budget(shelf: Shelf) -> None:
    budget = 4_000_000
    desk = Desk(shelf, budget)
    for key in range(12):
        desk.loader.want([Want(key + near, WINDOW) for near in range(3)])
        desk.had(Want(key, WINDOW))
        kept = [desk.loader.pyramid(one) for one in range(15)]
        assert sum(pyramid.nbytes for pyramid in kept if pyramid) <= budget
    desk.loader.close()


def test_a_neighbour_that_does_not_fit_is_left_out_and_the_photograph_is_not(
    shelf: Shelf,
) -> None:
    desk = Desk(shelf, budget=1_000_000)
    want = Want(0, WINDOW, math.inf)
    desk.loader.want([want, Want(1, WINDOW, math.inf)])

    assert desk.had(want).nbytes > 1_000_000
    assert desk.loader.pyramid(1) is None
    desk.loader.close()


def test_one_worker_stays_free_for_a_jump(desk: Desk, shelf: Shelf) -> None:
    for key in (1, 2, 3):
        shelf.hold_back(key)
    desk.loader.want([Want(0, WINDOW), *(Want(key, WINDOW) for key in (1, 2, 3))])
    desk.had(Want(0, WINDOW))

    desk.loader.want([Want(4, WINDOW)])

    assert desk.had(Want(4, WINDOW))


def test_a_broken_photograph_is_told_in_its_own_sentence(
    desk: Desk, shelf: Shelf
) -> None:
    shelf.sources[0] = PhotographError("The file breaks off.", hint="Copy it again.")
    desk.loader.want([Want(0, WINDOW)])
    desk.wait_for(lambda: desk.loader.failure(0) is not None)

    failure = desk.loader.failure(0)

    assert failure is not None
    assert failure.sentence == "The file breaks off. Copy it again."
    assert failure.bug is None


def test_a_photograph_that_failed_is_tried_again_when_one_comes_back_to_it(
    desk: Desk, shelf: Shelf
) -> None:
    shelf.sources[0] = OSError("share is gone")
    desk.loader.want([Want(0, WINDOW)])
    desk.wait_for(lambda: desk.loader.failure(0) is not None)
    shelf.sources[0] = encoded(0)
    desk.loader.want([Want(1, WINDOW)])
    desk.loader.want([Want(0, WINDOW)])

    assert desk.had(Want(0, WINDOW))


def test_a_bug_is_handed_on_and_the_workers_go_on(desk: Desk, shelf: Shelf) -> None:
    shelf.sources[0] = ZeroDivisionError()
    desk.loader.want([Want(0, WINDOW), Want(1, WINDOW)])

    assert desk.had(Want(1, WINDOW))
    failure = desk.loader.failure(0)
    assert failure is not None
    assert isinstance(failure.bug, ZeroDivisionError)


def test_nothing_is_delivered_after_closing_and_no_thread_is_left(
    shelf: Shelf,
) -> None:
    desk = Desk(shelf)
    gate = shelf.hold_back(0)
    desk.loader.want([Want(0, WINDOW)])
    assert shelf.asked_for.wait(10)
    threading.Timer(0.05, gate.set).start()

    desk.loader.close()

    assert desk.delivered.empty()
    assert not [thread for thread in shelf.threads if thread.is_alive()]
