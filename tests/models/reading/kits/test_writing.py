"""A kit tells nothing: looked at with other means than the program's own."""

import io
import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy import stats

from models.errors import ExpectedError
from models.passphrases import PassphraseError
from models.photographs.decode import decode
from models.reading.kits.encryption import is_encrypted
from models.reading.kits.errors import KitError, LeakError
from models.reading.kits.opening import kit_session, open_kit
from models.reading.kits.writing import write_kit
from models.reading.session import open_session
from models.store.padding import padded_length
from models.store.store import StudyStore
from tests.examples import make_study, picture
from tests.kits import (
    ARM,
    SITE,
    SUBJECTS,
    TITLE,
    read_kit,
    repeating_study,
    returned,
    talkative_study,
)

NAMES = (
    *SUBJECTS[:2],
    SITE,
    "Hamburg",
    TITLE,
    ARM,
    "Northlight",
    "second-rater",
    "Dr Second",
    "_front.jpg",
    "2026-02-01",
    "2026:02:01",
    "20260201",
)
VISITS = ("day1", "day30", "Day 1", "Day 30")


@pytest.fixture(scope="module")
def kit(tmp_path_factory) -> Path:
    """Made once: the tests only look at it."""
    folder = tmp_path_factory.mktemp("kit")
    with talkative_study(folder / "s.dgstudy") as store:
        assert store.photograph_bytes(1).count(b"HH-0417") > 5
        write_kit(store, "R1", folder / "R1.dgkit", by="c")
    return folder / "R1.dgkit"


def test_no_identifier_stands_in_the_bytes_of_a_kit(kit: Path) -> None:
    data = kit.read_bytes().lower()
    for name in (*NAMES, *VISITS):
        for coding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert name.lower().encode(coding) not in data, name
        assert name.encode().hex().encode() not in data


def test_no_identifier_is_found_by_an_sqlite_reader(kit: Path) -> None:
    with closing(sqlite3.connect(kit)) as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type='table'"
            )
        ]
        cells = [
            str(value)
            for table in tables
            for row in connection.execute(f'SELECT * FROM "{table}"')
            for value in row
            if not isinstance(value, bytes)
        ]
        codes = [row[0] for row in connection.execute("SELECT code FROM reading_item")]
    assert not {"subject", "site", "visit", "photograph", "envelope"} & set(tables)
    for name in (*NAMES, *VISITS):
        assert not [cell for cell in cells if name.lower() in cell.lower()]
    assert "7" not in codes
    assert codes == sorted(codes)


@pytest.mark.skipif(not shutil.which("exiftool"), reason="exiftool is not installed")
def test_exiftool_finds_nothing_but_pixels(kit: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pixels"
    folder.mkdir()
    with closing(sqlite3.connect(kit)) as connection:
        for number, data in connection.execute("SELECT id, data FROM pixels"):
            kind = "png" if data.startswith(b"\x89PNG") else "jpg"
            (folder / f"{number}.{kind}").write_bytes(data)
    told = subprocess.run(
        ["exiftool", "-a", "-u", "-G1", "-json", "-ee", str(folder)],
        capture_output=True,
        check=True,
    )
    allowed = {"SourceFile", "ExifTool", "System", "File", "JFIF", "PNG", "Composite"}
    for one in json.loads(told.stdout):
        assert {key.split(":")[0] for key in one} <= allowed
        words = json.dumps({key: one[key] for key in one if "System" not in key})
        assert not [name for name in NAMES if name in words.replace(str(folder), "")]


def test_a_kit_has_one_time_and_no_word_of_its_study(kit: Path) -> None:
    with closing(sqlite3.connect(kit)) as connection:
        [line] = connection.execute("SELECT at, by, role, action FROM trail").fetchall()
        assert line == ("1970-01-01T00:00:00.000Z", "study", "coordinator", "kit made")
        [(name, rater)] = connection.execute("SELECT name, rater FROM kit")
        assert (name, rater) == ("Reading kit", "R1")
    assert not re.search(rb"20(2[0-9]|30)-\d\d-\d\dT", kit.read_bytes())


def test_size_order_and_codes_of_a_kit_tell_neither_subject_nor_visit(
    tmp_path: Path,
) -> None:
    subjects = [f"{number:03}" for number in range(1, 21)]
    p: dict[str, list[float]] = {}
    with make_study(tmp_path / "s.dgstudy", subjects=subjects) as store:
        photographs = {one.id: one for one in store.photographs()}
        for number in range(3):
            rater = f"R{number}"
            write_kit(store, rater, tmp_path / f"{rater}.dgkit", by="c")
            reading = store.readings()[number].id
            shown = store.read_photographs(reading)
            place = {one.code: one.position for one in store.reading_items(reading)}
            with closing(sqlite3.connect(tmp_path / f"{rater}.dgkit")) as connection:
                rows = connection.execute(
                    "SELECT code, position, length(data), reading_item.id "
                    "FROM reading_item JOIN pixels USING (id)"
                ).fetchall()
            origin = [photographs[shown[place[row[0]]]] for row in rows]
            labels = {
                "visit": [["baseline", "day1", "day30"].index(o.visit) for o in origin],
                "subject": [int(one.subject) for one in origin],
                "arm": [int(one.subject) * 7919 % 2 for one in origin],
            }
            for column, feature in ((1, "position"), (3, "place of the row")):
                values = [row[column] for row in rows]
                for label in labels:
                    found = stats.spearmanr(values, labels[label]).pvalue
                    p.setdefault(f"{feature} {label}", []).append(found)
    for what, values in p.items():
        assert min(values) > 0.01, what
        assert np.mean(values) > 0.1, what


def test_what_was_written_is_on_record(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        written = write_kit(store, "R1", tmp_path / "a.dgkit", by="Cora")
        [kit] = store.kits_out()
        line = store.trail()[-1]
    assert (kit.uid, kit.rater, kit.items) == (written.uid, "R1", 9)
    assert (line.action, line.by) == ("kit written", "Cora")
    assert '"leaks":0' in line.details


def _study_that_tells(path: Path, *, title: str) -> StudyStore:
    """A study whose kit name will be found."""
    return make_study(path, subjects=(title, "002"))


def test_a_finding_stops_the_kit_and_tells_where(tmp_path: Path) -> None:
    with (
        _study_that_tells(tmp_path / "s.dgstudy", title="Meyer-1") as store,
        pytest.raises(LeakError) as caught,
    ):
        write_kit(store, "R1", tmp_path / "a.dgkit", by="c", name="Kit of Meyer-1")
    assert any('subject code "Meyer-1"' in one.text for one in caught.value.problems)
    assert not (tmp_path / "a.dgkit").exists()


def test_a_finding_may_be_waived_and_the_reason_is_on_record(tmp_path: Path) -> None:
    with _study_that_tells(tmp_path / "s.dgstudy", title="Meyer-1") as store:
        written = write_kit(
            store,
            "R1",
            tmp_path / "a.dgkit",
            by="c",
            name="Kit of Meyer-1",
            waive="the rater is Meyer",
        )
        line = store.trail()[-1]
    assert (tmp_path / "a.dgkit").exists()
    assert written.waived == line.why == "the rater is Meyer"
    assert "Meyer-1" in line.details


def test_a_kit_holds_what_is_left_to_read(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        session = open_session(store, "R1")
        session.give(1, "erythema-0-3", 2)
        written = write_kit(store, "R1", tmp_path / "a.dgkit", by="c")
        codes = [item.code for item in session.items[1:]]
    assert (written.items, written.left_out) == (8, 1)
    with open_kit(tmp_path / "a.dgkit") as kit:
        items = kit_session(kit).items
    assert [item.code for item in items] == codes
    assert [item.position for item in items] == list(range(1, 9))


def test_repeats_go_into_the_kit_unmarked(tmp_path: Path) -> None:
    with repeating_study(tmp_path / "s.dgstudy") as store:
        write_kit(store, "R1", tmp_path / "a.dgkit", by="c")
    with open_kit(tmp_path / "a.dgkit") as kit:
        assert len(kit_session(kit).items) == 12
    assert b"repeat" not in (tmp_path / "a.dgkit").read_bytes()


@pytest.mark.parametrize("kind", ["JPEG", "progressive", "PNG"])
def test_a_repeat_has_the_pixels_of_its_first_showing_and_other_bytes(
    tmp_path: Path, kind: str
) -> None:
    with repeating_study(tmp_path / "s.dgstudy") as store:
        if kind != "JPEG":
            _replace_photographs(tmp_path / "s.dgstudy", kind)
        write_kit(store, "R1", tmp_path / "a.dgkit", by="c")
        [reading] = store.readings()
        photographs = store.read_photographs(reading.id)
        again = store.repeats(reading.id)
    with open_kit(tmp_path / "a.dgkit") as kit:
        copies = {
            item.position: kit.photograph_at(1, item.position)
            for item in kit.reading_items(1)
        }
    assert len(again) == 3
    assert len(set(copies.values())) == len(copies) == 12
    for late in again:
        [first] = [
            position
            for position, number in photographs.items()
            if number == photographs[late] and position != late
        ]
        one, other = (copies[position] for position in (first, late))
        assert np.array_equal(decode(one).rgb, decode(other).rgb)
    with closing(sqlite3.connect(tmp_path / "a.dgkit")) as connection:
        lengths = connection.execute("SELECT length(data) FROM pixels").fetchall()
    assert all(padded_length(length) == length for (length,) in lengths)


def _replace_photographs(path: Path, kind: str) -> None:
    """Put photographs of another format in the place of those of a study."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TRIGGER no_update_of_original")
        for (number,) in connection.execute("SELECT id FROM original").fetchall():
            file = io.BytesIO()
            shade = Image.radial_gradient("L").resize((40 + number, 30))
            if kind == "PNG":
                shade.convert("RGB").save(file, "PNG")
            else:
                shade.convert("RGB").save(file, "JPEG", progressive=True)
            change = "UPDATE original SET data = ? WHERE id = ?"
            connection.execute(change, (file.getvalue(), number))
        connection.commit()


def test_an_encrypted_kit_is_resumed_from_a_private_copy(
    tmp_path: Path, home: Path, quick_age: None
) -> None:
    kit = tmp_path / "a.dgkit"
    with make_study(tmp_path / "s.dgstudy") as store:
        write_kit(store, "R1", kit, by="c", passphrase="four words of mine")
    before = kit.read_bytes()
    assert is_encrypted(kit)
    read_kit(kit, upto=2, finish=False, passphrase="four words of mine")
    with open_kit(kit, passphrase="four words of mine") as again:
        assert kit_session(again).done == 2
        assert again.path.suffix == ".dgwork"
        assert again.path.stat().st_mode & 0o077 == 0
        assert home in again.path.parents
    assert kit.read_bytes() == before
    assert returned(kit, "a.dgreturn", passphrase="four words of mine").exists()


def test_a_wrong_passphrase_is_told(tmp_path: Path, quick_age: None) -> None:
    kit = tmp_path / "a.dgkit"
    with make_study(tmp_path / "s.dgstudy") as store:
        write_kit(store, "R1", kit, by="c", passphrase="four words of mine")
    with pytest.raises(ExpectedError, match="does not open the kit"):
        open_kit(kit, passphrase="four words of yours")
    with pytest.raises(ExpectedError, match="encrypted"):
        open_kit(kit)


@pytest.mark.parametrize("passphrase", ["short", "aaaaaaaaaaaa"])
def test_a_passphrase_that_is_too_easy_is_refused(tmp_path: Path, passphrase) -> None:
    with (
        make_study(tmp_path / "s.dgstudy") as store,
        pytest.raises(PassphraseError, match="too short"),
    ):
        write_kit(store, "R1", tmp_path / "a.dgkit", by="c", passphrase=passphrase)


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "a.dgkit").write_bytes(picture(1))
    with (
        make_study(tmp_path / "s.dgstudy") as store,
        pytest.raises(KitError, match="already a file"),
    ):
        write_kit(store, "R1", tmp_path / "a.dgkit", by="c")
    assert (tmp_path / "a.dgkit").read_bytes() == picture(1)


def test_a_finished_reading_or_a_locked_study_gives_no_kit(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        session = open_session(store, "R1")
        for item in session.items:
            for key in item.scales:
                session.give(item.position, key, 1)
        session.finish()
        with pytest.raises(ExpectedError, match="finished"):
            write_kit(store, "R1", tmp_path / "a.dgkit", by="c")
        with store.changes(by="c", role="coordinator", action="locked") as changes:
            changes.add_lock(locked=True, reason="")
        with pytest.raises(ExpectedError, match="locked"):
            write_kit(store, "R2", tmp_path / "a.dgkit", by="c")
    assert not (tmp_path / "a.dgkit").exists()
