"""Reading scale files: what is good, and every fault with its place."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.scales.reader import ScaleFileError, read_scale, read_scale_file
from models.scales.scale import Direction, Mode

GOOD = """\
key = "redness"
version = "1"
name = "Redness of the cheek"
short = "Redness"
question = "How red is it?"
direction = "higher-is-worse"
mode = "static"
band_noun = "class"
citation = "None"
licence = "Free"

[[bands]]
name = "I"
label = "low"
lowest = 0
highest = 1
words = "Hardly red."

[[bands]]
name = "II"
label = "high"
lowest = 1.5
highest = 2
words = "Red."

[[grades]]
value = 0
label = "none"
words = "Not red."

[[grades]]
value = 1
label = "mild"
words = "Pink."

[[grades]]
value = 1.5
label = "moderate"
words = "Light red."

[[grades]]
value = 2
label = "severe"
words = "Red."
"""


def faults(source: str) -> list[str]:
    with pytest.raises(ScaleFileError) as caught:
        read_scale(source, "redness.toml")
    return [str(problem) for problem in caught.value.problems]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_a_scale_holds_what_its_file_says() -> None:
    scale = read_scale(GOOD, "redness.toml")

    assert (scale.key, scale.short) == ("redness", "Redness")
    assert [grade.value for grade in scale.grades] == [0, 1, 1.5, 2]
    assert scale.direction is Direction.HIGHER_IS_WORSE
    assert scale.mode is Mode.STATIC
    band = scale.band(1.5)
    assert band is not None
    assert band.name == "II"
    assert scale.notes == ""


def test_the_source_is_kept_word_for_word_with_its_hash() -> None:
    source = GOOD.replace("\n", "\r\n")

    assert read_scale(source, "a").source == source
    assert read_scale(source, "a").sha256 != read_scale(GOOD, "a").sha256
    assert len(read_scale(GOOD, "a").sha256) == 64


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('name = "Redness of the cheek"\n', "", "name: is missing."),
        (
            'short = "Redness"',
            "short = 7",
            "line 4, short: must be a text in quotes, not a number.",
        ),
        (
            'question = "How red is it?"',
            'question = "  "',
            "line 5, question: must not be empty.",
        ),
        (
            'key = "redness"',
            'key = "Red ness"',
            ("line 1, key: may hold small letters a-z, digits and dashes, 40 at most."),
        ),
        (
            '"higher-is-worse"',
            '"higher-is-worst"',
            (
                'line 6, direction: must be "higher-is-worse" or '
                '"higher-is-better" or "none", not "higher-is-worst". '
                'Did you mean "higher-is-worse"?'
            ),
        ),
        (
            '"static"',
            '"still"',
            ('line 7, mode: must be "static" or "comparative", not "still".'),
        ),
        (
            "value = 1.5",
            "value = 0.5",
            (
                "line 37, grades.3.value: 0.5 follows 1: grades must rise "
                "from the lowest to the highest."
            ),
        ),
        (
            "value = 1.5",
            "value = 1",
            ("line 37, grades.3.value: 1 is the value of another grade too."),
        ),
        (
            "value = 1.5",
            "value = true",
            "line 37, grades.3.value: must be a number, not true.",
        ),
        (
            "value = 1.5",
            "value = nan",
            "line 37, grades.3.value: must be a number, not nan.",
        ),
        (
            "value = 1.5",
            "value = -inf",
            "line 37, grades.3.value: must be a number, not -inf.",
        ),
        (
            "value = 1.5",
            "value = 1" + "0" * 400,
            ("line 37, grades.3.value: is too large: a million is the most."),
        ),
        (
            "value = 1.5",
            "value = 2026-01-01",
            ("line 37, grades.3.value: must be a number, not a date or time."),
        ),
        (
            'label = "moderate"',
            'label = "Mild"',
            ('line 38, grades.3.label: "Mild" is the label of another grade too.'),
        ),
        (
            'words = "Pink."',
            'words = ""',
            "line 34, grades.2.words: must not be empty.",
        ),
        (
            "lowest = 1.5",
            "lowest = 1",
            (
                "line 22, bands.2.lowest: 1 is not above the band before, "
                "which ends at 1: bands must not overlap and must rise."
            ),
        ),
        (
            "lowest = 1.5",
            "lowest = 2",
            "line 12, bands: grade 1.5 lies in no band.",
        ),
        (
            "highest = 1\n",
            "highest = 1.2\n",
            "line 16, bands.1.highest: 1.2 is not a grade of the scale.",
        ),
        (
            'band_noun = "class"\n',
            "",
            ('band_noun: is missing: what is a band called, such as "class"?'),
        ),
        (
            'licence = "Free"',
            'licence = "Free"\nlicense = "Free"',
            ('line 11, license: is not a known key. Did you mean "licence"?'),
        ),
        (
            'label = "none"',
            'label = "none"\ncolour = "red"',
            "line 29, grades.1.colour: is not a known key.",
        ),
    ],
)
def test_a_fault_is_told_with_file_line_and_key(old: str, new: str, fault: str) -> None:
    assert faults(changed(old, new)) == [f"redness.toml, {fault}"]


def test_all_faults_are_told_at_once_from_top_to_bottom() -> None:
    source = changed('version = "1"', "version = 1").replace('mode = "static"\n', "")
    source = source.replace('label = "none"', "lable = 3")

    assert faults(source) == [
        "redness.toml, mode: is missing.",
        "redness.toml, line 2, version: must be a text in quotes, not a number.",
        "redness.toml, line 25, grades.1.label: is missing.",
        (
            "redness.toml, line 27, grades.1.lable: is not a known key. "
            'Did you mean "label"?'
        ),
    ]


def test_the_error_counts_the_faults_in_its_sentence() -> None:
    with pytest.raises(ScaleFileError) as caught:
        read_scale(changed('"static"', '"x"'), "a.toml")

    assert caught.value.text == "The scale file has 1 fault."


@pytest.mark.parametrize("grades", ["grades = []", "", "grades = 3", "grades = [1, 2]"])
def test_a_scale_without_grades_is_refused(grades: str) -> None:
    head = GOOD[: GOOD.index("[[bands]]")].replace('band_noun = "class"\n', "")

    assert any("grades" in fault for fault in faults(f"{head}{grades}\n"))


def test_one_grade_makes_no_scale() -> None:
    head = GOOD[: GOOD.index("[[bands]]")]
    source = f'{head}[[grades]]\nvalue = 1\nlabel = "a"\nwords = "b"\n'

    assert faults(source) == [
        "redness.toml, line 12, grades: must hold at least two grades."
    ]


def test_a_syntax_error_tells_its_line() -> None:
    (fault,) = faults(changed('version = "1"', "version = "))

    assert fault.startswith("redness.toml: is not valid TOML")
    assert "line 2" in fault


@pytest.mark.parametrize("source", ["a = " + "[" * 100_000, "a = 1" + "0" * 10_000])
def test_hostile_toml_gets_a_sentence(source: str) -> None:
    assert len(faults(source)) == 1 or "known key" in " ".join(faults(source))


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "redness.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())

    assert read_scale_file(path).key == "redness"


def test_a_file_in_another_encoding_tells_the_line(tmp_path: Path) -> None:
    path = tmp_path / "redness.toml"
    path.write_bytes(GOOD.replace("How red", "Wie röt").encode("cp1252"))

    with pytest.raises(ScaleFileError) as caught:
        read_scale_file(path)

    assert str(caught.value.problems[0]) == "redness.toml, line 5: is not UTF-8 text."


def test_a_missing_file_and_a_folder_get_a_sentence_each(tmp_path: Path) -> None:
    with pytest.raises(ScaleFileError, match=r"There is no scale file x\.toml"):
        read_scale_file(tmp_path / "x.toml")
    with pytest.raises(ScaleFileError, match="is a folder"):
        read_scale_file(tmp_path)


def test_a_file_far_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.toml"
    path.write_bytes(b"#" * 1_000_001)

    with pytest.raises(ScaleFileError, match="far too large"):
        read_scale_file(path)


@given(
    place=st.integers(0, len(GOOD) - 1),
    length=st.integers(0, 30),
    new=st.sampled_from(
        ["", '"', "[", "]", "{", "=", "\n", "true", "[[grades]]\n", "é"]
    ),
)
def test_a_file_changed_anywhere_is_read_or_refused_as_a_scale_file(
    place: int, length: int, new: str
) -> None:
    source = GOOD[:place] + new + GOOD[place + length :]

    with contextlib.suppress(ScaleFileError):
        read_scale(source, "redness.toml")
