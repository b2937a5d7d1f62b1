"""Figures of agreement."""

import numpy as np
import pytest

from exports.agreement_figures import (
    write_bland_altman,
    write_confusion,
    write_course,
    write_grades,
    write_rater_bias,
)
from models.errors import ExpectedError
from models.statistics.agreement.bland_altman import Estimate
from models.statistics.agreement.ratings import Ratings
from models.statistics.agreement.report import Agreement, agreement


def found(targets: int = 40) -> Agreement:
    random = np.random.default_rng(1)
    truth = random.normal(5, 1.8, (targets, 1))
    shift = np.array([[0.0, 0.2, -0.3, 0.9]])
    rows = np.clip(np.rint(truth + shift + random.normal(0, 0.8, (targets, 4))), 1, 9)
    return agreement(Ratings.of_matrix(rows.tolist()), rounds=0)


@pytest.mark.parametrize("form", ["svg", "pdf", "png"])
@pytest.mark.long
def test_every_figure_is_written_the_same_twice(tmp_path, form) -> None:
    one = found()
    for name, draw, what in (
        ("confusion", write_confusion, one.pairs[0]),
        ("bland_altman", write_bland_altman, one.pairs[0].comparison),
        ("bias", write_rater_bias, one.raters),
    ):
        first, second = tmp_path / f"{name}.{form}", tmp_path / f"again.{form}"
        draw(what, first)
        draw(what, second)
        assert first.read_bytes() == second.read_bytes()
        assert first.stat().st_size > 3_000


def test_the_heat_map_names_the_raters_and_counts_every_target(tmp_path) -> None:
    pair = found().pairs[2]
    write_confusion(pair, tmp_path / "c.svg")
    text = (tmp_path / "c.svg").read_text()
    assert "grade of 4" in text
    assert pair.table.sum() == 40


def test_the_figures_have_no_colour(tmp_path) -> None:
    from PIL import Image

    one = found()
    write_bland_altman(one.pairs[0].comparison, tmp_path / "b.png")
    write_rater_bias(one.raters, tmp_path / "r.png")
    for name in ("b.png", "r.png"):
        pixels = np.asarray(Image.open(tmp_path / name).convert("RGB"), dtype=int)
        assert (pixels.max(axis=2) - pixels.min(axis=2)).max() < 25


def test_nothing_to_draw_is_told_in_a_sentence(tmp_path) -> None:
    lonely = agreement(Ratings.of_matrix([[1, None], [None, 2]]), rounds=0)
    with pytest.raises(ExpectedError, match="nothing to draw"):
        write_confusion(lonely.pairs[0], tmp_path / "c.svg")
    with pytest.raises(ExpectedError, match="nothing to draw"):
        write_rater_bias(lonely.raters, tmp_path / "c.svg")
    with pytest.raises(ExpectedError, match="which kind"):
        write_rater_bias(found().raters, tmp_path / "c.bmp")


def test_grades_and_course_are_drawn(tmp_path) -> None:
    one = found()
    write_grades(one.raters[3], tmp_path / "grades.svg")
    steps = [(10.0, Estimate(0.2, -0.1, 0.5)), (30.0, Estimate(0.4))]
    path = tmp_path / "course.svg"
    write_course(steps, path, across="position", upwards="grades", title="R4")
    for name in ("grades.svg", "course.svg"):
        assert (tmp_path / name).stat().st_size > 3_000
    with pytest.raises(ExpectedError, match="nothing to draw"):
        write_course([], path, across="position", upwards="grades")
