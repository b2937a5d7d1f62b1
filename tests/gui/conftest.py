"""What tests of the window share: its long-lived objects, and that nothing is left."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from gui.application import Application
from gui.context import PageContext, Shell
from gui.current_study import CurrentStudy
from gui.errors import ErrorReporter, Report
from gui.jobs import JobRunner
from gui.settings import Settings
from gui.theme import Theme
from models.reading.session import RatingSession
from tests.examples import make_study

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def qapp_cls() -> type[Application]:
    """The application of the program, which can be asked to open files."""
    return Application


class QuietReporter(ErrorReporter):
    """Opens no boxes, and keeps what it would have told in `reports`."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[Report] = []

    @override
    def tell(self, report: Report) -> None:
        self.reports.append(report)


@pytest.fixture
def errors(qapp: QApplication) -> Iterator[QuietReporter]:
    """A reporter that fails the test if an error was told that it did not look at."""
    reporter = QuietReporter()
    yield reporter
    assert not reporter.reports, f"told, and nobody looked: {reporter.reports}"


@pytest.fixture
def settings(tmp_path: Path, qapp: QApplication) -> Settings:
    """Settings in a file of their own."""
    file = str(tmp_path / "settings.ini")
    return Settings(QSettings(file, QSettings.Format.IniFormat))


@pytest.fixture
def jobs(errors: QuietReporter) -> Iterator[JobRunner]:
    """A runner whose thread must end with the test."""
    runner = JobRunner(errors)
    yield runner
    runner.close()


@pytest.fixture
def theme(qapp: QApplication, settings: Settings) -> Iterator[Theme]:
    """The theme of the settings, gone again after the test."""
    font, palette = qapp.font(), qapp.palette()
    theme = Theme(qapp, settings)
    theme.apply()
    yield theme
    settings.look_changed.disconnect(theme.apply)
    theme.setParent(None)
    theme.deleteLater()
    qapp.setStyleSheet("")
    qapp.setFont(font)
    qapp.setPalette(palette)


@pytest.fixture
def context(
    errors: QuietReporter, jobs: JobRunner, settings: Settings, theme: Theme
) -> Iterator[PageContext]:
    """What pages are given, without a study."""
    study = CurrentStudy()
    yield PageContext(
        study=study,
        jobs=jobs,
        errors=errors,
        settings=settings,
        theme=theme,
        shell=Shell(),
    )
    jobs.close()
    study.close()


@pytest.fixture
def open_study(context: PageContext, tmp_path: Path) -> PageContext:
    """The context with a small study open: 3 subjects, 3 visits, nothing scored."""
    context.study.take(make_study(tmp_path / "example.dgstudy"))
    return context


@pytest.fixture
def unchecked_display() -> None:
    """For tests in which the screen is checked before a reading."""


@pytest.fixture(autouse=True)
def checked_display(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Elsewhere every screen was checked before."""
    if "unchecked_display" not in request.fixturenames:
        monkeypatch.setattr(RatingSession, "needs_display_check", lambda *_: False)


@pytest.fixture(autouse=True)
def no_window_left_open(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a window or a thread behind."""
    threads_before = set(threading.enumerate())
    yield
    qapp.sendPostedEvents()
    left = [_described(one) for one in qapp.topLevelWidgets() if one.isVisible()]
    for widget in qapp.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    # Widgets that live on would make every later change of style slower.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not left, f"windows left open: {left}"
    threads = [
        thread.name
        for thread in set(threading.enumerate()) - threads_before
        if thread.is_alive() and not thread.name.startswith("Dummy")
    ]
    assert not threads, f"threads left: {threads}"


def _described(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()}"
