"""The one place where errors reach the user of the window.

An error the user can mend is told in its own sentence. Everything else is a bug: it is
logged, and told as one. While a rater's reading is on the screen the details of a bug
are not shown, for a traceback may name what a rater must not know.
"""

import logging
import sys
import threading
import traceback
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from gui.error_box import ErrorBox
from models.errors import ExpectedError, Problem
from models.faults import where

_log = logging.getLogger(__name__)

_BUG = "Something went wrong inside Dermagrade."
_BUG_HINT = (
    "What the window showed as saved is saved. You can go on; if it happens again, "
    "close the program and send a copy of these details to whoever looks after it."
)
_BUG_HINT_BLINDED = (
    "Every score that was shown as saved is saved. You can go on. "
    "Details were written to the log file."
)


@dataclass(frozen=True)
class Report:
    """What was told to the user.

    Attributes:
        text: What happened.
        hint: What to do about it, or empty.
        problems: Every fault found.
        details: Traceback of a bug, or empty.
        is_bug: Whether it was the program's fault.
    """

    text: str
    hint: str
    problems: tuple[Problem, ...]
    details: str
    is_bug: bool


class ErrorReporter(QObject):
    """Tells errors: in a box, and to whoever listens.

    Signals:
        reported: A Report of what was told.
    """

    reported = Signal(object)
    _raised_elsewhere = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window: QWidget | None = None
        self._blinded = False
        # Kept, or a box that is opened before there is a window vanishes at once.
        self._boxes: list[ErrorBox] = []
        self._raised_elsewhere.connect(self.show, Qt.ConnectionType.QueuedConnection)

    def set_window(self, window: QWidget | None) -> None:
        """Say over which window boxes are to appear."""
        self._window = window

    def set_blinded(self, blinded: bool) -> None:
        """Say whether a rater's reading is on the screen: then no details are shown."""
        self._blinded = blinded

    def install(self) -> None:
        """Take whatever nobody caught, of every thread."""
        sys.excepthook = self._on_uncaught
        threading.excepthook = self._on_uncaught_in_thread

    def uninstall(self) -> None:
        """Give the hooks of the interpreter back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    @Slot(object)
    def show(self, error: BaseException) -> None:
        """Tell an error. In the GUI thread only."""
        report = self._report(error)
        if report.is_bug:
            _log.error("bug: %s", where(error))
        self.tell(report)
        self.reported.emit(report)

    def tell(self, report: Report) -> None:
        """Open the box of a report."""
        if report.is_bug and any(box.is_bug for box in self._boxes):
            return  # one is enough: a fault in painting comes back with every frame
        box = ErrorBox(
            report.text,
            tuple(str(problem) for problem in report.problems),
            report.hint,
            report.details,
            is_bug=report.is_bug,
            parent=self._window,
        )
        self._boxes.append(box)
        box.finished.connect(lambda: self._boxes.remove(box))
        box.open()

    def _report(self, error: BaseException) -> Report:
        if isinstance(error, ExpectedError):
            return Report(error.text, error.hint, error.problems, "", is_bug=False)
        if self._blinded:
            return Report(_BUG, _BUG_HINT_BLINDED, (), "", is_bug=True)
        details = "".join(traceback.format_exception(error))
        return Report(_BUG, _BUG_HINT, (), details, is_bug=True)

    def _on_uncaught(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if QThread.currentThread().loopLevel() == 0:
            # The program has not begun or is at its end: there is no window to tell it.
            sys.__excepthook__(kind, error, trace)
            return
        # It may have been raised in any thread; the box belongs to the GUI thread.
        self._raised_elsewhere.emit(error)

    def _on_uncaught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and args.exc_type is not SystemExit:
            self._raised_elsewhere.emit(args.exc_value)
