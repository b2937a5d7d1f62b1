"""Digits as a rater presses them, on whatever keyboard."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

# The top row from 1 to 0, by where the keys are and not by what is printed on them: on
# an AZERTY keyboard they give & é " ' ( - è _ ç à unless Shift is held.
_X11_ROW = {code: (code - 9) % 10 for code in range(10, 20)}
_WINDOWS_ROW = {code: (code - 1) % 10 for code in range(2, 12)}
_MAC_ROW = {18: 1, 19: 2, 20: 3, 21: 4, 23: 5, 22: 6, 26: 7, 28: 8, 25: 9, 29: 0}

# Signs that stand unshifted on no top row but that of AZERTY; for events that do not
# tell which key it was. The apostrophe and the minus are left out: QWERTY has them.
_AZERTY_SIGNS = {
    Qt.Key.Key_Ampersand: 1,
    Qt.Key.Key_Eacute: 2,
    Qt.Key.Key_QuoteDbl: 3,
    Qt.Key.Key_ParenLeft: 5,
    Qt.Key.Key_Egrave: 7,
    Qt.Key.Key_Underscore: 8,
    Qt.Key.Key_Ccedilla: 9,
    Qt.Key.Key_Agrave: 0,
}
_OTHER_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


def digit_of(event: QKeyEvent) -> int | None:
    """The digit a key press means, from the top row or the number pad, or None."""
    if event.modifiers() & _OTHER_MODIFIERS:
        return None
    if Qt.Key.Key_0 <= event.key() <= Qt.Key.Key_9:
        return event.key() - Qt.Key.Key_0
    if event.modifiers() & (
        Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
    ):
        return None  # Shift and 1 is "!", and no grade, where the digits are unshifted
    return _by_place(event)


def _by_place(event: QKeyEvent) -> int | None:
    """The digit of an unshifted key of the top row that gives another sign."""
    if sys.platform == "darwin" and event.nativeVirtualKey():
        return _MAC_ROW.get(event.nativeVirtualKey())
    if event.nativeScanCode():
        row = _WINDOWS_ROW if sys.platform == "win32" else _X11_ROW
        return row.get(event.nativeScanCode())
    return _AZERTY_SIGNS.get(Qt.Key(event.key()))
