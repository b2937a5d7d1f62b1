"""The page of what is entered by hand: forms, adverse events, double entry."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import file_dialogs, icons
from gui.confirmation import Confirmation
from gui.context import Command, PageContext
from gui.dropping import dropped_files
from gui.layouts import page_layout, title_row, words
from gui.naming import named
from gui.pages.measurements.constants import licence_notice
from gui.pages.measurements.constants_dialog import ConstantsDialog
from gui.pages.measurements.double_dialog import DoubleEntryDialog
from gui.pages.measurements.entry_bar import EntryBar
from gui.pages.measurements.events_panel import EventsPanel
from gui.pages.measurements.filling import filling_grid
from gui.pages.measurements.form_view import FormView
from gui.pages.measurements.grid_table import GridTable
from gui.pages.measurements.import_dialog import ImportDialog
from gui.pages.measurements.presenter import FormPresenter, other_person_fault
from gui.pages.measurements.subject_dialog import SubjectDialog
from gui.sign_in import ask
from models.errors import ExpectedError
from models.measures.entry import instruments_of
from models.measures.measure import Measure
from models.people.roles import Act
from models.store.measure_records import Measurement
from models.words import counted, listed

_TABLES = (".csv", ".tsv", ".txt", ".xlsx")


def build(context: PageContext) -> "MeasurementsPage":
    """Build the page for the study that is open."""
    return MeasurementsPage(context)


class MeasurementsPage(QWidget):
    """Forms of values, and adverse events. What is typed stays until it is saved."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("measurements_page")
        self.setAcceptDrops(True)
        self._context = context
        store = context.study.store
        self._protocol = store.protocol()
        self._instruments = instruments_of(
            self._protocol, store.live_scales(), store.measures()
        )
        self._forms: dict[tuple[str, str, int], FormPresenter] = {}
        self._values: list[Measurement] = []
        self._is_stale = True
        self._bar = EntryBar(context)
        self._grid = GridTable(context.theme)
        self._form = FormView()
        self._events = EventsPanel(context, self._ask)
        self._sentence = words("forms_text", look="muted")
        self._tabs = named("measurement_tabs", QTabWidget())
        self._actions = self._make_actions()
        self._lay_out()
        self._connect()

    def commands(self) -> Sequence[Command]:
        """What can be done here; import stands in the File menu anyway."""
        homes = {"import_measurements": "", "save_form": "edit", "next_form": "edit"}
        return [
            Command(homes.get(name, "tools"), one)
            for name, one in self._actions.items()
        ]

    def entered_by(self) -> str:
        """Who enters, as it goes on record."""
        return self._bar.entered_by()

    def show_place(self, subject: str, visit: str) -> None:
        """Show the form of a subject at a visit."""
        self._tabs.setCurrentIndex(0)
        self._grid.choose(subject, visit)

    def import_table(self, path: Path) -> None:
        """Show what importing a table would do."""
        self._ask(partial(self._open_import, path))

    def _open_import(self, path: Path, by: str) -> None:
        ImportDialog(self._context, path, by, self, self._bar.entry()).open()

    def _ask(self, then: Callable[[str], object]) -> None:
        """Make sure of who enters, then do it."""
        by = self.entered_by()
        ask(self._context, self, Act.IMPORT, then, usual=by)

    @Slot()
    def refresh(self) -> None:
        """Show the study as it is now; what is typed and not saved stays."""
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        store = self._context.study.store
        self._values = store.measurements()
        grid = filling_grid(
            self._protocol,
            self._instruments,
            [one.code for one in store.subjects()],
            self._values,
            self._bar.entry(),
        )
        shown = self._form.form
        self._forms = {
            key: one
            for key, one in self._forms.items()
            if one.is_changed or one is shown
        }
        changed = [one for one in self._forms.values() if one.reload(self._values)]
        is_first = not self._grid.grid.subjects
        self._grid.set_grid(grid)
        self._sentence.setText(grid.sentence())
        self._events.refresh()
        if is_first and self._grid.place() is None:
            self._choose_first()
        self._show_form(anew=shown in changed)

    def _make_actions(self) -> dict[str, QAction]:
        rows = (
            ("import_measurements", "Import measurements…", self._on_import, ""),
            ("save_form", "Save the form", self._on_save, "Ctrl+S"),
            ("next_form", "Save and next form", self._on_next, "Ctrl+Return"),
            ("not_done", "Not done", self._form.toggle_not_done, "Ctrl+D"),
            ("go_to_grid", "Choose a form", self._grid.setFocus, "Ctrl+G"),
            ("add_subject", "Add a subject…", self._on_add_subject, ""),
            ("show_instruments", "Instruments…", self._on_instruments, ""),
            ("compare_entries", "Compare both entries…", self._on_compare, ""),
            ("add_event", "Add an adverse event…", self._on_add_event, "Ctrl+E"),
        )
        actions = {}
        for name, text, on_triggered, keys in rows:
            action = named(name, QAction(self.tr(text), self))
            if keys:
                action.setShortcut(QKeySequence(keys))
            action.triggered.connect(on_triggered)
            self.addAction(action)
            actions[name] = action
        actions["next_form"].setShortcuts(
            [QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")]
        )
        return actions

    def _lay_out(self) -> None:
        self._bar.add(self._button("compare_entries", "compare"))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._grid)
        splitter.addWidget(self._form)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([400, 640])
        values = QWidget()
        column = QVBoxLayout(values)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addWidget(self._bar)
        column.addWidget(self._sentence)
        column.addWidget(splitter, 1)
        self._tabs.addTab(values, self.tr("Values"))
        self._tabs.addTab(self._events, self.tr("Adverse events"))
        layout = page_layout(self)
        layout.addLayout(
            title_row(
                words("measurements_title", self.tr("Measurements"), "title"),
                self._button("add_subject", "people"),
                self._button("show_instruments", "settings"),
                self._button("import_measurements", "import"),
            )
        )
        layout.addWidget(self._tabs, 1)

    def _button(self, name: str, icon: str) -> QPushButton:
        action = self._actions[name]
        button = named(f"{name}_button", QPushButton(action.text()))
        icons.give(button, icon)
        button.clicked.connect(action.trigger)
        return button

    def _connect(self) -> None:
        self._grid.place_chosen.connect(self._on_place_chosen)
        self._grid.entered.connect(self._form.focus_first)
        self._form.left.connect(self._grid.setFocus)
        self._form.edited.connect(self._mark_changed)
        self._form.save_requested.connect(self._on_save)
        self._form.next_requested.connect(self._on_next)
        self._form.agreement_requested.connect(self._on_instruments)
        self._bar.entry_changed.connect(self._on_entry_changed)
        self._context.study.changed.connect(self.refresh)

    def _choose_first(self) -> None:
        grid = self._grid.grid
        if grid.subjects:
            planned = dict(zip(grid.visits, grid.planned, strict=True))
            visit = next((key for key in planned if planned[key]), grid.visits[0])
            self._grid.choose(grid.subjects[0], visit)

    def _show_form(self, *, anew: bool = False) -> None:
        """Show the form of the current cell; the one that is shown only if anew."""
        place = self._grid.place()
        if place is None:
            self._form.show_form(None, self.tr("Choose a form in the grid."))
            return
        store, number = self._context.study.store, self._bar.entry()
        key = (*place, number)
        shown = self._form.form
        if key not in self._forms:
            self._forms[key] = FormPresenter(store, *place, number, self._values)
        form = self._forms[key]
        if shown is form and not anew:
            self._form.refresh()
        else:
            name = self._protocol.visit(place[1]).name
            title = f"{place[0]}, {name}"
            second = self.tr("{}, second entry").format(title)
            self._form.show_form(form, second if number == 2 else title)
            self._form.set_message(self._form_words(form))
        measures = [
            one.instrument for one in form.fields if isinstance(one.instrument, Measure)
        ]
        self._form.set_notice(licence_notice(store, measures))
        self._mark_changed()

    def _form_words(self, form: FormPresenter) -> str:
        if form.is_locked:
            return self.tr("The study is locked: nothing can be entered any more.")
        return "" if form.fields else self.tr("Nothing is planned at this visit.")

    @Slot(str, str)
    def _on_place_chosen(self) -> None:
        shown = self._form.form
        if shown is not None and not shown.is_changed:
            self._forms.pop((shown.subject, shown.visit, shown.entry), None)
        self._show_form()

    @Slot()
    def _mark_changed(self) -> None:
        number = self._bar.entry()
        self._grid.set_changed(
            frozenset(
                (subject, visit)
                for (subject, visit, entry), form in self._forms.items()
                if entry == number and form.is_changed
            )
        )

    @Slot()
    def _on_entry_changed(self) -> None:
        self._forms = {key: one for key, one in self._forms.items() if one.is_changed}
        self.refresh()

    @Slot()
    def _on_save(self) -> None:
        self._save(and_next=False)

    @Slot()
    def _on_next(self) -> None:
        self._save(and_next=True)

    def _save(self, *, and_next: bool) -> None:
        """Save the form, after asking for the reason of corrections."""
        form = self._form.form
        if form is None or form.is_locked or self._tabs.currentIndex():
            return
        faults = form.faults()
        if faults:
            text = self.tr("Not saved: {}.").format(counted(len(faults), "fault"))
            self._form.set_message(text, "bad")
            self._form.focus_first()
            return
        self._ask(partial(self._save_as, form, and_next=and_next))

    def _save_as(self, form: FormPresenter, by: str, *, and_next: bool) -> None:
        """Save the form in somebody's name."""
        if other := other_person_fault(form, self._context.study.store, by):
            self._context.study.signed_in = ""
            self._form.set_message(other, "bad")
            self._bar.ask_who()
            return
        corrections = form.corrections()
        if not corrections:
            self._store(form, by, "", and_next=and_next)
            return
        question = Confirmation(
            self.tr("Correct what is stored?"),
            self.tr("{}. What was stored before stays on record.").format(
                listed(corrections)
            ),
            self.tr("Correct"),
            self,
            needs_reason=True,
        )
        question.confirmed.connect(partial(self._store, form, by, and_next=and_next))
        question.open()

    def _store(self, form: FormPresenter, by: str, why: str, *, and_next: bool) -> None:
        rated_by = self._bar.rated_by()
        try:
            saved = form.save(by=by, rated_by=rated_by, why=why)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        count = saved.values + saved.others
        if count:
            self._context.study.tell("measurements")
            self._context.shell.told.emit(self.tr("The form is saved."))
        self._form.set_message(
            self.tr("Saved.") if count else self.tr("Nothing was changed.")
        )
        if and_next:
            if self._grid.choose_following():
                self._form.focus_first()
            else:
                self._form.set_message(self.tr("Saved. This was the last form."))

    @Slot()
    def _on_import(self) -> None:
        path = file_dialogs.open_file(
            self,
            self._context.settings,
            "measurements",
            self.tr("Import measurements"),
            file_dialogs.TABLES,
        )
        if path is not None:
            self.import_table(path)

    @Slot()
    def _on_add_subject(self) -> None:
        self._ask(lambda by: SubjectDialog(self._context, by, self).open())

    @Slot()
    def _on_instruments(self) -> None:
        self._ask(lambda by: ConstantsDialog(self._context, by, self).open())

    @Slot()
    def _on_compare(self) -> None:
        self._ask(lambda by: DoubleEntryDialog(self._context, by, self).open())

    @Slot()
    def _on_add_event(self) -> None:
        self._tabs.setCurrentWidget(self._events)
        self._events.add()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self.refresh()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped_table(event) is not None:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        path = _dropped_table(event)
        if path is not None:
            event.acceptProposedAction()
            self.import_table(path)


def _dropped_table(event: QDropEvent) -> Path | None:
    """The table that is being dropped, if it is one and a single one."""
    paths = dropped_files(event)
    is_table = len(paths) == 1 and paths[0].suffix.lower() in _TABLES
    return paths[0] if is_table else None
