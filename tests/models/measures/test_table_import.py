"""Awkward tables of values: read whole, or told whole with row, column and remedy."""

import io
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from models.errors import ExpectedError
from models.measures.table_import.mapping import (
    TableMapping,
    Use,
    load_mapping,
    remember,
    remembered,
    save_mapping,
)
from models.measures.table_import.plan import carry_out, plan_measurements
from models.measures.table_import.second import differences
from models.store.store import StudyStore
from models.tables import TableError
from tests.measured import make_measured_study

Rows = Sequence[Sequence[object]]

LONG: Rows = [
    ("Subject", "Visit", "Assessment", "Value"),
    ("001", "baseline", "cutometer-r0", "0.40"),
    ("001", "Week 12", "R0", "0.38"),
    ("007", "wk12", "cutometer-r3", "0.42"),
]
WANTED = {
    ("001", "baseline", "cutometer-r0", 0.40),
    ("001", "week12", "cutometer-r0", 0.38),
    ("007", "week12", "cutometer-r3", 0.42),
}


def csv(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    lines = [separator.join(str(cell) for cell in row) for row in rows]
    return "\r\n".join([*lines, ""]).encode(encoding)


def xlsx(rows: Rows, merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    for cells in merged:
        book.active.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def comma(rows: Rows) -> Rows:
    return [[str(cell).replace(".", ",") for cell in row] for row in rows]


def with_comment(text: str) -> Rows:
    return [(*row, text if at else "Comment") for at, row in enumerate(LONG)]


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A study that no test writes to: it is slow to make."""
    path = tmp_path_factory.mktemp("empty") / "study.dgstudy"
    make_measured_study(path).close()
    return path


@pytest.fixture(scope="module")
def untouched(empty: Path):
    with StudyStore.open(empty) as opened:
        yield opened


@pytest.fixture
def store(empty: Path, tmp_path: Path):
    with StudyStore.open(Path(shutil.copy(empty, tmp_path / "my.dgstudy"))) as opened:
        yield opened


def table(tmp_path: Path, data: bytes) -> Path:
    name = "table.xlsx" if data.startswith(b"PK") else "table.csv"
    path = tmp_path / name
    path.write_bytes(data)
    return path


SOUND: dict[str, Callable[[], bytes]] = {
    "utf-8": lambda: csv(LONG),
    "utf-8 with a mark": lambda: csv(LONG, encoding="utf-8-sig"),
    "cp1252 with umlauts": lambda: csv(with_comment("größer"), encoding="cp1252"),
    "utf-16 with tabs": lambda: csv(LONG, "\t", "utf-16"),
    "utf-16 without a mark": lambda: csv(LONG, "\t", "utf-16-le"),
    "semicolons and decimal comma": lambda: csv(comma(LONG), ";"),
    "blank rows": lambda: csv([LONG[0], "", LONG[1], ",,,", *LONG[2:]]),
    "titles above the heading": lambda: csv(
        [["Cutometer, cheek"], ["printed 3 May"], *LONG]
    ),
    "excel": lambda: xlsx(LONG),
    "excel with numbers as text": lambda: xlsx(
        [[*row[:3], f" {row[3]} " if at else row[3]] for at, row in enumerate(LONG)]
    ),
    "wide": lambda: csv(
        [
            ("ID", "Visit", "R0", "R3 (mm)"),
            ("001", "baseline", "0.40", ""),
            ("001", "week12", "0.38", ""),
            ("007", "week12", "", "0.42"),
        ]
    ),
    "wide with visits": lambda: csv(
        [
            ("subject", "R0 baseline", "R0 Week 12", "week12_R3"),
            ("001", "0.40", "0.38", ""),
            ("007", "", "", "0.42"),
        ]
    ),
    "merged heading": lambda: xlsx(
        [
            ("", "R0", "", "R3"),
            ("Subject", "Baseline", "Week 12", "Week 12"),
            ("001", 0.40, 0.38, None),
            ("007", None, None, 0.42),
        ],
        ["B1:C1"],
    ),
    "heading merged downwards": lambda: xlsx(
        [
            ("Subject", "R0", "", "R3"),
            ("", "Baseline", "Week 12", "Week 12"),
            ("001", 0.40, 0.38, None),
            ("007", None, None, 0.42),
        ],
        ["A1:A2", "B1:C1"],
    ),
    "a row told twice alike": lambda: csv([*LONG, LONG[1]]),
    "a column that nobody asked for": lambda: csv(with_comment("x")).replace(
        b"Comment", b"Weather"
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_table_is_entered_however_it_is_written(
    name: str, store: StudyStore, tmp_path: Path
) -> None:
    plan = plan_measurements(store, table(tmp_path, SOUND[name]()))
    assert plan.problems == ()
    assert carry_out(store, plan, by="c") == 3
    found = {(m.subject, m.visit, m.assessment, m.value) for m in store.measurements()}
    assert found == WANTED


def bad(*rows: Sequence[object], heading: Sequence[object] = LONG[0]) -> bytes:
    return csv([heading, *rows])


GOOD = ("001", "baseline", "R0", "0.40")

FAULTY: dict[str, tuple[Callable[[], bytes], list[tuple[str, str]]]] = {
    "text in a number column": (
        lambda: bad(GOOD, ("002", "baseline", "R0", "firm")),
        [("row 3, column Value", "leave the cell empty")],
    ),
    "a unit behind the number": (
        lambda: bad(("001", "baseline", "R0", "0.40 mm")),
        [("row 2, column Value", "write 0.40")],
    ),
    "a number outside what the measure allows": (
        lambda: bad(("001", "baseline", "R0", "40")),
        [("row 2, column Value", "up to 2")],
    ),
    "an unknown visit": (
        lambda: bad(("001", "weak 12", "R0", "0.4")),
        [("row 2, column Visit", 'Did you mean "week12"')],
    ),
    "an unknown series": (
        lambda: bad(("001", "week 12", "cutometer-r1", "0.4")),
        [("row 2, column Assessment", "Did you mean")],
    ),
    "a subject without its zeros": (
        lambda: bad(("7", "baseline", "R0", "0.4")),
        [("row 2, column Subject", "Is it '007'? Keep leading zeros")],
    ),
    "an unknown subject": (
        lambda: bad(("555", "baseline", "R0", "0.4")),
        [("row 2, column Subject", "Import subjects first")],
    ),
    "a subject told once for merged rows": (
        lambda: xlsx([LONG[0], GOOD, ("", "week12", "R0", 0.38)], ["A2:A3"]),
        [("row 3, column Subject", "give the subject in every row")],
    ),
    "a place with two values": (
        lambda: bad(GOOD, ("001", "baseline", "R0", "0.41")),
        [("row 3, column Value", "row 2 says 0.4 for the same")],
    ),
    "an empty value": (
        lambda: bad(("001", "baseline", "R0", "")),
        [("row 2, column Value", 'write "not done: " and why')],
    ),
    "points and commas mixed": (
        lambda: csv([LONG[0], GOOD, ("002", "baseline", "R0", "0,41")], ";"),
        [("row 3, column Value", "write all of them alike")],
    ),
    "an Excel error": (
        lambda: xlsx([LONG[0], ("001", "baseline", "R0", "#DIV/0!")]),
        [("row 2, column D", "holds the Excel error")],
    ),
    "more cells than the heading": (
        lambda: bad((*GOOD, "and", "more")),
        [("row 2", "has more cells than the heading")],
    ),
    "no column for the subject": (
        lambda: bad(GOOD[1:], heading=LONG[0][1:]),
        [("row 1", 'call one "subject"')],
    ),
    "no column for the visit": (
        lambda: bad(("001", "0.4"), heading=("subject", "R0")),
        [("row 1", "or name the visit")],
    ),
    "no column with values": (
        lambda: bad(GOOD[:2], heading=LONG[0][:2]),
        [("row 1", "no column holds values")],
    ),
    "two columns for the subject": (
        lambda: bad(("001", *GOOD), heading=("ID", *LONG[0])),
        [("row 1, column Subject", "rename one")],
    ),
    "two columns of one series and visit": (
        lambda: bad(
            ("001", "0.4", "0.41"), heading=("subject", "R0 baseline", "baseline R0")
        ),
        [("row 1, column baseline R0", "leave one out")],
    ),
    "R9 that is not R3 less R0": (
        lambda: bad(
            ("001", "baseline", "0.40", "0.45", "0.09"),
            heading=("subject", "visit", "R0", "R3", "R9"),
        ),
        [("row 2, column R9", "r3 - r0")],
    ),
    "a side where there is none": (
        lambda: bad(
            (*GOOD, "left"), ("002", *GOOD[1:], "up"), heading=(*LONG[0], "side")
        ),
        [
            ("row 2, column Value", "leave the side out"),
            ("row 3, column side", "write left or right"),
        ],
    ),
    "no grade of the scale": (
        lambda: bad(("001", "week12", "gais-subject", "9")),
        [("row 2, column Value", "must be")],
    ),
    "four faults at once": (
        lambda: bad(
            ("1", "baseline", "R0", "0.4"),
            GOOD,
            ("002", "week 13", "R0", "0.4"),
            ("002", "week 12", "R0", "x"),
            ("002", "week 12", "R3", "-1"),
        ),
        [
            ("row 2, column Subject", "Is it '001'"),
            ("row 4, column Visit", "Did you mean"),
            ("row 5, column Value", "is not a number"),
            ("row 6, column Value", "must be"),
        ],
    ),
    "a fault in the last of 10,000 rows": (
        lambda: bad(
            *[GOOD] * 9_998,
            ("001", "week12", "R0", "O.4"),
            ("001", "week24", "R0", "0.4 cm"),
        ),
        [
            ("row 10000, column Value", "is not a number"),
            ("row 10001, column Value", "write 0.4"),
        ],
    ),
    "a heading and nothing else": (lambda: bad(), [("", "the table holds no value")]),
}


@pytest.mark.parametrize("name", FAULTY)
def test_every_fault_is_told_with_its_place_and_nothing_is_entered(
    name: str, untouched: StudyStore, tmp_path: Path
) -> None:
    store = untouched
    make, wanted = FAULTY[name]
    before = store.trail_head()
    plan = plan_measurements(store, table(tmp_path, make()))
    with pytest.raises(ExpectedError) as refused:
        carry_out(store, plan, by="c")
    told = refused.value.problems
    assert [problem.place for problem in told] == [place for place, _ in wanted]
    for problem, (_, remedy) in zip(told, wanted, strict=True):
        assert remedy in problem.text
    assert store.measurements() == []
    assert store.trail_head() == before


def test_there_are_more_than_forty_awkward_tables() -> None:
    assert len(SOUND) + len(FAULTY) >= 40


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 99, b"PK\x03\x04 broken"])
def test_what_is_no_table_is_refused_whole(data, store, tmp_path) -> None:
    with pytest.raises(TableError):
        plan_measurements(store, table(tmp_path, data))


@pytest.mark.parametrize("subjects", [50, pytest.param(2_500, marks=pytest.mark.long)])
def test_a_large_table_is_entered_in_one_go(subjects: int, tmp_path: Path) -> None:
    codes = [f"{number:04}" for number in range(subjects)]
    with make_measured_study(tmp_path / "large.dgstudy", codes) as store:
        rows = [
            (code, visit, "R0", "0.4")
            for code in codes
            for visit in ("baseline", "week12", "week24", "week48")
        ]
        plan = plan_measurements(store, table(tmp_path, bad(*rows)))
        assert carry_out(store, plan, by="c") == 4 * subjects
        assert len(store.measurements()) == 4 * subjects


def test_the_same_table_again_enters_nothing(store, tmp_path) -> None:
    path = table(tmp_path, csv(LONG))
    carry_out(store, plan_measurements(store, path), by="c")
    again = plan_measurements(store, path)
    assert (again.new, again.same) == ((), 3)


def test_another_value_than_the_study_has_needs_a_reason(store, tmp_path) -> None:
    carry_out(store, plan_measurements(store, table(tmp_path, csv(LONG))), by="c")
    path = table(tmp_path, bad(("001", "baseline", "R0", "0.41")))
    [problem] = plan_measurements(store, path).problems
    assert "is 0.4 in the study already" in problem.text
    plan = plan_measurements(store, path, why="misread")
    assert plan.corrections == 1
    carry_out(store, plan, by="c")
    assert [m.why for m in store.measurements() if m.value == 0.41] == ["misread"]


def test_what_was_not_done_is_entered_with_its_reason(store, tmp_path) -> None:
    path = table(tmp_path, bad(("001", "baseline", "R0", "not done: probe broken")))
    carry_out(store, plan_measurements(store, path), by="c")
    [one] = store.measurements()
    assert (one.value, one.reason) == (None, "not done: probe broken")


def test_an_unusual_value_is_entered_with_a_warning(store, tmp_path) -> None:
    path = table(tmp_path, bad(("001", "baseline", "R0", "1.5")))
    plan = plan_measurements(store, path)
    assert plan.problems == ()
    [warning] = plan.warnings
    assert "is it right?" in warning.text


def test_a_second_entry_is_held_against_the_first(store, tmp_path) -> None:
    carry_out(store, plan_measurements(store, table(tmp_path, csv(LONG))), by="c")
    rows = [*LONG[:2], ("001", "week12", "R0", "0.83"), ("007", "week24", "R0", "0.4")]
    plan = plan_measurements(store, table(tmp_path, csv(rows)), entry=2)
    assert carry_out(store, plan, by="d") == 3
    found = [(d.subject, d.first, d.second) for d in differences(store.measurements())]
    assert found == [("001", "0.38", "0.83"), ("007", "", "0.4")]


def test_a_mapping_says_what_the_program_cannot_guess(store, tmp_path) -> None:
    rows = [("Pat.", "Zeit", "Uf"), ("1", "V1", "0.4")]
    path = table(tmp_path, csv(rows))
    assert plan_measurements(store, path).problems
    mapping = TableMapping(
        {"Pat.": Use("subject"), "Zeit": Use("visit"), "Uf": Use("", "cutometer-r0")},
        visits={"V1": "baseline"},
        subject_width=3,
    )
    plan = plan_measurements(store, path, mapping=mapping)
    assert plan.problems == ()
    assert [(m.subject, m.visit) for m in plan.new] == [("001", "baseline")]
    remember(tmp_path / "mappings", plan.headings, plan.mapping)
    assert plan_measurements(store, path, memory=tmp_path / "mappings").new == plan.new


def test_a_mapping_that_names_nothing_known_is_told(store, tmp_path) -> None:
    path = table(tmp_path, csv([("subject", "x"), ("001", "0.4")]))
    mapping = TableMapping({"x": Use("", "cutometer-r99", "week99")})
    texts = [p.text for p in plan_measurements(store, path, mapping=mapping).problems]
    assert any("no series 'cutometer-r99'" in text for text in texts)
    assert any("no visit 'week99'" in text for text in texts)


def test_a_saved_mapping_is_read_back(tmp_path: Path) -> None:
    mapping = TableMapping(
        {'a "b" \\ c\u0007': Use("", "r0", "week12", "left"), "é": Use("visit")},
        {"V 1": "baseline"},
        {"Uf": "r0"},
        subject_width=4,
    )
    save_mapping(mapping, tmp_path / "map.toml")
    assert load_mapping(tmp_path / "map.toml") == mapping


def test_a_mapping_file_with_faults_is_refused_with_all_of_them(tmp_path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(
        '[columns]\nA = "nothing"\n[subjects]\nwidth = 99\n[dates]\norder = "x"\n[more]'
    )
    with pytest.raises(ExpectedError) as refused:
        load_mapping(path)
    assert len(refused.value.problems) == 4
    assert remembered(tmp_path, ["A"]) is None
