"""Sealing the allocation: a list or a draw, and a passphrase given twice."""

from collections.abc import Callable, Mapping
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
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from gui import file_dialogs
from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.job_bar import JobBar
from gui.layouts import form_layout, words
from gui.naming import named, relook
from gui.pages.record.drawing_fields import DrawingFields
from gui.pages.record.signer import SignerFields
from models.allocation.allocation_list import Allocation
from models.allocation.codes import Code, draw_codes
from models.allocation.randomise import randomise
from models.allocation.seal import KEY_HOLDER, seal
from models.allocation.side_list import read_list
from models.errors import ExpectedError
from models.passphrases import check_passphrase
from models.people.roles import Act
from models.progress import Progress
from models.store.store import StudyStore
from models.words import counted

_HINT = (
    "The list is checked or drawn, sealed, and neither shown nor stored. Without the "
    "passphrase nobody can open it, and nobody can restore a lost passphrase."
)


class SealingDialog(QDialog):
    """Reads the list and tells its faults, or has one drawn, and seals it."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("sealing_dialog")
        self.setWindowTitle(self.tr("Seal the allocation"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(620)
        self._context = context
        self._allocation: Allocation | None = None
        self._sheet: Path | None = None
        self._listed = named("listed_choice", QRadioButton())
        self._listed.setText(self.tr("A list that was made elsewhere"))
        self._drawn = named("drawn_choice", QRadioButton())
        self._drawn.setText(self.tr("Drawn now, and shown to nobody"))
        self._list_fields = QWidget()
        self._drawing = DrawingFields(context.study.store.protocol())
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
        self._with_sheet = named("with_code_sheet", QCheckBox())
        self._with_sheet.setText(self.tr("Emergency codes, one for each subject, on"))
        self._sheet_button = named("code_sheet_button", QPushButton())
        self._sheet_button.setText(self.tr("Choose a PDF…"))
        self._seal = named("seal_button", QPushButton(self.tr("Seal")), "primary")
        self._lay_out()
        self._connect()
        self._listed.setChecked(True)
        self._show_source()
        self._show_other()
        self._check()

    def _lay_out(self) -> None:
        self._file.setReadOnly(True)
        self._file.setPlaceholderText(self._columns())
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
        sheet = QHBoxLayout()
        sheet.addWidget(self._with_sheet)
        sheet.addWidget(self._sheet_button)
        sheet.addStretch(1)
        self._sheet_button.setAutoDefault(False)
        self._form.addRow("", sheet)
        store = self._context.study.store
        self._signer = SignerFields(store, self._form, KEY_HOLDER, self)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.addButton(self._seal, QDialogButtonBox.ButtonRole.AcceptRole)
        layout = dialog_layout(self, 14)
        layout.addWidget(words("seal_hint", self.tr(_HINT), "muted"))
        layout.addWidget(self._listed)
        layout.addWidget(self._drawn)
        column = QVBoxLayout(self._list_fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self._verdict)
        column.addWidget(self._faults, 1)
        layout.addWidget(self._list_fields, 1)
        layout.addWidget(self._drawing)
        layout.addLayout(self._form)
        layout.addWidget(self._fault)
        layout.addStretch(1)
        layout.addWidget(JobBar(self._context.jobs))
        add_buttons(self, self._buttons)

    def _columns(self) -> str:
        """Which columns the list must have."""
        if self._context.study.store.protocol().has_sides:
            return self.tr("CSV or Excel: subject, side, arm; or subject, left, right")
        return self.tr("CSV or Excel, columns subject and arm")

    def _connect(self) -> None:
        self._choose.clicked.connect(self._on_choose_clicked)
        self._drawn.toggled.connect(self._show_source)
        self._drawing.changed.connect(self._check)
        self._signer.changed.connect(self._check)
        self._with_sheet.toggled.connect(self._check)
        self._sheet_button.clicked.connect(self._on_sheet_clicked)
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
            allocation = read_list(path, subjects, store.protocol())
        except ExpectedError as error:
            self._verdict.setText(f"{error.text} {error.hint}".strip())
            relook(self._verdict, "bad")
            self._faults.setPlainText("\n".join(str(one) for one in error.problems))
            self._faults.setVisible(bool(error.problems))
            self.adjustSize()
        else:
            self._allocation = allocation
            who = counted(len(allocation.subjects), "subject")
            if allocation.has_sides:
                who = f"{counted(len(allocation.units), 'side')} of {who}"
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
    def _on_sheet_clicked(self) -> None:
        path = file_dialogs.save_file(
            self,
            self._context.settings,
            "code_sheet",
            self.tr("Where to write the code sheet"),
            self.tr("PDF (*.pdf)"),
            self.tr("emergency-codes.pdf"),
        )
        if path is not None:
            self.set_sheet(path)

    def set_sheet(self, path: Path) -> None:
        """Write the emergency codes to this file when sealing."""
        self._sheet = path
        self._sheet_button.setText(path.name)
        self._with_sheet.setChecked(True)
        self._check()

    @Slot()
    def _show_source(self) -> None:
        self._list_fields.setVisible(self._listed.isChecked())
        self._drawing.setVisible(self._drawn.isChecked())
        self.adjustSize()
        self._check()

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
        self._fault.setVisible(bool(fault))
        is_drawn = self._drawn.isChecked()
        ready = self._drawing.scheme() if is_drawn else self._allocation
        has_sheet = self._sheet is not None or not self._with_sheet.isChecked()
        is_signed = self._signer.is_filled()
        self._seal.setEnabled(bool(ready and has_sheet and is_signed and not fault))

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
        source = self._source()
        if source is None:
            return
        store, passphrase = self._context.study.store, self._first.text()
        names = self._names.text() if self._other.isChecked() else None
        acting = self._signer.acting(Act.SEAL)
        sheet = self._sheet if self._with_sheet.isChecked() else None

        def work(_: Progress) -> None:
            by, allocation = acting(), source()
            codes = draw_codes(allocation.subjects) if sheet else None
            if sheet and codes:
                _write_sheet(store, sheet, codes)
            try:
                seal(
                    store,
                    allocation,
                    passphrase,
                    names_passphrase=names,
                    by=by,
                    codes=codes,
                )
            except BaseException:
                if sheet:
                    sheet.unlink(missing_ok=True)
                raise

        self._seal.setEnabled(False)
        job = self._context.jobs.start(
            self.tr("Sealing the allocation"), work, self._on_sealed
        )
        job.failed.connect(self._check)
        job.cancelled.connect(self._check)

    def _source(self) -> Callable[[], Allocation] | None:
        """What gives the allocation, where the work is done; a draw is not kept."""
        store = self._context.study.store
        if self._drawn.isChecked():
            scheme = self._drawing.scheme()
            sites = {subject.code: subject.site for subject in store.subjects()}
            return (lambda: randomise(sites, scheme)) if scheme else None
        allocation = self._allocation
        return (lambda: allocation) if allocation is not None else None

    @Slot()
    def _on_sealed(self, _: object = None) -> None:
        self._context.study.tell("allocation")
        self._context.shell.told.emit(self.tr("The allocation is sealed."))
        self.accept()


def _write_sheet(store: StudyStore, path: Path, codes: Mapping[str, Code]) -> None:
    """Write the emergency codes before anything is sealed with them."""
    from exports.code_sheet import write_code_sheet  # brings the PDF library

    info, has_sides = store.info(), store.protocol().has_sides
    texts = {subject: code.text() for subject, code in codes.items()}
    write_code_sheet(
        path, title=info.title, study=info.uid, codes=texts, has_sides=has_sides
    )


def _passphrase_field(name: str) -> QLineEdit:
    field = named(name, QLineEdit())
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
