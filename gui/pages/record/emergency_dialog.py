"""Opening one subject in an emergency, by its code from the sheet."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import form_layout, words
from gui.naming import named, relook
from gui.pages.record.signer import SignerFields
from models.allocation.emergency import OpenedUnit, open_unit
from models.allocation.seal import KEY_HOLDER
from models.people.roles import Act
from models.progress import Progress

_HINT = (
    "For a medical emergency: one subject, and nobody else. Who opened it, when and "
    "why stays in the audit trail; what it told is shown here once and stored nowhere."
)


class EmergencyDialog(QDialog):
    """Asks for subject, code and reason, and shows the arm of this subject."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("emergency_dialog")
        self.setWindowTitle(self.tr("Emergency: open one subject"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(560)
        self._context = context
        store = context.study.store
        self._subject = named("subject_choice", QComboBox())
        self._subject.setEditable(True)
        self._subject.addItems([one.code for one in store.subjects()])
        self._subject.setCurrentIndex(-1)
        self._subject.setMinimumWidth(220)
        self._code = named("code_field", QLineEdit())
        self._code.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX")
        self._why = named("reason_field", QLineEdit())
        self._open = named("open_button", QPushButton(self.tr("Open this subject")))
        self._result = words("emergency_result")
        form = form_layout()
        form.addRow(self.tr("&Subject"), self._subject)
        form.addRow(self.tr("&Code from the sheet"), self._code)
        form.addRow(self.tr("&Reason"), self._why)
        self._signer = SignerFields(store, form, KEY_HOLDER, self)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._buttons.addButton(self._open, QDialogButtonBox.ButtonRole.ActionRole)
        self._open.setAutoDefault(False)
        layout = dialog_layout(self, 14)
        layout.addWidget(words("emergency_hint", self.tr(_HINT), "muted"))
        layout.addLayout(form)
        layout.addWidget(self._result)
        add_buttons(self, self._buttons)
        self._result.hide()
        self._subject.editTextChanged.connect(self._check)
        for field in (self._code, self._why):
            field.textChanged.connect(self._check)
        self._signer.changed.connect(self._check)
        self._open.clicked.connect(self._on_open_clicked)
        self._buttons.rejected.connect(self.reject)
        self._check()

    @Slot()
    def _check(self) -> None:
        texts = (self._subject.currentText(), self._code.text(), self._why.text())
        filled = all(text.strip() for text in texts)
        self._open.setEnabled(filled and self._signer.is_filled())

    @Slot()
    def _on_open_clicked(self) -> None:
        store, acting = self._context.study.store, self._signer.acting(Act.OPEN_UNIT)
        subject = self._subject.currentText().strip()
        code, why = self._code.text(), self._why.text()

        def work(_: Progress) -> OpenedUnit:
            return open_unit(store, subject, code, by=acting(), why=why)

        self._open.setEnabled(False)
        job = self._context.jobs.start(
            self.tr("Opening one subject"), work, self._on_opened
        )
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._check)

    @Slot(object)
    def _on_opened(self, found: OpenedUnit) -> None:
        text = self.tr("{}. Tell nobody who scores.")
        self._result.setText(text.format(found.sentence()))
        relook(self._result, "strong")
        self._result.show()
        self._code.clear()
        self._signer.forget_password()
        self.adjustSize()
        self._context.study.tell("allocation")

    @Slot()
    def _on_failed(self) -> None:
        self._context.study.tell("allocation")
        self._signer.forget_password()
        self._check()
