"""The figure of the window as one picture, for the clipboard and for dragging."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPalette
from PySide6.QtWidgets import QWidget

from gui.plots.trajectory_plot import TrajectoryPlot
from models.statistics.panels import Panel

_WIDTH = 1280  # of several plots; one alone is narrower
_HIGH = 280  # of a plot
_LEGEND = 40
_ALONE = 640
_SHARP = 2.0  # pixels of the picture for one of the window
_MARGIN = 12


def figure_picture(panels: Sequence[Panel], groups: Sequence[str], foot: str) -> QImage:
    """Draw panels on white, with a legend of the groups and a line at the foot.

    Args:
        panels: One a scale.
        groups: Names of the groups; empty where there is one only.
        foot: Says what is shown and how it was computed.
    """
    plot = TrajectoryPlot()
    plot.setPalette(_on_white())
    plot.setFont(QFont(plot.font().family(), 9))
    plot.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    plot.resize(_ALONE if len(panels) == 1 else _WIDTH, 400)
    plot.show_panels(panels, groups)
    rows = -(-len(panels) // plot.columns)
    plot.resize(plot.width(), _LEGEND + rows * _HIGH)
    plot.show()
    image = _with_foot(plot, foot)
    plot.close()
    plot.deleteLater()
    return image


def _with_foot(plot: QWidget, foot: str) -> QImage:
    inner = plot.width() - 2 * _MARGIN
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
    words = plot.fontMetrics().boundingRect(QRect(0, 0, inner, 2000), flags, foot)
    size = QSize(plot.width(), plot.height() + words.height() + 2 * _MARGIN)
    image = QImage(size * _SHARP, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_SHARP)
    image.fill(QColor("white"))
    painter = QPainter(image)
    plot.render(painter, QPoint())
    painter.setFont(plot.font())
    painter.setPen(QColor("#4a4a4a"))
    place = QRect(_MARGIN, plot.height() + _MARGIN // 2, inner, words.height() + 4)
    painter.drawText(place, flags, foot)
    painter.end()
    return image


def _on_white() -> QPalette:
    palette = QPalette()
    for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Window):
        palette.setColor(role, QColor("white"))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText):
        palette.setColor(role, QColor("#1a1a1a"))
    return palette
