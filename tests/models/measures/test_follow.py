"""Values beside photographs are followed over the visits like scores."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from exports.figures import write_trajectories
from exports.tables import write_csv
from exports.workbook.workbook import write_workbook
from models.measures.derived import COMPUTED
from models.measures.frames import MEASURED_IN, MEASUREMENT_COLUMNS, measurements_frame
from models.measures.recording import record_adverse_events
from models.statistics.frames import RATER, SCALE, SUBJECT, VALUE, VISIT
from models.statistics.panels import Choice, panels
from models.statistics.study import study_series, study_trajectories
from models.statistics.trajectories import MEAN, MEASURE, Measure
from models.store.measure_records import (
    EventOutcome,
    NewAdverseEvent,
    NewMeasurement,
    Relation,
    Severity,
)
from tests.examples import make_study
from tests.measured import enter, make_measured_study

PUBLISHED = {
    "cutometer-r0": {"baseline": 0.40, "week12": 0.38, "week24": 0.36},
    "cutometer-r3": {"baseline": 0.45, "week12": 0.42, "week24": 0.40},
    "face-q-aging-appraisal": {"baseline": 52.94, "week48": 65.23},
}
"""Means of the study of 2022."""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("follow") / "study.dgstudy"
    with make_measured_study(path) as made:
        values = [
            NewMeasurement(subject, visit, series, mean + shift * mean * 0.05)
            for series, course in PUBLISHED.items()
            for visit, mean in course.items()
            for subject, shift in (("001", -1), ("002", 0), ("007", 1))
        ]
        enter(made, *values)
        yield made


def means(store, measure: Measure) -> dict[tuple[str, str], float]:
    table = study_trajectories(store, None).table
    table = table[table[MEASURE] == str(measure)]
    places = zip(table[SCALE], table[VISIT], strict=True)
    return dict(zip(places, table[MEAN], strict=True))


def test_r9_follows_from_r3_and_r0_to_the_printed_digits(store) -> None:
    found = means(store, Measure.SCORE)
    visits = ("baseline", "week12", "week24")
    r9 = [round(found["cutometer-r9", visit], 4) for visit in visits]
    assert r9 == [0.05, 0.04, 0.04]


def test_changes_in_per_cent_are_the_published_ones(store) -> None:
    score, change = means(store, Measure.SCORE), means(store, Measure.CHANGE)

    def per_cent(series: str, visit: str) -> float:
        return round(100 * change[series, visit] / score[series, "baseline"], 2)

    assert [per_cent("cutometer-r0", v) for v in ("week12", "week24")] == [-5, -10]
    assert [per_cent("cutometer-r3", v) for v in ("week12", "week24")] == [
        -6.67,
        -11.11,
    ]
    aging = change["face-q-aging-appraisal", "week48"]
    assert round(aging, 2) == 12.29


def test_a_computed_value_says_so_and_is_not_stored(store) -> None:
    frame = measurements_frame(store)
    derived = frame[frame[SCALE] == "cutometer-r9"]
    assert len(derived) == 9
    assert set(derived[RATER]) == {COMPUTED}
    assert set(derived[MEASURED_IN]) == {"mm"}
    assert not [m for m in store.measurements() if m.assessment == "cutometer-r9"]
    assert tuple(frame.columns) == MEASUREMENT_COLUMNS


def test_a_series_beside_photographs_has_an_axis_in_its_unit(store) -> None:
    shown = study_trajectories(store, None)
    by_key = {panel.scale: panel for panel in panels(shown, Choice())}
    r0 = by_key["cutometer-r0"]
    assert r0.label == "mm; lower is better"
    assert r0.low < 0.342
    assert r0.high > 0.42
    assert 3 <= len(r0.grid) <= 11
    change = {p.scale: p for p in panels(shown, Choice(measure=Measure.CHANGE))}
    assert change["cutometer-r0"].label == "Change from Baseline, mm; lower is better"
    face_q = by_key["face-q-aging-appraisal"]
    assert (face_q.low, face_q.high) == (0, 100)


def test_a_study_without_photographs_draws_and_exports(store, tmp_path: Path) -> None:
    shown = study_trajectories(store, None)
    assert not shown.is_empty
    write_trajectories(shown, tmp_path / "figure.svg")
    write_csv(shown, tmp_path / "table.csv")
    event = NewAdverseEvent(
        number=0,
        subject="001",
        term="=bruise",
        onset="2026-03-02",
        ended="2026-03-09",
        severity=Severity.MILD,
        relation=Relation.DEFINITE,
        outcome=EventOutcome.RECOVERED,
        serious=False,
    )
    assert record_adverse_events(store, [event], by="c") == (1,)
    write_workbook(store, tmp_path / "book.xlsx", groups=None)
    book = openpyxl.load_workbook(tmp_path / "book.xlsx", read_only=True)
    values = list(book["Measurements"].iter_rows(values_only=True))
    assert len(values) == 1 + len(measurements_frame(store))
    heading = values[0]
    row = dict(zip(heading, values[1], strict=False))
    assert (row["subject"], row["series"], row["unit of measure"], row["by"]) == (
        "001",
        "cutometer-r0",
        "mm",
        "device",
    )
    events = list(book["Adverse events"].iter_rows(values_only=True))
    told = dict(zip(events[0], events[1], strict=False))
    assert told["term"].endswith("=bruise")
    assert told["relation"] == "definite"
    trajectories = {r[1] for r in book["Trajectories"].iter_rows(values_only=True)}
    assert {"cutometer-r0", "cutometer-r9"} <= trajectories
    book.close()


def test_the_second_of_a_double_entry_is_not_analysed(tmp_path: Path) -> None:
    one = NewMeasurement("001", "baseline", "cutometer-r0", 0.4)
    with make_measured_study(tmp_path / "two.dgstudy") as store:
        enter(store, one, replace(one, entry=2, value=0.9))
        assert measurements_frame(store)[VALUE].tolist() == [0.4]


def test_a_study_of_photographs_alone_has_no_series_beside_them(tmp_path) -> None:
    with make_study(tmp_path / "study.dgstudy", subjects=("001",)) as store:
        assert all(one.is_photograph for one in study_series(store).values())
        assert measurements_frame(store).empty
        lines = study_trajectories(store, None).lines
        assert np.array_equal(lines[SUBJECT].unique(), [])
