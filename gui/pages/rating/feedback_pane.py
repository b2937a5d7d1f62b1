"""What a trainee is told after a photograph: own grade, reference, words, place."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from gui.layouts import words
from gui.naming import named
from gui.widgets.marked_picture import MarkedPicture
from models.training.practice import Feedback

_MOST_HEIGHT = 170
"""Of the picture; the words matter more, and the photograph stands beside it."""


class FeedbackPane(QWidget):
    """The references of one photograph, until Enter goes on.

    Signals:
        left: It was read.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        named("feedback_pane", self, "scales")
        self._picture = MarkedPicture()
        self._picture.setMaximumHeight(_MOST_HEIGHT)
        self._content = named("feedback_content", QWidget(), "scales")
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(4)
        area = named("feedback_area", QScrollArea(), "scales")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._content)
        self._area = area
        self._on = named("feedback_next", QPushButton(self.tr("Go on  Enter")))
        self._on.setProperty("look", "primary")
        self._on.clicked.connect(self.left)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        title = self.tr("How it compares with the reference")
        layout.addWidget(words("feedback_title", title, "entry_title"))
        layout.addWidget(area, 1)
        layout.addWidget(self._on)

    def show_feedback(self, rows: Sequence[Feedback], photograph: bytes) -> None:
        """Show what is told of a photograph."""
        while item := self._column.takeAt(0):
            widget = item.widget()
            if widget is not None and widget is not self._picture:
                widget.hide()
                widget.deleteLater()
        marks = [one.mark for one in rows if one.mark]
        self._picture.setVisible(bool(marks))
        if marks:
            self._picture.show_photograph(photograph)
            self._picture.show_marks(marks)
            self._column.addWidget(self._picture)
        for one in rows:
            self._add(one)
        self._column.addStretch(1)
        self._area.verticalScrollBar().setValue(0)
        self._on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, one: Feedback) -> None:
        name = f"{one.name}: {one.verdict}"
        self._column.addWidget(words(f"verdict_{one.scale}", name, "strong"))
        own = self.tr("You: {}").format(_said(one.own, one.own_words))
        self._column.addWidget(words(f"own_{one.scale}", own))
        if one.reference:
            said = _said(one.reference, one.reference_words)
            text = self.tr("Reference: {}").format(said)
            self._column.addWidget(words(f"reference_{one.scale}", text))
        self._column.addSpacing(8)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _said(grade: str, meaning: str) -> str:
    return f"{grade}. {meaning}" if meaning else grade
