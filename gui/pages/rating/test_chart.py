"""What a rater looks at before reading, to see whether the screen shows it all."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.naming import named

WEDGE = tuple(round(255 * step / 15) for step in range(16))
"""Grey from black to white."""

DARKEST = (0, 5, 10, 15, 20, 25)
LIGHTEST = (230, 235, 240, 245, 250, 255)
"""Steps that a screen set too dark, or too bright, runs together."""

PATCHES = (
    (235, 205, 190),
    (228, 196, 180),
    (220, 170, 155),
    (210, 155, 140),
    (205, 130, 120),
    (190, 110, 100),
    (165, 85, 80),
    (140, 60, 62),
    (150, 110, 85),
    (110, 78, 58),
)
"""Skin from pale to red and brown, each a little unlike its neighbour."""

_LINES = (1, 2, 3)
_GREY = QColor(119, 119, 119)


class TestChart(QWidget):
    """A grey wedge, its ends by themselves, a row of colours, and fine lines."""

    __test__ = False  # the name is that of a chart, not of a test

    def __init__(self) -> None:
        super().__init__()
        named("test_chart", self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Test picture for the screen"))
        self.setAccessibleDescription(
            self.tr(
                "A grey wedge, the darkest and the lightest steps of it, a row of skin "
                "colours, and lines of one, two and three pixels."
            )
        )

    @override
    def sizeHint(self) -> QSize:
        return QSize(520, 300)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(280, 150)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        # In device pixels: a line of one pixel must be just that.
        painter.scale(1.0 / ratio, 1.0 / ratio)
        room = QRect(0, 0, round(self.width() * ratio), round(self.height() * ratio))
        painter.fillRect(room, _GREY)
        gap = max(2, room.height() // 40)
        height = (room.height() - 5 * gap) // 4
        rows = [
            QRect(gap, gap + at * (height + gap), room.width() - 2 * gap, height)
            for at in range(4)
        ]
        _steps(painter, rows[0], [QColor(one, one, one) for one in WEDGE])
        half = (rows[1].width() - gap) // 2
        ends = (DARKEST, rows[1].left()), (LIGHTEST, rows[1].left() + half + gap)
        for greys, left in ends:
            box = QRect(left, rows[1].top(), half, height)
            _steps(painter, box, [QColor(one, one, one) for one in greys])
        _steps(painter, rows[2], [QColor(*one) for one in PATCHES])
        _lines(painter, rows[3], gap)
        painter.end()


def _steps(painter: QPainter, box: QRect, colours: Sequence[QColor]) -> None:
    """Fields of equal width, without a gap between them."""
    count = len(colours)
    for at, colour in enumerate(colours):
        left = box.left() + box.width() * at // count
        right = box.left() + box.width() * (at + 1) // count
        painter.fillRect(QRect(left, box.top(), right - left, box.height()), colour)


def _lines(painter: QPainter, box: QRect, gap: int) -> None:
    """Black lines on white: upright ones, then level ones, in three widths."""
    count = 2 * len(_LINES)
    across = (box.width() - (count - 1) * gap) // count
    for at in range(count):
        wide = _LINES[at % len(_LINES)]
        left = box.left() + at * (across + gap)
        field = QRect(left, box.top(), across, box.height())
        painter.fillRect(field, Qt.GlobalColor.white)
        is_upright = at < len(_LINES)
        length = field.width() if is_upright else field.height()
        for begins in range(0, length - wide + 1, 2 * wide):
            line = (
                QRect(field.left() + begins, field.top(), wide, field.height())
                if is_upright
                else QRect(field.left(), field.top() + begins, field.width(), wide)
            )
            painter.fillRect(line, Qt.GlobalColor.black)
