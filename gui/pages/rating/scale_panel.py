"""One scale of the panel: its name, what stands on it, and its grades."""

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
)
from typing_extensions import override

from gui import icons
from gui.naming import named, relook
from gui.pages.rating.elided_label import ElidedLabel
from gui.pages.rating.grade_button import GradeButton
from gui.pages.rating.scene import Answer
from models.scales.scale import Band, Grade, Scale
from models.words import number_text


class ScalePanel(QFrame):
    """A scale with its grades: all words when expanded, numbers alone when compact.

    Signals:
        grade_chosen: Scale and value of the grade that was pressed.
        scale_chosen: The rater turned to this scale.
        reasons_requested: The scale is said to be not assessable.
        comment_requested: The score is to be commented on.
        grade_looked_at: The mouse or the keyboard is on a grade; scale and value.
    """

    grade_looked_at = Signal(str, float)
    grade_chosen = Signal(str, float)
    scale_chosen = Signal(str)
    reasons_requested = Signal(str)
    comment_requested = Signal(str)

    def __init__(self, scale: Scale) -> None:
        super().__init__()
        named(f"scale_panel_{scale.key}", self, "scale")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scale = scale
        self.buttons = [
            GradeButton(scale.key, scale.short, grade) for grade in scale.grades
        ]
        self._answer = Answer(scale.key)
        self._shown: tuple[Answer, bool, bool] | None = None
        self._is_expanded = False
        self._name = named("", QLabel(scale.short), "scale_name")
        self._state = named(f"answer_{scale.key}", ElidedLabel(), "scale_answer")
        self._reason = _wrapped("", "scale_words")
        self._reason.setObjectName(f"reason_of_{scale.key}")
        self._reason.hide()
        self._question = _wrapped(scale.question, "scale_words")
        self._meaning = _wrapped("", "scale_words")
        self._unassessable = self._tool(
            "not_assessable", "not-assessable", self.tr("Not assessable")
        )
        self._comment = self._tool("comment", "comment", self.tr("Comment"))
        self._bands: list[QLabel] = []
        self._grades = (
            QBoxLayout(QBoxLayout.Direction.LeftToRight)
            if scale.bands
            else QBoxLayout(QBoxLayout.Direction.TopToBottom)
        )
        self._lay_out()
        self.expand(expanded=True)
        self._unassessable.clicked.connect(
            partial(self.reasons_requested.emit, scale.key)
        )
        self._comment.clicked.connect(partial(self.comment_requested.emit, scale.key))

    def expand(self, *, expanded: bool) -> None:
        """Show all words, or the numbers alone."""
        if expanded == self._is_expanded:
            return
        self._is_expanded = expanded
        for label in (self._question, *self._bands):
            label.setVisible(expanded)
        self._meaning.setVisible(expanded and bool(self.scale.bands))
        if not self.scale.bands:
            direction = QBoxLayout.Direction
            self._grades.setDirection(
                direction.TopToBottom if expanded else direction.LeftToRight
            )
            for button in self.buttons:
                button.show_words(shown=expanded)
        self._show_meaning(None)

    def show_answer(self, answer: Answer, *, is_focused: bool, is_open: bool) -> None:
        """Show what stands on the scale."""
        shown = (answer, is_focused, is_open)
        if shown == self._shown:
            return
        self._shown = shown
        self._answer = answer
        for button in self.buttons:
            value = button.grade.value
            state = "given" if value == answer.value else "open"
            button.show_state("unsaved" if value == answer.unsaved else state)
            button.setEnabled(is_open)
        said = self._said(answer)
        self._state.set_text(said)
        looks = "scale_answer" if answer.is_given else "scale_open"
        relook(self._state, looks if answer.unsaved is None else "scale_unsaved")
        self._reason.setText(answer.reason)
        self._reason.setVisible(bool(answer.reason))
        relook(self, "scale_focused" if is_focused else "scale")
        self._unassessable.setChecked(bool(answer.reason))
        self._unassessable.setEnabled(is_open)
        self._comment.setChecked(bool(answer.comment))
        self._comment.setEnabled(is_open)
        self._comment.setToolTip(answer.comment or self.tr("Comment"))
        told = f"{said}, {answer.reason}" if answer.reason else said
        self.setAccessibleName(f"{self.scale.name}: {told}")
        self._show_meaning(None)

    def show_keys(self, not_assessable: str, comment: str) -> None:
        """Write the keys on the buttons."""
        self._unassessable.setText(not_assessable)
        self._comment.setText(comment)

    def step(self, by: int) -> None:
        """Move the keyboard to the next grade, or the one before."""
        here = [i for i, button in enumerate(self.buttons) if button.hasFocus()]
        given = [
            i
            for i, button in enumerate(self.buttons)
            if button.grade.value == self._answer.value
        ]
        last = len(self.buttons) - 1
        before_first = -1 if by > 0 else last + 1
        start = (here or given or [before_first])[0]
        index = min(max(start + by, 0), last)
        self.buttons[index].setFocus(Qt.FocusReason.OtherFocusReason)

    def reserve_lines(self, width: int) -> None:
        """Keep room for the longest words, so that nothing moves between grades."""
        if not self.scale.bands:
            return
        self._meaning.ensurePolished()
        metrics = self._meaning.fontMetrics()
        flags = Qt.TextFlag.TextWordWrap.value
        heights = [
            metrics.boundingRect(
                0, 0, max(width, 1), 10_000, flags, _sentence(g)
            ).height()
            for g in self.scale.grades
        ]
        self._meaning.setMinimumHeight(max(heights))

    def _said(self, answer: Answer) -> str:
        if answer.unsaved is not None:
            return self.tr("{} is not saved").format(number_text(answer.unsaved))
        if answer.reason:
            return self.tr("not assessable")
        if answer.value is None:
            return self.tr("not answered")
        number = number_text(answer.value)
        band = self.scale.band(answer.value)
        if band is None:
            return f"{number}, {self.scale.grade(answer.value).label}"
        return f"{number}, {_band_title(self.scale, band)}"

    @Slot(object)
    def _show_meaning(self, grade: Grade | None) -> None:
        """Show the words of the grade looked at, else of the one that is given."""
        if not self.scale.bands:
            return
        if grade is None and self._answer.value is not None:
            grade = self.scale.grade(self._answer.value)
        hint = self.tr("← and → show the words of each number.")
        self._meaning.setText(_sentence(grade) if grade else hint)

    @Slot(object)
    def _on_looked_at(self, grade: Grade) -> None:
        self.grade_looked_at.emit(self.scale.key, grade.value)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._name)
        head.addWidget(self._state, 1)
        head.addWidget(self._unassessable)
        head.addWidget(self._comment)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 5, 10, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._reason)
        column.addWidget(self._question)
        column.addLayout(self._grades)
        column.addWidget(self._meaning)
        self._grades.setSpacing(10 if self.scale.bands else 4)
        for band in self.scale.bands:
            self._grades.addLayout(self._band_column(band), 1)
        if not self.scale.bands:
            for button in self.buttons:
                self._grades.addWidget(button)
        for button in self.buttons:
            value = button.grade.value
            button.clicked.connect(
                partial(self.grade_chosen.emit, self.scale.key, value)
            )
            button.looked_at.connect(self._show_meaning)
            button.looked_at.connect(self._on_looked_at)

    def _band_column(self, band: Band) -> QVBoxLayout:
        """The grades of a band under its name, its words below."""
        row = QHBoxLayout()
        row.setSpacing(3)
        for button in self.buttons:
            if band.lowest <= button.grade.value <= band.highest:
                row.addWidget(button)
        title = named("", QLabel(_band_title(self.scale, band)), "band_name")
        words = _wrapped(band.words, "scale_words")
        self._bands += [title, words]
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(title)
        column.addLayout(row)
        column.addWidget(words, 1, Qt.AlignmentFlag.AlignTop)
        return column

    def _tool(self, name: str, icon: str, text: str) -> QToolButton:
        tool = named(f"{name}_{self.scale.key}", QToolButton(), "scale_tool")
        tool.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        tool.setCheckable(True)
        tool.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tool.setToolTip(text)
        tool.setAccessibleName(f"{self.scale.short}: {text}")
        icons.give(tool, icon)
        return tool

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.scale_chosen.emit(self.scale.key)
        super().mousePressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.OtherFocusReason:
            self.scale_chosen.emit(self.scale.key)


def _wrapped(text: str, look: str) -> QLabel:
    label = named("", QLabel(text), look)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _band_title(scale: Scale, band: Band) -> str:
    """A band as it is told: class II, moderate."""
    return f"{scale.band_noun} {band.name}, {band.label}"


def _sentence(grade: Grade) -> str:
    return f"{number_text(grade.value)}: {grade.words}"
