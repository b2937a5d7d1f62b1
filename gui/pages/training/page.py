"""The training room: the overview, and a round of training or an examination."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget
from typing_extensions import override

from gui import file_dialogs
from gui.context import Command, PageContext
from gui.pages.rating.commands import RatingCommands
from gui.pages.rating.display_page import DisplayPage, display_page
from gui.pages.rating.rating_page import RatingPage
from gui.pages.rating.sentences import FINISHED, LOCKED
from gui.pages.rating.wiring import rating_page
from gui.pages.training.overview import TrainingOverview
from gui.pages.training.panel_dialog import PanelDialog
from gui.pages.training.references_dialog import ReferencesDialog
from gui.sign_in import ask
from models.errors import ExpectedError
from models.people.roles import Act
from models.reading.session import RatingSession
from models.store.screen_records import DisplayCheck
from models.store.training_records import Purpose
from models.training.judging import judge_examination
from models.training.practice import open_examination, open_practice
from models.training.references import (
    ReferencesSet,
    import_references,
    panel_references,
)

_TRAINER = "trainer"


class TrainingRoom(QStackedWidget):
    """Shows the overview until a trainee begins; then nothing but the round."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("training_room")
        self._context = context
        self._commands = RatingCommands(context.settings, self)
        self._commands.triggered.connect(self._on_command)
        self._page: RatingPage | None = None
        self._check: DisplayPage | None = None
        self._overview = TrainingOverview(context)
        self.addWidget(self._overview)
        view = self._overview
        view.practice_requested.connect(self.practise)
        view.examination_requested.connect(self.examine)
        view.references_requested.connect(self._on_references)
        view.table_requested.connect(self._on_table)
        view.panel_requested.connect(self._on_panel)
        view.page_requested.connect(self._on_certificate_page)
        view.file_requested.connect(self._on_certificate_file)
        context.shell.leave_requested.connect(self.leave)
        context.study.changed.connect(self._on_study_changed)

    @property
    def page(self) -> RatingPage | None:
        """The round on the screen, if there is one."""
        return self._page

    def commands(self) -> Sequence[Command]:
        """The commands for the menus."""
        return self._commands.for_menus()

    @Slot(str)
    def practise(self, rater: str) -> None:
        """Begin a round of training, or go on with it."""
        self._ask_trainee(rater, partial(self._practise, rater))

    @Slot(str)
    def examine(self, rater: str) -> None:
        """Begin an examination, or go on with it."""
        self._ask_trainee(rater, partial(self._examine, rater))

    def _ask_trainee(self, rater: str, then: Callable[[], object]) -> None:
        ask(self._context, self, Act.SCORE, lambda _: then(), only=rater)

    def _practise(self, rater: str) -> None:
        try:
            session = open_practice(self._context.study.store, rater)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._show(session)

    def _examine(self, rater: str) -> None:
        try:
            session, remarks = open_examination(self._context.study.store, rater)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._show(session)
        if remarks:
            self._context.shell.told.emit(" ".join(remarks))

    def _show(self, session: RatingSession) -> None:
        """Check the screen if the protocol wants it, then show the round."""
        self._context.shell.set_blinded(True)
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
        """Close the round; a finished examination is judged."""
        if self._page is None and self._check is None:
            return
        self.setCurrentWidget(self._overview)
        self._put_check_away()
        if self._page is not None:
            page, self._page = self._page, None
            self.removeWidget(page)
            page.close()
            page.deleteLater()
            self._commands.turn_off()
        self._context.shell.set_blinded(False)
        self._judge()
        self._context.study.tell("scores")
        self._overview.refresh()

    def _judge(self) -> None:
        """Judge every examination that is finished and was not judged yet."""
        store = self._context.study.store
        judged = {one.reading for one in store.attempts()}
        waiting = {
            one.reading.rater
            for one in store.training_readings()
            if one.purpose is Purpose.EXAMINATION
            and one.reading.finished_at
            and one.reading.id not in judged
        }
        for rater in sorted(waiting):
            try:
                found = judge_examination(store, rater, by=rater)
            except ExpectedError as error:
                self._context.errors.show(error)
                return
            self._context.shell.told.emit(found.sentence())

    @Slot()
    def _on_references(self) -> None:
        ReferencesDialog(self._context, self.window()).open()

    @Slot()
    def _on_table(self) -> None:
        path = file_dialogs.open_file(
            self,
            self._context.settings,
            "references",
            self.tr("Reference scores from a table"),
            file_dialogs.TABLES,
        )
        if path is not None:
            self._as_trainer(partial(self._set_from_table, path))

    def _set_from_table(self, path: Path, by: str) -> ReferencesSet:
        return import_references(self._context.study.store, path, by=by)

    @Slot()
    def _on_panel(self) -> None:
        readings = self._context.study.store.readings()
        finished = [one.rater for one in readings if one.finished_at]
        dialog = PanelDialog(finished, self.window())
        dialog.panel_chosen.connect(self._on_panel_chosen)
        dialog.open()

    @Slot(object)
    def _on_panel_chosen(self, raters: Sequence[str]) -> None:
        self._as_trainer(partial(self._set_from_panel, raters))

    def _set_from_panel(self, raters: Sequence[str], by: str) -> ReferencesSet:
        return panel_references(self._context.study.store, raters, by=by)

    def _as_trainer(self, act: Callable[[str], ReferencesSet]) -> None:
        def do(by: str) -> None:
            try:
                done = act(by)
            except ExpectedError as error:
                self._context.errors.show(error)
                return
            self._context.shell.told.emit(done.sentence())
            self._context.study.tell("references")
            if done.open:
                self._context.errors.show(_to_be_met(done))

        ask(self._context, self, Act.TRAIN, do, usual=_TRAINER)

    @Slot(str)
    def _on_certificate_page(self, rater: str) -> None:
        self._certify(rater, f"Certificate {rater}.pdf", self.tr("PDF (*.pdf)"))

    @Slot(str)
    def _on_certificate_file(self, rater: str) -> None:
        kinds = self.tr("Certificates (*.dgcert)")
        self._certify(rater, f"Certificate {rater}.dgcert", kinds)

    def _certify(self, rater: str, proposal: str, kinds: str) -> None:
        title = self.tr("Save the certificate")
        settings = self._context.settings
        path = file_dialogs.save_file(
            self, settings, "certificate", title, kinds, proposal
        )
        if path is not None:
            write = partial(self._write_certificate, rater, path)
            ask(self._context, self, Act.TRAIN, write, usual=_TRAINER)

    def _write_certificate(self, rater: str, path: Path, by: str) -> None:
        # Loads the PDF library, which nobody waits for as the page opens.
        from exports.certificate import write_certificate
        from models.training.certifying import (
            issue_certificate,
            write_certificate_file,
        )

        store = self._context.study.store
        try:
            # The dialog has asked whether a file of this name may be replaced.
            path.unlink(missing_ok=True)
            issued = issue_certificate(store, rater, by=by)
            if path.suffix.lower() == ".pdf":
                write_certificate(issued, path)
            else:
                write_certificate_file(store, issued, path)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        text = self.tr("{} written; it holds until {}.")
        self._context.shell.told.emit(text.format(path.name, issued.expires_on))
        self._context.study.tell("certificates")

    @Slot(str)
    def _on_command(self, name: str) -> None:
        if name == "leave_page":
            self.leave()

    @Slot(str)
    def _on_study_changed(self, _what: str) -> None:
        if self._page is not None:
            self._page.presenter.refresh()
        elif self.isVisible():
            self._overview.refresh()

    def _put_check_away(self) -> None:
        if self._check is not None:
            check, self._check = self._check, None
            self.removeWidget(check)
            check.close()
            check.deleteLater()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._page is None:
            self._judge()  # whose program ended before the round was left
            self._overview.refresh()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self._page is not None:
            self._page.close()
        super().closeEvent(event)


def build(context: PageContext) -> QWidget:
    """Build the page for the open study."""
    return TrainingRoom(context)


def _to_be_met(done: ReferencesSet) -> ExpectedError:
    """What the panel must still agree on, as the error box tells it."""
    return ExpectedError(
        "The experts must find a consensus on some photographs.",
        hint="Everything else is set. Enter what they agree on under Reference scores.",
        problems=done.open,
    )
