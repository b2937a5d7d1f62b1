"""How many raters, how many photographs? By formula, and from pilot scores."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtGui import QDoubleValidator
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import file_dialogs
from gui.context import PageContext
from gui.dialog_layout import add_buttons, dialog_layout
from gui.jobs import Job
from gui.layouts import card, form_layout, words
from gui.naming import named
from gui.tables.record_table import Column, RecordTable
from models.errors import ExpectedError
from models.progress import Step
from models.statistics.agreement.planning import Precision
from models.training.pilot import (
    Pilot,
    bonett_rows,
    pilot_of_study,
    pilot_of_table,
    simulation,
)

_SHOWN_ROWS = 8


@dataclass(frozen=True)
class _Need:
    """What so many raters need."""

    raters: int
    photographs: int


class PrecisionDialog(QDialog):
    """The formula of Bonett above, the simulation below."""

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("precision_dialog")
        self.setWindowTitle(self.tr("How many raters, how many photographs?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 720)
        self._context = context
        self._pilot: Pilot | None = None
        self._job: Job | None = None
        self._icc = _share("planned_icc", "0.80", 0.01, 0.99)
        self._width = _share("planned_width", "0.20", 0.01, 1.0)
        self._needs: RecordTable[_Need] = RecordTable(
            (
                Column(self.tr("Raters"), lambda row: str(row.raters), is_number=True),
                Column(
                    self.tr("Photographs"),
                    lambda row: str(row.photographs),
                    is_number=True,
                ),
            )
        )
        self._needs.setObjectName("needs_table")
        self._needs.setAccessibleName(self.tr("Photographs needed by raters"))
        self._source = words(
            "pilot_source", self.tr("No pilot scores chosen."), "muted"
        )
        self._item = named("pilot_item", QComboBox())
        self._run = named(
            "simulate_button", QPushButton(self.tr("Simulate")), "primary"
        )
        self._cancel = named("cancel_simulation", QPushButton(self.tr("Cancel")))
        self._bar = named("simulation_progress", QProgressBar())
        self._results = _results_table()
        layout = dialog_layout(self)
        layout.addWidget(self._formula())
        layout.addWidget(self._simulation())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        add_buttons(self, buttons)
        self._icc.textChanged.connect(self._show_needs)
        self._width.textChanged.connect(self._show_needs)
        self._run.clicked.connect(self._on_run)
        self._cancel.clicked.connect(self._on_cancel)
        self.finished.connect(self._on_cancel)
        self._show_needs()
        self._show_running(is_running=False)

    def _formula(self) -> QWidget:
        form = form_layout()
        form.addRow(self.tr("ICC that is &expected"), self._icc)
        form.addRow(self.tr("&Width of its 95 % interval"), self._width)
        text = self.tr("Bonett 2002; each photograph is scored by all these raters.")
        self._needs.setMinimumHeight(self._line * 6)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(self._needs)
        column.addWidget(words("formula_hint", text, "small"))
        return card(column, self.tr("By formula"))

    def _simulation(self) -> QWidget:
        table = named("pilot_table", QPushButton(self.tr("From a table…")))
        table.clicked.connect(self._on_table)
        for button in (table, self._run, self._cancel):
            button.setAutoDefault(False)
        study = named("pilot_study", QPushButton(self.tr("From this study")))
        study.setEnabled(self._context.study.is_open)
        study.clicked.connect(self._on_study)
        study.setAutoDefault(False)
        choose = QHBoxLayout()
        for button in (table, study):
            choose.addWidget(button)
        choose.addWidget(self._source, 1)
        row = QHBoxLayout()
        row.addWidget(self._item)
        row.addWidget(self._run)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        row.addStretch(0)
        text = self.tr(
            "1000 studies of each size are simulated with the variances of the pilot "
            "scores. The interval is where 95 % of them lie: ICC(2,1), and quadratic "
            "kappa averaged over pairs of raters."
        )
        self._results.setMinimumHeight(self._line * _SHOWN_ROWS)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(choose)
        column.addLayout(row)
        column.addWidget(self._results, 1)
        column.addWidget(words("simulation_hint", text, "small"))
        return card(column, self.tr("By simulation from pilot scores"))

    @property
    def _line(self) -> int:
        return self.fontMetrics().height() + 14

    @Slot()
    def _show_needs(self) -> None:
        fields = (self._icc, self._width)
        if not all(field.hasAcceptableInput() for field in fields):
            self._needs.set_records([])
            return
        rows = bonett_rows(float(self._icc.text()), float(self._width.text()))
        self._needs.set_records([_Need(*row) for row in rows])

    @Slot()
    def _on_table(self) -> None:
        path = file_dialogs.open_file(
            self,
            self._context.settings,
            "pilot",
            self.tr("Pilot scores"),
            file_dialogs.TABLES,
        )
        if path is not None:
            self._take(lambda: pilot_of_table(path), path.name)

    @Slot()
    def _on_study(self) -> None:
        store = self._context.study.store
        self._take(lambda: pilot_of_study(store), store.info().title)

    def _take(self, read: Callable[[], Pilot], name: str) -> None:
        try:
            self._pilot = read()
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._source.setText(name)
        self._item.clear()
        self._item.addItems(list(self._pilot.items))
        self._results.set_records([])
        self._show_running(is_running=False)

    @Slot()
    def _on_run(self) -> None:
        if self._pilot is None:
            return
        ratings = self._pilot.items[self._item.currentText()]
        self._job = self._context.jobs.start(
            self.windowTitle(), simulation(ratings), self._on_done
        )
        self._job.progressed.connect(self._on_progressed)
        self._job.ended.connect(self._on_ended)
        self._show_running(is_running=True)

    @Slot()
    def _on_cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot(object)
    def _on_progressed(self, step: Step) -> None:
        self._bar.setMaximum(step.total)
        self._bar.setValue(step.done)

    @Slot()
    def _on_ended(self) -> None:
        self._job = None
        self._show_running(is_running=False)

    @Slot(object)
    def _on_done(self, rows: list[Precision]) -> None:
        self._results.set_records(rows)

    def _show_running(self, *, is_running: bool) -> None:
        self._bar.setVisible(is_running)
        self._bar.reset()
        self._cancel.setVisible(is_running)
        self._run.setEnabled(self._pilot is not None and not is_running)
        self._item.setEnabled(self._pilot is not None and not is_running)


def _share(name: str, value: str, lowest: float, highest: float) -> QLineEdit:
    """A field for a number between two others, written with a point."""
    field = named(name, QLineEdit(value))
    validator = QDoubleValidator(lowest, highest, 3, field)
    validator.setLocale(QLocale.c())
    validator.setNotation(QDoubleValidator.Notation.StandardNotation)
    field.setValidator(validator)
    return field


def _results_table() -> RecordTable[Precision]:
    table: RecordTable[Precision] = RecordTable(
        (
            Column("Raters", lambda row: str(row.raters), is_number=True),
            Column("Photographs", lambda row: str(row.targets), is_number=True),
            Column(
                "ICC(2,1)",
                lambda row: _interval(row.icc, row.icc_lower, row.icc_upper),
            ),
            Column("Width", lambda row: f"{row.icc_width:.2f}", is_number=True),
            Column(
                "Quadratic kappa",
                lambda row: _interval(row.kappa, row.kappa_lower, row.kappa_upper),
                stretches=True,
            ),
        )
    )
    table.setObjectName("precision_table")
    table.setAccessibleName("Precision by size")
    return table


def _interval(value: float, lower: float, upper: float) -> str:
    return f"{value:.2f} ({lower:.2f} to {upper:.2f})"
