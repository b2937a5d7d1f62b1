"""A scale as the rater will see it."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gui.layouts import words
from gui.naming import named
from gui.pages.rating.scale_panel import ScalePanel
from gui.pages.rating.scene import Answer
from models.scales.scale import Mode, Scale
from models.words import number_text


class ScalePreview(QFrame):
    """The panel of the rating page; grading on it is kept nowhere."""

    def __init__(self) -> None:
        super().__init__()
        # The looks of the panel's parts belong to the rating panel.
        named("rating_panel", self, "preview")
        self._panel: ScalePanel | None = None
        self._sha256 = ""
        self._keys = words("preview_keys", look="small")
        self._place = QVBoxLayout()
        inner = named("", QWidget(), "scales")
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(
            named("", QLabel(self.tr("As the rater will see it")), "label")
        )
        column.addLayout(self._place)
        column.addWidget(self._keys)
        column.addStretch(1)
        area = QScrollArea()
        area.setProperty("look", "scales")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.addWidget(area)
        self.setMinimumWidth(320)
        self.show_scale(None)

    def show_scale(self, scale: Scale | None) -> None:
        """Show a scale; while it has faults the last one without stays."""
        if scale is None:
            if self._panel is None:
                text = self.tr("The preview comes when nothing is missing any more.")
                self._keys.setText(text)
            return
        if scale.sha256 == self._sha256:
            return
        self._sha256 = scale.sha256
        if self._panel is not None:
            self._place.removeWidget(self._panel)
            self._panel.deleteLater()
        self._panel = ScalePanel(scale)
        self._panel.show_keys("N", "C")
        self._panel.show_answer(Answer(scale.key), is_focused=True, is_open=True)
        self._panel.grade_chosen.connect(self._on_grade_chosen)
        self._place.addWidget(self._panel)
        self._keys.setText(_keys(scale))

    @Slot(str, float)
    def _on_grade_chosen(self, key: str, value: float) -> None:
        if self._panel is not None:
            answer = Answer(key, value=value)
            self._panel.show_answer(answer, is_focused=True, is_open=True)


def _keys(scale: Scale) -> str:
    """Which keys grade on a scale."""
    typed = [
        number_text(one.value)
        for one in scale.grades
        if one.value.is_integer() and 0 <= one.value <= 9
    ]
    others = [one for one in scale.grades if number_text(one.value) not in typed]
    lines = []
    if typed:
        lines.append(f"Keys {' '.join(typed)} give the grade.")
    if others:
        lines.append("The other grades are reached with ← and →, and given with Space.")
    lines.append("N: not assessable. C: comment.")
    if scale.mode is Mode.COMPARATIVE:
        lines.append("The baseline stands beside the photograph.")
    return "\n".join(lines)
