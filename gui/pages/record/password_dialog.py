"""Changing one's own password, knowing the old one."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import form_layout, words
from gui.naming import named
from models.people.people import change_password
from models.progress import Progress


class PasswordDialog(QDialog):
    """Asks for ID, the old password and the new one, twice."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("password_dialog")
        self.setWindowTitle(self.tr("Change your own password"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        self._context = context
        self._code = named("own_id", QLineEdit(context.study.signed_in))
        self._old = _secret("old_password")
        self._first = _secret("own_new_password")
        self._again = _secret("own_new_password_again")
        self._change = named("change_password_button", QPushButton(self.tr("Change")))
        self._change.setProperty("look", "primary")
        form = form_layout()
        form.addRow(self.tr("&ID"), self._code)
        form.addRow(self.tr("&Old password"), self._old)
        form.addRow(self.tr("&New password"), self._first)
        form.addRow(self.tr("&Again"), self._again)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._change, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_change)
        buttons.rejected.connect(self.reject)
        hint = self.tr("That it was changed goes on record; the password does not.")
        layout = dialog_layout(self)
        layout.addWidget(words("password_hint", hint, "muted"))
        layout.addLayout(form)
        add_buttons(self, buttons)
        for field in (self._code, self._old, self._first, self._again):
            field.textChanged.connect(self._check)
        self._check()

    @Slot()
    def _check(self) -> None:
        fields = (self._code, self._old, self._first)
        alike = self._first.text() == self._again.text()
        self._change.setEnabled(alike and all(field.text() for field in fields))

    @Slot()
    def _on_change(self) -> None:
        store = self._context.study.store
        code, old, new = self._code.text(), self._old.text(), self._first.text()

        def work(_: Progress) -> None:
            change_password(store, code, old, new)

        self._change.setEnabled(False)
        job = self._context.jobs.start(self.windowTitle(), work, self._on_changed)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._check)

    @Slot(object)
    def _on_changed(self, _: object) -> None:
        self._context.study.tell("people")
        self._context.shell.told.emit(self.tr("The password is changed."))
        self.accept()

    @Slot()
    def _on_failed(self) -> None:
        self._context.study.tell("people")
        self._old.clear()
        self._check()


def _secret(name: str) -> QLineEdit:
    field = named(name, QLineEdit())
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
