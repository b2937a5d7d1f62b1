"""Colours and type of the window, light and dark.

The style sheets in `resources/styles` are joined in the order of their numbers; each
`@name` in them is replaced by a colour or a size from here. The surround of a
photograph is the same neutral grey in both, because a dark surround changes how red a
face looks.
"""

import re
from dataclasses import dataclass, fields

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

import resources
from gui import icons
from gui.settings import Settings, ThemeChoice

_VARIABLE = re.compile(r"@([a-z_]+)")


@dataclass(frozen=True)
class Colours:
    """The colours of a theme, as "#rrggbb".

    Attributes:
        window: Behind everything.
        surface: Cards, tables and fields.
        raised: Headings of tables, hovered rows.
        line: Borders.
        text: Words.
        muted: Words of less weight; still 4.5 : 1 on surface.
        accent: The one colour that leads the eye.
        accent_strong: The accent, pressed or hovered.
        accent_soft: Behind what is chosen.
        on_accent: Words on the accent.
        good: Complete, intact.
        good_soft: Behind it.
        warn: Something is missing.
        warn_soft: Behind it.
        bad: Broken.
        bad_soft: Behind it.
        surround: Around photographs.
        on_surround: Words on the surround.
    """

    window: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    surround: str = "#808080"
    on_surround: str = "#000000"


LIGHT = Colours(
    window="#f3f5f7",
    surface="#ffffff",
    raised="#e9eef1",
    line="#cdd5db",
    text="#18222b",
    muted="#52616d",
    accent="#0b6b72",
    accent_strong="#08555b",
    accent_soft="#d9ecec",
    on_accent="#ffffff",
    good="#1c6b3c",
    good_soft="#dff1e5",
    warn="#7d5200",
    warn_soft="#fcefcf",
    bad="#a8261f",
    bad_soft="#fae4e2",
)
DARK = Colours(
    window="#15191d",
    surface="#1d2328",
    raised="#273037",
    line="#3b464e",
    text="#e7ecef",
    muted="#a6b3bc",
    accent="#56c2c3",
    accent_strong="#7ad4d4",
    accent_soft="#1c4042",
    on_accent="#06282a",
    good="#84d39d",
    good_soft="#1d3a28",
    warn="#efc266",
    warn_soft="#3d3218",
    bad="#ff9a90",
    bad_soft="#472624",
)

_SIZES = {"font_small": 0.9, "font_body": 1.0, "font_heading": 1.2, "font_title": 1.75}


class Theme(QObject):
    """Puts the colours on the program, and follows the system and the settings.

    Signals:
        changed: Colours or sizes are others now; what paints by itself paints anew.
    """

    changed = Signal()

    def __init__(self, application: QApplication, settings: Settings) -> None:
        super().__init__(application)
        self._application = application
        self._settings = settings
        self._points = application.font().pointSizeF()
        self._colours = LIGHT
        self._choice: ThemeChoice | None = None
        settings.look_changed.connect(self.apply)
        application.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def colours(self) -> Colours:
        """The colours that are shown now."""
        return self._colours

    @property
    def is_dark(self) -> bool:
        """Whether the dark colours are shown."""
        return self._colours is DARK

    def apply(self) -> None:
        """Show the colours and sizes that the settings ask for."""
        self._ask_for_scheme()
        dark = _is_dark(self._settings.theme, self._application)
        self._colours = DARK if dark else LIGHT
        points = self._points * self._settings.font_scale / 100
        font = QFont(self._application.font())
        font.setPointSizeF(points)
        self._application.setFont(font)
        self._application.setPalette(_palette(self._colours))
        self._application.setStyleSheet(style_sheet(self._colours, points))
        colours = self._colours
        icons.recolour(colours.text, colours.muted, colours.accent, colours.on_accent)
        self.changed.emit()

    def _ask_for_scheme(self) -> None:
        """Tell the system, so that title bars and native dialogs go along."""
        choice = self._settings.theme
        if choice is self._choice:
            return
        self._choice = choice
        self._application.styleHints().setColorScheme(
            {
                ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
                ThemeChoice.LIGHT: Qt.ColorScheme.Light,
                ThemeChoice.DARK: Qt.ColorScheme.Dark,
            }[choice]
        )

    def _on_scheme_changed(self) -> None:
        dark = _is_dark(self._settings.theme, self._application)
        if dark != self.is_dark:
            self.apply()


def style_sheet(colours: Colours, points: float) -> str:
    """The style sheets in the order of their numbers, with colours and sizes in."""
    values = {field.name: getattr(colours, field.name) for field in fields(colours)}
    values |= {name: f"{points * by:.1f}pt" for name, by in _SIZES.items()}
    values["icon_size"] = f"{round(points * 1.9)}px"
    values["icon_large"] = f"{round(points * 3)}px"
    values["icons"] = resources.path("icons").as_posix()
    values["shade"] = "dark" if colours is DARK else "light"
    files = sorted(resources.path("styles").glob("[0-9][0-9]_*.qss"))
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return _VARIABLE.sub(lambda match: str(values[match[1]]), text)


def _is_dark(choice: ThemeChoice, application: QApplication) -> bool:
    if choice is ThemeChoice.SYSTEM:
        return application.styleHints().colorScheme() is Qt.ColorScheme.Dark
    return choice is ThemeChoice.DARK


def _palette(colours: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for one, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.raised),
        (role.Text, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.ToolTipBase, colours.raised),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.Light, colours.raised),
        (role.Midlight, colours.raised),
        (role.Mid, colours.line),
        (role.Dark, colours.line),
        (role.Shadow, colours.line),
    ):
        palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(colours.muted))
    return palette
