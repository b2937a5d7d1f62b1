"""Adding a subject, or a table of subjects, to a study."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gui import file_dialogs
from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import form_layout, words
from gui.naming import named
from models.errors import ExpectedError
from models.subject_table import import_subjects
from models.words import counted


class SubjectDialog(QDialog):
    """Code and site of a subject."""

    def __init__(self, context: PageContext, by: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("subject_dialog")
        self.setWindowTitle(self.tr("Add a subject"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(440)
        self._context = context
        self._by = by
        store = context.study.store
        self._known = {one.code for one in store.subjects()}
        self._code = named("subject_code", QLineEdit())
        self._site = named("subject_site", QLineEdit())
        self._site.setPlaceholderText(self.tr("may stay empty"))
        self._message = words("subject_message", look="bad")
        self._message.hide()
        self._add = named("add_button", QPushButton(self.tr("Add")), "primary")
        table = named("import_subjects_button", QPushButton(self.tr("From a table…")))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._add, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(table, QDialogButtonBox.ButtonRole.ActionRole)
        form = form_layout()
        form.addRow(self.tr("&Code"), self._code)
        form.addRow(self.tr("&Site"), self._site)
        layout = dialog_layout(self)
        text = self.tr(
            "A code is text: 007 stays 007. Never a name or a date of birth. A table "
            "has the columns subject and, if wished, site."
        )
        layout.addWidget(words("subject_hint", text, "muted"))
        layout.addLayout(form)
        layout.addWidget(self._message)
        add_buttons(self, buttons)
        self._add.setDefault(True)
        self._code.textChanged.connect(self._on_code_changed)
        buttons.accepted.connect(self._on_add)
        buttons.rejected.connect(self.reject)
        table.clicked.connect(self._on_table)
        self._on_code_changed()

    @Slot()
    def _on_code_changed(self) -> None:
        code = self._code.text().strip()
        is_known = code in self._known
        self._message.setText(self.tr("The study has this subject already."))
        self._message.setVisible(is_known)
        self._add.setEnabled(bool(code) and not is_known)

    @Slot()
    def _on_add(self) -> None:
        code, site = self._code.text().strip(), self._site.text().strip()
        store = self._context.study.store
        try:
            with store.changes(
                by=self._by, role="coordinator", action="subject added"
            ) as changes:
                changes.add_subject(code, site)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.study.tell("subjects")
        self.accept()

    @Slot()
    def _on_table(self) -> None:
        path = file_dialogs.open_file(
            self,
            self._context.settings,
            "subjects",
            self.tr("Import subjects"),
            file_dialogs.TABLES,
        )
        if path is None:
            return
        try:
            report = import_subjects(self._context.study.store, path, by=self._by)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.study.tell("subjects")
        self._context.shell.told.emit(f"{counted(report.added, 'subject')} added.")
        self.accept()
