"""Several files go into a folder together, on record, or not at all."""

import errno
from pathlib import Path

import pytest

from exports.folder import place_files
from models.errors import ExpectedError
from models.progress import Cancelled, Progress, Step
from models.store.store import StudyStore
from tests.examples import make_study

FILES = {"a.csv": b"one", "b.csv": b"two"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("study")
    with make_study(folder / "study.dgstudy", subjects=()) as made:
        yield made


def place(store: StudyStore, folder: Path, *, replace: bool = False) -> None:
    place_files(store, folder, FILES, what="CSV files", by="c", replace=replace)


def test_the_trail_names_every_file_in_one_line(store, tmp_path) -> None:
    before = len(store.trail())
    place(store, tmp_path / "out")
    assert (tmp_path / "out" / "b.csv").read_bytes() == b"two"
    [line] = store.trail()[before:]
    assert line.action == "CSV files written"
    assert "a.csv, b.csv" in line.details
    assert str(tmp_path) not in line.details


def test_files_that_are_there_are_kept_unless_replacing_is_asked_for(
    store, tmp_path
) -> None:
    place(store, tmp_path)
    (tmp_path / "b.csv").write_bytes(b"mine")
    with pytest.raises(ExpectedError) as caught:
        place(store, tmp_path)
    assert [one.place for one in caught.value.problems] == ["a.csv", "b.csv"]
    assert (tmp_path / "b.csv").read_bytes() == b"mine"
    place(store, tmp_path, replace=True)
    assert (tmp_path / "b.csv").read_bytes() == b"two"


def test_a_disk_that_fills_up_at_the_second_file_leaves_none_and_no_record(
    store, tmp_path, monkeypatch
) -> None:
    written = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if data == b"two":
            raise OSError(errno.ENOSPC, "no space")
        return written(path, data)

    before = len(store.trail())
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(ExpectedError) as caught:
        place(store, tmp_path / "out")
    assert "b.csv" in caught.value.text
    assert "disk is full" in caught.value.hint
    assert not (tmp_path / "out").exists()
    assert len(store.trail()) == before


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM])
def test_a_file_that_another_program_holds_is_told_with_what_to_do(
    store, tmp_path, monkeypatch, number
) -> None:
    def held(path: Path, target: Path) -> Path:
        raise OSError(number, "in use")

    monkeypatch.setattr(Path, "replace", held)
    with pytest.raises(ExpectedError, match="could not be written") as caught:
        place(store, tmp_path)
    assert "Close it" in caught.value.hint
    assert sorted(p.name for p in tmp_path.glob("*.csv")) == []


def test_a_folder_whose_parent_is_missing_is_refused_in_a_sentence(
    store, tmp_path
) -> None:
    with pytest.raises(ExpectedError, match="no folder “none”"):
        place(store, tmp_path / "none" / "out")


def test_a_file_in_the_place_of_the_folder_is_refused(store, tmp_path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(ExpectedError, match="is a file"):
        place(store, tmp_path / "out")


def test_cancelling_between_two_files_leaves_none(store, tmp_path) -> None:
    def stop(step: Step) -> None:
        progress.cancel()

    progress = Progress(stop)
    with pytest.raises(Cancelled):
        place_files(
            store,
            tmp_path / "out",
            FILES,
            what="CSV files",
            by="c",
            replace=False,
            progress=progress,
        )
    assert not (tmp_path / "out").exists()
