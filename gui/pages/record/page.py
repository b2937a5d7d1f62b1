"""The page of the record: audit trail, verification, lock and seal."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui import icons
from gui.clock import date_and_time
from gui.confirmation import Confirmation
from gui.context import Command, PageContext
from gui.layouts import card, page_layout, title_row, words
from gui.naming import named, relook
from gui.pages.record.opening_dialog import OpeningDialog
from gui.pages.record.presenter import (
    actions,
    chosen,
    details,
    record_state,
)
from gui.pages.record.sealing_dialog import SealingDialog
from gui.tables.record_table import Column, RecordTable
from models.audit.locking import lock_study, unlock_study
from models.audit.verify import Verdict, verify_study
from models.errors import ExpectedError
from models.store.records import TrailLine
from models.words import listed

COORDINATOR = "coordinator"


def build(context: PageContext) -> "RecordPage":
    """Build the page for the study that is open."""
    return RecordPage(context)


class RecordPage(QWidget):
    """What was done in the study, by whom and why; seal, lock and verification."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("record_page")
        self._context = context
        self._lines: list[TrailLine] = []
        self._verify = self._command("verify_record", "Verify", self._on_verify)
        self._seal = self._command("seal_allocation", "Seal…", self._on_seal)
        self._open = self._command("open_allocation", "Open…", self._on_open)
        self._lock = self._command("lock_study", "Lock…", self._on_lock)
        self._verdict = words("verdict_text", self.tr("Not verified since opening."))
        self._faults = named("verdict_problems", QPlainTextEdit())
        self._seal_text = words("seal_text")
        self._lock_text = words("lock_text")
        self._search = named("trail_search", QLineEdit())
        self._action = named("trail_action", QComboBox())
        self._trail = _trail_table()
        self._details = named("trail_details", QPlainTextEdit())
        self._lay_out()
        self._trail.record_selected.connect(self._on_line_selected)
        self._search.textChanged.connect(self._trail.set_filter)
        self._action.currentIndexChanged.connect(self._show_lines)
        context.study.changed.connect(self.refresh)
        self.refresh()

    def commands(self) -> tuple[Command, ...]:
        """Verify, seal, open and lock, which stand in the Tools menu anyway."""
        acts = (self._verify, self._seal, self._open, self._lock)
        return tuple(Command("", action) for action in acts)

    @Slot()
    def refresh(self) -> None:
        """Show the record as it is now."""
        store = self._context.study.store
        state = record_state(store)
        self._seal_text.setText(state.seal_sentence())
        self._lock_text.setText(state.lock_sentence())
        self._seal.setEnabled(state.can_seal)
        self._open.setEnabled(state.can_open)
        self._lock.setEnabled(state.can_lock)
        self._lock.setText(self.tr("Unlock…") if state.is_locked else self.tr("Lock…"))
        self._lines = store.trail()
        known = [self._action.itemText(row) for row in range(self._action.count())]
        for text in actions(self._lines):
            if text not in known:
                self._action.addItem(text, text)
        self._show_lines()

    def _command(self, name: str, text: str, on_triggered: object) -> QAction:
        action = named(name, QAction(self.tr(text), self))
        action.triggered.connect(on_triggered)
        return action

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        for heading, icon, text, acts in (
            ("Allocation", "seal", self._seal_text, (self._seal, self._open)),
            ("Lock", "lock", self._lock_text, (self._lock,)),
            ("Verification", "verify", self._verdict, (self._verify,)),
        ):
            row.addWidget(self._state_card(heading, icon, text, acts), 1)
        self._faults.setReadOnly(True)
        self._faults.setMaximumHeight(110)
        self._faults.setAccessibleName(self.tr("Differences found"))
        self._faults.hide()
        layout = page_layout(self)
        layout.addLayout(title_row(words("record_title", "Record", "title")))
        layout.addLayout(row)
        layout.addWidget(self._faults)
        layout.addLayout(self._filters())
        layout.addWidget(self._lines_and_details(), 1)

    def _state_card(
        self, heading: str, icon: str, text: QLabel, acts: tuple[QAction, ...]
    ) -> QFrame:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for action in acts:
            name = action.objectName()
            button = named(f"{name}_button", QPushButton(action.text()))
            action.changed.connect(_Mirror(button, action))
            button.clicked.connect(action.trigger)
            buttons.addWidget(button)
        buttons.addStretch(1)
        icons.give(button, icon)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(text, 1)
        column.addLayout(buttons)
        return card(column, self.tr(heading))

    def _filters(self) -> QHBoxLayout:
        self._search.setPlaceholderText(self.tr("Search the audit trail"))
        self._search.setAccessibleName(self.tr("Search the audit trail"))
        self._search.setClearButtonEnabled(True)
        self._action.addItem(self.tr("All actions"), "")
        self._action.setAccessibleName(self.tr("Kind of action"))
        self._action.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._search, 1)
        row.addWidget(self._action)
        return row

    def _lines_and_details(self) -> QSplitter:
        self._details.setReadOnly(True)
        self._details.setAccessibleName(self.tr("What the chosen line wrote"))
        self._details.setPlaceholderText(self.tr("Choose a line to see what it wrote."))
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._trail)
        splitter.addWidget(self._details)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        return splitter

    @Slot()
    def _show_lines(self) -> None:
        self._trail.set_records(chosen(self._lines, self._action.currentData() or ""))

    @Slot(object)
    def _on_line_selected(self, line: TrailLine | None) -> None:
        self._details.setPlainText(details(line) if line is not None else "")

    @Slot()
    def _on_verify(self) -> None:
        path = self._context.study.store.path
        self._context.jobs.start(
            self.tr("Verifying the record"),
            lambda progress: verify_study(path, progress),
            self._on_verified,
        )

    @Slot(object)
    def _on_verified(self, verdict: Verdict) -> None:
        self._verdict.setText(verdict.sentence())
        relook(self._verdict, "good" if verdict.holds else "bad")
        lines = [str(problem) for problem in verdict.problems]
        self._faults.setPlainText("\n".join(lines))
        self._faults.setVisible(not verdict.holds)

    @Slot()
    def _on_seal(self) -> None:
        SealingDialog(self._context, self).open()

    @Slot()
    def _on_open(self) -> None:
        state = record_state(self._context.study.store)
        OpeningDialog(self._context, state, self).open()

    @Slot()
    def _on_lock(self) -> None:
        if self._context.study.store.is_locked():
            question = Confirmation(
                self.tr("Unlock the study?"),
                self.tr("Scoring can go on; the audit trail keeps who and why."),
                self.tr("Unlock"),
                self,
                needs_reason=True,
            )
            question.confirmed.connect(self._on_unlock_confirmed)
        else:
            question = Confirmation(
                self.tr("Lock the study?"),
                self.tr(
                    "Scores cannot change any more. "
                    "Unlocking needs a reason, which goes on record."
                ),
                self.tr("Lock"),
                self,
                needs_reason=True,
            )
            question.confirmed.connect(self._on_lock_confirmed)
        question.open()

    @Slot(str)
    def _on_lock_confirmed(self, why: str) -> None:
        try:
            unfinished = lock_study(self._context.study.store, by=COORDINATOR, why=why)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.study.tell("lock")
        told = self.tr("The study is locked.")
        if unfinished:
            told += self.tr(" Not finished: {}.").format(listed(unfinished))
        self._context.shell.told.emit(told)

    @Slot(str)
    def _on_unlock_confirmed(self, why: str) -> None:
        try:
            unlock_study(self._context.study.store, by=COORDINATOR, why=why)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.study.tell("lock")
        self._context.shell.told.emit(self.tr("The study is open for scoring again."))


class _Mirror:
    """Keeps a button as its action is."""

    def __init__(self, button: QPushButton, action: QAction) -> None:
        self._button, self._action = button, action

    def __call__(self) -> None:
        self._button.setEnabled(self._action.isEnabled())
        self._button.setText(self._action.text())


def _trail_table() -> RecordTable[TrailLine]:
    table: RecordTable[TrailLine] = RecordTable(
        (
            Column(
                "No.",
                lambda line: str(line.number),
                order=lambda line: line.number,
                is_number=True,
            ),
            Column("Time", lambda line: date_and_time(line.at), lambda line: line.at),
            Column("By", lambda line: line.by),
            Column("Role", lambda line: line.role),
            Column("What", lambda line: line.action),
            Column("Why", lambda line: line.why, stretches=True),
        )
    )
    table.setObjectName("trail_table")
    table.setAccessibleName("Audit trail")
    table.sort_by(0, Qt.SortOrder.DescendingOrder)
    return table
