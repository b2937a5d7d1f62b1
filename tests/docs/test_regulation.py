"""The page on regulation: every requirement, and every test that it names."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (ROOT / "docs" / "regulation.md").read_text("utf-8").splitlines()
    if re.match(r"\| R\d+ ", line)
]


def test_all_requirements_have_their_line() -> None:
    assert [row[0] for row in ROWS] == [f"R{number}" for number in range(1, 27)]
    assert all(len(row) == 5 and all(row) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_every_test_that_is_named_exists(row: list[str]) -> None:
    named = re.findall(r"`([\w/.]+)::(\w+)`", row[4])
    assert named or "with the user" in row[3]
    for file, function in named:
        text = (ROOT / "tests" / file).read_text("utf-8")
        assert re.search(rf"^def {function}\(", text, re.MULTILINE), function
