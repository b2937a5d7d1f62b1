"""Once a study has people, each command needs a person with the role for it."""

from pathlib import Path

import pytest

from main import main
from models.people import passwords
from models.people.people import add_person
from models.people.roles import Role
from models.store.store import StudyStore
from tests.examples import make_study, picture
from tests.kits import read_kit, returned

PASSWORD = "a long enough word"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes without the moment that guards them."""
    monkeypatch.setattr(passwords, "_COST", 2)
    monkeypatch.setattr(passwords, "_TIMES", 1)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    with make_study(tmp_path / "s.dgstudy") as store:
        for code, role in (
            ("AD", Role.ADMINISTRATOR),
            ("CO", Role.COORDINATOR),
            ("R1", Role.RATER),
        ):
            add_person(store, code, f"Dr {code}", [role], PASSWORD, by="AD")
    (tmp_path / "password.txt").write_text(PASSWORD)
    return tmp_path / "s.dgstudy"


def acts(study: Path) -> dict[str, list[str]]:
    """Every command that asks for an authority, ready to be run."""
    folder = study.parent
    (folder / "new").mkdir()
    (folder / "new" / "X1_baseline_front.jpg").write_bytes(picture(77))
    (folder / "references").mkdir()
    (folder / "references" / "erythema-0-3_2.jpg").write_bytes(picture(78))
    (folder / "dates.csv").write_text("subject,visit,date\n001,day1,2026-03-02\n")
    (folder / "subjects.csv").write_text("subject,site\n001,Kiel\n")
    (folder / "scores.csv").write_text(
        "rater,subject,visit,view,scale,score\nR9,001,day1,front,erythema-0-3,1\n"
    )
    return {
        "photographs": ["import", "photographs", str(study), str(folder / "new")],
        "references": [
            "import",
            "references",
            str(study),
            str(folder / "references"),
        ],
        "dates": ["import", "measurements", str(study), str(folder / "dates.csv")],
        "subjects": ["import", "subjects", str(study), str(folder / "subjects.csv")],
        "scores": ["import", "scores", str(study), str(folder / "scores.csv")],
        "kit": ["kit", "write", str(study), "--rater", "R1", str(folder / "R1.dgkit")],
        "workbook": ["export", str(study), str(folder / "out.xlsx")],
        "files": ["export", "csv", str(study), str(folder / "files")],
        "table": ["trajectories", str(study), "--out", str(folder / "out.csv")],
    }


def by(code: str, study: Path) -> list[str]:
    return ["--by", code, "--password-file", str(study.parent / "password.txt")]


@pytest.mark.parametrize(
    "what",
    [
        "photographs",
        "references",
        "dates",
        "subjects",
        "scores",
        "kit",
        "workbook",
        "files",
        "table",
    ],
)
def test_without_a_person_or_with_the_wrong_one_nothing_is_done(
    study: Path, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = acts(study)[what]
    before = {path.name for path in study.parent.iterdir()}
    assert main(words) == 1
    assert "somebody must sign in" in capsys.readouterr().err
    assert main([*words, *by("R1", study)]) == 1
    assert "This person may not" in capsys.readouterr().err
    assert {path.name for path in study.parent.iterdir()} == before
    with StudyStore.open(study) as store:
        assert store.trail()[-1].action == "authority refused"
        assert len(store.photographs()) == 9


def test_the_coordinator_stands_in_the_trail_by_code(study: Path) -> None:
    for words in acts(study).values():
        assert main([*words, *by("CO", study)]) == 0, words
    read_kit_of = study.parent / "R1.dgkit"
    with pytest.raises(Exception, match="ID and password"):
        read_kit(read_kit_of)
    back = returned(read_kit_of, "R1.dgreturn")
    merging = ["kit", "merge", str(study), str(back)]
    assert main([*merging, *by("R1", study)]) == 1
    assert main([*merging, *by("CO", study)]) == 0
    with StudyStore.open(study) as store:
        done = [line for line in store.trail() if line.role == "coordinator"]
    late = [line for line in done if line.number > 6]
    assert {line.by for line in late} == {"CO"}
    assert {"photographs imported", "kit written", "returns merged"} <= {
        line.action for line in late
    }


def test_a_person_changes_the_own_password(study: Path) -> None:
    new = study.parent / "new.txt"
    new.write_text("quite another word")
    change = ["people", str(study), "--own-password", *by("R1", study)]
    assert main([*change, "--new-password-file", str(new)]) == 0
    assert main([*change, "--new-password-file", str(new)]) == 1
    with StudyStore.open(study) as store:
        actions = [line.action for line in store.trail()]
    assert "password changed" in actions
    assert actions[-1] == "sign-in failed"
