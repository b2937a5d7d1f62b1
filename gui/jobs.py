"""Long work beside the window, with progress and cancelling.

The only place that starts threads for work: one, because a study has one writer, and
one for what nobody waits for, such as a backup. The caller has no error to check and so
none to forget: success goes to its callback, failure to the error reporter, cancelling
to nobody.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from gui.errors import ErrorReporter
from models.progress import Cancelled, Progress, Step

T = TypeVar("T")


class Job(QObject):
    """One piece of long work. All signals are emitted in the GUI thread.

    Signals:
        succeeded: The result.
        failed: The exception.
        cancelled: It stopped because it was asked to.
        progressed: A Step.
        ended: After any of the first three.

    Attributes:
        title: What is being done: "Importing photographs".
        started_at: Seconds of a monotonic clock when it was given to the runner.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    progressed = Signal(object)
    ended = Signal()
    _happened = Signal(object)

    def __init__(
        self, title: str, work: Callable[[Progress], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.started_at = time.monotonic()
        self._work = work
        self._progress = Progress(self._report)
        self._latest = Step(0, 0)
        self._is_told_soon = False
        self._happened.connect(self._on_happened, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._progress.cancel()

    def run(self) -> None:
        """Do the work. Called by the pool, in the worker thread."""
        try:
            self._progress.step(0, 0)
            result = self._work(self._progress)
        except Cancelled:
            self._happened.emit(partial(self._end, self.cancelled.emit))
        except Exception as error:  # noqa: BLE001 - carried to the GUI thread, not lost
            self._happened.emit(partial(self._end, partial(self.failed.emit, error)))
        else:
            self._happened.emit(
                partial(self._end, partial(self.succeeded.emit, result))
            )

    def _report(self, step: Step) -> None:
        """Pass a step on, from the worker thread, as fast as the window takes them."""
        self._latest = step
        if not self._is_told_soon and step != Step(0, 0):
            self._is_told_soon = True
            self._happened.emit(self._tell_latest)

    def _tell_latest(self) -> None:
        self._is_told_soon = False  # first, or a step that comes now would be lost
        self.progressed.emit(self._latest)

    def _end(self, tell: Callable[[], None]) -> None:
        # The runner hears first that this job is over, so that a callback can start
        # the next one and find the runner free.
        self.ended.emit()
        tell()

    @Slot(object)
    def _on_happened(self, tell: Callable[[], None]) -> None:
        tell()


class JobRunner(QObject):
    """Runs jobs one after the other in a thread of its own.

    Signals:
        job_started: A Job was given to the runner.
        job_ended: A Job has succeeded, failed or stopped.
    """

    job_started = Signal(object)
    job_ended = Signal(object)

    def __init__(self, errors: ErrorReporter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._errors = errors
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._quiet_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="quiet")
        self._quiet_jobs: list[Job] = []
        self._jobs: list[Job] = []
        self._futures: list[Future[None]] = []
        self._waiting: list[Callable[[], object]] = []
        self._closed = False

    def start(
        self,
        title: str,
        work: Callable[[Progress], T],
        on_success: Callable[[T], object],
    ) -> Job:
        """Run a function beside the window.

        Args:
            title: What is being done, for the user: "Importing photographs".
            work: Called with a Progress in another thread; touches no widget.
            on_success: Called with its result in the GUI thread.

        Returns:
            The job, for whoever wants to cancel it or to follow its signals.
        """
        job = Job(title, work, self)
        job.succeeded.connect(on_success)
        job.failed.connect(self._errors.show)
        job.ended.connect(partial(self._on_ended, job))
        self._jobs.append(job)
        self.job_started.emit(job)
        self._futures = [future for future in self._futures if not future.done()]
        self._futures.append(self._pool.submit(job.run))
        return job

    def start_quietly(
        self,
        title: str,
        work: Callable[[Progress], T],
        on_success: Callable[[T], object],
        on_failure: Callable[[BaseException], object],
    ) -> Job:
        """Run a function that nobody waits for, in a thread of its own.

        It is not shown, keeps nobody from closing the study, and writes to no study. It
        is cancelled with everything else when the program ends.

        Args:
            title: What is being done.
            work: Called with a Progress in another thread; touches no widget.
            on_success: Called with its result in the GUI thread.
            on_failure: Called with the exception in the GUI thread.
        """
        job = Job(title, work, self)
        job.succeeded.connect(on_success)
        job.failed.connect(on_failure)
        job.ended.connect(partial(self._on_quiet_ended, job))
        self._quiet_jobs.append(job)
        self._quiet_pool.submit(job.run)
        return job

    def is_busy(self) -> bool:
        """Whether any job is going on or waiting that somebody waits for."""
        return bool(self._jobs)

    def cancel_all(self) -> None:
        """Ask everything that is going on or waiting to stop at its next step."""
        for job in self._jobs:
            job.cancel()

    def when_idle(self, call: Callable[[], object]) -> None:
        """Call a function once, as soon as no job is left."""
        self._waiting.append(call)
        self._tell_if_idle()

    def close(self) -> None:
        """Cancel what is going on and wait until the thread has ended."""
        if self._closed:
            return
        self._closed = True
        self.cancel_all()
        for job in self._quiet_jobs:
            job.cancel()
        self._pool.shutdown(wait=True)
        self._quiet_pool.shutdown(wait=True)

    def _on_ended(self, job: Job) -> None:
        if job in self._jobs:
            self._jobs.remove(job)
            self.job_ended.emit(job)
            job.deleteLater()
            self._tell_if_idle()

    def _on_quiet_ended(self, job: Job) -> None:
        if job in self._quiet_jobs:
            self._quiet_jobs.remove(job)
            job.deleteLater()

    def _tell_if_idle(self) -> None:
        if self._jobs:
            return
        waiting, self._waiting = self._waiting, []
        for call in waiting:
            call()
