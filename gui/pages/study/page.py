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
from models.measures.measure import Measure
from models.protocol.protocol import Protocol
from models.protocol.summary import plan_parts
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
        self._protocol, self._scales = store.protocol(), store.pinned_scales()
        self._measures = store.measures()
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
        layout.addWidget(self._plan_words())
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
        shown = [
            ("subjects", self.tr("Subjects")),
        ]
        if self._protocol.has_photographs:
            shown += [
                ("photographs", self.tr("Photographs")),
                ("readings", self.tr("Readings finished")),
                ("scores", self.tr("Scores")),
            ]
        if self._protocol.assessments:
            shown.append(("values", self.tr("Values beside photographs")))
        if self._protocol.has_arms:
            shown.append(("allocation", self.tr("Allocation")))
        for name, text in shown:
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
        if self._protocol.reading.certificate:
            accept = named(
                "accept_certificate_button",
                QPushButton(self.tr("Accept a certificate…")),
            )
            accept.clicked.connect(self._on_accept_certificate_clicked)
            column.addWidget(accept, alignment=Qt.AlignmentFlag.AlignLeft)
        return card(column, self.tr("Raters"))

    def _schedule(self) -> QFrame:
        matrix = ScheduleMatrix()
        matrix.show_protocol(self._protocol, self._scales)
        amend = named("amend_button", QPushButton(self.tr("Amend the protocol…")))
        amend.clicked.connect(self._on_amend_clicked)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(matrix)
        column.addWidget(amend, alignment=Qt.AlignmentFlag.AlignLeft)
        heading = self.tr("Schedule: what is scored and rated at which visit")
        return card(column, heading)

    def _plan_words(self) -> QFrame:
        column = QVBoxLayout()
        column.setSpacing(6)
        for part in plan_parts(self._protocol, self._scales, self._measures):
            column.addWidget(words("", part.heading, "strong"))
            column.addWidget(words("plan_words", "\n".join(part.lines)))
            column.addSpacing(6)
        return card(column, self.tr("The plan"))

    def _scale_cards(self) -> QFrame:
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(18)
        protocol = self._protocol
        keys = dict.fromkeys((*protocol.scales, *protocol.live_scales))
        described = [
            (one.name, _range(one), _grades(one), one.citation)
            for one in (self._scales[key] for key in keys)
        ]
        described += [
            (one.name, _span(one), one.question, one.citation)
            for one in (self._measures[key] for key in protocol.measures)
        ]
        for number, (name, span, said, citation) in enumerate(described):
            column = QVBoxLayout()
            column.setSpacing(3)
            column.addWidget(words("scale_name", name, "strong"))
            column.addWidget(words("scale_range", span, "small"))
            grades = words("scale_grades", said)
            grades.setToolTip(citation)
            column.addWidget(grades)
            column.addStretch(1)
            grid.addLayout(column, number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        references = named(
            "references_button", QPushButton(self.tr("Reference photographs…"))
        )
        icons.give(references, "anchor")
        references.clicked.connect(self._on_references_clicked)
        outer = QVBoxLayout()
        outer.setSpacing(14)
        outer.addLayout(grid)
        if protocol.scales:
            outer.addWidget(references, alignment=Qt.AlignmentFlag.AlignLeft)
        has_measures = bool(protocol.measures)
        heading = self.tr("Scales and measures") if has_measures else self.tr("Scales")
        return card(outer, heading)

    @Slot(object)
    def _on_step_chosen(self, step: StudyStep) -> None:
        shell = self._context.shell
        if step.command:
            shell.page_command_requested.emit(step.page, step.command)
        else:
            shell.page_requested.emit(step.page)

    @Slot()
    def _on_references_clicked(self) -> None:
        # Loads the viewer, for which nobody waits as the program starts.
        from gui.pages.study.references_dialog import ReferencesDialog

        ReferencesDialog(self._context, self).open()

    @Slot()
    def _on_amend_clicked(self) -> None:
        # Loaded when it is needed: an amendment is rare, and the page opens often.
        from gui.protocol_editor.amend_dialog import AmendDialog

        AmendDialog(self._context, self.window()).open()

    @Slot()
    def _on_accept_certificate_clicked(self) -> None:
        from gui.pages.study.certificate_dialog import CertificateDialog

        CertificateDialog(self._context, self.window()).open()

    @Slot()
    def _on_add_rater_clicked(self) -> None:
        RaterDialog(self._context, self).open()


def _plan(protocol: Protocol) -> str:
    design = design_words(protocol)
    name = f"{protocol.name}, version {protocol.version}"
    parts = [counted(len(protocol.visits), "visit")]
    for things, noun in (
        (protocol.views, "view"),
        (protocol.scales, "scale"),
        (protocol.assessments, "assessment"),
    ):
        if things:
            parts.append(counted(len(things), noun))
    if protocol.subjects:
        parts.append(f"{counted(protocol.subjects, 'subject')} planned")
    if protocol.sites:
        parts.append(counted(len(protocol.sites), "site"))
    sign = ";" if protocol.has_sides else ","
    return f"{name}: {design}{sign} {', '.join(parts)}"


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
        "values": f"{now.values:,} of {now.planned_values:,}",
        "allocation": allocation,
    }


def _range(scale: Scale) -> str:
    low, high = number_text(scale.lowest), number_text(scale.highest)
    return f"{low} to {high}, {scale.direction.words}"


def _span(measure: Measure) -> str:
    unit = f" {measure.unit}" if measure.unit else ""
    return f"{measure.span}{unit}, {measure.direction.words}"


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
