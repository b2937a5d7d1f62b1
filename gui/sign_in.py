"""Who works with the open study: asked once, with ID and password.

A study without people asks nobody. Where it has people, the first thing that needs an
authority asks who does it; from then on this person is signed in until the study is
closed. Who lacks the authority for something makes room for another person.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
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
from models.people.people import has_authority, needs_sign_in, permitted
from models.people.roles import Act, roles_for
from models.progress import Progress
from models.store.records import Person
from models.words import listed

COORDINATOR = "coordinator"

Then = Callable[[str], object]
"""Is told how the person stands in the audit trail."""


def ask(
    context: PageContext,
    parent: QWidget | None,
    act: Act,
    then: Then,
    *,
    only: str = "",
    usual: str = COORDINATOR,
) -> None:
    """Make sure of who does something, then do it.

    Args:
        context: With the study that is open.
        parent: What the question stands before.
        act: What is to be done.
        then: Does it.
        only: ID of the one person who may, as a rater's own reading; or empty.
        usual: How it stands in the trail where the study has no people.
    """
    store = context.study.store
    if not needs_sign_in(store):
        then(usual)
        return
    code = context.study.signed_in
    if code and only in ("", code) and has_authority(store, code, act):
        then(code)
        return
    dialog = SignInDialog(context, parent, act, only)
    dialog.signed_in.connect(then)
    dialog.open()


class SignInDialog(QDialog):
    """Asks for ID and password.

    Signals:
        signed_in: ID of the person, who has the authority that was asked for.
    """

    signed_in = Signal(str)

    def __init__(
        self, context: PageContext, parent: QWidget | None, act: Act, only: str
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sign_in_dialog")
        self.setWindowTitle(self.tr("Sign in"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        self._context = context
        self._act = act
        self._code = named("sign_in_id", QLineEdit(only))
        self._code.setReadOnly(bool(only))
        self._password = named("sign_in_password", QLineEdit())
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._enter = named("sign_in_button", QPushButton(self.tr("Sign in")))
        self._enter.setProperty("look", "primary")
        form = form_layout()
        form.addRow(self.tr("&ID"), self._code)
        form.addRow(self.tr("&Password"), self._password)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._enter, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_enter)
        buttons.rejected.connect(self.reject)
        roles = listed((str(role) for role in roles_for(act)), "or")
        hint = self.tr("To {}, somebody who is {} must sign in.").format(act, roles)
        layout = dialog_layout(self)
        layout.addWidget(words("", self.tr("Who is working?"), "heading"))
        layout.addWidget(words("sign_in_hint", hint, "muted"))
        layout.addLayout(form)
        add_buttons(self, buttons)
        self._code.textChanged.connect(self._check)
        self._password.textChanged.connect(self._check)
        (self._password if only else self._code).setFocus()
        self._check()

    @Slot()
    def _check(self) -> None:
        filled = bool(self._code.text().strip() and self._password.text())
        self._enter.setEnabled(filled)

    @Slot()
    def _on_enter(self) -> None:
        store, act = self._context.study.store, self._act
        code, password = self._code.text(), self._password.text()

        def work(_: Progress) -> Person:
            return permitted(store, act, code, password)

        self._enter.setEnabled(False)
        job = self._context.jobs.start(self.windowTitle(), work, self._on_permitted)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._check)

    @Slot(object)
    def _on_permitted(self, person: Person) -> None:
        self._context.study.signed_in = person.code
        self._context.study.tell("people")
        self.accept()
        self.signed_in.emit(person.code)

    @Slot()
    def _on_failed(self) -> None:
        """A refused try is in the audit trail too, which a page may show."""
        self._context.study.tell("people")
        self._password.clear()
        self._check()
