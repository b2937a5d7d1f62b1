"""The people of a study: who they are, what they may do, and a new password."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.layouts import card, form_layout, words
from gui.naming import named
from gui.pages.record.password_dialog import PasswordDialog
from gui.pages.record.signer import SignerFields
from gui.tables.record_table import Column, RecordTable
from models.errors import ExpectedError
from models.people.people import (
    add_person,
    is_locked_out,
    reset_password,
    set_role,
)
from models.people.roles import Act, Role, known_roles
from models.progress import Progress
from models.store.records import Person
from models.words import listed

_HINT = (
    "Without people a study works without signing in. From the first person on, who "
    "must be an administrator, whatever is done asks for ID and "
    "password, once while the study is open, and every time for signing, sealing, "
    "locking and unblinding. An ID is never given to another person."
)


class PeopleDialog(QDialog):
    """Adds a person, changes the roles of one, or gives a new password."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("people_dialog")
        self.setWindowTitle(self.tr("People"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(720)
        self._context = context
        self._table: RecordTable[Person] = RecordTable(
            (
                Column(self.tr("ID"), lambda person: person.code),
                Column(self.tr("Name"), lambda person: person.name),
                Column(self.tr("Roles"), _roles, stretches=True),
            )
        )
        self._code = named("person_code", QLineEdit())
        self._name = named("person_name", QLineEdit())
        self._password = _password_field("new_password_field")
        self._again = _password_field("new_password_again_field")
        self._roles = {
            role: named(f"role_{role.name.lower()}", QCheckBox(role.capitalize()))
            for role in Role
        }
        self._store = named("store_person_button", QPushButton())
        self._store.setAutoDefault(False)
        self._fault = words("person_fault", look="small")
        self._lay_out()
        self._table.record_selected.connect(self._on_person_selected)
        for field in (self._code, self._name, self._password, self._again):
            field.textChanged.connect(self._check)
        for box in self._roles.values():
            box.toggled.connect(self._check)
        self._show_people()

    def _lay_out(self) -> None:
        self._table.setObjectName("people_table")
        self._table.setAccessibleName(self.tr("People"))
        self._table.setMinimumHeight(140)
        form = form_layout()
        form.addRow(self.tr("&ID"), self._code)
        form.addRow(self.tr("&Name"), self._name)
        grid = QGridLayout()
        for number, box in enumerate(self._roles.values()):
            grid.addWidget(box, number // 4, number % 4)
        form.addRow(self.tr("Roles"), grid)
        form.addRow(self.tr("&Password"), self._password)
        form.addRow(self.tr("&Again"), self._again)
        form.addRow("", self._fault)
        signing = form_layout()
        store = self._context.study.store
        self._signer = SignerFields(store, signing, Role.ADMINISTRATOR, self)
        self._signer.changed.connect(self._check)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        own = named("own_password_button", QPushButton(self.tr("Your own password…")))
        own.setAutoDefault(False)
        own.clicked.connect(self._on_own_clicked)
        own.setEnabled(bool(store.people()))
        buttons.addButton(own, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.addButton(self._store, QDialogButtonBox.ButtonRole.ActionRole)
        self._store.clicked.connect(self._on_store_clicked)
        buttons.rejected.connect(self.reject)
        layout = dialog_layout(self)
        layout.addWidget(words("people_hint", self.tr(_HINT), "muted"))
        layout.addWidget(self._table, 1)
        layout.addLayout(form)
        layout.addWidget(card(signing, self.tr("Done by an administrator")))
        add_buttons(self, buttons)

    def _show_people(self) -> None:
        self._table.set_records(self._context.study.store.people())
        self._check()

    def _chosen(self) -> Person | None:
        """The person whose ID is typed, if there is one."""
        code = self._code.text().strip()
        people = self._context.study.store.people()
        return next((one for one in people if one.code == code), None)

    @Slot()
    def _on_own_clicked(self) -> None:
        PasswordDialog(self._context, self).open()

    @Slot(object)
    def _on_person_selected(self, person: Person | None) -> None:
        if person is None:
            return
        self._code.setText(person.code)
        self._name.setText(person.name)
        held = known_roles(person.roles)
        for role, box in self._roles.items():
            box.setChecked(role in held)

    @Slot()
    def _check(self) -> None:
        """Say what is missing, and what the button will do."""
        person = self._chosen()
        self._store.setText(self.tr("Add") if person is None else self.tr("Change"))
        self._name.setEnabled(person is None)
        fault = ""
        if self._password.text() != self._again.text():
            fault = self.tr("The two passwords differ.")
        self._fault.setText(fault)
        texts = [self._code.text().strip(), self._name.text().strip()]
        filled = all(texts) and any(box.isChecked() for box in self._roles.values())
        has_password = bool(self._password.text()) or person is not None
        ready = filled and has_password and not fault and self._signer.is_filled()
        self._store.setEnabled(ready)

    @Slot()
    def _on_store_clicked(self) -> None:
        store, acting = (
            self._context.study.store,
            self._signer.acting(Act.MANAGE_PEOPLE),
        )
        code, name = self._code.text().strip(), self._name.text().strip()
        roles = {role for role, box in self._roles.items() if box.isChecked()}
        password, person = self._password.text(), self._chosen()

        def work(_: Progress) -> None:
            by = acting()
            if person is None:
                add_person(store, code, name, roles, password, by=by)
                return
            for role in Role:
                set_role(store, code, role, held=role in roles, by=by)
            if password:
                reset_password(store, code, password, by=by)

        self._store.setEnabled(False)
        job = self._context.jobs.start(
            self.tr("Storing the person"), work, self._on_stored
        )
        job.failed.connect(self._on_failed)
        job.cancelled.connect(self._check)

    @Slot(object)
    def _on_stored(self, _: object) -> None:
        for field in (self._code, self._name, self._password, self._again):
            field.clear()
        self._context.study.tell("people")
        if len(self._context.study.store.people()) == 1:
            # From now on this dialog needs ID and password, so it begins anew.
            self.accept()
            return
        self._show_people()

    @Slot(object)
    def _on_failed(self, _: ExpectedError) -> None:
        self._context.study.tell("people")
        self._check()


def _password_field(name: str) -> QLineEdit:
    field = named(name, QLineEdit())
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field


def _roles(person: Person) -> str:
    """The roles of a person, for a cell."""
    text = listed(sorted(person.roles)) if person.roles else "none"
    return f"{text} (locked out)" if is_locked_out(person) else text
