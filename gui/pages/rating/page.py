"""The rating room: first who reads, then the reading."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from gui.context import Command, PageContext
from gui.pages.rating.commands import RatingCommands
from gui.pages.rating.display_page import DisplayPage, display_page
from gui.pages.rating.rating_page import RatingPage
from gui.pages.rating.sentences import FINISHED, LOCKED, no_reading
from gui.pages.rating.start_panel import ReadingRow, StartPanel
from gui.pages.rating.wiring import rating_page
from gui.sign_in import ask
from models.errors import ExpectedError
from models.people.roles import Act
from models.reading.session import RatingSession, open_session
from models.store.records import Reading
from models.store.screen_records import DisplayCheck
from models.store.store import StudyStore


class RatingRoom(QStackedWidget):
    """Asks who reads, and shows that rater's reading until it is left."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("rating_room")
        self._context = context
        self._commands = RatingCommands(context.settings, self)
        self._commands.triggered.connect(self._on_command)
        self._page: RatingPage | None = None
        self._check: DisplayPage | None = None
        self._start = StartPanel()
        self._start.rater_chosen.connect(self.open_reading)
        self.addWidget(self._start)
        context.shell.reading_requested.connect(self.open_reading)
        context.shell.leave_requested.connect(self.leave)
        context.study.changed.connect(self._on_study_changed)
        self._show_readings()

    @property
    def page(self) -> RatingPage | None:
        """The reading on the screen, if there is one."""
        return self._page

    @property
    def display_page(self) -> DisplayPage | None:
        """The check of the screen, if that is on the screen."""
        return self._check

    def commands(self) -> Sequence[Command]:
        """The commands for the menus."""
        return self._commands.for_menus()

    @Slot(str)
    def open_reading(self, rater: str) -> None:
        """Show a rater's reading, once the rater is known; it is begun if need be."""
        ask(
            self._context,
            self,
            Act.SCORE,
            lambda _: self._open_reading(rater),
            only=rater,
        )

    def _open_reading(self, rater: str) -> None:
        store = self._context.study.store
        try:
            session = open_session(store, rater)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._context.shell.set_blinded(True)
        self._put_check_away()
        check = display_page(session, self)
        if check is None:
            self._begin(session)
            return
        self._check = check
        check.check_given.connect(partial(self._on_check_given, session))
        check.left.connect(self.leave)
        self.addWidget(check)
        self.setCurrentWidget(check)
        check.take_keyboard()

    def _on_check_given(self, session: RatingSession, check: DisplayCheck) -> None:
        try:
            session.add_display_check(check)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._begin(session)
        self._put_check_away()

    def _begin(self, session: RatingSession) -> None:
        """Show the first photograph."""
        store = self._context.study.store
        self._page = rating_page(
            session,
            self._context.settings,
            commands=self._commands,
            why_closed=lambda: LOCKED if store.is_locked() else FINISHED,
            on_saved=self._context.shell.saved.emit,
        )
        self._page.foot.leave_requested.connect(self.leave)
        self.addWidget(self._page)
        self.setCurrentWidget(self._page)

    @Slot()
    def leave(self) -> None:
        """Close the reading and ask again who reads."""
        if self._page is None and self._check is None:
            return
        self.setCurrentWidget(self._start)
        self._put_check_away()
        if self._page is not None:
            page, self._page = self._page, None
            self.removeWidget(page)
            page.close()
            page.deleteLater()
            self._commands.turn_off()
        self._context.shell.set_blinded(False)
        self._context.study.tell("scores")
        self._show_readings()

    @Slot(str)
    def _on_command(self, name: str) -> None:
        if name == "leave_page":
            self.leave()

    @Slot(str)
    def _on_study_changed(self, _what: str) -> None:
        if self._page is not None:
            self._page.presenter.refresh()
        elif self.isVisible():
            self._show_readings()

    def _put_check_away(self) -> None:
        if self._check is not None:
            check, self._check = self._check, None
            self.removeWidget(check)
            check.close()
            check.deleteLater()

    def _show_readings(self) -> None:
        store = self._context.study.store
        rows = reading_rows(store)
        notice = no_reading(
            is_locked=store.is_locked(), has_photographs=bool(store.photographs())
        )
        self._start.show_readings(rows, notice=notice)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._page is None:
            self._show_readings()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._page is not None:
            self._page.close()
        super().closeEvent(event)


def build(context: PageContext) -> QWidget:
    """Build the page for the open study."""
    return RatingRoom(context)


def reading_rows(store: StudyStore) -> list[ReadingRow]:
    """Every rater of the study with how far the reading is."""
    readings = {reading.rater: reading for reading in store.readings()}
    codes = dict.fromkeys([rater.code for rater in store.raters()])
    return [_row(store, code, readings.get(code)) for code in codes]


def _row(store: StudyStore, rater: str, reading: Reading | None) -> ReadingRow:
    if reading is None:
        return ReadingRow(rater, 0, 0, is_begun=False, is_finished=False)
    done = RatingSession(store, reading).done
    finished = bool(reading.finished_at)
    return ReadingRow(rater, done, reading.count, is_begun=True, is_finished=finished)
