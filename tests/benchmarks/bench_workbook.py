"""The workbook of 100,000 scores, beside openpyxl writing the same cells bare.

Both use one processor only, so its time is measured, which other work does not disturb.
"""

import tempfile
import time
from pathlib import Path

from openpyxl import Workbook

from exports.workbook import write_workbook
from exports.workbook.snapshot import snapshot
from exports.workbook.tables import TableSheet
from exports.workbook.workbook import sheets_of
from models.protocol import library as protocol_library
from models.reading.session import open_session
from models.store.clock import utc_now
from models.store.records import ScoreKind
from models.store.store import StudyStore
from tests.benchmarks.rows import Row
from tests.examples import make_study

_SUBJECTS, _RATERS = 625, 5  # at 8 visits on 4 scales: 100,000 scores
_ROUNDS = 2


def rows() -> list[Row]:
    """Measure the whole way from the open study to the file."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _study(folder / "large.dgstudy") as store:
            groups = {
                subject.code: "First" if at % 2 else "Second"
                for at, subject in enumerate(store.subjects())
            }
            sheets = sheets_of(snapshot(store, groups, utc_now))
            tables = [sheet for sheet in sheets if isinstance(sheet, TableSheet)]
            ours, bare = [], []
            for _ in range(_ROUNDS):
                began = time.process_time()
                _write_bare(tables, folder / "bare.xlsx")
                bare.append(time.process_time() - began)
                began = time.process_time()
                write_workbook(store, folder / "ours.xlsx", groups=groups)
                ours.append(time.process_time() - began)
    count = len(
        next(table for table in tables if table.name == "Scores").columns[0].values
    )
    what = f"Workbook of {count:,} scores, from the open study to the file"
    ratios = tuple(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    rival = "openpyxl write-only, the same cells"
    return [
        Row(what, "s", tuple(ours)),
        Row(f"{rival}, bare", "s", tuple(bare)),
        Row(f"{what}: beside {rival}", "×", ratios, 1.3, judged="median"),
    ]


def _write_bare(tables: list[TableSheet], path: Path) -> None:
    book = Workbook(write_only=True)
    for table in tables:
        page = book.create_sheet(table.name)
        page.append([column.heading for column in table.columns])
        for row in zip(*(column.values for column in table.columns), strict=True):
            page.append(row)
    book.save(path)


def _study(path: Path) -> StudyStore:
    codes = [f"{number:04}" for number in range(1, _SUBJECTS + 1)]
    store = make_study(
        path, subjects=codes, protocol=protocol_library.find("hoss-2020")
    )
    for number in range(1, _RATERS + 1):
        rater = f"R{number}"
        session = open_session(store, rater)
        with store.changes(by=rater, role="rater", action="scores imported") as changes:
            for item in session.items:
                for at, key in enumerate(item.scales):
                    grades = session.scales[key].grades
                    value = grades[(item.id * 7 + at + number) % len(grades)].value
                    changes.add_score(item.id, key, ScoreKind.GRADE, value, "")
    return store
