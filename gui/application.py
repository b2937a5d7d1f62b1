"""Starts the window: builds the few objects that live as long as it, and hands them on.

The only module that runs an event loop.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QFileOpenEvent, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication
from typing_extensions import override

import resources
from gui import logs
from gui.context import PageContext, Shell
from gui.current_study import CurrentStudy
from gui.errors import ErrorReporter
from gui.jobs import JobRunner
from gui.main_window import MainWindow
from gui.safekeeping import Safekeeping
from gui.settings import Settings
from gui.theme import Theme
from models.version import program_version


class Application(QApplication):
    """The application, which the system may ask to open a file.

    Signals:
        file_opened: A Path: double-clicked or dropped on the program's icon.
    """

    file_opened = Signal(object)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent):
            self.file_opened.emit(Path(event.file()))
            return True
        return super().event(event)


def run(file: Path | None, *, rater: str = "") -> int:
    """Show the window until it is closed.

    Args:
        file: A study to open, or None.
        rater: Code of a rater whose reading to show at once, or empty.

    Returns:
        The exit status.
    """
    application = new_application()
    log = logs.start(logs.folder())
    errors = ErrorReporter()
    errors.install()
    context = new_context(application, errors, QSettings())
    safekeeping = Safekeeping(context)
    window = MainWindow(context)
    errors.set_window(window)
    application.file_opened.connect(window.open_file)
    window.show()
    if file is not None:
        window.open_file(file)
    if rater:
        window.show_reading(rater)
    try:
        return application.exec()
    finally:
        safekeeping.deleteLater()
        errors.uninstall()
        logs.stop(log)


def new_application() -> Application:
    """The application with its name, icon and style, before any window."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    application = Application(sys.argv[:1])
    application.setApplicationName("Dermagrade")
    application.setApplicationDisplayName("")
    application.setOrganizationName("Dermagrade")
    application.setApplicationVersion(program_version())
    application.setDesktopFileName("dermagrade")
    application.setWindowIcon(QIcon(str(resources.path("icons", "dermagrade.svg"))))
    application.setStyle("Fusion")
    return application


def new_context(
    application: QApplication, errors: ErrorReporter, store: QSettings
) -> PageContext:
    """The long-lived objects of one window."""
    settings = Settings(store)
    theme = Theme(application, settings)
    theme.apply()
    return PageContext(
        study=CurrentStudy(),
        jobs=JobRunner(errors),
        errors=errors,
        settings=settings,
        theme=theme,
        shell=Shell(),
    )
