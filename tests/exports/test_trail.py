"""The audit trail for inspection."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from exports.trail import write_trail, written
from models.errors import ExpectedError
from models.store.records import TrailLine
from tests.examples import make_study


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[TrailLine]:
    with make_study(tmp_path_factory.mktemp("made") / "s.dgstudy") as store:
        return store.trail()


def test_the_csv_holds_every_line_with_its_hash(
    lines: list[TrailLine], tmp_path: Path
) -> None:
    path = tmp_path / "trail.csv"
    write_trail(lines, path, title="T")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["hash"] for row in rows] == [line.hash for line in lines]
    assert rows[1]["written"].startswith("3 subject rows") or (
        "9 photograph rows" in rows[1]["written"]
    )
    assert rows[1]["details"] == lines[1].details


def test_a_reason_that_looks_like_a_formula_is_no_formula(
    lines: list[TrailLine], tmp_path: Path
) -> None:
    path = tmp_path / "trail.csv"
    write_trail([replace(lines[0], why="=1+1")], path, title="T")
    assert '"\'=1+1"' in path.read_text(encoding="utf-8-sig")


def test_hundreds_of_lines_make_a_pdf_of_several_pages(
    lines: list[TrailLine], tmp_path: Path
) -> None:
    path = tmp_path / "trail.pdf"
    write_trail(lines * 150, path, title="Trial <A> & B")
    data = path.read_bytes()
    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") > 5


def test_details_that_were_broken_by_hand_are_told(lines: list[TrailLine]) -> None:
    assert written(replace(lines[0], details="{")) == "(cannot be read)"
    assert written(replace(lines[0], details="[]")) == "(cannot be read)"


def test_another_ending_is_refused(lines: list[TrailLine], tmp_path: Path) -> None:
    with pytest.raises(ExpectedError, match=r"\.csv or \.pdf"):
        write_trail(lines, tmp_path / "trail.doc", title="T")
