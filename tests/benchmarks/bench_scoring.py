"""A score, from the session to the disk: what a key press waits for.

Beside it the least that any program could do here: one row and one commit, bare.
"""

import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path

from models.reading.session import open_session
from models.store.engines import PAGE_SIZE
from tests.benchmarks.rows import Row
from tests.examples import make_study

_SUBJECTS, _SCORES, _WARM = 40, 400, 40
_GRADES = 9
_GOAL = 5.0


def rows() -> list[Row]:
    """Measure both in turns, for the disk is not the same at all times."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        codes = [f"{number:03}" for number in range(1, _SUBJECTS + 1)]
        ours: list[float] = []
        bare: list[float] = []
        with (
            make_study(folder / "s.dgstudy", subjects=codes) as store,
            closing(_bare(folder / "bare.sqlite")) as other,
        ):
            session = open_session(store, "R1")
            for number in range(_SCORES + _WARM):
                item = session.items[number % len(session.items)]
                grade = 1 + (number + number // len(session.items)) % _GRADES
                began = time.perf_counter()
                session.give(item.position, "fg-wrinkling", grade)
                ours.append((time.perf_counter() - began) * 1000)
                bare.append(_commit(other, number))
    what = "A score with its line of the trail, until it is durable"
    return [
        Row(what, "ms", tuple(ours[_WARM:]), _GOAL),
        Row("One row and one commit of bare SQLite", "ms", tuple(bare[_WARM:])),
    ]


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE score (id INTEGER PRIMARY KEY, value REAL)")
    return connection


def _commit(connection: sqlite3.Connection, number: int) -> float:
    began = time.perf_counter()
    connection.execute("INSERT INTO score (value) VALUES (?)", (number,))
    return (time.perf_counter() - began) * 1000
