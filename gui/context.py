"""What every page is given: the study, the long-lived objects and the window's ear.

A page folder offers `build(context) -> QWidget` in its `page.py`. A page is built when
it is first opened, for the study that is open then, and is closed (`closeEvent`, where
it stops what it began) before that study is. It may offer `commands()`, a sequence of
`Command`: they stand in the menus of the window as long as the page is shown.

Nothing here may import the allocation, for the rating page is given it too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from gui.current_study import CurrentStudy
from gui.errors import ErrorReporter
from gui.jobs import JobRunner
from gui.settings import Settings
from gui.theme import Theme

MENUS = ("file", "edit", "view", "rate", "analysis", "tools", "help")


class Shell(QObject):
    """What a page may wish from the window, without knowing it.

    Signals:
        page_requested: Show the page with this key: "photographs".
        page_command_requested: Show a page and run its command: page key, name of the
            command's action.
        place_requested: Show a page at a place: page key, code of the subject, key of
            the visit.
        saved: Something is safely stored since this UTC time (ISO 8601); the status
            bar says so.
        told: A sentence for the status bar.
        blinding_changed: A rater's reading has begun (True) or was left (False). While
            it goes on, the window shows neither the study's name nor other pages.
        reading_requested: The reading of this rater is to be shown.
        leave_requested: The rater wants to leave the reading; the rating page does so.
        new_requested: The user wants a new study.
        open_requested: The user wants to choose a file to open.
        file_requested: Open this file (a Path).
        demo_requested: The user wants the demo study.
        kit_requested: The user wants to choose a kit to open.
        returns_offered: Returns to be looked at before they are merged (Paths).
    """

    page_requested = Signal(str)
    page_command_requested = Signal(str, str)
    place_requested = Signal(str, str, str)
    saved = Signal(str)
    told = Signal(str)
    blinding_changed = Signal(bool)
    reading_requested = Signal(str)
    leave_requested = Signal()
    new_requested = Signal()
    open_requested = Signal()
    file_requested = Signal(object)
    demo_requested = Signal()
    kit_requested = Signal()
    returns_offered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._blinded = False

    @property
    def is_blinded(self) -> bool:
        """Whether a rater's reading is on the screen."""
        return self._blinded

    def set_blinded(self, blinded: bool) -> None:
        """Say that a rater's reading has begun or was left."""
        if blinded != self._blinded:
            self._blinded = blinded
            self.blinding_changed.emit(blinded)


@dataclass(frozen=True)
class PageContext:
    """The long-lived objects, handed to each page.

    Attributes:
        study: The study that is open; `study.store` reads and writes it.
        jobs: Runs long work.
        errors: Tells errors to the user.
        settings: What is remembered from one start to the next.
        theme: Colours of the window, and when they change.
        shell: What a page may wish from the window.
    """

    study: CurrentStudy
    jobs: JobRunner
    errors: ErrorReporter
    settings: Settings
    theme: Theme
    shell: Shell


@dataclass(frozen=True)
class Command:
    """A command of a page, for the menus.

    Attributes:
        menu: One of MENUS, or empty where the command stands in a menu anyway.
        action: The action; its object name is the command's name. The page owns it.
    """

    menu: str
    action: QAction


@runtime_checkable
class OffersCommands(Protocol):
    """A page that has commands for the menus."""

    def commands(self) -> Sequence[Command]:
        """The commands, in the order of the menu."""
        ...


@runtime_checkable
class ShowsPlaces(Protocol):
    """A page that can show a subject at a visit."""

    def show_place(self, subject: str, visit: str) -> None:
        """Show what the page has of a subject at a visit."""
        ...
