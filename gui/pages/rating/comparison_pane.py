"""The photograph and its baseline, with what sets how they are compared."""

from collections.abc import Callable, Sequence
from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.naming import named
from gui.widgets.viewer.comparison import Arrangement, ComparisonViewer
from gui.widgets.viewer.framing import Place
from gui.widgets.viewer.viewer import PhotographViewer

Side = Literal["left", "right"]

_STEPS = 100
_WIPE_STEP = 0.1
_BLINK_MS = 800


class Compared:
    """Keys of a photograph and its baseline on their sides."""

    def __init__(self, position: int, side: Side) -> None:
        """Say which photograph, and on which side its baseline stands."""
        self.position = position
        self.side = side

    @property
    def pair(self) -> tuple[int, int]:
        """Left and right; the baseline of a photograph has its key below zero."""
        here, baseline = self.position, -self.position
        return (baseline, here) if self.side == "left" else (here, baseline)


class ComparisonPane(QWidget):
    """Both photographs, their names above them, and the ways to compare them below.

    Signals:
        photograph_shown: The photograph (not its baseline) is on the screen.
                          arg 0: Its key.
                          arg 1: Whether it is as sharp as it can be.
        moved: Zoom or position is another one.
    """

    photograph_shown = Signal(int, bool)
    moved = Signal()

    def __init__(self, load: Callable[[int], bytes]) -> None:
        """Begin with no photographs.

        Args:
            load: Gives a photograph by its position, and its baseline by that below
                zero; called from worker threads.
        """
        super().__init__()
        self.setObjectName("comparison_pane")
        self.viewer = ComparisonViewer(load)
        self.viewer.setObjectName("comparison_viewer")
        self._side: Side = "left"
        self._names = [_name(), _name()]
        self._ways = {way: self._way_button(way) for way in Arrangement}
        self._group = QButtonGroup(self)
        self._wipe = named("wipe_slider", QSlider(Qt.Orientation.Horizontal))
        self._wipe.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._wipe.setRange(0, _STEPS)
        self._wipe.setValue(_STEPS // 2)
        self._wipe.setAccessibleName(self.tr("Where the left photograph ends"))
        self._link = named("link_button", _button(self.tr("Move together")))
        self._link.setCheckable(True)
        self._link.setChecked(True)
        self._reset = named("reset_offset_button", _button(self.tr("Align again")))
        self._lay_out()
        self._connect()
        self._show_way()

    @property
    def photograph(self) -> PhotographViewer:
        """The viewer of the photograph that is graded."""
        return self.viewer.right if self._side == "left" else self.viewer.left

    @property
    def arrangement(self) -> Arrangement:
        """How they are compared."""
        return self.viewer.arrangement

    @property
    def is_linked(self) -> bool:
        """Whether they are moved together."""
        return self.viewer.is_linked

    def show_compared(
        self, shown: Compared, *, view: str, ahead: Sequence[Compared]
    ) -> None:
        """Show a photograph and its baseline; those ahead will be wanted next."""
        self._side = shown.side
        left, right = shown.pair
        nexts = [one.pair for one in ahead]
        self.viewer.show_photographs(left, right, view_key=view, ahead=nexts)
        self._show_names()

    def look_at(self, view: str, place: Place) -> None:
        """Begin at a place of the photographs of a view."""
        self.viewer.keep_place(view, place)

    def next_way(self) -> None:
        """Compare in the next way: beside each other, wipe, blink."""
        ways = list(Arrangement)
        at = ways.index(self.viewer.arrangement)
        self.viewer.arrange(ways[(at + 1) % len(ways)])

    def step(self, by: int) -> None:
        """Move the edge of the wipe, or swap what blinks."""
        if self.viewer.arrangement is Arrangement.WIPE:
            self._wipe.setValue(self._wipe.value() + round(by * _WIPE_STEP * _STEPS))
        elif self.viewer.arrangement is Arrangement.BLINK:
            self.viewer.blink_every(0)
            self.viewer.swap()
            self._show_names()

    def toggle_link(self) -> None:
        """Move both together, or the photograph alone."""
        self._link.toggle()

    def reset_offset(self) -> None:
        """Look at the same place of both again."""
        self.viewer.reset_offset()
        self._link.setChecked(True)

    @override
    def close(self) -> bool:
        """Hide, and end the threads."""
        self.viewer.close()
        return super().close()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._show_names()
        return super().eventFilter(watched, event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        rows = (self._bar.itemAt(at) for at in range(self._bar.count()))
        needed = sum(row.sizeHint().width() for row in rows if row) + 40
        direction = QBoxLayout.Direction
        self._bar.setDirection(
            direction.LeftToRight if needed <= self.width() else direction.TopToBottom
        )

    def _connect(self) -> None:
        for viewer in (self.viewer.left, self.viewer.right):
            viewer.photograph_shown.connect(self._on_shown)
            viewer.place_changed.connect(self.moved)
        # While they blink, only one name is true at a time.
        self.viewer.right.installEventFilter(self)
        self.viewer.arrangement_changed.connect(self._show_way)
        self._wipe.valueChanged.connect(self._on_wiped)
        self._link.toggled.connect(self.viewer.link)
        self._reset.clicked.connect(self.reset_offset)
        for way, button in self._ways.items():
            button.clicked.connect(lambda _=False, way=way: self.viewer.arrange(way))

    @Slot(int, bool)
    def _on_shown(self, key: int, is_sharp: bool) -> None:
        if key > 0:
            self.photograph_shown.emit(key, is_sharp)

    @Slot(int)
    def _on_wiped(self, value: int) -> None:
        self.viewer.wipe_to(value / _STEPS)

    @Slot()
    def _show_way(self) -> None:
        way = self.viewer.arrangement
        self._ways[way].setChecked(True)
        self._wipe.setVisible(way is Arrangement.WIPE)
        self.viewer.blink_every(_BLINK_MS if way is Arrangement.BLINK else 0)
        self._show_names()

    def _show_names(self) -> None:
        """Which photograph stands where."""
        baseline, other = self.tr("Baseline"), self.tr("Photograph to grade")
        names = (baseline, other) if self._side == "left" else (other, baseline)
        if self.viewer.arrangement is Arrangement.BLINK:
            seen = names[1 if self.viewer.is_right_seen else 0]
            names = (seen, "")
        for label, viewer, name in zip(
            self._names, (self.viewer.left, self.viewer.right), names, strict=True
        ):
            label.setText(name)
            label.setVisible(bool(name))
            viewer.setAccessibleName(name)

    def _way_button(self, way: Arrangement) -> QToolButton:
        texts = {
            Arrangement.BESIDE: self.tr("Beside"),
            Arrangement.WIPE: self.tr("Wipe"),
            Arrangement.BLINK: self.tr("Blink"),
        }
        button = named(f"compare_{way.value}", _button(texts[way]))
        button.setCheckable(True)
        return button

    def _lay_out(self) -> None:
        names = QHBoxLayout()
        names.setContentsMargins(0, 4, 0, 4)
        for label in self._names:
            names.addWidget(label, 1)
        bar = named("comparison_bar", QFrame(), "bar")
        # Large text must not widen the window: the bar has two rows where it needs to.
        bar.setMinimumWidth(1)
        self._bar = QBoxLayout(QBoxLayout.Direction.LeftToRight, bar)
        self._bar.setContentsMargins(10, 4, 10, 4)
        self._bar.setSpacing(6)
        ways, moves = QHBoxLayout(), QHBoxLayout()
        for button in self._ways.values():
            self._group.addButton(button)
            ways.addWidget(button)
        ways.addStretch(1)
        moves.addWidget(self._wipe, 1)
        moves.addStretch(1)
        moves.addWidget(self._link)
        moves.addWidget(self._reset)
        self._bar.addLayout(ways)
        self._bar.addLayout(moves, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(names)
        column.addWidget(self.viewer, 1)
        column.addWidget(bar)


def _name() -> QLabel:
    label = named("", QLabel(), "on_surround")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _button(text: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
