"""What the world does to an open study: full disk, pulled stick, clock set back.

The faults are made below the program, in SQLite or in the file system. After each, what
was told as saved is there, and the study verifies.
"""

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from models.audit.verify import verify_study
from models.reading.session import open_session
from models.store.store import StudyStore
from models.store.troubles import StudyFileError
from tests.examples import Ticking, make_study, new_photograph


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study in which somebody has begun to score."""
    with make_study(tmp_path_factory.mktemp("made") / "study.dgstudy") as store:
        open_session(store, "R1").give(1, "erythema-0-3", 2)
        return store.path


@pytest.fixture
def study(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path / "study.dgstudy"))


@pytest.fixture
def store(study: Path) -> Iterator[StudyStore]:
    with StudyStore.open(study, now=Ticking()) as opened:
        yield opened


def saved(path: Path) -> dict[tuple[int, str], float | None]:
    """What counts in the reading of R1."""
    with StudyStore.open(path, now=Ticking()) as store:
        reading = store.readings()[0].id
        return {
            (score.item, score.scale): score.value
            for score in store.current_scores(reading)
        }


@contextmanager
def told_by_sqlite(store: StudyStore, pragma: str) -> Iterator[None]:
    """Let every connection of a store begin with a pragma that makes it fail."""

    def prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA {pragma}")

    store._engine.dispose()
    event.listen(store._engine, "connect", prepare)
    try:
        yield
    finally:
        event.remove(store._engine, "connect", prepare)
        store._engine.dispose()


@contextmanager
def files_end_at(size: int) -> Iterator[None]:
    """Let the system refuse every write behind so many bytes: a failing disk."""
    resource = pytest.importorskip("resource", reason="needs limits of file size")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def give_all(store: StudyStore, value: float) -> None:
    session = open_session(store, "R1")
    for item in session.items:
        session.give(item.position, "erythema-0-3", value)


def import_much(store: StudyStore) -> None:
    """A write of many pages in one transaction, as an import or a merge is."""
    with store.changes(by="a", role="coordinator", action="imported") as changes:
        for number in range(100, 140):
            new = new_photograph(f"{number}", "baseline", number)
            data = new.data + bytes(30_000)
            changes.add_photograph(type(new)(**{**new.__dict__, "data": data}))


def test_a_full_disk_is_told_and_keeps_what_was_saved(store: StudyStore) -> None:
    pages = store.path.stat().st_size // 16384
    with (
        told_by_sqlite(store, f"max_page_count = {pages + 2}"),
        pytest.raises(StudyFileError, match="disk is full") as caught,
    ):
        import_much(store)
    assert "Free some space" in caught.value.hint
    give_all(store, 1)
    store.close()
    assert set(saved(store.path).values()) == {1.0}
    assert verify_study(store.path).holds


def test_a_full_disk_in_the_middle_of_scoring_stops_before_it_tells_saved(
    store: StudyStore,
) -> None:
    session = open_session(store, "R1")
    told = 0
    pages = store.path.stat().st_size // 16384
    with (
        told_by_sqlite(store, f"max_page_count = {pages}"),
        pytest.raises(StudyFileError, match="disk is full"),
    ):
        for _ in range(200):
            for value in (1, 2, 3):
                session.give(2, "erythema-0-3", value)
                told = value
    assert session.scores(2)["erythema-0-3"].value == told
    store.close()
    item = session.item(2).id
    assert saved(store.path)[item, "erythema-0-3"] == told
    assert verify_study(store.path).holds


def test_a_failing_disk_or_share_is_told_and_keeps_what_was_saved(
    store: StudyStore,
) -> None:
    give_all(store, 1)
    with (
        files_end_at(store.path.stat().st_size),
        pytest.raises(StudyFileError, match=r"disk reported an error|disk is full"),
    ):
        import_much(store)
    store.close()
    assert set(saved(store.path).values()) == {1.0}
    assert verify_study(store.path).holds


def test_a_file_that_became_read_only_is_told(store: StudyStore) -> None:
    with (
        told_by_sqlite(store, "query_only = ON"),
        pytest.raises(StudyFileError, match="read-only"),
    ):
        give_all(store, 1)
    assert len(store.score_rows()) == 1


def test_a_read_only_folder_is_told_at_opening(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "Permission denied")

    before = study.read_bytes()
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StudyFileError, match="does not allow writing"):
        StudyStore.open(study)
    monkeypatch.undo()
    assert study.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file from removal")
def test_a_pulled_stick_is_told_and_nothing_more_is_told_as_saved(
    store: StudyStore, tmp_path: Path
) -> None:
    session = open_session(store, "R1")
    session.give(3, "erythema-0-3", 2)
    item = session.item(3).id
    away = store.path.rename(tmp_path / "away.dgstudy")
    with pytest.raises(StudyFileError, match="study file is gone"):
        session.give(3, "erythema-0-3", 3)
    with pytest.raises(StudyFileError, match="study file is gone"):
        store.subjects()
    assert not store.path.exists(), "no empty file is left in its place"
    assert session.scores(3)["erythema-0-3"].value == 2
    store.close()
    assert saved(away)[item, "erythema-0-3"] == 2
    assert verify_study(away).holds


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file from removal")
def test_a_stick_pulled_within_a_write_saves_nothing(
    store: StudyStore, tmp_path: Path
) -> None:
    lines = len(store.trail())
    away = tmp_path / "away.dgstudy"
    with (
        pytest.raises(StudyFileError, match="study file is gone"),
        store.changes(by="a", role="coordinator", action="subject") as changes,
    ):
        changes.add_subject("100")
        store.path.rename(away)
    store.close()
    away.rename(store.path)
    with StudyStore.open(store.path, now=Ticking()) as again:
        assert len(again.trail()) == lines


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps an open file from removal")
def test_another_file_in_the_place_of_the_study_is_noticed(
    store: StudyStore, made: Path, tmp_path: Path
) -> None:
    store.path.rename(tmp_path / "away.dgstudy")
    shutil.copy(made, store.path)
    with pytest.raises(StudyFileError, match="Another file has taken the place"):
        give_all(store, 1)
    assert store.path.read_bytes() == made.read_bytes()


def test_a_share_that_does_not_answer_is_told(
    store: StudyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_: object, **__: object) -> os.stat_result:
        raise OSError(112, "Host is down")

    store.subjects()
    with monkeypatch.context() as patched:
        patched.setattr("models.store.presence.os.stat", unreachable)
        with pytest.raises(StudyFileError, match="does not answer"):
            store.subjects()
    assert store.subjects()


def test_a_study_cut_off_under_the_program_is_told(store: StudyStore) -> None:
    store.subjects()
    with store.path.open("r+b") as file:
        file.truncate(store.path.stat().st_size // 2)
    store._engine.dispose()
    with pytest.raises(StudyFileError, match=r"damaged|disk reported an error"):
        store.photographs()
        store.score_rows()
        store.trail()
        store.photograph_bytes(9)


class Clock:
    """A clock that somebody sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_a_clock_set_back_never_dates_a_line_back(study: Path) -> None:
    clock = Clock()
    with StudyStore.open(study, now=clock) as store:
        give_all(store, 1)
        before = store.trail()[-1]
        clock.now -= timedelta(hours=1)
        give_all(store, 2)
        clock.now += timedelta(hours=2)
        give_all(store, 3)
        lines = store.trail()
    times = [line.at for line in lines]
    assert times == sorted(times)
    noted = [
        (line.at, json.loads(line.details)["facts"]["clock"])
        for line in lines
        if "clock" in json.loads(line.details)["facts"]
    ]
    assert len(noted) == 9
    assert set(noted) == {(before.at, "behind by 3600 s")}
    assert verify_study(study).holds


def test_scores_of_a_clock_set_back_keep_their_order(study: Path) -> None:
    clock = Clock()
    with StudyStore.open(study, now=clock) as store:
        session = open_session(store, "R1")
        session.give(1, "erythema-0-3", 3)
        clock.now -= timedelta(days=400)
        session.give(1, "erythema-0-3", 0)
        assert open_session(store, "R1").scores(1)["erythema-0-3"].value == 0
        rows = store.score_rows()
        assert [row.at for row in rows] == ["2026-03-02T09:00:00.000Z"]
