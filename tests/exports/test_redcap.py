"""The files of a REDCap project keep the rules of REDCap."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from exports.redcap import redcap_files, write_redcap_files
from exports.redcap.events import events_of
from exports.source import Source
from models.protocol.protocol import Visit
from tests.exiting import exits_study
from tests.redcap_rules import (
    MAPPING_COLUMNS,
    REPEATING_COLUMNS,
    choices,
    data_faults,
    dictionary_faults,
    event_faults,
)

Rows = list[dict[str, str]]
CASES = ("parallel", "parallel open", "masked", "split", "split open")


def tables(source: Source) -> dict[str, Rows]:
    """The files by the word behind their number."""
    return {
        name.partition("_")[0].partition("-")[2]: list(
            csv.DictReader(io.StringIO(content.decode(), newline=""))
        )
        for name, content in redcap_files(source).items()
    }


@pytest.mark.parametrize("case", CASES)
def test_the_data_dictionary_keeps_the_rules(sources, case) -> None:
    assert dictionary_faults(tables(sources[case])["dictionary"]) == []


@pytest.mark.parametrize("case", CASES)
def test_events_forms_and_repeats_keep_the_rules(sources, case) -> None:
    found = tables(sources[case])
    assert event_faults(found["events"]) == []
    assert list(found["forms-of-events"][0]) == MAPPING_COLUMNS
    assert list(found["repeating-forms"][0]) == REPEATING_COLUMNS
    unique = {row["unique_event_name"] for row in found["events"]}
    forms = {row["Form Name"] for row in found["dictionary"]}
    assert {row["unique_event_name"] for row in found["forms-of-events"]} == unique
    assert {row["form"] for row in found["forms-of-events"]} == forms


@pytest.mark.parametrize("case", CASES)
def test_the_project_takes_its_own_data(sources, case) -> None:
    found = tables(sources[case])
    faults = data_faults(
        found["data"],
        found["dictionary"],
        found["forms-of-events"],
        found["repeating-forms"],
    )
    assert faults == []


def test_the_rules_find_what_is_wrong(sources) -> None:
    found = tables(sources["parallel"])
    bad = [dict(row) for row in found["dictionary"]]
    bad[1]["Variable / Field Name"] = "Site"
    bad[2]["Field Type"] = "number"
    assert len(dictionary_faults(bad)) >= 2
    wrong = [dict(row) for row in found["data"]]
    wrong[1]["ps_view"] = "9"
    project = (found["dictionary"], found["forms-of-events"], found["repeating-forms"])
    assert data_faults(wrong, *project) == ["ps_view does not take '9'"]


def test_every_score_is_an_instance_of_rater_and_view(sources) -> None:
    source = sources["parallel"]
    data = tables(source)["data"]
    scores = [r for r in data if r["redcap_repeat_instrument"] == "photograph_scores"]
    assert len(scores) == 3 * 2 * 2 * 2  # subjects, visits, views, raters
    graded = [r for r in scores if r["fg_wrinkling"]]
    assert len(graded) == sum(
        one.value is not None and one.series == "fg-wrinkling" for one in source.scored
    )
    absent = next(r for r in scores if not r["fg_wrinkling"])
    assert absent["fg_wrinkling_na"] == "1"  # out of focus, the first reason


def test_a_scale_is_asked_with_the_numbers_of_the_studys_coding(sources) -> None:
    found = tables(sources["split"])
    field = next(
        row
        for row in found["dictionary"]
        if row["Variable / Field Name"] == "gais_live_left"
    )
    assert list(choices(field)) == ["3", "2", "1", "0", "-1"]
    told = {row["gais_live_left"] for row in found["data"]} - {""}
    assert told == {"2"}  # the second category from the best


def test_a_coding_that_lacks_a_category_leaves_the_stored_numbers(
    sources,
) -> None:
    live = replace(sources["parallel"].series["gais-live"], coding="zero-to-four")
    assert [live.number(float(value)) for value in range(1, 6)] == [1, 2, 3, 4, 5]
    assert live.reported(5.0) is None


@pytest.mark.parametrize("case", ["parallel", "split"])
def test_the_blinded_project_has_no_field_for_the_arm(sources, case) -> None:
    for name, content in redcap_files(sources[case]).items():
        assert "_blinded." in name
        assert b"Northlight" not in content
        assert b"group" not in content


def test_arms_of_the_study_are_a_field_and_never_arms_of_redcap(sources) -> None:
    found = tables(sources["split open"])
    assert {row["arm_num"] for row in found["events"]} == {"1"}
    first = found["data"][0]
    field = {row["Variable / Field Name"]: row for row in found["dictionary"]}
    assert choices(field["group_left"])[first["group_left"]] == "Northlight"
    assert choices(field["group_right"])[first["group_right"]] == "Southwind"


def test_long_and_like_names_of_visits_become_unique_events() -> None:
    visits = [
        Visit("a", "Follow-up visit after the first treatment", 7, True),
        Visit("b", "Follow-up visit after the second treatment", -14, True),
        Visit("c", "Week 2", 14, True),
        Visit("d", "Week  2", 15, True),
    ]
    events = events_of(visits)
    rows = [
        dict(
            zip(
                (
                    *("event_name", "arm_num", "day_offset", "offset_min"),
                    *("offset_max", "unique_event_name", "custom_event_label"),
                ),
                map(str, one.row()),
                strict=True,
            )
        )
        for one in events
    ]
    assert event_faults(rows) == []


def test_the_files_stand_in_the_order_redcap_takes_them(tmp_path: Path) -> None:
    with exits_study(tmp_path) as store:
        names = write_redcap_files(store, tmp_path / "out", groups=None, by="c")
        assert store.trail()[-1].action == "REDCap files written"
    assert [name[0] for name in names] == ["1", "2", "3", "4", "5"]
