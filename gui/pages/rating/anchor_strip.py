"""The words of all grades of one scale, large, under the photograph."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gui.naming import named
from models.scales.scale import Grade, Scale
from models.words import number_text


class AnchorStrip(QScrollArea):
    """A column for each grade, or for each band with its grades."""

    def __init__(self) -> None:
        super().__init__()
        named("anchor_strip", self, "anchors")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self._key = ""

    def show_scale(self, scale: Scale) -> None:
        """Show the grades of a scale."""
        if scale.key == self._key:
            return
        self._key = scale.key
        sheet = named("", QWidget(), "anchors")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(18, 12, 18, 14)
        column.setSpacing(8)
        column.addWidget(named("anchor_title", QLabel(scale.name), "heading"))
        row = QHBoxLayout()
        row.setSpacing(22)
        for one in _columns(scale):
            row.addLayout(one, 1)
        column.addLayout(row)
        column.addStretch(1)
        self.setWidget(sheet)
        self.setAccessibleName(self.tr("Grades of {}").format(scale.name))


def _columns(scale: Scale) -> list[QVBoxLayout]:
    if not scale.bands:
        return [_column([_title(grade), _words(grade.words)]) for grade in scale.grades]
    found = []
    for band in scale.bands:
        labels = [
            _words(f"{scale.band_noun} {band.name}, {band.label}", "anchor_title"),
            _words(band.words),
        ]
        labels += [
            _words(f"{number_text(grade.value)}   {grade.words}")
            for grade in scale.grades
            if band.lowest <= grade.value <= band.highest
        ]
        found.append(_column(labels))
    return found


def _column(labels: list[QLabel]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    for label in labels:
        column.addWidget(label)
    column.addStretch(1)
    return column


def _title(grade: Grade) -> QLabel:
    return _words(f"{number_text(grade.value)}   {grade.label}", "anchor_title")


def _words(text: str, look: str = "anchor_words") -> QLabel:
    label = named("", QLabel(text), look)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
