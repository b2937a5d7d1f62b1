"""Small charts of the training page: coverage of grades, and the learning curve."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from gui.naming import named


class BarChart(QWidget):
    """Bars with a word below and a number above each."""

    def __init__(self, name: str) -> None:
        super().__init__()
        named(name, self)
        self._bars: tuple[tuple[str, float, str], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizePolicy(policy)

    def show_bars(self, bars: Sequence[tuple[str, float, str]], about: str) -> None:
        """Show these bars.

        Args:
            bars: Word below, height from 0 to 1, and text above each.
            about: What the chart shows, for those who do not see it.
        """
        self._bars = tuple(bars)
        told = ", ".join(f"{name}: {text}" for name, _, text in self._bars)
        self.setAccessibleName(f"{about}: {told}")
        self.setToolTip(told)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(line * 3 * max(len(self._bars), 1), line * 6)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._bars:
            return
        painter = QPainter(self)
        palette = self.palette()
        metrics = self.fontMetrics()
        line = metrics.height()
        words = [name for name, _, _ in self._bars]
        widest = max(metrics.horizontalAdvance(word) for word in words) + 10
        step = min(self.width() / len(self._bars), max(widest, line * 3.2))
        room = self.height() - 2 * line - 6
        for number, (name, share, text) in enumerate(self._bars):
            left = number * step
            tall = room * share
            bar = QRectF(left + step * 0.2, line + room - tall + 2, step * 0.6, tall)
            painter.fillRect(bar, palette.color(QPalette.ColorRole.Highlight))
            painter.setPen(palette.color(QPalette.ColorRole.WindowText))
            above = QRectF(left, bar.top() - line - 1, step, line)
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, text)
            below = QRectF(left, line + room + 4, step, line)
            short = metrics.elidedText(name, Qt.TextElideMode.ElideRight, round(step))
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, short)
