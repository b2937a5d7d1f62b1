"""Putting files in place: whole or not at all."""

import errno
from pathlib import Path

import pytest

from exports.placing import placed
from models.errors import ExpectedError


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"

    with placed(path) as beside:
        beside.write_text("half")
        assert not path.exists()

    assert path.read_text() == "half"
    assert list(tmp_path.iterdir()) == [path]


def test_what_stood_there_stays_if_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")

    def write() -> None:
        with placed(path) as beside:
            beside.write_text("half")
            raise ValueError("the writer stumbled")

    with pytest.raises(ValueError, match="stumbled"):
        write()

    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EACCES, "another program has it open"),
        (errno.EROFS, "can only be read"),
        (errno.EIO, "Choose another folder"),
    ],
)
def test_each_fault_of_the_disk_has_its_hint(
    tmp_path: Path, number: int, hint: str
) -> None:
    with pytest.raises(ExpectedError) as raised, placed(tmp_path / "a.txt"):
        raise OSError(number, "fault")

    assert hint in raised.value.hint


def test_a_folder_of_that_name_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ExpectedError) as raised, placed(tmp_path):
        pass

    assert "folder has this name" in raised.value.hint
