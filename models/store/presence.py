"""Whether the open study file is still the one that was opened.

A file on a stick that was pulled, on a share that went away or that somebody moved can
be written to for a while: the system keeps what was deleted alive for who has it open.
Such writes are told as saved and are lost. So the file is looked at before and after.
"""

import os
from pathlib import Path

from models.store.troubles import StudyFileError

_HINT = "Bring the stick, the share or the file back, then open the study again."


class Presence:
    """The file as it was when it was first looked at."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._identity = self._look()

    def check(self) -> None:
        """Make sure that the file is still there, and still the same.

        Raises:
            StudyFileError: It is gone, out of reach, or another file is in its place.
        """
        if self._look() != self._identity:
            raise StudyFileError(
                "Another file has taken the place of the study while it was open.",
                hint="Close the study and open it again. What was saved before is in "
                "the file that was moved away.",
            )

    def _look(self) -> tuple[int, int]:
        """What tells this file from any other on this computer."""
        try:
            found = os.stat(self._path)  # noqa: PTH116 - asked at every write
        except FileNotFoundError as error:
            raise StudyFileError(
                "The study file is gone: it was moved, or its stick was removed. "
                "Nothing more was stored.",
                hint=_HINT,
            ) from error
        except OSError as error:
            raise StudyFileError(
                "The study file is out of reach: its disk or network share does not "
                "answer. Nothing more was stored.",
                hint=_HINT,
            ) from error
        return found.st_dev, found.st_ino
