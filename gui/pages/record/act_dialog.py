"""A question before something goes on record: what, why and by whom."""

from collections.abc import Callable

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
from gui.pages.record.signer import SignerFields
from models.people.roles import Act
from models.progress import Progress

Perform = Callable[[str, str], str]
"""By whom, why: does it and returns the sentence for the status bar."""


class ActDialog(QDialog):
    """Says what will be done, and asks for the reason and who does it."""

    def __init__(
        self,
        context: PageContext,
        parent: QWidget,
        *,
        act: Act,
        text: str,
        hint: str,
        verb: str,
        usual: str,
        told: str,
        perform: Perform,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("act_dialog")
        self.setWindowTitle("Dermagrade")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self._context = context
        self._act = act
        self._told = told
        self._perform = perform
        self._why = named("reason_field", QLineEdit())
        self._verb = named("confirm_button", QPushButton(verb))
        self._verb.setAutoDefault(False)
        form = form_layout()
        form.addRow(self.tr("&Reason"), self._why)
        self._signer = SignerFields(context.study.store, form, usual, self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._verb, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_confirmed)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setDefault(True)
        layout = dialog_layout(self)
        layout.addWidget(words("", text, "heading"))
        layout.addWidget(words("", hint, "body"))
        layout.addLayout(form)
        add_buttons(self, buttons)
        self._why.textChanged.connect(self._check)
        self._signer.changed.connect(self._check)
        self._why.setFocus()
        self._check()

    @Slot()
    def _check(self) -> None:
        why = bool(self._why.text().strip())
        self._verb.setEnabled(why and self._signer.is_filled())

    @Slot()
    def _on_confirmed(self) -> None:
        acting, why = self._signer.acting(self._act), self._why.text().strip()
        perform = self._perform

        def work(_: Progress) -> str:
            return perform(acting(), why)

        self._verb.setEnabled(False)
        job = self._context.jobs.start(self.windowTitle(), work, self._on_done)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._check)

    @Slot(object)
    def _on_done(self, sentence: str) -> None:
        self._context.study.tell(self._told)
        self._context.shell.told.emit(sentence)
        self.accept()

    @Slot()
    def _on_failed(self) -> None:
        """A refused try is in the audit trail too, which the page shows."""
        self._context.study.tell(self._told)
        self._signer.forget_password()
        self._check()
