"""Two photographs compared: beside each other, by a wipe, or by a blink."""

from collections.abc import Callable, Sequence
from enum import Enum

from PySide6.QtCore import QRect, QTimer, Signal
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gui.widgets.viewer.framing import FITTED, Place
from gui.widgets.viewer.loader import BUDGET
from gui.widgets.viewer.viewer import Neighbour, PhotographViewer

_GAP = 2


class Arrangement(Enum):
    """How two photographs are compared."""

    BESIDE = "beside"
    WIPE = "wipe"
    BLINK = "blink"


class ComparisonViewer(QWidget):
    """A left and a right photograph, zoomed and panned together.

    Attributes:
        left: The viewer of the first photograph.
        right: The viewer of the second.

    Signals:
        arrangement_changed: They are compared in another way.
                             arg 0: The Arrangement.
    """

    arrangement_changed = Signal(object)

    def __init__(
        self, load: Callable[[int], bytes], parent: QWidget | None = None
    ) -> None:
        """Begin with no photographs, beside each other.

        Args:
            load: Gives the bytes of a photograph; called from worker threads.
            parent: As in Qt.
        """
        super().__init__(parent)
        # Together they keep no more than a viewer alone.
        self.left = PhotographViewer(load, self, budget=BUDGET // 2, workers=1)
        self.right = PhotographViewer(load, self, budget=BUDGET // 2, workers=1)
        self._arrangement = Arrangement.BESIDE
        self._wipe = 0.5
        self._is_right_seen = True
        self._is_linked = True
        self._offset = Place(1.0, 0.0, 0.0)
        self._is_following = False
        self._blink = QTimer(self)
        self._blink.timeout.connect(self.swap)
        self.left.place_changed.connect(self._on_left_moved)
        self.right.place_changed.connect(self._on_right_moved)
        self._arrange()

    @property
    def arrangement(self) -> Arrangement:
        """How they are compared."""
        return self._arrangement

    @property
    def is_right_seen(self) -> bool:
        """Whether the right photograph is the one seen while they blink."""
        return self._is_right_seen

    @property
    def is_linked(self) -> bool:
        """Whether they are zoomed and panned together."""
        return self._is_linked

    def show_photographs(
        self,
        left: int,
        right: int,
        *,
        view_key: str = "",
        ahead: Sequence[tuple[int, int]] = (),
    ) -> None:
        """Show two photographs, told by their keys.

        Args:
            left: Key of the left one.
            right: Key of the right one.
            view_key: Their view, which zoom and position are kept for.
            ahead: Left and right of what is likely next, the nearest first.
        """
        lefts = [Neighbour(pair[0], view_key) for pair in ahead]
        rights = [Neighbour(pair[1], view_key) for pair in ahead]
        self.left.show_photograph(left, view_key=view_key, ahead=lefts)
        self.right.show_photograph(right, view_key=view_key, ahead=rights)

    def keep_place(self, view_key: str, place: Place) -> None:
        """Look at a place in the next photographs of a view; the offset is kept."""
        self.left.keep_place(view_key, place)
        self.right.keep_place(view_key, self._offset_from(place))

    def clear(self) -> None:
        """Show nothing and decode nothing."""
        self.left.clear()
        self.right.clear()

    def arrange(self, arrangement: Arrangement) -> None:
        """Compare in another way."""
        if arrangement is self._arrangement:
            return
        self._arrangement = arrangement
        self._is_right_seen = True
        self._arrange()
        self.arrangement_changed.emit(arrangement)

    def wipe_to(self, share: float) -> None:
        """Where the left photograph ends and the right begins, from 0 to 1."""
        self._wipe = min(max(share, 0.0), 1.0)
        self._arrange()

    def swap(self) -> None:
        """While they blink: show the other one."""
        self._is_right_seen = not self._is_right_seen
        self._arrange()

    def blink_every(self, milliseconds: int) -> None:
        """Swap by itself; 0 stops it."""
        if milliseconds > 0:
            self._blink.start(milliseconds)
        else:
            self._blink.stop()

    def link(self, is_linked: bool) -> None:
        """Zoom and pan together, from where both now are, or each by itself.

        Linking again keeps the difference between the two: that is the offset.
        """
        if is_linked and not self._is_linked:
            left, right = self.left.place, self.right.place
            self._offset = Place(
                right.relative / left.relative, right.x - left.x, right.y - left.y
            )
        self._is_linked = is_linked

    def reset_offset(self) -> None:
        """Look at the same place of both again, all of them in sight."""
        self._offset = Place(1.0, 0.0, 0.0)
        self._is_linked = True
        self.left.set_place(FITTED)
        self.right.set_place(FITTED)

    @override
    def close(self) -> bool:
        """Hide, and end the threads and timers of both."""
        self._blink.stop()
        self.left.close()
        self.right.close()
        return super().close()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.rect()
        if self._arrangement is Arrangement.BESIDE:
            half = max(1, (room.width() - _GAP) // 2)
            self._place(self.left, QRect(0, 0, half, room.height()))
            self._place(self.right, QRect(half + _GAP, 0, half, room.height()))
            return
        for viewer in (self.left, self.right):
            self._place(viewer, room)
        self.right.raise_()
        if self._arrangement is Arrangement.WIPE:
            edge = round(room.width() * self._wipe)
            self.right.setMask(QRegion(edge, 0, room.width() - edge, room.height()))
            self.right.setVisible(edge < room.width())
        else:
            self.right.setVisible(self._is_right_seen)

    def _place(self, viewer: PhotographViewer, room: QRect) -> None:
        viewer.clearMask()
        viewer.setGeometry(room)
        viewer.setVisible(True)

    def _on_left_moved(self) -> None:
        self._follow(self.right, self._offset_from(self.left.place))

    def _offset_from(self, place: Place) -> Place:
        """Where the right photograph is looked at when the left is so."""
        offset = self._offset
        return Place(
            place.relative * offset.relative, place.x + offset.x, place.y + offset.y
        )

    def _on_right_moved(self) -> None:
        here, offset = self.right.place, self._offset
        self._follow(
            self.left,
            Place(
                here.relative / offset.relative, here.x - offset.x, here.y - offset.y
            ),
        )

    def _follow(self, viewer: PhotographViewer, place: Place) -> None:
        """Let the other one follow, but not be followed in its turn."""
        if self._is_following or not self._is_linked:
            return
        self._is_following = True
        viewer.set_place(place)
        self._is_following = False
