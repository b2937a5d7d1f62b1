"""The protocol editor: its steps at the left, the step that is shown beside them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from gui.naming import named
from gui.protocol_editor.analysis_step import AnalysisStep
from gui.protocol_editor.plan_step import PlanStep
from gui.protocol_editor.presenter import EditorPresenter, Step
from gui.protocol_editor.steps import (
    DesignStep,
    ScheduleStep,
    ScoredStep,
    StepPage,
    VisitsStep,
)
from models.words import counted

_TITLES = {
    Step.START: "Start",
    Step.DESIGN: "Design",
    Step.VISITS: "Visits and views",
    Step.SCORED: "What is scored",
    Step.SCHEDULE: "Schedule",
    Step.ANALYSIS: "Analysis",
    Step.PLAN: "The whole plan",
}
_PAGES: dict[Step, Callable[[EditorPresenter], StepPage]] = {
    Step.DESIGN: DesignStep,
    Step.VISITS: VisitsStep,
    Step.SCORED: ScoredStep,
    Step.SCHEDULE: ScheduleStep,
    Step.ANALYSIS: AnalysisStep,
    Step.PLAN: PlanStep,
}


class ProtocolEditor(QWidget):
    """Edits the draft of one presenter at a time. A step is built when first shown.

    Signals:
        changed: The draft was changed, or is another one.
    """

    changed = Signal()

    def __init__(self, start: QWidget | None = None) -> None:
        """Make the editor.

        Args:
            start: The first step, where there is one; the owner fills it.
        """
        super().__init__()
        self.presenter: EditorPresenter | None = None
        self._start = start
        self._pages: dict[Step, StepPage] = {}
        self._names = named("step_names", QListWidget())
        self._names.setAccessibleName(self.tr("Steps"))
        self._names.setFrameShape(QFrame.Shape.NoFrame)
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._names.setWordWrap(True)
        self._stack = QStackedWidget()
        self._steps = [one for one in Step if start is not None or one != Step.START]
        for step in self._steps:
            item = QListWidgetItem(self.tr(_TITLES[step]))
            item.setData(Qt.ItemDataRole.UserRole, step)
            self._names.addItem(item)
        if start is not None:
            self._stack.addWidget(start)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self._names)
        row.addWidget(self._stack, 1)
        self._names.currentRowChanged.connect(self._on_step_chosen)
        self._fit_names()

    @property
    def step(self) -> Step:
        """The step that is shown."""
        return self._steps[max(self._names.currentRow(), 0)]

    def show_presenter(self, presenter: EditorPresenter) -> None:
        """Edit another draft."""
        self.presenter = presenter
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        if self._names.currentRow() < 0:
            self._names.setCurrentRow(0)
        else:
            self._on_step_chosen(self._names.currentRow())
        self._tell_faults()
        self.changed.emit()

    def show_step(self, step: Step) -> None:
        """Turn to a step."""
        self._names.setCurrentRow(self._steps.index(step))

    @Slot()
    def show_next(self) -> None:
        """Turn to the next step."""
        row = self._names.currentRow()
        self._names.setCurrentRow(min(row + 1, self._names.count() - 1))

    @Slot(int)
    def _on_step_chosen(self, row: int) -> None:
        if row < 0 or self.presenter is None:
            return
        step = self._steps[row]
        if step is Step.START and self._start is not None:
            self._stack.setCurrentWidget(self._start)
            return
        page = self._pages.get(step)
        if page is None:
            page = _PAGES[step](self.presenter)
            page.changed.connect(self._on_changed)
            self._pages[step] = page
            self._stack.addWidget(page)
        page.show_draft()
        self._stack.setCurrentWidget(page)

    @Slot()
    def _on_changed(self) -> None:
        if self.presenter is None:
            return
        self.presenter.on_changed()
        page = self._pages.get(self.step)
        if page is not None:
            page.show_draft()
        self._tell_faults()
        self.changed.emit()

    def _tell_faults(self) -> None:
        """Say at each step how many faults wait there."""
        if self.presenter is None:
            return
        for row, step in enumerate(self._steps):
            item = self._names.item(row)
            number = len(self.presenter.faults(step))
            title = self.tr(_TITLES[step])
            item.setText(f"{title}\n{counted(number, 'fault')}" if number else title)
        self._fit_names()

    def _fit_names(self) -> None:
        longest = max(_TITLES.values(), key=len)
        width = self._names.fontMetrics().horizontalAdvance(longest)
        self._names.setFixedWidth(width + 60)
