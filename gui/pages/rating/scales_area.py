"""The scales one below the other: all expanded if there is room, else one of them."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from gui.naming import named
from gui.pages.rating.scale_panel import ScalePanel
from gui.pages.rating.scene import Scene
from models.scales.scale import Scale


class ScalesArea(QScrollArea):
    """Holds a panel per scale.

    Signals:
        grade_chosen: Scale and value of the grade that was pressed.
        scale_chosen: The rater turned to this scale.
        reasons_requested: A scale is said to be not assessable.
        comment_requested: A score is to be commented on.
        grade_looked_at: The mouse or the keyboard is on a grade; scale and value.
    """

    grade_looked_at = Signal(str, float)

    grade_chosen = Signal(str, float)
    scale_chosen = Signal(str)
    reasons_requested = Signal(str)
    comment_requested = Signal(str)

    def __init__(self, scales: Mapping[str, Scale]) -> None:
        super().__init__()
        named("scales_area", self, "scales")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._panels = {key: ScalePanel(scale) for key, scale in scales.items()}
        self._expanded = next(iter(self._panels), "")
        self._shown: tuple[str, ...] = tuple(self._panels)
        self._has_room = True
        self._column_of = named("scales_column", QWidget(), "scales")
        self._column = QVBoxLayout(self._column_of)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        for panel in self._panels.values():
            self._column.addWidget(panel)
            panel.grade_chosen.connect(self.grade_chosen)
            panel.scale_chosen.connect(self.scale_chosen)
            panel.reasons_requested.connect(self.reasons_requested)
            panel.comment_requested.connect(self.comment_requested)
            panel.grade_looked_at.connect(self.grade_looked_at)
        self._column.addStretch(1)
        self.setWidget(self._column_of)

    def show_scene(self, scene: Scene) -> None:
        """Show what stands on the scales."""
        asked = tuple(answer.scale for answer in scene.answers)
        for answer in scene.answers:
            self._panels[answer.scale].show_answer(
                answer, is_focused=answer.scale == scene.focus, is_open=scene.is_open
            )
        for key, panel in self._panels.items():
            panel.setVisible(key in asked)
        wanted = scene.focus or self._expanded
        if wanted not in asked:
            wanted = asked[0]
        if asked != self._shown:
            self._shown, self._expanded = asked, wanted
            self.arrange()
        elif wanted != self._expanded:
            self._expanded = wanted
            self._expand()
        self.ensureWidgetVisible(self._panels[wanted], 0, 0)

    def show_keys(self, not_assessable: str, comment: str) -> None:
        """Write the keys on the buttons."""
        for panel in self._panels.values():
            panel.show_keys(not_assessable, comment)

    def take_keyboard(self, scale: str) -> None:
        """Put the keyboard on a scale."""
        self._panels[scale].setFocus(Qt.FocusReason.OtherFocusReason)

    def has_keyboard(self) -> bool:
        """Whether the keyboard is on one of the scales."""
        focused = self.focusWidget()
        return focused is not None and focused.hasFocus()

    def step(self, scale: str, by: int) -> None:
        """Move the keyboard to a neighbouring grade of a scale."""
        if scale:
            self._panels[scale].step(by)

    def arrange(self) -> None:
        """Expand what there is room for."""
        panels = [self._panels[key] for key in self._shown]
        width = self.viewport().width()
        for panel in panels:
            panel.reserve_lines(width - 20)
            panel.expand(expanded=True)
        self._has_room = self._height_needed(width) <= self.viewport().height()
        self._expand()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.arrange()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # arrows go from scale to scale and do not scroll

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height() * 6)

    def _expand(self) -> None:
        for key in self._shown:
            is_wanted = self._has_room or key == self._expanded
            self._panels[key].expand(expanded=is_wanted)
        self._column.activate()

    def _height_needed(self, width: int) -> int:
        self._column.invalidate()
        if self._column.hasHeightForWidth():
            return self._column.totalHeightForWidth(width)
        return self._column.totalSizeHint().height()
