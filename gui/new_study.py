"""Making a new study: a title, a protocol, a file."""

import re
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import file_dialogs
from gui.context import PageContext
from gui.layouts import card, form_layout, words
from gui.naming import named
from gui.pages.study.schedule_matrix import ScheduleMatrix
from models.errors import ExpectedError
from models.protocol import library
from models.protocol.library import Plan
from models.protocol.protocol import Protocol
from models.protocol.wording import design_words
from models.store.store import StudyStore
from models.words import counted

_PROTOCOLS = "Protocols (*.toml)"


class NewStudyDialog(QDialog):
    """Asks for a title and a protocol, shows its schedule, makes the study file.

    Signals:
        study_made: Path of the new study, which is open by then.
    """

    study_made = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_study_dialog")
        self.setWindowTitle(self.tr("New study"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(1000)
        self._context = context
        self._choices: list[Plan] = []
        self._title = named("title_field", QLineEdit())
        self._title.setPlaceholderText(self.tr("For people: on pages and exports"))
        self._protocol = named("protocol_box", QComboBox())
        self._from_file = named("protocol_file_button", QPushButton("From a file…"))
        self._description = words("protocol_text", look="muted")
        self._matrix = ScheduleMatrix()
        self._make = named("make_button", QPushButton())
        self._make.setText(self.tr("Make the study…"))
        self._make.setProperty("look", "primary")

        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(self._form())
        layout.addWidget(self._description)
        layout.addWidget(card(self._matrix, self.tr("Schedule")))
        layout.addStretch(1)
        layout.addWidget(self._button_row())
        self._fill()
        self._title.textChanged.connect(self._on_title_changed)
        self._protocol.currentIndexChanged.connect(self._on_protocol_changed)
        self._from_file.clicked.connect(self._on_from_file_clicked)
        self._on_title_changed()
        self._on_protocol_changed()

    def _form(self) -> QFormLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._protocol, 1)
        row.addWidget(self._from_file)
        self._from_file.setAutoDefault(False)
        self._protocol.setAccessibleName(self.tr("Protocol"))
        form = form_layout()
        form.addRow(self.tr("&Title"), self._title)
        form.addRow(self.tr("Protocol"), row)
        return form

    def _button_row(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._make, QDialogButtonBox.ButtonRole.AcceptRole)
        self._make.setDefault(True)
        buttons.accepted.connect(self._on_make_clicked)
        buttons.rejected.connect(self.reject)
        return buttons

    def _fill(self) -> None:
        for key in library.shipped():
            self._add(library.find_plan(key))

    def _add(self, plan: Plan) -> None:
        self._choices.append(plan)
        self._protocol.addItem(plan.protocol.name)

    @Slot()
    def _on_title_changed(self) -> None:
        self._make.setEnabled(bool(self._title.text().strip() and self._choices))

    @Slot()
    def _on_protocol_changed(self) -> None:
        plan = self._choices[self._protocol.currentIndex()]
        self._description.setText(_description(plan.protocol))
        self._matrix.show_protocol(plan.protocol, plan.scales)

    @Slot()
    def _on_from_file_clicked(self) -> None:
        path = file_dialogs.open_file(
            self,
            self._context.settings,
            "protocol",
            self.tr("Choose a protocol file"),
            _PROTOCOLS,
        )
        if path is None:
            return
        try:
            self._add(library.find_plan(str(path)))
        except ExpectedError as error:
            self._context.errors.show(error)
        else:
            self._protocol.setCurrentIndex(self._protocol.count() - 1)

    @Slot()
    def _on_make_clicked(self) -> None:
        title = self._title.text().strip()
        path = file_dialogs.save_file(
            self,
            self._context.settings,
            "study",
            self.tr("Where to keep the study"),
            file_dialogs.STUDIES,
            f"{_file_name(title)}.dgstudy",
        )
        if path is not None:
            self._make_study(title, path)

    def _make_study(self, title: str, path: Path) -> None:
        plan = self._choices[self._protocol.currentIndex()]
        try:
            store = StudyStore.create(
                path,
                title=title,
                protocol=plan.protocol,
                scales=plan.scales,
                measures=plan.measures,
            )
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.study.take(store)
        self.study_made.emit(path)
        self.accept()


def _description(protocol: Protocol) -> str:
    design = design_words(protocol)
    visits = counted(len(protocol.visits), "visit")
    views = ", ".join(view.label for view in protocol.views)
    shown = f"; views: {views}" if views else ""
    lines = [f"{design[0].upper()}{design[1:]}; {visits}{shown}.", protocol.citation]
    return "\n".join(line for line in lines if line)


def _file_name(title: str) -> str:
    """A title as a file name that every system takes."""
    return re.sub(r"[^\w -]+", "", title).strip().replace(" ", "-") or "study"
