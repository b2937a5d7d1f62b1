"""A kit on the screen: sign in, read, finish, sign, save the return. Nothing else."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gui import file_dialogs, icons
from gui.confirmation import Confirmation
from gui.context import Command, PageContext
from gui.layouts import card, form_layout, page_layout, words
from gui.naming import named
from gui.pages.rating.commands import RatingCommands
from gui.pages.rating.display_page import DisplayPage, display_page
from gui.pages.rating.kit_signing import KitSigningDialog
from gui.pages.rating.rating_page import RatingPage
from gui.pages.rating.sentences import FINISHED
from gui.pages.rating.wiring import rating_page
from models.errors import ExpectedError
from models.progress import Progress
from models.reading.kits.encryption import is_encrypted
from models.reading.kits.kit_signer import signer
from models.reading.kits.opening import (
    MEANING,
    is_working_copy,
    kit_session,
    open_kit,
    remove_working_copy,
    sign,
    sign_in,
)
from models.reading.kits.returns import write_return
from models.reading.session import RatingSession
from models.store.kit_store import KitStore
from models.store.screen_records import DisplayCheck

RETURNS = "Returns (*.dgreturn)"


class KitRoom(QStackedWidget):
    """Shows one kit until it is closed.

    Signals:
        left: The kit was closed.
    """

    left = Signal()

    def __init__(self, context: PageContext, path: Path) -> None:
        super().__init__()
        self.setObjectName("kit_room")
        self._context = context
        self._path = path
        self._kit: KitStore | None = None
        self._signer = ""
        self._page: RatingPage | None = None
        self._display: DisplayPage | None = None
        self._commands = RatingCommands(context.settings, self)
        self._commands.actions["leave_page"].setText(self.tr("Close the kit"))
        self._commands.triggered.connect(self._on_command)
        self._passphrase = named("kit_passphrase_field", QLineEdit())
        self._name = named("signer_field", QLineEdit())
        self._enter = named("enter_button", QPushButton(self.tr("Open")), "primary")
        self._away = named("close_kit_button", QPushButton(self.tr("Close the kit")))
        self._state = words("kit_state", look="small")
        self._sign = named("sign_kit_button", QPushButton(self.tr("Sign…")))
        self._save = named("save_return_button", QPushButton(self.tr("Save return…")))
        self._close_reading = named("leave_kit_button", QPushButton(self.tr("Close")))
        self._reading = QWidget()
        self._place = QVBoxLayout()
        self.addWidget(self._door())
        self.addWidget(self._reading)
        self._lay_out_reading()
        self._connect()
        self._name.setFocus()

    @property
    def display_page(self) -> DisplayPage | None:
        """The check of the screen, if that is on the screen."""
        return self._display

    @property
    def page(self) -> RatingPage | None:
        """The reading on the screen, if there is one."""
        return self._page

    def commands(self) -> Sequence[Command]:
        """The commands for the menus."""
        return self._commands.for_menus()

    @Slot()
    def leave(self) -> None:
        """Close the kit."""
        self._close_kit()
        self.left.emit()

    def _connect(self) -> None:
        self._name.textChanged.connect(self._check)
        self._passphrase.textChanged.connect(self._check)
        self._name.returnPressed.connect(self._on_enter)
        self._passphrase.returnPressed.connect(self._on_enter)
        self._enter.clicked.connect(self._on_enter)
        self._away.clicked.connect(self.leave)
        self._close_reading.clicked.connect(self.leave)
        self._sign.clicked.connect(self._ask_to_sign)
        self._save.clicked.connect(self._on_save)
        self._context.shell.leave_requested.connect(self.leave)
        self._check()

    def _door(self) -> QWidget:
        """Who reads, and the passphrase if there is one."""
        form: QFormLayout = form_layout()
        form.addRow(self.tr("Your &name, as you sign it"), self._name)
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        if is_encrypted(self._path):
            form.addRow(self.tr("&Passphrase of the kit"), self._passphrase)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._away)
        buttons.addWidget(self._enter)
        column = QVBoxLayout()
        column.setSpacing(14)
        hint = self.tr(
            "You see the photographs in an order of your own, under random codes. "
            "Everything you grade is saved at once, on this computer only; you can "
            "close the kit at any time and go on later. When you are done, finish and "
            "sign the reading and send the return to the coordinator."
        )
        column.addWidget(words("kit_hint", hint, "muted"))
        column.addLayout(form)
        column.addLayout(buttons)
        door = QWidget()
        outer = page_layout(door)
        outer.addWidget(words("kit_title", self.tr("Reading kit"), "title"))
        frame = card(column)
        frame.setMaximumWidth(720)
        outer.addWidget(frame)
        outer.addStretch(1)
        return door

    def _lay_out_reading(self) -> None:
        bar = named("kit_bar", QFrame(), "bar")
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 6, 14, 6)
        row.addWidget(self._state, 1)
        row.addWidget(self._sign)
        row.addWidget(self._save)
        row.addWidget(self._close_reading)
        icons.give(self._save, "export")
        column = QVBoxLayout(self._reading)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addLayout(self._place, 1)

    @Slot()
    def _check(self) -> None:
        needs_passphrase = is_encrypted(self._path)
        ready = self._name.text().strip() and (
            self._passphrase.text() or not needs_passphrase
        )
        self._enter.setEnabled(bool(ready) and self._kit is None)

    @Slot()
    def _on_enter(self) -> None:
        if not self._enter.isEnabled():
            return
        path, passphrase = self._path, self._passphrase.text()

        def work(_: Progress) -> KitStore:
            return open_kit(path, passphrase=passphrase)

        self._enter.setEnabled(False)
        job = self._context.jobs.start(
            self.tr("Opening the kit"), work, self._on_opened
        )
        job.failed.connect(self._check)
        job.cancelled.connect(self._check)

    @Slot(object)
    def _on_opened(self, kit: KitStore) -> None:
        self._kit = kit
        try:
            self._signer = sign_in(kit, self._name.text())
        except ExpectedError as error:
            self._close_kit()
            self._context.errors.show(error)
            return
        self._passphrase.clear()
        session = kit_session(kit)
        check = display_page(session, self)
        if check is None:
            self._begin(session)
            return
        self._display = check
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
        self._page = rating_page(
            session,
            self._context.settings,
            commands=self._commands,
            why_closed=lambda: FINISHED,
            on_saved=self._context.shell.saved.emit,
        )
        self._page.foot.leave_requested.connect(self.leave)
        self._page.finish_confirmed.connect(self._on_finish_confirmed)
        self._place.addWidget(self._page, 1)
        self.setCurrentWidget(self._reading)
        self._show_state()

    def _show_state(self) -> None:
        if self._kit is None:
            return
        is_signed = bool(self._kit.signatures())
        if not self._kit.reading().finished_at:
            text = self.tr("Signed in: {}").format(self._signer)
        elif is_signed:
            text = self.tr("Finished and signed. Save the return and send it.")
        else:
            text = self.tr("Finished, not signed.")
        self._state.setText(text)
        # A password may have been mistyped, which only the study can tell.
        again = signer(self._kit.info()) is not None
        is_finished = bool(self._kit.reading().finished_at)
        self._sign.setVisible(is_finished and (again or not is_signed))
        self._sign.setText(self.tr("Sign again…") if is_signed else self.tr("Sign…"))

    @Slot()
    def _on_finish_confirmed(self) -> None:
        """The presenter has finished the reading by now, or told why it could not."""
        if self._kit is None or not self._kit.reading().finished_at:
            return
        self._show_state()
        self._ask_to_sign()

    @Slot()
    def _ask_to_sign(self) -> None:
        """Ask for ID and password, or, where nobody has one, for a plain yes."""
        if self._kit is None:
            return
        who = signer(self._kit.info())
        if who is not None:
            dialog = KitSigningDialog(who.name, self)
            dialog.signed.connect(self._sign_kit)
            dialog.open()
            return
        question = Confirmation(
            self.tr("Sign the reading as {}?").format(self._signer),
            self.tr(MEANING),
            self.tr("Sign"),
            self,
        )
        question.confirmed.connect(self._on_sign_confirmed)
        question.open()

    @Slot(str)
    def _on_sign_confirmed(self, _: str) -> None:
        self._sign_kit("", "")

    @Slot(str, str)
    def _sign_kit(self, code: str, password: str) -> None:
        if self._kit is None:
            return
        try:
            sign(self._kit, self._signer, code=code, password=password)
        except ExpectedError as error:
            self._context.errors.show(error)
        self._show_state()

    @Slot()
    def _on_save(self) -> None:
        if self._kit is None:
            return
        path = file_dialogs.save_file(
            self,
            self._context.settings,
            "return",
            self.tr("Save the return"),
            RETURNS,
            f"{self._path.stem}.dgreturn",
        )
        if path is None:
            return
        try:
            written = write_return(self._kit, path, overwrite=True)
        except ExpectedError as error:
            self._context.errors.show(error)
            return
        self._state.setText(written.sentence())
        if written.is_finished and is_working_copy(self._kit.path):
            self._offer_removal()

    def _offer_removal(self) -> None:
        """The unpacked copy of an encrypted kit is needed no more."""
        question = Confirmation(
            self.tr("Remove this computer's own copy of the kit?"),
            self.tr(
                "To read in it, the encrypted kit was unpacked into a folder of yours. "
                "The copy holds photographs and your scores; the return holds the "
                "scores too. Remove it once the coordinator has merged the return, or "
                "now if you are sure that the return is safe."
            ),
            self.tr("Close and remove it"),
            self,
        )
        question.setObjectName("removal_question")
        question.confirmed.connect(self._on_removal_confirmed)
        question.open()

    @Slot(str)
    def _on_removal_confirmed(self, _: str) -> None:
        if self._kit is None:
            return
        path = self._kit.path
        self._close_kit()
        try:
            remove_working_copy(path)
        except ExpectedError as error:
            self._context.errors.show(error)
        self.left.emit()

    @Slot(str)
    def _on_command(self, name: str) -> None:
        if name == "leave_page":
            self.leave()

    def _put_check_away(self) -> None:
        if self._display is not None:
            check, self._display = self._display, None
            self.removeWidget(check)
            check.close()
            check.deleteLater()

    def _close_kit(self) -> None:
        self._put_check_away()
        if self._page is not None:
            page, self._page = self._page, None
            self._place.removeWidget(page)
            page.close()
            page.deleteLater()
            self._commands.turn_off()
        if self._kit is not None:
            kit, self._kit = self._kit, None
            kit.close()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self._close_kit()
        super().closeEvent(event)


def build_kit_room(context: PageContext, path: Path) -> KitRoom:
    """Build the room of a kit; it asks who reads before it opens it."""
    room = KitRoom(context, path)
    room.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return room
