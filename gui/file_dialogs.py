"""Choosing files and folders, beginning where the same dialog was used last.

The dialogs are the system's own. Tests replace these functions.
"""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from gui.settings import Settings

STUDIES = "Dermagrade studies (*.dgstudy)"
KITS = "Dermagrade kits (*.dgkit)"
STUDIES_AND_KITS = "Dermagrade studies and kits (*.dgstudy *.dgkit)"
TABLES = "Tables (*.csv *.xlsx)"


def open_file(
    parent: QWidget, settings: Settings, dialog: str, title: str, kinds: str
) -> Path | None:
    """Ask for a file that exists, or None if the user thought better of it.

    Args:
        parent: The window that asks.
        settings: Remember the folder.
        dialog: Name under which the folder is remembered: "study".
        title: Title of the dialog.
        kinds: Kinds of file, as QFileDialog writes them.
    """
    folder = str(settings.last_folder(dialog))
    name, _ = QFileDialog.getOpenFileName(parent, title, folder, kinds)
    return _remembered(settings, dialog, name)


def open_files(
    parent: QWidget, settings: Settings, dialog: str, title: str, kinds: str
) -> list[Path]:
    """Ask for any number of files that exist."""
    folder = str(settings.last_folder(dialog))
    names, _ = QFileDialog.getOpenFileNames(parent, title, folder, kinds)
    if names:
        settings.set_last_folder(dialog, Path(names[0]).parent)
    return [Path(name) for name in names]


def save_file(
    parent: QWidget,
    settings: Settings,
    dialog: str,
    title: str,
    kinds: str,
    proposal: str,
) -> Path | None:
    """Ask where to write a file. The proposal is its name, with the extension."""
    place = settings.last_folder(dialog) / proposal
    name, _ = QFileDialog.getSaveFileName(parent, title, str(place), kinds)
    chosen = _remembered(settings, dialog, name)
    if chosen is not None and not chosen.suffix:
        chosen = chosen.with_suffix(Path(proposal).suffix)
    return chosen


def choose_folder(
    parent: QWidget, settings: Settings, dialog: str, title: str
) -> Path | None:
    """Ask for a folder that exists."""
    folder = str(settings.last_folder(dialog))
    name = QFileDialog.getExistingDirectory(parent, title, folder)
    if not name:
        return None
    settings.set_last_folder(dialog, Path(name))
    return Path(name)


def _remembered(settings: Settings, dialog: str, name: str) -> Path | None:
    if not name:
        return None
    settings.set_last_folder(dialog, Path(name).parent)
    return Path(name)
