"""Tables as CSV: read back whole, and harmless in a spreadsheet program."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from exports.tables import cell, write_csv, write_frame, write_subjects_csv
from models.errors import ExpectedError
from models.statistics.trajectories import Trajectories, trajectories
from tests.sides import halves, halves_scales, side_scores
from tests.trial import trial_protocol, trial_scales, whole_trial


@pytest.fixture(scope="module")
def followed() -> Trajectories:
    scores, groups = whole_trial()
    return trajectories(scores, trial_protocol(), trial_scales(), groups)


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_is_written_with_names_and_numbers(
    followed: Trajectories, tmp_path: Path
) -> None:
    write_csv(followed, tmp_path / "t.csv")

    rows = rows_of(tmp_path / "t.csv")
    assert len(rows) == len(followed.table)
    assert rows[0]["visit_name"] == "Screening"
    assert rows[0]["scale_name"] == "Fitzpatrick-Goldman wrinkling"
    assert float(rows[0]["mean"]) == pytest.approx(followed.table["mean"][0])
    assert rows[0]["day"] == "-28"


def test_the_file_begins_with_the_mark_that_excel_looks_for(
    followed: Trajectories, tmp_path: Path
) -> None:
    write_csv(followed, tmp_path / "t.csv")

    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_codes_of_subjects_stay_text(followed: Trajectories, tmp_path: Path) -> None:
    write_subjects_csv(followed, tmp_path / "t.csv")

    assert '"001"' in (tmp_path / "t.csv").read_text("utf-8-sig")


def test_a_study_of_one_group_has_no_column_of_groups(tmp_path: Path) -> None:
    scores, _ = whole_trial()
    single = trajectories(scores, trial_protocol(), trial_scales())
    write_csv(single, tmp_path / "t.csv")
    write_subjects_csv(single, tmp_path / "s.csv")

    for name in ("t.csv", "s.csv"):
        assert not {"group", "side", "unit", "arm"} & set(rows_of(tmp_path / name)[0])


def test_where_sides_are_compared_the_tables_count_and_name_them(
    tmp_path: Path,
) -> None:
    courses = {"1 left": {"baseline": 4}, "1 right": {"baseline": 5}}
    groups = {"1 left": "Cream", "1 right": "Base"}
    found = trajectories(side_scores(courses), halves(), halves_scales(), groups)
    write_csv(found, tmp_path / "t.csv")
    write_subjects_csv(found, tmp_path / "s.csv")

    [row, *_] = rows_of(tmp_path / "t.csv")
    assert (row["sides"], "subjects" in row) == ("1", False)
    [line, *_] = rows_of(tmp_path / "s.csv")
    assert (line["subject"], line["side"], line["unit"]) == ("1", "left", "1 left")


def test_numbers_that_are_absent_leave_the_cell_empty(tmp_path: Path) -> None:
    write_frame(pd.DataFrame({"mean": [1.5, float("nan")]}), tmp_path / "t.csv")

    assert [row["mean"] for row in rows_of(tmp_path / "t.csv")] == ["1.5", ""]


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_would_run_as_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_negative_numbers_and_plain_text_stay_as_they_are() -> None:
    assert cell(-1.5) == -1.5
    assert cell(-2.0) == -2
    assert cell("Arm A") == "Arm A"
    assert cell(True) == "yes"


def test_a_folder_that_does_not_exist_gets_a_sentence(
    followed: Trajectories, tmp_path: Path
) -> None:
    with pytest.raises(ExpectedError) as raised:
        write_csv(followed, tmp_path / "no" / "t.csv")

    assert raised.value.text == "“t.csv” could not be written."
    assert "does not exist" in raised.value.hint
