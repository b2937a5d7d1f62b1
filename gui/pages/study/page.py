"""The page of the study: what is planned, how far it is, who takes part."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import icons
from gui.context import PageContext
from gui.layouts import card, scrolling_layout, title_row, words
from gui.naming import named
from gui.pages.study.presenter import Standing, StudyStep, standing, steps
from gui.pages.study.rater_dialog import RaterDialog
from gui.pages.study.schedule_matrix import ScheduleMatrix
from gui.pages.study.step_list import StepList
from gui.tables.record_table import Column, RecordTable
from models.protocol.protocol import Protocol
from models.protocol.wording import design_words
from models.scales.scale import Scale
from models.store.records import Rater
from models.words import counted, number_text


def build(context: PageContext) -> "StudyPage":
    """Build the page for the study that is open."""
    return StudyPage(context)


class StudyPage(QWidget):
    """Shows the open study; what is done about it is done on the other pages."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("study_page")
        self._context = context
        store = context.study.store
        self._protocol, self._scales = store.protocol(), store.scales()
        self._steps = StepList()
        self._steps.step_chosen.connect(self._on_step_chosen)
        self._numbers: dict[str, QLabel] = {}
        self._raters: RecordTable[Rater] = RecordTable(
            (
                Column(self.tr("Code"), lambda rater: rater.code),
                Column(self.tr("Name"), lambda rater: rater.name, stretches=True),
            )
        )

        layout = scrolling_layout(self)
        layout.addLayout(title_row(words("study_title", store.info().title, "title")))
        layout.addWidget(words("plan_text", _plan(self._protocol), "muted"))
        layout.addWidget(self._standing())
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(card(self._steps, self.tr("Next step")), 3)
        row.addWidget(self._people(), 2)
        layout.addLayout(row)
        layout.addWidget(self._schedule())
        layout.addWidget(self._scale_cards())
        layout.addStretch(1)
        context.study.changed.connect(self.refresh)
        context.theme.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the study as it is now."""
        store = self._context.study.store
        now = standing(store)
        self._steps.show_steps(steps(now), self._context.theme.colours)
        for name, text in _numbers(now).items():
            if name in self._numbers:
                self._numbers[name].setText(text)
        self._raters.set_records(store.raters())

    def _standing(self) -> QFrame:
        row = QHBoxLayout()
        row.setSpacing(28)
        for name, text in (
            ("subjects", self.tr("Subjects")),
            ("photographs", self.tr("Photographs")),
            ("readings", self.tr("Readings finished")),
            ("scores", self.tr("Scores")),
            ("allocation", self.tr("Allocation")),
        ):
            if name == "allocation" and not self._protocol.has_arms:
                continue
            number = named(f"{name}_number", QLabel(), "number")
            self._numbers[name] = number
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(number)
            column.addWidget(words("", text, "small"))
            row.addLayout(column)
        row.addStretch(1)
        return card(row)

    def _people(self) -> QFrame:
        self._raters.setObjectName("rater_table")
        self._raters.setAccessibleName(self.tr("Raters"))
        self._raters.setMinimumHeight(96)
        add = named("add_rater_button", QPushButton(self.tr("Add a rater…")))
        icons.give(add, "people")
        add.clicked.connect(self._on_add_rater_clicked)
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(self._raters, 1)
        column.addWidget(add, alignment=Qt.AlignmentFlag.AlignLeft)
        return card(column, self.tr("Raters"))

    def _schedule(self) -> QFrame:
        matrix = ScheduleMatrix()
        matrix.show_protocol(self._protocol, self._scales)
        return card(matrix, self.tr("Schedule: which scale is analysed at which visit"))

    def _scale_cards(self) -> QFrame:
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(18)
        for number, key in enumerate(self._protocol.scales):
            column = QVBoxLayout()
            column.setSpacing(3)
            scale = self._scales[key]
            column.addWidget(words("scale_name", scale.name, "strong"))
            column.addWidget(words("scale_range", _range(scale), "small"))
            grades = words("scale_grades", _grades(scale))
            grades.setToolTip(scale.citation)
            column.addWidget(grades)
            column.addStretch(1)
            grid.addLayout(column, number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return card(grid, self.tr("Scales"))

    @Slot(object)
    def _on_step_chosen(self, step: StudyStep) -> None:
        shell = self._context.shell
        if step.command:
            shell.page_command_requested.emit(step.page, step.command)
        else:
            shell.page_requested.emit(step.page)

    @Slot()
    def _on_add_rater_clicked(self) -> None:
        RaterDialog(self._context, self).open()


def _plan(protocol: Protocol) -> str:
    design = design_words(protocol)
    visits = counted(len(protocol.visits), "visit")
    views = counted(len(protocol.views), "view")
    name = f"{protocol.name}, version {protocol.version}"
    scales = counted(len(protocol.scales), "scale")
    sign = ";" if protocol.has_sides else ","
    return f"{name}: {design}{sign} {visits}, {views}, {scales}"


def _numbers(now: Standing) -> dict[str, str]:
    allocation = (
        "none"
        if not now.has_arms
        else "opened"
        if now.is_opened
        else "sealed"
        if now.is_sealed
        else "not sealed"
    )
    return {
        "subjects": f"{now.subjects:,}",
        "photographs": f"{now.photographs:,} of {now.planned:,}",
        "readings": f"{now.finished} of {now.readings}",
        "scores": f"{now.scores:,}",
        "allocation": allocation,
    }


def _range(scale: Scale) -> str:
    low, high = number_text(scale.lowest), number_text(scale.highest)
    return f"{low} to {high}, {scale.direction.words}"


def _grades(scale: Scale) -> str:
    if scale.bands:
        return "\n".join(
            f"{scale.band_noun} {band.name}: {number_text(band.lowest)} to "
            f"{number_text(band.highest)}, {band.label}"
            for band in scale.bands
        )
    return "\n".join(
        f"{number_text(grade.value)}  {grade.label}" for grade in scale.grades
    )
