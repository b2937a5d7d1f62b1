import itertools
import re

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from gui import icons
from gui.settings import Settings, ThemeChoice
from gui.theme import DARK, LIGHT, Colours, Theme, style_sheet

WORDS_ON = [
    ("text", "window"),
    ("text", "surface"),
    ("text", "raised"),
    ("text", "accent_soft"),
    ("muted", "window"),
    ("muted", "surface"),
    ("muted", "raised"),
    ("accent", "surface"),
    ("accent", "window"),
    ("on_accent", "accent"),
    ("on_accent", "accent_strong"),
    ("good", "good_soft"),
    ("warn", "warn_soft"),
    ("bad", "bad_soft"),
    ("on_surround", "surround"),
]


def _luminance(colour: str) -> float:
    def linear(level: float) -> float:
        return level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4

    red, green, blue, _ = (linear(float(c)) for c in QColor(colour).getRgbF())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted([_luminance(one), _luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("colours", "pair"), list(itertools.product([LIGHT, DARK], WORDS_ON))
)
def test_words_stand_out_from_their_ground(
    colours: Colours, pair: tuple[str, str]
) -> None:
    words, ground = (getattr(colours, name) for name in pair)

    assert _contrast(words, ground) >= 4.5


def test_the_surround_of_a_photograph_is_the_same_neutral_grey_in_both_themes() -> None:
    assert LIGHT.surround == DARK.surround
    red, green, blue, _ = QColor(LIGHT.surround).getRgb()  # type: ignore[misc]
    assert red == green == blue


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_every_variable_of_the_style_sheets_is_known(colours: Colours) -> None:
    assert not re.search(r"@\w", style_sheet(colours, 10))


def test_the_choice_of_the_settings_is_shown_at_once(
    theme: Theme, settings: Settings, qapp: QApplication
) -> None:
    settings.theme = ThemeChoice.DARK
    assert theme.is_dark
    assert DARK.window in qapp.styleSheet()

    settings.theme = ThemeChoice.LIGHT
    assert LIGHT.window in qapp.styleSheet()


def test_text_grows_with_the_font_scale(
    theme: Theme, settings: Settings, qapp: QApplication
) -> None:
    before = qapp.font().pointSizeF()
    settings.font_scale = 200

    assert qapp.font().pointSizeF() == pytest.approx(2 * before)


def test_icons_take_the_colour_of_the_words(theme: Theme, settings: Settings) -> None:
    def ink() -> set[str]:
        picture = icons.icon("lock").pixmap(24, 24).toImage()
        pixels = itertools.product(range(picture.width()), range(picture.height()))
        colours = (picture.pixelColor(x, y) for x, y in pixels)
        return {colour.name() for colour in colours if colour.alpha() == 255}

    settings.theme = ThemeChoice.LIGHT
    assert ink() == {LIGHT.text}
    settings.theme = ThemeChoice.DARK
    assert ink() == {DARK.text}


def test_every_icon_draws_something(qapp: QApplication) -> None:
    for name in icons.names():
        picture = icons.icon(name).pixmap(24, 24).toImage()
        pixels = itertools.product(range(picture.width()), range(picture.height()))
        assert any(picture.pixelColor(x, y).alpha() for x, y in pixels), name
