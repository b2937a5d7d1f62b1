"""A comment being written, on one score or on the photograph."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.naming import named


class CommentField(QPlainTextEdit):
    """Text of several lines; Enter is done, Shift+Enter begins a new line.

    Signals:
        entered: The comment is written.
    """

    entered = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class CommentEntry(QWidget):
    """The field, with what it is about above it.

    Signals:
        comment_given: The text; empty takes the comment back.
        left: The comment stays as it was.
    """

    comment_given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        named("comment_entry", self, "scales")
        self._title = named("comment_title", QLabel(), "entry_title")
        self._title.setWordWrap(True)
        self._field = named("comment_field", CommentField())
        self._field.setTabChangesFocus(True)
        self._title.setBuddy(self._field)
        hint = self.tr("Write no name and nothing that tells who this is.")
        self._hint = named("comment_hint", QLabel(hint), "panel_text")
        self._hint.setWordWrap(True)
        self._save = named(
            "save_comment_button", QPushButton(self.tr("Save comment  ⏎")), "primary"
        )
        self._leave = named("leave_comment_button", QPushButton(self.tr("Cancel  Esc")))
        self._save.clicked.connect(self._on_entered)
        self._field.entered.connect(self._on_entered)
        self._leave.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._leave)
        buttons.addWidget(self._save, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._field, 1)
        column.addWidget(self._hint)
        column.addLayout(buttons)

    @property
    def text(self) -> str:
        """What stands in the field."""
        return self._field.toPlainText()

    def ask(self, subject: str, text: str) -> None:
        """Open the comment on something.

        Args:
            subject: What it is about: "Erythema", "the photograph".
            text: The comment as it is.
        """
        title = self.tr("Comment on {}").format(subject)
        self._title.setText(title)
        self._field.setAccessibleName(title)
        self._field.setPlainText(text)
        self._field.moveCursor(QTextCursor.MoveOperation.End)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_entered(self) -> None:
        self.comment_given.emit(self.text)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Nothing goes on to the page: a key pressed here is never a grade.
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._leave.hasFocus():
                self.left.emit()
            else:
                self._on_entered()
