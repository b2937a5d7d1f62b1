"""The last step: the whole plan in words, its schedule, and what is wrong with it."""

from collections.abc import Iterator

from PySide6.QtWidgets import QVBoxLayout

from gui.forms.faults import sentence, tell
from gui.layouts import card, words
from gui.pages.study.schedule_matrix import ScheduleMatrix
from gui.protocol_editor.presenter import EditorPresenter, Step
from gui.protocol_editor.steps import StepPage
from models.protocol.summary import Part, plan_parts

_STEPS = {
    Step.DESIGN: "Design",
    Step.VISITS: "Visits and views",
    Step.SCORED: "What is scored",
    Step.SCHEDULE: "Schedule",
    Step.ANALYSIS: "Analysis",
}


class PlanStep(StepPage):
    """Shows the plan as it would be pinned."""

    def __init__(self, presenter: EditorPresenter) -> None:
        super().__init__(presenter, Step.PLAN)
        self._name = words("plan_name", look="heading")
        self._matrix = ScheduleMatrix()
        self._schedule = card(self._matrix, self.tr("Schedule"))
        self._place = QVBoxLayout()
        self._place.setSpacing(14)
        self._words = card(self._place)
        for widget in (self._name, self._rest, self._schedule, self._words):
            self.column.addWidget(widget)
        self.column.addStretch(1)

    def show_draft(self) -> None:
        """Show the plan, or every fault that it has."""
        presenter = self.presenter
        plan = presenter.plan
        for widget in (self._schedule, self._words):
            widget.setVisible(plan is not None)
        if plan is None:
            self._name.setText(self.tr("The plan has faults; each step tells its own."))
            tell(self._rest, _sentences(presenter))
            return
        protocol = plan.protocol
        tell(self._rest, ())
        self._name.setText(f"{protocol.name}, version {protocol.version}")
        self._matrix.show_protocol(protocol, plan.scales)
        _show_parts(self._place, plan_parts(protocol, plan.scales, plan.measures))


def _sentences(presenter: EditorPresenter) -> Iterator[str]:
    """Every fault with the step on which it is mended."""
    for one in presenter.checked.problems:
        step = _STEPS[presenter.step_of(one)]
        yield f"{step}: {sentence(_where(one.path), one)}"


def _show_parts(place: QVBoxLayout, parts: tuple[Part, ...]) -> None:
    """Put the parts below one another, in place of those before."""
    while (item := place.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.deleteLater()
    for part in parts:
        place.addWidget(words("", part.heading, "label"))
        place.addWidget(words("plan_words", "\n".join(part.lines)))


def _where(path: tuple[str | int, ...]) -> str:
    """A place in the plan, in words: "visits 3, day"."""
    parts = [str(one + 1) if isinstance(one, int) else one for one in path]
    if len(parts) > 1 and isinstance(path[1], int):
        parts[:2] = [f"{parts[0]} {parts[1]}"]
    return ", ".join(parts)
