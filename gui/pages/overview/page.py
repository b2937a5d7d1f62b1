"""The page of the overview: matrix, windows, worst cases, eligibility, sites."""

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QCloseEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import file_dialogs, icons
from gui.context import Command, PageContext
from gui.jobs import Job
from gui.layouts import page_layout, title_row, words
from gui.naming import named
from gui.pages.overview.matrix_table import SignTable
from gui.pages.overview.presenter import (
    RULE_SIGNS,
    SIGNS,
    WORDS,
    OverviewFacts,
    SiteRow,
    completeness_matrix,
    eligibility_matrix,
    overview_facts,
    raters_words,
    site_rows,
    window_words,
    windows,
    worst,
)
from gui.sign_in import ask
from gui.tables.record_table import Column, RecordTable
from models.audit.exporting import record_export
from models.errors import ExpectedError
from models.overview.completeness import State
from models.overview.overview import COLUMNS
from models.overview.windows import WindowFact
from models.overview.worst import WorstCase
from models.people.roles import Act
from models.progress import Progress
from models.store.clock import utc_now
from models.words import number_text

_CSV = "CSV (*.csv)"
_LEGEND = " · ".join(f"{sign}  {WORDS[one]}" for one, sign in SIGNS.items() if sign)
_RULE_LEGEND = " · ".join(f"{sign}  {one.value}" for one, sign in RULE_SIGNS.items())


def build(context: PageContext) -> "OverviewPage":
    """Build the page for the study that is open."""
    return OverviewPage(context)


class OverviewPage(QWidget):
    """Tells how a study stands; it is computed beside the window."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("overview_page")
        self._context = context
        self._facts: OverviewFacts | None = None
        self._job: Job | None = None
        self._is_stale = True
        self._sentence = words("overview_text", look="muted")
        self._site = named("site_box", QComboBox())
        self._visit = named("visit_box", QComboBox())
        self._tabs = named("overview_tabs", QTabWidget())
        self._matrix = SignTable("overview_matrix", context.theme)
        self._rules = SignTable("eligibility_matrix", context.theme)
        visits = context.study.store.protocol().visits
        self._windows = _window_table({one.key: one.name for one in visits})
        self._worst = self._worst_table()
        self._sites = _site_table()
        self._export = named("export_overview", QAction(self))
        self._export.setText(self.tr("Export the overview…"))
        self._export.setEnabled(False)
        self._lay_out()
        self._connect()

    def commands(self) -> tuple[Command, ...]:
        """The export, in the Tools menu."""
        return (Command("tools", self._export),)

    @property
    def facts(self) -> OverviewFacts | None:
        """What is shown, or None until it is computed."""
        return self._facts

    @Slot()
    def refresh(self) -> None:
        """Compute the overview anew, now or when the page is next shown."""
        self._is_stale = True
        if self.isVisible() and self._job is None:
            self._compute()

    def _compute(self) -> None:
        store, today = self._context.study.store, utc_now().date()

        def work(_: Progress) -> OverviewFacts:
            return overview_facts(store, today)

        self._is_stale = False
        if self._facts is None:
            self._sentence.setText(self.tr("Looking through the study…"))
        self._job = self._context.jobs.start(
            self.tr("Looking through the study"), work, self._on_found
        )
        self._job.ended.connect(self._on_job_ended)

    @Slot(object)
    def _on_found(self, facts: OverviewFacts) -> None:
        is_first = self._facts is None
        self._facts = facts
        if is_first:
            self._fill_boxes(facts)
        self._export.setEnabled(True)
        self._sentence.setText(facts.sentence())
        self._show()

    @Slot()
    def _on_job_ended(self) -> None:
        self._job = None
        if self._is_stale and self.isVisible():
            self._compute()

    def _lay_out(self) -> None:
        self._site.setAccessibleName(self.tr("Site"))
        self._visit.setAccessibleName(self.tr("Visit"))
        button = named("export_overview_button", QPushButton(self.tr("Export…")))
        icons.give(button, "export")
        button.clicked.connect(self._export.trigger)
        matrix = QWidget()
        column = QVBoxLayout(matrix)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._matrix, 1)
        column.addWidget(words("legend", _LEGEND, "small"))
        # It belongs to the page also where no tab shows it, or it would be gone.
        rules = QWidget(self)
        rules.hide()
        column = QVBoxLayout(rules)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._rules, 1)
        column.addWidget(words("rule_legend", _RULE_LEGEND, "small"))
        protocol = self._context.study.store.protocol()
        self._tabs.addTab(matrix, self.tr("Completeness"))
        limits = [
            limit for one in protocol.visits for limit in (one.earliest, one.latest)
        ]
        if any(limit is not None for limit in limits):
            self._tabs.addTab(self._windows, self.tr("Visit windows"))
        self._tabs.addTab(self._worst, self.tr("Worse than baseline"))
        if protocol.eligibility:
            self._tabs.addTab(rules, self.tr("Eligibility"))
        self._tabs.addTab(self._sites, self.tr("Sites"))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._visit)
        row.addWidget(self._site)
        layout = page_layout(self)
        title = words("overview_title", self.tr("Overview"), "title")
        layout.addLayout(title_row(title, button))
        layout.addLayout(row)
        layout.addWidget(self._tabs, 1)

    def _connect(self) -> None:
        self._matrix.setAccessibleName(self.tr("What is there, by subject and place"))
        self._rules.setAccessibleName(self.tr("Eligibility by subject and rule"))
        for table in (self._matrix, self._rules):
            table.place_requested.connect(self._context.shell.place_requested)
        self._site.activated.connect(self._show)
        self._visit.activated.connect(self._show)
        self._export.triggered.connect(self._on_export)
        self._windows.record_activated.connect(self._on_window_activated)
        self._worst.record_activated.connect(self._on_worst_activated)
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self._context.study.changed.connect(self.refresh)

    def _fill_boxes(self, facts: OverviewFacts) -> None:
        self._visit.addItem(self.tr("All visits"), "")
        for visit in facts.protocol.visits:
            self._visit.addItem(visit.name, visit.key)
        self._site.addItem(self.tr("All sites"), "")
        for site in facts.sites:
            self._site.addItem(site, site)
        self._site.setVisible(len(facts.sites) > 1)

    @Slot()
    def _show(self) -> None:
        """Show what is chosen of the facts."""
        facts = self._facts
        if facts is None:
            return
        site = self._site.currentData() or ""
        visit = self._visit.currentData() or ""
        self._matrix.set_matrix(completeness_matrix(facts, site, visit))
        self._rules.set_matrix(eligibility_matrix(facts, site))
        self._windows.set_records(windows(facts, site))
        self._worst.set_records(worst(facts, site))
        self._sites.set_records(site_rows(facts))

    @Slot()
    def _on_tab_changed(self) -> None:
        self._visit.setEnabled(self._tabs.currentIndex() == 0)
        self._site.setEnabled(self._tabs.currentWidget() is not self._sites)

    @Slot(object)
    def _on_window_activated(self, one: WindowFact) -> None:
        page = "measurements"
        if not self._context.study.store.protocol().assessments:
            page = "photographs"
        self._context.shell.place_requested.emit(page, one.subject, one.visit)

    @Slot(object)
    def _on_worst_activated(self, one: WorstCase) -> None:
        scales = self._context.study.store.protocol().scales
        page = "photographs" if one.series in scales else "measurements"
        self._context.shell.place_requested.emit(page, one.subject, one.visit)

    @Slot()
    def _on_export(self) -> None:
        ask(self._context, self, Act.EXPORT, self._export_as)

    def _export_as(self, by: str) -> None:
        path = file_dialogs.save_file(
            self,
            self._context.settings,
            "lists",
            self.tr("Export the overview"),
            _CSV,
            "overview.csv",
        )
        if path is not None and self._facts is not None:
            self._write(path, self._facts, by)

    def _write(self, path: Path, facts: OverviewFacts, by: str) -> None:
        # The tables bring pandas, which the window can do without until now.
        import pandas as pd

        from exports.tables import write_frame

        rows = list(facts.found.rows())
        try:
            write_frame(pd.DataFrame(rows, columns=list(COLUMNS)), path)
            record_export(self._context.study.store, "overview", path.name, by=by)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.shell.told.emit(self.tr("{} is written.").format(path.name))

    def _worst_table(self) -> RecordTable[WorstCase]:
        protocol = self._context.study.store.protocol()
        visits = {visit.key: visit.name for visit in protocol.visits}

        def name(one: WorstCase) -> str:
            facts = self._facts
            return facts.names.get(one.series, one.series) if facts else one.series

        table: RecordTable[WorstCase] = RecordTable(
            (
                Column("Subject", lambda one: f"{one.subject} {one.side}".strip()),
                Column("Site", lambda one: one.site),
                Column("What", name, stretches=True),
                Column("Visit", lambda one: visits[one.visit]),
                _number("Baseline", lambda one: one.baseline),
                _number("Value", lambda one: one.value),
                _number("Worse by", lambda one: one.worse_by),
            )
        )
        table.setObjectName("worst_table")
        table.setAccessibleName(self.tr("Values worse than at baseline"))
        return table

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale and self._job is None:
            self._compute()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._job is not None:
            self._job.cancel()
        super().closeEvent(event)


def _number(heading: str, value: Callable[[WorstCase], float]) -> Column[WorstCase]:
    return Column(heading, lambda one: number_text(value(one)), value, is_number=True)


def _window_table(visits: Mapping[str, str]) -> RecordTable[WindowFact]:
    table: RecordTable[WindowFact] = RecordTable(
        (
            Column("Subject", lambda one: one.subject),
            Column("Site", lambda one: one.site),
            Column("Visit", lambda one: visits[one.visit], stretches=True),
            Column("Kept on", lambda one: one.date),
            Column(
                "Day", lambda one: str(one.day), lambda one: one.day, is_number=True
            ),
            Column("Window", window_words, lambda one: one.off),
        )
    )
    table.setObjectName("window_table")
    table.setAccessibleName("Visits and their windows")
    return table


def _site_table() -> RecordTable[SiteRow]:
    table: RecordTable[SiteRow] = RecordTable(
        (
            Column("Site", lambda one: one.site or "no site"),
            _count("Subjects", lambda one: one.subjects),
            _count("Due", lambda one: one.planned),
            _count("There", lambda one: one.count(State.PRESENT)),
            _count("Outside window", lambda one: one.count(State.OUTSIDE_WINDOW)),
            _count("Not assessable", lambda one: one.count(State.NOT_ASSESSABLE)),
            _count("Missing", lambda one: one.count(State.MISSING)),
            Column("Complete", lambda one: one.share, is_number=True),
            Column("Raters (scores)", raters_words, stretches=True),
        )
    )
    table.setObjectName("site_table")
    table.setAccessibleName("Completeness and raters of each site")
    return table


def _count(heading: str, value: Callable[[SiteRow], int]) -> Column[SiteRow]:
    return Column(heading, lambda one: f"{value(one):,}", value, is_number=True)
