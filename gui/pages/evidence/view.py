"""The page of evidence: studies above, what they say together below."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QFontDatabase, QKeySequence
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from exports.evidence.figures import Figure
from gui import file_dialogs, icons
from gui.context import Command
from gui.flow_layout import flowing
from gui.naming import named
from gui.pages.evidence.figure_view import FigureView
from gui.pages.evidence.options import Options
from gui.pages.evidence.own_dialog import OwnDialog
from gui.pages.evidence.presenter import Drawn, EvidencePresenter
from gui.pages.evidence.rows import StudyRow
from gui.pages.evidence.study_dialog import StudyDialog
from gui.pages.evidence.table import study_table
from gui.settings import Settings
from gui.sign_in import COORDINATOR, Then
from models.statistics.evidence.collection import Collection, Own
from models.statistics.evidence.own import own_choices
from models.statistics.trajectories import Trajectories

FIGURE_KINDS = "SVG drawing (*.svg);;PDF page (*.pdf);;PNG picture (*.png)"
TABLE_KINDS = "CSV table (*.csv)"

_WIDTHS = (84.0, 129.0, 174.0)
_TABS = (
    (Figure.FOREST, "Forest plot"),
    (Figure.FUNNEL, "Funnel plot"),
    (Figure.RISK_OF_BIAS, "Risk of bias"),
)
_IN_STUDY = ("own_study",)
_ON_STUDY = ("edit_study", "remove_study")
_ON_TABLE = ("save_evidence",)
_ON_RESULTS = ("save_evidence_figure",)


class EvidencePage(QWidget):
    """Shows what the presenter decides.

    Signals:
        told: A sentence about what was done.

    Attributes:
        permit: Makes sure that somebody may export, then does what it is given.
    """

    told = Signal(str)

    def __init__(self, settings: Settings, *, has_study: bool) -> None:
        """Make the page.

        Args:
            settings: Of the user.
            has_study: Whether there is a study whose own row can be taken.
        """
        super().__init__()
        self.setObjectName("evidence_page")
        self.setProperty("look", "page")
        self.presenter: EvidencePresenter | None = None
        self.permit: Callable[[Then], object] = lambda then: then(COORDINATOR)
        self._settings = settings
        self._is_stale = True
        self._actions = self._make_actions(has_study=has_study)
        self._table = study_table()
        self._options = Options()
        self._views = {one: FigureView(f"{one}_view", text) for one, text in _TABS}
        self._words = named("evidence_words", QPlainTextEdit())
        self._words.setReadOnly(True)
        self._words.setAccessibleName(self.tr("Results in words"))
        self._tabs = named("evidence_tabs", QTabWidget())
        for figure, text in _TABS:
            self._tabs.addTab(self._views[figure], self.tr(text))
            self._views[figure].copied.connect(partial(self._on_copied, figure))
        self._tabs.addTab(self._words, self.tr("In words"))
        names = named("evidence_names", QScrollArea())
        names.setFrameShape(QScrollArea.Shape.NoFrame)
        names.setWidgetResizable(True)
        names.setWidget(self._options.names)
        self._tabs.addTab(names, self.tr("Names and certainty"))
        self._lay_out()
        self._table.record_selected.connect(self._show_possible)
        self._table.record_activated.connect(self._on_edit)
        self._show_possible()

    def attach(self, presenter: EvidencePresenter) -> None:
        """Let a presenter decide; the page keeps it, for Qt does not."""
        self.presenter = presenter
        self._options.plan_chosen.connect(presenter.choose_plan)
        self._options.correlation_chosen.connect(presenter.choose_correlation)
        self._options.words_chosen.connect(presenter.choose_words)

    def commands(self) -> Sequence[Command]:
        """What can be done with the table, for the menus."""
        edits = ("undo_evidence", "redo_evidence")
        return [
            Command("edit" if name in edits else "analysis", action)
            for name, action in self._actions.items()
        ]

    def show_studies(self, rows: Sequence[StudyRow]) -> None:
        """Show the table of studies, with the same one chosen as before."""
        chosen = self._table.selected()
        self._table.set_records(rows)
        numbers = [row.number for row in self._table.records()]
        if chosen is not None and chosen.number in numbers:
            self._table.selectRow(numbers.index(chosen.number))
        elif rows:
            self._table.selectRow(0)
        self._show_possible()

    def show_settings(self, collection: Collection) -> None:
        """Show how studies are pooled, and the words of the figures."""
        self._options.show_settings(collection)

    def show_drawn(self, drawn: Drawn) -> None:
        """Show results and figures."""
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(self.font().pointSizeF())
        self._words.setFont(fixed)  # so that columns stand below one another
        self._words.setPlainText(drawn.text)
        for figure, view in self._views.items():
            if figure in drawn.pictures:
                view.show_picture(drawn.pictures[figure], drawn.text)
            else:
                view.show_reason(drawn.reasons.get(figure, ""))
        self._show_possible()

    def show_history(self, undo: str, redo: str) -> None:
        """Offer to undo and redo what these words name; empty for nothing."""
        for name, verb, what in (
            ("undo_evidence", self.tr("Undo"), undo),
            ("redo_evidence", self.tr("Redo"), redo),
        ):
            self._actions[name].setEnabled(bool(what))
            self._actions[name].setText(f"{verb}: {what}" if what else verb)

    def show_own(self, shown: Trajectories | None, title: str) -> None:
        """Ask what the row of the study itself is, or say why there is none."""
        if shown is None or not own_choices(shown):
            self.tell(
                self.tr(
                    "This study has no row yet: its allocation must be open and two "
                    "groups scored at the same visit."
                )
            )
            return
        dialog = OwnDialog(shown, title, self)
        dialog.chosen.connect(partial(self._on_own_chosen, shown))
        dialog.open()

    def tell(self, sentence: str) -> None:
        """Say in passing that something was done."""
        self.told.emit(sentence)

    @Slot()
    def refresh(self) -> None:
        """Read the table anew, now or when the page is seen again."""
        self._is_stale = True
        if self.isVisible() and self.presenter is not None:
            self._is_stale = False
            self.presenter.refresh()

    @Slot()
    def expire(self) -> None:
        """Say that the table could not be read; it is when the page is seen again."""
        self._is_stale = True
        text = self.tr(
            "Reading or drawing was stopped. Show the page again to redo it."
        )
        for view in self._views.values():
            if not view.has_picture:
                view.show_reason(text)

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.Show and self._is_stale:
            self.refresh()
        return done

    @Slot()
    def _on_add(self) -> None:
        if self.presenter is not None:
            self._enter({}, self.presenter.add)

    @Slot()
    def _on_edit(self) -> None:
        row = self._table.selected()
        if row is None or self.presenter is None:
            return
        entry = self.presenter.entry(row.number)
        if entry is not None and entry.own is not None:
            self.presenter.ask_own()
        elif entry is not None:
            self._enter(entry.cells, partial(self.presenter.edit, row.number))

    def _enter(
        self, cells: Mapping[str, str], then: Callable[[dict[str, str]], object]
    ) -> None:
        if self.presenter is None:
            return
        table = self.presenter.table
        groups = table.first, table.second
        dialog = StudyDialog(self.presenter.faults, groups, cells, self)
        dialog.entered.connect(then)
        dialog.open()

    @Slot()
    def _on_remove(self) -> None:
        row = self._table.selected()
        if row is not None and self.presenter is not None:
            self.presenter.remove(row.number)
            self.tell(self.tr("{} is removed; undo brings it back.").format(row.name))

    @Slot()
    def _on_import(self) -> None:
        path = file_dialogs.open_file(
            self,
            self._settings,
            "evidence",
            self.tr("Import a table of studies"),
            file_dialogs.TABLES,
        )
        if path is not None and self.presenter is not None:
            self.presenter.import_table(path)

    @Slot()
    def _on_own(self) -> None:
        if self.presenter is not None:
            self.presenter.ask_own()

    def _on_own_chosen(self, shown: Trajectories, own: Own, name: str) -> None:
        if self.presenter is not None:
            self.presenter.add_own(shown, own, name)

    def _on_copied(self, figure: Figure) -> None:
        if self.presenter is not None:
            self.presenter.record_copy(figure)
        self.tell(self.tr("The figure is copied."))

    @Slot()
    def _on_undo(self) -> None:
        if self.presenter is not None:
            self.presenter.undo()

    @Slot()
    def _on_redo(self) -> None:
        if self.presenter is not None:
            self.presenter.redo()

    @Slot()
    def _on_save_table(self) -> None:
        self.permit(self._save_table)

    def _save_table(self, _: str) -> None:
        path = self._ask(self.tr("Save table"), TABLE_KINDS, "evidence.csv")
        if path is not None and self.presenter is not None:
            self.presenter.save_table(path)

    def _on_save_figure(self, width: float) -> None:
        self.permit(partial(self._save_figure, width))

    def _save_figure(self, width: float, _: str) -> None:
        figure = self._figure()
        name = f"{figure.value}.svg"
        path = self._ask(self.tr("Save figure"), FIGURE_KINDS, name)
        if path is not None and self.presenter is not None:
            self.presenter.save_figure(path, figure, width)

    def _figure(self) -> Figure:
        """The figure that is shown; the forest plot beside the words."""
        at = self._tabs.currentIndex()
        return _TABS[at][0] if at < len(_TABS) else Figure.FOREST

    def _ask(self, title: str, kinds: str, proposal: str) -> Path | None:
        return file_dialogs.save_file(
            self, self._settings, "evidence", title, kinds, proposal
        )

    @Slot()
    def _show_possible(self) -> None:
        """Enable what can be done now."""
        has_chosen = self._table.selected() is not None
        has_results = self.presenter is not None and self.presenter.has_results
        for names, is_possible in (
            (_ON_STUDY, has_chosen),
            (_ON_TABLE, bool(self._table.records())),
            (_ON_RESULTS, has_results),
        ):
            for name in names:
                self._actions[name].setEnabled(is_possible)

    def _make_actions(self, *, has_study: bool) -> dict[str, QAction]:
        wished: tuple[tuple[str, str, str, Callable[[], object]], ...] = (
            ("add_study", self.tr("Add a study…"), "new", self._on_add),
            ("edit_study", self.tr("Change…"), "settings", self._on_edit),
            ("remove_study", self.tr("Remove"), "cross", self._on_remove),
            ("own_study", self.tr("This study…"), "study", self._on_own),
            ("import_evidence", self.tr("Import…"), "import", self._on_import),
            ("save_evidence", self.tr("Save table…"), "table", self._on_save_table),
            (
                "save_evidence_figure",
                self.tr("Save figure…"),
                "export",
                partial(self._on_save_figure, _WIDTHS[-1]),
            ),
            ("undo_evidence", self.tr("Undo"), "undo", self._on_undo),
            ("redo_evidence", self.tr("Redo"), "redo", self._on_redo),
        )
        actions = {}
        for name, text, icon, slot in wished:
            if name in _IN_STUDY and not has_study:
                continue
            action = named(name, QAction(text, self))
            action.setIconText(text)  # buttons would lose the dots
            icons.give(action, icon)
            action.triggered.connect(slot)
            actions[name] = action
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        for name, keys in (
            ("undo_evidence", QKeySequence.StandardKey.Undo),
            ("redo_evidence", QKeySequence.StandardKey.Redo),
            ("add_study", QKeySequence("Ctrl+Shift+N")),
            ("remove_study", QKeySequence.StandardKey.Delete),
        ):
            actions[name].setShortcut(QKeySequence(keys))
            actions[name].setShortcutContext(within)
            self.addAction(actions[name])
        return actions

    def _lay_out(self) -> None:
        title = named("evidence_title", QLabel(self.tr("Evidence")), "title")
        buttons = []
        for name, action in self._actions.items():
            if name in ("undo_evidence", "redo_evidence"):
                continue
            button = named(f"{name}_button", QToolButton(), "button")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setDefaultAction(action)
            if name == "save_evidence_figure":
                button.setMenu(self._width_menu(button))
                button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
            buttons.append(button)
        below = QWidget()
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._options)
        column.addWidget(self._tabs, 1)
        splitter = named("evidence_splitter", QSplitter(Qt.Orientation.Vertical))
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._table)
        splitter.addWidget(below)
        splitter.setSizes([220, 460])
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 3)
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 14, 20, 12)
        box.setSpacing(8)
        box.addWidget(flowing("evidence_heading", title, *buttons, gap=8))
        box.addWidget(splitter, 1)

    def _width_menu(self, parent: QWidget) -> QMenu:
        """The widths of journals' columns."""
        menu = named("evidence_widths", QMenu(parent))
        for width in _WIDTHS:
            action = menu.addAction(self.tr("{} mm wide…").format(round(width)))
            action.setObjectName(f"save_evidence_{width:.0f}")
            action.triggered.connect(partial(self._on_save_figure, width))
        return menu
