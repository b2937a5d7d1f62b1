"""Signing a finished reading or the locked study, with ID and password."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import form_layout, words
from gui.naming import named
from models.audit.signing import (
    Meaning,
    sign_reading,
    sign_study,
    signature_states,
)
from models.progress import Progress
from models.store.records import Signature

_HINT = (
    "Your name, the time and the meaning stand beside what you sign, in every print "
    "and export. A signature is void as soon as what was signed is opened again."
)


class SigningDialog(QDialog):
    """What, why, and the two components: ID and password."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("signing_dialog")
        self.setWindowTitle(self.tr("Sign"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self._context = context
        store = context.study.store
        self._what = named("what_choice", QComboBox())
        for reading in store.readings():
            if reading.finished_at:
                text = self.tr("Reading of {}").format(reading.rater)
                self._what.addItem(text, reading.rater)
        if store.is_locked():
            self._what.addItem(self.tr("The locked study"), "")
        self._what.setMinimumWidth(220)
        self._meaning = named("meaning_choice", QComboBox())
        for meaning in Meaning:
            self._meaning.addItem(meaning.capitalize(), meaning)
        self._meaning.setMinimumWidth(220)
        self._by = named("by_field", QLineEdit())
        self._password = named("password_field", QLineEdit())
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._sign = named("sign_button", QPushButton(self.tr("Sign")), "primary")
        self._sign.setAutoDefault(False)
        self._lay_out("\n".join(one.sentence() for one in signature_states(store)))
        for field in (self._by, self._password):
            field.textChanged.connect(self._check)
        self._check()

    def _lay_out(self, signed: str) -> None:
        form = form_layout()
        form.addRow(self.tr("&What"), self._what)
        form.addRow(self.tr("&Meaning"), self._meaning)
        form.addRow(self.tr("&ID"), self._by)
        form.addRow(self.tr("&Password"), self._password)
        known = named("signatures_text", QPlainTextEdit(signed))
        known.setReadOnly(True)
        known.setMaximumHeight(110)
        known.setAccessibleName(self.tr("Signatures so far"))
        known.setPlaceholderText(self.tr("No signatures so far."))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._sign, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_sign_clicked)
        buttons.rejected.connect(self.reject)
        layout = dialog_layout(self, 14)
        layout.addWidget(words("signing_hint", self.tr(_HINT), "muted"))
        layout.addLayout(form)
        layout.addWidget(known)
        add_buttons(self, buttons)

    @Slot()
    def _check(self) -> None:
        has_what = self._what.currentIndex() >= 0
        filled = bool(self._by.text().strip() and self._password.text())
        self._sign.setEnabled(has_what and filled)

    @Slot()
    def _on_sign_clicked(self) -> None:
        store = self._context.study.store
        rater, meaning = self._what.currentData(), Meaning(self._meaning.currentData())
        by, password = self._by.text(), self._password.text()

        def work(_: Progress) -> Signature:
            if rater:
                return sign_reading(
                    store, rater, person=by, password=password, meaning=meaning
                )
            return sign_study(store, person=by, password=password, meaning=meaning)

        self._sign.setEnabled(False)
        job = self._context.jobs.start(self.tr("Signing"), work, self._on_signed)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._check)

    @Slot(object)
    def _on_signed(self, signature: Signature) -> None:
        self._context.study.tell("signature")
        told = self.tr("Signed by {}.").format(signature.printed_name)
        self._context.shell.told.emit(told)
        self.accept()

    @Slot()
    def _on_failed(self) -> None:
        self._context.study.tell("signature")
        self._password.clear()
        self._check()
