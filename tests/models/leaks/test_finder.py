"""Finding identifiers in bytes and in words."""

import base64
import os

import pytest

from models.leaks.finder import ByteFinder, TextFinder, encodings
from models.leaks.identifiers import Identifier

LONG = Identifier("subject code", "HH-0417-Müller")
SHORT = Identifier("subject code", "1")


@pytest.mark.parametrize(
    "data",
    [
        "xxHH-0417-Müllerxx".encode(),
        b"hh-0417-" + "müller".encode(),
        "HH-0417-Müller".encode("cp1252"),
        "x HH-0417-Müller".encode("utf-16-le"),
        "x HH-0417-Müller".encode("utf-16-be"),
        "HH-0417-Müller".encode().hex().upper().encode(),
        base64.b64encode("HH-0417-Müller".encode()),
        base64.b64encode("a HH-0417-Müller b".encode()),
        base64.b64encode("ab HH-0417-Müller b".encode()),
        b"HH-0417-M%C3%BCller",
    ],
)
def test_a_text_is_found_in_every_encoding(data: bytes) -> None:
    finder = ByteFinder([LONG, SHORT])
    assert finder.find(os.urandom(5000) + data + os.urandom(5000)) == {LONG}


def test_short_codes_are_not_looked_for_in_bytes() -> None:
    assert ByteFinder([SHORT]).find(b"1" * 100_000) == set()


def test_many_texts_are_looked_for_at_once() -> None:
    many = [Identifier("file name", f"photo-{number:05}.jpg") for number in range(3000)]
    data = os.urandom(200_000) + b"photo-01234.jpg" + os.urandom(100)
    assert ByteFinder(many).find(data) == {many[1234]}


def test_nothing_is_found_in_noise() -> None:
    many = [Identifier("subject code", f"{number:04}") for number in range(500)]
    assert ByteFinder(many).find(os.urandom(2_000_000)) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("subject 1, day 30", {SHORT}),
        ("grade 10", set()),
        ("1", {SHORT}),
        ("A1", set()),
        ("by hh-0417-MÜLLER.", {LONG}),
        ("prefixHH-0417-Müllersuffix", {LONG}),
    ],
)
def test_short_codes_count_as_whole_words_only(text: str, found: set) -> None:
    assert TextFinder([LONG, SHORT]).find(text) == found


def test_encodings_of_a_text_differ() -> None:
    assert len(encodings("HH-0417")) >= 7
