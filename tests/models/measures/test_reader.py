"""Reading measure files: what is good, and every fault with its place."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.measures.measure import Kind
from models.measures.reader import MeasureFileError, read_measure, read_measure_file
from models.scales.scale import Direction, RatedBy

GOOD = """\
key = "burden"
version = "1"
name = "Burden of the skin"
short = "Burden"
question = "How much?"
unit = "points"
decimals = 1
lowest = 0
highest = 12
usual_highest = 10
direction = "higher-is-worse"
by = ["investigator", "subject"]
formula = "area_grade * depth"
settings = ["lamp"]
citation = "None"
licence = "Free"

[[parts]]
key = "area_grade"
name = "Area"
lowest = 0
highest = 6
step = 1
from_percent = true

[[parts]]
key = "depth"
name = "Depth"
lowest = 0
highest = 2
step = 0.5
words = "0 none, 2 deep"

[[bands]]
name = "low"
lowest = 0
highest = 5

[[bands]]
name = "high"
lowest = 5.1
highest = 12
"""

DERIVED = """\
key = "gain"
version = "1"
name = "Gain"
short = "Gain"
question = "How much?"
direction = "none"
by = ["device"]
formula = "b - a"
tolerance = 0.1
citation = "None"
licence = "Free"

[inputs]
a = "before"
b = "after"
"""


def faults(source: str) -> list[str]:
    with pytest.raises(MeasureFileError) as caught:
        read_measure(source, "x.toml")
    told = [str(problem) for problem in caught.value.problems]
    return [text.removeprefix("x.toml, ") for text in told]


def changed(old: str, new: str, source: str = GOOD) -> str:
    assert old in source
    return source.replace(old, new, 1)


def test_a_composite_holds_what_its_file_says() -> None:
    one = read_measure(GOOD, "x.toml")

    assert (one.key, one.unit, one.decimals, one.kind) == (
        "burden",
        "points",
        1,
        Kind.COMPOSITE,
    )
    assert one.rated_by == (RatedBy.INVESTIGATOR, RatedBy.SUBJECT)
    assert [part.key for part in one.parts] == ["area_grade", "depth"]
    assert one.part("depth").words == "0 none, 2 deep"
    assert one.computed({"area_grade": 4, "depth": 1.5}) == 6
    assert one.settings == ("lamp",)
    assert not one.licensed
    assert one.source == GOOD
    assert len(one.sha256) == 64


def test_a_derived_measure_holds_what_its_file_says() -> None:
    one = read_measure(DERIVED, "x.toml")

    assert one.kind is Kind.DERIVED
    assert one.inputs == {"a": "before", "b": "after"}
    assert one.computed({"a": 1, "b": 3}) == 2
    assert one.direction is Direction.NONE
    assert (one.span, one.tolerance) == ("any number", 0.1)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('by = ["investigator", "subject"]\n', "", "by: is missing."),
        ('"subject"]', '"subject", "subject"]', 'line 12, by: holds "subject" twice.'),
        ("decimals = 1", "decimals = 9", "line 7, decimals: must be 0 to 6, not 9."),
        (
            "lowest = 0",
            "lowest = 12",
            "line 8, lowest: 12 must be below highest, 12.",
        ),
        (
            "usual_highest = 10",
            "usual_highest = 13",
            (
                "line 10, usual_highest: 13 lies outside lowest and highest, "
                "which are refused."
            ),
        ),
        (
            "lowest = 0\n",
            "lowest_excluded = true\n",
            "line 8, lowest_excluded: there is no lowest to exclude.",
        ),
        (
            "area_grade * depth",
            "area_grade * dept",
            (
                'line 13, formula: "dept" is neither a part nor an input. '
                'Did you mean "depth"?'
            ),
        ),
        (
            "area_grade * depth",
            "area_grade * 2",
            "line 13, formula: does not use depth.",
        ),
        (
            "area_grade * depth",
            "area_grade * depth * 2",
            (
                "line 13, formula: gives 24 with every part at its highest, "
                "which is outside lowest and highest."
            ),
        ),
        (
            "area_grade * depth",
            "area_grade / depth",
            "line 13, formula: divides by zero with every part at its lowest.",
        ),
        (
            'formula = "area_grade * depth"\n',
            "",
            "formula: is missing: how do the parts or inputs make it?",
        ),
        (
            'key = "depth"',
            'key = "Depth-1"',
            (
                "line 27, parts.2.key: must begin with a small letter and hold small "
                "letters, digits and _ only, 40 at most: it is a name in the formula."
            ),
        ),
        (
            'key = "depth"',
            'key = "area_grade"',
            'line 27, parts.2.key: "area_grade" stands here for the second time.',
        ),
        (
            "highest = 2\n",
            "highest = 0\n",
            "line 29, parts.2.lowest: must be below highest.",
        ),
        (
            "highest = 6",
            "highest = 5",
            "line 24, parts.1.from_percent: gives grades 0 to 6: say 0 and 6.",
        ),
        (
            "step = 0.5",
            "step = -1",
            "line 31, parts.2.step: must not be negative, as -1 is.",
        ),
        (
            "lowest = 5.1",
            "lowest = 6",
            (
                "line 41, bands.2.lowest: 6 does not follow the band before, "
                "which ends at 5: say 5.1."
            ),
        ),
        (
            "lowest = 5.1\nhighest = 12",
            "lowest = 5.1\nhighest = 11",
            "line 34, bands: end at 11, but highest is 12.",
        ),
        (
            'settings = ["lamp"]',
            "agreement = true",
            "line 14, agreement: is for licensed measures: say licensed = true.",
        ),
        (
            'settings = ["lamp"]',
            "tolerance = 1",
            "line 14, tolerance: is for measures with [inputs] only.",
        ),
        ('unit = "points"', 'unti = "points"', "line 6, unti: is not a known key. Did"),
    ],
)
def test_a_fault_is_told_with_file_line_and_key(old: str, new: str, fault: str) -> None:
    assert any(told.startswith(fault) for told in faults(changed(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            '"before"',
            '"gain"',
            "line 14, inputs.a: a measure cannot be computed from itself.",
        ),
        ('"before"', '"Be fore"', "line 14, inputs.a: may hold small letters"),
        ("b - a", "b -", "line 8, formula: is no formula: check its signs"),
        ("b - a", "open(b)", 'line 8, formula: calls "open"; known are sum'),
    ],
)
def test_a_fault_of_a_derived_measure_is_told(old: str, new: str, fault: str) -> None:
    assert any(told.startswith(fault) for told in faults(changed(old, new, DERIVED)))


def test_all_faults_are_told_at_once_from_top_to_bottom() -> None:
    source = changed('version = "1"', "version = 1")
    source = source.replace('name = "Depth"\n', "").replace('name = "low"', "name = 1")

    assert faults(source) == [
        "line 2, version: must be a text in quotes, not a number.",
        "line 26, parts.2.name: is missing.",
        "line 34, bands.1.name: must be a text in quotes, not a number.",
    ]


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(MeasureFileError, match=r"no measure file gone\.toml"):
        read_measure_file(tmp_path / "gone.toml")


@given(st.integers(0, len(GOOD)), st.text(max_size=6))
def test_a_file_changed_anywhere_is_read_or_refused_in_sentences(
    place: int, text: str
) -> None:
    with contextlib.suppress(MeasureFileError):
        read_measure(GOOD[:place] + text + GOOD[place:], "x.toml")
