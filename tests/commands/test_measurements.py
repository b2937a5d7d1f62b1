"""Values beside photographs and the overview, from the command line."""

import json
from pathlib import Path

import pytest

from main import main
from models.store.store import StudyStore
from tests.measured import make_measured_study

VALUES = "subject,visit,assessment,value\n001,baseline,R0,0.40\n001,week12,R0,0.44\n"
EVENTS = (
    "subject,term,onset,severity,relation,outcome,serious\n"
    "001,bruise,13/03/2026,mild,definite,recovered,no\n"
    "002,swelling,04/03/2026,moderate,probable,recovering,no\n"
)
DATES = "subject;visit;date\n001;baseline;46082\n001;week 12;2026-05-25\n"
ANSWERS = "subject,rule,answer\n001,woman,yes\n001,Botulinum toxin within 6 months,no\n"


@pytest.fixture
def study(tmp_path: Path) -> str:
    make_measured_study(tmp_path / "study.dgstudy", ("001", "002")).close()
    return str(tmp_path / "study.dgstudy")


@pytest.fixture
def write(tmp_path: Path):
    def table(text: str) -> str:
        path = tmp_path / "table.csv"
        path.write_text(text)
        return str(path)

    return table


def enter(study: str, *words: str) -> int:
    return main(["import", "measurements", study, *words])


def test_tables_of_each_kind_are_told_by_their_columns(study, write, capsys) -> None:
    for text in (VALUES, EVENTS, DATES, ANSWERS):
        assert enter(study, write(text)) == 0
    told = capsys.readouterr().out
    for sentence in (
        "2 values entered",
        "2 adverse events entered",
        "2 visit dates entered",
        "2 answers entered",
    ):
        assert sentence in told
    with StudyStore.open(Path(study)) as store:
        assert [one.onset for one in store.adverse_events()] == [
            "2026-03-13",
            "2026-03-04",
        ]
        assert store.visit_dates()["001", "baseline"] == "2026-03-01"
        assert store.eligibility_answers() == {
            ("001", "woman"): True,
            ("001", "toxin"): False,
        }
    assert enter(study, write(EVENTS)) == 0
    assert "0 adverse events entered; 2 known already" in capsys.readouterr().out


def test_a_dry_run_shows_the_mapping_and_writes_nothing(
    study, write, tmp_path, capsys
) -> None:
    map_file = str(tmp_path / "map.toml")
    assert enter(study, write(VALUES), "--dry-run", "--save-map", map_file) == 0
    told = capsys.readouterr().out
    assert "assessment: series" in told
    assert "2 values would be entered" in told
    for text in (EVENTS, DATES, ANSWERS):
        assert enter(study, write(text), "--dry-run") == 0
    with StudyStore.open(Path(study)) as store:
        assert store.measurements() == []
        assert store.adverse_events() == []
        assert store.visit_dates() == {}
    assert enter(study, write(VALUES), "--map", map_file) == 0


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (VALUES.replace("0.44", "x"), ["row 3, column value"]),
        (
            EVENTS.replace("mild", "mlid").replace("04/03/2026", "04/33/2026"),
            ["row 2, column severity", 'Did you mean "mild"', "row 3, column onset"],
        ),
        (
            DATES.replace("week 12", "week 13").replace("46082", "soon"),
            ["row 2, column date", "row 3, column visit"],
        ),
        (
            ANSWERS.replace("yes", "perhaps").replace("woman", "women"),
            ["row 2, column rule", "row 2, column answer"],
        ),
    ],
)
def test_faults_are_told_with_their_places_and_nothing_is_written(
    text: str, wanted: list[str], study, write, capsys
) -> None:
    before = Path(study).read_bytes()
    assert enter(study, write(text)) == 1
    told = capsys.readouterr().err
    for place in wanted:
        assert place in told
    assert Path(study).read_bytes() == before


def test_a_second_entry_tells_where_it_differs(study, write, capsys) -> None:
    enter(study, write(VALUES))
    assert enter(study, write(VALUES.replace("0.44", "0.48")), "--entry", "2") == 0
    told = capsys.readouterr().out
    assert "001, week12, cutometer-r0: 0.44 | 0.48" in told


def test_the_overview_tells_worst_cases_windows_and_rules(
    study, write, tmp_path, capsys
) -> None:
    enter(study, write(VALUES))
    capsys.readouterr()
    assert main(["overview", study]) == 0
    told = capsys.readouterr().out
    assert "001, Week 12, cutometer-r0: worse by 0.04" in told
    assert main(["overview", study, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)["facts"]
    assert {fact["part"] for fact in facts} == {
        "completeness",
        "worse than baseline",
        "eligibility",
    }
    assert main(["overview", study, "--out", str(tmp_path / "facts.csv")]) == 0
    lines = (tmp_path / "facts.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(facts)
