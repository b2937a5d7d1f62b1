"""Tables of the user's: CSV of every country, workbooks, and what is none of these."""

import contextlib
import datetime as dt
import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import table_cells, table_csv, table_xlsx, tables
from models.tables import Table, TableError, read_table

COLUMNS = {"subject": ("subject id", "participant"), "arm": ("group",), "site": ()}
EXPECTED = [("001", "Ä"), ("002", "B")]
TEXT = "subject,arm\n001,Ä\n002,B\n"


def read(path: Path) -> Table:
    return read_table(path, COLUMNS, required=("subject", "arm"))


def pairs(table: Table) -> list[tuple[str, str]]:
    return [(row["subject"], row["arm"]) for row in table.rows]


def csv_file(folder: Path, content: str | bytes) -> Path:
    path = folder / "t.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "t.xlsx"
    book.save(path)
    return path


def refusal(path: Path) -> TableError:
    with pytest.raises(TableError) as caught:
        read(path)
    return caught.value


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(TEXT.encode(), id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), id="utf-8 with mark"),
        pytest.param(TEXT.encode("utf-16"), id="utf-16"),
        pytest.param(TEXT.encode("utf-16-le"), id="utf-16 without mark"),
        pytest.param(TEXT.encode("utf-16-be"), id="utf-16 the other way round"),
        pytest.param(TEXT.encode("cp1252"), id="windows code page"),
        pytest.param(TEXT.replace(",", ";").encode(), id="semicolons"),
        pytest.param(TEXT.replace(",", "\t").encode("utf-16"), id="Unicode text"),
        pytest.param(("sep=;\r\n" + TEXT.replace(",", ";")).encode(), id="sep="),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="windows line ends"),
        pytest.param(TEXT.replace("\n", "\r").encode(), id="old mac line ends"),
        pytest.param(TEXT.rstrip("\n").encode(), id="no last line end"),
        pytest.param(TEXT.replace("001", '"001"').encode(), id="quoted"),
        pytest.param(TEXT.replace("001", '="001"').encode(), id="quoted for Excel"),
        pytest.param(TEXT.replace("001", " 001\u00a0").encode(), id="spaces"),
        pytest.param(TEXT.replace("Ä", "A\u0308").encode(), id="composed letters"),
        pytest.param(
            TEXT.replace("001", "001").replace("\n", ",,\n").encode(), id="wide"
        ),
        pytest.param(("\n \n,,\n" + TEXT + "\n,\n").encode(), id="blank rows"),
        pytest.param(TEXT.replace("subject", "SUBJECT_ID").encode(), id="alias"),
        pytest.param(TEXT.replace("arm", "Group").encode(), id="other alias"),
    ],
)
def test_a_csv_file_is_read_whatever_wrote_it(tmp_path: Path, content: bytes) -> None:
    assert pairs(read(csv_file(tmp_path, content))) == EXPECTED


def test_separators_inside_quotes_and_semicolon_cells_do_not_mislead(
    tmp_path: Path,
) -> None:
    text = 'subject;arm;site\n001;"A; or, B";"North, Hall 2"\n'

    (row,) = read(csv_file(tmp_path, text)).rows

    assert row.cells == {"subject": "001", "arm": "A; or, B", "site": "North, Hall 2"}


def test_row_numbers_are_those_of_the_spreadsheet(tmp_path: Path) -> None:
    text = '\nsubject,arm\n\n001,"two\nlines"\n\n002,B\n'

    assert [row.number for row in read(csv_file(tmp_path, text)).rows] == [4, 6]


def test_a_fault_of_a_cell_names_row_and_the_users_own_heading(tmp_path: Path) -> None:
    (row,) = read(csv_file(tmp_path, "Participant,Group\n001,A\n")).rows

    assert str(row.problem("arm", "is wrong.")) == "row 2, column Group: is wrong."
    assert str(row.problem("", "is wrong.")) == "row 2: is wrong."


def test_a_column_that_is_absent_and_not_required_is_empty(tmp_path: Path) -> None:
    table = read(csv_file(tmp_path, TEXT))

    assert table.columns == ("subject", "arm")
    assert [row["site"] for row in table.rows] == ["", ""]


def test_a_short_row_is_filled_with_empty_cells(tmp_path: Path) -> None:
    assert pairs(read(csv_file(tmp_path, "subject,arm\n001\n"))) == [("001", "")]


def test_a_column_nobody_asked_for_is_told_and_left_out(tmp_path: Path) -> None:
    table = read(csv_file(tmp_path, "subject,arm,stie\n001,A,x\n"))

    assert [str(remark) for remark in table.remarks] == [
        'row 1: column "stie" is not used. Did you mean "site"?'
    ]


def test_a_missing_column_is_told_with_the_likely_one(tmp_path: Path) -> None:
    error = refusal(csv_file(tmp_path, "subjcet,colour\n001,A\n"))

    assert [str(problem) for problem in error.problems] == [
        'row 1: there is no column subject. Is it "subjcet"?',
        "row 1: there is no column arm.",
    ]


def test_a_column_that_stands_there_twice_is_told(tmp_path: Path) -> None:
    error = refusal(csv_file(tmp_path, "subject,arm,Group\n001,A,B\n"))

    assert (
        str(error.problems[0]) == 'row 1: "arm" and "Group" are the same column, arm.'
    )


def test_cells_beyond_the_heading_are_told_with_their_row(tmp_path: Path) -> None:
    error = refusal(csv_file(tmp_path, "subject,arm\n001,A\n002,B,C\n"))

    assert str(error.problems[0]) == "row 3: has 3 cells, the heading only 2."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'subject,arm\n001,A\n002,"B\n003,C\n',
            "row 3: a quotation mark that opens here is never closed.",
        ),
        (
            'subject,arm\n001,"A"x\n',
            "row 2: a quotation mark stands where none belongs.",
        ),
        (
            'subject,arm\n001,"' + "x" * 200_000 + '"\n',
            "row 2: a cell is far too long; perhaps a quotation mark was never closed.",
        ),
    ],
)
def test_quotation_marks_that_do_not_match_are_told(
    tmp_path: Path, text: str, told: str
) -> None:
    assert [str(p) for p in refusal(csv_file(tmp_path, text)).problems] == [told]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\xef\xbb\xbf", b" ,,\n", "\n".encode("utf-16")]
)
def test_an_empty_file_says_which_columns_it_needs(
    tmp_path: Path, content: bytes
) -> None:
    error = refusal(csv_file(tmp_path, content))

    assert (error.text, error.hint) == (
        "t.csv is empty.",
        "It needs the columns subject and arm.",
    )


def test_a_heading_alone_is_no_table(tmp_path: Path) -> None:
    assert "no rows under it" in refusal(csv_file(tmp_path, "subject,arm\n")).text


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(64), id="a picture"),
        pytest.param(b"subject,arm\n\x81\x8d,\x00A\n", id="no encoding"),
        pytest.param(bytes(100), id="zeros"),
        pytest.param(b"\xff\xfe\x00", id="half of UTF-16"),
    ],
)
def test_a_file_that_is_no_text_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    assert (
        "is not a table that can be read" in refusal(csv_file(tmp_path, content)).text
    )


def test_a_folder_and_a_missing_file_get_a_sentence_each(tmp_path: Path) -> None:
    (tmp_path / "sub.csv").mkdir()

    assert refusal(tmp_path / "sub.csv").text == "sub.csv is a folder, not a table."
    assert refusal(tmp_path / "none.csv").text == "There is no file none.csv."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")

    assert refusal(tmp_path / "pipe.csv").text == "pipe.csv is not a file."


def test_a_file_held_by_another_program_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = csv_file(tmp_path, TEXT)

    def held(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", held)

    assert "another program holds it" in refusal(path).text


def test_too_many_rows_are_refused_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_csv, "MOST_ROWS", 1)
    monkeypatch.setattr(table_xlsx, "MOST_ROWS", 1)
    book = workbook(tmp_path, ("subject", "arm"), ("1", "A"), ("2", "B"))

    for path in (csv_file(tmp_path, TEXT), book):
        error = refusal(path)
        assert "more than 1,000,000 rows" in error.text
        assert error.hint == "Split it into several files."


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    wide = ",".join(["subject", "arm", *["x"] * table_cells.MOST_COLUMNS])

    assert "columns" in refusal(csv_file(tmp_path, f"{wide}\n1,A\n")).text


def test_a_file_far_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "LARGEST_TABLE", 10)

    assert "too large" in refusal(csv_file(tmp_path, TEXT)).text


def test_a_workbooks_cells_are_read_as_people_see_them(tmp_path: Path) -> None:
    rows = [
        ("007", "text stays as it is"),
        (7.0, "whole"),
        (7, "whole"),
        (1.5, "part"),
        (0.1 + 0.2, "part"),
        (dt.datetime.fromisoformat("2026-03-01"), "day"),
        (dt.datetime.fromisoformat("2026-03-01T09:30"), "time"),
        (True, "truth"),
        (1e15, "large"),
    ]

    table = read(workbook(tmp_path, ("subject", "arm"), *rows))

    assert [row["subject"] for row in table.rows] == [
        "007",
        "7",
        "7",
        "1.5",
        "0.3",
        "2026-03-01",
        "2026-03-01 09:30:00",
        "TRUE",
        "1000000000000000",
    ]


def test_zeros_that_excel_shows_by_a_format_are_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(("subject", "arm"))
    book.active.append((7, "A"))
    book.active["A2"].number_format = "000"
    book.save(tmp_path / "t.xlsx")

    assert pairs(read(tmp_path / "t.xlsx")) == [("007", "A")]


def test_row_numbers_of_a_workbook_count_blank_rows(tmp_path: Path) -> None:
    path = workbook(tmp_path, (), ("Subject ID", "Group"), (), (), ("001", "A"))

    (row,) = read(path).rows

    assert str(row.problem("arm", "x")) == "row 5, column Group: x"


def test_the_sheet_with_the_columns_is_chosen(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(("Read me", "first"))
    book.create_sheet("empty")
    book.create_sheet("list").append(("subject", "arm"))
    book["list"].append(("001", "A"))
    hidden = book.create_sheet("hidden")
    hidden.append(("subject", "arm", "site"))
    hidden.append(("666", "A", "x"))
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "t.xlsx")

    assert pairs(read(tmp_path / "t.xlsx")) == [("001", "A")]


def test_an_excel_error_in_a_cell_is_told_with_its_place(tmp_path: Path) -> None:
    error = refusal(workbook(tmp_path, ("subject", "arm"), ("001", "#N/A")))

    assert [str(problem) for problem in error.problems] == [
        "row 2, column B: holds the Excel error #N/A."
    ]


def test_a_workbook_is_known_by_what_it_holds_not_by_its_name(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("subject", "arm"), ("001", "A"))
    path = path.rename(tmp_path / "t.csv")

    assert pairs(read(path)) == [("001", "A")]


def test_wrong_dimensions_written_by_another_program_hide_nothing(
    tmp_path: Path,
) -> None:
    path = workbook(tmp_path, ("subject", "arm"), ("001", "A"), ("002", "B"))
    _change_part(path, "xl/worksheets/sheet1.xml", b'ref="A1:B3"', b'ref="A1"')

    assert pairs(read(path)) == [("001", "A"), ("002", "B")]


def test_an_empty_workbook_is_told(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path)).text == "t.xlsx is empty."


@pytest.mark.parametrize("length", [4, 100, 2000, -1, -30])
def test_a_workbook_cut_short_gets_a_sentence(tmp_path: Path, length: int) -> None:
    path = workbook(tmp_path, ("subject", "arm"), ("001", "A"))
    path.write_bytes(path.read_bytes()[:length])

    assert "damaged" in refusal(path).text


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"]
)
@pytest.mark.parametrize("content", [b"", b"<broken", b"<a/>"])
def test_a_workbook_with_a_broken_part_gets_a_sentence(
    tmp_path: Path, part: str, content: bytes
) -> None:
    path = workbook(tmp_path, ("subject", "arm"), ("001", "A"))
    _change_part(path, part, None, content)

    error = refusal(path)

    assert "damaged" in error.text or "is empty" in error.text


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("subject", "arm"), ("001", "A"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", bytes(60_000_000))

    error = refusal(path)

    assert "would unpack to far more" in error.text
    assert path.stat().st_size < 100_000


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = (
        f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><worksheet xmlns="http://schemas.'
        'openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" '
        't="inlineStr"><is><t>&e11;</t></is></c></row></sheetData></worksheet>'
    )
    path = workbook(tmp_path, ("subject", "arm"))
    _change_part(path, "xl/worksheets/sheet1.xml", None, bomb.encode())

    assert "damaged" in refusal(path).text


def test_a_row_number_beyond_all_sheets_ends_the_reading(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("subject", "arm"), ("001", "A"))
    _change_part(
        path, "xl/worksheets/sheet1.xml", b'<row r="2"', b'<row r="99999999999"'
    )

    assert "more than 1,000,000 rows" in refusal(path).text


def test_a_protected_workbook_asks_for_one_without_password(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    path = tmp_path / "t.xlsx"
    path.write_bytes(ole + "EncryptedPackage".encode("utf-16-le") + bytes(100))

    error = refusal(path)

    assert error.text == "t.xlsx is protected with a password."
    assert error.hint == "Save it without a password and try again."


def test_an_old_workbook_asks_for_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "t.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))

    assert refusal(path).text == "t.xls is in an old Excel format."


def test_another_archive_is_not_taken_for_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "t.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", "<x/>")

    assert "not an Excel workbook of the .xlsx kind" in refusal(path).text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.integers(0, 6000), new=st.binary(max_size=8), cut=st.booleans())
def test_a_file_changed_anywhere_is_read_or_refused_as_a_table(
    tmp_path: Path, place: int, new: bytes, cut: bool
) -> None:
    for path in (
        csv_file(tmp_path, TEXT),
        workbook(tmp_path, ("subject", "arm"), ("001", "A")),
    ):
        data = path.read_bytes()
        at = place % len(data)
        rest = b"" if cut else data[at + len(new) :]
        path.write_bytes(data[:at] + new + rest)
        with contextlib.suppress(TableError):
            assert read(path).rows


def _change_part(path: Path, part: str, old: bytes | None, new: bytes) -> None:
    """Rewrite a part of a workbook, wholly or one place in it."""
    copy = io.BytesIO()
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(copy, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            if name == part:
                assert old is None or old in data
                data = new if old is None else data.replace(old, new)
            after.writestr(name, data)
    path.write_bytes(copy.getvalue())
