"""Making a new study: a title, a protocol, a file."""

import re
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import file_dialogs
from gui.confirmation import Confirmation
from gui.context import PageContext
from gui.layouts import card, form_layout, words
from gui.naming import named
from gui.pages.study.schedule_matrix import ScheduleMatrix
from gui.protocol_editor.editor import ProtocolEditor
from gui.protocol_editor.presenter import EditorPresenter, Start, Step, starts
from models import own_library
from models.errors import ExpectedError
from models.own_library import PROTOCOLS
from models.protocol import library
from models.protocol.draft_of import draft_of_protocol, new_protocol
from models.protocol.library import Plan
from models.protocol.protocol import Protocol
from models.protocol.wording import design_words
from models.store.store import StudyStore
from models.words import counted

_PROTOCOLS = "Protocols (*.toml)"


class StartStep(QScrollArea):
    """The title of the study, and what its protocol begins with.

    Signals:
        chosen: Another Start was chosen.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        named("step_start", self, "step_area")
        self.title = named("title_field", QLineEdit())
        self.title.setPlaceholderText(self.tr("For people: on pages and exports"))
        self.from_file = named("protocol_file_button", QPushButton())
        self.from_file.setText(self.tr("From a &file…"))
        self.from_file.setAutoDefault(False)
        self._starts: list[Start] = []
        self._list = named("protocol_list", QListWidget())
        self._list.setAccessibleName(self.tr("Protocol to start from"))
        self._list.setWordWrap(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._text = words("protocol_text", look="muted")
        self._matrix = ScheduleMatrix()
        self._schedule = card(self._matrix, self.tr("Schedule"))
        inner = QWidget()
        inner.setProperty("look", "step_page")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 10, 0)
        column.setSpacing(12)
        form = form_layout()
        form.addRow(self.tr("&Title"), self.title)
        column.addLayout(form)
        row = QHBoxLayout()
        row.addWidget(words("", self.tr("Start from"), "label"), 1)
        row.addWidget(self.from_file)
        column.addLayout(row)
        column.addWidget(self._list)
        column.addWidget(self._text)
        column.addWidget(self._schedule)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(inner)
        lines = self.fontMetrics().lineSpacing()
        self._list.setFixedHeight(lines * 11)
        self._list.currentRowChanged.connect(self._on_row_changed)

    @property
    def row(self) -> int:
        """The row that is chosen."""
        return self._list.currentRow()

    def choose_back(self, row: int) -> None:
        """Choose a row again, which begins nothing anew."""
        with QSignalBlocker(self._list):
            self._list.setCurrentRow(row)

    def show_starts(self, found: list[Start], chosen: int = 0) -> None:
        """Offer these, and choose one of them."""
        self._starts = []
        self._list.clear()
        for one in found:
            self.add(one)
        self._list.setCurrentRow(chosen)

    def add(self, start: Start, *, choose: bool = False) -> None:
        """Offer one more."""
        self._starts.append(start)
        own = self.tr(" (own)") if start.is_own else ""
        self._list.addItem(QListWidgetItem(f"{start.name}{own}\n{start.text}"))
        if choose:
            self._list.setCurrentRow(self._list.count() - 1)

    def show_plan(self, plan: Plan | None) -> None:
        """Show the schedule of the plan as it is now."""
        self._schedule.setVisible(plan is not None)
        if plan is None:
            told = self.tr("The steps at the left ask for what is still missing.")
            self._text.setText(told)
            return
        self._text.setText(_description(plan.protocol))
        self._matrix.show_protocol(plan.protocol, plan.scales)

    @Slot(int)
    def _on_row_changed(self, row: int) -> None:
        if 0 <= row < len(self._starts):
            self.chosen.emit(self._starts[row])


class NewStudyDialog(QDialog):
    """Asks for a title and a protocol, which may be changed, and makes the study file.

    Signals:
        study_made: Path of the new study, which is open by then.
    """

    study_made = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("new_study_dialog")
        self.setWindowTitle(self.tr("New study"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context = context
        self._library = library.with_own(context.settings.library_folder)
        self._start = StartStep()
        self._row = 0
        self._text_at_start = ""
        self._editor = ProtocolEditor(self._start)
        self._said = words("plan_faults", look="muted")
        self._keep = self._button("keep_button", self.tr("&Keep in my library"))
        self._save = self._button("save_protocol_button", self.tr("Save as &file…"))
        self._next = self._button("next_step_button", self.tr("Ne&xt"))
        self._cancel = self._button("cancel_button", self.tr("Cancel"))
        self._make = self._button("make_button", self.tr("&Make the study…"))
        self._make.setProperty("look", "primary")
        self._make.setDefault(True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._said, 1)
        for button in (self._keep, self._save, self._next, self._cancel, self._make):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(self._editor, 1)
        layout.addLayout(foot)
        self.resize(1200, 680)
        self._connect()
        self._start.show_starts(starts(self._library))
        self._start.title.setFocus()

    def _button(self, name: str, text: str) -> QPushButton:
        button = named(name, QPushButton(text))
        button.setAutoDefault(False)
        return button

    def _connect(self) -> None:
        self._start.chosen.connect(self._on_start_chosen)
        self._start.title.textChanged.connect(self._on_changed)
        self._start.from_file.clicked.connect(self._on_from_file_clicked)
        self._editor.changed.connect(self._on_changed)
        self._next.clicked.connect(self._editor.show_next)
        self._cancel.clicked.connect(self.reject)
        self._keep.clicked.connect(self._on_keep_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._make.clicked.connect(self._on_make_clicked)

    @property
    def _presenter(self) -> EditorPresenter | None:
        return self._editor.presenter

    @Slot(object)
    def _on_start_chosen(self, start: Start) -> None:
        """Begin anew; what was changed in the draft before is gone, so ask first."""
        before = self._presenter
        if before is None or before.text() == self._text_at_start:
            self._begin(start)
            return
        question = Confirmation(
            self.tr("The steps you filled in begin anew."),
            self.tr("Keep the protocol in your library first if you want it later."),
            self.tr("Begin anew"),
            self,
        )
        question.confirmed.connect(partial(self._begin, start))
        question.rejected.connect(partial(self._start.choose_back, self._row))
        question.open()

    def _begin(self, start: Start, _reason: str = "") -> None:
        self._row = self._start.row
        plan = start.plan
        draft = new_protocol() if plan is None else draft_of_protocol(plan.protocol)
        presenter = EditorPresenter(self._library, draft, plan)
        self._text_at_start = presenter.text()
        self._editor.show_presenter(presenter)

    @Slot()
    def _on_changed(self) -> None:
        presenter = self._presenter
        plan = presenter.plan if presenter else None
        has_title = bool(self._start.title.text().strip())
        is_changed = presenter is not None and presenter.is_changed
        self._make.setEnabled(has_title and plan is not None)
        self._save.setEnabled(plan is not None)
        self._keep.setEnabled(plan is not None and is_changed)
        self._start.show_plan(plan)
        faults = len(presenter.checked.problems) if presenter else 0
        if plan is None and faults:
            text = self.tr("{} left in the plan").format(counted(faults, "fault"))
        elif not has_title:
            text = self.tr("The study needs a title.")
        else:
            text = ""
        self._said.setText(text)

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
            plan = library.find_plan(str(path), self._context.settings.library_folder)
        except ExpectedError as error:
            self._context.errors.show(error)
        else:
            start = Start(plan, plan.protocol.name, self.tr("From a file."))
            self._start.add(start, choose=True)

    @Slot()
    def _on_keep_clicked(self) -> None:
        """Write the protocol into the user's library, to be offered next time."""
        presenter = self._presenter
        plan = presenter.plan if presenter else None
        if presenter is None or plan is None:
            return
        folder, protocol = self._context.settings.library_folder, plan.protocol
        try:
            own_library.save(folder, PROTOCOLS, protocol.key, presenter.text())
        except ExpectedError as error:
            self._context.errors.show(error)
        else:
            self._said.setText(self.tr("Kept; it is offered next time."))

    @Slot()
    def _on_save_clicked(self) -> None:
        presenter = self._presenter
        plan = presenter.plan if presenter else None
        if presenter is None or plan is None:
            return
        path = file_dialogs.save_file(
            self,
            self._context.settings,
            "protocol",
            self.tr("Where to write the protocol"),
            _PROTOCOLS,
            f"{plan.protocol.key}.toml",
        )
        if path is None:
            return
        try:
            library.write_plan(path, plan)
        except ExpectedError as error:
            self._context.errors.show(error)
        else:
            self._said.setText(self.tr("Wrote {}.").format(path.name))

    @Slot()
    def _on_make_clicked(self) -> None:
        title = self._start.title.text().strip()
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
        plan = self._presenter.plan if self._presenter else None
        if plan is None:
            return
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

    def show_step(self, step: Step) -> None:
        """Turn to a step."""
        self._editor.show_step(step)

    @override
    def reject(self) -> None:
        presenter = self._presenter
        if presenter is None or presenter.text() == self._text_at_start:
            super().reject()
            return
        question = Confirmation(
            self.tr("The protocol you changed is not kept."),
            self.tr("Closing the window now loses it."),
            self.tr("Lose it"),
            self,
        )
        question.confirmed.connect(self._on_given_up)
        question.open()

    @Slot()
    def _on_given_up(self) -> None:
        super().reject()


def _description(protocol: Protocol) -> str:
    design = design_words(protocol)
    visits = counted(len(protocol.visits), "visit")
    views = ", ".join(view.label for view in protocol.views)
    shown = f"; views: {views}" if views else ""
    first = f"{design[0].upper()}{design[1:]}; {visits}{shown}."
    return "\n".join(line for line in (first, protocol.citation) if line)


def _file_name(title: str) -> str:
    """A title as a file name that every system takes."""
    return re.sub(r"[^\w -]+", "", title).strip().replace(" ", "-") or "study"
