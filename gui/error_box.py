"""The box in which an error is told."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from gui.naming import named


class ErrorBox(QDialog):
    """What happened, every fault that was found, and what to do about it.

    Attributes:
        is_bug: Whether it was the program's fault.
    """

    def __init__(
        self,
        text: str,
        problems: tuple[str, ...],
        hint: str,
        details: str,
        *,
        is_bug: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("error_box")
        self.setWindowTitle("Dermagrade")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.is_bug = is_bug

        words = QVBoxLayout()
        words.setSpacing(10)
        words.addWidget(_sentence("error_text", text, look="heading"))
        if problems:
            words.addWidget(_lines("error_problems", "\n".join(problems)))
        if hint:
            words.addWidget(_sentence("error_hint", hint, look="body"))
        if details:
            words.addWidget(_lines("error_details", details))

        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._sign(), alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(16)
        layout.addLayout(row)
        layout.addWidget(self._buttons([text, *problems, hint, details]))
        self.setMinimumWidth(560)

    def _sign(self) -> QLabel:
        standard = (
            QStyle.StandardPixmap.SP_MessageBoxCritical
            if self.is_bug
            else QStyle.StandardPixmap.SP_MessageBoxWarning
        )
        sign = QLabel()
        sign.setPixmap(self.style().standardIcon(standard).pixmap(36, 36))
        return sign

    def _buttons(self, lines: list[str]) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
        buttons.accepted.connect(self.accept)
        if lines[1:-2] or lines[-1]:
            copy = named("copy_button", QPushButton(self.tr("Copy")))
            text = "\n".join(line for line in lines if line)
            copy.clicked.connect(partial(_copy, text))
            buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setFocus()
        return buttons


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _sentence(name: str, text: str, *, look: str) -> QLabel:
    label = named(name, QLabel(text), look)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _lines(name: str, text: str) -> QPlainTextEdit:
    box = named(name, QPlainTextEdit(text))
    box.setReadOnly(True)
    box.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
    box.setTabChangesFocus(True)
    lines = min(text.count("\n") + 2, 14)
    box.setFixedHeight(box.fontMetrics().lineSpacing() * lines + 20)
    return box
