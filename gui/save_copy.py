"""File > Save a copy: the open study once more, whole and checked, somewhere else."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from gui import file_dialogs
from gui.context import PageContext
from models.progress import Progress


def save_copy(context: PageContext, parent: QWidget) -> None:
    """Ask where, and write the copy; the study that is open stays open."""
    source = context.study.store.path
    path = file_dialogs.save_file(
        parent,
        context.settings,
        "copy",
        _tr("Save a copy of the study"),
        file_dialogs.STUDIES,
        f"{source.stem} copy.dgstudy",
    )
    if path is None:
        return
    told = _tr("{} is written and checked.").format(path.name)
    context.jobs.start(
        _tr("Saving a copy"),
        partial(_copy, source, path),
        lambda _: context.shell.told.emit(told),
    )


def _copy(source: Path, path: Path, progress: Progress) -> None:
    from models.store.copying import copy_study  # brings the database library

    copy_study(source, path, progress)


def _tr(text: str) -> str:
    return QCoreApplication.translate("save_copy", text)
