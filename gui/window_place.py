"""Where the window was when it was closed."""

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow


def restore_place(window: QMainWindow, geometry: QByteArray) -> None:
    """Place and size as they were, on a screen that is still there."""
    if not window.restoreGeometry(geometry):
        window.resize(1280, 800)
    screens = QGuiApplication.screens()
    frame = window.frameGeometry()
    if not any(screen.availableGeometry().intersects(frame) for screen in screens):
        window.move(screens[0].availableGeometry().topLeft())
