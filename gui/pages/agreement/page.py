"""The page of agreement: what to read first, then every number behind it."""

import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QGuiApplication, QImage
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import file_dialogs, icons
from gui.context import Command, PageContext
from gui.layouts import words
from gui.naming import named
from gui.pages.agreement.choice_start import ChoiceStartDialog
from gui.pages.agreement.choices import Choices
from gui.pages.agreement.gallery import GalleryTab
from gui.pages.agreement.loading import Filter, Named
from gui.pages.agreement.presenter import (
    AgreementPresenter,
    Figure,
    Headline,
    Which,
    write_figure,
)
from gui.pages.agreement.tabs import (
    CoefficientTab,
    CourseTab,
    GroupTab,
    PairTab,
    RaterTab,
    RepeatTab,
)
from gui.pages.rating.choice_panel import ChoicePanel
from models.errors import ExpectedError
from models.reading.before_after import open_choices
from models.statistics.agreement.study import ItemAgreement

T = TypeVar("T")

FIGURE_KINDS = "SVG drawing (*.svg);;PDF page (*.pdf);;PNG picture (*.png)"
TABLE_KINDS = "CSV table (*.csv)"
REPORT_KINDS = "PDF report (*.pdf)"
COORDINATOR = "coordinator"
_FIGURES = (
    ("save_confusion", "Grades of the pair…", Figure.CONFUSION, "grades"),
    ("save_bland_altman", "Bland-Altman of the pair…", Figure.BLAND_ALTMAN, "limits"),
    ("save_bias", "Bias of raters…", Figure.BIAS, "bias"),
    ("save_grades", "Grades of the rater…", Figure.GRADES, "favourites"),
    ("save_course", "Course of the rater…", Figure.COURSE, "course"),
)

_BUTTONS = ("copy_agreement_figure", "save_matrix", "save_agreement_report")


class AgreementPage(QWidget):
    """Shows what the presenter decides.

    Signals:
        told: A sentence about what was done.
        report_requested: The user wants the report; where.
    """

    told = Signal(str)
    report_requested = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("agreement_page")
        self.setProperty("look", "page")
        self.presenter: AgreementPresenter | None = None
        self._context = context
        self._settings = context.settings
        self._is_stale = True
        self.choices = Choices()
        self.coefficients, self.pairs = CoefficientTab(), PairTab()
        self.raters, self.courses = RaterTab(), CourseTab()
        self.groups, self.repeats = GroupTab(), RepeatTab()
        self.gallery = GalleryTab(context)
        self.gallery.told.connect(self.told)
        self._actions = self._make_actions()
        self._before_after = named(
            "before_after", QAction(self.tr("Before or after?…"), self)
        )
        self._before_after.triggered.connect(self._on_before_after)
        context.shell.leave_requested.connect(self.leave_choices)
        self.tabs = self._make_tabs()
        self.tabs.currentChanged.connect(self._on_tab)
        self.panel: ChoicePanel | None = None
        inner = QWidget()
        self._layers = QStackedLayout(self)
        self._layers.addWidget(inner)
        box = QVBoxLayout(inner)
        box.setContentsMargins(20, 14, 20, 12)
        box.setSpacing(8)
        box.addLayout(self._heading())
        box.addWidget(self.choices)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._nothing())
        self._stack.addWidget(self._numbers())
        box.addLayout(self._stack, 1)
        self.choices.hide()  # until there is anything to choose from
        self.show_nothing("", "")

    def attach(self, presenter: AgreementPresenter) -> None:
        """Let a presenter decide; the page keeps it, for Qt does not."""
        self.presenter = presenter
        self.choices.scale_chosen.connect(presenter.choose_scale)
        self.choices.kept.connect(presenter.keep)

    def commands(self) -> Sequence[Command]:
        """Saving, and what raters are asked in pairs, for the menus."""
        own = [Command("analysis", action) for action in self._actions.values()]
        return [*own, Command("tools", self._before_after)]

    def start_choices(self, rater: str) -> None:
        """Show the pairs of a rater, and nothing else until that is left."""
        try:
            session = open_choices(self._context.study.store, rater)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self.panel = ChoicePanel(self._context, session)
        self.panel.left.connect(self.leave_choices)
        self._layers.addWidget(self.panel)
        self._layers.setCurrentWidget(self.panel)
        self._context.shell.set_blinded(True)
        self.panel.setFocus()

    @Slot()
    def leave_choices(self) -> None:
        """Go back to the numbers."""
        if self.panel is None:
            return
        panel, self.panel = self.panel, None
        panel.stop()
        self._layers.removeWidget(panel)
        panel.deleteLater()
        self._context.shell.set_blinded(False)

    def show_nothing(self, heading: str, text: str, *, again: bool = False) -> None:
        """Say why there are no numbers, and offer to compute them if that is so."""
        self._empty_heading.setText(heading)
        self._empty_text.setText(text)
        self._again.setVisible(again)
        self._stack.setCurrentIndex(0)
        for action in self._actions.values():
            action.setEnabled(False)

    def show_choices(self, choices: dict[str, Named], chosen: Filter) -> None:
        """Offer scales, raters, visits, sites and views."""
        self.choices.show_choices(choices, chosen)
        self.choices.show()

    def show_agreement(
        self, headline: Headline, found: ItemAgreement, visits: Named
    ) -> None:
        """Show all numbers."""
        self._first.setText(
            f"{headline.name}: {headline.value}" if headline.name else ""
        )
        self._first.setVisible(bool(headline.name))
        self._words.setText(headline.words[:1].upper() + headline.words[1:])
        self._words.setVisible(bool(headline.words))
        self._reason.setText(headline.reason)
        self._sizes.setText(headline.sizes)
        for tab in (self.coefficients, self.pairs, self.raters, self.courses):
            tab.show_agreement(found)
        self.repeats.found = found
        self.groups.show_groups(found, visits)
        self.gallery.show_scale(found.between.item)
        self.tabs.setMinimumHeight(self.tabs.minimumSizeHint().height())
        self._stack.setCurrentIndex(1)
        for action in self._actions.values():
            action.setEnabled(True)
        for name, _, what, _ in _FIGURES:
            is_of_pair = what in (Figure.CONFUSION, Figure.BLAND_ALTMAN)
            is_there = bool(found.between.pairs) or not is_of_pair
            self._actions[name].setEnabled(is_there)
        self._on_tab()

    def withhold_repeats(self, why: str) -> None:
        """Say why the hidden repeats are not told, or show them if that is empty."""
        self.repeats.withhold(why)

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
        for tab in (self.pairs, self.raters, self.courses):
            tab.redraw()

    @override
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.Show and self._is_stale:
            self.refresh()
        return done

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.presenter = None
        self.gallery.stop()
        if self.panel is not None:
            self.panel.stop()
        super().closeEvent(event)

    @Slot()
    def on_stopped(self) -> None:
        """Say that the work was cancelled."""
        if self.presenter is not None:
            self.presenter.stopped()

    @Slot()
    def _on_before_after(self) -> None:
        try:
            dialog = ChoiceStartDialog(self._context.study.store, self)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        dialog.chosen.connect(self.start_choices)
        dialog.open()

    @Slot()
    def _on_again(self) -> None:
        if self.presenter is not None:
            self.presenter.refresh()

    def _on_save_figure(self, what: Figure, word: str, *_: object) -> None:
        path = self._ask("figure", self.tr("Save figure"), FIGURE_KINDS, word, ".svg")
        if path is not None and self.presenter is not None:
            self.presenter.save_figure(what, self._which(), path)

    def _which(self) -> Which:
        """What is chosen on the tabs with figures."""
        return Which(
            self.pairs.choice.currentIndex(),
            self.raters.choice.currentIndex(),
            self.courses.choice.currentIndex(),
            self.courses.what.currentData(),
        )

    @Slot()
    def _on_tab(self) -> None:
        """Copying is for tabs with a figure."""
        is_shown = self._actions["save_bias"].isEnabled()
        can_copy = is_shown and self.tabs.currentWidget() in self._figures_of_tabs()
        self._actions["copy_agreement_figure"].setEnabled(can_copy)

    def _figures_of_tabs(self) -> dict[QWidget, Figure]:
        return {
            self.pairs: Figure.CONFUSION,
            self.raters: Figure.BIAS,
            self.courses: Figure.COURSE,
        }

    @Slot()
    def _on_save_matrix(self) -> None:
        title = self.tr("Export the matrix")
        path = self._ask("table", title, TABLE_KINDS, "scores", ".csv")
        if path is not None and self.presenter is not None:
            self.presenter.save_matrix(path)

    @Slot()
    def _on_save_report(self) -> None:
        title = self.tr("Save report")
        path = self._ask("report", title, REPORT_KINDS, "agreement", ".pdf")
        if path is not None:
            self.report_requested.emit(path)

    @Slot()
    def _on_copy(self) -> None:
        """Copy the figure of the tab that is shown as a picture for documents."""
        presenter = self.presenter
        found = presenter.found if presenter is not None else None
        if found is None:
            return
        what = self._figures_of_tabs()[self.tabs.currentWidget()]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "figure.png"
            try:
                write_figure(found, what, self._which(), path)
            except ExpectedError as error:
                self._context.errors.show(error)
                return
            QGuiApplication.clipboard().setImage(QImage(str(path)))
        self.tell(self.tr("The figure is in the clipboard."))

    def _ask(
        self, dialog: str, title: str, kinds: str, what: str, ending: str
    ) -> Path | None:
        if self.presenter is None:
            return None
        proposal = self.presenter.proposal(what, ending)
        return file_dialogs.save_file(
            self, self._settings, dialog, title, kinds, proposal
        )

    def _make_actions(self) -> dict[str, QAction]:
        actions: dict[str, QAction] = {}

        def add(name: str, text: str, icon: str, slot: Callable[[], object]) -> None:
            action = named(name, QAction(self.tr(text), self))
            action.setIconText(action.text())  # buttons would lose the dots
            icons.give(action, icon)
            action.triggered.connect(slot)
            actions[name] = action

        for name, text, what, word in _FIGURES:
            add(name, text, "export", partial(self._on_save_figure, what, word))
        add("copy_agreement_figure", "Copy the figure", "copy", self._on_copy)
        add("save_matrix", "Export the matrix…", "table", self._on_save_matrix)
        add("save_agreement_report", "Save report…", "export", self._on_save_report)
        return actions

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(words("page_title", self.tr("Agreement"), "title"), 1)
        for name in _BUTTONS:
            button = named(f"{name}_button", QToolButton(), "button")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            button.setDefaultAction(self._actions[name])
            row.addWidget(button)
        return row

    def _make_tabs(self) -> QTabWidget:
        tabs = named("agreement_tabs", QTabWidget())
        tabs.setUsesScrollButtons(True)
        for tab, text in (
            (self.coefficients, "Coefficients"),
            (self.pairs, "Pairs"),
            (self.raters, "Raters"),
            (self.courses, "Course"),
            (self.groups, "Groups"),
            (self.repeats, "Repeats"),
            (self.gallery, "Gallery"),
        ):
            tabs.addTab(tab, self.tr(text))
        return tabs

    def _nothing(self) -> QWidget:
        self._empty_heading = words("empty_heading", look="heading")
        self._empty_text = words("empty_text")
        self._again = named("again_button", QPushButton(self.tr("Compute again")))
        self._again.clicked.connect(self._on_again)
        page = QWidget()
        box = QVBoxLayout(page)
        box.addStretch(1)
        box.addWidget(self._empty_heading)
        box.addWidget(self._empty_text)
        box.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        box.addStretch(2)
        return page

    def _numbers(self) -> QWidget:
        self._first = words("read_first", look="heading")
        self._words = words("read_first_words")
        self._reason = words("read_first_reason", look="muted")
        self._sizes = words("agreement_sizes", look="small")
        inner = QWidget()
        box = QVBoxLayout(inner)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for label in (self._first, self._words, self._reason, self._sizes):
            box.addWidget(label)
        box.addWidget(self.tabs, 1)
        # A page that scrolls asks for hints, and a plot would like to be huge.
        self.tabs.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored
        )
        area = named("agreement_scroll", QScrollArea())
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        return area
