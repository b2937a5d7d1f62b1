"""Before or after? Two photographs side by side, answered with the keyboard."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.context import PageContext
from gui.flow_layout import FlowLayout
from gui.layouts import words
from gui.naming import named
from gui.widgets.viewer.viewer import Neighbour, PhotographViewer
from models.errors import ExpectedError
from models.reading.before_after import LEFT, RIGHT, SURENESS, ChoiceSession

_SIDES = {Qt.Key.Key_Left: LEFT, Qt.Key.Key_Right: RIGHT}
_SURE = {Qt.Key.Key_1: 1, Qt.Key.Key_2: 2, Qt.Key.Key_3: 3}


class ChoicePanel(QWidget):
    """One pair after the other: first the side, then how sure.

    Signals:
        left: The rater wants to leave, or has answered every pair.
    """

    left = Signal()

    def __init__(self, context: PageContext, session: ChoiceSession) -> None:
        super().__init__()
        self.setObjectName("choice_panel")
        self.setProperty("look", "page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context = context
        self._session = session
        self._side = ""
        self.position = session.first_open()
        self.viewers = {
            side: PhotographViewer(session.photograph) for side in (LEFT, RIGHT)
        }
        self._heading = words("choice_heading", look="heading")
        self._state = words("choice_state", look="muted")
        self.sides: dict[str, QPushButton] = {}
        self.sureness: dict[int, QPushButton] = {}
        self._lay_out()
        self._show()

    def choose(self, side: str) -> None:
        """Say which one is the later, before it is said how sure."""
        self._side = side
        for key, button in self.sides.items():
            button.setChecked(key == side)
        for button in self.sureness.values():
            button.setEnabled(self._session.is_open)

    def say(self, sureness: int) -> None:
        """Store the answer and go to the next pair."""
        if not self._side:
            return
        try:
            self._session.say(self.position, self._side, sureness)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        if self._session.done == self._session.count:
            self.left.emit()
            return
        self.go(min(self.position + 1, self._session.count))

    def go(self, position: int) -> None:
        """Show another pair."""
        if 1 <= position <= self._session.count:
            self.position = position
            self._show()

    def stop(self) -> None:
        """End the threads, for the panel is closed."""
        for viewer in self.viewers.values():
            viewer.close()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _SIDES:
            self.choose(_SIDES[key])
        elif key in _SURE:
            self.say(_SURE[key])
        elif key == Qt.Key.Key_Backspace:
            self.go(self.position - 1)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        pictures = QHBoxLayout()
        pictures.setSpacing(10)
        texts = {LEFT: self.tr("← is later"), RIGHT: self.tr("→ is later")}
        for side, viewer in self.viewers.items():
            viewer.setAccessibleName(self.tr("Photograph at the {}").format(side))
            column = QVBoxLayout()
            button = named(f"{side}_is_later", QPushButton(texts[side]))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(partial(self._on_side, side))
            self.sides[side] = button
            column.addWidget(viewer, 1)
            column.addWidget(button)
            pictures.addLayout(column, 1)
        row = QWidget()
        foot = FlowLayout(row)
        for number, text in SURENESS.items():
            button = named(f"sure_{number}", QPushButton(f"{number}  {text}"))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._on_sure, number))
            self.sureness[number] = button
            foot.addWidget(button)
        back = named("choice_back", QPushButton(self.tr("Back")))
        back.clicked.connect(self._on_back)
        leave = named("choice_leave", QPushButton(self.tr("Leave")))
        leave.clicked.connect(self.left)
        for button in (back, leave):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            foot.addWidget(button)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 12)
        box.setSpacing(8)
        box.addWidget(self._heading)
        box.addLayout(pictures, 1)
        box.addWidget(row)
        box.addWidget(self._state)

    def _show(self) -> None:
        """Show the pair, and what was said of it before."""
        session, at = self._session, self.position
        for viewer, place in zip(self.viewers.values(), (0, 1), strict=True):
            ahead = [Neighbour(2 * (at + 1) + place)] if at < session.count else []
            viewer.show_photograph(2 * at + place, ahead=ahead)
        given = session.answer(at)
        self.choose(given.side if given else "")
        for number, button in self.sureness.items():
            is_given = given is not None and given.sureness == number
            button.setText(f"{number}  {SURENESS[number]}{' ✓' if is_given else ''}")
            button.setEnabled(bool(given) and session.is_open)
        text = self.tr("Which photograph was taken later? Pair {} of {}")
        self._heading.setText(text.format(at, session.count))
        hint = self.tr(
            "← or →, then 1, 2 or 3 for how sure; Backspace goes back. {} answered, "
            "every answer is saved at once."
        )
        self._state.setText(hint.format(session.done))
        self.setFocus()

    def _on_side(self, side: str, *_: object) -> None:
        self.choose(side)

    def _on_sure(self, number: int, *_: object) -> None:
        self.say(number)

    @Slot()
    def _on_back(self) -> None:
        self.go(self.position - 1)
