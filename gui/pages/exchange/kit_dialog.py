"""Writing a kit: for whom, under what name, with or without a passphrase."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gui import file_dialogs
from gui.context import PageContext
from gui.job_bar import JobBar
from gui.layouts import form_layout, words
from gui.naming import named
from gui.pages.exchange.presenter import rater_choices
from models.errors import ExpectedError
from models.passphrases import check_passphrase
from models.progress import Progress
from models.reading.kits.errors import LeakError
from models.reading.kits.writing import KIT_NAME, KitWritten, write_kit

KITS = "Kits (*.dgkit)"


class KitDialog(QDialog):
    """Writes a kit, and shows what the leak scan found.

    Signals:
        kit_written: A KitWritten.
    """

    kit_written = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget, by: str) -> None:
        super().__init__(parent)
        self._by = by
        self.setObjectName("kit_dialog")
        self.setWindowTitle(self.tr("Write a kit"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(640)
        self._context = context
        self._path: Path | None = None
        self._rater = named("kit_rater_box", QComboBox())
        self._rater.setEditable(True)
        self._rater.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        )
        self._rater.addItems(rater_choices(context.study.store))
        self._name = named("kit_name_field", QLineEdit(KIT_NAME))
        self._first = _secret("kit_passphrase_field")
        self._again = _secret("kit_passphrase_again_field")
        self._fault = words("kit_fault", look="small")
        self._findings = named("leak_findings", QPlainTextEdit())
        self._waive = named("waive_field", QLineEdit())
        self._write = named("write_kit_button", QPushButton(), "primary")
        self._write.setText(self.tr("Write the kit…"))
        self._lay_out()
        for field in (self._first, self._again, self._waive, self._name):
            field.textChanged.connect(self._check)
        self._rater.editTextChanged.connect(self._check)
        self._check()

    def _lay_out(self) -> None:
        self._findings.setReadOnly(True)
        self._findings.setAccessibleName(self.tr("Findings of the leak scan"))
        self._findings.hide()
        self._first.setPlaceholderText(self.tr("Empty: the kit is not encrypted"))
        self._waive.setPlaceholderText(
            self.tr("Why the kit may leave all the same; goes on record")
        )
        self._form = form_layout()
        self._form.addRow(self.tr("&Rater"), self._rater)
        self._form.addRow(self.tr("&Name of the kit"), self._name)
        self._form.addRow(self.tr("&Passphrase"), self._first)
        self._form.addRow(self.tr("&Again"), self._again)
        self._form.addRow(self.tr("&Waive"), self._waive)
        self._form.setRowVisible(self._waive, False)  # noqa: FBT003 - Qt's
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._write, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._on_write)
        buttons.rejected.connect(self.reject)
        hint = self.tr(
            "One file for one rater: photographs without anything but pixels, under "
            "random codes. Before it leaves, it is searched for everything that could "
            "tell a subject, a site or a visit. Tell the passphrase by another way."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        layout.addWidget(words("kit_dialog_hint", hint, "muted"))
        layout.addLayout(self._form)
        layout.addWidget(self._fault)
        layout.addWidget(self._findings, 1)
        layout.addStretch(1)
        layout.addWidget(JobBar(self._context.jobs))
        layout.addWidget(buttons)

    @Slot()
    def _check(self) -> None:
        fault = self._passphrase_fault()
        self._fault.setText(fault)
        self._fault.setVisible(bool(fault))
        waits = not self._findings.isHidden() and not self._waive.text().strip()
        ready = self._rater.currentText().strip() and not fault and not waits
        self._write.setEnabled(bool(ready) and not self._context.jobs.is_busy())

    def _passphrase_fault(self) -> str:
        first, again = self._first.text(), self._again.text()
        if not first and not again:
            return ""
        try:
            check_passphrase(first)
        except ExpectedError as error:
            return error.text
        return "" if first == again else self.tr("The two passphrases differ.")

    @Slot()
    def _on_write(self) -> None:
        rater = self._rater.currentText().strip()
        if self._path is None:
            self._path = file_dialogs.save_file(
                self,
                self._context.settings,
                "kit",
                self.tr("Write the kit"),
                KITS,
                f"reading kit {rater}.dgkit",
            )
        if self._path is None:
            return
        store, path = self._context.study.store, self._path
        by = self._by
        name, secret, waive = (
            field.text() for field in (self._name, self._first, self._waive)
        )

        def work(progress: Progress) -> KitWritten | LeakError:
            try:
                return write_kit(
                    store,
                    rater,
                    path,
                    by=by,
                    name=name,
                    passphrase=secret,
                    waive=waive,
                    overwrite=True,
                    progress=progress,
                )
            except LeakError as error:
                return error

        job = self._context.jobs.start(self.tr("Writing the kit"), work, self._on_done)
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._on_failed)
        self._write.setEnabled(False)

    @Slot(object)
    def _on_done(self, result: KitWritten | LeakError) -> None:
        if isinstance(result, KitWritten):
            self.kit_written.emit(result)
            self.accept()
            return
        lines = [result.text, "", *(str(one) for one in result.problems)]
        self._findings.setPlainText("\n".join(lines))
        self._findings.show()
        self._form.setRowVisible(self._waive, True)  # noqa: FBT003 - Qt's
        self._write.setText(self.tr("Write it in spite of this"))
        self._check()

    @Slot()
    def _on_failed(self) -> None:
        self._path = None
        self._check()


def _secret(name: str) -> QLineEdit:
    field = named(name, QLineEdit())
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
