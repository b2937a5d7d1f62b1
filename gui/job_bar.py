"""The slim bar at the foot of the window that shows the job that is going on."""

import time

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton

from gui.jobs import Job, JobRunner
from gui.naming import named
from models.progress import Step

_SECONDS_BEFORE_ESTIMATE = 5.0


class JobBar(QFrame):
    """Title, progress, remaining time and Cancel; hidden while nothing goes on."""

    def __init__(self, jobs: JobRunner) -> None:
        super().__init__()
        self.setObjectName("job_bar")
        self._jobs: list[Job] = []
        self._title = named("job_title", QLabel())
        self._text = named("job_text", QLabel(), "muted")
        self._remaining = named("job_remaining", QLabel(), "muted")
        self._progress = named("job_progress", QProgressBar())
        self._progress.setTextVisible(False)
        self._progress.setMaximumWidth(320)
        self._cancel = named("job_cancel", QPushButton(self.tr("Cancel")))
        self._cancel.setAccessibleName(self.tr("Cancel what is going on"))
        self._cancel.clicked.connect(self._on_cancel_clicked)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 6)
        layout.setSpacing(12)
        layout.addWidget(self._title)
        layout.addWidget(self._progress, 1)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._remaining)
        layout.addWidget(self._cancel)
        self.hide()
        jobs.job_started.connect(self._on_job_started)
        jobs.job_ended.connect(self._on_job_ended)

    @Slot(object)
    def _on_job_started(self, job: Job) -> None:
        self._jobs.append(job)
        job.progressed.connect(self._on_job_progressed)
        self._show_first()

    @Slot(object)
    def _on_job_ended(self, job: Job) -> None:
        self._jobs.remove(job)
        self._show_first()

    @Slot(object)
    def _on_job_progressed(self, step: Step) -> None:
        self._progress.setRange(0, step.total)
        self._progress.setValue(step.done)
        self._text.setText(step.text)
        elapsed = time.monotonic() - self._jobs[0].started_at if self._jobs else 0
        self._remaining.setText(remaining(elapsed, step))

    @Slot()
    def _on_cancel_clicked(self) -> None:
        if self._jobs:
            self._jobs[0].cancel()
            self._cancel.setEnabled(False)
            self._text.setText(self.tr("Stopping…"))

    def _show_first(self) -> None:
        self.setVisible(bool(self._jobs))
        if self._jobs:
            self._title.setText(self._jobs[0].title)
            self._text.clear()
            self._remaining.clear()
            self._progress.setRange(0, 0)
            self._cancel.setEnabled(True)


def remaining(elapsed: float, step: Step) -> str:
    """The time that is left, in words, or empty while nobody can tell.

    Args:
        elapsed: Seconds since the job began.
        step: How far it is.
    """
    if elapsed < _SECONDS_BEFORE_ESTIMATE or not 0 < step.done < step.total:
        return ""
    seconds = elapsed / step.done * (step.total - step.done)
    if seconds < 1:
        return ""
    if seconds < 90:
        return f"about {round(seconds)} s left"
    return f"about {round(seconds / 60)} min left"
