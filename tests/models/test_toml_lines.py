"""Line numbers of keys in TOML texts."""

import tomllib

import pytest

import resources
from models.toml_lines import KeyPath, line_numbers

TEXT = '''# a remark with = and [brackets]
key = "a"
"quoted key" = 'b'  # behind it
long = """
[not.a.table]
still = "text"
"""
list = [
  "one",  # first
  "two, with ]",
  { x = 1, y = [2,
    3] },
]
dotted.inner = 1979-05-27T07:32:00Z

[table.sub]
z = 1

[[rows]]
value = 0

[[rows]]
value = 1
  [[rows.cells]]
  deep = true
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("key",), 2),
        (("quoted key",), 3),
        (("long",), 4),
        (("list",), 8),
        (("list", 0), 9),
        (("list", 1), 10),
        (("list", 2, "x"), 11),
        (("list", 2, "y", 1), 12),
        (("dotted", "inner"), 14),
        (("table", "sub"), 16),
        (("table", "sub", "z"), 17),
        (("rows", 0), 19),
        (("rows", 0, "value"), 20),
        (("rows", 1, "value"), 23),
        (("rows", 1, "cells", 0, "deep"), 25),
    ],
)
def test_every_key_and_place_of_a_list_has_its_line(path: KeyPath, line: int) -> None:
    tomllib.loads(TEXT)

    assert line_numbers(TEXT)[path] == line


def test_text_in_quotes_is_never_taken_for_keys() -> None:
    lines = line_numbers(TEXT)

    assert ("not", "a") not in lines
    assert ("still",) not in lines


def test_windows_line_ends_count_once() -> None:
    assert line_numbers("a = 1\r\nb = 2\r\n")[("b",)] == 2


@pytest.mark.parametrize("folder", ["scales", "protocols"])
def test_every_value_of_a_shipped_file_has_a_line(folder: str) -> None:
    for file in resources.path(folder).glob("*.toml"):
        source = file.read_text(encoding="utf-8")
        assert _paths(tomllib.loads(source), ()) <= set(line_numbers(source))


def _paths(value: object, path: KeyPath) -> set[KeyPath]:
    found = {path} if path else set()
    if isinstance(value, dict):
        for key, inner in value.items():
            found |= _paths(inner, (*path, key))
    if isinstance(value, list):
        for number, inner in enumerate(value):
            found |= _paths(inner, (*path, number))
    return found


@pytest.mark.parametrize("text", ["[[", "a = [", "a = {", "= =", 'a = """', "]", "a"])
def test_a_text_that_is_no_toml_ends_the_scan_too(text: str) -> None:
    assert isinstance(line_numbers(text), dict)
