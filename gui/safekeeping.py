"""Keeps each study safe that is opened: looks whether it is sound, and backs it up."""

import logging

from PySide6.QtCore import QObject, Slot

from gui.context import PageContext
from models.errors import ExpectedError
from models.faults import where
from models.progress import Progress

_log = logging.getLogger(__name__)


class Safekeeping(QObject):
    """Follows the study that is open. Nobody waits for it."""

    def __init__(self, context: PageContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        context.study.opened.connect(self._on_opened)

    @Slot()
    def _on_opened(self) -> None:
        # Brings the database library, which a window without a study can do without.
        from models.audit.workflow import note_opening, system_user
        from models.backup.backups import back_up, check_up

        store = self._context.study.store
        path = store.path
        try:
            note_opening(store, by=system_user())
        except ExpectedError as error:
            # A study that cannot be written to can still be read.
            self._context.errors.show(error)

        def work(progress: Progress) -> None:
            check_up(path)
            back_up(path, progress)

        self._context.jobs.start_quietly(
            self.tr("Keeping the study safe"), work, self._on_kept, self._on_failed
        )

    @Slot(object)
    def _on_kept(self, _: object) -> None:
        _log.info("the study is sound and backed up")

    @Slot(object)
    def _on_failed(self, error: BaseException) -> None:
        """Damage is told in a box; a backup that failed, in the status bar."""
        _log.warning("study not kept safe: %s", where(error))
        if not isinstance(error, ExpectedError) or "damaged" in error.text:
            self._context.errors.show(error)
        else:
            told = self.tr("No backup was made: {}").format(error.text)
            self._context.shell.told.emit(told)
