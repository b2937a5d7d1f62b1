"""Backups: made when something changed, sound, thinned, and restored to a new file."""

import os
import shutil
import sqlite3
from collections import namedtuple
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from models.audit.verify import verify_study
from models.audit.workflow import note_opening
from models.backup import backups
from models.backup.backups import (
    all_backups,
    back_up,
    backups_folder,
    backups_of,
    check_up,
    restore,
    thin_out,
    write_backup,
)
from models.errors import ExpectedError
from models.progress import Cancelled, Progress
from models.store import copying
from models.store.copying import BusyError, study_facts
from models.store.store import StudyStore
from models.store.troubles import StudyFileError
from tests.examples import Ticking, make_study

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with make_study(tmp_path_factory.mktemp("made") / "study.dgstudy") as store:
        return store.path


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "study.dgstudy"))


def change(study: Path) -> None:
    with (
        StudyStore.open(study, now=Ticking()) as store,
        store.changes(by="a", role="coordinator", action="subject added") as changes,
    ):
        changes.add_subject(f"N{len(store.subjects())}")


def at(hours: float):
    return lambda: NOW + timedelta(hours=hours)


def test_a_backup_lies_outside_the_studys_folder_and_verifies(study: Path) -> None:
    made = back_up(study, Progress(), at(0))
    assert made is not None
    assert study.parent not in made.path.parents
    assert made.path.parent.parent == backups_folder()
    assert verify_study(made.path).head == verify_study(study).head
    assert verify_study(made.path).holds


def test_a_study_that_did_not_change_gets_no_second_backup(study: Path) -> None:
    assert back_up(study, Progress(), at(0))
    assert back_up(study, Progress(), at(1)) is None
    with StudyStore.open(study, now=Ticking()) as store:
        note_opening(store, by="a")
    assert back_up(study, Progress(), at(2)) is None
    change(study)
    assert back_up(study, Progress(), at(3))
    assert [one.at for one in backups_of(study_facts(study).uid)] == [
        "2026-03-01T15:00:00Z",
        "2026-03-01T12:00:00Z",
    ]


def test_a_backup_is_made_while_the_study_is_open(study: Path) -> None:
    with StudyStore.open(study, now=Ticking()) as store:
        store.subjects()
        assert back_up(study, Progress(), at(0))


def test_writing_meanwhile_begins_the_copy_anew_and_gives_up_in_the_end(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_PAGES_AT_A_TIME", 1)
    with StudyStore.open(study, now=Ticking()) as store:

        def write(_: object) -> None:
            with store.changes(by="a", role="x", action="note") as changes:
                changes.note(something="new")

        with pytest.raises(BusyError, match="no copy was made now"):
            back_up(study, Progress(write), at(0))
    assert backups_of(study_facts(study).uid) == []
    assert verify_study(study).holds


def test_a_copy_made_while_one_score_is_written_is_whole(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_PAGES_AT_A_TIME", 2)
    steps = 0
    with StudyStore.open(study, now=Ticking()) as store:

        def write_once(_: object) -> None:
            nonlocal steps
            steps += 1
            if steps == 3:
                with store.changes(by="a", role="x", action="note") as changes:
                    changes.note(something="new")

        made = back_up(study, Progress(write_once), at(0))
    assert made is not None
    assert verify_study(made.path).head == verify_study(study).head


def test_a_cancelled_backup_leaves_nothing(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "_PAGES_AT_A_TIME", 1)
    progress = Progress(lambda step: progress.cancel())
    with pytest.raises(Cancelled):
        back_up(study, progress, at(0))
    assert list(next(backups_folder().iterdir()).iterdir()) == []


def test_what_a_backup_that_was_cut_short_left_is_removed(study: Path) -> None:
    folder = backups_folder() / study_facts(study).uid
    folder.mkdir(parents=True)
    (folder / "being written.dgstudy.part").write_bytes(b"half")
    back_up(study, Progress(), at(0))
    assert len(list(folder.iterdir())) == 1


def test_a_damaged_study_is_told_at_opening(study: Path) -> None:
    check_up(study)
    data = bytearray(study.read_bytes())
    data[-40_000:-20_000] = bytes(20_000)
    study.write_bytes(data)
    with pytest.raises(StudyFileError, match="damaged"):
        check_up(study)


def test_a_trail_whose_end_was_changed_is_told_at_opening(study: Path) -> None:
    connection = sqlite3.connect(study)
    connection.execute("DROP TRIGGER no_update_of_trail")
    connection.execute("UPDATE trail SET action = 'x' WHERE number = 2")
    connection.commit()
    connection.close()
    with pytest.raises(StudyFileError, match="damaged"):
        check_up(study)


def test_a_damaged_backup_is_replaced_by_a_new_one(study: Path) -> None:
    first = back_up(study, Progress(), at(0))
    assert first is not None
    first.path.write_bytes(b"nothing left")
    assert back_up(study, Progress(), at(1))


def test_restoring_makes_a_new_file_and_says_so_in_its_trail(
    study: Path, tmp_path: Path
) -> None:
    made = back_up(study, Progress(), at(0))
    assert made is not None
    before = study.read_bytes()
    target = restore(made.path, tmp_path / "again.dgstudy", Progress(), by="AB")
    assert verify_study(target).holds
    with StudyStore.open(target, now=Ticking()) as store:
        line = store.trail()[-1]
        assert (line.by, line.action) == ("AB", "study restored from a backup")
        assert len(store.photographs()) == 9
    assert study.read_bytes() == before


def test_restoring_never_writes_over_a_file(study: Path) -> None:
    made = back_up(study, Progress(), at(0))
    assert made is not None
    before = study.read_bytes()
    with pytest.raises(StudyFileError, match="already a file"):
        restore(made.path, study, Progress(), by="AB")
    assert study.read_bytes() == before


def test_a_damaged_backup_is_not_restored(study: Path, tmp_path: Path) -> None:
    made = back_up(study, Progress(), at(0))
    assert made is not None
    made.path.write_bytes(made.path.read_bytes()[:30_000])
    with pytest.raises(StudyFileError, match="backup is damaged"):
        restore(made.path, tmp_path / "again.dgstudy", Progress(), by="AB")
    assert not (tmp_path / "again.dgstudy").exists()


def test_the_list_names_each_study(study: Path) -> None:
    back_up(study, Progress(), at(0))
    [one] = all_backups()
    assert one.title == "Example study"
    assert one.size == one.path.stat().st_size


def test_backups_are_thinned_as_they_grow_old(study: Path) -> None:
    made = back_up(study, Progress(), at(0))
    assert made is not None
    folder = made.path.parent
    for day in range(1, 400):
        moment = (NOW - timedelta(days=day)).strftime("%Y%m%dT%H%M%SZ")
        (folder / f"{moment} {'0' * 16}.dgstudy").write_bytes(b"x")
    thin_out(folder, NOW)
    left = backups_of(folder.name)
    assert 20 < len(left) < 50
    assert left[0].path == made.path


def test_backups_that_take_too_much_of_the_disk_are_thinned_but_for_two(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(backups.shutil, "disk_usage", lambda _: usage(1000, 0, 1000))
    for hour in range(4):
        back_up(study, Progress(), at(hour))
        change(study)
    assert len(backups_of(study_facts(study).uid)) == 2


def test_a_backup_into_a_folder_is_dated_and_sound(study: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stick" / "copies"
    with StudyStore.open(study, now=Ticking()) as store:
        first = write_backup(store, folder, Progress(), at(0))
        second = write_backup(store, folder, Progress(), at(0))
    assert first.path.name == "study 20260301T120000Z.dgstudy"
    assert second.path.name == "study 20260301T120000Z 2.dgstudy"
    assert verify_study(second.path).holds


def test_a_folder_that_cannot_be_made_gets_a_sentence(
    study: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    with (
        StudyStore.open(study, now=Ticking()) as store,
        pytest.raises(ExpectedError, match="cannot be made"),
    ):
        write_backup(store, tmp_path / "file" / "folder", Progress())


@pytest.mark.skipif(not hasattr(os, "posix_fallocate"), reason="needs file limits")
def test_a_disk_without_room_leaves_no_half_backup(study: Path, tmp_path: Path) -> None:
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    folder = tmp_path / "copies"
    with StudyStore.open(study, now=Ticking()) as store:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
        try:
            with pytest.raises(ExpectedError):
                write_backup(store, folder, Progress())
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in folder.iterdir() if path.suffix == ".dgstudy"] == []
