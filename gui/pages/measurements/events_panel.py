"""The adverse events of a study: the table, entering, revising, withdrawing."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from gui import icons
from gui.confirmation import Confirmation
from gui.context import PageContext
from gui.layouts import words
from gui.naming import named
from gui.pages.measurements.event_dialog import EventDialog
from gui.tables.record_table import Column, RecordTable
from models.errors import ExpectedError
from models.measures.recording import withdraw_adverse_event
from models.store.measure_records import AdverseEvent
from models.words import counted


class EventsPanel(QWidget):
    """Adverse events; those that were withdrawn are shown if wished."""

    def __init__(
        self, context: PageContext, ask: Callable[[Callable[[str], object]], None]
    ) -> None:
        """Build the panel.

        Args:
            context: What every page is given.
            ask: Makes sure of who enters, then does it in that name.
        """
        super().__init__()
        self.setObjectName("events_panel")
        self._context = context
        self._ask = ask
        self._table = _event_table()
        self._sentence = words("events_text", look="muted")
        self._withdrawn = named("withdrawn_box", QCheckBox(self.tr("&withdrawn too")))
        self._add = named("add_event_button", QPushButton(self.tr("Add…")), "primary")
        self._edit = named("edit_event_button", QPushButton(self.tr("Revise…")))
        self._withdraw = named("withdraw_event_button", QPushButton("Withdraw…"))
        icons.give(self._add, "new", on_accent=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._sentence, 1)
        for widget in (self._withdrawn, self._withdraw, self._edit, self._add):
            row.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(10)
        layout.addLayout(row)
        layout.addWidget(self._table, 1)
        self._add.clicked.connect(self.add)
        self._edit.clicked.connect(self._on_edit)
        self._withdraw.clicked.connect(self._on_withdraw)
        self._withdrawn.toggled.connect(self.refresh)
        self._table.record_selected.connect(self._on_selected)
        self._table.record_activated.connect(self._on_edit)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the events as they stand now."""
        store = self._context.study.store
        events = store.adverse_events()
        standing = [one for one in events if not one.withdrawn]
        chosen = self._table.selected()
        self._table.set_records(events if self._withdrawn.isChecked() else standing)
        numbers = [one.number for one in self._table.records()]
        if numbers:
            number = chosen.number if chosen else 0
            row = numbers.index(number) if number in numbers else 0
            self._table.selectRow(row)
        serious = sum(one.serious for one in standing)
        text = f"{counted(len(standing), 'adverse event')}, {serious} serious."
        self._sentence.setText(text if standing else self.tr("No adverse event."))
        self._add.setEnabled(not store.is_locked() and bool(store.subjects()))
        self._on_selected(self._table.selected())

    @Slot()
    def add(self) -> None:
        """Ask for a new event."""
        self._ask(lambda by: EventDialog(self._context, by, self).open())

    @Slot(object)
    def _on_selected(self, event: AdverseEvent | None) -> None:
        can = event is not None and not event.withdrawn and self._add.isEnabled()
        self._edit.setEnabled(can)
        self._withdraw.setEnabled(can)

    @Slot()
    def _on_edit(self) -> None:
        event = self._table.selected()
        if event is not None and self._edit.isEnabled():
            self._ask(partial(self._open, event))

    @Slot()
    def _on_withdraw(self) -> None:
        event = self._table.selected()
        if event is not None:
            self._ask(partial(self._ask_why, event))

    def _open(self, event: AdverseEvent, by: str) -> None:
        EventDialog(self._context, by, self, event=event).open()

    def _ask_why(self, event: AdverseEvent, by: str) -> None:
        question = Confirmation(
            self.tr("Withdraw adverse event {}?").format(event.number),
            self.tr("For what was entered in error. It stays on record."),
            self.tr("Withdraw"),
            self,
            needs_reason=True,
        )
        question.confirmed.connect(partial(self._withdraw_event, event, by))
        question.open()

    def _withdraw_event(self, event: AdverseEvent, by: str, why: str) -> None:
        store = self._context.study.store
        try:
            withdraw_adverse_event(store, event, by=by, why=why)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.study.tell("adverse events")


def _event_table() -> RecordTable[AdverseEvent]:
    table: RecordTable[AdverseEvent] = RecordTable(
        (
            Column("No.", lambda e: str(e.number), lambda e: e.number, is_number=True),
            Column("Subject", lambda e: e.subject),
            Column("What happened", lambda e: e.term, stretches=True),
            Column("Onset", lambda e: e.onset),
            Column("Ended", lambda e: e.ended or "goes on"),
            Column("Severity", lambda e: e.severity.value),
            Column("Relation", lambda e: e.relation.value),
            Column("Outcome", lambda e: e.outcome.value),
            Column("Serious", lambda e: "serious" if e.serious else "no"),
            Column("State", lambda e: "withdrawn" if e.withdrawn else ""),
        )
    )
    table.setObjectName("event_table")
    table.setAccessibleName("Adverse events")
    table.sort_by(0, Qt.SortOrder.AscendingOrder)
    return table
