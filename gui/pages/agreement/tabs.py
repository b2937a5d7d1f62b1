"""The parts of the page: tables and plots, each filled from the same numbers."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui.flow_layout import FlowLayout
from gui.layouts import words
from gui.naming import named
from gui.pages.agreement.loading import Named
from gui.pages.agreement.rows import (
    CoefficientRow,
    GroupRow,
    RaterRow,
    RepeatRow,
    coefficient_row,
    group_rows,
    rater_rows,
    repeat_rows,
)
from gui.plots import agreement_plots as plots
from gui.plots.courses import CourseOf
from gui.plots.hover_plot import HoverPlot
from gui.tables.record_table import Column, RecordTable
from models.statistics.agreement.study import ItemAgreement

_SMALLEST = 190  # pixels in which a plot can still be read

_RATERS = 4  # rows of raters that are seen without scrolling


class Tab(QWidget):
    """A part of the page."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.found: ItemAgreement | None = None
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(12, 12, 12, 12)
        self.box.setSpacing(8)

    def show_agreement(self, found: ItemAgreement) -> None:
        """Show these numbers."""
        self.found = found
        self.redraw()

    @Slot()
    def redraw(self) -> None:
        """Draw the same in the colours that hold now."""


class CoefficientTab(Tab):
    """Every coefficient, the one to be read first on top."""

    def __init__(self) -> None:
        super().__init__("coefficient_tab")
        self.table: RecordTable[CoefficientRow] = RecordTable(
            (
                Column("Coefficient", lambda row: row.name),
                Column("Value", lambda row: row.value, _value, is_number=True),
                Column("95 % interval", lambda row: row.interval, is_number=True),
                Column("Photographs × raters", lambda row: row.sizes, is_number=True),
                Column("Missing", lambda row: row.missing, is_number=True),
                Column("In words", lambda row: row.words),
                Column("Form and remarks", lambda row: row.note),
            )
        )
        self.table.setObjectName("coefficient_table")
        self.table.setAccessibleName(self.tr("Coefficients of agreement"))
        self.box.addWidget(self.table)

    @override
    def redraw(self) -> None:
        if self.found is None:
            return
        first = self.found.between.read_first.key
        ordered = sorted(self.found.between.coefficients, key=lambda c: c.key != first)
        self.table.set_records([coefficient_row(one) for one in ordered])
        if first:
            self.table.selectRow(0)


class PairTab(Tab):
    """Two raters beside each other."""

    def __init__(self) -> None:
        super().__init__("pair_tab")
        self.choice = named("pair_choice", QComboBox())
        self.choice.setAccessibleName(self.tr("Pair of raters"))
        self.choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.choice.currentIndexChanged.connect(self.redraw)
        self.confusion = HoverPlot("confusion_plot")
        self.differences = HoverPlot("difference_plot")
        self._remark = words("pair_remark", look="small")
        self.box.addWidget(self.choice)
        self.box.addLayout(_beside(self.confusion, self.differences), 1)
        self.box.addWidget(self._remark)

    @override
    def show_agreement(self, found: ItemAgreement) -> None:
        self.found = None  # filling the choice must not draw
        names = [" and ".join(pair.raters) for pair in found.between.pairs]
        if [self.choice.itemText(n) for n in range(self.choice.count())] != names:
            self.choice.clear()
            self.choice.addItems(names)
        super().show_agreement(found)

    @override
    @Slot()
    def redraw(self) -> None:
        pairs = self.found.between.pairs if self.found else ()
        if not 0 <= self.choice.currentIndex() < len(pairs):
            for plot in (self.confusion, self.differences):
                plot.begin("", "", "")
                plot.say(self.tr("There are no two raters to compare."))
            self._remark.setText("")
            return
        pair = pairs[self.choice.currentIndex()]
        plots.draw_confusion(self.confusion, pair)
        plots.draw_bland_altman(self.differences, pair.comparison)
        self._remark.setText(" ".join(pair.comparison.remarks))


class RaterTab(Tab):
    """Each rater beside the others: bias, spread, favourite grades."""

    def __init__(self) -> None:
        super().__init__("rater_tab")
        self.choice = _rater_choice()
        self.choice.currentIndexChanged.connect(self.redraw)
        self.bias = HoverPlot("bias_plot")
        self.grades = HoverPlot("grades_plot")
        self.table: RecordTable[RaterRow] = RecordTable(
            (
                Column("Rater", lambda row: row.rater),
                Column("Scores", lambda row: row.scores, is_number=True),
                Column("Bias", lambda row: row.bias, is_number=True),
                Column("Spread", lambda row: row.spread, is_number=True),
                Column("Favourite", lambda row: row.favourite, is_number=True),
                Column("Per 100 positions", lambda row: row.drift, is_number=True),
                Column("Per 30 days", lambda row: row.days, is_number=True),
                Column("Seconds", lambda row: row.seconds, is_number=True),
                Column("% per 100 positions", lambda row: row.quicker, is_number=True),
            )
        )
        self.table.setObjectName("rater_table")
        self.table.setAccessibleName(self.tr("Raters"))
        self.box.addWidget(self.table)
        self.box.addWidget(self.choice)
        self.box.addLayout(_beside(self.bias, self.grades), 1)

    @override
    def show_agreement(self, found: ItemAgreement) -> None:
        self.found = None
        _offer(self.choice, [one.rater for one in found.between.raters])
        self.table.set_records(rater_rows(found))
        rows = min(len(found.between.raters), _RATERS) + 1
        line = self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(rows * line + 24)
        super().show_agreement(found)

    @override
    @Slot()
    def redraw(self) -> None:
        if self.found is None:
            return
        raters = self.found.between.raters
        plots.draw_bias(self.bias, raters)
        if 0 <= self.choice.currentIndex() < len(raters):
            plots.draw_grades(self.grades, raters[self.choice.currentIndex()])


class CourseTab(Tab):
    """What changes while a rater reads."""

    def __init__(self) -> None:
        super().__init__("course_tab")
        self.choice = _rater_choice()
        self.what = named("course_choice", QComboBox())
        self.what.setAccessibleName(self.tr("What is drawn"))
        for one in CourseOf:
            self.what.addItem(one.value, one)
        for widget in (self.choice, self.what):
            widget.currentIndexChanged.connect(self.redraw)
        self.positions = HoverPlot("position_plot")
        self.days = HoverPlot("day_plot")
        row = QWidget()
        flow = FlowLayout(row)
        flow.addWidget(self.choice)
        flow.addWidget(self.what)
        self.box.addWidget(row)
        self.box.addLayout(_beside(self.positions, self.days), 1)
        hint = self.tr(
            "Each dot is the mean of a stretch with its 95 % interval; the line is "
            "fitted through all scores. A panel that drifts as one hides it."
        )
        self.box.addWidget(words("course_hint", hint, "small"))

    @override
    def show_agreement(self, found: ItemAgreement) -> None:
        self.found = None
        _offer(self.choice, [one.rater for one in found.courses])
        super().show_agreement(found)

    @override
    @Slot()
    def redraw(self) -> None:
        courses = self.found.courses if self.found else ()
        if not 0 <= self.choice.currentIndex() < len(courses):
            return
        one, what = courses[self.choice.currentIndex()], self.what.currentData()
        plots.draw_course(self.positions, one, what, over_days=False)
        plots.draw_course(self.days, one, what, over_days=True)


class GroupTab(Tab):
    """Agreement by grade, visit and site."""

    def __init__(self) -> None:
        super().__init__("group_tab")
        self.table: RecordTable[GroupRow] = RecordTable(
            (
                Column("By", lambda row: row.what),
                Column("Which", lambda row: row.name),
                Column("Photographs", lambda row: row.targets, is_number=True),
                Column("Same grade", lambda row: row.exact, is_number=True),
                Column("Read first", lambda row: row.chosen, is_number=True),
                Column("95 % interval, or why", lambda row: row.interval),
            )
        )
        self.table.setObjectName("group_table")
        self.table.setAccessibleName(self.tr("Agreement by grade, visit and site"))
        self.box.addWidget(self.table)

    def show_groups(self, found: ItemAgreement, visits: Named) -> None:
        """Show the parts of the photographs."""
        first = found.between.read_first.key or "exact"
        self.table.set_records(list(group_rows(found, first, visits)))


class RepeatTab(Tab):
    """Each rater with the own hidden repeats, or why they are not told."""

    def __init__(self) -> None:
        super().__init__("repeat_tab")
        self.table: RecordTable[RepeatRow] = RecordTable(
            (
                Column("Rater", lambda row: row.rater),
                Column("Photographs", lambda row: row.photographs, is_number=True),
                Column("Same grade", lambda row: row.exact, is_number=True),
                Column("Within one", lambda row: row.within_one, is_number=True),
                Column("Kappa, quadratic", lambda row: row.kappa, is_number=True),
                Column("ICC(2,1)", lambda row: row.icc, is_number=True),
                Column("Error of a score", lambda row: row.error, is_number=True),
                Column("Missing", lambda row: row.missing, is_number=True),
            )
        )
        self.table.setObjectName("repeat_table")
        self.table.setAccessibleName(self.tr("Hidden repeats"))
        self._why = words("repeat_why", look="muted")
        self.box.addWidget(self._why)
        self.box.addWidget(self.table, 1)
        self.box.addStretch(0)

    def withhold(self, why: str) -> None:
        """Show the repeats, or say why they are not told."""
        rows = repeat_rows(self.found) if self.found and not why else []
        self.table.set_records(rows)
        self.table.setVisible(not why)
        self._why.setText(why)
        self._why.setVisible(bool(why))


def _value(row: CoefficientRow) -> float:
    return row.order


def _rater_choice() -> QComboBox:
    choice = named("rater_choice", QComboBox())
    choice.setAccessibleName("Rater")
    choice.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return choice


def _offer(choice: QComboBox, names: list[str]) -> None:
    if [choice.itemText(row) for row in range(choice.count())] != names:
        choice.clear()
        choice.addItems(names)


def _beside(left: QWidget, right: QWidget) -> QGridLayout:
    """Two plots side by side."""
    grid = QGridLayout()
    grid.setSpacing(10)
    for column, plot in enumerate((left, right)):
        plot.setMinimumHeight(_SMALLEST)
        # A page that scrolls asks for hints, and a plot would like to be huge.
        plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        grid.addWidget(plot, 0, column)
        grid.setColumnStretch(column, 1)
    return grid
