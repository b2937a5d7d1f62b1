"""The page of kits and returns: what goes out to raters, and what comes back."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import file_dialogs, icons
from gui.clock import date_and_time
from gui.context import Command, PageContext
from gui.layouts import card, page_layout, title_row, words
from gui.naming import named
from gui.pages.exchange.kit_dialog import KitDialog
from gui.pages.exchange.presenter import (
    KitRow,
    can_merge,
    fate_text,
    kit_rows,
    no_kit,
    plan_text,
)
from gui.pages.exchange.sheets_dialog import SheetsDialog
from gui.sign_in import ask
from gui.tables.record_table import Column, RecordTable
from models.errors import ExpectedError
from models.people.roles import Act
from models.progress import Progress
from models.reading.kits.merge_plan import Fate, MergePlan, ReturnPlan
from models.reading.kits.merging import (
    MergeReport,
    merge_returns,
    plan_returns,
    read_returns,
)
from models.reading.kits.returns import Return
from models.reading.kits.writing import KitWritten

RETURNS = "Returns (*.dgreturn)"
_SUFFIX = ".dgreturn"


def build(context: PageContext) -> "ExchangePage":
    """Build the page for the study that is open."""
    return ExchangePage(context)


class ExchangePage(QWidget):
    """Kits that were written, and returns with what merging them would do."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("exchange_page")
        self.setAcceptDrops(True)
        self._context = context
        self._returns: list[Return] = []
        self._taken: list[str] = []
        self._plan: MergePlan | None = None
        self._write = self._command("write_kit", "Write a kit…", self._on_write)
        self._add = self._command("add_returns", "Add returns…", self._on_add)
        self._print = self._command(
            "print_sheets", "Print score sheets…", self._on_print
        )
        self._notice = words("exchange_notice", look="warn")
        self._kits = _kit_table()
        self._table = _return_table()
        self._state = words("merge_state", look="muted")
        self._detail = words("return_detail", look="small")
        self._take = named("take_button", QPushButton(self.tr("Take this one")))
        self._remove = named("remove_return_button", QPushButton(self.tr("Remove")))
        self._merge = named("merge_button", QPushButton(self.tr("Merge")), "primary")
        self._lay_out()
        self._take.clicked.connect(self._on_take)
        self._remove.clicked.connect(self._on_remove)
        self._merge.clicked.connect(self._on_merge)
        self._table.record_selected.connect(self._on_selected)
        context.study.changed.connect(self.refresh)
        context.shell.returns_offered.connect(self.add_returns)
        self.refresh()

    def commands(self) -> Sequence[Command]:
        """Write a kit, add returns and print score sheets, in the Tools menu."""
        return tuple(Command("tools", a) for a in (self._write, self._add, self._print))

    @Slot()
    def refresh(self) -> None:
        """Show kits and the plan as things are now."""
        store = self._context.study.store
        notice = no_kit(store)
        self._notice.setText(notice)
        self._notice.setVisible(bool(notice))
        self._write.setEnabled(not notice)
        can_print = bool(store.photographs()) and not store.is_locked()
        self._print.setEnabled(can_print)
        self._kits.set_records(kit_rows(store))
        self._plan = (
            plan_returns(store, self._returns, take=self._taken)
            if self._returns
            else None
        )
        self._table.set_records(self._plan.returns if self._plan else ())
        self._state.setText(plan_text(self._plan))
        self._merge.setEnabled(can_merge(self._plan))
        self._on_selected(self._table.selected())

    @Slot(object)
    def add_returns(self, paths: Sequence[Path]) -> None:
        """Read returns and show what merging them would do."""
        known = {one.name for one in self._returns}
        try:
            found = read_returns([path for path in paths if path.name not in known])
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._returns += found
        self.refresh()

    def _command(self, name: str, text: str, on_triggered: object) -> QAction:
        action = named(name, QAction(self.tr(text), self))
        action.triggered.connect(on_triggered)
        return action

    def _lay_out(self) -> None:
        out = QVBoxLayout()
        out.setSpacing(10)
        out.addWidget(self._kits, 1)
        back = QVBoxLayout()
        back.setSpacing(10)
        back.addWidget(self._state)
        back.addWidget(self._table, 1)
        back.addWidget(self._detail)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._take)
        row.addWidget(self._remove)
        row.addStretch(1)
        row.addWidget(self._merge)
        back.addLayout(row)
        layout = page_layout(self)
        layout.addLayout(
            title_row(
                words("exchange_title", self.tr("Exchange"), "title"),
                self._button(self._print, "export"),
                self._button(self._add, "import"),
                self._button(self._write, "export"),
            )
        )
        layout.addWidget(self._notice)
        self._kits.setMinimumHeight(120)
        self._table.setMinimumHeight(160)
        content = QWidget()
        both = QVBoxLayout(content)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(16)
        both.addWidget(card(out, self.tr("Kits out")), 2)
        both.addWidget(card(back, self.tr("Returns in")), 3)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        layout.addWidget(area, 1)

    def _button(self, action: QAction, icon: str) -> QPushButton:
        button = named(f"{action.objectName()}_button", QPushButton(action.text()))
        icons.give(button, icon)
        button.clicked.connect(action.trigger)
        action.changed.connect(partial(_follow, button, action))
        return button

    @Slot()
    def _on_write(self) -> None:
        ask(self._context, self, Act.KITS, self._open_dialog)

    def _open_dialog(self, by: str) -> None:
        dialog = KitDialog(self._context, self, by)
        dialog.kit_written.connect(self._on_kit_written)
        dialog.open()

    @Slot(object)
    def _on_kit_written(self, written: KitWritten) -> None:
        self._context.study.tell("kits")
        told = f"{written.sentence()} {written.scan.sentence()}"
        self._context.shell.told.emit(told)

    @Slot()
    def _on_print(self) -> None:
        ask(self._context, self, Act.KITS, self._open_sheets)

    def _open_sheets(self, by: str) -> None:
        SheetsDialog(self._context, self, by).open()

    @Slot()
    def _on_add(self) -> None:
        paths = file_dialogs.open_files(
            self,
            self._context.settings,
            "return",
            self.tr("Add returns"),
            RETURNS,
        )
        if paths:
            self.add_returns(paths)

    @Slot(object)
    def _on_selected(self, plan: ReturnPlan | None) -> None:
        self._take.setEnabled(plan is not None and plan.fate is Fate.CONFLICT)
        self._remove.setEnabled(plan is not None)
        self._detail.setText(plan.sentence() if plan is not None else "")

    @Slot()
    def _on_take(self) -> None:
        plan = self._table.selected()
        if plan is not None:
            self._taken = [plan.returned.name]
            self.refresh()

    @Slot()
    def _on_remove(self) -> None:
        plan = self._table.selected()
        if plan is not None:
            gone = plan.returned.name
            self._returns = [one for one in self._returns if one.name != gone]
            self._taken = [name for name in self._taken if name != gone]
            self.refresh()

    @Slot()
    def _on_merge(self) -> None:
        ask(self._context, self, Act.KITS, self._merge_as)

    def _merge_as(self, by: str) -> None:
        store = self._context.study.store
        returns, taken = list(self._returns), list(self._taken)

        def work(_: Progress) -> MergeReport:
            return merge_returns(store, returns, by=by, take=taken)

        self._merge.setEnabled(False)
        job = self._context.jobs.start(
            self.tr("Merging returns"), work, self._on_merged
        )
        job.failed.connect(self.refresh)
        job.cancelled.connect(self.refresh)

    @Slot(object)
    def _on_merged(self, report: MergeReport) -> None:
        self._returns, self._taken = [], []
        self._context.study.tell("scores")
        self._context.shell.told.emit(report.sentence())
        self._state.setText(report.sentence())

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = _dropped(event)
        if paths:
            event.acceptProposedAction()
            self.add_returns(paths)


def _follow(button: QPushButton, action: QAction) -> None:
    button.setEnabled(action.isEnabled())


def _dropped(event: QDropEvent) -> list[Path]:
    """The returns that are being dropped."""
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls()]
    return [path for path in files if path.suffix.lower() == _SUFFIX]


def _kit_table() -> RecordTable[KitRow]:
    table: RecordTable[KitRow] = RecordTable(
        (
            Column("Rater", lambda row: row.rater),
            Column("Version", lambda row: str(row.version), is_number=True),
            Column("Photographs", lambda row: str(row.items), is_number=True),
            Column("Written", lambda row: date_and_time(row.written_at)),
            Column(
                "Last return merged",
                lambda row: (
                    date_and_time(row.returned_at) if row.returned_at else "not yet"
                ),
                stretches=True,
            ),
        )
    )
    table.setObjectName("kit_table")
    table.setAccessibleName("Kits out")
    return table


def _return_table() -> RecordTable[ReturnPlan]:
    table: RecordTable[ReturnPlan] = RecordTable(
        (
            Column("File", lambda one: one.returned.name),
            Column("Rater", lambda one: one.returned.rater),
            Column("What", fate_text),
            Column("New scores", lambda one: str(one.scores), is_number=True),
            Column("Corrected", lambda one: str(one.corrected), is_number=True),
            Column("Complete", lambda one: str(one.complete), is_number=True),
            Column("Missing", lambda one: str(one.missing), is_number=True),
            Column("Finished", lambda one: "yes" if one.returned.finish else "no"),
            Column("Signed", _signed),
            Column("Why", lambda one: one.why, stretches=True),
        )
    )
    table.setObjectName("return_table")
    table.setAccessibleName("Returns in")
    return table


def _signed(one: ReturnPlan) -> str:
    signature = one.returned.signature
    return str(signature["printed_name"]) if signature else "no"
