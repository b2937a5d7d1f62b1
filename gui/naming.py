"""Names and looks of widgets, as tests and style sheets find them."""

from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

O = TypeVar("O", bound=QObject)  # noqa: E741 - any object of Qt


def named(name: str, target: O, look: str = "") -> O:
    """Give an object its name and, for the style sheets, its look.

    Args:
        name: Object name, by which tests and style sheets find it.
        target: The object.
        look: Value of the property "look", as in `QLabel[look="title"]`; may be empty.
    """
    target.setObjectName(name)
    if look:
        target.setProperty("look", look)
    return target


def relook(widget: QWidget, look: str) -> None:
    """Change the look of a widget that is already shown."""
    if widget.property("look") == look:
        return
    widget.setProperty("look", look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    # Without this a label keeps the margins of its look before.
    QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
