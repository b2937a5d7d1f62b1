"""Opening the sealed allocation: passphrase, reason, and how far."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.job_bar import JobBar
from gui.layouts import form_layout, words
from gui.naming import named
from gui.pages.record.presenter import RecordState
from gui.pages.record.signer import SignerFields
from models.allocation.opening import Opened, open_seal
from models.allocation.seal import KEY_HOLDER
from models.people.roles import Act
from models.progress import Progress

_HINT = (
    "Opening cannot be undone. Who opened it, when, why, and every wrong "
    "passphrase stay in the audit trail."
)


class OpeningDialog(QDialog):
    """Asks for passphrase and reason, and opens groups only or arms too."""

    def __init__(
        self, context: PageContext, state: RecordState, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("opening_dialog")
        self.setWindowTitle(self.tr("Open the allocation"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(600)
        self._context = context
        self._masked = named("masked_choice", QRadioButton())
        self._masked.setText(self.tr("Groups only: Group A, Group B, … stay masked"))
        self._full = named("full_choice", QRadioButton())
        self._full.setText(self.tr("Groups and the names of the arms"))
        self._passphrase = _passphrase_field("passphrase_field")
        self._names = _passphrase_field("names_passphrase_field")
        self._names.setPlaceholderText(self.tr("only if it is another one"))
        self._why = named("reason_field", QLineEdit())
        self._open = named("open_button", QPushButton(self.tr("Open")))
        self._lay_out(state)
        self._masked.setEnabled(not state.groups_open)
        self._masked.setChecked(not state.groups_open)
        self._full.setChecked(state.groups_open)
        for field in (self._passphrase, self._why):
            field.textChanged.connect(self._check)
        self._signer.changed.connect(self._check)
        self._full.toggled.connect(self._on_extent_changed)
        self._on_extent_changed()

    def _lay_out(self, state: RecordState) -> None:
        self._form = form_layout()
        self._form.addRow(self.tr("Open"), self._masked)
        self._form.addRow("", self._full)
        self._form.addRow(self.tr("&Passphrase"), self._passphrase)
        self._form.addRow(self.tr("For the &names"), self._names)
        self._form.addRow(self.tr("&Reason"), self._why)
        store = self._context.study.store
        self._signer = SignerFields(store, self._form, KEY_HOLDER, self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._open, QDialogButtonBox.ButtonRole.AcceptRole)
        self._open.setAutoDefault(False)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setDefault(True)
        buttons.accepted.connect(self._on_open_clicked)
        buttons.rejected.connect(self.reject)
        layout = dialog_layout(self, 14)
        layout.addWidget(words("opening_hint", self.tr(_HINT), "muted"))
        warning = state.opening_warning()
        if warning:
            layout.addWidget(words("opening_warning", self.tr(warning), "warn"))
        layout.addLayout(self._form)
        layout.addStretch(1)
        layout.addWidget(JobBar(self._context.jobs))
        add_buttons(self, buttons)

    @Slot()
    def _on_extent_changed(self) -> None:
        """The names may have a passphrase of their own; it is asked with them only."""
        self._form.setRowVisible(self._names, self._full.isChecked())
        self.adjustSize()
        self._check()

    @Slot()
    def _check(self) -> None:
        fields = (self._passphrase, self._why)
        filled = all(field.text().strip() for field in fields)
        self._open.setEnabled(filled and self._signer.is_filled())

    @Slot()
    def _on_open_clicked(self) -> None:
        store, passphrase = self._context.study.store, self._passphrase.text()
        acting, why = self._signer.acting(Act.OPEN_SEAL), self._why.text().strip()
        masked = self._masked.isChecked()
        names = self._names.text() or None

        def work(_: Progress) -> Opened:
            return open_seal(
                store,
                passphrase,
                by=acting(),
                why=why,
                masked=masked,
                names_passphrase=names,
            )

        self._open.setEnabled(False)
        job = self._context.jobs.start(
            self.tr("Opening the allocation"), work, self._on_opened
        )
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._check)

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        self._context.study.tell("allocation")
        told = (
            self.tr("The groups are open, the arms stay masked.")
            if opened.is_masked
            else self.tr("The allocation is open.")
        )
        self._context.shell.told.emit(told)
        self.accept()

    @Slot()
    def _on_failed(self) -> None:
        """A wrong passphrase is in the audit trail too, which the page shows."""
        self._context.study.tell("allocation")
        self._signer.forget_password()
        self._check()


def _passphrase_field(name: str) -> QLineEdit:
    field = named(name, QLineEdit())
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
