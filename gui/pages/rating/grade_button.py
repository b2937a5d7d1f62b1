"""One grade as a button: its number, and beside it what it means."""

from html import escape

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy
from typing_extensions import override

from gui.naming import named
from models.scales.scale import Grade
from models.words import number_text


class GradeButton(QPushButton):
    """A grade to press. It shows what it is told to show; pressing it changes nothing.

    Signals:
        looked_at: The mouse or the keyboard is on this grade.

    Attributes:
        grade: The grade.
    """

    looked_at = Signal(object)

    def __init__(self, scale: str, name: str, grade: Grade) -> None:
        super().__init__()
        number = number_text(grade.value)
        named(f"grade_{scale}_{number}", self, "grade")
        self.grade = grade
        self.setProperty("state", "open")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAccessibleName(f"{name} {number}, {grade.label}")
        self.setAccessibleDescription(grade.words)
        self.setToolTip(f"{number}  {grade.label}: {grade.words}")
        self._number = named("", QLabel(number), "grade_number")
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = named("", QLabel(_words(grade)), "grade_words")
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._number)
        self._row.addWidget(self._words, 1)
        for label in (self._number, self._words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_words(shown=False)

    def show_words(self, *, shown: bool) -> None:
        """Show what the grade means, or its number alone."""
        self._words.setVisible(shown)
        across = QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Preferred)
        policy = self.sizePolicy()
        policy.setHeightForWidth(shown)
        self.setSizePolicy(policy)
        self._row.setContentsMargins(*((8, 5, 8, 5) if shown else (2, 7, 2, 7)))
        self._row.setSpacing(8)
        self.updateGeometry()

    def show_state(self, state: str) -> None:
        """Show the grade as "open", "given" or "unsaved"."""
        if self.property("state") == state:
            return
        self.setProperty("state", state)
        for widget in (self, self._number, self._words):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    @override
    def sizeHint(self) -> QSize:
        return self._row.totalSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self._row.totalMinimumSize()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Arrows, Tab and digits belong to the page; a button knows only to be pressed.
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Select):
            super().keyPressEvent(event)
        else:
            event.ignore()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.looked_at.emit(self.grade)

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.looked_at.emit(self.grade)


def _words(grade: Grade) -> str:
    return f"<b>{escape(grade.label)}</b>&nbsp; {escape(grade.words)}"
