"""Restoring a backup to a new file."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gui import file_dialogs
from gui.clock import date_and_time
from gui.context import PageContext
from gui.job_bar import JobBar
from gui.layouts import words
from gui.naming import named
from gui.tables.record_table import Column, RecordTable
from models.audit.workflow import system_user
from models.backup.backups import Backup, all_backups, backups_folder, restore
from models.progress import Progress

_HINT = (
    "A backup is made whenever a study is opened that has changed since the last one. "
    "Restoring makes a new file; no study is ever written over."
)


class RestoreDialog(QDialog):
    """Lists the dated backups of all studies.

    Signals:
        restored: The new file (a Path).
    """

    restored = Signal(object)

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("restore_dialog")
        self.setWindowTitle(self.tr("Restore from backup"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 420)
        self._context = context
        self._table: RecordTable[Backup] = RecordTable(
            (
                Column(self.tr("Made"), lambda one: date_and_time(one.at)),
                Column(self.tr("Study"), lambda one: one.title, stretches=True),
                Column(
                    self.tr("Size"),
                    lambda one: f"{one.size / 1e6:,.1f} MB",
                    order=lambda one: one.size,
                    is_number=True,
                ),
            )
        )
        self._table.setObjectName("backup_table")
        self._table.setAccessibleName(self.tr("Backups"))
        self._table.sort_by(0, Qt.SortOrder.DescendingOrder)
        self._restore = named("restore_button", QPushButton(self.tr("Restore to…")))
        self._restore.setAutoDefault(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._restore, QDialogButtonBox.ButtonRole.ActionRole)
        self._restore.clicked.connect(self._on_restore_clicked)
        buttons.rejected.connect(self.reject)
        backups = all_backups()
        text = self.tr(_HINT) if backups else self.tr("There are no backups yet.")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(12)
        layout.addWidget(words("restore_hint", text, "muted"))
        layout.addWidget(self._table, 1)
        place = self.tr("They lie in {}").format(backups_folder())
        layout.addWidget(words("backups_place", place, "small"))
        layout.addWidget(JobBar(context.jobs))
        layout.addWidget(buttons)
        self._table.record_selected.connect(self._check)
        self._table.set_records(backups)
        self._check()

    @Slot()
    def _check(self) -> None:
        self._restore.setEnabled(self._table.selected() is not None)

    @Slot()
    def _on_restore_clicked(self) -> None:
        backup = self._table.selected()
        if backup is None:
            return
        path = file_dialogs.save_file(
            self,
            self._context.settings,
            "restore",
            self.tr("Where to restore the study"),
            file_dialogs.STUDIES,
            f"restored {backup.at[:10]}.dgstudy",
        )
        if path is not None:
            self.restore_to(backup, path)

    def restore_to(self, backup: Backup, path: Path) -> None:
        """Restore a backup to a new file, which is opened then."""
        self._restore.setEnabled(False)
        job = self._context.jobs.start(
            self.tr("Restoring the backup"),
            partial(_restored, backup.path, path),
            self._on_restored,
        )
        job.failed.connect(self._check)
        job.cancelled.connect(self._check)

    @Slot(object)
    def _on_restored(self, path: Path) -> None:
        self.accept()
        self.restored.emit(path)


def _restored(backup: Path, path: Path, progress: Progress) -> Path:
    return restore(backup, path, progress, by=system_user())
