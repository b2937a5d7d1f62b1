"""Two thousand random keys never lose or misplace a score."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gui.pages.rating import rating_page
from gui.pages.rating.rating_page import RatingPage
from gui.settings import Settings
from gui.theme import Theme
from models.photographs.references import add_references
from models.reading.session import RatingSession, open_session
from models.store.store import StudyStore
from tests.examples import example_protocol, make_study, picture
from tests.gui.pages.rating.conftest import FOUR_SCALES, SCALES, shown

PRESSES = 2000
PLAIN = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = Qt.Key

KEYS = (
    [(KEY(KEY.Key_0 + digit), PLAIN) for digit in range(10)] * 4
    + [(KEY.Key_Return, PLAIN), (KEY.Key_Backspace, PLAIN)] * 3
    + [(KEY.Key_Tab, PLAIN), (KEY.Key_Tab, SHIFT), (KEY.Key_Space, PLAIN)] * 2
    + [(KEY.Key_Up, PLAIN), (KEY.Key_Down, PLAIN), (KEY.Key_Escape, PLAIN)] * 3
    + [(KEY.Key_Left, PLAIN), (KEY.Key_Right, PLAIN), (KEY.Key_Right, SHIFT)]
    + [(KEY.Key_N, PLAIN), (KEY.Key_C, PLAIN), (KEY.Key_C, SHIFT), (KEY.Key_F, PLAIN)]
    + [(KEY.Key_Z, CONTROL), (KEY.Key_Y, CONTROL), (KEY.Key_Z, PLAIN)] * 2
    + [(KEY.Key_Backspace, CONTROL), (KEY.Key_L, CONTROL), (KEY.Key_Period, PLAIN)]
    + [(KEY.Key_B, PLAIN), (KEY.Key_W, PLAIN), (KEY.Key_L, PLAIN), (KEY.Key_L, SHIFT)]
    + [
        (KEY.Key_Left, ALT),
        (KEY.Key_Right, ALT),
        (KEY.Key_A, PLAIN),
        (KEY.Key_A, SHIFT),
    ]
    + [(KEY.Key_N, SHIFT), (KEY.Key_Up, CONTROL), (KEY.Key_Left, CONTROL)]
    + [
        (KEY.Key_R, CONTROL),
        (KEY.Key_Equal, CONTROL),
        (KEY.Key_0, CONTROL),
        (KEY.Key_1, CONTROL),
    ]
)


Said = dict[tuple[str, str], float | str]
"""By code of the photograph and key of the scale: the grade, or the reason."""


def held(session: RatingSession) -> Said:
    """What a session holds."""
    return {
        (item.code, scale): score.reason if score.value is None else score.value
        for item in session.items
        for scale, score in session.scores(item.position).items()
    }


def of_whole(changed: set[tuple[str, str]], before: Said, after: Said) -> bool:
    """Whether a photograph as a whole became not assessable, or this was undone."""
    words = ({said.get(place) for place in changed} for said in (before, after))
    is_reason = any(len(one) == 1 and isinstance(*one, str) for one in words)
    return is_reason and len({code for code, _ in changed}) == 1


@pytest.fixture
def everything(tmp_path: Path) -> Iterator[StudyStore]:
    """Twelve photographs, with all that a protocol can allow and a reference."""
    rules = "baseline_shown = true\nbrightness_contrast = true\n"
    codes = [f"S-{number:03}" for number in range(1, 5)]
    plan = example_protocol(FOUR_SCALES + rules)
    with make_study(tmp_path / "s.dgstudy", subjects=codes, protocol=plan) as store:
        file = tmp_path / "2.jpg"
        file.write_bytes(picture(90))
        add_references(store, "erythema-0-3", 2, [file], by="c")
        yield store


def shown_on(page: RatingPage) -> Said:
    """What the page shows as given for the photograph on the screen."""
    code = page.heading.findChild(QWidget, "code_label").property("text")
    found: Said = {}
    for key in SCALES:
        panel = page.findChild(QWidget, f"scale_panel_{key}")
        for button in panel.buttons:
            if button.property("state") == "given":
                found[code, key] = button.grade.value
    return found


def test_two_thousand_random_keys_never_lose_or_misplace_a_score(
    everything: StudyStore, settings: Settings, theme: Theme
) -> None:
    dice = random.Random(20)
    store, readings = everything, 1
    session = open_session(store, "R1")
    page = shown(rating_page(session, settings))
    for number in range(PRESSES):
        key, modifier = dice.choice(KEYS)
        before = held(session)
        position, focus = page.presenter.position, focused_scale(page)
        is_plain_digit = modifier is PLAIN and KEY.Key_0 <= key <= KEY.Key_9
        is_grading = is_plain_digit and not page.is_entering and on_page(page)
        is_pausing = page.commands.goes_on and pausing(page)
        QTest.keyClick(QApplication.focusWidget() or page, key, modifier)
        after = held(session)
        changed = {
            place
            for place in before.keys() | after.keys()
            if before.get(place) != after.get(place)
        }
        is_one = len(changed) <= 1 or of_whole(changed, before, after)
        assert is_one, f"key {number} changed {changed}"
        if is_grading:
            expected = dict(before)
            digit = key - KEY.Key_0
            if focus and not is_pausing and session.scales[focus].has_grade(digit):
                expected[session.item(position).code, focus] = float(digit)
            assert after == expected, f"key {number}, {key} at {position} {focus}"
        if not page.is_entering:
            given = shown_on(page)
            code = session.item(page.presenter.position).code
            graded = {
                place: said
                for place, said in after.items()
                if place[0] == code and isinstance(said, float)
            }
            assert given == graded, f"key {number}"
        if number % 97 == 0:
            page.resize(dice.randint(900, 1900), dice.randint(500, 1100))
        if number % 50 == 0:
            QTest.qWait(dice.choice((1, 1, 450)))
        if number % 211 == 210 or not session.is_open:
            close(page)
            assert held(open_session(store, session.rater)) == after
            # A reading that the keys happened to finish gives way to another one.
            readings += not session.is_open
            session = open_session(store, f"R{readings}")
            page = shown(rating_page(session, settings))
    close(page)
    assert held(open_session(store, session.rater)) == held(session)


def focused_scale(page: RatingPage) -> str:
    for key in SCALES:
        panel = page.findChild(QWidget, f"scale_panel_{key}")
        if panel.property("look") == "scale_focused":
            return key
    return ""


def pausing(page: RatingPage) -> bool:
    return page.findChild(QWidget, "next_button").property("text") == "Going on…"


def on_page(page: RatingPage) -> bool:
    """Whether the keyboard is on the page and not in a dialog over it."""
    focused = QApplication.focusWidget()
    return focused is not None and focused.window() is page.window()


def close(page: RatingPage) -> None:
    for dialog in page.findChildren(QDialog):
        dialog.close()
    page.close()
    page.deleteLater()
    QTest.qWait(1)
