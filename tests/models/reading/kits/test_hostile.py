"""Files that are no kits and no returns, or no longer: each gets its sentence.

Bad files are made of good ones, by changing what a hand, a bad copy or an enemy would
change. Whatever they are, the program ends in a sentence, and the study as well as the
file itself stay what they were.
"""

import gzip
import hashlib
import json
import random
import sqlite3
import struct
import zipfile
import zlib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from models.errors import ExpectedError
from models.reading.kits.merging import merge_returns, read_returns
from models.reading.kits.opening import open_kit
from models.reading.kits.verifying import verify_kit, verify_return
from models.reading.kits.writing import write_kit
from models.store.chain import canonical, digest, line_hash
from models.store.store import StudyStore
from tests.examples import make_study
from tests.kits import read_kit, returned

Spoil = Callable[[Path], None]


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> Path:
    """A study, its kit that was read, and its return."""
    folder = tmp_path_factory.mktemp("good")
    with make_study(folder / "s.dgstudy") as store:
        write_kit(store, "R1", folder / "a.dgkit", by="c")
    read_kit(folder / "a.dgkit")
    returned(folder / "a.dgkit", "a.dgreturn")
    return folder


def _sql(*statements: str) -> Spoil:
    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            for statement in statements:
                connection.executescript(statement)
            connection.commit()

    return spoil


def _cut(share: float) -> Spoil:
    def spoil(path: Path) -> None:
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return spoil


def _truncated_at(table: str) -> Spoil:
    """Cut off where a table begins."""

    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
            [page] = connection.execute(query, (table,)).fetchone()
            [size] = connection.execute("PRAGMA page_size").fetchone()
        path.write_bytes(path.read_bytes()[: (page - 1) * size + 8])

    return spoil


def _emptied_from(table: str) -> Spoil:
    """Zeros from where a table begins, at the right length."""

    def spoil(path: Path) -> None:
        size = path.stat().st_size
        _truncated_at(table)(path)
        path.write_bytes(path.read_bytes().ljust(size, b"\x00"))

    return spoil


def _content(data: bytes) -> Spoil:
    return lambda path: path.write_bytes(data) and None


def _flip(seed: int) -> Spoil:
    """One bit of something that is stored."""

    def spoil(path: Path) -> None:
        data = bytearray(path.read_bytes())
        source = random.Random(seed)
        used = [at for at in range(len(data)) if data[at]]
        data[source.choice(used)] ^= 1 << source.randrange(8)
        path.write_bytes(bytes(data))

    return spoil


def _without_guard(table: str, statement: str) -> Spoil:
    """Change a row as one would who knows of the triggers, and put them back."""

    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            query = "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND "
            guards = connection.execute(query + "tbl_name = ?", (table,)).fetchall()
            for name, _ in guards:
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(statement)
            for _, sql in guards:
                connection.execute(sql)
            connection.commit()

    return spoil


def _swapped(path: Path) -> None:
    _sql(
        "ALTER TABLE comment RENAME TO x",
        "ALTER TABLE flag RENAME TO comment",
        "ALTER TABLE x RENAME TO flag",
    )(path)


def _bomb() -> bytes:
    """A PNG that says it is 60,000 pixels wide and high."""

    def chunk(name: bytes, payload: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + payload))
        return struct.pack(">I", len(payload)) + name + payload + check

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(100_000)))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")


def _rechained(change: Callable[[list[dict]], None]) -> Spoil:
    """Change the lines of a kit's trail, and mend every hash after it."""

    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute("SELECT * FROM trail ORDER BY number")
            lines = [dict(row) for row in rows]
            change(lines)
            _chain(lines)
            guards = connection.execute(
                "SELECT name, sql FROM sqlite_master "
                "WHERE type='trigger' AND tbl_name='trail'"
            ).fetchall()
            for guard in guards:
                connection.execute(f"DROP TRIGGER {guard['name']}")
            connection.execute("DELETE FROM trail")
            for line in lines:
                marks = ", ".join(f":{key}" for key in line)
                names = ", ".join(f'"{key}"' for key in line)
                connection.execute(
                    f"INSERT INTO trail ({names}) VALUES ({marks})", line
                )
            for guard in guards:
                connection.execute(guard["sql"])
            connection.commit()

    return spoil


def _chain(lines: list[dict]) -> None:
    head = "0" * 64
    for line in lines:
        line["previous"] = head
        fields = {key: value for key, value in line.items() if key != "hash"}
        line["hash"] = head = line_hash(fields)


def _with_bomb(path: Path) -> None:
    """A photograph far too large, with a trail that says it was always there."""
    bomb = _bomb()
    _without_guard("pixels", f"UPDATE pixels SET data = x'{bomb.hex()}' WHERE id = 2")(
        path
    )

    def change(lines: list[dict]) -> None:
        details = json.loads(lines[0]["details"])
        for row in details["rows"]:
            if (row["table"], row["id"]) == ("pixels", 2):
                row["new"]["data"] = digest(bomb)
        lines[0]["details"] = canonical(details)

    _rechained(change)(path)


def _wal(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[18:20] = b"\x02\x02"
    path.write_bytes(bytes(data))


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../etc/passwd", bytes(20_000_000))


_TABLES = (
    "kit",
    "reading",
    "pinned_scale",
    "reading_item",
    "pixels",
    "reading_step",
    "score",
    "comment",
    "flag",
    "viewing",
    "kit_signature",
    "trail",
)
_VIEW = "CREATE VIEW extra AS SELECT * FROM score"
_TRIGGER = "CREATE TRIGGER t AFTER INSERT ON score BEGIN SELECT 1; END"

KITS: dict[str, Spoil] = {
    **{f"truncated at {table}": _truncated_at(table) for table in _TABLES},
    **{f"emptied from {table}": _emptied_from(table) for table in _TABLES},
    **{f"bit flip {seed}": _flip(seed) for seed in range(12)},
    **{f"cut to {share}": _cut(share) for share in (0.0, 0.0001, 0.01, 0.5, 0.999)},
    "something behind its end": lambda path: (
        path.write_bytes(path.read_bytes() + bytes(4096)) and None
    ),
    "tables swapped": _swapped,
    "a view": _sql(_VIEW),
    "a view in place of a table": _sql(
        "DROP TABLE flag", "CREATE VIEW flag AS SELECT * FROM comment"
    ),
    "a trigger": _sql(_TRIGGER),
    "a trigger of the right name that does something else": _sql(
        "DROP TRIGGER no_update_of_score",
        "CREATE TRIGGER no_update_of_score BEFORE UPDATE ON score "
        "BEGIN SELECT load_extension('evil'); END",
    ),
    "a trigger is missing": _sql("DROP TRIGGER no_delete_of_trail"),
    "another table": _sql("CREATE TABLE allocation (subject TEXT, arm TEXT)"),
    "another column": _sql("ALTER TABLE kit ADD COLUMN arm TEXT"),
    "another index": _sql("CREATE INDEX i ON score (at)"),
    "a virtual table": _sql("CREATE VIRTUAL TABLE v USING fts5(x)"),
    "a generated column": _sql(
        "ALTER TABLE kit ADD COLUMN g AS (length(name)) VIRTUAL"
    ),
    "statistics": _sql("ANALYZE"),
    "a score changed": _without_guard("score", "UPDATE score SET value = 3"),
    "a score taken out": _without_guard("score", "DELETE FROM score WHERE id = 3"),
    "a score put in": _sql(
        "INSERT INTO score VALUES (99, 1, 1, 'grade', 3.0, '', NULL, NULL, '2026')"
    ),
    "a code that is a path": _without_guard(
        "reading_item", "UPDATE reading_item SET code = '../../x' WHERE id = 1"
    ),
    "codes swapped": _without_guard(
        "reading_item",
        "UPDATE reading_item SET position = 99 - position",
    ),
    "a huge field": _without_guard(
        "kit", "UPDATE kit SET name = printf('%.*c', 30000000, 'x')"
    ),
    "a field of another kind": _without_guard("kit", "UPDATE kit SET version = x'00'"),
    "two kits in one": _sql(
        "INSERT INTO kit SELECT 2, uid, 1, name, rater, '[]', '', 1, 0, 0, 0 FROM kit"
    ),
    "a line of the trail taken out": _without_guard(
        "trail", "DELETE FROM trail WHERE number = 5"
    ),
    "a line of the trail changed": _without_guard(
        "trail", "UPDATE trail SET why = 'because' WHERE number = 5"
    ),
    "details that are no JSON": _rechained(
        lambda lines: lines[3].update(details="{rows: 1}")
    ),
    "details nested without end": _rechained(
        lambda lines: lines[3].update(details="[" * 100_000)
    ),
    "photographs taken out": _without_guard("pixels", "DELETE FROM pixels WHERE id=1"),
    "a photograph far too large": _with_bomb,
    "a newer format": _sql("PRAGMA user_version = 99"),
    "an older format": _sql("PRAGMA user_version = 0"),
    "another program's": _sql("PRAGMA application_id = 1"),
    "written ahead": _wal,
    "a zip bomb": _zip,
    "a gzip bomb": _content(gzip.compress(bytes(10_000_000))),
    "a text": _content(b"Dear coordinator"),
    "a picture": _content(b"\xff\xd8\xff\xe0" + bytes(100)),
    "the beginning of SQLite only": _content(b"SQLite format 3\x00"),
    "an age file cut short": _content(b"age-encryption.org/v1\n-> scrypt x 10\n"),
}


# What differs only in where it is damaged: a few of each are enough for every day.
_MORE = {f"emptied from {table}" for table in _TABLES[3:]} | {
    f"bit flip {seed}" for seed in range(4, 12)
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.long] if name in _MORE else [])
        for name in KITS
    ],
)
def test_a_bad_kit_ends_in_a_sentence(good: Path, tmp_path: Path, name: str) -> None:
    kit = tmp_path / "bad.dgkit"
    kit.write_bytes((good / "a.dgkit").read_bytes())
    KITS[name](kit)
    bad = kit.read_bytes()
    _ends_in_a_sentence(lambda: open_kit(kit, passphrase="four words").close(), bad)
    assert kit.read_bytes() == bad
    assert [one.name for one in tmp_path.iterdir()] == ["bad.dgkit"]


def _ends_in_a_sentence(act: Callable[[], object], bad: bytes) -> None:
    with pytest.raises(ExpectedError) as caught:
        act()
    assert caught.value.text.endswith(".")
    assert caught.value.hint
    assert "Traceback" not in caught.value.report()


def _document(data: bytes) -> dict:
    return json.loads(data)


def _sealed(document: dict) -> bytes:
    """A return with the right hash over whatever it says now."""
    text = canonical(document["content"]).encode()
    document["sha256"] = hashlib.sha256(text).hexdigest()
    return canonical(document).encode()


def _lines(change: Callable[[list[dict]], object]) -> Callable[[bytes], bytes]:
    """A return whose lines were changed, with every hash mended."""

    def spoil(data: bytes) -> bytes:
        document = _document(data)
        change(document["content"]["lines"])
        _chain(document["content"]["lines"])
        return _sealed(document)

    return spoil


def _row(number: int, **values: object) -> Callable[[bytes], bytes]:
    """A return whose line has other values in its first row, with hashes mended."""

    def change(lines: list[dict]) -> None:
        details = json.loads(lines[number]["details"])
        details["rows"][0]["new"].update(values)
        lines[number]["details"] = canonical(details)

    return _lines(change)


def _of_content(**values: object) -> Callable[[bytes], bytes]:
    def spoil(data: bytes) -> bytes:
        document = _document(data)
        document["content"].update(values)
        return _sealed(document)

    return spoil


def _flipped(seed: int) -> Callable[[bytes], bytes]:
    def spoil(data: bytes) -> bytes:
        source, bad = random.Random(seed), bytearray(data)
        bad[source.randrange(len(bad))] ^= 1 << source.randrange(8)
        return bytes(bad)

    return spoil


# Lines of the return: 0 kit made, 1 signed in, 2 the first score.
RETURNS: dict[str, Callable[[bytes], bytes]] = {
    **{f"bit flip {seed}": _flipped(seed) for seed in range(12)},
    "empty": lambda data: b"",
    "cut short": lambda data: data[: len(data) // 2],
    "a zip": lambda data: b"PK\x03\x04" + data,
    "a gzip bomb": lambda data: gzip.compress(bytes(5_000_000)),
    "a kit": lambda data: b"SQLite format 3\x00" + bytes(1000),
    "nested without end": lambda data: b'{"content":' * 50_000,
    "a list": lambda data: b"{}",
    "another kind": _of_content(kind="letter"),
    "a newer format": _of_content(format=2),
    "more than a return holds": _of_content(subjects=["001"]),
    "no lines": _of_content(lines=[]),
    "lines that are a number": _of_content(lines=7),
    "a score changed by hand": lambda data: data.replace(
        b'\\"value\\":1', b'\\"value\\":2', 1
    ),
    "a line taken out": lambda data: _sealed(
        {
            **(document := _document(data)),
            "content": {
                **document["content"],
                "lines": [
                    *document["content"]["lines"][:4],
                    *document["content"]["lines"][5:],
                ],
            },
        }
    ),
    "another rater": _lines(lambda lines: lines[3].update(by="R2")),
    "a time that runs back": _lines(
        lambda lines: lines[3].update(at="1999-01-01T00:00:00.000Z")
    ),
    "a time that is none": _lines(lambda lines: lines[-1].update(at="tomorrow")),
    "a number that is a text": _lines(lambda lines: lines[2].update(number="3")),
    "details that are no JSON": _lines(lambda lines: lines[2].update(details="x")),
    "details nested without end": _lines(
        lambda lines: lines[2].update(details="[" * 90_000)
    ),
    "a photograph that was not in the kit": _row(2, item_id=999),
    "a scale that was not in the kit": _row(2, scale_id=999),
    "a grade that is a text": _row(2, value="3"),
    "a grade that the scale does not have": _row(2, value=77),
    "a kind that there is not": _row(2, kind="guess"),
    "a grade with a reason": _row(2, reason="out of focus", kind="not-assessable"),
    "a huge reason": _row(2, reason="x" * 1_000_000),
    "another column": _row(2, arm="A"),
    "a number for true": _row(2, item_id=True),
    "another kit's contents": _row(0, uid="0" * 32),
    "another version of the kit": _row(0, version=2),
    "a kit that is a path": _row(0, uid="../../../etc/passwd"),
    "a line with another column": _lines(lambda lines: lines[2].update(arm="A")),
}


@pytest.mark.parametrize("name", RETURNS)
def test_a_bad_return_ends_in_a_sentence(good: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "bad.dgreturn"
    path.write_bytes(RETURNS[name]((good / "a.dgreturn").read_bytes()))
    bad, study = path.read_bytes(), good / "s.dgstudy"
    before = study.read_bytes()
    with StudyStore.open(study) as store:
        _ends_in_a_sentence(
            lambda: merge_returns(store, read_returns([path]), by="c"), bad
        )
    assert study.read_bytes() == before


def test_the_corpus_has_at_least_sixty_bad_files() -> None:
    assert len(KITS) + len(RETURNS) >= 60


def test_the_good_ones_open_and_verify(good: Path) -> None:
    open_kit(good / "a.dgkit").close()
    assert verify_kit(good / "a.dgkit").lines > 10
    assert verify_return(good / "a.dgreturn").rows >= 18


def test_a_kit_left_by_a_power_cut_is_opened_again(good: Path, tmp_path: Path) -> None:
    kit = tmp_path / "a.dgkit"
    kit.write_bytes((good / "a.dgkit").read_bytes())
    whole = kit.read_bytes()
    other = sqlite3.connect(kit, isolation_level=None)
    other.execute("PRAGMA cache_size = 1")
    other.execute("BEGIN IMMEDIATE")
    other.executemany(
        "INSERT INTO flag (item_id, raised, at) VALUES (1, 1, ?)",
        [("x" * 5000,) for _ in range(50)],
    )
    half = kit.read_bytes()
    journal = kit.with_name(kit.name + "-journal").read_bytes()
    other.execute("ROLLBACK")
    other.close()
    assert half != whole
    kit.write_bytes(half)
    kit.with_name(kit.name + "-journal").write_bytes(journal)
    open_kit(kit).close()
    assert kit.read_bytes()[100:] == whole[100:]


@pytest.mark.long
@pytest.mark.timeout(900)
def test_a_thousand_flipped_bits_end_in_a_sentence(good: Path, tmp_path: Path) -> None:
    whole = (good / "a.dgreturn").read_bytes()
    for seed in range(1000):
        path = tmp_path / "bad.dgreturn"
        path.write_bytes(_flipped(1000 + seed)(whole))
        with pytest.raises(ExpectedError):
            verify_return(path)
    for seed in range(300):
        kit = tmp_path / "bad.dgkit"
        kit.write_bytes((good / "a.dgkit").read_bytes())
        _flip(1000 + seed)(kit)
        with pytest.raises(ExpectedError):
            verify_kit(kit)
