"""A small photograph with the place marked where its grade is seen."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from models.photographs.decode import thumbnail
from models.store.training_records import Mark

SIDE = 720
"""Pixels of the longer side that are decoded."""

_LIGHT, _DARK = QColor("#ffffff"), QColor("#000000")


class MarkedPicture(QWidget):
    """Shows a photograph whole, with rings on it.

    Signals:
        place_chosen: The mouse was pressed on the photograph: x and y as shares.
    """

    place_chosen = Signal(float, float)

    def __init__(self) -> None:
        super().__init__()
        self._picture = QImage()
        self._marks: tuple[Mark, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumHeight(120)

    def show_photograph(self, data: bytes) -> None:
        """Show a photograph.

        Raises:
            PhotographError: It cannot be decoded.
        """
        pixels = thumbnail(data, SIDE).rgb
        height, width, _ = pixels.shape
        self._picture = QImage(
            pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888
        ).copy()
        self.updateGeometry()
        self.update()

    def show_marks(self, marks: Sequence[Mark]) -> None:
        """Show these marks instead."""
        self._marks = tuple(dict.fromkeys(marks))
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(320))

    @override
    def heightForWidth(self, width: int) -> int:
        if self._picture.isNull():
            return 120
        whole = round(width * self._picture.height() / self._picture.width())
        return min(whole, self.maximumHeight())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        place = self._place()
        painter.drawImage(place, self._picture)
        for mark in self._marks:
            middle = QPointF(
                place.left() + mark.x * place.width(),
                place.top() + mark.y * place.height(),
            )
            radius = mark.radius * place.width()
            # Two rings, so that it is seen on any skin.
            for colour, width in ((_DARK, 5.0), (_LIGHT, 2.5)):
                painter.setPen(QPen(colour, width))
                painter.drawEllipse(middle, radius, radius)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._place()
        if event.button() == Qt.MouseButton.LeftButton and place.contains(
            event.position()
        ):
            self.place_chosen.emit(
                (event.position().x() - place.left()) / place.width(),
                (event.position().y() - place.top()) / place.height(),
            )

    def _place(self) -> QRectF:
        """Where the photograph is, as large as fits."""
        if self._picture.isNull():
            return QRectF()
        size = self._picture.size().scaled(
            self.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        left, top = (self.width() - size.width()) / 2, 0.0
        return QRectF(left, top, size.width(), size.height())
