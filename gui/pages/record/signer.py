"""The fields for who acts: a name, or ID and password once the study has people."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit

from gui.naming import named
from models.people.people import needs_sign_in, permitted
from models.people.roles import Act
from models.store.store import StudyStore


class SignerFields(QObject):
    """Rows of a form that say who acts.

    Signals:
        changed: What is typed has changed.
    """

    changed = Signal()

    def __init__(
        self, store: StudyStore, form: QFormLayout, usual: str, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._needs_sign_in = needs_sign_in(store)
        self._by = named("by_field", QLineEdit())
        self._password = named("password_field", QLineEdit())
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        if self._needs_sign_in:
            self._by.setPlaceholderText(self.tr("your ID"))
            form.addRow(self.tr("&ID"), self._by)
            form.addRow(self.tr("Pass&word"), self._password)
        else:
            self._by.setText(usual)
            form.addRow(self.tr("&By"), self._by)
        self._by.textChanged.connect(self.changed)
        self._password.textChanged.connect(self.changed)

    def is_filled(self) -> bool:
        """Whether everything is given that is needed to act."""
        if not self._by.text().strip():
            return False
        return bool(self._password.text()) or not self._needs_sign_in

    def acting(self, act: Act) -> Callable[[], str]:
        """A function that makes sure of who acts, to be called where the work is done.

        What it returns is how the person stands in the trail. It raises SignInError.
        """
        store, by, password = self._store, self._by.text(), self._password.text()
        if not self._needs_sign_in:
            return by.strip
        return lambda: permitted(store, act, by, password).code

    def forget_password(self) -> None:
        """Empty the password after a try."""
        self._password.clear()
