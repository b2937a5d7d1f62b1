"""The page of trajectories: choices above, plots in the middle, numbers below."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QRadioButton,
    QSizePolicy,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import file_dialogs, icons
from gui.context import Command, PageContext
from gui.naming import named
from gui.pages.trajectories.loading import trajectory_input
from gui.pages.trajectories.presenter import (
    NextStep,
    StartWork,
    TableRow,
    TrajectoriesPresenter,
)
from gui.pages.trajectories.reporting import save_report
from gui.plots.trajectory_plot import TrajectoryPlot
from gui.settings import Settings
from gui.sign_in import COORDINATOR, Then, ask
from gui.tables.record_table import Column, RecordTable
from models.audit.exporting import record_export
from models.people.roles import Act
from models.progress import Progress
from models.statistics.panels import Panel, day_text
from models.statistics.trajectories import Centre, Measure

FIGURE_KINDS = "SVG drawing (*.svg);;PDF page (*.pdf);;PNG picture (*.png)"
TABLE_KINDS = "CSV table (*.csv)"
WORKBOOK_KINDS = "Excel workbook (*.xlsx)"


_STEPS = {
    NextStep.IMPORT_PHOTOGRAPHS: "Go to Photographs",
    NextStep.RATE: "Go to Rate",
    NextStep.OPEN_ALLOCATION: "Open the allocation…",
    NextStep.NONE: "",
}


class TrajectoriesPage(QWidget):
    """Shows what the presenter decides.

    Signals:
        opening_requested: The user wants to open the sealed allocation, on record.
        page_requested: The user wants to see the page with this key.
        workbook_requested: The user wants the workbook of the study.
        report_requested: The user wants the report as PDF.
        told: A sentence about what was done.

    Attributes:
        permit: Makes sure that somebody may export, then does what it is given.
    """

    opening_requested = Signal()
    page_requested = Signal(str)
    workbook_requested = Signal()
    report_requested = Signal()
    told = Signal(str)

    def __init__(self, settings: Settings, *, noun: str = "subject") -> None:
        """Make the page.

        Args:
            settings: Of the user.
            noun: What is followed by single lines: "subject" or "side".
        """
        super().__init__()
        self.setObjectName("trajectories_page")
        self.setProperty("look", "page")
        self.presenter: TrajectoriesPresenter | None = None
        self.permit: Callable[[Then], object] = lambda then: then(COORDINATOR)
        self._settings = settings
        self._noun = noun
        self._step = NextStep.NONE
        self._scale_actions: dict[str, QAction] = {}
        self._is_stale = True
        self._plot = TrajectoryPlot()
        self._table = _table()
        self._actions = self._make_actions()
        self._choices = self._make_choices()
        self._state = named("allocation_state", QLabel(), "warn")
        self._method = named("method_label", QLabel(), "small")
        self._notes = named("left_out_label", QLabel(), "small")
        for label in (self._state, self._method, self._notes):
            label.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 12)
        box.setSpacing(8)
        box.addLayout(self._heading())
        self._stack = QStackedLayout()
        self._stack.addWidget(self._nothing())
        self._stack.addWidget(self._figure())
        box.addLayout(self._stack, 1)
        self._set_savable(savable=False)

    def attach(self, presenter: TrajectoriesPresenter) -> None:
        """Let a presenter decide; the page keeps it, for Qt does not."""
        self.presenter = presenter

    def commands(self) -> Sequence[Command]:
        """Saving, for the menus."""
        return [Command("analysis", action) for action in self._actions.values()]

    def show_nothing(self, heading: str, text: str, step: NextStep) -> None:
        """Say why there is no figure, and offer the next step."""
        self._step = step
        self._empty_heading.setText(heading)
        self._empty_text.setText(text)
        self._empty_button.setText(_STEPS[step])
        self._empty_button.setVisible(step is not NextStep.NONE)
        self._stack.setCurrentIndex(0)
        self._choices.hide()
        self._set_savable(savable=False)

    def show_figure(self, figure: Sequence[Panel], groups: Sequence[str]) -> None:
        """Draw panels, with a legend of these groups."""
        self._plot.show_panels(figure, groups)
        self._table.setColumnHidden(_GROUP_COLUMN, not groups)
        self._stack.setCurrentIndex(1)
        self._choices.show()
        self._set_savable(savable=True)

    def show_table(self, rows: Sequence[TableRow], centre: str) -> None:
        """Show the numbers behind the figure."""
        self._table.set_records(rows)
        words = self.tr("Numbers behind the plots: {} of each group at each visit")
        self._table.setAccessibleName(words.format(centre))

    def show_scales(self, scales: Sequence[tuple[str, str]], shown: set[str]) -> None:
        """Offer scales, by key and name, and tick those that are shown."""
        if [key for key, _ in scales] != list(self._scale_actions):
            self._scale_menu.clear()
            self._scale_actions = {}
            for key, name in scales:
                action = named(f"scale_{key}", QAction(name, self._scale_menu))
                action.setCheckable(True)
                action.triggered.connect(self._on_scale_triggered)
                self._scale_menu.addAction(action)
                self._scale_actions[key] = action
        for key, action in self._scale_actions.items():
            action.setChecked(key in shown)
        every = len(shown) == len(scales)
        self._scales_button.setText(
            self.tr("All scales")
            if every
            else self.tr("{} of {} scales").format(len(shown), len(scales))
        )

    def show_status(self, state: str, method: str, notes: Sequence[str]) -> None:
        """Say whether arms are masked, how it was computed, what is left out."""
        self._state.setText(state)
        self._state.setVisible(bool(state))
        self._method.setText(f"{method[:1].upper()}{method[1:]}.")
        self._notes.setText(" ".join(notes))
        self._notes.setVisible(bool(notes))

    def tell(self, sentence: str) -> None:
        """Say in passing that something was done."""
        self.told.emit(sentence)

    @Slot()
    def refresh(self) -> None:
        """Read the study anew, now or when the page is seen again."""
        self._is_stale = True
        if self.isVisible() and self.presenter is not None:
            self._is_stale = False
            self.presenter.refresh()

    @Slot()
    def repaint_plots(self) -> None:
        """Draw the plots in the colours that hold now."""
        self._plot.redraw()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.Show and self._is_stale:
            self.refresh()
        return done

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.presenter = None
        super().closeEvent(event)

    @Slot()
    def _on_step_clicked(self) -> None:
        if self._step is NextStep.OPEN_ALLOCATION:
            self.opening_requested.emit()
        elif self._step is NextStep.RATE:
            self.page_requested.emit("rating")
        elif self._step is NextStep.IMPORT_PHOTOGRAPHS:
            self.page_requested.emit("photographs")

    @Slot()
    def _on_choice_clicked(self) -> None:
        if self.presenter is None:
            return
        change, median = self._change.isChecked(), self._median.isChecked()
        self.presenter.choose_measure(Measure.CHANGE if change else Measure.SCORE)
        self.presenter.choose_centre(Centre.MEDIAN if median else Centre.MEAN)
        self.presenter.show_subjects(shown=self._subjects.isChecked())

    @Slot()
    def _on_scale_triggered(self) -> None:
        if self.presenter is None:
            return
        keys = [key for key, one in self._scale_actions.items() if one.isChecked()]
        every = len(keys) == len(self._scale_actions)
        self.presenter.choose_scales([] if every else keys)
        if not keys:  # none ticked means all: show the ticks that hold
            for action in self._scale_actions.values():
                action.setChecked(True)

    @Slot(bool)
    def _on_table_toggled(self, shown: bool) -> None:
        self._table.setVisible(shown)

    @Slot()
    def _on_save_figure(self) -> None:
        self.permit(self._save_figure)

    def _save_figure(self, _: str) -> None:
        path = self._ask("figure", self.tr("Save figure"), FIGURE_KINDS, ".svg")
        if path is not None and self.presenter is not None:
            self.presenter.save_figure(path)

    @Slot()
    def _on_save_table(self) -> None:
        self.permit(self._save_table)

    def _save_table(self, _: str) -> None:
        path = self._ask("table", self.tr("Save table"), TABLE_KINDS, ".csv")
        if path is not None and self.presenter is not None:
            self.presenter.save_table(path)

    def _ask(self, dialog: str, title: str, kinds: str, ending: str) -> Path | None:
        if self.presenter is None:
            return None
        proposal = self.presenter.proposal(ending)
        return file_dialogs.save_file(
            self, self._settings, dialog, title, kinds, proposal
        )

    def _set_savable(self, *, savable: bool) -> None:
        for name in ("save_figure", "save_table"):
            self._actions[name].setEnabled(savable)

    def _make_actions(self) -> dict[str, QAction]:
        wished: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("save_figure", self.tr("Save figure…"), "export", self._on_save_figure),
            ("save_table", self.tr("Save table…"), "table", self._on_save_table),
            (
                "save_workbook",
                self.tr("Save workbook…"),
                "export",
                self.workbook_requested.emit,
            ),
            (
                "save_report",
                self.tr("Report as PDF…"),
                "export",
                self.report_requested.emit,
            ),
        )
        actions = {}
        for name, text, icon, slot in wished:
            action = named(name, QAction(text, self))
            action.setIconText(text)  # buttons would lose the dots
            icons.give(action, icon)
            action.triggered.connect(slot)
            actions[name] = action
        return actions

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(named("page_title", QLabel(self.tr("Trajectories")), "title"), 1)
        for name, action in self._actions.items():
            button = named(f"{name}_button", QToolButton(), "button")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setDefaultAction(action)
            row.addWidget(button)
        return row

    def _make_choices(self) -> QWidget:
        self._score = named("score_choice", QRadioButton(self.tr("Score")))
        self._change = named(
            "change_choice", QRadioButton(self.tr("Change from baseline"))
        )
        self._mean = named("mean_choice", QRadioButton(self.tr("Mean")))
        self._median = named("median_choice", QRadioButton(self.tr("Median")))
        self._subjects = named("subjects_choice", QCheckBox())
        self._subjects.setText(self.tr("Single {}s").format(self._noun))
        self._scales_button = named("scales_button", QToolButton(), "button")
        self._scale_menu = QMenu(self._scales_button)
        self._scale_menu.setObjectName("scale_menu")
        self._scales_button.setMenu(self._scale_menu)
        self._scales_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._scales_button.setAccessibleName(self.tr("Scales shown"))
        self._table_choice = named("table_choice", QCheckBox(self.tr("Table")))
        self._score.setChecked(True)
        self._mean.setChecked(True)
        self._subjects.setChecked(True)
        self._groups = [
            _grouped(self, self._score, self._change),
            _grouped(self, self._mean, self._median),
        ]
        for one in (self._score, self._change, self._mean, self._median):
            one.clicked.connect(self._on_choice_clicked)
        self._subjects.clicked.connect(self._on_choice_clicked)
        self._table_choice.toggled.connect(self._on_table_toggled)
        return _row(
            "trajectory_choices",
            (self._score, self._change),
            (self._mean, self._median),
            (self._subjects, self._table_choice),
            (self._scales_button,),
        )

    def _nothing(self) -> QWidget:
        self._empty_heading = named("empty_heading", QLabel(), "heading")
        self._empty_text = named("empty_text", QLabel())
        self._empty_text.setWordWrap(True)
        self._empty_button = named("empty_button", QPushButton(), "primary")
        self._empty_button.clicked.connect(self._on_step_clicked)
        self._empty_button.hide()
        card = named("empty_card", QFrame(), "card")
        card.setMaximumWidth(620)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(28, 24, 28, 24)
        inner.setSpacing(12)
        inner.addWidget(self._empty_heading)
        inner.addWidget(self._empty_text)
        inner.addWidget(self._empty_button, 0, Qt.AlignmentFlag.AlignLeft)
        page = QWidget()
        outer = QVBoxLayout(page)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 6)
        row.addStretch(1)
        outer.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(2)
        return page

    def _figure(self) -> QWidget:
        page = QWidget()
        box = QVBoxLayout(page)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(6)
        card = named("trajectory_card", QFrame(), "card")
        inner = QVBoxLayout(card)
        inner.setContentsMargins(8, 8, 8, 8)
        inner.addWidget(self._plot)
        splitter = named("trajectory_splitter", QSplitter(Qt.Orientation.Vertical))
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(card)
        splitter.addWidget(self._table)
        splitter.setSizes([600, 240])
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        self._table.hide()
        box.addWidget(self._state)
        box.addWidget(self._choices)
        box.addWidget(splitter, 1)
        box.addWidget(self._method)
        box.addWidget(self._notes)
        return page


def trajectories_page(context: PageContext, start: StartWork) -> TrajectoriesPage:
    """The page of the open study, with its presenter behind it."""
    store = context.study.store
    page = TrajectoriesPage(context.settings, noun=store.protocol().unit_noun)
    page.attach(
        TrajectoriesPresenter(
            page,
            lambda: trajectory_input(store),
            start=start,
            record=lambda what, name: record_export(
                store, what, name, by=context.study.signed_in or COORDINATOR
            ),
        )
    )
    page.permit = partial(ask, context, page, Act.EXPORT)
    return page


def build(context: PageContext) -> QWidget:
    """Build the page for the study that is open."""
    page = trajectories_page(context, context.jobs.start)
    shell = context.shell
    page.page_requested.connect(shell.page_requested)
    page.told.connect(shell.told)
    page.opening_requested.connect(
        lambda: shell.page_command_requested.emit("record", "open_allocation")
    )
    page.workbook_requested.connect(
        lambda: page.permit(partial(_save_workbook, page, context))
    )
    page.report_requested.connect(
        lambda: page.permit(partial(save_report, page, context))
    )
    context.study.changed.connect(page.refresh)
    context.theme.changed.connect(page.repaint_plots)
    return page


_GROUP_COLUMN = 1


def _table() -> RecordTable[TableRow]:
    table: RecordTable[TableRow] = RecordTable(
        (
            Column("Scale", lambda row: row.scale),
            Column("Group", lambda row: row.group),
            Column("Visit", lambda row: row.visit, order=lambda row: row.day),
            Column(
                "Day",
                lambda row: day_text(row.day).removeprefix("day "),
                order=lambda row: row.day,
                is_number=True,
            ),
            Column("n", lambda row: str(row.n), order=_n, is_number=True),
            Column("Missing", _missing, is_number=True),
            Column("Mean or median", lambda row: row.centre, is_number=True),
            Column("95 % interval", lambda row: row.interval, is_number=True),
            Column("SD", lambda row: row.sd, is_number=True),
            Column("Note", lambda row: row.note, stretches=True),
        )
    )
    table.setObjectName("trajectory_table")
    return table


def _n(row: TableRow) -> float:
    return row.n


def _missing(row: TableRow) -> str:
    return str(row.subjects - row.n)


def _grouped(parent: QWidget, *buttons: QRadioButton) -> QButtonGroup:
    group = QButtonGroup(parent)
    for button in buttons:
        group.addButton(button)
    return group


def _row(name: str, *parts: Sequence[QWidget]) -> QWidget:
    """Widgets in a row, with more room between the parts than within them."""
    row = named(name, QWidget())
    row.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    box = QHBoxLayout(row)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(10)
    for number, part in enumerate(parts):
        if number:
            box.addSpacing(22)
        for widget in part:
            box.addWidget(widget)
    box.addStretch(1)
    return row


def _save_workbook(page: TrajectoriesPage, context: PageContext, by: str) -> None:
    """Ask where, and write the workbook beside the window.

    While the allocation is sealed it is the blinded edition, without groups.
    """
    # openpyxl is heavy, and needed here only.
    from exports.workbook import write_workbook
    from models.allocation.opening import opened

    if page.presenter is None:
        return
    path = file_dialogs.save_file(
        page,
        context.settings,
        "workbook",
        page.tr("Save workbook"),
        WORKBOOK_KINDS,
        page.presenter.proposal(".xlsx"),
    )
    if path is None:
        return
    store = context.study.store
    allocation = opened(store) if store.protocol().has_arms else None
    groups = allocation.labels() if allocation else None

    def write(progress: Progress) -> None:
        # First, so that the workbook's own trail has the line.
        record_export(store, "workbook", path.name, by=by)
        write_workbook(store, path, groups=groups, progress=progress, by=by)

    context.jobs.start(
        page.tr("Writing the workbook"),
        write,
        lambda _: page.tell(page.tr("Saved {}.").format(path.name)),
    )
