"""Line icons that take the colour of the words beside them.

The drawings in `resources/icons` are drawn once and tinted here. `give`
remembers which icon a widget or action bears, so that a change of theme repaints it.
"""

import weakref
from functools import cache
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

_SIZES = (16, 24, 48)


class BearsIcon(Protocol):
    """Whatever has an icon: an action, a button."""

    def setIcon(self, icon: QIcon, /) -> None:  # noqa: N802, D102 - Qt's spelling
        ...


_colours = {
    "text": "#18222b",
    "muted": "#52616d",
    "accent": "#0b6b72",
    "on_accent": "#ffffff",
}
_bearers: dict[tuple[str, bool], "weakref.WeakSet[BearsIcon]"] = {}


def icon(name: str) -> QIcon:
    """The icon of this name in the colours that are shown now."""
    return _icon(name, _colours["text"], _colours["muted"], _colours["accent"])


def give(bearer: BearsIcon, name: str, *, on_accent: bool = False) -> None:
    """Put an icon on an action or button, and keep it in the colours of the theme.

    Args:
        bearer: The action or button.
        name: The icon.
        on_accent: Whether it stands on the accent, as on a primary button.
    """
    key = (name, on_accent)
    for others in _bearers.values():
        others.discard(bearer)
    _bearers.setdefault(key, weakref.WeakSet()).add(bearer)
    bearer.setIcon(_of(key))


def pixmap(name: str, size: int, colour: str) -> QPixmap:
    """One icon, square, in one colour; with none, as it is drawn."""
    return _pixmap(name, size, colour)


def names() -> tuple[str, ...]:
    """All icons there are."""
    return tuple(sorted(file.stem for file in resources.path("icons").glob("*.svg")))


def recolour(text: str, muted: str, accent: str, on_accent: str) -> None:
    """Take the colours of another theme, and repaint every icon that was given."""
    _colours.update(text=text, muted=muted, accent=accent, on_accent=on_accent)
    for key, bearers in _bearers.items():
        for bearer in list(bearers):
            try:
                bearer.setIcon(_of(key))
            except RuntimeError:  # Qt has deleted it, Python not yet
                bearers.discard(bearer)


def _of(key: tuple[str, bool]) -> QIcon:
    name, on_accent = key
    if not on_accent:
        return icon(name)
    return _icon(name, _colours["on_accent"], _colours["muted"], _colours["on_accent"])


@cache
def _icon(name: str, text: str, muted: str, accent: str) -> QIcon:
    result = QIcon()
    for size in _SIZES:
        result.addPixmap(_pixmap(name, size, text), QIcon.Mode.Normal)
        result.addPixmap(_pixmap(name, size, muted), QIcon.Mode.Disabled)
        result.addPixmap(_pixmap(name, size, accent), QIcon.Mode.Selected)
    return result


def _pixmap(name: str, size: int, colour: str) -> QPixmap:
    """A drawing in one colour, or as it is drawn if the colour is empty."""
    result = QPixmap(_drawing(name, size))
    if colour:
        painter = QPainter(result)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(result.rect(), QColor(colour))
        painter.end()
    return result


@cache
def _drawing(name: str, size: int) -> QPixmap:
    """A drawing as it is; its `currentColor` is black."""
    renderer = QSvgRenderer(str(resources.path("icons", f"{name}.svg")))
    result = QPixmap(QSize(size, size))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter)
    painter.end()
    return result
