"""Kits by commands: out to three raters, offline, back, and merged once."""

import json
from pathlib import Path

import pytest

from main import main
from models.store.store import StudyStore
from tests.examples import make_study
from tests.kits import read_kit, refuse_network


@pytest.fixture
def study(tmp_path: Path) -> Path:
    make_study(tmp_path / "trial.dgstudy").close()
    return tmp_path / "trial.dgstudy"


def told(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection to anywhere can be opened, nor a name be looked up."""

    refuse_network(monkeypatch)


def test_three_raters_read_their_kits_and_are_merged_offline(
    study: Path, tmp_path: Path, capsys, offline: None
) -> None:
    returns = []
    for number, rater in enumerate(("R1", "R2", "R3")):
        kit, back = tmp_path / f"{rater}.dgkit", tmp_path / f"{rater}.dgreturn"
        assert main(["kit", "write", str(study), "--rater", rater, str(kit)]) == 0
        assert "Leak scan: nothing found" in capsys.readouterr().out
        read_kit(kit, grade=number + 1)
        assert main(["kit", "return", str(kit), str(back), "--json"]) == 0
        assert told(capsys)["finished"] is True
        assert main(["verify", str(kit)]) == 0
        assert main(["verify", str(back)]) == 0
        returns.append(str(back))
        capsys.readouterr()
    before = study.read_bytes()
    assert main(["kit", "merge", str(study), *returns, "--dry-run", "--json"]) == 0
    assert [one["scores"] for one in told(capsys)["returns"]] == [18, 18, 18]
    assert study.read_bytes() == before
    assert main(["kit", "merge", str(study), *returns, "--json"]) == 0
    assert told(capsys)["finished"] == ["R1", "R2", "R3"]
    merged = study.read_bytes()
    assert main(["kit", "merge", str(study), *returns]) == 0
    assert "Nothing to merge" in capsys.readouterr().out
    assert study.read_bytes() == merged
    assert main(["verify", str(study)]) == 0
    with StudyStore.open(study) as store:
        grades = {(row.rater, row.value) for row in store.score_rows()}
    assert grades == {("R1", 1), ("R2", 2), ("R3", 3)}


def test_a_finding_stops_the_command_until_it_is_waived(
    study: Path, tmp_path: Path, capsys
) -> None:
    kit = tmp_path / "a.dgkit"
    words = ["kit", "write", str(study), "--rater", "R1", str(kit), "--json"]
    words += ["--name", "Example study"]
    assert main(words) == 1
    assert "title of the study" in told(capsys)["problems"][0]["text"]
    assert not kit.exists()
    assert main([*words, "--waive", "the title tells nothing"]) == 0
    assert told(capsys)["waived"] == "the title tells nothing"


def test_an_encrypted_kit_needs_its_passphrase(
    study: Path, tmp_path: Path, capsys
) -> None:
    kit, key = tmp_path / "a.dgkit", tmp_path / "key.txt"
    key.write_text("four words of mine\n")
    words = ["kit", "write", str(study), "--rater", "R1", str(kit)]
    assert main([*words, "--passphrase-file", str(key)]) == 0
    assert kit.read_bytes().startswith(b"age-encryption.org/v1")
    assert "not encrypted" not in capsys.readouterr().out
    back = tmp_path / "a.dgreturn"
    assert main(["kit", "return", str(kit), str(back)]) == 1
    assert "passphrase of the kit is needed" in capsys.readouterr().err
    returning = ["kit", "return", str(kit), str(back), "--passphrase-file", str(key)]
    assert main(returning) == 0
    assert main(["verify", str(kit)]) == 1


def test_the_passphrase_of_the_allocation_is_not_taken_for_the_kit(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DERMAGRADE_PASSPHRASE", "the key of the allocation")
    kit = tmp_path / "a.dgkit"
    assert main(["kit", "write", str(study), "--rater", "R1", str(kit)]) == 0
    assert kit.read_bytes().startswith(b"SQLite")


def test_a_damaged_return_does_not_verify(study: Path, tmp_path: Path, capsys) -> None:
    kit, back = tmp_path / "a.dgkit", tmp_path / "a.dgreturn"
    main(["kit", "write", str(study), "--rater", "R1", str(kit)])
    main(["kit", "return", str(kit), str(back)])
    back.write_bytes(back.read_bytes().replace(b"kit made", b"kit Made"))
    capsys.readouterr()
    assert main(["verify", str(back)]) == 1
    assert "changed by something other" in capsys.readouterr().err
    kit.write_bytes(kit.read_bytes()[:-100])
    assert main(["verify", str(kit)]) == 1
    assert "not copied to its end" in capsys.readouterr().err
