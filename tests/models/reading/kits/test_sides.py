"""A kit of a split-face study tells no side beyond what a photograph shows itself."""

import hashlib
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from models.reading.kits.opening import kit_session, open_kit
from models.reading.kits.writing import write_kit
from tests.examples import new_photograph, picture
from tests.sides import PLAN, VISITS, new_halves

# Words that turn up nowhere by chance.
WORDED = (
    PLAN.replace('"cheek-l"', '"zygoma-sinistra"')
    .replace('"cheek-r"', '"zygoma-dextra"')
    .replace('"Left cheek"', '"Zygoma sinistra pars"')
    .replace('"Right cheek"', '"Zygoma dextra pars"')
    .replace(', aliases = ["L"]', "")
    .replace(', aliases = ["R"]', "")
)
TELLING = ("sinistra", "dextra", "zygoma", "split", "halves")


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """The kit of a study of three subjects with both sides at three visits."""
    with new_halves(tmp_path / "s.dgstudy", text=WORDED) as store:
        places = [
            (subject, visit, view.key)
            for subject in ("HH-0417", "HH-0932", "HH-0777")
            for visit in VISITS
            for view in store.protocol().views
        ]
        with store.changes(by="c", role="coordinator", action="imported") as changes:
            for number, (subject, visit, view) in enumerate(places):
                data = picture(number)
                photograph = new_photograph(subject, visit, number)
                digest = hashlib.sha256(data).hexdigest()
                changes.add_photograph(
                    replace(photograph, view=view, data=data, sha256=digest)
                )
        write_kit(store, "R1", tmp_path / "R1.dgkit", by="c")
    return tmp_path / "R1.dgkit"


def test_no_view_and_no_side_stands_in_a_kit(kit: Path) -> None:
    data = kit.read_bytes().lower()

    for word in TELLING:
        assert word.encode() not in data
        assert word.encode("utf-16-le") not in data


def test_no_table_of_a_kit_has_a_view_or_a_side(kit: Path) -> None:
    with closing(sqlite3.connect(kit)) as connection:
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            )
        ]
        columns = {
            (table, row[1])
            for table in tables
            for row in connection.execute(f"PRAGMA table_info({table})")
        }

    assert tables
    for table, column in columns:
        assert not {"view", "side", "unit"} & {table, column.removesuffix("_id")}


def test_a_kit_shows_every_side_of_every_subject(kit: Path) -> None:
    with open_kit(kit) as store:
        assert len(kit_session(store).items) >= 3 * len(VISITS) * 2
