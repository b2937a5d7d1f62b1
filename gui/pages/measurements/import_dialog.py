"""Importing a table of values: as it was read, what it means, what is wrong with it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gui import file_dialogs
from gui.context import PageContext
from gui.job_bar import JobBar
from gui.jobs import Job
from gui.layouts import form_layout, words
from gui.naming import named, relook
from gui.pages.measurements.field_row import ChoiceBox, label_of
from gui.pages.measurements.importing import (
    KIND_WORDS,
    TablePlan,
    import_table,
    plan_table,
    use_words,
    uses,
    write_problems,
)
from gui.tables.record_table import Column, RecordTable
from models.errors import ExpectedError, Problem
from models.measures.table_import.kinds import TableKind
from models.measures.table_import.mapping import TableMapping, Use
from models.progress import Progress
from models.table_cells import RawRow
from models.words import counted

T = TypeVar("T")
_LISTS = "CSV (*.csv)"


class ImportDialog(QDialog):
    """Shows what an import would do, and does it, whole or not at all."""

    def __init__(
        self, context: PageContext, path: Path, by: str, parent: QWidget, entry: int = 1
    ) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self.setWindowTitle(self.tr("Import {}").format(path.name))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(960, 640)
        self._context = context
        self._path = path
        self._by = by
        self._number = entry
        self._plan: TablePlan | None = None
        self._job: Job | None = None
        self._boxes: dict[str, ChoiceBox] = {}
        self._mapping: TableMapping | None = None
        self._sentence = words("import_sentence", look="heading")
        self._read = words("read_text", look="muted")
        self._kind = named("kind_box", ChoiceBox())
        self._entry = named("import_entry_box", ChoiceBox())
        self._why = named("reason_field", QLineEdit())
        self._tabs = named("import_tabs", QTabWidget())
        self._area = QScrollArea()
        self._problems = _problem_table()
        self._warned = named("warned_box", QCheckBox())
        self._save_list = named("save_list_button", QPushButton("Save the list…"))
        self._close = named("close_button", QPushButton(self.tr("Cancel")))
        self._import = named("import_button", QPushButton("Import"), "primary")
        self._lay_out()
        self._connect()
        self._look()

    def _lay_out(self) -> None:
        for kind, text in KIND_WORDS.items():
            self._kind.addItem(text, kind)
        self._entry.addItems([self.tr("first entry"), self.tr("second entry")])
        self._entry.setCurrentIndex(self._number - 1)
        self._why.setPlaceholderText(self.tr("only where values are corrected"))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(label_of(self.tr("The table &holds"), self._kind))
        row.addWidget(self._kind)
        row.addWidget(self._entry)
        row.addWidget(label_of(self.tr("&Reason"), self._why))
        row.addWidget(self._why, 1)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save_list)
        buttons.addWidget(self._warned)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        buttons.addWidget(self._import)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 14)
        layout.setSpacing(12)
        layout.addWidget(self._sentence)
        layout.addWidget(self._read)
        layout.addLayout(row)
        layout.addWidget(self._tabs, 1)
        layout.addWidget(JobBar(self._context.jobs))
        layout.addLayout(buttons)
        self._import.setDefault(True)
        self._import.setEnabled(False)
        self._save_list.setEnabled(False)
        self._warned.hide()

    def _connect(self) -> None:
        self._kind.activated.connect(self._on_kind_chosen)
        self._entry.activated.connect(self._look)
        self._why.editingFinished.connect(self._on_why_edited)
        self._warned.toggled.connect(self._set_buttons)
        self._save_list.clicked.connect(self._on_save_list)
        self._import.clicked.connect(self._on_import)
        self._close.clicked.connect(self.close)
        self.finished.connect(self._on_finished)

    @Slot()
    def _look(self) -> None:
        """Read the table, and see what importing it would do."""
        store, path = self._context.study.store, self._path
        kind = TableKind(self._kind.currentData()) if self._plan else None
        mapping, why = self._mapping, self._why.text().strip()
        entry = self._entry.currentIndex() + 1

        def work(_: Progress) -> TablePlan:
            return plan_table(
                store, path, kind=kind, mapping=mapping, entry=entry, why=why
            )

        self._import.setEnabled(False)
        self._start(self.tr("Reading the table"), work, self._on_planned)

    def _start(
        self, title: str, work: Callable[[Progress], T], take: Callable[[T], object]
    ) -> None:
        self._job = self._context.jobs.start(title, work, take)
        self._job.failed.connect(self._on_failed)
        self._job.ended.connect(self._on_job_ended)

    @Slot(object)
    def _on_planned(self, plan: TablePlan) -> None:
        self._plan = plan
        self._kind.setCurrentIndex(list(KIND_WORDS).index(plan.kind))
        is_values = plan.kind is TableKind.VALUES
        self._entry.setVisible(is_values)
        self._sentence.setText(plan.sentence())
        relook(self._sentence, "heading")
        self._read.setText(self.tr("Read as {}.").format(plan.read_as))
        while self._tabs.count():
            self._tabs.removeTab(0)
        if plan.plan is not None:
            self._mapping = plan.plan.mapping
            self._show_mapping(plan.plan.mapping)
            self._tabs.addTab(self._area, self.tr("Columns"))
        self._tabs.addTab(_preview(plan.preview), self.tr("As it was read"))
        faults = [("fault", one) for one in plan.problems]
        faults += [("warning", one) for one in plan.warnings]
        self._problems.set_records(faults)
        title = self.tr("Faults ({}), warnings ({})")
        self._tabs.addTab(
            self._problems, title.format(len(plan.problems), len(plan.warnings))
        )
        if plan.problems:
            self._tabs.setCurrentWidget(self._problems)
        count = len(plan.warnings)
        self._warned.setText(self.tr("I have seen the warnings ({})").format(count))
        self._warned.setVisible(bool(count) and plan.can_import)
        self._warned.setChecked(False)
        self._save_list.setEnabled(bool(faults))
        self._set_buttons()

    def _show_mapping(self, mapping: TableMapping) -> None:
        """A list for each column, of what it may mean."""
        protocol = self._context.study.store.protocol()
        choices = uses(protocol)
        inner = QWidget()
        form = form_layout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        inner.setLayout(form)
        self._boxes = {}
        for number, (title, use) in enumerate(mapping.columns.items()):
            box = named(f"column_{number}", ChoiceBox())
            known = [one for _, one in choices]
            for text, one in choices:
                box.addItem(text, one)
            if use not in known:
                box.addItem(use_words(use, protocol), use)
                known.append(use)
            box.setCurrentIndex(known.index(use))
            box.setAccessibleName(self.tr("Column {} holds").format(title))
            box.activated.connect(self._on_column_chosen)
            self._boxes[title] = box
            form.addRow(words("column_title", title or self.tr("(no title)")), box)
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        self._area.setWidget(inner)

    @Slot()
    def _set_buttons(self) -> None:
        plan = self._plan
        is_seen = self._warned.isHidden() or self._warned.isChecked()
        self._import.setEnabled(plan is not None and plan.can_import and is_seen)

    @Slot()
    def _on_kind_chosen(self) -> None:
        self._mapping = None
        self._look()

    @Slot()
    def _on_column_chosen(self) -> None:
        if self._mapping is None:
            return
        columns: dict[str, Use] = {
            title: box.currentData() for title, box in self._boxes.items()
        }
        self._mapping = replace(self._mapping, columns=columns)
        self._look()

    @Slot()
    def _on_why_edited(self) -> None:
        if self._job is None and self._plan is not None:
            self._look()

    @Slot()
    def _on_import(self) -> None:
        store, plan = self._context.study.store, self._plan
        by, why = self._by, self._why.text().strip()
        if plan is None:
            return

        def work(_: Progress) -> int:
            return import_table(store, plan, by=by, why=why)

        self._import.setEnabled(False)
        self._start(self.tr("Importing"), work, self._on_imported)

    @Slot(object)
    def _on_imported(self, count: int) -> None:
        if self._plan is None:
            return
        what = KIND_WORDS[self._plan.kind]
        self._context.study.tell("measurements")
        told = self.tr("{} entered.").format(counted(count, what.removesuffix("s")))
        self._context.shell.told.emit(told)
        self.accept()

    @Slot()
    def _on_failed(self) -> None:
        if self._plan is None:
            self._sentence.setText(self.tr("The table cannot be read."))
            self._close.setText(self.tr("Close"))

    @Slot()
    def _on_job_ended(self) -> None:
        self._job = None

    @Slot()
    def _on_save_list(self) -> None:
        path = file_dialogs.save_file(
            self,
            self._context.settings,
            "lists",
            self.tr("Save the list"),
            _LISTS,
            f"{self._path.stem}-faults.csv",
        )
        if path is None:
            return
        try:
            write_problems(path, self._problems.records())
        except ExpectedError as error:
            self._context.errors.show(error)

    @Slot()
    def _on_finished(self) -> None:
        """Stop what goes on, if the dialog is closed in the middle of it."""
        if self._job is not None:
            self._job.cancel()


def _problem_table() -> RecordTable[tuple[str, Problem]]:
    table: RecordTable[tuple[str, Problem]] = RecordTable(
        (
            Column("", lambda one: one[0]),
            Column("Where", lambda one: one[1].place or "the table"),
            Column("What, and the remedy", lambda one: one[1].text, stretches=True),
        )
    )
    table.setObjectName("problem_table")
    table.setAccessibleName("Faults and warnings")
    table.setWordWrap(True)
    return table


def _preview(rows: Sequence[RawRow]) -> RecordTable[RawRow]:
    """The first rows of a table, as they were read."""
    width = max((len(row.cells) for row in rows), default=0)
    columns = [Column[RawRow]("Row", lambda row: str(row.number), is_number=True)]
    columns += [_cell_column(number) for number in range(min(width, 60))]
    table: RecordTable[RawRow] = RecordTable(columns)
    table.setObjectName("preview_table")
    table.setAccessibleName("The table as it was read")
    table.set_records(rows)
    return table


def _cell_column(number: int) -> Column[RawRow]:
    return Column(
        str(number + 1),
        lambda row: row.cells[number] if number < len(row.cells) else "",
    )
