import sys

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

from gui.pages.rating.keys import digit_of

NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def pressed(
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier = NONE,
    *,
    scan_code: int = 0,
    text: str = "",
) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers, scan_code, 0, 0, text)


@pytest.mark.parametrize("digit", range(10))
def test_the_top_row_and_the_number_pad_mean_the_same(digit: int) -> None:
    key = Qt.Key(Qt.Key.Key_0 + digit)
    assert digit_of(pressed(key)) == digit
    assert digit_of(pressed(key, KEYPAD)) == digit


def test_a_digit_with_control_is_no_grade() -> None:
    assert digit_of(pressed(Qt.Key.Key_1, CONTROL)) is None


def test_a_shifted_digit_of_azerty_is_a_digit() -> None:
    assert digit_of(pressed(Qt.Key.Key_4, SHIFT)) == 4


@pytest.mark.skipif(sys.platform != "linux", reason="scan codes of this system")
@pytest.mark.parametrize(
    ("scan_code", "key", "digit"),
    [
        (10, Qt.Key.Key_Ampersand, 1),
        (11, Qt.Key.Key_Eacute, 2),
        (13, Qt.Key.Key_Apostrophe, 4),
        (15, Qt.Key.Key_Minus, 6),
        (19, Qt.Key.Key_Agrave, 0),
    ],
)
def test_the_unshifted_top_row_of_azerty_grades(
    scan_code: int, key: Qt.Key, digit: int
) -> None:
    assert digit_of(pressed(key, scan_code=scan_code)) == digit


@pytest.mark.skipif(sys.platform != "linux", reason="scan codes of this system")
@pytest.mark.parametrize(
    ("scan_code", "key"), [(48, Qt.Key.Key_Apostrophe), (20, Qt.Key.Key_Minus)]
)
def test_apostrophe_and_minus_of_qwerty_are_no_digits(
    scan_code: int, key: Qt.Key
) -> None:
    assert digit_of(pressed(key, scan_code=scan_code)) is None


def test_signs_on_shifted_digits_of_qwerty_are_no_grades() -> None:
    assert digit_of(pressed(Qt.Key.Key_Exclam, SHIFT, scan_code=10)) is None
    assert digit_of(pressed(Qt.Key.Key_Ampersand, SHIFT, scan_code=16)) is None


def test_letters_are_no_digits() -> None:
    assert digit_of(pressed(Qt.Key.Key_N, scan_code=57)) is None
    assert digit_of(pressed(Qt.Key.Key_N)) is None


def test_signs_of_azerty_are_read_without_a_scan_code() -> None:
    assert digit_of(pressed(Qt.Key.Key_Egrave)) == 7
    assert digit_of(pressed(Qt.Key.Key_Apostrophe)) is None
