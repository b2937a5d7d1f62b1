"""Sealing the allocation: a list, and a passphrase given twice."""

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import file_dialogs
from gui.context import PageContext
from gui.job_bar import JobBar
from gui.layouts import form_layout, words
from gui.naming import named, relook
from models.allocation.allocation_list import Allocation, read_allocation
from models.allocation.envelopes import check_passphrase
from models.allocation.seal import KEY_HOLDER, seal
from models.errors import ExpectedError
from models.progress import Progress
from models.words import counted

_HINT = (
    "The list is checked, sealed and never stored as it is. Without the passphrase "
    "nobody can open it, and nobody can restore a lost passphrase."
)


class SealingDialog(QDialog):
    """Reads the list, tells every fault of it, and seals it."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sealing_dialog")
        self.setWindowTitle(self.tr("Seal the allocation"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(620)
        self._context = context
        self._allocation: Allocation | None = None
        self._file = named("list_field", QLineEdit())
        self._choose = named("choose_list_button", QPushButton(self.tr("Choose…")))
        self._verdict = words("list_verdict", self.tr("No list chosen yet."), "muted")
        self._faults = named("list_faults", QPlainTextEdit())
        self._first = _passphrase_field("passphrase_field")
        self._again = _passphrase_field("passphrase_again_field")
        self._other = named("two_passphrases", QCheckBox())
        self._other.setText(self.tr("Another passphrase for the names of the arms"))
        self._names = _passphrase_field("names_passphrase_field")
        self._names_again = _passphrase_field("names_passphrase_again_field")
        self._fault = words("passphrase_fault", look="small")
        self._seal = named("seal_button", QPushButton(self.tr("Seal")), "primary")
        self._lay_out()
        self._connect()
        self._show_other()
        self._check()

    def _lay_out(self) -> None:
        self._file.setReadOnly(True)
        self._file.setPlaceholderText(self.tr("CSV or Excel, columns subject and arm"))
        self._choose.setAutoDefault(False)
        self._faults.setReadOnly(True)
        self._faults.setAccessibleName(self.tr("Faults of the list"))
        self._faults.setMinimumHeight(140)
        self._file.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._faults.hide()
        label = QLabel(self.tr("&List"))
        label.setBuddy(self._choose)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(label)
        row.addWidget(self._file, 1)
        row.addWidget(self._choose)
        self._form = form_layout()
        self._form.addRow(self.tr("&Passphrase"), self._first)
        self._form.addRow(self.tr("&Again"), self._again)
        self._form.addRow("", self._other)
        self._form.addRow(self.tr("For the &names"), self._names)
        self._form.addRow(self.tr("Again"), self._names_again)
        self._form.addRow("", self._fault)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton(self._seal, QDialogButtonBox.ButtonRole.AcceptRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        layout.addWidget(words("seal_hint", self.tr(_HINT), "muted"))
        layout.addLayout(row)
        layout.addWidget(self._verdict)
        layout.addWidget(self._faults, 1)
        layout.addLayout(self._form)
        layout.addStretch(1)
        layout.addWidget(JobBar(self._context.jobs))
        layout.addWidget(self._buttons)

    def _connect(self) -> None:
        self._choose.clicked.connect(self._on_choose_clicked)
        for field in (self._first, self._again, self._names, self._names_again):
            field.textChanged.connect(self._check)
        self._other.toggled.connect(self._show_other)
        self._buttons.accepted.connect(self._on_seal_clicked)
        self._buttons.rejected.connect(self.reject)

    def read_list(self, path: Path) -> None:
        """Read and check an allocation list, and tell what is wrong with it."""
        store = self._context.study.store
        subjects = [subject.code for subject in store.subjects()]
        self._file.setText(path.name)
        self._allocation = None
        try:
            allocation = read_allocation(path, subjects, store.protocol().arms)
        except ExpectedError as error:
            self._verdict.setText(f"{error.text} {error.hint}".strip())
            relook(self._verdict, "bad")
            self._faults.setPlainText("\n".join(str(one) for one in error.problems))
            self._faults.setVisible(bool(error.problems))
            self.adjustSize()
        else:
            self._allocation = allocation
            who = counted(len(allocation.subjects), "subject")
            arms = counted(len(allocation.arms), "arm")
            self._verdict.setText(self.tr("{} in {}, complete.").format(who, arms))
            relook(self._verdict, "good")
            self._faults.hide()
            self.adjustSize()
        self._check()

    @Slot()
    def _on_choose_clicked(self) -> None:
        path = file_dialogs.open_file(
            self,
            self._context.settings,
            "allocation",
            self.tr("Choose the allocation list"),
            file_dialogs.TABLES,
        )
        if path is not None:
            self.read_list(path)

    @Slot()
    def _show_other(self) -> None:
        shown = self._other.isChecked()
        for field in (self._names, self._names_again):
            self._form.setRowVisible(field, shown)
        self.adjustSize()
        self._check()

    @Slot()
    def _check(self) -> None:
        """Say what is still missing, and let nobody seal before it is there."""
        fault = self._passphrase_fault()
        self._fault.setText(fault)
        self._seal.setEnabled(self._allocation is not None and not fault)

    def _passphrase_fault(self) -> str:
        pairs = [(self._first, self._again)]
        if self._other.isChecked():
            pairs.append((self._names, self._names_again))
        for field, again in pairs:
            try:
                check_passphrase(field.text())
            except ExpectedError as error:
                return f"{error.text} {error.hint}"
            if field.text() != again.text():
                return self.tr("The two passphrases differ.")
        return ""

    @Slot()
    def _on_seal_clicked(self) -> None:
        allocation = self._allocation
        if allocation is None:
            return
        store, passphrase = self._context.study.store, self._first.text()
        names = self._names.text() if self._other.isChecked() else None

        def work(_: Progress) -> None:
            seal(store, allocation, passphrase, names_passphrase=names, by=KEY_HOLDER)

        self._seal.setEnabled(False)
        job = self._context.jobs.start(
            self.tr("Sealing the allocation"), work, self._on_sealed
        )
        job.failed.connect(self._check)
        job.cancelled.connect(self._check)

    @Slot()
    def _on_sealed(self, _: object = None) -> None:
        self._context.study.tell("allocation")
        self._context.shell.told.emit(self.tr("The allocation is sealed."))
        self.accept()


def _passphrase_field(name: str) -> QLineEdit:
    field = named(name, QLineEdit())
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
