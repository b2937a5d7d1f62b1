"""Copies for the screen, made once and kept within a budget."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from models.photographs.copies import Copies
from models.photographs.errors import PhotographError

BITMAP = b"BM" + bytes(12) + b"\x28" + bytes(85)
JPEG = b"\xff\xd8\xff" + bytes(97)


class Maker:
    """Makes copies and counts how often it was asked."""

    def __init__(self, copy: bytes = BITMAP) -> None:
        self.copy = copy
        self.asked: list[int] = []

    def __call__(self, key: int) -> bytes:
        self.asked.append(key)
        return self.copy


def test_a_copy_asked_for_again_is_not_made_again():
    maker = Maker()
    copies = Copies(maker)

    assert copies.get(1) == copies.get(1) == BITMAP
    assert maker.asked == [1]
    assert copies.nbytes == len(BITMAP)


def test_the_copy_longest_not_asked_for_is_given_up_first():
    maker = Maker()
    copies = Copies(maker, budget=2 * len(BITMAP))

    for key in (1, 2, 1, 3, 1, 2):
        copies.get(key)

    assert maker.asked == [1, 2, 3, 2]
    assert copies.nbytes == 2 * len(BITMAP)


def test_a_copy_larger_than_the_budget_is_given_and_not_kept():
    copies = Copies(Maker(), budget=10)

    assert copies.get(1) == BITMAP
    assert copies.nbytes == 0


def test_a_jpeg_is_not_kept_for_it_is_copied_in_no_time():
    maker = Maker(JPEG)
    copies = Copies(maker)

    assert copies.get(1) == copies.get(1) == JPEG
    assert maker.asked == [1, 1]
    assert copies.nbytes == 0


def test_who_asks_at_once_gets_the_one_copy():
    begun, go_on = threading.Event(), threading.Event()
    asked: list[int] = []

    def make(key: int) -> bytes:
        asked.append(key)
        begun.set()
        go_on.wait(10)
        return BITMAP

    copies = Copies(make)
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(copies.get, 1)
        assert begun.wait(10)
        others = [threads.submit(copies.get, 1) for _ in range(2)]
        go_on.set()
        results = [first.result(10), *(other.result(10) for other in others)]

    assert asked == [1]
    assert all(result is BITMAP for result in results)


def test_a_copy_that_could_not_be_made_is_tried_again():
    maker = Maker()
    faults = [PhotographError("The file is damaged.")]

    def make(key: int) -> bytes:
        if faults:
            raise faults.pop()
        return maker(key)

    copies = Copies(make)

    with pytest.raises(PhotographError):
        copies.get(1)
    assert copies.get(1) == BITMAP
