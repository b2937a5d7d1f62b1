"""The CSV files of a study, and the scripts that read them."""

import csv
import io
from pathlib import Path

import pytest

from exports.csv_files import CsvOptions, Values, csv_files, write_csv_files
from exports.source import Source
from tests.exiting import COMMENT, exits_study

Rows = list[dict[str, str]]
USUAL = CsvOptions()


_written: dict[tuple[int, CsvOptions], dict[str, bytes]] = {}


def written(source: Source, options: CsvOptions = USUAL) -> dict[str, bytes]:
    """The files, made once for each source and way."""
    place = (id(source), options)
    if place not in _written:
        _written[place] = csv_files(source, options)
    return _written[place]


def rows(files: dict[str, bytes], name: str, separator: str = ",") -> Rows:
    text = files[name].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def test_every_score_has_its_row_with_code_and_words(sources) -> None:
    source = sources["parallel"]
    long = rows(written(source), "scores-long_blinded.csv")
    assert len(long) == len(source.scored) == 48
    graded = next(one for one in long if one["score"])
    assert (graded["subject"], graded["score"]) == ("001", "1")
    assert graded["score_label"] == "mild, lower"
    absent = next(one for one in long if not one["score"])
    assert (absent["status"], absent["reason"]) == ("not-assessable", "out of focus")


def test_labels_alone_leave_the_codes_out_and_write_no_scripts(sources) -> None:
    files = written(sources["parallel"], CsvOptions(values=Values.LABELS))
    long = rows(files, "scores-long_blinded.csv")
    assert "visit" not in long[0]
    assert "score" not in long[0]
    assert long[0]["visit_label"] == "Baseline"
    assert not [name for name in files if name.endswith((".R", ".sps"))]


def test_codes_alone_leave_the_words_out(sources) -> None:
    files = written(sources["parallel"], CsvOptions(values=Values.CODES))
    long = rows(files, "scores-long_blinded.csv")
    assert long[0]["visit"] == "baseline"
    assert not [name for name in long[0] if name.endswith("_label")]


def test_semicolons_come_with_decimal_commas(sources) -> None:
    files = written(sources["split"], CsvOptions(semicolons=True))
    values = rows(files, "measurements_blinded.csv", ";")
    firm = next(one for one in values if one["series"] == "firmness")
    assert firm["value"] == "0,385"


@pytest.mark.parametrize("mark", [True, False])
def test_the_mark_for_excel_is_there_as_asked(sources, mark) -> None:
    files = written(sources["parallel"], CsvOptions(mark=mark))
    assert files["subjects_blinded.csv"].startswith(b"\xef\xbb\xbf") is mark


def test_codes_that_look_like_numbers_stay_text(sources) -> None:
    text = written(sources["parallel"])["subjects_blinded.csv"]
    assert b'"007"' in text


def test_a_comment_over_two_lines_stands_in_one(sources) -> None:
    long = rows(written(sources["parallel"]), "scores-long_blinded.csv")
    [comment] = {one["rater_comment"] for one in long} - {""}
    assert comment == COMMENT.replace("\n", " ")


@pytest.mark.parametrize("name", ["parallel", "split"])
def test_the_blinded_edition_holds_no_arm_in_any_file(sources, name) -> None:
    for content in written(sources[name]).values():
        for word in (b"Northlight", b"Southwind", b'"group'):
            assert word not in content


def test_the_masked_edition_tells_letters_and_says_so_in_every_name(sources) -> None:
    files = written(sources["masked"])
    assert all("_masked." in name for name in files)
    groups = {one["group"] for one in rows(files, "scores-long_masked.csv")}
    assert groups == {"Group A", "Group B"}
    assert not [c for c in files.values() if b"Northlight" in c]


def test_the_unblinded_edition_tells_the_group_of_each_side(sources) -> None:
    files = written(sources["split open"])
    wide = rows(files, "scores-wide_unblinded.csv")
    told = {(one["subject"], one["side"]): one["group"] for one in wide}
    assert told["001", "left"] == "Northlight"
    assert told["001", "right"] == "Southwind"
    subjects = rows(files, "subjects_unblinded.csv")
    assert subjects[0]["group_right"] == "Southwind"


def test_the_wide_table_has_a_row_a_side_and_visit_with_combined_values(
    sources,
) -> None:
    wide = rows(written(sources["split"]), "scores-wide_blinded.csv")
    assert len(wide) == 3 * 2 * 3
    [one] = [
        row for row in wide if (row["unit"], row["visit"]) == ("001 left", "day30")
    ]
    long = [
        row
        for row in rows(written(sources["split"]), "scores-long_blinded.csv")
        if (row["unit"], row["visit"]) == ("001 left", "day30")
    ]
    mean = sum(float(row["score"]) for row in long) / len(long)
    assert float(one["fg_wrinkling"]) == pytest.approx(mean)
    assert one["fg_wrinkling_n"] == str(len(long))


def test_a_value_of_the_whole_subject_stands_at_both_sides(sources) -> None:
    wide = rows(written(sources["split"]), "scores-wide_blinded.csv")
    ages = {
        row["side"]: row["age"]
        for row in wide
        if (row["subject"], row["visit"]) == ("002", "baseline")
    }
    assert ages == {"left": "41", "right": "41"}


def test_only_the_first_entry_of_a_double_entry_leaves_the_study(sources) -> None:
    files = written(sources["parallel"])
    pain = [
        one["value"]
        for one in rows(files, "measurements_blinded.csv")
        if one["series"] == "pain"
    ]
    assert pain == ["3", "4", "5"]


def test_a_live_rating_has_the_number_of_the_studys_coding_beside_the_grade(
    sources,
) -> None:
    files = written(sources["parallel"])
    live = next(
        one
        for one in rows(files, "measurements_blinded.csv")
        if one["series"] == "gais-live"
    )
    told = (live["value"], live["code"], live["value_label"])
    assert told == ("2", "2", "much improved")  # signed: 3, 2, 1, 0, -1


def test_the_day_of_an_adverse_event_is_counted_from_the_procedure(sources) -> None:
    files = written(sources["parallel"])
    [event] = rows(files, "adverse-events_blinded.csv")
    assert (event["onset"], event["onset_day"]) == ("2026-04-02", "1")


def test_the_dictionary_explains_every_column_of_every_file(sources) -> None:
    files = written(sources["split open"])
    told = {
        (one["file"], one["column"]) for one in rows(files, "dictionary_unblinded.csv")
    }
    for name in files:
        stem, _, end = name.partition("_")
        if end.endswith(".csv") and stem not in ("dictionary", "about"):
            for heading in rows(files, name)[0]:
                assert (stem, heading) in told


def test_headings_are_names_in_every_program(sources) -> None:
    for name, content in written(sources["split open"]).items():
        if name.endswith(".csv"):
            line = content.decode("utf-8-sig").splitlines()[0]
            for heading in line.replace('"', "").split(","):
                assert heading.isidentifier()
                assert heading == heading.lower()


def test_a_formula_in_a_comment_is_not_run_by_a_spreadsheet(sources) -> None:
    dialect = CsvOptions().dialect
    assert dialect.encode(["c"], [["=1+1"]]).endswith(b'"\'=1+1"\r\n')


def test_the_r_script_labels_grades_visits_and_columns(sources) -> None:
    files = written(sources["parallel"], CsvOptions(semicolons=True))
    script = files["read-scores_blinded.R"].decode()
    assert 'sep = ";"' in script
    assert 'dec = ","' in script
    assert 'scores$scale == "fg-wrinkling"' in script
    assert '"9: severe, upper"), ordered = TRUE)' in script
    assert 'levels = c("baseline", "treatment", "day30")' in script
    assert 'attr(scores$day, "label")' in script
    long = files["scores-long_blinded.csv"].decode("utf-8-sig").splitlines()[0]
    for heading in long.replace('"', "").split(";"):
        assert f"{heading} = " in script


def test_the_spss_syntax_tells_labels_levels_and_missing_values(sources) -> None:
    files = written(sources["parallel"])
    raw = files["read-scores_blinded.sps"]
    syntax = raw.decode("utf-8-sig")
    assert raw.startswith(b"\xef\xbb\xbf")
    assert "SET DECIMAL=DOT." in syntax
    assert "MISSING VALUES fg_wrinkling (-9)." in syntax
    assert 'VALUE LABELS fg_wrinkling\r\n  1 "1: mild, lower"' in syntax
    assert '  -9 "not assessable"' in syntax
    assert "VARIABLE LEVEL fg_wrinkling (ORDINAL)." in syntax
    assert "VARIABLE LEVEL rater (NOMINAL)." in syntax
    assert "visit_date SDATE10" in syntax


def test_no_line_of_the_list_of_variables_begins_with_a_command(sources) -> None:
    syntax = written(sources["split open"])["read-scores_unblinded.sps"].decode()
    commands = {"COMMENT", "COMPUTE", "DISPLAY", "EXECUTE", "FILTER", "REPEATING"}
    words = syntax.partition("/VARIABLES=")[2].partition("  .")[0].split()
    assert not commands & {word.upper() for word in words}


def test_spss_reads_texts_as_wide_as_the_longest(sources) -> None:
    syntax = written(sources["parallel"])["read-scores_blinded.sps"]
    widths = {
        words[0]: int(words[1][1:])
        for line in syntax.decode("utf-8-sig").splitlines()
        if len(words := line.split()) == 2
        and words[1][0] == "A"
        and words[1][1:]
        and words[1][1:].isdigit()
    }
    assert widths["visit_label"] > len("Day 30 after the first treatment")
    assert widths["rater_comment"] > len(COMMENT)


def test_all_files_go_into_the_folder_and_onto_the_record(tmp_path: Path) -> None:
    with exits_study(tmp_path) as store:
        names = write_csv_files(store, tmp_path / "out", groups=None, by="c")
        assert store.trail()[-1].action == "CSV files written"
        assert all(name in store.trail()[-1].details for name in names)
    assert {path.name for path in (tmp_path / "out").iterdir()} == set(names)
