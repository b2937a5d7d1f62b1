"""The anchors of a scale: its words, and the study's reference photographs beside."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from gui.naming import named
from gui.pages.rating.anchor_strip import AnchorStrip
from gui.pages.rating.reference_pane import ReferencePane
from gui.widgets.viewer.canvas import PhotographCanvas
from models.scales.scale import Scale
from models.store.screen_records import Reference


class AnchorPane(QWidget):
    """Words, and reference photographs where the study has some for the scale.

    Attributes:
        strip: The words.
        references: The photographs.
    """

    def __init__(
        self, references: Sequence[Reference], load: Callable[[int], bytes]
    ) -> None:
        """Begin with no scale.

        Args:
            references: By scale and grade.
            load: Gives the pixels of one by its number; called from a worker thread.
        """
        super().__init__()
        named("anchor_pane", self, "anchors")
        self.strip = AnchorStrip()
        self.references = ReferencePane(references, load)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.references, 3)
        row.addWidget(self.strip, 2)
        self.references.hide()

    def show_scale(
        self, scale: Scale, value: float | None, like: PhotographCanvas
    ) -> None:
        """Show the anchors of a scale.

        Args:
            scale: The scale.
            value: The grade given, or None.
            like: Where the photograph is shown, for the same zoom.
        """
        self.strip.show_scale(scale)
        has_any = self.references.has_any(scale)
        self.references.setVisible(has_any)
        if has_any:
            self.references.show_scale(scale, value)
            self.references.match(like)

    def put_away(self) -> None:
        """Show nothing."""
        self.hide()
        self.references.hush()

    @override
    def close(self) -> bool:
        """Hide, and end the thread."""
        self.references.close()
        return super().close()
