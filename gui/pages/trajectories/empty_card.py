"""The card that says why there is no figure, with the next step."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui.naming import named
from gui.pages.trajectories.absence import NextStep

_STEPS = {
    NextStep.IMPORT_PHOTOGRAPHS: "Go to Photographs",
    NextStep.RATE: "Go to Rate",
    NextStep.OPEN_ALLOCATION: "Open the allocation…",
    NextStep.READ_AGAIN: "Read again",
    NextStep.NONE: "",
}


class EmptyCard(QWidget):
    """A heading, a sentence and at most one button.

    Signals:
        step_wished: The NextStep that the user wants.
    """

    step_wished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._step = NextStep.NONE
        self._heading = named("empty_heading", QLabel(), "heading")
        self._text = named("empty_text", QLabel())
        for label in (self._heading, self._text):
            label.setWordWrap(True)
        self._button = named("empty_button", QPushButton(), "primary")
        self._button.clicked.connect(self._on_clicked)
        self._button.hide()
        card = named("empty_card", QFrame(), "card")
        card.setMaximumWidth(620)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(28, 24, 28, 24)
        inner.setSpacing(12)
        inner.addWidget(self._heading)
        inner.addWidget(self._text)
        inner.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 6)
        row.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)

    def say(self, heading: str, text: str, step: NextStep) -> None:
        """Say why there is nothing, and offer the next step."""
        self._step = step
        self._heading.setText(heading)
        self._text.setText(text)
        self._button.setText(_STEPS[step])
        self._button.setVisible(step is not NextStep.NONE)

    @Slot()
    def _on_clicked(self) -> None:
        self.step_wished.emit(self._step)
