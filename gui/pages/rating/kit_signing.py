"""Signing a finished kit with ID and password."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import form_layout, words
from gui.naming import named
from models.reading.kits.opening import MEANING


class KitSigningDialog(QDialog):
    """Asks for the two components; the password twice, for the kit cannot check it.

    Signals:
        signed: ID and password.
    """

    signed = Signal(str, str)

    def __init__(self, printed_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("kit_signing_dialog")
        self.setWindowTitle(self.tr("Sign the reading"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(520)
        self._code = named("kit_id_field", QLineEdit())
        self._first = _secret("kit_password_field")
        self._again = _secret("kit_password_again_field")
        self._fault = words("kit_signing_fault", look="small")
        self._sign = named("kit_sign_button", QPushButton(self.tr("Sign")), "primary")
        form = form_layout()
        form.addRow(self.tr("&ID"), self._code)
        form.addRow(self.tr("&Password"), self._first)
        form.addRow(self.tr("&Again"), self._again)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._sign, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_sign)
        buttons.rejected.connect(self.reject)
        hint = self.tr(
            "Your ID and password are those that you have in the study. Whether the "
            "password is right is found out when the return is merged."
        )
        layout = dialog_layout(self)
        title = self.tr("Sign the reading as {}").format(printed_name)
        layout.addWidget(words("", title, "heading"))
        layout.addWidget(words("kit_meaning", self.tr(MEANING), "body"))
        layout.addWidget(words("kit_signing_hint", hint, "muted"))
        layout.addLayout(form)
        layout.addWidget(self._fault)
        add_buttons(self, buttons)
        for field in (self._code, self._first, self._again):
            field.textChanged.connect(self._check)
        self._check()

    @Slot()
    def _check(self) -> None:
        first, again = self._first.text(), self._again.text()
        differ = bool(again) and first != again
        self._fault.setText(self.tr("The two passwords differ.") if differ else "")
        self._fault.setVisible(differ)
        filled = bool(self._code.text().strip() and first)
        self._sign.setEnabled(filled and first == again)

    @Slot()
    def _on_sign(self) -> None:
        self.signed.emit(self._code.text(), self._first.text())
        self.accept()


def _secret(name: str) -> QLineEdit:
    field = named(name, QLineEdit())
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
