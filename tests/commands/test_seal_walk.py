"""After a whole walk nothing tells an arm: not study, backup, workbook, log or crash.

The known words are looked for in every file that the walk left, also within zipped
parts, in the spellings a file may have.
"""

import logging
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gui import logs
from main import main
from models.allocation import opening, seal
from models.backup.backups import back_up
from models.faults import where
from models.progress import Progress
from models.reading.session import open_session
from models.store.store import StudyStore
from tests.conftest import HOME_VARIABLES
from tests.examples import make_study
from tests.sealing import quick_envelopes

ARMS = ("Zinnoberkrem", "Grundlagenxy")
PASSPHRASE = "correct horse battery"


class FaultOfTheProgramError(Exception):
    """What no one foresaw."""


@dataclass(frozen=True)
class Walk:
    """Where the walk left its files, and the home folder it had."""

    place: Path
    home: Path


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Everything that a walk up to the lock leaves behind."""
    walk = Walk(tmp_path_factory.mktemp("walk"), tmp_path_factory.mktemp("walk-home"))
    with pytest.MonkeyPatch.context() as patched:
        for variable, name in HOME_VARIABLES.items():
            patched.setenv(variable, str(walk.home / name))
        quick_envelopes(patched)
        _go(walk.place, tmp_path_factory.mktemp("keys") / "key.txt")
    return walk


def _go(place: Path, key: Path) -> None:
    """Seal, read, lock, export and back up; with a fault at sealing and at opening."""
    subjects = [f"{number:03}" for number in range(1, 9)]
    with make_study(place / "trial.dgstudy", subjects=subjects) as store:
        study = str(store.path)
    key.write_text(PASSPHRASE)
    sealing = ["allocate", study, "--randomise", "--passphrase-file", str(key)]
    sealing += ["--code-sheet", str(place / "codes.pdf"), "--arms", *ARMS]
    unblinding = ["unblind", study, "--passphrase-file", str(key), "--reason", "x"]

    with pytest.MonkeyPatch.context() as patched:
        _fail_within(patched, seal, "_check_fit")
        assert main(sealing) == 1
    assert main(sealing) == 0
    with StudyStore.open(Path(study)) as store:
        session = open_session(store, "R1")
        for item in session.items:
            for scale in item.scales:
                session.give(item.position, scale, 2)
        session.finish()
    assert main(["lock", study, "--reason", "all read"]) == 0
    with pytest.MonkeyPatch.context() as patched:
        _fail_within(patched, opening, "_write")
        assert main(unblinding) == 1
        _log_as_the_window_does(Path(study), place)
    assert main(["export", study, str(place / "blinded.xlsx")]) == 0
    assert main(["backup", study, str(place / "copies")]) == 0
    assert main(["verify", study]) == 0
    back_up(Path(study), Progress())


def _fail_within(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    """Let a function that is given the arms fail as nobody foresaw."""

    def fail(*given: object, **more: object) -> None:
        assert given
        raise FaultOfTheProgramError(*ARMS, repr(given), repr(more))

    monkeypatch.setattr(module, name, fail)


def _log_as_the_window_does(study: Path, place: Path) -> None:
    """Write the line of the log that a fault while opening leaves."""
    (place / "logs").mkdir()
    handler = logs.start(place / "logs")
    try:
        with StudyStore.open(study) as store:
            opening.open_seal(store, PASSPHRASE, by="KH", why="analysis")
    except FaultOfTheProgramError as error:
        logging.getLogger("gui.errors").error("bug: %s", where(error))  # noqa: TRY400
    finally:
        logs.stop(handler)


def _parts(path: Path) -> Iterator[bytes]:
    """A file's bytes, and those of what is packed in it."""
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    if data.startswith(b"%PDF"):
        for part in data.split(b"stream")[1:]:
            try:
                yield zlib.decompress(part.strip(b"\r\n"))
            except zlib.error:
                yield part


def _spellings(word: str) -> list[bytes]:
    low = word.lower()
    return [low.encode(), low.encode("utf-16-le"), low.encode("utf-16-be")]


def test_after_a_whole_walk_no_file_tells_an_arm(walked: Walk) -> None:
    paths = [*walked.place.rglob("*"), *walked.home.rglob("*")]
    files = [path for path in paths if path.is_file()]
    names = {path.name for path in files}
    assert {"trial.dgstudy", "blinded.xlsx", "codes.pdf", "commands.log"} <= names
    assert len([name for name in names if name.endswith(".dgstudy")]) == 3
    assert any("log" in path.parts[-2] for path in files)
    for path in files:
        for part in _parts(path):
            low = part.lower()
            for arm in ARMS:
                for spelling in _spellings(arm):
                    assert spelling not in low, path.name


def test_the_crash_reports_were_written_at_all(walked: Walk) -> None:
    [report] = walked.home.rglob("commands.log")
    text = report.read_text(encoding="utf-8")
    assert text.count("FaultOfTheProgramError") >= 2
    window = "".join(
        path.read_text(encoding="utf-8") for path in (walked.place / "logs").iterdir()
    )
    assert "FaultOfTheProgramError in" in window


def test_no_table_of_the_walked_study_pairs_a_subject_with_a_group(
    walked: Walk,
) -> None:
    connection = sqlite3.connect(walked.place / "trial.dgstudy")
    for table in ("opened_group", "opened_name", "unit_opening"):
        count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        assert count == 0
    connection.close()
