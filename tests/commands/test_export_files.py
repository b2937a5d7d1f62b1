"""Files for other programs by commands, beside the workbook."""

import json
import shutil
from pathlib import Path

import pytest

from commands.parser import build_parser
from main import main
from models.allocation.allocation_list import Allocation
from models.allocation.seal import seal
from models.audit.locking import lock_study
from models.store.store import StudyStore
from tests.exiting import GROUPS, exits_study
from tests.sealing import quick_envelopes

PASSPHRASE = "correct horse battery"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The study, the same with a sealed allocation, and that one locked."""
    folder = tmp_path_factory.mktemp("made")
    with exits_study(folder) as store:
        path = store.path
    paths = {}
    for name in ("open", "sealed", "locked"):
        paths[name] = folder / f"{name}.dgstudy"
        shutil.copy(path, paths[name])
    with pytest.MonkeyPatch.context() as patched:
        quick_envelopes(patched)
        for name in ("sealed", "locked"):
            with StudyStore.open(paths[name]) as store:
                seal(store, Allocation(GROUPS), PASSPHRASE, by="k")
                if name == "locked":
                    lock_study(store, by="c", why="done")
    return paths


@pytest.fixture
def study(tmp_path: Path, made: dict[str, Path]) -> Path:
    return Path(shutil.copy(made["open"], tmp_path / "study.dgstudy"))


@pytest.fixture
def sealed(
    tmp_path: Path, made: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The study with its allocation sealed, and locked."""
    quick_envelopes(monkeypatch)
    return Path(shutil.copy(made["locked"], tmp_path / "study.dgstudy"))


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key.txt"
    path.write_text(PASSPHRASE + "\n")
    return path


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.mark.parametrize("kind", ["csv", "redcap", "cdisc"])
def test_each_kind_is_written_blinded_by_default(study, kind, tmp_path, capsys) -> None:
    out = tmp_path / kind
    assert run("export", kind, study, out, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["edition"] == "blinded"
    assert set(told["files"]) == {path.name for path in out.iterdir()}
    assert all("_blinded." in name for name in told["files"])


def test_the_workbook_is_exported_as_before(study, tmp_path, capsys) -> None:
    assert run("export", study, tmp_path / "out.xlsx") == 0
    assert "out.xlsx is written" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["a.dgstudy", "out.xlsx"], "export"),
        (["--json", "a.dgstudy", "out.xlsx"], "export"),
        (["--passphrase-file", "csv", "a.dgstudy", "out.xlsx"], "export"),
        (["./csv", "out.xlsx"], "export"),
        (["csv", "a.dgstudy", "out"], "csv_files"),
        (["--json", "redcap", "a.dgstudy", "out"], "redcap_files"),
        (["cdisc", "--study-id", "X", "a.dgstudy", "out"], "cdisc_files"),
    ],
)
def test_the_first_word_decides_which_form_is_meant(words, name) -> None:
    parsed = build_parser().parse_args(["export", *words])
    assert parsed.run.__name__ == name
    assert parsed.command == "export"


def test_the_help_of_export_tells_all_forms(capsys) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    text = capsys.readouterr().out
    for form in ("STUDY OUT.xlsx", "csv STUDY", "redcap STUDY", "cdisc STUDY"):
        assert f"export {form}" in text


def test_options_of_csv_reach_the_files(study, tmp_path) -> None:
    out = tmp_path / "out"
    options = ("--semicolons", "--no-bom", "--values", "codes")
    assert run("export", "csv", study, out, *options) == 0
    first = (out / "scores-long_blinded.csv").read_bytes().splitlines()[0]
    assert first.startswith(b'"subject";"site";"visit";"day"')


def test_files_are_not_replaced_unless_asked(study, tmp_path, capsys) -> None:
    out = tmp_path / "out"
    assert run("export", "redcap", study, out) == 0
    assert run("export", "redcap", study, out) == 1
    assert "1-dictionary_blinded.csv: is there already." in capsys.readouterr().err
    assert run("export", "redcap", study, out, "--replace") == 0


def test_an_arm_is_asked_for_in_vain_while_the_allocation_is_sealed(
    sealed, tmp_path, capsys
) -> None:
    out = tmp_path / "out"
    assert run("export", "csv", sealed, out, "--edition", "unblinded") == 1
    assert "only the blinded edition" in capsys.readouterr().err
    assert not out.exists()


def test_a_passphrase_opens_the_allocation_for_these_files_only(
    sealed, key, tmp_path, capsys
) -> None:
    out = tmp_path / "out"
    assert run("export", "csv", sealed, out, "--passphrase-file", key) == 0
    assert "unblinded edition" in capsys.readouterr().out
    assert "Northlight" in (out / "subjects_unblinded.csv").read_text("utf-8-sig")
    again = tmp_path / "again"
    assert run("export", "csv", sealed, again, "--edition", "unblinded") == 1


def test_the_masked_edition_tells_letters_only(sealed, key, tmp_path) -> None:
    out = tmp_path / "out"
    words = ("--passphrase-file", key, "--edition", "masked")
    assert run("export", "csv", sealed, out, *words) == 0
    text = (out / "subjects_masked.csv").read_text("utf-8-sig")
    assert "Group A" in text
    assert "Northlight" not in text


def test_a_study_that_is_opened_on_record_is_still_written_blinded_by_default(
    sealed, key, tmp_path
) -> None:
    assert run("unblind", sealed, "--passphrase-file", key, "--reason", "done") == 0
    assert run("export", "cdisc", sealed, tmp_path / "a") == 0
    assert (tmp_path / "a" / "dm_blinded.json").exists()
    assert run("export", "cdisc", sealed, tmp_path / "b", "--edition", "unblinded") == 0
    assert b"Northlight" in (tmp_path / "b" / "dm_unblinded.json").read_bytes()


def test_an_unlocked_study_keeps_its_arms_from_an_export(
    made, key, tmp_path, capsys
) -> None:
    out = tmp_path / "out"
    path = shutil.copy(made["sealed"], tmp_path / "study.dgstudy")
    assert run("export", "csv", path, out, "--passphrase-file", key) == 1
    assert "not locked" in capsys.readouterr().err
