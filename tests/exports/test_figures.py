"""Print figures: what is in them, and that nothing overlaps or changes by itself."""

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from exports.figures import (
    FORMATS,
    FigureOptions,
    footer,
    with_values,
    write_trajectories,
)
from exports.marks import MARKS
from models.errors import ExpectedError
from models.statistics.panels import Choice
from models.statistics.trajectories import Centre, Measure, Trajectories, trajectories
from tests.trial import (
    ERYTHEMA,
    WRINKLING,
    graded,
    score_frame,
    trial_protocol,
    trial_scales,
    whole_trial,
)

OPTIONS = FigureOptions(title="Trial of $5 & <more>", date="2026-03-01", is_masked=True)


@pytest.fixture(scope="module")
def followed() -> Trajectories:
    scores, groups = whole_trial()
    return trajectories(scores, trial_protocol(), trial_scales(), groups)


def texts(path: Path) -> list[str]:
    root = ET.parse(path).getroot()
    return [
        "".join(one.itertext()) for one in root.iter("{http://www.w3.org/2000/svg}text")
    ]


def test_an_svg_keeps_its_text_as_text(followed: Trajectories, tmp_path: Path) -> None:
    write_trajectories(followed, tmp_path / "a.svg", options=OPTIONS)

    found = texts(tmp_path / "a.svg")
    for text in ("Arm A", "Arm B", "Wrinkling", "Erythema", "Screening", "day −28"):
        assert text in found
    assert any("Trial of $5 & <more> · 12 subjects" in one for one in found)
    assert found.count("6") >= 18  # n of each group at each visit


def test_a_pdf_embeds_its_fonts_as_truetype(
    followed: Trajectories, tmp_path: Path
) -> None:
    write_trajectories(followed, tmp_path / "a.pdf", options=OPTIONS)

    data = (tmp_path / "a.pdf").read_bytes()
    assert b"/FontFile2" in data
    assert b"/Type3" not in data


def test_a_png_has_print_resolution_and_the_width_asked(
    followed: Trajectories, tmp_path: Path
) -> None:
    write_trajectories(followed, tmp_path / "a.png", width_mm=84)

    with Image.open(tmp_path / "a.png") as picture:
        assert picture.info["dpi"][0] == pytest.approx(600, abs=0.1)
        assert picture.width == pytest.approx(84 / 25.4 * 600, abs=3)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.long
def test_the_same_trajectories_give_the_same_file(
    followed: Trajectories, tmp_path: Path, form: str
) -> None:
    write_trajectories(followed, tmp_path / f"a.{form}", options=OPTIONS)
    write_trajectories(followed, tmp_path / f"b.{form}", options=OPTIONS)

    first, second = (tmp_path / f"{name}.{form}" for name in "ab")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("centre", Centre)
@pytest.mark.long
def test_every_choice_is_drawn_with_bars_and_with_bands(
    followed: Trajectories, tmp_path: Path, measure: Measure, centre: Centre
) -> None:
    for has_bands in (False, True):
        options = FigureOptions(
            choice=Choice(measure=measure, centre=centre, has_subjects=has_bands),
            has_bands=has_bands,
        )
        write_trajectories(followed, tmp_path / "a.svg", options=options)

    assert any("Baseline" in one for one in texts(tmp_path / "a.svg"))


def test_labels_of_visits_in_a_row_do_not_overlap(
    followed: Trajectories, tmp_path: Path
) -> None:
    write_trajectories(followed, tmp_path / "a.svg", width_mm=84)

    svg = (tmp_path / "a.svg").read_text("utf-8")
    days = re.findall(r'x="([\d.]+)" y="([\d.]+)"[^>]*>Day (\d+)</text>', svg)
    places = [float(x) for x, _, day in days if day in ("1", "5", "7", "14")]
    assert len(places) == 4
    assert all(b - a > 14 for a, b in pairwise(places))


def test_a_single_group_has_no_legend_and_no_word_of_arms(tmp_path: Path) -> None:
    scores, _ = whole_trial()
    single = trajectories(scores, trial_protocol(), trial_scales())

    write_trajectories(single, tmp_path / "a.svg")

    assert not [text for text in texts(tmp_path / "a.svg") if "arm" in text.lower()]


def test_one_subject_at_one_visit_is_a_figure_too(tmp_path: Path) -> None:
    rows = score_frame([graded("1", "day30", 4)])
    found = trajectories(rows, trial_protocol(), trial_scales(), {"1": "Arm A"})

    write_trajectories(found, tmp_path / "a.svg")

    assert "No subject has a value yet." in texts(tmp_path / "a.svg")


def test_the_foot_tells_study_number_method_masking_and_date(
    followed: Trajectories,
) -> None:
    assert footer(followed, OPTIONS) == (
        "Trial of $5 & <more> · 12 subjects · mean with 95 % t interval; a subject's "
        "value is the mean of 2 raters · day 0: procedure · arms masked · 2026-03-01"
    )


def test_nothing_to_draw_gets_a_sentence(tmp_path: Path) -> None:
    nothing = trajectories(score_frame([]), trial_protocol(), trial_scales())

    with pytest.raises(ExpectedError, match="nothing to draw yet"):
        write_trajectories(nothing, tmp_path / "a.svg")
    assert not list(tmp_path.iterdir())


def test_an_unknown_ending_gets_a_sentence(
    followed: Trajectories, tmp_path: Path
) -> None:
    with pytest.raises(ExpectedError) as raised:
        write_trajectories(followed, tmp_path / "a.gif")

    assert raised.value.hint == "Let the name end with .svg, .pdf or .png."


def test_a_place_that_cannot_be_written_gets_a_sentence(
    followed: Trajectories, tmp_path: Path
) -> None:
    with pytest.raises(ExpectedError) as raised:
        write_trajectories(followed, tmp_path / "no" / "a.svg")

    assert raised.value.text == "“a.svg” could not be written."


def test_marks_differ_in_colour_marker_dash_and_grey() -> None:
    first, second, third = MARKS[:3]

    assert len({one.marker for one in MARKS}) == len(MARKS)
    assert len({one.dash for one in MARKS}) == len(MARKS)
    greys = [grey(one.colour) for one in (first, second, third)]
    assert greys[1] - greys[0] > 25
    assert greys[2] - greys[1] > 8
    for one in MARKS:
        assert contrast(one.colour, "#ffffff") >= 3
        assert contrast(one.dark_colour, "#1d2328") >= 3


def channels(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def grey(colour: str) -> float:
    red, green, blue = channels(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        parts = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in (channel / 255 for channel in channels(colour))
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_a_series_without_any_value_takes_no_room(followed: Trajectories) -> None:
    lines = followed.lines[followed.lines["scale"] != ERYTHEMA]
    table = followed.table.copy()
    absent = table["scale"] == ERYTHEMA
    table.loc[absent, "n"] = 0
    table.loc[absent, ["mean", "lower", "upper", "median"]] = float("nan")
    found = replace(followed, lines=lines, table=table)
    assert with_values(found, Choice()).scales == (WRINKLING,)
    assert with_values(followed, Choice()).scales == (WRINKLING, ERYTHEMA)
