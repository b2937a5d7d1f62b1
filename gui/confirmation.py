"""A question before something that is not undone easily."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gui.dialog_layout import add_buttons, dialog_layout
from gui.naming import named


class Confirmation(QDialog):
    """Says what will be done; its button is the verb, Cancel is the default.

    Signals:
        confirmed: The reason that was given, or empty where none is asked for.
    """

    confirmed = Signal(str)

    def __init__(
        self,
        text: str,
        hint: str,
        verb: str,
        parent: QWidget | None = None,
        *,
        needs_reason: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("confirmation")
        self.setWindowTitle("Dermagrade")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        self._reason = named("reason_field", QLineEdit())
        self._verb = named("confirm_button", QPushButton(verb))
        self._verb.setAutoDefault(False)
        self._needs_reason = needs_reason

        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        layout = dialog_layout(self)
        layout.addWidget(_words(text, "heading"))
        layout.addWidget(_words(hint, "body"))
        if needs_reason:
            label = QLabel(self.tr("&Reason, for the audit trail"))
            label.setBuddy(self._reason)
            layout.addWidget(label)
            layout.addWidget(self._reason)
            self._reason.textChanged.connect(self._on_reason_changed)
            self._verb.setEnabled(False)
        buttons.addButton(self._verb, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_confirmed)
        buttons.rejected.connect(self.reject)
        add_buttons(self, buttons)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(True)
        (self._reason if needs_reason else cancel).setFocus()

    @Slot()
    def _on_reason_changed(self) -> None:
        self._verb.setEnabled(bool(self._reason.text().strip()))

    @Slot()
    def _on_confirmed(self) -> None:
        self.accept()
        self.confirmed.emit(self._reason.text().strip())


def _words(text: str, look: str) -> QLabel:
    label = named("", QLabel(text), look)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
