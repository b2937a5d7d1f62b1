"""The command agreement, as a user types it."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from main import main
from models.store.store import StudyStore
from tests.examples import PLAN, picture
from tests.readers import scored_study

ROWS = [
    ("P1", "Dr Ä", "3,5", "2"),
    ("P2", "Dr Ä", "4", "1,5"),
    ("P3", "Dr Ä", "NA", "3"),
    ("P1", "B", "3", "2"),
    ("P2", "B", "4,5", "2"),
    ("P3", "B", "1", "2,5"),
]


def write(path: Path, heading: str, *lines: str) -> Path:
    path.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8")
    return path


def told(capsys, *words: object) -> dict:
    status = main(["agreement", *(str(word) for word in words), "--json"])
    said = capsys.readouterr()
    assert status == 0, said.out + said.err
    return json.loads(said.out)


def test_decimal_commas_text_raters_items_and_gaps_are_read(tmp_path, capsys) -> None:
    lines = [f"{t};{r};{a};wrinkling" for t, r, a, _ in ROWS]
    lines += [f"{t};{r};{b};redness" for t, r, _, b in ROWS]
    path = write(tmp_path / "t.csv", "Target;Rater;Score;Item", *lines)
    found = told(capsys, path)
    first, second = found["items"]
    assert (first["item"], second["item"]) == ("wrinkling", "redness")
    assert (first["missing"], second["missing"]) == (1, 0)
    assert first["categories"] == [1.0, 3.0, 3.5, 4.0, 4.5]
    assert first["raters"] == ["B", "Dr Ä"]
    assert second["coefficients"]["within_one"]["estimate"] == 1.0


def test_a_workbook_gives_what_the_same_csv_gives(tmp_path, capsys) -> None:
    rows = [(f"P{n}", f"R{r}", (n * r) % 5) for n in range(1, 9) for r in (1, 2, 3)]
    book = Workbook()
    book.active.append(("target", "rater", "score"))
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    path = write(
        tmp_path / "t.csv", "target,rater,score", *(f"{a},{b},{c}" for a, b, c in rows)
    )
    one, two = told(capsys, path), told(capsys, tmp_path / "t.xlsx")
    assert one["items"] == two["items"]


def test_every_fault_of_a_table_is_told_at_once(tmp_path, capsys) -> None:
    path = write(
        tmp_path / "t.csv",
        "target,rater,score",
        "P1,A,3",
        ",A,2",
        "P2,A,severe",
        "P1,A,4",
        "P2,,1",
    )
    assert main(["agreement", str(path), "--json"]) == 1
    places = [one["place"] for one in json.loads(capsys.readouterr().out)["problems"]]
    assert places == [
        "row 3, column target",
        "row 6, column rater",
        "row 4, column score",
        "row 5, column score",
    ]


def test_the_demands_of_a_table_are_named(tmp_path, capsys) -> None:
    path = write(tmp_path / "t.csv", "photo,rater", "P1,A")
    assert main(["agreement", str(path)]) == 1
    said = capsys.readouterr().err
    assert "score" in said
    assert "Traceback" not in said


def test_a_reference_is_held_apart_from_the_raters(tmp_path, capsys) -> None:
    lines = [f"P{n},{who},{n % 4 + add}" for n in range(12) for who, add in
             (("key", 0), ("A", 0), ("B", 1))]  # fmt: skip
    path = write(tmp_path / "t.csv", "target,rater,score", *lines)
    found = told(capsys, path, "--reference", "key")["items"][0]
    assert found["raters"] == ["A", "B"]
    assert found["per_rater"][1]["reference_bias"]["value"] == 1.0
    assert main(["agreement", str(path), "--reference", "nobody"]) == 1


def test_repeats_and_positions_have_their_own_figures(tmp_path, capsys) -> None:
    lines = [f"P{n},{who},{n % 5},{n + 1},0" for n in range(20) for who in "AB"]
    lines += [f"P{n},A,{n % 5},{n + 21},1" for n in range(10)]
    path = write(tmp_path / "t.csv", "target,rater,score,position,repeat", *lines)
    found = told(capsys, path)["items"][0]
    assert found["scores"] == 40
    assert found["intra_rater"][0]["targets"] == 10
    assert found["intra_rater"][0]["exact"] == 1.0
    assert found["course"][0]["drift_position"]["slope"]["value"] == 0.0


def test_visits_and_sites_are_told_apart(tmp_path, capsys) -> None:
    lines = [
        f"P{n},{who},{n % 5 + (who == 'B') * (n % 2)},{'base' if n < 10 else 'day30'}"
        for n in range(20)
        for who in "AB"
    ]
    path = write(tmp_path / "t.csv", "target,rater,score,visit", *lines)
    found = told(capsys, path)["items"][0]
    assert set(found["by"]["visit"]) == {"base", "day30"}
    assert found["by"]["visit"]["base"]["exact"]["targets"] == 10


@pytest.mark.parametrize("text", ["one rater", "no score"])
def test_what_cannot_be_compared_is_explained_for_people(
    tmp_path, capsys, text
) -> None:
    lines = ["P1,A,1", "P2,A,2"] if text == "one rater" else ["P1,A,", "P1,B,NA"]
    path = write(tmp_path / "t.csv", "target,rater,score", *lines)
    assert main(["agreement", str(path)]) == 0
    assert text in capsys.readouterr().out


def test_a_study_tells_agreement_for_each_scale(tmp_path, capsys) -> None:
    photographs = tmp_path / "photographs"
    photographs.mkdir()
    visits = ("baseline", "day1", "day30")
    lines = []
    for number in range(12):
        subject, visit = f"{number // 3 + 1:03}", visits[number % 3]
        data = picture(number).rpartition(b"#")[0]
        (photographs / f"{subject}_{visit}_front.jpg").write_bytes(data)
        for rater in ("R1", "R2"):
            more = 1 if rater == "R2" and number == 5 else 0
            lines.append(f"{rater};{subject};{visit};Wrinkling;{4 + number % 3 + more}")
    (tmp_path / "plan.toml").write_text(PLAN)
    study = tmp_path / "trial.dgstudy"
    scores = write(tmp_path / "s.csv", "rater;subject;visit;scale;score", *lines)
    for words in (
        ["new", study, "--protocol", tmp_path / "plan.toml"],
        ["import", "photographs", study, photographs],
        ["import", "scores", study, scores],
    ):
        assert main([str(word) for word in words]) == 0
    capsys.readouterr()
    found = told(capsys, study)
    (item,) = found["items"]
    assert item["item"] == "fg-wrinkling"
    assert item["coefficients"]["same_class"]["estimate"] is not None
    assert item["coefficients"]["within_one"]["estimate"] == 1.0
    assert item["targets"] <= 12
    assert "/baseline/" not in json.dumps(found)  # no subject's photograph is named


@pytest.mark.long
def test_a_report_of_a_study_goes_on_record(tmp_path, capsys) -> None:
    study = tmp_path / "s.dgstudy"
    scored_study(study, subjects=14, finish=["R1", "R3"]).close()
    out = tmp_path / "report.pdf"
    assert main(["agreement", str(study), "--rounds", "0", "--report", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    told = capsys.readouterr().out
    assert "Hidden repeats are not told while raters read: R2." in told
    assert "with own repeats" not in told
    with StudyStore.open(study) as store:
        assert store.trail()[-1].action == "agreement report written"
