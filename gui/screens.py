"""Pictures of every page of the window, for the README, the guide and to be looked at.

The pages are those a user sees, with the study a user would open. The pictures are
taken without a screen, so that no window flashes up.
"""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, QSize, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gui.application import new_application, new_context
from gui.context import PageContext
from gui.errors import ErrorReporter
from gui.main_window import MainWindow
from gui.new_study import NewStudyDialog
from gui.protocol_editor.presenter import Step
from gui.scale_editor.library_dialog import LibraryDialog
from gui.scale_editor.scale_editor import ScaleEditor
from gui.settings import ThemeChoice
from models.scales import library as scales
from models.scales.draft import draft_of_scale

LAPTOP = QSize(1280, 800)

_LOOKS = ((ThemeChoice.LIGHT, ""), (ThemeChoice.DARK, "-dark"))
_DRAWN_SCALE = "fg-wrinkling"
_PAGES = (
    "study",
    "overview",
    "photographs",
    "agreement",
    "trajectories",
    "exchange",
    "record",
    "evidence",
)
_TICK_MS = 40
_CALM_TICKS = 10  # a page is drawn when nothing has gone on for so long


@dataclass(frozen=True)
class _Shot:
    """A picture to be taken once the window is calm."""

    name: str
    widget: QWidget


class _Photographer(QObject):
    """Goes from shot to shot, and takes each when nothing goes on any more."""

    def __init__(
        self,
        shots: Iterator[_Shot],
        folder: Path,
        is_busy: Callable[[], bool],
        done: Callable[[], None],
    ) -> None:
        super().__init__()
        self.taken: list[Path] = []
        self.is_broken = False
        self._shots = shots
        self._folder = folder
        self._is_busy = is_busy
        self._done = done
        self._shot: _Shot | None = None
        self._calm = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def start(self) -> None:
        """Set the first scene."""
        self._timer.start()

    @Slot()
    def _on_tick(self) -> None:
        self._calm = 0 if self._is_busy() else self._calm + 1
        if self._shot is not None and self._calm < _CALM_TICKS:
            return
        self._calm = 0
        if self._shot is not None:
            path = self._folder / f"{self._shot.name}.png"
            self._shot.widget.grab().save(str(path))
            self.taken.append(path)
        try:
            self._shot = next(self._shots, None)
        except BaseException:
            self.is_broken = True
            self._timer.stop()
            self._done()
            raise
        if self._shot is None:
            self._timer.stop()
            self._done()


def take_screens(
    study: Path, before_lock: Path, folder: Path, size: QSize = LAPTOP
) -> list[Path]:
    """Take a picture of every page, in light and in dark.

    Args:
        study: A study that is scored, locked and opened.
        before_lock: The same study before the lock, where a reading can be begun.
        folder: Where the pictures go; made if it is not there.
        size: Of the window.

    Returns:
        The pictures.

    Raises:
        RuntimeError: A page could not be shown.
    """
    if QApplication.instance() is None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        application: QApplication = new_application()
    else:
        application = QApplication.instance()  # type: ignore[assignment]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        settings = QSettings(f"{name}/settings.ini", QSettings.Format.IniFormat)
        errors = ErrorReporter()
        context = new_context(application, errors, settings)
        window = MainWindow(context)
        errors.set_window(window)
        window.resize(size)
        window.show()
        shots = _all_shots(context, window, study, before_lock)
        photographer = _Photographer(
            shots, folder, context.jobs.is_busy, application.quit
        )
        photographer.start()
        application.exec()
        window.close()
    if photographer.is_broken:
        raise RuntimeError("a page could not be shown, so its picture is missing")
    return photographer.taken


def _all_shots(
    context: PageContext, window: MainWindow, study: Path, before_lock: Path
) -> Iterator[_Shot]:
    """Every scene, in both looks."""
    for look, suffix in _LOOKS:
        context.settings.theme = look
        context.theme.apply()
        context.settings.clear_recent_files()
        yield _Shot(f"start{suffix}", window)
        yield from _dialog(NewStudyDialog(context, window), f"new-study{suffix}")
        schedule = NewStudyDialog(context, window)
        schedule.show_step(Step.SCHEDULE)
        yield from _dialog(schedule, f"new-study-schedule{suffix}")
        yield from _dialog(LibraryDialog(context, window), f"scales{suffix}")
        draft = draft_of_scale(scales.find(_DRAWN_SCALE))
        yield from _dialog(
            ScaleEditor(context, draft, (), window), f"scale-editor{suffix}"
        )
        window.open_file(study)
        for key in _PAGES:
            window.show_page(key)
            _choose_first_cell(window, key)
            yield _Shot(f"{key}{suffix}", window)
        window.open_file(before_lock)
        if context.study.store.protocol().assessments:
            window.show_page("measurements")
            yield _Shot(f"measurements{suffix}", window)
        if context.study.store.photographs():
            yield from _reading(window, f"R6{suffix}", suffix)
        context.shell.leave_requested.emit()
        context.study.close()


def _choose_first_cell(window: MainWindow, key: str) -> None:
    """Choose a row of photographs, as a user would to see them."""
    if key == "photographs":
        matrix = window.findChild(QWidget, "completeness_matrix")
        if matrix is not None:
            matrix.setFocus()
            QTest.keyClick(matrix, Qt.Key.Key_Right)


def _dialog(dialog: QDialog, name: str) -> Iterator[_Shot]:
    """A dialog, open."""
    dialog.open()
    yield _Shot(name, dialog)
    dialog.reject()


def _reading(window: MainWindow, rater: str, suffix: str) -> Iterator[_Shot]:
    """A reading: who reads, a fresh photograph, and one with grades."""
    from gui.pages.rating.page import RatingRoom

    window.show_page("rating")
    yield _Shot(f"rating-start{suffix}", window)
    room = window.findChild(RatingRoom)
    assert isinstance(room, RatingRoom)
    room.open_reading(rater)
    check = room.display_page
    if check is not None:
        yield _Shot(f"display-check{suffix}", window)
        for buttons in check.options.values():
            buttons[0].click()
        check.begin.click()
    yield _Shot(f"rating{suffix}", window)
    page = room.page
    assert page is not None
    for digit in (Qt.Key.Key_5, Qt.Key.Key_4, Qt.Key.Key_2):
        QTest.keyClick(page, digit)
    yield _Shot(f"rating-grades{suffix}", window)
