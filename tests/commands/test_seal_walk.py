"""After a whole walk nothing tells an arm: no study, backup, kit, return, log or crash.

The known words are looked for in every file that the walk left, also within what is
packed or encrypted in it with a passphrase that a rater has, in the spellings a file
may have.
"""

import base64
import io
import json
import logging
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyrage
import pytest

from exports.trail import write_trail
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
from tests.kits import read_kit
from tests.sealing import quick_envelopes

ARMS = ("Zinnoberkrem", "Grundlagenxy")
PASSPHRASE = "correct horse battery"
KIT_PASSPHRASE = "a kit of its own"
_DEEPEST = 4


class FaultOfTheProgramError(Exception):
    """What no one foresaw."""


@dataclass(frozen=True)
class Walk:
    """Where the walk left its files, and the home folder it had."""

    place: Path
    home: Path


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Everything that a walk up to the masked opening leaves behind."""
    walk = Walk(tmp_path_factory.mktemp("walk"), tmp_path_factory.mktemp("walk-home"))
    encrypt, decrypt = pyrage.passphrase.encrypt, pyrage.passphrase.decrypt
    with pytest.MonkeyPatch.context() as patched:
        for variable, name in HOME_VARIABLES.items():
            patched.setenv(variable, str(walk.home / name))
        quick_envelopes(patched)
        keys = tmp_path_factory.mktemp("keys")
        study = _seal_and_read(walk.place, keys / "key.txt")
        with pytest.MonkeyPatch.context() as real:
            real.setattr(pyrage.passphrase, "encrypt", encrypt)
            real.setattr(pyrage.passphrase, "decrypt", decrypt)
            _send_kits(study, walk.place, keys / "kit.txt")
        _lock_and_open(study, walk.place, keys / "key.txt")
    return walk


def _seal_and_read(place: Path, key: Path) -> str:
    """Seal and read in the study; with a fault at sealing."""
    subjects = [f"{number:03}" for number in range(1, 9)]
    with make_study(place / "trial.dgstudy", subjects=subjects) as store:
        study = str(store.path)
    key.write_text(PASSPHRASE)
    sealing = ["allocate", study, "--randomise", "--passphrase-file", str(key)]
    sealing += ["--code-sheet", str(place / "codes.pdf"), "--arms", *ARMS]

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
    return study


def _send_kits(study: str, place: Path, key: Path) -> None:
    """Two raters read in kits, one of them encrypted, and their returns are merged."""
    key.write_text(KIT_PASSPHRASE)
    secret = {"R2": [], "R3": ["--passphrase-file", str(key)]}
    for rater, options in secret.items():
        kit, back = place / f"{rater}.dgkit", place / f"{rater}.dgreturn"
        writing = ["kit", "write", study, "--rater", rater, str(kit), *options]
        assert main(writing) == 0
        read_kit(kit, passphrase=KIT_PASSPHRASE if options else "")
        assert main(["kit", "return", str(kit), str(back), *options]) == 0
    returns = [str(place / f"{rater}.dgreturn") for rater in secret]
    assert main(["kit", "merge", study, *returns, "--dry-run"]) == 0
    assert main(["kit", "merge", study, *returns]) == 0


def _lock_and_open(study: str, place: Path, key: Path) -> None:
    """Lock, open masked, export and back up; with a fault at opening."""
    unblinding = ["unblind", study, "--passphrase-file", str(key), "--reason", "x"]
    assert main(["lock", study, "--reason", "all read"]) == 0
    with pytest.MonkeyPatch.context() as patched:
        _fail_within(patched, opening, "_write")
        assert main(unblinding) == 1
        _log_as_the_window_does(Path(study), place)
    assert main(["export", study, str(place / "blinded.xlsx")]) == 0
    assert main(["backup", study, str(place / "copies")]) == 0
    assert main(["verify", study]) == 0
    back_up(Path(study), Progress())
    assert main([*unblinding, "--masked"]) == 0
    assert main(["export", study, str(place / "masked.xlsx")]) == 0
    assert main(["trajectories", study, "--out", str(place / "masked.csv")]) == 0
    with StudyStore.open(Path(study)) as store:
        write_trail(store.trail(), place / "trail.pdf", title=store.info().title)
        write_trail(store.trail(), place / "trail.csv", title=store.info().title)


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


def _parts(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """Bytes, and whatever is packed, encrypted or stored as rows in them."""
    yield data
    if depth == _DEEPEST:
        return
    for part in (*_unpacked(data), *_inflated(data), *_rows(data)):
        yield from _parts(part, depth + 1)


def _unpacked(data: bytes) -> Iterator[bytes]:
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
    if data.startswith(b"age-encryption.org/") and b"-> scrypt" in data[:200]:
        yield pyrage.passphrase.decrypt(data, KIT_PASSPHRASE)


def _inflated(data: bytes) -> Iterator[bytes]:
    """Every run of bytes that is a zlib or gzip stream, wherever it begins."""
    for sign, width in ((b"\x78", 15), (b"\x1f\x8b\x08", 31)):
        at = data.find(sign)
        while at >= 0:
            opener = zlib.decompressobj(width)
            try:
                part = opener.decompress(data[at:], 2**24)
            except zlib.error:
                part = b""
            if part and opener.eof:
                yield part
            at = data.find(sign, at + 1)


def _rows(data: bytes) -> Iterator[bytes]:
    """The cells of a database, whose long ones may lie scattered over its pages."""
    if not data.startswith(b"SQLite format 3\0"):
        return
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        connection.text_factory = bytes
        names = "SELECT name FROM sqlite_master WHERE type = 'table'"
        for (name,) in connection.execute(names).fetchall():
            for row in connection.execute(f'SELECT * FROM "{name.decode()}"'):
                yield from (cell for cell in row if isinstance(cell, bytes) and cell)


def _spellings(word: str) -> set[bytes]:
    """A word as it may stand in bytes, in small letters."""
    plain = word.encode()
    found = {word.encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be")}
    found |= {word.encode("utf-32-le"), plain.hex().encode(), quote(word).encode()}
    found |= {word[::-1].encode(), " ".join(word).encode()}
    found |= {json.dumps([ord(one) for one in word])[1:-1].encode()}
    for shift in range(3):
        inner = plain[shift : shift + (len(plain) - shift) // 3 * 3]
        found.add(base64.b64encode(inner))
    return {one.lower() for one in found}


def test_after_a_whole_walk_no_file_tells_an_arm(walked: Walk) -> None:
    paths = [*walked.place.rglob("*"), *walked.home.rglob("*")]
    files = [path for path in paths if path.is_file()]
    names = {path.name for path in files}
    assert {"trial.dgstudy", "blinded.xlsx", "codes.pdf", "commands.log"} <= names
    assert {"R2.dgkit", "R2.dgreturn", "R3.dgkit", "R3.dgreturn"} <= names
    assert {"masked.xlsx", "masked.csv", "trail.pdf", "trail.csv"} <= names
    assert len([name for name in names if name.endswith(".dgstudy")]) == 3
    assert [name for name in names if name.endswith(".dgwork")]
    assert any("log" in path.parts[-2] for path in files)
    wanted = set().union(*(_spellings(arm) for arm in ARMS))
    for path in files:
        for part in _parts(path.read_bytes()):
            low = part.lower()
            assert not [one for one in wanted if one in low], path.name


@pytest.mark.parametrize("hide", ["row", "zip", "pdf", "utf-16", "base64"])
def test_the_search_finds_a_word_wherever_it_hides(hide: str, tmp_path: Path) -> None:
    word = ARMS[0].encode()
    path = tmp_path / "file"
    if hide == "row":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE t (a)")
            packed = zlib.compress(b"x" * 9000 + word)
            connection.execute("INSERT INTO t VALUES (?)", (packed,))
            connection.commit()
    elif hide == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            file.writestr("xl/sharedStrings.xml", word)
    elif hide == "pdf":
        path.write_bytes(b"%PDF stream\n" + zlib.compress(word) + b"\nendstream")
    elif hide == "utf-16":
        path.write_bytes(b"\0" + ARMS[0].upper().encode("utf-16-le"))
    else:
        path.write_bytes(base64.b64encode(b"to " + word + b" it"))
    wanted = _spellings(ARMS[0])
    parts = [part.lower() for part in _parts(path.read_bytes())]
    assert any(one in part for part in parts for one in wanted)


def test_the_crash_reports_were_written_at_all(walked: Walk) -> None:
    [report] = walked.home.rglob("commands.log")
    text = report.read_text(encoding="utf-8")
    assert text.count("FaultOfTheProgramError") >= 2
    window = "".join(
        path.read_text(encoding="utf-8") for path in (walked.place / "logs").iterdir()
    )
    assert "FaultOfTheProgramError in" in window


def test_before_the_opening_no_table_pairs_a_subject_with_a_group(
    walked: Walk,
) -> None:
    [copy] = (walked.place / "copies").rglob("*.dgstudy")
    for path, groups in ((copy, 0), (walked.place / "trial.dgstudy", 8)):
        with closing(sqlite3.connect(path)) as connection:
            for table, rows in (
                ("opened_group", groups),
                ("opened_name", 0),
                ("unit_opening", 0),
            ):
                count = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
                assert count == (rows,)
