"""The pages of the protocol editor, each over a part of the draft."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from gui.forms.bound_form import BoundForm
from gui.forms.cells import Field, Kind
from gui.forms.editing_table import EditingTable
from gui.forms.faults import fault_label, sentence, tell
from gui.layouts import card, words
from gui.naming import named
from gui.protocol_editor.presenter import EditorPresenter, Step
from gui.protocol_editor.schedule_picker import SchedulePicker
from models.protocol.assessments import Assessor
from models.protocol.draft_rows import (
    AssessmentDraft,
    ScoredDraft,
    ViewDraft,
    VisitDraft,
)
from models.protocol.protocol import Design

_DESIGNS = (
    (Design.PARALLEL.value, "parallel arms"),
    (Design.SPLIT_FACE.value, "split-face: the two sides of a subject"),
    (Design.CROSSOVER.value, "crossover of the two sides"),
    (Design.SINGLE_GROUP.value, "a single group, against its baseline"),
)
_ANCHORS = (("procedure", "the procedure"), ("enrolment", "enrolment"))
_ASSESSORS = (
    (Assessor.INVESTIGATOR.value, "investigator, live"),
    (Assessor.SUBJECT.value, "subject"),
    (Assessor.DEVICE.value, "device"),
)
_SIDES = (("", "no side"), ("left", "left"), ("right", "right"))


class StepPage(QScrollArea):
    """A part of the draft on a page that scrolls.

    Signals:
        changed: The user changed something; the draft has it already.
    """

    changed = Signal()

    def __init__(self, presenter: EditorPresenter, step: Step) -> None:
        super().__init__()
        named(f"step_{step.value}", self, "step_area")
        self.presenter = presenter
        self.step = step
        self.form = BoundForm(self)
        self.form.changed.connect(self.changed)
        self._rest = fault_label(f"{step.value}_rest")
        self._told: set[str] = set()
        inner = QWidget()
        inner.setProperty("look", "step_page")
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 10, 0)
        self.column.setSpacing(14)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(inner)

    def show_draft(self) -> None:
        """Show what the draft holds now, and its faults."""
        self.form.refresh()
        problems = self.presenter.faults(self.step)
        self.form.show_problems(problems)
        rest = [one for one in problems if str(one.path[:1]) not in self._told]
        tell(self._rest, (sentence(_what(one.path), one) for one in rest))

    def tells(self, *keys: str) -> None:
        """Say which parts of the document have their faults told by the page."""
        self._told = {str((key,)) for key in keys}

    def end(self) -> None:
        """Finish the page: faults of no field, then empty room."""
        self.column.addWidget(self._rest)
        self.column.addStretch(1)


class DesignStep(StepPage):
    """What the study is called, its design, arms and sites."""

    def __init__(self, presenter: EditorPresenter) -> None:
        super().__init__(presenter, Step.DESIGN)
        form, tr = self.form, self.tr
        self.column.addWidget(card(form.begin(), tr("Design")))
        form.choice(tr("&Design"), "design", _DESIGNS)
        form.text(tr("&Arms"), "arms", hint=tr("2 or more; their names stay sealed"))
        form.text(tr("&Ratio"), "ratio", hint=tr("Like 2:1; empty for alike"))
        form.choice(tr("&Changes over from"), "crossover", self._visits, ("crossover",))
        form.choice(tr("Day &0 is"), "anchor", _ANCHORS)
        form.text(tr("S&ubjects planned"), "subjects", hint=tr("Empty if not said"))
        form.text(tr("&Sites"), "sites_text", ("sites",), hint=tr("Codes, with commas"))
        form.flag(tr("For training: nobody is blinded"), "training")
        self.column.addWidget(card(form.begin(), tr("The protocol")))
        form.text(tr("&Name"), "name")
        form.text(tr("&Key"), "shown_key", ("key",), hint=tr("In tables and files"))
        form.text(tr("&Version"), "version")
        form.text(tr("C&itation"), "citation")
        form.long_text(tr("N&otes"), "notes")
        self.tells(
            *("design", "arms", "ratio", "crossover", "anchor", "subjects", "sites"),
            *("training", "name", "key", "version", "citation", "notes"),
        )
        self.end()
        form.show_draft(presenter.draft)

    def show_draft(self) -> None:
        """Show what the design asks for, and no more."""
        draft = self.presenter.draft
        is_parallel = draft.design == Design.PARALLEL.value
        is_crossover = draft.design == Design.CROSSOVER.value
        self.form.set_shown("arms", shown=is_parallel)
        self.form.set_shown("ratio", shown=draft.has_arms)
        self.form.set_shown("crossover", shown=is_crossover)
        super().show_draft()

    def _visits(self) -> list[tuple[str, str]]:
        return self.presenter.visits()


class VisitsStep(StepPage):
    """Visits with their days and windows, and the camera's views."""

    def __init__(self, presenter: EditorPresenter) -> None:
        super().__init__(presenter, Step.VISITS)
        tr, draft = self.tr, presenter.draft
        self._visits: EditingTable[VisitDraft] = EditingTable(
            "visits_table",
            (
                Field("name", tr("Name"), stretches=True),
                Field("day", tr("Day")),
                Field("before", tr("Before"), hint=tr("Days early that still count")),
                Field("after", tr("After"), hint=tr("Days late that still count")),
                Field("photographs", tr("Photographs"), Kind.FLAG),
                Field("treatment", tr("Treatment"), Kind.FLAG),
                Field(
                    "aliases_text",
                    tr("Also written"),
                    key="aliases",
                    stretches=True,
                    hint=tr("Other spellings in file names, with commas"),
                ),
                Field("shown_key", tr("Key"), key="key"),
            ),
            VisitDraft,
            "visits",
            tr("visit"),
        )
        self._views: EditingTable[ViewDraft] = EditingTable(
            "views_table",
            (
                Field("name", tr("Name"), stretches=True),
                Field("side", tr("Side"), Kind.CHOICE, lambda _: _SIDES),
                Field(
                    "aliases_text", tr("Also written"), key="aliases", stretches=True
                ),
                Field("shown_key", tr("Key"), key="key"),
            ),
            ViewDraft,
            "views",
            tr("view"),
        )
        self.column.addWidget(card(self._visits, tr("Visits, in their order")))
        self.column.addWidget(card(self.form.begin()))
        self.form.choice(
            tr("&Baseline, from which change is counted"),
            "baseline",
            presenter.visits,
        )
        self.column.addWidget(card(self._views, tr("Views of the camera")))
        self.tells("visits", "views", "baseline")
        self.end()
        self.form.show_draft(draft)
        self._visits.show_rows(draft.visits)
        self._views.show_rows(draft.views)
        for table in (self._visits, self._views):
            table.changed.connect(self.changed)

    def show_draft(self) -> None:
        """Show visits, views and what is wrong with them."""
        super().show_draft()
        self._views.set_shown("side", shown=self.presenter.draft.has_sides)
        problems = self.presenter.faults(self.step)
        for table in (self._visits, self._views):
            table.refresh()
            table.show_problems(problems)


class ScoredStep(StepPage):
    """Scales from photographs, and what is rated or measured besides."""

    def __init__(self, presenter: EditorPresenter) -> None:
        super().__init__(presenter, Step.SCORED)
        tr, draft = self.tr, presenter.draft
        codings = presenter.codings_for
        self._scored: EditingTable[ScoredDraft] = EditingTable(
            "scored_table",
            (
                Field(
                    "scale",
                    tr("Scale"),
                    Kind.CHOICE,
                    presenter.scales_for,
                    stretches=True,
                ),
                Field(
                    "coding",
                    tr("Reported"),
                    Kind.CHOICE,
                    lambda row: codings(row.scale),
                ),
            ),
            presenter.new_scored,
            "scored",
            tr("scale"),
        )
        self._rated: EditingTable[AssessmentDraft] = EditingTable(
            "assessments_table",
            (
                Field(
                    "instrument",
                    tr("Scale or measure"),
                    Kind.CHOICE,
                    lambda _: presenter.instruments(),
                    key="scale",
                    stretches=True,
                ),
                Field("name", tr("Name"), stretches=True),
                Field("by", tr("Given by"), Kind.CHOICE, lambda _: _ASSESSORS),
                Field("per_side", tr("Each side"), Kind.FLAG),
                Field(
                    "coding",
                    tr("Reported"),
                    Kind.CHOICE,
                    lambda row: codings(row.instrument.partition(":")[2]),
                ),
                Field("shown_key", tr("Key"), key="key"),
            ),
            presenter.new_assessment,
            "assessments",
            tr("assessment"),
        )
        told = tr(
            "Blinded raters are asked these, in this order, at the photographs. "
            "Own scales come from Tools > Scales."
        )
        self.column.addWidget(words("", told, look="muted"))
        self.column.addWidget(card(self._scored, tr("Scored from photographs")))
        self.column.addWidget(
            card(self._rated, tr("Besides photographs: live, diaries, devices"))
        )
        self.tells("assessments")
        self.end()
        self._scored.show_rows(draft.scored)
        self._rated.show_rows(draft.assessments)
        self._scored.changed.connect(self.changed)
        self._rated.changed.connect(self._on_rated)

    def show_draft(self) -> None:
        """Show what is scored and what is wrong with it."""
        super().show_draft()
        self._rated.set_shown("per_side", shown=self.presenter.draft.has_sides)
        problems = self.presenter.faults(self.step)
        for table in (self._scored, self._rated):
            table.refresh()
            table.show_problems(problems)

    @Slot()
    def _on_rated(self) -> None:
        for row in self.presenter.draft.assessments:
            self.presenter.complete(row)
        self.changed.emit()


class ScheduleStep(StepPage):
    """The schedule matrix, switched place by place."""

    def __init__(self, presenter: EditorPresenter) -> None:
        super().__init__(presenter, Step.SCHEDULE)
        self._picker = SchedulePicker()
        self._picker.changed.connect(self.changed)
        told = self.tr("A click, or Space on the place, says what happens at a visit.")
        self.column.addWidget(words("", told, look="muted"))
        self.column.addWidget(card(self._picker, self.tr("Schedule")))
        self.end()

    def show_draft(self) -> None:
        """Show the matrix as it is now."""
        super().show_draft()
        self._picker.show_draft(self.presenter)


def _what(path: tuple[str | int, ...]) -> str:
    """What a fault is about, where no field is: the scale in the schedule."""
    named_here = [str(part) for part in path[1:] if isinstance(part, str)]
    return named_here[0] if named_here else "The schedule"
