"""The page of trajectories: choices above, plots in the middle, numbers below."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMenu,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import file_dialogs, icons
from gui.context import Command
from gui.flow_layout import flowing
from gui.naming import named
from gui.pages.trajectories.absence import STOPPED, NextStep
from gui.pages.trajectories.choices import Choices
from gui.pages.trajectories.empty_card import EmptyCard
from gui.pages.trajectories.figure_drag import FigureDrag
from gui.pages.trajectories.picking import PickedPoint
from gui.pages.trajectories.presenter import TrajectoriesPresenter
from gui.pages.trajectories.rows import TableRow
from gui.pages.trajectories.table import GROUP_COLUMN, LeftOutDialog, trajectory_table
from gui.plots.picture import figure_picture
from gui.plots.trajectory_plot import Picked, TrajectoryPlot
from gui.settings import Settings
from gui.sign_in import COORDINATOR, Then
from models.statistics.exclusions import Exclusion
from models.statistics.grouping import Grouping
from models.statistics.panels import Panel

FIGURE_KINDS = "SVG drawing (*.svg);;PDF page (*.pdf);;PNG picture (*.png)"
TABLE_KINDS = "CSV table (*.csv)"

_MOST_NOTES = 2  # on the page; all of them stand in the dialog
_WIDTHS = (
    (84.0, "84 mm, one column…"),
    (129.0, "129 mm, one and a half…"),
    (174.0, "174 mm, two columns…"),
)


class TrajectoriesPage(QWidget):
    """Shows what the presenter decides.

    Signals:
        opening_requested: The user wants to open the sealed allocation, on record.
        page_requested: The user wants to see the page with this key.
        workbook_requested: The user wants the workbook of the study.
        report_requested: The user wants the report as PDF.
        picked_ready: What stands behind a point (a PickedPoint) is to be shown.
        told: A sentence about what was done.

    Attributes:
        permit: Makes sure that somebody may export, then does what it is given.
    """

    opening_requested = Signal()
    page_requested = Signal(str)
    workbook_requested = Signal()
    report_requested = Signal()
    picked_ready = Signal(object)
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
        self._figure: tuple[Sequence[Panel], Sequence[str]] = ((), ())
        self._is_stale = True
        self._plot = TrajectoryPlot()
        self._drag = FigureDrag(self._plot)
        self._table = trajectory_table()
        self._empty = EmptyCard()
        self._actions = self._make_actions()
        self._choices = Choices(noun)
        self._state = named("allocation_state", QLabel(), "warn")
        self._method = named("method_label", QLabel(), "small")
        self._notes = named("left_out_label", QLabel(), "small")
        for label in (self._state, self._method, self._notes):
            label.setWordWrap(True)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 12)
        box.setSpacing(8)
        box.addWidget(self._heading())
        self._stack = QStackedLayout()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._figure_part())
        box.addLayout(self._stack, 1)
        self._connect()
        self._set_savable(savable=False)

    def attach(self, presenter: TrajectoriesPresenter) -> None:
        """Let a presenter decide; the page keeps it, for Qt does not."""
        self.presenter = presenter
        choices = self._choices
        choices.measure_chosen.connect(presenter.choose_measure)
        choices.drawing_chosen.connect(presenter.choose_drawing)
        choices.grouping_chosen.connect(presenter.choose_grouping)
        choices.axis_chosen.connect(presenter.choose_axis)
        choices.subjects_chosen.connect(
            lambda shown: presenter.show_subjects(shown=shown)
        )
        choices.scales_chosen.connect(presenter.choose_scales)

    def commands(self) -> Sequence[Command]:
        """Saving and copying, for the menus."""
        return [Command("analysis", action) for action in self._actions.values()]

    def show_nothing(self, heading: str, text: str, step: NextStep) -> None:
        """Say why there is no figure, and offer the next step."""
        self._empty.say(heading, text, step)
        self._stack.setCurrentIndex(0)
        self._choices.hide()
        self._set_savable(savable=False)

    def show_figure(self, figure: Sequence[Panel], groups: Sequence[str]) -> None:
        """Draw panels, with a legend of these groups."""
        self._figure = figure, groups
        self._plot.show_panels(figure, groups)
        self._table.setColumnHidden(GROUP_COLUMN, not groups)
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
        self._choices.show_scales(scales, shown)

    def show_groupings(self, groupings: Sequence[Grouping], chosen: str) -> None:
        """Offer ways of telling subjects apart, and choose one by its key."""
        self._choices.show_groupings(groupings, chosen)

    def show_left_out(
        self, left_out: Sequence[Exclusion], notes: Sequence[str]
    ) -> None:
        """Show what the plots leave out, and why; notes say what concerns many."""
        LeftOutDialog(list(left_out), notes, self._noun, self).open()

    def show_picked(self, picked: PickedPoint) -> None:
        """Show what stands behind a point."""
        self.picked_ready.emit(picked)

    def show_status(self, state: str, method: str, notes: Sequence[str]) -> None:
        """Say whether arms are masked, how it was computed, what is left out."""
        self._state.setText(state)
        self._state.setVisible(bool(state))
        self._method.setText(f"{method[:1].upper()}{method[1:]}.")
        more = len(notes) - _MOST_NOTES
        rest = [self.tr("{} more under Left out.").format(more)] if more > 0 else []
        self._notes.setText(" ".join([*notes[:_MOST_NOTES], *rest]))
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
    def expire(self) -> None:
        """Say that the study could not be read, and read it when it is wished."""
        self._is_stale = True
        if not self._figure[0]:
            self.show_nothing(*STOPPED)

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
        self._drag.close()
        super().closeEvent(event)

    @Slot(object)
    def _on_step_wished(self, step: NextStep) -> None:
        if step is NextStep.OPEN_ALLOCATION:
            self.opening_requested.emit()
        elif step is NextStep.RATE:
            self.page_requested.emit("rating")
        elif step is NextStep.IMPORT_PHOTOGRAPHS:
            self.page_requested.emit("photographs")
        elif step is NextStep.READ_AGAIN:
            self.refresh()

    @Slot(object)
    def _on_picked(self, picked: Picked) -> None:
        if self.presenter is not None:
            place = picked.scale, picked.group, picked.visit
            self.presenter.pick(place, picked.unit)

    @Slot(object)
    def _on_row_activated(self, row: TableRow) -> None:
        if self.presenter is not None:
            self.presenter.pick(row.place)

    @Slot()
    def _on_left_out(self) -> None:
        if self.presenter is not None:
            self.presenter.ask_left_out()

    @Slot()
    def _on_copy_figure(self) -> None:
        self.permit(self._copy_figure)

    def _copy_figure(self, _: str) -> None:
        if self.presenter is not None:
            self._drag.set_picture(self._picture(), self.presenter.proposal(".png"))
            QGuiApplication.clipboard().setMimeData(self._drag.mime_data())
            self.presenter.record_copy("clipboard")
            self.tell(self.tr("The figure is copied."))

    @Slot()
    def _on_drag_begun(self) -> None:
        permitted: list[str] = []
        self.permit(permitted.append)
        if not permitted or self.presenter is None:
            return
        self._drag.set_picture(self._picture(), self.presenter.proposal(".png"))
        if self._drag.carry():
            self.presenter.record_copy("dragged out")

    def _picture(self) -> QImage:
        _, groups = self._figure
        foot = self.presenter.foot() if self.presenter is not None else ""
        return figure_picture(self._plot.shown(), groups, foot)

    def _save_figure_as(self, width: float) -> None:
        self.permit(partial(self._save_figure, width))

    def _save_figure(self, width: float, _: str) -> None:
        path = self._ask("figure", self.tr("Save figure"), FIGURE_KINDS, ".svg")
        if path is not None and self.presenter is not None:
            self.presenter.save_figure(path, width)

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
        for name, action in self._actions.items():
            action.setEnabled(savable or name in ("save_workbook", "save_report"))

    def _connect(self) -> None:
        self._choices.table_toggled.connect(self._table.setVisible)
        self._empty.step_wished.connect(self._on_step_wished)
        self._plot.point_picked.connect(self._on_picked)
        self._plot.drag_begun.connect(self._on_drag_begun)
        self._table.record_activated.connect(self._on_row_activated)

    def _make_actions(self) -> dict[str, QAction]:
        wished: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            (
                "save_figure",
                self.tr("Save figure…"),
                "export",
                partial(self._save_figure_as, _WIDTHS[-1][0]),
            ),
            ("copy_figure", self.tr("Copy figure"), "copy", self._on_copy_figure),
            ("save_table", self.tr("Save table…"), "table", self._on_save_table),
            ("show_left_out", self.tr("Left out…"), "missing", self._on_left_out),
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
        copy = actions["copy_figure"]
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._plot.addAction(copy)
        return actions

    def _heading(self) -> QWidget:
        title = named("page_title", QLabel(self.tr("Trajectories")), "title")
        buttons = []
        for name, action in self._actions.items():
            button = named(f"{name}_button", QToolButton(), "button")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setDefaultAction(action)
            buttons.append(button)
        buttons[0].setMenu(self._width_menu(buttons[0]))
        buttons[0].setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        return flowing("trajectory_heading", title, *buttons, gap=8)

    def _width_menu(self, parent: QWidget) -> QMenu:
        """The widths of journals' columns."""
        menu = named("figure_widths", QMenu(parent))
        for width, text in _WIDTHS:
            action = menu.addAction(self.tr(text))
            action.setObjectName(f"save_figure_{width:.0f}")
            action.triggered.connect(partial(self._save_figure_as, width))
        return menu

    def _figure_part(self) -> QWidget:
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
