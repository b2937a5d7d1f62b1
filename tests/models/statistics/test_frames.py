"""The score frame: its columns, their kinds, and what is scheduled."""

import math
from pathlib import Path

from models.statistics.frames import (
    PHOTOGRAPH_COLUMNS,
    SCORE_COLUMNS,
    photographs_frame,
    scores_frame,
)
from tests.examples import make_study
from tests.trial import ERYTHEMA, graded, score_frame


def test_the_frame_has_the_columns_in_their_order() -> None:
    assert tuple(score_frame([graded("007", "baseline", 4)]).columns) == SCORE_COLUMNS


def test_codes_that_look_like_numbers_stay_text() -> None:
    frame = score_frame([graded("007", "baseline", 4)])

    assert list(frame["subject"]) == ["007"]


def test_a_photograph_that_was_not_assessable_has_no_value() -> None:
    frame = score_frame([graded("007", "baseline", None)])

    assert math.isnan(frame["value"][0])
    assert frame["reason"][0] == "out of focus"


def test_the_protocol_tells_the_day_and_what_is_scheduled() -> None:
    frame = score_frame(
        [graded("007", "day30", 4), graded("007", "day30", 1, scale=ERYTHEMA)]
    )

    assert list(frame["day"]) == [30, 30]
    assert list(frame["scheduled"]) == [True, False]


def test_a_frame_without_scores_has_all_columns() -> None:
    frame = score_frame([])

    assert tuple(frame.columns) == SCORE_COLUMNS
    assert frame.empty


def test_frames_are_read_from_a_study_file(tmp_path: Path) -> None:
    with make_study(tmp_path / "s.dgstudy") as store:
        assert scores_frame(store).empty
        photographs = photographs_frame(store)

    assert tuple(photographs.columns) == PHOTOGRAPH_COLUMNS
    assert len(photographs) == 9
