"""The schedule of a draft as a table, each place switched by a click or Space."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView
from typing_extensions import override

from gui.pages.study.schedule_matrix import ScheduleMatrix
from gui.pages.study.schedule_rows import (
    NO,
    NOT_THERE,
    RATERS,
    YES,
    ScheduleRow,
    by_words,
    heading_of,
)
from gui.protocol_editor.presenter import EditorPresenter
from models.protocol.draft_rows import VisitDraft


@dataclass(frozen=True)
class _Row:
    """A row, and what a switch in it does."""

    shown: ScheduleRow
    switch: Callable[[VisitDraft], None]


class SchedulePicker(ScheduleMatrix):
    """Shows a draft's schedule and changes it.

    Signals:
        changed: The user switched a place; the draft has it already.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("schedule_picker")
        self.setAccessibleName(self.tr("Schedule: Space or a click switches a place"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setTabKeyNavigation(False)
        self._presenter: EditorPresenter | None = None
        self._rows: list[_Row] = []
        self.cellClicked.connect(self._on_clicked)

    def show_draft(self, presenter: EditorPresenter) -> None:
        """Show the draft of a presenter as it is now."""
        self._presenter = presenter
        visits = presenter.draft.visits
        self._rows = _rows(presenter)
        headings = [heading_of(one.name or "?", one.day or "?") for one in visits]
        self.show_rows(headings, [one.shown for one in self._rows])

    @Slot(int, int)
    def _on_clicked(self, row: int, column: int) -> None:
        if self._presenter is None:
            return
        one = self._rows[row]
        if one.shown.marks[column] != NOT_THERE:
            one.switch(self._presenter.draft.visits[column])
            self.changed.emit()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() in keys and self.currentItem() is not None:
            self._on_clicked(self.currentRow(), self.currentColumn())
            event.accept()
            return
        super().keyPressEvent(event)


def _rows(presenter: EditorPresenter) -> list[_Row]:
    draft = presenter.draft
    visits = draft.visits
    shot = tuple(YES if one.photographs else NO for one in visits)
    rows = [_Row(ScheduleRow("Photographs", "", shot), _switch_photographs)]
    raters = "raters" if draft.training else RATERS
    for scored in draft.scored:
        marks = tuple(
            (YES if one.uid in scored.visits else NO) if one.photographs else NOT_THERE
            for one in visits
        )
        shown = ScheduleRow(presenter.scale_name(scored), raters, marks)
        rows.append(_Row(shown, _switch_in(scored.visits)))
    for rated in draft.assessments:
        marks = tuple(YES if one.uid in rated.visits else NO for one in visits)
        shown = ScheduleRow(rated.name or "?", by_words(rated.by), marks)
        rows.append(_Row(shown, _switch_in(rated.visits)))
    treated = tuple(YES if one.treatment else NO for one in visits)
    rows.append(_Row(ScheduleRow("Treatment session", "", treated), _switch_treatment))
    return rows


def _switch_photographs(visit: VisitDraft) -> None:
    visit.photographs = not visit.photographs


def _switch_treatment(visit: VisitDraft) -> None:
    visit.treatment = not visit.treatment


def _switch_in(uids: set[str]) -> Callable[[VisitDraft], None]:
    def switch(visit: VisitDraft) -> None:
        uids.symmetric_difference_update({visit.uid})

    return switch
