"""The layout of a dialog: what is higher than the screen scrolls, buttons stay."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

_MOST_OF_SCREEN = 0.9


class Scrolled(QScrollArea):
    """Gives its content all the height that it wants, and scrolls what is too much."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._content = content
        self.setWidget(content)
        content.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self._give_height()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_height()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Make a dialog as high as it needs, where the screen has room."""
        super().showEvent(event)
        window = self.window()
        most = window.screen().availableGeometry().size() * _MOST_OF_SCREEN
        size = window.size() + self._wanted() - self.viewport().size()
        window.resize(size.expandedTo(window.size()).boundedTo(most))

    @override
    def sizeHint(self) -> QSize:
        return self._wanted()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._content.minimumSizeHint().width(), 80)

    def _wanted(self) -> QSize:
        least = self._content.minimumSizeHint().width()
        width = max(self.viewport().width(), least)
        return QSize(width, self._height_for(width))

    def _height_for(self, width: int) -> int:
        layout = self._content.layout()
        if layout is not None and layout.hasHeightForWidth():
            return layout.totalHeightForWidth(width)
        return self._content.sizeHint().height()

    def _give_height(self) -> None:
        height = self._height_for(self.viewport().width())
        if self._content.minimumHeight() != height:
            self._content.setMinimumHeight(height)


def dialog_layout(dialog: QDialog, spacing: int = 12) -> QVBoxLayout:
    """The layout for the content of a dialog; buttons are added when it is filled."""
    content = QWidget()
    inner = QVBoxLayout(content)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(spacing)
    outer = QVBoxLayout(dialog)
    outer.setContentsMargins(20, 20, 20, 16)
    outer.setSpacing(spacing)
    outer.addWidget(Scrolled(content), 1)
    return inner


def add_buttons(dialog: QDialog, buttons: QWidget) -> None:
    """Put the buttons below what scrolls; last, so that Tab comes to them last."""
    layout = dialog.layout()
    if layout is not None:
        layout.addWidget(buttons)
