"""Why a scale is not assessable: the protocol's reasons, or the rater's own words."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from gui.naming import named
from gui.pages.rating.keys import digit_of


class ReasonEntry(QWidget):
    """A list of reasons, each chosen by its digit.

    Signals:
        reason_given: The reason.
        left: Nothing was chosen.
    """

    reason_given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        named("reason_entry", self, "scales")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._title = named("reason_title", QLabel(), "entry_title")
        self._title.setWordWrap(True)
        self._buttons: list[QPushButton] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._own = named("reason_field", QLineEdit())
        self._own.setAccessibleName(self.tr("Another reason"))
        self._own.returnPressed.connect(self._on_own_entered)
        self._own_label = QLabel(
            self.tr("0  &Other reason, in your own words; Enter saves")
        )
        self._own_label.setBuddy(self._own)
        self._cancel = named("leave_reason_button", QPushButton(self.tr("Cancel  Esc")))
        self._cancel.clicked.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addLayout(self._list)
        column.addWidget(self._own_label)
        column.addWidget(self._own)
        column.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def ask(self, scale: str, reasons: Sequence[str]) -> None:
        """Show the reasons for a scale."""
        self._title.setText(self.tr("{}: why is it not assessable?").format(scale))
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [
            self._reason_button(number, reason)
            for number, reason in enumerate(reasons, 1)
        ]
        for button in self._buttons:
            self._list.addWidget(button)
        self._own.clear()
        first = self._buttons[0] if self._buttons else self._own
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reason_button(self, number: int, reason: str) -> QPushButton:
        text = f"{number}   {reason}".replace("&", "&&")
        button = named(f"reason_{number}", QPushButton(text), "reason")
        button.clicked.connect(partial(self.reason_given.emit, reason))
        return button

    @Slot()
    def _on_own_entered(self) -> None:
        if self._own.text().strip():
            self.reason_given.emit(self._own.text())

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = digit_of(event)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif self._own.hasFocus():
            return  # what a text field has no use for is nobody's
        elif digit == 0:
            self._own.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif digit is not None and digit <= len(self._buttons):
            self._buttons[digit - 1].click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._press_focused()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)

    def _press_focused(self) -> None:
        for button in (*self._buttons, self._cancel):
            if button.hasFocus():
                button.click()
                return
