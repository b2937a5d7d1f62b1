"""The steps of a study with their signs and buttons."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import icons
from gui.naming import named
from gui.pages.study.presenter import State, StudyStep
from gui.theme import Colours

_SIGNS = {State.DONE: "check", State.NOW: "next", State.LATER: "missing"}


class StepList(QWidget):
    """What is done, what comes next and what later.

    Signals:
        step_chosen: The StudyStep whose button was pressed.
    """

    step_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(6)

    def show_steps(self, steps: tuple[StudyStep, ...], colours: Colours) -> None:
        """Show these steps instead."""
        while item := self._layout.takeAt(0):
            row = item.widget()
            if row is not None:
                row.hide()
                row.deleteLater()
        for step in steps:
            self._layout.addWidget(self._row(step, colours))

    def _row(self, step: StudyStep, colours: Colours) -> QFrame:
        is_next = step.state is State.NOW
        frame = named(
            f"step_{step.state.value}", QFrame(), "step" if is_next else "plain"
        )
        ink = {State.DONE: colours.good, State.NOW: colours.accent}.get(
            step.state, colours.muted
        )
        sign = QLabel()
        side = round(1.3 * self.fontMetrics().height())
        sign.setPixmap(icons.pixmap(_SIGNS[step.state], side, ink))
        sign.setAccessibleName(step.state.value)
        words = QVBoxLayout()
        words.setSpacing(1)
        title = named("step_title", QLabel(step.title), "strong" if is_next else "")
        detail = named("step_detail", QLabel(step.detail), "small")
        detail.setWordWrap(True)
        detail.setTextFormat(Qt.TextFormat.PlainText)
        words.addWidget(title)
        words.addWidget(detail)
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 8, 10, 8)
        row.setSpacing(12)
        row.addWidget(sign)
        row.addLayout(words, 1)
        row.addWidget(self._button(step))
        return frame

    def _button(self, step: StudyStep) -> QPushButton:
        look = "primary" if step.state is State.NOW else "flat"
        button = named("step_button", QPushButton(step.button), look)
        button.setAccessibleName(step.title)
        button.setVisible(step.state is not State.DONE or not step.command)
        button.clicked.connect(partial(self.step_chosen.emit, step))
        return button
