"""Any text and number, written and read back."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from exports.workbook.columns import Column
from exports.workbook.looks import Kind
from exports.workbook.tables import TableSheet
from exports.workbook.texts import clean
from exports.workbook.workbook import check_rows
from models.errors import ExpectedError

TEXTS = st.lists(st.text(min_size=1, max_size=60), min_size=1, max_size=8)
RISKY = st.sampled_from(["=", "+", "-", "@", "\t", "#N/A", "#REF!", "'"])


def read_back(kind: Kind, values: list) -> list:
    sheet = TableSheet("Any", "Anything.", (Column("value", "", values, kind),))
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.name)
    for _ in sheet.write(page):
        pass
    file = io.BytesIO()
    book.save(file)
    cells = load_workbook(file)["Any"]["A"][1:]
    assert all(cell.data_type != "f" for cell in cells)
    return [cell.value for cell in cells]


@settings(deadline=None, max_examples=25)
@given(TEXTS, RISKY)
def test_any_text_is_read_back_as_it_is_shown(texts, start):
    values = [*texts, start, start + texts[0]]
    for kind in (Kind.TEXT, Kind.LONG, Kind.IDENTIFIER):
        assert read_back(kind, values) == [clean(text) for text in values]


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=8))
def test_numbers_keep_what_a_double_holds(values):
    for kind in (Kind.NUMBER, Kind.DECIMAL):
        found = read_back(kind, values)
        assert all(
            abs(one - value) <= 1e-15 * abs(value)
            for one, value in zip(found, values, strict=True)
        )


def test_more_rows_than_excel_holds_are_refused_with_their_sheet():
    sheet = TableSheet("Scores", "", (Column("n", "", range(1_048_576), Kind.NUMBER),))
    with pytest.raises(ExpectedError) as caught:
        check_rows([sheet])
    assert "Scores: 1,048,576 rows; Excel holds 1,048,575" in caught.value.report()


def test_no_number_leaves_the_cell_empty():
    assert read_back(Kind.DECIMAL, [1.5, None, float("nan"), 2.0]) == [
        1.5,
        None,
        None,
        2,
    ]
