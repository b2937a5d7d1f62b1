"""What stands where the photograph is: it alone, or it and its baseline."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from gui.naming import named
from gui.pages.rating.comparison_pane import Compared, ComparisonPane
from gui.widgets.viewer.framing import FITTED
from gui.widgets.viewer.tones import tones
from gui.widgets.viewer.viewer import Neighbour, PhotographViewer
from models.reading.session import RatingSession
from models.store.screen_records import Adjustment

PAN = 0.2
"""How far a key moves a photograph, as a share of its window."""


class Stage(QWidget):
    """Shows a photograph, and beside it its baseline where that is asked for.

    Signals:
        photograph_shown: The photograph to be graded is on the screen.
                          arg 0: Its position.
                          arg 1: Whether it is as sharp as it can be.
        moved: Zoom or position is another one.
        comparison_made: There is a comparison from now on; it is made when first asked
            for.

    Attributes:
        viewer: Shows the photograph alone.
        comparison: Shows both, once it was asked for.
    """

    photograph_shown = Signal(int, bool)
    moved = Signal()
    comparison_made = Signal(object)

    def __init__(self, session: RatingSession, load: Callable[[int], bytes]) -> None:
        """Begin with no photograph.

        Args:
            session: The reading.
            load: Gives a photograph by its position; called from worker threads.
        """
        super().__init__()
        named("photograph_stage", self, "photograph_surround")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.viewer = PhotographViewer(load)
        self.viewer.setObjectName("photograph_viewer")
        self.viewer.setMouseTracking(True)
        self.comparison: ComparisonPane | None = None
        self._session = session
        self._load = load
        self._view = ""
        self._adjusted = Adjustment()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.viewer)
        self.viewer.photograph_shown.connect(self.photograph_shown)
        self.viewer.place_changed.connect(self.moved)

    @property
    def is_comparing(self) -> bool:
        """Whether the baseline is on the screen."""
        return self.comparison is not None and not self.comparison.isHidden()

    @property
    def active(self) -> PhotographViewer:
        """The viewer of the photograph that is graded."""
        if self.comparison is not None and self.is_comparing:
            return self.comparison.photograph
        return self.viewer

    def show_photograph(
        self, position: int, ahead: Sequence[int], *, compare: bool
    ) -> None:
        """Bring a photograph on the screen.

        Args:
            position: Of the photograph.
            ahead: Positions of what will be wanted next.
            compare: Whether to show its baseline beside it.
        """
        view = self._session.item(position).view
        if compare:
            self._compare(position, ahead, view)
            return
        if self.comparison is not None and self.is_comparing:
            place = self.comparison.photograph.place
            self.comparison.hide()
            self.comparison.viewer.clear()
            self.viewer.keep_place(self._view, place)
        self._view = view
        self.viewer.show()
        behind = [self._neighbour(position - 1)] if position > 1 else []
        self.viewer.show_photograph(
            position,
            view_key=view,
            ahead=[self._neighbour(one) for one in ahead],
            behind=behind,
        )

    def show_adjustment(self, adjusted: Adjustment) -> None:
        """Show photograph and baseline brighter, darker, or with another contrast."""
        if adjusted == self._adjusted:
            return
        self._adjusted = adjusted
        self._show_tones()

    def _show_tones(self) -> None:
        table = tones(self._adjusted.brightness, self._adjusted.contrast)
        self.viewer.show_tones(table)
        if self.comparison is not None:
            self.comparison.viewer.left.show_tones(table)
            self.comparison.viewer.right.show_tones(table)

    def zoom_toggle(self) -> None:
        """All of the photograph, or its own pixels."""
        if self.active.is_fitted:
            self.active.actual_size()
        else:
            self.active.fit()

    def next_way(self) -> None:
        """Compare in the next way."""
        if self.comparison is not None and self.is_comparing:
            self.comparison.next_way()

    def step(self, by: int) -> None:
        """Move the edge of the wipe, or swap what blinks."""
        if self.comparison is not None and self.is_comparing:
            self.comparison.step(by)

    def toggle_link(self) -> None:
        """Move both together, or the photograph alone."""
        if self.comparison is not None and self.is_comparing:
            self.comparison.toggle_link()

    def reset_offset(self) -> None:
        """Look at the same place of both again."""
        if self.comparison is not None and self.is_comparing:
            self.comparison.reset_offset()

    def meanings(self) -> dict[str, Callable[[], object]]:
        """What the commands that look at the photograph do."""
        return {
            "zoom_in": lambda: self.active.zoom_in(),
            "zoom_out": lambda: self.active.zoom_out(),
            "zoom_fit": lambda: self.active.fit(),
            "zoom_actual": lambda: self.active.actual_size(),
            "zoom_toggle": self.zoom_toggle,
            "pan_left": partial(self._pan, -PAN, 0.0),
            "pan_right": partial(self._pan, PAN, 0.0),
            "pan_up": partial(self._pan, 0.0, -PAN),
            "pan_down": partial(self._pan, 0.0, PAN),
            "compare_way": self.next_way,
            "compare_left": partial(self.step, -1),
            "compare_right": partial(self.step, 1),
            "compare_link": self.toggle_link,
            "compare_align": self.reset_offset,
        }

    @override
    def close(self) -> bool:
        """Hide, and end the threads."""
        self.viewer.close()
        if self.comparison is not None:
            self.comparison.close()
        return super().close()

    def _pan(self, right: float, down: float) -> None:
        self.active.pan_by(right, down)

    def _compare(self, position: int, ahead: Sequence[int], view: str) -> None:
        if self.comparison is None:
            self.comparison = self._new_comparison()
            self._show_tones()
        if not self.is_comparing:
            self.comparison.look_at(view, self.viewer.kept_place(view) or FITTED)
            self.viewer.hide()
            self.viewer.clear()
            self.comparison.show()
        self._view = view
        coming = [one for one in map(self._compared, ahead) if one is not None]
        shown = self._compared(position)
        if shown is not None:
            self.comparison.show_compared(shown, view=view, ahead=coming)

    def _new_comparison(self) -> ComparisonPane:
        made = ComparisonPane(self._load_either)
        made.hide()
        made.photograph_shown.connect(self.photograph_shown)
        made.moved.connect(self.moved)
        self._column.addWidget(made)
        self.comparison_made.emit(made)
        return made

    def _compared(self, position: int) -> Compared | None:
        side = self._session.item(position).compare_side
        return Compared(position, side) if side else None

    def _load_either(self, key: int) -> bytes:
        """A photograph, or the baseline of one; from any thread."""
        return self._load(key) if key > 0 else self._session.baseline(-key)

    def _neighbour(self, position: int) -> Neighbour:
        return Neighbour(position, self._session.item(position).view)
