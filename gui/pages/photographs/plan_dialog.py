"""What an import would do, shown before anything is written; then what it did."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gui import file_dialogs
from gui.context import PageContext
from gui.job_bar import JobBar
from gui.jobs import Job
from gui.layouts import words
from gui.naming import named
from gui.sign_in import ask
from gui.tables.record_table import Column, RecordTable
from models.errors import ExpectedError
from models.people.roles import Act
from models.photographs.folder import LeftOut
from models.photographs.importing import ImportReport, import_photographs
from models.photographs.names import (
    WITH_VIEW,
    WITHOUT_VIEW,
    NamePattern,
    NamePatternError,
    Place,
)
from models.photographs.plan import ImportPlan, PlannedPhotograph, plan_import
from models.progress import Progress
from models.words import counted

T = TypeVar("T")
R = TypeVar("R")

_PAUSE_MS = 500
_TEXTS = "Text files (*.txt)"


class PlanDialog(QDialog):
    """The plan of an import. The pattern of the names can be changed until it fits."""

    def __init__(self, context: PageContext, plan: ImportPlan, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("plan_dialog")
        self.setWindowTitle(self.tr("Import photographs"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(920, 620)
        self._context = context
        self._plan = plan
        self._job: Job | None = None
        self._report: ImportReport | None = None
        self._sentence = words("plan_sentence", look="heading")
        self._remarks = words("plan_remarks", look="warn")
        self._pattern = named("pattern_box", QComboBox())
        self._pattern_fault = words("pattern_fault", look="bad")
        self._tabs = named("plan_tabs", QTabWidget())
        self._report_text = named("report_text", QPlainTextEdit())
        self._import = named("import_button", QPushButton(self.tr("Import")), "primary")
        self._save = named("save_report_button", QPushButton(self.tr("Save the list…")))
        self._close = named("close_button", QPushButton(self.tr("Cancel")))
        # Names are read anew a moment after the last key, not at every key.
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()
        self._show_plan()

    def _lay_out(self) -> None:
        self._report_text.setReadOnly(True)
        self._report_text.setAccessibleName(self.tr("What was imported"))
        self._pattern_fault.hide()
        self._save.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 14)
        layout.setSpacing(12)
        layout.addWidget(self._sentence)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._plan_page())
        self._pages.addWidget(self._report_text)
        layout.addWidget(self._pages, 1)
        layout.addWidget(JobBar(self._context.jobs))
        row = QHBoxLayout()
        row.addWidget(self._save)
        row.addStretch(1)
        row.addWidget(self._close)
        row.addWidget(self._import)
        layout.addLayout(row)
        self._import.setDefault(True)

    def _plan_page(self) -> QWidget:
        self._pattern.setEditable(True)
        self._pattern.addItems([*WITH_VIEW, *WITHOUT_VIEW])
        self._pattern.setEditText(self._plan.pattern)
        label = QLabel(self.tr("&Names are read as"))
        label.setBuddy(self._pattern)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(label)
        row.addWidget(self._pattern, 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self._pattern_fault)
        column.addWidget(self._tabs, 1)
        column.addWidget(self._remarks)
        return page

    def _connect(self) -> None:
        self._pattern.editTextChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._on_pattern_changed)
        self._import.clicked.connect(self._on_import_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._close.clicked.connect(self.close)
        self.finished.connect(self._on_finished)

    def _show_plan(self) -> None:
        plan = self._plan
        self._sentence.setText(_sentence(plan))
        self._remarks.setText("\n".join(plan.remarks))
        self._remarks.setVisible(bool(plan.remarks))
        self._import.setText(
            self.tr("Import {}").format(counted(len(plan.matched), "photograph"))
        )
        self._import.setEnabled(bool(plan.matched))
        while old := self._tabs.widget(0):
            self._tabs.removeTab(0)
            old.deleteLater()
        self._add_tab("matched", self.tr("Matched"), _matched_table(plan.matched))
        for name, title, left in (
            ("unmatched", self.tr("Name does not fit"), plan.unmatched),
            ("unreadable", self.tr("Cannot be read"), plan.unreadable),
            ("doubles", self.tr("Double"), plan.doubles),
            ("stored", self.tr("Stored already"), plan.stored),
            ("others", self.tr("Not a photograph"), plan.others),
        ):
            if left:
                self._add_tab(name, title, _left_out_table(left))
        if plan.missing:
            self._add_tab("missing", self.tr("Missing"), _missing_table(plan.missing))

    def _add_tab(self, name: str, title: str, table: RecordTable[R]) -> None:
        table.setObjectName(f"{name}_table")
        table.setAccessibleName(title)
        self._tabs.addTab(table, f"{title} ({len(table.records()):,})")

    @Slot()
    def _on_pattern_changed(self) -> None:
        """Read the names anew, if the pattern can be used."""
        text = self._pattern.currentText().strip()
        protocol = self._context.study.store.protocol()
        try:
            NamePattern(text, protocol)
        except NamePatternError as error:
            self._pattern_fault.setText("\n".join(_lines(error)))
            self._pattern_fault.show()
            self._import.setEnabled(False)
            return
        self._pattern_fault.hide()
        if text == self._plan.pattern:
            self._import.setEnabled(bool(self._plan.matched))
            return
        self._replan(text)

    def _replan(self, pattern: str) -> None:
        if self._job is not None:
            self._job.cancel()
        self._import.setEnabled(False)
        folder = self._plan.folder
        protocol = self._context.study.store.protocol()
        stored = self._context.study.store.photographs()

        def look(progress: Progress) -> ImportPlan:
            return plan_import(
                folder, protocol, names=pattern, stored=stored, progress=progress
            )

        self._start(self.tr("Reading the names"), look, self._on_planned)

    @Slot()
    def _on_import_clicked(self) -> None:
        ask(self._context, self, Act.IMPORT, self._import_as)

    def _import_as(self, by: str) -> None:
        store, plan = self._context.study.store, self._plan
        self._import.setEnabled(False)
        self._pattern.setEnabled(False)

        def work(progress: Progress) -> ImportReport:
            return import_photographs(store, plan, by=by, progress=progress)

        self._start(self.tr("Importing photographs"), work, self._on_imported)

    def _start(
        self, title: str, work: Callable[[Progress], T], take: Callable[[T], object]
    ) -> None:
        self._job = self._context.jobs.start(title, work, take)
        self._job.ended.connect(self._on_job_ended)

    @Slot(object)
    def _on_planned(self, plan: ImportPlan) -> None:
        self._plan = plan
        self._show_plan()

    @Slot(object)
    def _on_imported(self, report: ImportReport) -> None:
        self._report = report
        self._sentence.setText(self.tr("Done. ") + report.lines()[0] + ".")
        self._report_text.setPlainText(report.text())
        self._pages.setCurrentWidget(self._report_text)
        self._import.hide()
        self._save.show()
        self._close.setText(self.tr("Close"))
        self._close.setDefault(True)
        self._context.study.tell("photographs")
        self._context.shell.told.emit(report.lines()[0])

    @Slot()
    def _on_job_ended(self) -> None:
        """Be ready again, whichever way the job ended; success shows more by itself."""
        self._job = None
        self._pattern.setEnabled(True)
        self._import.setEnabled(bool(self._plan.matched))

    @Slot()
    def _on_save_clicked(self) -> None:
        if self._report is None:
            return
        path = file_dialogs.save_file(
            self,
            self._context.settings,
            "lists",
            self.tr("Save the list"),
            _TEXTS,
            "imported-photographs.txt",
        )
        if path is None:
            return
        try:
            self._report.save(path)
        except OSError as error:
            reason = error.strerror or self.tr("it cannot be written")
            self._context.errors.show(
                ExpectedError(
                    f"The list was not saved: {reason}.",
                    hint="Choose another folder; the import itself is complete.",
                )
            )

    @Slot()
    def _on_finished(self) -> None:
        """Stop what goes on, if the dialog is closed in the middle of it."""
        self._pause.stop()
        if self._job is not None:
            self._job.cancel()


def _sentence(plan: ImportPlan) -> str:
    if not plan.matched:
        return "Nothing in this folder would be imported."
    photographs = counted(len(plan.matched), "photograph")
    subjects = counted(len(plan.subjects), "subject")
    left = len(plan.left_out)
    rest = f"; {counted(left, 'file')} will be left out" if left else ""
    megabytes = plan.size / 1_000_000
    return f"{photographs} of {subjects} will be imported ({megabytes:,.0f} MB){rest}."


def _lines(error: ExpectedError) -> list[str]:
    return [*(problem.text for problem in error.problems), error.hint]


def _matched_table(
    matched: Sequence[PlannedPhotograph],
) -> RecordTable[PlannedPhotograph]:
    table: RecordTable[PlannedPhotograph] = RecordTable(
        (
            Column("File", lambda one: one.name, stretches=True),
            Column("Subject", lambda one: one.place.subject),
            Column("Visit", lambda one: one.place.visit),
            Column("View", lambda one: one.place.view),
            Column("Format", lambda one: one.facts.format),
            Column(
                "Pixels",
                lambda one: f"{one.facts.width} × {one.facts.height}",
                order=lambda one: one.facts.width * one.facts.height,
                is_number=True,
            ),
        )
    )
    table.set_records(matched)
    table.sort_by(0, Qt.SortOrder.AscendingOrder)
    return table


def _left_out_table(left: Sequence[LeftOut]) -> RecordTable[LeftOut]:
    table: RecordTable[LeftOut] = RecordTable(
        (
            Column("File", lambda one: one.place),
            Column("Why it is left out", lambda one: one.reason, stretches=True),
        )
    )
    table.set_records(left)
    return table


def _missing_table(missing: Sequence[Place]) -> RecordTable[Place]:
    table: RecordTable[Place] = RecordTable(
        (
            Column("Subject", lambda one: one.subject),
            Column("Visit", lambda one: one.visit),
            Column("View", lambda one: one.view, stretches=True),
        )
    )
    table.set_records(missing)
    table.sort_by(0, Qt.SortOrder.AscendingOrder)
    return table
