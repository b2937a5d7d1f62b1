"""The study's reference photographs of a scale, as large as the photograph is shown."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from gui import icons
from gui.naming import named
from gui.widgets.viewer.canvas import PhotographCanvas
from gui.widgets.viewer.viewer import Neighbour, PhotographViewer
from models.scales.scale import Scale
from models.store.screen_records import Reference
from models.words import number_text

_BUDGET = 64 * 2**20


class ReferencePane(QWidget):
    """One reference photograph at a time: of the grade looked at, or the next one."""

    def __init__(
        self, references: Sequence[Reference], load: Callable[[int], bytes]
    ) -> None:
        """Begin with none shown.

        Args:
            references: By scale and grade.
            load: Gives the pixels of one by its number; called from a worker thread.
        """
        super().__init__()
        named("reference_pane", self, "photograph_surround")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._references = tuple(references)
        self._here: tuple[Reference, ...] = ()
        self._scale: Scale | None = None
        self._at = 0
        self._like: PhotographCanvas | None = None
        self.viewer = PhotographViewer(load, budget=_BUDGET, workers=1)
        self.viewer.setObjectName("reference_viewer")
        self._name = named("reference_name", QLabel(), "on_surround")
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setWordWrap(True)
        self._previous = self._tool("previous", self.tr("Reference photograph before"))
        self._next = self._tool("next", self.tr("Next reference photograph"))
        self._previous.clicked.connect(lambda: self.step(-1))
        self._next.clicked.connect(lambda: self.step(1))
        self.viewer.photograph_shown.connect(self._on_shown)
        self._lay_out()

    @property
    def shown(self) -> Reference | None:
        """The reference photograph on the screen."""
        return self._here[self._at] if self._here else None

    def has_any(self, scale: Scale) -> bool:
        """Whether the study supplies reference photographs for a scale."""
        return any(one.scale == scale.key for one in self._references)

    def show_scale(self, scale: Scale, value: float | None) -> None:
        """Show a reference photograph of a scale.

        Args:
            scale: The scale.
            value: The grade given, whose photograph comes first; or None.
        """
        if self._scale is not None and scale.key == self._scale.key:
            self._show()
            return
        self._scale = scale
        self._here = tuple(one for one in self._references if one.scale == scale.key)
        self._at = 0
        self.show_grade(value)
        self._show()

    def show_grade(self, value: float | None) -> None:
        """Show the first photograph of a grade, if the study supplies one."""
        for place, one in enumerate(self._here):
            if one.value == value:
                self._at = place
                self._show()
                return

    def step(self, by: int) -> None:
        """Show the next reference photograph of the scale, or the one before."""
        if self._here:
            self._at = (self._at + by) % len(self._here)
            self._show()

    def match(self, canvas: PhotographCanvas) -> None:
        """Show it as large as a photograph elsewhere, around the same place."""
        self._like = canvas
        self.viewer.match(canvas)

    def hush(self) -> None:
        """Decode nothing while nobody looks."""
        self.viewer.clear()

    @override
    def close(self) -> bool:
        """Hide, and end the thread."""
        self.viewer.close()
        return super().close()

    def _show(self) -> None:
        one = self.shown
        if one is None or self._scale is None:
            return
        same = [other for other in self._here if other.value == one.value]
        grade = self._scale.grade(one.value)
        text = f"{number_text(one.value)}  {grade.label}"
        if len(same) > 1:
            text += f"  ({same.index(one) + 1} of {len(same)})"
        self._name.setText(text)
        self.viewer.setAccessibleName(
            self.tr("Reference photograph of {} {}").format(self._scale.short, text)
        )
        nexts = self._here[self._at + 1 : self._at + 2]
        ahead = [Neighbour(other.id) for other in nexts]
        self.viewer.show_photograph(one.id, ahead=ahead)

    @Slot(int, bool)
    def _on_shown(self, _key: int, _is_sharp: bool) -> None:
        if self._like is not None:
            self.viewer.match(self._like)

    def _tool(self, name: str, text: str) -> QToolButton:
        tool = named(f"{name}_reference_button", QToolButton())
        tool.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tool.setAccessibleName(text)
        tool.setToolTip(text)
        icons.give(tool, name)
        return tool

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(10, 4, 10, 4)
        row.addWidget(self._name, 1)
        row.addWidget(self._previous)
        row.addWidget(self._next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.viewer, 1)
