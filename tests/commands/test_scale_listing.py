"""`scales`: every scale and measure in groups, and each by itself."""

import json
from pathlib import Path

import pytest

from main import main
from models.measures import library as measures
from models.scales import library as scales


def test_every_scale_and_measure_stands_in_one_group(capsys) -> None:
    assert main(["scales"]) == 0
    lines = capsys.readouterr().out.splitlines()

    listed = [line.split()[0] for line in lines if line.startswith("  ")]
    assert sorted(listed) == sorted([*scales.shipped(), *measures.shipped()])
    titles = [line for line in lines if line and not line.startswith(" ")]
    assert titles[0] == "Scales, from a photograph"
    assert titles[-1] == "Measures, licensed: the number only"


def test_the_list_for_programs_says_kind_range_and_who_rates(capsys) -> None:
    assert main(["scales", "--json"]) == 0
    told = {one["key"]: one for one in json.loads(capsys.readouterr().out)}

    assert set(told) == {*scales.shipped(), *measures.shipped()}
    assert told["pain-0-3"]["rated_by"] == ["subject"]
    assert told["pain-0-3"]["photograph"] == "no"
    assert told["gais"]["codings"]["signed"]["worse"] == -1
    assert told["cutometer-r9"]["kind"] == "derived"
    assert told["cutometer-r9"]["inputs"]["r3"] == "cutometer-r3"


@pytest.mark.parametrize("key", [*scales.shipped(), *measures.shipped()])
def test_each_is_shown_by_itself(key: str, capsys) -> None:
    assert main(["scales", key]) == 0
    assert f"({key}, version 1)" in capsys.readouterr().out


def test_a_composite_shows_parts_formula_and_strata(capsys) -> None:
    assert main(["scales", "scorad"]) == 0
    said = capsys.readouterr().out

    assert "Formula: extent / 5 + 7 * (" in said
    assert "  49 to 103      severe" in said
    assert "Itch, visual analogue scale 0-10" in said


def test_files_of_the_users_are_shown_as_what_they_are(tmp_path: Path, capsys) -> None:
    scale, measure = tmp_path / "s.toml", tmp_path / "m.toml"
    scale.write_text(scales.shipped()["cea"].source, encoding="utf-8")
    measure.write_text(measures.shipped()["age"].source, encoding="utf-8")

    assert main(["scales", str(scale)]) == 0
    assert "(cea, version 1)" in capsys.readouterr().out
    assert main(["scales", str(measure)]) == 0
    assert "(age, version 1)" in capsys.readouterr().out


def test_a_near_miss_of_a_measure_gets_a_suggestion(capsys) -> None:
    assert main(["scales", "easy"]) == 1
    assert 'Did you mean "easi"?' in capsys.readouterr().err
