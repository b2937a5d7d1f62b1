"""A print figure on the screen: white paper, as wide as the room allows."""

from importlib.resources import files

from PySide6.QtCore import QMimeData, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontDatabase,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QScrollArea
from typing_extensions import override

_MARGIN = 8
_LARGEST = 2.6  # pixels for one of the drawing's points
_COPIED = 3.0
_FONT = "DejaVu Sans"  # of the drawings; it comes with matplotlib


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
        self._drawing = QSvgRenderer()
        self._label = QLabel()
        self._label.setObjectName(f"{name}_picture")
        self._label.setWordWrap(True)
        self._label.setMargin(_MARGIN)
        self.setWidget(self._label)

    @property
    def has_picture(self) -> bool:
        """Whether there is a figure."""
        return self._drawing.isValid()

    def show_picture(self, data: bytes, says: str) -> None:
        """Show a picture.

        Args:
            data: SVG.
            says: What is in it, for screen readers.
        """
        _have_font()
        self._drawing = QSvgRenderer(data)
        self.setAccessibleDescription(says)
        self._fit()

    def show_reason(self, text: str) -> None:
        """Say why there is no figure."""
        self._drawing = QSvgRenderer()
        self.setAccessibleDescription(text)
        self._label.setPixmap(QPixmap())
        self._label.setText(text)
        self._fit()

    @Slot()
    def copy(self) -> None:
        """Put the picture on the clipboard."""
        if self.has_picture:
            data = QMimeData()
            data.setImageData(self._painted(self._drawing.defaultSize() * _COPIED))
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
        whole = self._drawing.defaultSize()
        width = min(max(room, 200), round(whole.width() * _LARGEST))
        shown = QPixmap.fromImage(
            self._painted(whole * (width * sharp / whole.width()))
        )
        shown.setDevicePixelRatio(sharp)
        self._label.setMinimumWidth(0)
        self._label.setMaximumWidth(16_777_215)
        self._label.setText("")
        self._label.setPixmap(shown)
        self._label.adjustSize()

    def _painted(self, size: QSize) -> QImage:
        """The drawing on white, in pixels."""
        image = QImage(size, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        self._drawing.render(painter)
        painter.end()
        return image


def _have_font() -> None:
    """Give Qt the font of the drawings where the system has it not."""
    if _FONT not in QFontDatabase.families():
        fonts = files("matplotlib") / "mpl-data" / "fonts" / "ttf"
        for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
            QFontDatabase.addApplicationFontFromData((fonts / name).read_bytes())
