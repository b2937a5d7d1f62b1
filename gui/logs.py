"""The log file: what the program did, never what a study holds.

It carries kinds and places of errors and codes, and no name of a person, a photograph,
a file of the clinic or an arm, so that it can be sent to whoever helps.
"""

import logging
import platform
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path
from PySide6.QtCore import QUrl, qVersion
from PySide6.QtGui import QDesktopServices

from models.version import program_version

_BYTES = 1_000_000
_OLD_FILES = 3


def folder() -> Path:
    """The folder of the log files, made if it is not there."""
    return user_log_path("Dermagrade", appauthor=False, ensure_exists=True)


def start(log_folder: Path) -> logging.Handler:
    """Begin to log into a folder, into one file that is renewed when it is full.

    Returns:
        The handler, for `stop`.
    """
    handler = RotatingFileHandler(
        log_folder / "dermagrade.log",
        maxBytes=_BYTES,
        backupCount=_OLD_FILES,
        encoding="utf-8",
        delay=True,
    )
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    )
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger(__name__).info(
        "started %s, Qt %s, Python %s, %s",
        program_version(),
        qVersion(),
        platform.python_version(),
        platform.system(),
    )
    return handler


def stop(handler: logging.Handler) -> None:
    """Stop logging into a file."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def show_folder() -> None:
    """Open the folder of the log files."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder())))
