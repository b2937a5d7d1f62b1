"""Blank score sheets: written, filled in a spreadsheet program, imported back."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from commands import run
from exports.workbook.blank import write_blank_sheet
from models.errors import ExpectedError
from models.reading.score_table import import_scores
from models.reading.session import open_session
from models.store.store import StudyStore
from tests.examples import make_study

BOTH = "every scale has a grade: a grade and a reason exclude each other"


@pytest.fixture
def study(tmp_path: Path):
    with make_study(tmp_path / "study.dgstudy", subjects=("S-0815", "S-4711")) as store:
        yield store


def blank(study: StudyStore, rater: str = "R1") -> Path:
    path = study.path.with_name("blank.xlsx")
    write_blank_sheet(open_session(study, rater), path)
    return path


def fill(path: Path, cells: dict[tuple[int, str], object]) -> None:
    """Fill cells by row and heading."""
    book = load_workbook(path)
    page = book["Scores"]
    columns = {cell.value: cell.column for cell in page[1]}
    for (row, heading), value in cells.items():
        page.cell(row, columns[heading], value)
    book.save(path)


def test_codes_stand_in_the_order_of_reading_and_nothing_tells_a_subject(study):
    path = blank(study)
    session = open_session(study, "R1")
    page = load_workbook(path)["Scores"]
    headings = [cell.value for cell in page[1]]
    assert headings == [
        "no", "code", "rater", "Wrinkling", "Erythema", "not assessable", "comment",
    ]  # fmt: skip
    told = [row[1] for row in page.iter_rows(min_row=2, values_only=True)]
    assert told == [item.code for item in session.items]
    with zipfile.ZipFile(path) as archive:
        text = "\n".join(archive.read(one).decode() for one in archive.namelist())
    for word in ("S-0815", "S-4711", "day30", "Day 30", "Northlight"):
        assert word not in text


def test_cells_offer_the_grades_of_their_scale_and_the_reasons(study):
    book = load_workbook(blank(study))
    rules = book["Scores"].data_validations.dataValidation
    lists = book["Lists"]
    assert lists.sheet_state == "hidden"
    offered = {}
    for rule in rules:
        cells = lists[rule.formula1.partition("!")[2].replace("$", "")]
        offered[str(rule.sqref)[0]] = [row[0].value for row in cells]
        assert rule.type == "list"
        assert rule.showErrorMessage
    assert offered == {
        "D": list(range(1, 10)),
        "E": list(range(4)),
        "F": list(study.protocol().reasons),
    }


def test_a_filled_sheet_is_imported_with_reasons_and_comments(study):
    path = blank(study)
    fill(
        path,
        {
            (2, "Wrinkling"): 5,
            (2, "Erythema"): 2,
            (3, "Wrinkling"): 7,
            (3, "not assessable"): "out of focus",
            (3, "comment"): "hair in the way",
        },
    )
    report = import_scores(study, path, by="coordinator")
    assert (report.given, report.same, report.raters) == (4, 0, {"R1"})
    session = open_session(study, "R1")
    first, second = session.scores(1), session.scores(2)
    assert first["fg-wrinkling"].value == 5
    assert first["erythema-0-3"].value == 2
    assert second["erythema-0-3"].reason == "out of focus"
    assert session.comment(2) == "hair in the way"
    assert session.scores(3) == {}
    again = import_scores(study, path, by="coordinator")
    assert (again.given, again.same) == (0, 4)


def test_every_fault_of_a_filled_sheet_is_told_at_once_and_nothing_entered(study):
    path = blank(study)
    fill(
        path,
        {
            (2, "Wrinkling"): 12,
            (3, "Erythema"): "red",
            (4, "code"): "NOSUCH",
            (5, "rater"): "R9",
            (6, "Wrinkling"): 1,
            (6, "Erythema"): 1,
            (6, "not assessable"): "out of focus",
        },
    )
    lines = len(study.trail())
    with pytest.raises(ExpectedError) as raised:
        import_scores(study, path, by="coordinator")
    assert [str(one) for one in raised.value.problems] == [
        "row 2, column Wrinkling: Wrinkling has no grade 12; 1 to 9",
        "row 3, column Erythema: 'red' is not a number",
        "row 4, column code: the reading of R1 has no code 'NOSUCH'",
        "row 5, column rater: no reading was drawn for 'R9'",
        f"row 6, column not assessable: {BOTH}",
    ]
    assert len(study.trail()) == lines


def test_the_same_sheet_as_csv_is_read_too(study):
    code = open_session(study, "R1").items[0].code
    path = study.path.with_name("scores.csv")
    path.write_text(f"code;rater;fg-wrinkling\n{code};R1;4\n")
    assert import_scores(study, path, by="coordinator").given == 1


def test_the_command_writes_a_sheet_that_the_import_reads(tmp_path, capsys):
    study, path = tmp_path / "study.dgstudy", tmp_path / "blank.xlsx"
    make_study(study).close()
    words = ["export", str(study), str(path), "--blank"]
    assert run([*words, "--by", "me"]) == 1
    assert "--rater" in capsys.readouterr().err
    assert run([*words, "--rater", "R1", "--by", "me"]) == 0
    fill(path, {(2, "Wrinkling"): 3})
    assert run(["import", "scores", str(study), str(path), "--by", "me"]) == 0
    assert "1 score entered for R1" in capsys.readouterr().out
