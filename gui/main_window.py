"""The one window: menus, the list of pages, the pages, and what goes on."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import file_dialogs, logs
from gui.about import AboutBox
from gui.clock import clock_time
from gui.confirmation import Confirmation
from gui.context import PageContext
from gui.demo import open_demo, open_drawn_set
from gui.dropping import (
    KIT,
    RETURN,
    STUDY,
    check_dropped,
    dropped_files,
    kind_of,
)
from gui.guide import GuideWindow
from gui.job_bar import JobBar
from gui.menus import Menus
from gui.naming import named
from gui.navigation import Navigation
from gui.page_stack import PageStack
from gui.pages.start.page import StartPage
from gui.registry import PAGES, PageEntry
from gui.save_copy import save_copy
from gui.shortcuts import ShortcutSheet
from gui.window_place import restore_place
from models.errors import ExpectedError

if TYPE_CHECKING:
    from gui.pages.rating.kit_room import KitRoom


class MainWindow(QMainWindow):
    """What the user sees of the program. It shows and opens; pages do the work."""

    def __init__(
        self, context: PageContext, pages: tuple[PageEntry, ...] = PAGES
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setAcceptDrops(True)
        self._context = context
        self._guide: GuideWindow | None = None
        self._kit_room: KitRoom | None = None
        self._menus = Menus(self.menuBar(), pages, context.settings)
        self._navigation = Navigation(pages, context.theme)
        self._pages = PageStack(pages, context)
        self._start = StartPage(context)
        self._saved = named("saved_label", QLabel())
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        restore_place(self, context.settings.window_geometry)
        self._show_study()

    def open_file(self, path: Path) -> None:
        """Open a study, a kit or a return; what is wrong with it is told."""
        if self._context.shell.is_blinded:
            self._on_told(self.tr("Leave the reading first, then open another file."))
        elif kind_of(path) == RETURN:
            self.offer_returns([path])
        else:
            is_kit = kind_of(path) == KIT
            opens = self._open_kit if is_kit else self._open_file
            self._once_idle(partial(opens, path))

    def offer_returns(self, paths: Sequence[Path]) -> None:
        """Show what merging returns would do; without a study, ask for theirs."""
        if self._context.study.is_open:
            self.show_page("exchange")
            self._context.shell.returns_offered.emit(paths)
            return
        study = file_dialogs.open_file(
            self,
            self._context.settings,
            "study",
            self.tr("Open the study that the return belongs to"),
            file_dialogs.STUDIES,
        )
        if study is not None and kind_of(study) == STUDY:
            self._open_file(study)
            if self._context.study.is_open:
                self.offer_returns(paths)

    def _open_file(self, path: Path) -> None:
        try:
            self._context.study.open(path)
        except ExpectedError as error:
            self._context.errors.show(error)
        else:
            self._context.settings.add_recent_file(path)

    def _open_kit(self, path: Path) -> None:
        """Show a kit: there is only its reading then, and no page of a study."""
        from gui.pages.rating.kit_room import build_kit_room

        self._context.study.close()
        self._context.settings.add_recent_file(path)
        self._kit_room = build_kit_room(self._context, path)
        self._kit_room.left.connect(self._on_kit_left)
        self._stack.addWidget(self._kit_room)
        self._stack.setCurrentWidget(self._kit_room)
        self._context.shell.set_blinded(True)
        self._menus.set_page_commands(self._kit_room.commands())

    @Slot()
    def _on_kit_left(self) -> None:
        if self._kit_room is None:
            return
        room, self._kit_room = self._kit_room, None
        self._menus.set_page_commands(())
        self._stack.removeWidget(room)
        room.close()
        room.deleteLater()
        self._context.shell.set_blinded(False)
        self._show_study()

    @Slot(str)
    def show_page(self, key: str) -> None:
        """Show a page of the open study."""
        if not self._context.study.is_open or self._pages.shown == key:
            return
        if not self._pages.has_page(key):
            return
        self._pages.show_page(key)
        self._navigation.set_page(key)
        self._menus.set_page_commands(self._pages.commands())

    def show_reading(self, rater: str) -> None:
        """Show a rater's reading of the open study."""
        self.show_page("rating")
        self._context.shell.reading_requested.emit(rater)

    @Slot(str, str)
    def run_page_command(self, page: str, name: str) -> None:
        """Show a page and do one of its commands, as if its button were pressed."""
        self.show_page(page)
        action = self._pages.command(name)
        if action is not None and action.isEnabled():
            action.trigger()
        elif action is not None:
            self._on_told(self.tr("Not possible now; the page says why."))

    @Slot(str, str, str)
    def show_place(self, page: str, subject: str, visit: str) -> None:
        """Show a page at a subject and a visit."""
        self.show_page(page)
        self._pages.show_place(subject, visit)

    def _lay_out(self) -> None:
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._navigation)
        row.addWidget(self._pages, 1)
        self._stack.addWidget(self._start)
        self._stack.addWidget(work)

        central = QWidget()
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._stack, 1)
        column.addWidget(JobBar(self._context.jobs))
        self.setCentralWidget(central)
        self.statusBar().addPermanentWidget(self._saved)
        self.statusBar().setSizeGripEnabled(False)

    def _connect(self) -> None:
        menus, shell, study = self._menus, self._context.shell, self._context.study
        open_the_demo = partial(open_demo, self._context, self.open_file)
        for asks in (menus, shell):
            asks.new_requested.connect(self._on_new_requested)
            asks.open_requested.connect(self._on_open_requested)
            asks.file_requested.connect(self.open_file)
            asks.demo_requested.connect(open_the_demo)
            asks.page_requested.connect(self.show_page)
            asks.page_command_requested.connect(self.run_page_command)
        menus.kit_requested.connect(self._on_kit_requested)
        shell.kit_requested.connect(self._on_kit_requested)
        menus.copy_requested.connect(partial(save_copy, self._context, self))
        menus.restore_requested.connect(self._on_restore_requested)
        menus.close_requested.connect(partial(self._once_idle, study.close))
        menus.reading_left.connect(shell.leave_requested)
        menus.quit_requested.connect(self.close)
        menus.scales_requested.connect(self._on_scales_requested)
        menus.drawn_set_requested.connect(self._on_drawn_set_requested)
        menus.planning_requested.connect(self._on_planning_requested)
        menus.full_screen_requested.connect(self._on_full_screen_requested)
        menus.guide_requested.connect(self._on_guide_requested)
        menus.shortcuts_requested.connect(self._on_shortcuts_requested)
        menus.evidence_requested.connect(self._on_evidence_requested)
        menus.log_folder_requested.connect(logs.show_folder)
        menus.about_requested.connect(self._on_about_requested)
        self._navigation.page_chosen.connect(self.show_page)
        shell.place_requested.connect(self.show_place)
        shell.saved.connect(self._on_saved)
        shell.told.connect(self._on_told)
        shell.blinding_changed.connect(self._on_blinding_changed)
        study.opened.connect(self._show_study)
        study.closing.connect(self._on_study_closing)
        study.closed.connect(self._show_study)
        study.changed.connect(self._on_study_changed)

    @Slot()
    def _show_study(self) -> None:
        """Show the study that is open, or the start page."""
        is_open = self._context.study.is_open
        self._show_state()
        self._show_names()
        self._stack.setCurrentIndex(1 if is_open else 0)
        self._saved.clear()
        if is_open:
            store = self._context.study.store
            last = self._context.settings.last_page(store.info().uid)
            known = self._pages.keys()
            self._show_applying_pages()
            self.show_page(last if last in known and last != "rating" else known[0])
        else:
            self._menus.set_page_commands(())
            self._start.show_recent()

    def _show_applying_pages(self) -> None:
        """Offer the pages that the protocol has anything for."""
        known = self._pages.keys()
        self._navigation.set_shown(known)
        self._menus.set_shown_pages(known)

    def _show_state(self) -> None:
        """What can be chosen now, in the menus."""
        self._menus.set_state(
            is_open=self._context.study.is_open,
            is_blinded=self._context.shell.is_blinded,
        )

    def _show_names(self) -> None:
        """Title and navigation: a blinded rater sees no name of anything."""
        blinded = self._context.shell.is_blinded
        self._navigation.setVisible(not blinded)
        if blinded:
            self.setWindowTitle(self.tr("Reading - Dermagrade"))
        elif self._context.study.is_open:
            title = self._context.study.store.info().title
            self._navigation.set_study_name(title)
            self.setWindowTitle(f"{title} - Dermagrade")
        else:
            self.setWindowTitle("Dermagrade")

    @Slot()
    def _on_study_closing(self) -> None:
        store = self._context.study.store
        if self._pages.shown:
            self._context.settings.set_last_page(store.info().uid, self._pages.shown)
        self._pages.discard()
        self._context.shell.set_blinded(False)

    @Slot(str)
    def _on_study_changed(self, what: str) -> None:
        """Build the pages anew once the plan they were built from is another."""
        if what != "protocol":
            return
        shown = self._pages.shown
        self._menus.set_page_commands(())
        self._pages.discard()
        self._show_applying_pages()
        known = self._pages.keys()
        self.show_page(shown if shown in known else known[0])

    @Slot(bool)
    def _on_blinding_changed(self, blinded: bool) -> None:
        self._context.errors.set_blinded(blinded)
        self._show_state()
        self._show_names()

    @Slot()
    def _on_new_requested(self) -> None:
        self._once_idle(self._ask_for_new_study)

    def _ask_for_new_study(self) -> None:
        # Brings the database library, which a window without a study can do without.
        from gui.new_study import NewStudyDialog

        dialog = NewStudyDialog(self._context, self)
        dialog.study_made.connect(self._context.settings.add_recent_file)
        dialog.open()

    @Slot()
    def _on_scales_requested(self) -> None:
        from gui.scale_editor.library_dialog import LibraryDialog

        LibraryDialog(self._context, self).open()

    @Slot()
    def _on_open_requested(self) -> None:
        path = file_dialogs.open_file(
            self,
            self._context.settings,
            "study",
            self.tr("Open a study"),
            file_dialogs.STUDIES_AND_KITS,
        )
        if path is not None:
            self.open_file(path)

    @Slot()
    def _on_kit_requested(self) -> None:
        path = file_dialogs.open_file(
            self,
            self._context.settings,
            "kit",
            self.tr("Open a kit"),
            file_dialogs.KITS,
        )
        if path is not None:
            self.open_file(path)

    @Slot()
    def _on_restore_requested(self) -> None:
        from gui.restore_dialog import RestoreDialog  # brings the database library

        dialog = RestoreDialog(self._context, self)
        dialog.restored.connect(self.open_file)
        dialog.open()

    @Slot()
    def _on_drawn_set_requested(self) -> None:
        open_drawn_set(self._context, self.open_file)

    @Slot()
    def _on_planning_requested(self) -> None:
        from gui.planning.precision_dialog import PrecisionDialog

        PrecisionDialog(self._context, self).open()

    @Slot(str)
    def _on_saved(self, at: str) -> None:
        self._saved.setText(self.tr("saved {}").format(clock_time(at)))

    @Slot(str)
    def _on_told(self, text: str) -> None:
        self.statusBar().showMessage(text, 8000)

    @Slot(bool)
    def _on_full_screen_requested(self, full: bool) -> None:
        if full:
            self.showFullScreen()
        else:
            self.showNormal()

    @Slot()
    def _on_guide_requested(self) -> None:
        try:
            self._guide = self._guide or GuideWindow()
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._guide.show()
        self._guide.raise_()

    @Slot()
    def _on_shortcuts_requested(self) -> None:
        ShortcutSheet(self._menus.shortcuts(), self).open()

    @Slot()
    def _on_evidence_requested(self) -> None:
        from gui.evidence_window import show_evidence  # brings the statistics

        show_evidence(self._context, self)

    @Slot()
    def _on_about_requested(self) -> None:
        AboutBox(self).open()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if not dropped_files(event):
            return
        if self._context.shell.is_blinded:
            self._on_told(self.tr("Leave the reading first, then open another file."))
        else:
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_files(event)
        if not paths or self._context.shell.is_blinded:
            return
        event.acceptProposedAction()
        try:
            check_dropped(paths)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        if kind_of(paths[0]) == RETURN:
            self.offer_returns(paths)
        else:
            self.open_file(paths[0])

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._context.jobs.is_busy():
            event.ignore()
            self._once_idle(self.close)
            return
        self._context.settings.window_geometry = self.saveGeometry()
        if self._kit_room is not None:
            self._kit_room.close()
        self._context.study.close()
        self._context.jobs.close()
        self._context.settings.save()
        if self._guide is not None:
            self._guide.close()
        event.accept()

    def _once_idle(self, call: Callable[[], object]) -> None:
        """Do what lets go of the study; if something goes on there, ask first."""
        jobs = self._context.jobs
        if not jobs.is_busy():
            call()
            return
        question = Confirmation(
            self.tr("Something is still going on."),
            self.tr("If you stop it now, nothing half-done stays behind."),
            self.tr("Stop it"),
            self,
        )
        question.accepted.connect(jobs.cancel_all)
        question.accepted.connect(partial(jobs.when_idle, call))
        question.open()
