"""A split-face study by commands alone, from its protocol file to the verified end."""

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from main import main
from models.allocation.opening import opened
from models.store.store import StudyStore
from tests.examples import picture
from tests.sealing import quick_envelopes
from tests.sides import CROSSING, PLAN, VISITS

SUBJECTS = ("001", "002", "003", "004")
FIRST_ON_THE_LEFT = ("001", "004")
ARMS = ("Zinnoberkrem", "Grundlagenxy")
SPELT = {"L": "left", "R": "Right"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Envelopes without the seconds that guard them."""
    quick_envelopes(monkeypatch)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    path.write_text("correct horse battery\n")
    return path


def made(tmp_path: Path, text: str = PLAN) -> Path:
    """A study of four subjects, photographed on both sides at every visit."""
    (tmp_path / "plan.toml").write_text(text)
    folder = tmp_path / "photographs"
    folder.mkdir()
    number = 0
    for subject in SUBJECTS:
        for visit in VISITS:
            for side in SPELT:
                number += 1
                data = picture(number).rpartition(b"#")[0]
                (folder / f"{subject}_{visit}_{side}.jpg").write_bytes(data)
    path = tmp_path / "halves.dgstudy"
    assert main(["new", str(path), "--protocol", str(tmp_path / "plan.toml")]) == 0
    assert main(["import", "photographs", str(path), str(folder)]) == 0
    return path


def arm_of(subject: str, side: str) -> str:
    return ARMS[(subject in FIRST_ON_THE_LEFT) is (side == "R")]


def write_list(tmp_path: Path) -> Path:
    rows = [
        f"{subject},{word},{arm_of(subject, side)}"
        for subject in SUBJECTS
        for side, word in SPELT.items()
    ]
    path = tmp_path / "arms.csv"
    path.write_text("\n".join(["subject,side,arm", *rows]))
    return path


def write_scores(tmp_path: Path) -> Path:
    """Zinnoberkrem goes from 6 by 2 down at every visit, the other stays at 6."""
    rows = ["rater;subject;visit;view;scale;score"]
    for subject in SUBJECTS:
        for at, visit in enumerate(VISITS):
            for side in SPELT:
                grade = 6 - 2 * at * (arm_of(subject, side) == ARMS[0])
                rows.append(f"R1;{subject};{visit};{side};Wrinkling;{grade}")
    path = tmp_path / "scores.csv"
    path.write_text("\n".join(rows))
    return path


def run(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """Run a command that must do well, and return what it said."""
    status = main([str(word) for word in words])
    said = capsys.readouterr()
    assert status == 0, said.err
    return said.out


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def headings(path: Path, sheet: str) -> list[str]:
    return [cell.value for cell in load_workbook(path)[sheet][1]]


def test_a_split_face_study_goes_by_commands_alone(tmp_path, key, capsys) -> None:
    study = made(tmp_path)
    capsys.readouterr()
    listing = "--list", write_list(tmp_path), "--passphrase-file", key

    said = run(capsys, "allocate", study, *listing)
    assert "The allocation of 8 sides of 4 subjects is sealed." in said
    run(capsys, "import", "scores", study, write_scores(tmp_path))
    run(capsys, "lock", study)
    run(capsys, "export", study, tmp_path / "blinded.xlsx")
    assert not any(arm.encode() in study.read_bytes() for arm in ARMS)
    assert "group" not in headings(tmp_path / "blinded.xlsx", "Scores")
    said = run(capsys, "unblind", study, "--passphrase-file", key, "--reason", "end")
    assert "Grundlagenxy and Zinnoberkrem, 8 sides." in said
    run(capsys, "trajectories", study, "--out", tmp_path / "t.svg")
    said = run(capsys, "trajectories", study, "--out", tmp_path / "t.csv")
    assert "Grundlagenxy 4, Zinnoberkrem 4" in said
    run(capsys, "export", study, tmp_path / "t.xlsx")
    run(capsys, "verify", study)

    found = {
        (row["group"], row["visit"]): (row["sides"], row["n"], float(row["mean"]))
        for row in rows_of(tmp_path / "t.csv")
        if row["measure"] == "score"
    }
    for at, visit in enumerate(VISITS):
        assert found["Zinnoberkrem", visit] == ("4", "4", 6 - 2 * at)
        assert found["Grundlagenxy", visit] == ("4", "4", 6)
    assert "8 sides of 4 subjects" in (tmp_path / "t.svg").read_text()


def test_the_workbook_of_a_split_face_study_has_a_row_for_each_side(
    tmp_path, key, capsys
) -> None:
    study = made(tmp_path)
    listing = "--list", write_list(tmp_path), "--passphrase-file", key
    run(capsys, "allocate", study, *listing)
    run(capsys, "import", "scores", study, write_scores(tmp_path))
    run(capsys, "unblind", study, "--passphrase-file", key, "--reason", "end")
    run(capsys, "export", study, tmp_path / "t.xlsx")

    book = load_workbook(tmp_path / "t.xlsx")
    for name in ("Scores", "Score sheet photographs", "Score sheet visits"):
        rows = list(book[name].values)
        assert {"subject", "side", "unit", "group"} <= set(rows[0])
        assert len(rows) - 1 == len(SUBJECTS) * len(VISITS) * 2
        for row in rows[1:]:
            cells = dict(zip(rows[0], row, strict=True))
            assert cells["unit"] == f"{cells['subject']} {cells['side']}"
            side = {"left": "L", "right": "R"}[cells["side"]]
            assert cells["group"] == arm_of(cells["subject"], side)
    assert "sides" in headings(tmp_path / "t.xlsx", "Trajectories")
    told = [row[1] for row in book["Data dictionary"].values if row[0] == "Scores"]
    assert "unit" in told
    design = [row[1] for row in book["Cover"].values if row[0] == "Design"]
    assert design[0].startswith("Split-face: the left and the right")


def test_sides_are_drawn_by_the_program_and_one_subject_is_opened_alone(
    tmp_path, key, capsys
) -> None:
    study, sheet = made(tmp_path), tmp_path / "codes.pdf"
    drawing = ["--randomise", "--arms", *ARMS, "--code-sheet", sheet]
    capsys.readouterr()
    said = run(capsys, "allocate", study, "--passphrase-file", key, *drawing, "--json")
    assert (json.loads(said)["subjects"], json.loads(said)["units"]) == (4, 8)
    assert sheet.read_bytes().startswith(b"%PDF")

    run(capsys, "unblind", study, "--passphrase-file", key, "--reason", "end")

    with StudyStore.open(study) as store:
        found = opened(store)
        assert found is not None
        labels = found.labels()
    for subject in SUBJECTS:
        assert {labels[f"{subject} left"], labels[f"{subject} right"]} == set(ARMS)


def test_a_subject_is_opened_with_both_sides_by_its_code(
    tmp_path, key, capsys, monkeypatch
) -> None:
    study, code = made(tmp_path), tmp_path / "code.txt"
    kept: dict[str, str] = {}
    monkeypatch.setattr(
        "exports.code_sheet.write_code_sheet",
        lambda path, *, title, study, codes, has_sides: kept.update(codes),
    )
    listing = "--list", write_list(tmp_path), "--passphrase-file", key
    run(capsys, "allocate", study, *listing, "--code-sheet", tmp_path / "codes.pdf")
    assert tuple(kept) == SUBJECTS
    code.write_text(kept["002"])

    opening = "--unit", "002", "--code-file", code, "--reason", "reaction"
    said = run(capsys, "unblind", study, *opening)

    assert "Subject 002: left: Grundlagenxy; right: Zinnoberkrem." in said
    with StudyStore.open(study) as store:
        assert store.opened_groups() == {}


def test_the_groups_of_a_crossover_are_its_sequences(tmp_path, key, capsys) -> None:
    study = made(tmp_path, CROSSING)
    listing = "--list", write_list(tmp_path), "--passphrase-file", key
    run(capsys, "allocate", study, *listing)
    run(capsys, "import", "scores", study, write_scores(tmp_path))
    opening = "--passphrase-file", key, "--reason", "end"
    run(capsys, "unblind", study, *opening, "--masked")
    run(capsys, "trajectories", study, "--out", tmp_path / "masked.csv")
    run(capsys, "export", study, tmp_path / "masked.xlsx")
    run(capsys, "unblind", study, *opening)
    run(capsys, "trajectories", study, "--out", tmp_path / "t.csv")

    def groups(name: str) -> set[str]:
        return {row["group"] for row in rows_of(tmp_path / name)}

    assert groups("masked.csv") == {"Group A then B", "Group B then A"}
    assert groups("t.csv") == {
        "Zinnoberkrem then Grundlagenxy",
        "Grundlagenxy then Zinnoberkrem",
    }
    first = load_workbook(tmp_path / "masked.xlsx")["Cover"]
    assert "Masked edition" in {row[0] for row in first.values}


def test_a_split_face_protocol_is_told_with_its_sides(tmp_path, capsys) -> None:
    (tmp_path / "plan.toml").write_text(PLAN)

    said = run(capsys, "protocols", tmp_path / "plan.toml")
    data = json.loads(run(capsys, "protocols", tmp_path / "plan.toml", "--json"))

    assert "split-face: the left and the right of every subject" in said
    assert (data["unit"], data["sides"]["cheek-r"]) == ("side", "right")
