"""Where the photograph is: beside the scales, or in a window of its own."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from typing_extensions import override

from gui.naming import named


class PhotographWindow(QWidget):
    """A window for a second screen. It never takes the keyboard from the scales.

    Signals:
        closed: The photograph is wanted back.
    """

    closed = Signal()

    def __init__(self, photograph: QWidget) -> None:
        super().__init__(
            None, Qt.WindowType.Window | Qt.WindowType.WindowDoesNotAcceptFocus
        )
        named("photograph_window", self, "photograph_surround")
        # Nothing of it is told in the list of windows.
        self.setWindowTitle(self.tr("Photograph"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(photograph)

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.closed.emit()
        super().closeEvent(event)


class PhotographPlace(QWidget):
    """Holds the photograph and what stands under it."""

    def __init__(self, photograph: QWidget, below: QWidget) -> None:
        super().__init__()
        named("photograph_place", self, "photograph_surround")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._photograph = photograph
        self._window: PhotographWindow | None = None
        text = self.tr("The photograph is in its own window.")
        self._note = named("detached_note", QLabel(text), "on_surround")
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._note.setWordWrap(True)
        self._note.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(photograph, 3)
        self._column.addWidget(self._note, 3)
        self._column.addWidget(below, 2)
        below.hide()

    @property
    def is_detached(self) -> bool:
        """Whether the photograph is in its own window."""
        return self._window is not None

    def toggle(self) -> None:
        """Put the photograph into a window of its own, or take it back."""
        if self._window is None:
            self._detach()
        else:
            self._window.close()

    def attach(self) -> None:
        """Take the photograph back."""
        if self._window is None:
            return
        window, self._window = self._window, None
        self._column.insertWidget(0, self._photograph, 3)
        self._photograph.show()
        self._note.hide()
        window.hide()
        window.deleteLater()

    def _detach(self) -> None:
        self._window = PhotographWindow(self._photograph)
        self._window.closed.connect(self.attach)
        self._photograph.show()
        self._note.show()
        others = [
            screen for screen in QGuiApplication.screens() if screen != self.screen()
        ]
        if others:
            self._window.setGeometry(others[0].availableGeometry())
            self._window.showMaximized()
        else:
            self._window.resize(self.size())
            self._window.show()
