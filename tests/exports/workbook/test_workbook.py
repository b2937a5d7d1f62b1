"""The workbook, written and read back."""

import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from exports.workbook import write_workbook
from models.errors import ExpectedError
from models.progress import Cancelled, Progress
from models.protocol.units import Unit
from models.reading.score_table import import_scores
from models.statistics.study import study_trajectories
from models.store.store import StudyStore
from tests.examples import make_study
from tests.exports.workbook.conftest import ARMS

SHEETS = (
    "Cover",
    "Charts",
    "Trajectories",
    "Comparisons",
    "Responders",
    "Flow",
    "Scores",
    "Score sheet photographs",
    "Score sheet visits",
    "Rater 02",
    "Rater R1",
    "Subjects",
    "Subject courses",
    "Agreement",
    "Data dictionary",
    "Settings",
    "Audit trail",
)
TABLES = SHEETS[2:]


def now() -> datetime:
    return datetime(2026, 4, 1, 12, 0, tzinfo=UTC)


def written(store: StudyStore, groups: dict[str, str] | None) -> Path:
    path = store.path.with_name(f"{len(groups or ())}.xlsx")
    write_workbook(store, path, groups=groups, now=now)
    return path


@pytest.fixture(scope="module")
def path(trial: StudyStore) -> Path:
    """The unblinded edition."""
    return written(trial, ARMS)


@pytest.fixture(scope="module")
def book(path: Path) -> Book:
    return load_workbook(path)


def table(path: Path, sheet: str) -> pd.DataFrame:
    """A sheet as pandas reads it, codes as text."""
    codes = dict.fromkeys(("rater", "subject", "site", "code"), str)
    return pd.read_excel(path, sheet_name=sheet, dtype=codes, keep_default_na=False)


def everything(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return "\n".join(
            archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        )


def test_it_tells_which_sheets_were_written(trial, tmp_path):
    names = write_workbook(trial, tmp_path / "out.xlsx", groups=ARMS)
    assert names == SHEETS
    assert tuple(load_workbook(tmp_path / "out.xlsx").sheetnames) == SHEETS


def test_names_of_sheets_fit_excel(book):
    assert all(len(name) <= 31 for name in book.sheetnames)
    assert not re.search(r"[\[\]:*?/\\]", "".join(book.sheetnames))


def test_every_score_that_counts_has_its_row(path, trial):
    found = table(path, "Scores")
    rows = {
        (r.rater, r.subject, r.visit, r.view, r.scale): r for r in trial.score_rows()
    }
    assert len(found) == len(rows) == 4 * 3 * 2 * 2
    for row in found.to_dict("records"):
        stored = rows[
            tuple(row[c] for c in ("rater", "subject", "visit", "view", "scale"))
        ]
        assert (row["score"] or None) == (stored.value or None)
        assert row["reason"] == stored.reason
        assert row["scored at"] == stored.at
        assert row["code"] == stored.code
        assert row["group"] == ARMS[stored.subject]
        assert row["analysed"] == (
            "no" if (stored.scale, stored.visit) == ("fg-wrinkling", "day1") else "yes"
        )


def test_a_grade_stands_with_its_words_and_its_class(path, trial):
    scales = trial.scales()
    for row in table(path, "Scores").to_dict("records"):
        if row["kind"] == "not assessable":
            assert (row["score"], row["label"], row["class"]) == ("", "", "")
            continue
        scale = scales[row["scale"]]
        band = scale.band(row["score"])
        assert row["label"] == scale.grade(row["score"]).label
        assert row["class"] == (band.name if band else "")


def test_codes_stay_text(book):
    for name in ("Scores", "Score sheet photographs", "Score sheet visits"):
        sheet = book[name]
        headings = [cell.value for cell in sheet[1]]
        column = headings.index("subject")
        cells = [row[column] for row in sheet.iter_rows(min_row=2)]
        assert {cell.value for cell in cells} == set(ARMS)
        assert {cell.data_type for cell in cells} == {"s"}
        assert {cell.number_format for cell in cells} == {"@"}


def test_text_of_the_user_is_never_a_formula(path, book):
    assert "<f>" not in "".join(
        zipfile.ZipFile(path).read(f"xl/worksheets/sheet{n}.xml").decode()
        for n in range(1, len(SHEETS) + 1)
    )
    cells = [cell for row in book["Scores"].iter_rows() for cell in row]
    formulas = [cell for cell in cells if cell.value == "=1+1"]
    assert formulas
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in formulas)


def test_control_characters_in_a_comment_are_shown(path):
    assert "bell ␇, #N/A or\nnothing" in set(table(path, "Scores")["comment"])


def test_the_sheet_of_photographs_holds_the_long_scores(path):
    long, wide = table(path, "Scores"), table(path, "Score sheet photographs")
    keys = ["subject", "visit", "view"]
    for short, scale in (("Wrinkling", "fg-wrinkling"), ("Erythema", "erythema-0-3")):
        for rater in ("R1", "02"):
            said = long[(long["scale"] == scale) & (long["rater"] == rater)].copy()
            said["said"] = said["score"].where(said["kind"] == "grade", said["kind"])
            both = wide.merge(said[[*keys, "said"]], on=keys, validate="1:1")
            assert len(both) == len(wide) == 12
            assert (both[f"{short} {rater}"] == both["said"]).all()


def test_the_sheet_of_visits_is_the_mean_of_the_long_scores(path):
    long, wide = table(path, "Scores"), table(path, "Score sheet visits")
    graded = long[long["kind"] == "grade"].astype({"score": float})
    for short, scale in (("Wrinkling", "fg-wrinkling"), ("Erythema", "erythema-0-3")):
        of_scale = graded[graded["scale"] == scale].groupby(["subject", "visit"])[
            "score"
        ]
        for row in wide.to_dict("records"):
            place = row["subject"], row["visit"]
            assert row[f"{short} mean"] == pytest.approx(of_scale.mean()[place])
            assert row[f"{short} n"] == of_scale.count()[place]
            assert row["photographs"] == 1


def test_the_sheet_of_visits_agrees_with_the_trajectories(path):
    visits, found = table(path, "Score sheet visits"), table(path, "Trajectories")
    scores = found[(found["measure"] == "score") & (found["scale"] == "erythema-0-3")]
    means = visits.astype({"Erythema mean": float}).groupby(["group", "visit"])
    for row in scores.to_dict("records"):
        expected = means["Erythema mean"].mean()[row["group"], row["visit"]]
        assert row["mean"] == pytest.approx(expected)


def test_the_trajectories_are_those_of_the_program(path, trial):
    found, expected = table(path, "Trajectories"), study_trajectories(trial, ARMS).table
    assert len(found) == len(expected)
    for ours, theirs in zip(
        found.to_dict("records"), expected.to_dict("records"), strict=True
    ):
        for heading, name in (("mean", "mean"), ("SD", "sd"), ("mean upper", "upper")):
            if ours[heading] == "":
                assert pd.isna(theirs[name])
            else:
                assert ours[heading] == pytest.approx(theirs[name], rel=1e-12)
        if ours["mean to lower"] != "":
            assert ours["mean"] - ours["mean to lower"] == pytest.approx(
                theirs["lower"]
            )


def test_each_chart_points_at_the_cells_of_its_scale(path, book):
    """Means, both ends of the error bars, visits and the group: all from one block."""
    sheet = book["Trajectories"]
    headings = [cell.value for cell in sheet[1]]
    met = set()
    for xml in charts(path):
        assert "<scatterChart>" in xml
        title = "".join(re.findall(r"<a:t>([^<]*)</a:t>", xml.split("</title>")[0]))
        series = re.findall(r"<ser>.*?</ser>", xml, re.DOTALL)
        assert len(series) == 2
        for one in series:
            places = dict(
                re.findall(
                    r"<(tx|plus|minus|xVal|yVal)>.*?<f>([^<]*)</f>", one, re.DOTALL
                )
            )
            rows = {
                tuple(re.findall(r"\$(\d+)", place))
                for name, place in places.items()
                if name != "tx"
            }
            assert len(rows) == 1
            first, last = map(int, rows.pop())
            assert headings_at(headings, places) == {
                "tx": "group",
                "plus": "mean to upper",
                "minus": "mean to lower",
                "xVal": "day in charts",
                "yVal": "mean",
            }
            assert re.findall(r"\$(\d+)", places["tx"]) == [str(first)]
            told = {
                tuple(
                    row[headings.index(h)] for h in ("measure", "scale name", "group")
                )
                for row in sheet.iter_rows(first, last, values_only=True)
            }
            assert len(told) == 1
            measure, scale, group = told.pop()
            assert title.startswith(scale)
            assert ("change" in title) == (measure == "change")
            met.add((measure, scale, group))
    assert len(met) == 2 * 2 * 2


def headings_at(headings: list[str], places: dict[str, str]) -> dict[str, str]:
    """The heading over each reference."""
    letters = {
        name: re.search(r"!\$([A-Z]+)\$", place)[1] for name, place in places.items()
    }
    return {name: headings[ord(letter) - ord("A")] for name, letter in letters.items()}


def charts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        names = [n for n in archive.namelist() if n.startswith("xl/charts/chart")]
        return [archive.read(name).decode() for name in sorted(names)]


def test_charts_show_axes_and_tell_groups_apart_without_colour(path):
    for xml in charts(path):
        assert xml.count('<delete val="0"') == 2
        assert '<dispBlanksAs val="gap"' in xml
        assert "<legend>" in xml
        assert len(set(re.findall(r'<symbol val="(\w+)"', xml))) == 2
        dashes = re.findall(r'<a:prstDash val="(\w+)"', xml)
        assert len(set(dashes)) == 2


def test_one_curve_needs_no_legend(single):
    for xml in charts(written(single, None)):
        assert xml.count("<ser>") == 1
        assert "<legend>" not in xml


def test_the_blinded_edition_holds_no_arm(study):
    with study.changes(
        by="key", role="key holder", action="allocation opened"
    ) as changes:
        for letter, arm in (("A", "Northlight"), ("B", "Southwind")):
            changes.add_opened_name(letter, arm)
        for code, arm in ARMS.items():
            changes.add_opened_group(Unit(code), "A" if arm == "Northlight" else "B")
    path = written(study, None)
    text = everything(path)
    for arm in set(ARMS.values()):
        assert arm not in text
    for name in TABLES:
        assert not {"group", "arm"} & set(table(path, name).columns)
    trail = table(path, "Audit trail").iloc[-1]
    assert trail["written"] == "2 opened names, 4 opened groups"
    assert '"letter"' not in trail["details"]
    assert "6 records, not told in this edition" in trail["details"]
    assert "all subjects, arms not shown" in text


def test_the_masked_edition_tells_letters_but_no_names(study):
    with study.changes(
        by="key", role="key holder", action="allocation opened"
    ) as changes:
        changes.add_opened_name("A", "Northlight")
        changes.add_opened_group(Unit("001"), "A")
    masked = {code: f"Group {'AB'[at % 2]}" for at, code in enumerate(ARMS)}
    path = written(study, masked)
    text = everything(path)
    assert "Northlight" not in text
    assert "masked edition" in text
    assert set(table(path, "Scores")["group"]) == {"Group A", "Group B"}


def test_a_study_without_arms_speaks_of_none(single):
    path = written(single, None)
    assert not re.search(r"\barms?\b|blinded", everything(path), re.IGNORECASE)
    assert "group" not in table(path, "Trajectories").columns


@pytest.mark.parametrize(
    ("groups", "edition"), [(ARMS, "unblinded edition"), (None, "blinded edition")]
)
def test_every_sheet_is_printed_with_study_sheet_and_edition(trial, groups, edition):
    book = load_workbook(written(trial, groups))
    for sheet in book.worksheets:
        head = sheet.oddHeader
        assert head.left.text == "Example study"
        assert head.center.text == sheet.title
        assert head.right.text == edition
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth in {1, 2}
        if sheet.page_setup.fitToWidth == 2:
            assert sheet.print_title_cols
        assert sheet.page_setup.fitToHeight == 0
        assert "&P" in sheet.oddFooter.right.text
    assert book.properties.creator == "Dermagrade"
    assert book.properties.subject == edition


@pytest.mark.parametrize("name", TABLES)
def test_tables_can_be_filtered_and_keep_their_headings_in_sight(book, name):
    sheet = book[name]
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.freeze_panes.endswith("2")
    assert sheet.print_title_rows == "$1:$1"


def test_every_column_is_in_the_dictionary(path):
    words = table(path, "Data dictionary")
    told = set(zip(words["about"], words["column or code"], strict=True))
    for name in TABLES:
        if name != "Data dictionary":
            for heading in table(path, name).columns:
                assert (name, heading) in told


def test_every_grade_is_in_the_dictionary_with_its_words(path, trial):
    words = table(path, "Data dictionary").astype(str)
    for scale in trial.scales().values():
        of_scale = words[words["about"] == f"scale {scale.key}"]
        meanings = dict(
            zip(of_scale["column or code"], of_scale["meaning"], strict=True)
        )
        for grade in scale.grades:
            assert meanings[f"{grade.value:g}"] == f"{grade.label}: {grade.words}"


def test_settings_tell_versions_and_hashes(path, trial):
    values = set(table(path, "Settings")["value"])
    assert trial.protocol().sha256 in values
    assert {scale.sha256 for scale in trial.scales().values()} <= values
    assert trial.trail()[-1].hash in values


def test_the_audit_trail_is_told_line_by_line(path, trial):
    found = table(path, "Audit trail")
    lines = trial.trail()
    assert found["number"].tolist() == [line.number for line in lines]
    assert found["hash"].tolist() == [line.hash for line in lines]
    assert found["why"].tolist() == [line.why for line in lines]
    assert found["written"].iloc[1] == "4 subjects, 12 photographs, 12 originals"


def test_the_first_sheet_leads_to_the_others(book):
    links = [
        cell.hyperlink.location
        for row in book["Cover"].iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert links == [f"'{name}'!A1" for name in SHEETS[1:]]


def test_a_study_without_scores_gives_a_workbook_without_charts(tmp_path):
    with make_study(tmp_path / "new.dgstudy") as store:
        path = written(store, None)
    assert charts(path) == []
    assert table(path, "Scores").empty
    assert "No subject has a value yet." in everything(path)


def test_a_title_with_an_ampersand_is_printed_whole(tmp_path, monkeypatch):
    with make_study(tmp_path / "new.dgstudy") as store:
        info = replace(store.info(), title="Lines & spots")
        monkeypatch.setattr(store, "info", lambda: info)
        book = load_workbook(written(store, None))
    assert book["Scores"].oddHeader.left.text == "Lines && spots"


def test_a_workbook_that_cannot_be_replaced_is_told_and_kept(
    trial, tmp_path, monkeypatch
):
    path = tmp_path / "open.xlsx"
    path.write_bytes(b"as it was")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ExpectedError) as caught:
        write_workbook(trial, path, groups=ARMS)
    assert "open.xlsx" in caught.value.text
    assert "Close it" in caught.value.hint
    assert path.read_bytes() == b"as it was"
    assert not list(tmp_path.glob(".*"))


def test_a_cancelled_export_leaves_nothing(trial, tmp_path):
    texts = []

    def report(step):
        texts.append(step.text)
        if step.text == "Scores":
            progress.cancel()

    progress = Progress(report)
    with pytest.raises(Cancelled):
        write_workbook(trial, tmp_path / "out.xlsx", groups=ARMS, progress=progress)
    assert texts[0] == "Reading the study"
    assert not (tmp_path / "out.xlsx").exists()
    assert not list(tmp_path.glob(".*.part"))


def test_the_sheet_of_scores_can_be_imported_again(path, trial, tmp_path):
    with make_study(tmp_path / "again.dgstudy", subjects=tuple(ARMS)) as again:
        report = import_scores(again, path, by="coordinator")
        assert report.given == len(trial.score_rows())

        def values(store: StudyStore) -> set[tuple]:
            return {
                (r.rater, r.subject, r.visit, r.scale, r.kind, r.value, r.reason)
                for r in store.score_rows()
            }

        assert values(again) == values(trial)


def test_the_trajectories_follow_from_the_long_sheet(path):
    """By pandas alone: raters, then units, then the mean and its interval."""
    long, told = table(path, "Scores"), table(path, "Trajectories")
    graded = long[(long["kind"] == "grade") & (long["analysed"] == "yes")]
    graded = graded.astype({"score": float})
    of_rater = graded.groupby(["scale", "group", "subject", "visit", "rater"])["score"]
    units = of_rater.mean().groupby(["scale", "group", "subject", "visit"]).mean()
    means = units.groupby(["scale", "group", "visit"]).agg(["mean", "count", "std"])
    scores = told[told["measure"] == "score"]
    assert len(scores) == len(means)
    for row in scores.to_dict("records"):
        mean, n, sd = means.loc[(row["scale"], row["group"], row["visit"])]
        assert row["mean"] == pytest.approx(mean)
        assert row["n"] == n
        assert row["SD"] == pytest.approx(sd)


def test_comparisons_and_courses_follow_from_the_long_sheet(path):
    """The difference of mean changes, recomputed from the scores."""
    long, told = table(path, "Scores"), table(path, "Comparisons")
    assert set(told["role"]) == {"exploratory"}
    graded = long[(long["kind"] == "grade") & (long["scale"] == "erythema-0-3")]
    graded = graded.astype({"score": float})
    wide = graded.pivot_table("score", ["group", "subject"], "visit", "mean")
    change = (wide["day30"] - wide["baseline"]).groupby("group").mean()
    row = told[
        (told["scale"] == "erythema-0-3") & (told["result"] == "Difference of means")
    ].iloc[0]
    assert row["comparison"] == "Northlight less Southwind"
    assert row["estimate"] == pytest.approx(change["Northlight"] - change["Southwind"])
    courses = table(path, "Subject courses").set_index(["subject", "series"])
    for subject, value in (
        (wide["day30"] - wide["baseline"]).groupby("subject").sum().items()
    ):
        assert courses.loc[(subject, "erythema-0-3"), "last change"] == pytest.approx(
            value
        )


def test_a_raters_sheet_holds_the_long_scores_by_code(path):
    long = table(path, "Scores")
    for rater in ("R1", "02"):
        wide = table(path, f"Rater {rater}")
        own = long[long["rater"] == rater]
        assert wide["position"].is_monotonic_increasing
        for short, scale in (
            ("Wrinkling", "fg-wrinkling"),
            ("Erythema", "erythema-0-3"),
        ):
            said = own[own["scale"] == scale].set_index("code")
            for row in wide.to_dict("records"):
                one = said.loc[row["code"]]
                expected = one["score"] if one["kind"] == "grade" else one["kind"]
                assert row[short] == expected


def test_the_edition_is_told_at_the_first_cell_of_every_table(book):
    for name in TABLES:
        comment = book[name]["A1"].comment
        assert comment is not None
        assert comment.text.startswith("Unblinded edition.")


def test_the_dictionary_tells_every_coding_of_a_scale(tmp_path):
    from models.protocol import library as protocols
    from models.scales import library as scales
    from models.store.store import StudyStore as Store

    plan, shipped, measures = protocols.find_plan("kerscher-2021")
    with Store.create(
        tmp_path / "gais.dgstudy",
        title="GAIS",
        protocol=plan,
        scales={**scales.shipped(), **shipped},
        measures=measures,
    ) as store:
        words = table(written(store, None), "Data dictionary").astype(str)
    codings = words[words["about"] == "scale gais"].set_index("column or code")
    assert "1 = 3 (very much improved)" in codings.loc["coding signed", "codes"]
    assert "5 = 5 (much worse)" in codings.loc["coding reworded", "codes"]
