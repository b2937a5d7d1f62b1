"""One program at a time: the lock beside an open study."""

import contextlib
import getpass
import json
import os
import socket
from pathlib import Path

from filelock import FileLock, Timeout

from models.store.troubles import StudyFileError


class StudyLock:
    """Held from opening to closing. The system lets go of it if the program dies.

    Attributes:
        path: The lock's file, `NAME.dgstudy.lock`; gone when nobody has the study open.
    """

    def __init__(self, study: Path) -> None:
        self.path = study.with_name(study.name + ".lock")
        self._holder = study.with_name(study.name + ".open")
        self._lock = FileLock(self.path, timeout=0)

    def take(self) -> None:
        """Take the lock.

        Raises:
            StudyFileError: Another program has the study open, or the folder refuses.
        """
        try:
            self._lock.acquire()
        except Timeout as error:
            raise StudyFileError(
                f"The study is already open{self._where()}.",
                hint="Close it there first. Nothing was changed.",
            ) from error
        except OSError as error:
            raise StudyFileError(
                "The folder of the study does not allow writing.",
                hint="Copy the study to a folder of your own and open it there.",
            ) from error
        with contextlib.suppress(OSError):
            self._holder.write_text(json.dumps(_me()), encoding="utf-8")

    def release(self) -> None:
        """Let go of the study, leaving one file only."""
        with contextlib.suppress(OSError):
            self._holder.unlink(missing_ok=True)
        self._lock.release()
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _where(self) -> str:
        """Who has the study open, as far as the note beside it tells."""
        try:
            note = json.loads(self._holder.read_text(encoding="utf-8"))
            return f" on {note['host']} by {note['user']} (process {note['process']})"
        except (OSError, ValueError, KeyError, TypeError):
            return " in another window or on another computer"


def _me() -> dict[str, str | int]:
    """This program, for the sentence another one shows."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = "unknown"
    return {"host": socket.gethostname(), "user": user, "process": os.getpid()}
