from hypothesis import given
from hypothesis import strategies as st

from exports.workbook.texts import LONGEST, clean, is_risky


def test_control_characters_become_visible():
    assert clean("a\x00b\x1b") == "a␀b␛"


def test_a_carriage_return_becomes_a_new_line():
    assert clean("one\r\ntwo\rthree") == "one\ntwo\nthree"


def test_text_too_long_for_a_cell_is_cut_and_says_so():
    cut = clean("x" * 40_000)
    assert len(cut) == LONGEST
    assert cut.endswith("[cut; 40,000 characters in the study]")


def test_signs_that_count_twice_in_a_spreadsheet_are_counted_twice():
    cut = clean("😀" * 20_000)
    assert len(cut.encode("utf-16-le")) // 2 <= LONGEST
    assert cut.endswith("[cut; 20,000 characters in the study]")


def test_what_a_spreadsheet_could_run_is_risky():
    for text in ("=1+1", "+49", "-3", "@SUM(A1)", "\t=1", "#N/A", "#DIV/0!"):
        assert is_risky(text), text
    for text in ("007", "front", "a=1", "# one", ""):
        assert not is_risky(text), text


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text):
    assert clean(clean(text)) == clean(text)
