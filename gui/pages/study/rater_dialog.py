"""Adding a rater."""

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gui.context import PageContext
from gui.layouts import form_layout, words
from gui.naming import named
from gui.sign_in import ask
from models.errors import ExpectedError
from models.people.roles import Act


class RaterDialog(QDialog):
    """Code and, if wished, name of a rater."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("rater_dialog")
        self.setWindowTitle(self.tr("Add a rater"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self._context = context
        self._code = named("rater_code", QLineEdit())
        self._code.setPlaceholderText(self.tr("R1, or initials"))
        self._name = named("rater_name", QLineEdit())
        self._name.setPlaceholderText(self.tr("may stay empty"))
        self._code.textChanged.connect(self._on_code_changed)
        form = form_layout()
        form.addRow(self.tr("&Code"), self._code)
        form.addRow(self.tr("&Name"), self._name)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Add"))
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.accepted.connect(self._on_accepted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        text = self.tr("The code stands in every table; the name in the record only.")
        layout.addWidget(words("rater_hint", text, "muted"))
        layout.addLayout(form)
        layout.addWidget(self._buttons)
        self._on_code_changed()

    @Slot()
    def _on_code_changed(self) -> None:
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(bool(self._code.text().strip()))

    @Slot()
    def _on_accepted(self) -> None:
        code, name = self._code.text().strip(), self._name.text().strip()
        add = partial(_add, self._context, code, name)
        ask(self._context, self.parentWidget(), Act.IMPORT, add)


def _add(context: PageContext, code: str, name: str, by: str) -> None:
    store = context.study.store
    try:
        with store.changes(by=by, role="coordinator", action="rater added") as changes:
            changes.add_rater(code, name)
    except ExpectedError as error:
        context.errors.show(error)
    else:
        context.study.tell("people")
