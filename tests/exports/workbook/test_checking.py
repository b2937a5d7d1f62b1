"""A workbook compared with its study: every cell that differs, and nothing else."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from commands import run
from exports.workbook import write_workbook
from exports.workbook.checking import check_workbook
from models.audit.exporting import record_export
from models.errors import ExpectedError
from models.store.store import StudyStore
from tests.examples import make_study
from tests.exports.workbook.conftest import ARMS


@pytest.fixture(scope="module")
def made(trial: StudyStore, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "made.xlsx"
    write_workbook(
        trial,
        path,
        groups=ARMS,
        now=lambda: datetime(2026, 4, 1, tzinfo=UTC),
        by="statistician",
    )
    return path


def changed(made: Path, folder: Path, change) -> Path:
    """The workbook after somebody changed it in another program."""
    book = load_workbook(made)
    change(book)
    path = folder / "changed.xlsx"
    book.save(path)
    return path


def told(path: Path, trial: StudyStore) -> list[tuple[str, str, str, str]]:
    return [
        (one.sheet, one.cell, one.found, one.expected)
        for one in check_workbook(path, trial, ARMS).differences
    ]


def test_an_untouched_workbook_differs_in_nothing(made, trial, tmp_path):
    found = check_workbook(made, trial, ARMS)
    assert found.differences == ()
    assert found.cells > 1000
    # Saved by another program, it has other styles and the same values.
    assert told(changed(made, tmp_path, lambda book: None), trial) == []


def test_every_change_is_told_with_its_place_and_nothing_else(made, trial, tmp_path):
    places: list[tuple[str, float]] = []

    def change(book):
        book["Cover"]["A1"] = "Another title"
        sheet = book["Scores"]
        column = next(c.column_letter for c in sheet[1] if c.value == "score")
        cells = (sheet[f"{column}{row}"] for row in range(2, 20))
        cell = next(one for one in cells if one.value is not None)
        places.append((cell.coordinate, cell.value))
        cell.value += 1
        book["Flow"].delete_rows(3)
        book["Subjects"].insert_rows(3)
        book["Subjects"]["A3"] = "999"
        del book["Responders"]
        reverse(book["Subject courses"])
        book.create_sheet("Mine")["A1"] = "note"

    found = told(changed(made, tmp_path, change), trial)
    ((cell, value),) = places
    gone, lost = found[1][3], found[2][3]
    assert found == [
        ("Cover", "A1", "“Another title”", "“Example study”"),
        ("Responders", "", "no such sheet", gone),
        ("Flow", "after row 2", "a row less", lost),
        ("Scores", cell, f"{value + 1:g}", f"{value:g}"),
        ("Subjects", "row 3", "a row more: “999”", ""),
        ("Subject courses", "", "the same rows in another order", "its own order"),
        ("Mine", "", "1 row", "no such sheet"),
    ]


def reverse(sheet) -> None:
    """Sort the rows of a sheet the other way."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for row, values in zip(sheet.iter_rows(min_row=2), rows[::-1], strict=True):
        for cell, value in zip(row, values, strict=True):
            cell.value = value


def test_a_study_that_has_gone_on_is_compared_as_it_was(tmp_path):
    with make_study(tmp_path / "study.dgstudy") as store:
        record_export(store, "workbook", "out.xlsx", by="statistician")
        write_workbook(store, tmp_path / "out.xlsx", groups=None)
        record_export(store, "workbook", "other.xlsx", by="statistician")
        found = check_workbook(tmp_path / "out.xlsx", store, None)
    assert found.differences == ()
    assert "gone on by 1 line" in found.notes[0]


@pytest.mark.long
def test_the_command_tells_differences_and_exits_with_1(tmp_path, capsys):
    study, path = tmp_path / "study.dgstudy", tmp_path / "out.xlsx"
    make_study(study).close()
    assert run(["export", str(study), str(path), "--by", "me"]) == 0
    assert run(["export", str(study), str(path), "--check"]) == 0
    assert "No difference" in capsys.readouterr().out
    book = load_workbook(path)
    book["Subjects"]["A2"] = "changed"
    book.save(path)
    assert run(["export", str(study), str(path), "--check"]) == 1
    assert "Subjects, A2: “changed” in the workbook" in capsys.readouterr().out


def test_a_workbook_of_another_study_or_program_is_refused(made, tmp_path):
    with make_study(tmp_path / "other.dgstudy") as store:
        with pytest.raises(ExpectedError, match="of another study"):
            check_workbook(made, store, ARMS)
        (tmp_path / "no.xlsx").write_bytes(b"no workbook")
        with pytest.raises(ExpectedError, match="cannot be read"):
            check_workbook(tmp_path / "no.xlsx", store, None)


@pytest.mark.long
def test_a_round_trip_through_libreoffice_changes_no_value(made, trial, tmp_path):
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    subprocess.run(
        [
            program,
            f"-env:UserInstallation=file://{tmp_path / 'profile'}",
            *("--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path)),
            str(made),
        ],
        check=True,
        capture_output=True,
    )
    assert told(tmp_path / made.name, trial) == []
