"""The demo studies tell what was published, read back as a user would read it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from exports.figure_sheet import Sheet
from exports.figures import TEXT_WIDTH_MM
from exports.workbook import write_workbook
from models.demo.split_face import ARMS, SUBJECTS, split_face
from models.measures.frames import measurements_frame
from models.overview.overview import overview
from models.protocol import library as protocols
from models.statistics.comparison.paired import sign_test, signed_rank
from models.statistics.panels import Choice, panels
from models.statistics.study import study_trajectories
from models.store.clock import utc_now
from models.store.store import StudyStore

Find = Callable[[str], Path]

# Kerscher 2022: means, and changes from baseline, as they are printed.
MEANS = {
    ("cutometer-r0", "baseline"): "0.40",
    ("cutometer-r0", "week12"): "0.38",
    ("cutometer-r0", "week24"): "0.36",
    ("cutometer-r3", "baseline"): "0.45",
    ("cutometer-r3", "week12"): "0.42",
    ("cutometer-r3", "week24"): "0.40",
    ("cutometer-r9", "baseline"): "0.05",
    ("cutometer-r9", "week12"): "0.04",
    ("cutometer-r9", "week24"): "0.04",
    ("face-q-aging-appraisal", "baseline"): "52.94",
    ("face-q-aging-appraisal", "week48"): "65.23",
}
CHANGES = {
    ("face-q-skin", "week12"): "20.2",
    ("face-q-skin", "week24"): "14.6",
    ("face-q-skin", "week48"): "14.4",
    ("face-q-aging-appraisal", "week48"): "12.29",
    ("perceived-age", "week48"): "-1.68",
    # Computed from the printed means: -5.0, -10.0, -6.67 and -11.11 per cent.
    ("cutometer-r0", "week12"): "-0.02",
    ("cutometer-r0", "week24"): "-0.04",
    ("cutometer-r3", "week12"): "-0.03",
    ("cutometer-r3", "week24"): "-0.05",
}
PRINTED = [
    *(("score", *place, text) for place, text in MEANS.items()),
    *(("change", *place, text) for place, text in CHANGES.items()),
]


@pytest.fixture(scope="module")
def kerscher(demo_of: Find, tmp_path_factory) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The table of trajectories, and the sheet of the workbook that holds it."""
    with StudyStore.open(demo_of("kerscher-2022")) as store:
        table = study_trajectories(store, None).table
        path = tmp_path_factory.mktemp("kerscher") / "book.xlsx"
        write_workbook(store, path, groups=None)
    return table, pd.read_excel(path, sheet_name="Trajectories")


@pytest.mark.parametrize(("measure", "series", "visit", "printed"), PRINTED)
def test_means_of_kerscher_2022_come_out_as_printed(
    kerscher: tuple[pd.DataFrame, pd.DataFrame],
    measure: str,
    series: str,
    visit: str,
    printed: str,
) -> None:
    decimals = len(printed.partition(".")[2])
    for table in kerscher:
        is_wanted = table["measure"] == measure
        is_wanted &= (table["scale"] == series) & (table["visit"] == visit)
        [mean] = table.loc[is_wanted, "mean"]
        assert f"{mean:.{decimals}f}" == printed


def test_95_women_enter_and_those_who_leave_are_missing(
    kerscher: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    table = kerscher[0]
    rows = table[(table["scale"] == "face-q-skin") & (table["measure"] == "score")]

    assert rows["n"].tolist() == [95, 93, 90, 86]
    assert rows["missing"].tolist() == [0, 2, 5, 9]


def test_what_goes_on_after_the_baseline_is_drawn_on_one_page(demo_of: Find) -> None:
    with StudyStore.open(demo_of("kerscher-2022")) as store:
        found = study_trajectories(store, None)
    drawn = panels(found, Choice())
    sheet = Sheet(drawn, [], ["foot"], TEXT_WIDTH_MM, has_bands=False)

    assert "age" in {one.key for one in found.scales}
    assert "age" not in {panel.scale for panel in drawn}
    assert len(drawn) == 14
    assert sheet.figure.get_figheight() * 25.4 < 297


def test_one_physician_finds_one_subject_worse_and_no_subject_herself(
    demo_of: Find,
) -> None:
    with StudyStore.open(demo_of("kerscher-2022")) as store:
        worse = [one for one in store.measurements() if one.value == 5.0]

    gais = [one.assessment for one in worse if one.assessment.startswith("gais")]
    assert gais == ["gais-physician"]


def test_r9_is_r3_less_r0_and_everybody_is_lax_enough_to_enter(demo_of: Find) -> None:
    with StudyStore.open(demo_of("kerscher-2022")) as store:
        values = measurements_frame(store)
    wide = values.astype({"scale": str, "subject": str, "visit": str}).pivot_table(
        index=["subject", "visit"], columns="scale", values="value"
    )
    read = wide.dropna(subset=["cutometer-r0"])

    assert (
        read["cutometer-r9"] == (read["cutometer-r3"] - read["cutometer-r0"]).round(9)
    ).all()
    assert wide.xs("baseline", level="visit")["cutometer-r0"].min() >= 0.31
    assert read["cutometer-r9"].min() > 0


def test_13_cycles_are_kept_for_the_study(demo_of: Find) -> None:
    with StudyStore.open(demo_of("kerscher-2022")) as store:
        kept = store.study_constants()
        sites = {one.site for one in store.subjects()}

    assert {kept[f"cutometer-{key}", "cycles"] for key in ("r0", "r3", "r9")} == {"13"}
    assert sites == {"C1", "C2", "C3", "C4"}


def test_kerscher_2021_gets_firmer_less_tired_and_moister(demo_of: Find) -> None:
    with StudyStore.open(demo_of("kerscher-2021")) as store:
        table = study_trajectories(store, None).table
        codes = [one.code for one in store.subjects()]
        events = store.adverse_events()
    changes = table[(table["measure"] == "change") & (table["visit"] == "week24")]
    by_series = changes.set_index("scale")

    assert len(codes) == 21
    assert by_series.loc["cutometer-r0", "upper"] < 0
    assert by_series.loc["cutometer-r3", "upper"] < 0
    assert by_series.loc["hydration", "lower"] > 0
    assert {one.relation.value for one in events} == {"none"}


# Liang 2022, table 3: sides with each grade from 1 to 4.
PHYSICIAN = {
    ("brightness", "Saline ampoule"): [5, 18, 5, 0],
    ("brightness", "Secretome ampoule"): [0, 17, 11, 0],
    ("texture", "Saline ampoule"): [6, 15, 7, 0],
    ("texture", "Secretome ampoule"): [2, 13, 7, 6],
}
# z without correction for continuity, and the exact sign test.
PAIRED = {"brightness": (3.3166, 0.000977), "texture": (4.0, 0.0000305)}


@pytest.fixture(scope="module")
def liang(demo_of: Find, tmp_path_factory) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sides' values in week 10 with their arms, and the workbook's trajectories."""
    plan = protocols.find_plan("split-face-conditioned-medium").protocol
    arms = split_face(plan, 1, SUBJECTS, 1).arms
    with StudyStore.open(demo_of("split-face-conditioned-medium")) as store:
        lines = study_trajectories(store, arms).lines
        path = tmp_path_factory.mktemp("liang") / "book.xlsx"
        write_workbook(store, path, groups=arms)
    return lines, pd.read_excel(path, sheet_name="Trajectories")


@pytest.mark.parametrize(("series", "arm"), PHYSICIAN)
def test_the_physicians_grades_are_those_of_liang_2022(
    liang: tuple[pd.DataFrame, pd.DataFrame], series: str, arm: str
) -> None:
    lines, sheet = liang
    expected = PHYSICIAN[series, arm]
    values = lines[(lines["scale"] == series) & (lines["group"] == arm)]["value"]
    mean = np.dot([1, 2, 3, 4], expected) / 28
    [row] = sheet[
        (sheet["scale"] == series)
        & (sheet["group"] == arm)
        & (sheet["visit"] == "week10")
    ].itertuples()

    assert [int((values == grade).sum()) for grade in (1, 2, 3, 4)] == expected
    assert (row.n, row.missing) == (28, 2)
    assert row.mean == pytest.approx(mean)


@pytest.mark.parametrize("series", PAIRED)
def test_the_sides_are_paired_so_that_the_printed_p_values_come_out(
    liang: tuple[pd.DataFrame, pd.DataFrame], series: str
) -> None:
    lines = liang[0]
    rows = lines[lines["scale"] == series].astype({"subject": str, "group": str})
    wide = rows.pivot_table(index="subject", columns="group", values="value")
    apart = (wide[ARMS[0]] - wide[ARMS[1]]).to_numpy(np.float64)
    z, p = PAIRED[series]

    assert signed_rank(apart).also["z"] == pytest.approx(z, abs=1e-4)
    assert sign_test(apart).p == pytest.approx(p, rel=2e-3)


def test_some_visits_miss_their_window_and_two_subjects_leave(demo_of: Find) -> None:
    with StudyStore.open(demo_of("split-face-conditioned-medium")) as store:
        found = overview(store, utc_now().date())
        last = {one for one, visit in store.visit_dates() if visit == "week10"}

    missed = [one for one in found.windows if not one.is_kept]
    assert 0 < len(missed) < 0.15 * len(found.windows)
    assert len(last) == 28
