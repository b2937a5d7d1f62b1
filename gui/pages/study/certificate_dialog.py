"""Accepting a rater's certificate in a study that wants one."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QWidget,
)

from gui import file_dialogs
from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import form_layout, words
from gui.naming import named
from gui.sign_in import ask
from models.certificates.accepting import accept_certificate
from models.certificates.certificate import read_certificate
from models.certificates.required import missing_certificates
from models.errors import ExpectedError
from models.people.roles import Act
from models.words import listed

CERTIFICATES = "Certificates (*.dgcert)"


class CertificateDialog(QDialog):
    """Choose the file, read what it says, and say whose it is here."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("accept_certificate_dialog")
        self.setWindowTitle(self.tr("Accept a certificate"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(480)
        self._context = context
        self._path: Path | None = None
        self._said = words("certificate_words", self.tr("No file chosen."), "muted")
        self._standing = words("certificate_standing", look="small")
        choose = named("choose_certificate", QPushButton(self.tr("Choose the file…")))
        choose.clicked.connect(self._on_choose)
        choose.setAutoDefault(False)
        self._rater = named("certificate_rater", QComboBox())
        self._rater.setEditable(True)
        self._rater.addItems([one.code for one in context.study.store.raters()])
        self._rater.currentTextChanged.connect(self._check)
        form = form_layout()
        form.addRow(self.tr("&Rater in this study"), self._rater)
        ok = QDialogButtonBox.StandardButton.Ok
        self._buttons = QDialogButtonBox(ok | QDialogButtonBox.StandardButton.Cancel)
        self._buttons.button(ok).setText(self.tr("Accept"))
        self._buttons.accepted.connect(self._on_accept)
        self._buttons.rejected.connect(self.reject)
        text = self.tr(
            "The protocol wants a valid certificate for every scale before a rater may "
            "read. Codes differ from study to study, so say whose certificate it is; "
            "this goes on record."
        )
        layout = dialog_layout(self)
        layout.addWidget(words("certificate_hint", text, "muted"))
        layout.addWidget(choose, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._said)
        layout.addLayout(form)
        layout.addWidget(self._standing)
        layout.addStretch(1)
        add_buttons(self, self._buttons)
        self._check()

    @Slot()
    def _on_choose(self) -> None:
        title = self.tr("Choose a certificate")
        path = file_dialogs.open_file(
            self, self._context.settings, "certificate", title, CERTIFICATES
        )
        if path is None:
            return
        try:
            one = read_certificate(path).certificate
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._path = path
        scales = listed(scale.name for scale in one.scales)
        who = f"{one.name} ({one.rater})" if one.name else one.rater
        text = self.tr("{}, certified for {} in “{}”, valid until {}.")
        self._said.setText(text.format(who, scales, one.study, one.expires_on))
        self._check()

    @Slot()
    def _check(self) -> None:
        code = self._rater.currentText().strip()
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(self._path is not None and bool(code))
        missing = missing_certificates(self._context.study.store, code)
        text = "\n".join(str(one) for one in missing)
        self._standing.setText(text or self.tr("Every scale has a valid certificate."))

    @Slot()
    def _on_accept(self) -> None:
        if self._path is not None:
            code = self._rater.currentText().strip()
            store = partial(self._store, self._path, code)
            ask(self._context, self, Act.KITS, store)

    def _store(self, path: Path, rater: str, by: str) -> None:
        try:
            accept_certificate(self._context.study.store, path, rater, by=by)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.study.tell("people")
        self.accept()
