"""The page of the record: audit trail, verification, lock and seal."""

import tempfile
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from gui import file_dialogs, icons
from gui.clock import date_and_time
from gui.context import Command, PageContext
from gui.layouts import card, page_layout, title_row, words
from gui.naming import named, relook
from gui.pages.record.act_dialog import ActDialog, Perform
from gui.pages.record.emergency_dialog import EmergencyDialog
from gui.pages.record.opening_dialog import OpeningDialog
from gui.pages.record.people_dialog import PeopleDialog
from gui.pages.record.presenter import (
    actions,
    chosen,
    details,
    record_state,
)
from gui.pages.record.sealing_dialog import SealingDialog
from gui.pages.record.signing_dialog import SigningDialog
from gui.sign_in import COORDINATOR, ask
from gui.tables.record_table import Column, RecordTable
from models.audit.locking import lock_study, unlock_study
from models.audit.reopening import reopen_reading
from models.audit.verify import Verdict, verify_study
from models.people.roles import Act
from models.progress import Progress
from models.store.records import TrailLine
from models.store.store import StudyStore
from models.words import listed


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
        self._printing: Path | None = None
        self._verify = self._command("verify_record", "Verify", self._on_verify)
        self._seal = self._command("seal_allocation", "Seal…", self._on_seal)
        self._open = self._command("open_allocation", "Open…", self._on_open)
        self._emergency = self._command(
            "open_subject", "One subject…", self._on_emergency
        )
        self._lock = self._command("lock_study", "Lock…", self._on_lock)
        self._reopen = self._command("reopen_reading", "Reopen…", self._on_reopen)
        self._sign = self._command("sign_record", "Sign…", self._on_sign)
        self._people = self._command("show_people", "People…", self._on_people)
        self._export = self._command("export_trail", "Export…", self._on_export)
        self._print = self._command("print_trail", "Print…", self._on_print)
        self._verdict = words("verdict_text", self.tr("Not verified since opening."))
        self._faults = named("verdict_problems", QPlainTextEdit())
        self._seal_text = words("seal_text")
        self._lock_text = words("lock_text")
        self._signature_text = words("signature_text")
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
        """What can be done here; it stands in the menus anyway."""
        acts = (
            self._verify,
            self._seal,
            self._open,
            self._emergency,
            self._lock,
            self._reopen,
            self._sign,
            self._people,
            self._export,
            self._print,
        )
        return tuple(Command("", action) for action in acts)

    @Slot()
    def refresh(self) -> None:
        """Show the record as it is now."""
        store = self._context.study.store
        state = record_state(store)
        self._allocation.setVisible(state.has_arms)
        for action in (self._seal, self._open, self._emergency):
            action.setVisible(state.has_arms)
        self._seal_text.setText(state.seal_sentence())
        self._lock_text.setText(state.lock_sentence())
        self._signature_text.setText(state.signature_sentence())
        self._emergency.setEnabled(state.has_codes)
        self._reopen.setEnabled(state.can_reopen)
        self._sign.setEnabled(state.can_sign)
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
        self._allocation = self._state_card(
            "Allocation",
            "seal",
            self._seal_text,
            (self._seal, self._open, self._emergency),
        )
        row.addWidget(self._allocation, 1)
        for heading, icon, text, acts in (
            ("Lock", "lock", self._lock_text, (self._lock, self._reopen)),
            (
                "Signatures",
                "check",
                self._signature_text,
                (self._sign, self._people),
            ),
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
        for number, action in enumerate(acts):
            button = _button(action)
            if not number:
                icons.give(button, icon)
            buttons.addWidget(button)
        buttons.addStretch(1)
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
        for action in (self._export, self._print):
            row.addWidget(_button(action))
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
    def _on_emergency(self) -> None:
        EmergencyDialog(self._context, self).open()

    @Slot()
    def _on_sign(self) -> None:
        SigningDialog(self._context, self).open()

    @Slot()
    def _on_people(self) -> None:
        PeopleDialog(self._context, self).open()

    @Slot()
    def _on_lock(self) -> None:
        store = self._context.study.store
        if store.is_locked():
            self._ask(
                Act.LOCK,
                self.tr("Unlock the study?"),
                self.tr(
                    "Scoring can go on; the audit trail keeps who and why. Signatures "
                    "of the locked study become void."
                ),
                self.tr("Unlock"),
                partial(_unlock, store),
            )
        else:
            self._ask(
                Act.LOCK,
                self.tr("Lock the study?"),
                self.tr(
                    "Scores cannot change any more. "
                    "Unlocking needs a reason, which goes on record."
                ),
                self.tr("Lock"),
                partial(_lock, store),
            )

    @Slot()
    def _on_reopen(self) -> None:
        """Ask which reading, unless there is one only."""
        store = self._context.study.store
        finished = record_state(store).finished
        if len(finished) == 1:
            self._ask_to_reopen(finished[0])
            return
        menu = named("reopen_menu", QMenu(self))
        for rater in finished:
            action = menu.addAction(self.tr("Reading of {}").format(rater))
            action.triggered.connect(partial(self._ask_to_reopen, rater))
        menu.popup(self.mapToGlobal(self.rect().center()))

    def _ask_to_reopen(self, rater: str, *_: object) -> None:
        self._ask(
            Act.REOPEN,
            self.tr("Reopen the reading of {}?").format(rater),
            self.tr(
                "Its rater can correct it; every first entry stays. Its signatures "
                "become void."
            ),
            self.tr("Reopen"),
            partial(_reopen, self._context.study.store, rater),
        )

    def _ask(self, act: Act, text: str, hint: str, verb: str, perform: Perform) -> None:
        """Ask for the reason and who acts, then do it."""
        ActDialog(
            self._context,
            self,
            act=act,
            text=text,
            hint=hint,
            verb=verb,
            usual=COORDINATOR,
            told="lock",
            perform=perform,
        ).open()

    @Slot()
    def _on_export(self) -> None:
        path = file_dialogs.save_file(
            self,
            self._context.settings,
            "trail",
            self.tr("Export the lines that are shown"),
            self.tr("CSV (*.csv);;PDF (*.pdf)"),
            self.tr("audit-trail.csv"),
        )
        if path is not None:
            self.export_trail(path)

    def export_trail(self, path: Path) -> None:
        """Write the lines that are shown, in their order, as CSV or PDF."""
        ask(self._context, self, Act.READ_RECORD, partial(self._export_as, path))

    def _export_as(self, path: Path, by: str) -> None:
        lines, store = self._trail.records(), self._context.study.store

        def work(_: Progress) -> Path:
            from exports.trail import write_trail  # brings the PDF library

            write_trail(lines, path, title=store.info().title)
            with store.changes(
                by=by, role=COORDINATOR, action="audit trail exported"
            ) as changes:
                changes.note(file=path.name, lines=len(lines))
            return path

        self._context.jobs.start(
            self.tr("Exporting the audit trail"), work, self._on_exported
        )

    @Slot()
    def _on_print(self) -> None:
        """Write a PDF and hand it to the system, which shows and prints it."""
        folder = Path(tempfile.mkdtemp(prefix="dermagrade-print-"))
        path = folder / "audit-trail.pdf"
        self._printing = path
        self.export_trail(path)

    @Slot(object)
    def _on_exported(self, path: Path) -> None:
        self._context.study.tell("trail")
        self._context.shell.told.emit(self.tr("{} is written.").format(path.name))
        if path == self._printing:
            self._printing = None
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _lock(store: StudyStore, by: str, why: str) -> str:
    unfinished = lock_study(store, by=by, why=why)
    told = "The study is locked."
    return f"{told} Not finished: {listed(unfinished)}." if unfinished else told


def _unlock(store: StudyStore, by: str, why: str) -> str:
    unlock_study(store, by=by, why=why)
    return "The study is open for scoring again."


def _reopen(store: StudyStore, rater: str, by: str, why: str) -> str:
    reopen_reading(store, rater, by=by, why=why)
    return f"The reading of {rater} is open again."


def _button(action: QAction) -> QPushButton:
    """A button that does what an action does, and is as it is."""
    button = named(f"{action.objectName()}_button", QPushButton(action.text()))
    action.changed.connect(_Mirror(button, action))
    button.clicked.connect(action.trigger)
    return button


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
