"""A print figure on the screen: white paper, as wide as the room allows."""

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QScrollArea
from typing_extensions import override

_MARGIN = 8


class FigureView(QScrollArea):
    """One figure, or why there is none.

    Signals:
        copied: The picture was put on the clipboard.
    """

    copied = Signal()

    def __init__(self, name: str, title: str) -> None:
        """Make the view.

        Args:
            name: Of the object.
            title: What the figure is, for screen readers.
        """
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._picture = QImage()
        self._label = QLabel()
        self._label.setObjectName(f"{name}_picture")
        self._label.setWordWrap(True)
        self._label.setMargin(_MARGIN)
        self.setWidget(self._label)

    @property
    def has_picture(self) -> bool:
        """Whether there is a figure."""
        return not self._picture.isNull()

    def show_picture(self, data: bytes, says: str) -> None:
        """Show a picture.

        Args:
            data: PNG.
            says: What is in it, for screen readers.
        """
        self._picture = QImage.fromData(data)
        self.setAccessibleDescription(says)
        self._fit()

    def show_reason(self, text: str) -> None:
        """Say why there is no figure."""
        self._picture = QImage()
        self.setAccessibleDescription(text)
        self._label.setPixmap(QPixmap())
        self._label.setText(text)
        self._fit()

    @Slot()
    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if self.has_picture:
            data = QMimeData()
            data.setImageData(self._picture)
            QGuiApplication.clipboard().setMimeData(data)
            self.copied.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.viewport().width() - 2 * _MARGIN - 2
        if not self.has_picture:
            self._label.setFixedWidth(max(room, 200))
            self._label.adjustSize()
            return
        sharp = self.devicePixelRatioF()
        width = min(round(room * sharp), self._picture.width())
        smooth = Qt.TransformationMode.SmoothTransformation
        shown = QPixmap.fromImage(self._picture.scaledToWidth(max(width, 200), smooth))
        shown.setDevicePixelRatio(sharp)
        self._label.setMinimumWidth(0)
        self._label.setMaximumWidth(16_777_215)
        self._label.setText("")
        self._label.setPixmap(shown)
        self._label.adjustSize()
