"""Brightness and contrast of what is shown."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.widgets.viewer.tones import tones

share = st.floats(-1, 1).map(lambda value: round(value, 3))


def test_nothing_changed_is_no_table() -> None:
    assert tones(0.0, 0.0) is None


@given(share, share)
def test_a_darker_tone_never_becomes_the_lighter_one(
    brightness: float, contrast: float
) -> None:
    table = tones(brightness, contrast)
    if table is not None:
        assert len(table) == 256
        assert (np.diff(table.astype(int)) >= 0).all()


@pytest.mark.parametrize(("brightness", "sign"), [(0.5, 1), (-0.5, -1)])
def test_brightness_moves_all_tones(brightness: float, sign: int) -> None:
    table = tones(brightness, 0.0)
    assert table is not None
    assert sign * (int(table[128]) - 128) > 20


def test_contrast_turns_about_the_middle() -> None:
    table = tones(0.0, 0.5)
    assert table is not None
    assert table[60] < 60 < 200 < table[200]
    assert abs(int(table[127]) - 127) <= 1
