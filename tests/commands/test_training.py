"""The commands of training, from reference scores to the certificate."""

import json
from pathlib import Path

import pytest

from main import main
from models.store.store import StudyStore
from tests.training import examine, make_set, wrong


def references(folder: Path, count: int) -> Path:
    path = folder / "references.csv"
    rows = [
        f"P{number:02d},erythema-0-3,{number % 4}" for number in range(1, count + 1)
    ]
    path.write_text("\n".join(["photograph,scale,value", *rows]) + "\n")
    return path


def test_a_table_an_examination_and_a_certificate(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = tmp_path / "set.dgstudy"
    make_set(study, count=24, references=False).close()
    table = references(tmp_path, 24)
    assert main(["training", "set", str(study), "--table", str(table)]) == 0
    capsys.readouterr()
    assert main(["training", "status", str(study), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["scales"]["erythema-0-3"]["grades"] == {"0": 6, "1": 6, "2": 6, "3": 6}
    with StudyStore.open(study) as store:
        examine(store)
    assert main(["training", "judge", str(study), "--rater", "T1"]) == 0
    page = tmp_path / "T1.pdf"
    assert (
        main(["training", "certificate", str(study), "--rater", "T1", str(page)]) == 0
    )
    assert page.read_bytes().startswith(b"%PDF")
    file = tmp_path / "T1.dgcert"
    assert (
        main(["training", "certificate", str(study), "--rater", "T1", str(file)]) == 0
    )
    assert main(["verify", str(file)]) == 0
    file.write_text(file.read_text().replace("T1", "T2"))
    assert main(["verify", str(file)]) == 1


def test_judging_a_failed_examination_ends_with_1(tmp_path: Path) -> None:
    study = tmp_path / "set.dgstudy"
    with make_set(study, count=24) as store:
        examine(store, answer=wrong)
    assert main(["training", "judge", str(study), "--rater", "T1"]) == 1
