"""Walking a folder that somebody chose, whatever lies in it."""

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from models.errors import ExpectedError
from models.photographs.formats import HEAD_LENGTH, RAW_SUFFIXES, SUFFIXES, format_of

_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"})


@dataclass(frozen=True)
class LeftOut:
    """A file that is not imported.

    Attributes:
        place: Its path from the folder, for people.
        reason: Why, as the end of a sentence.
    """

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


@dataclass(frozen=True)
class Found:
    """A file that is or claims to be a photograph.

    Attributes:
        path: Where it is.
        name: Its path from the folder.
    """

    path: Path
    name: PurePosixPath


@dataclass(frozen=True)
class Listing:
    """What lies in a folder and the folders in it, in the order of names.

    Attributes:
        photographs: Files that are or claim to be photographs.
        unreadable: Folders and files that could not even be looked at.
        others: Everything else.
    """

    photographs: tuple[Found, ...]
    unreadable: tuple[LeftOut, ...]
    others: tuple[LeftOut, ...]


def listing(folder: Path) -> Listing:
    """List a folder. Folders linked in circles are entered once.

    Raises:
        ExpectedError: There is no such folder, or it may not be read.
    """
    if not folder.is_dir():
        raise ExpectedError(
            f"There is no folder {folder.name or folder}.",
            hint="Choose the folder that holds the photographs.",
        )
    photographs: list[Found] = []
    others: list[LeftOut] = []
    denied: list[OSError] = []
    entered: set[Path] = set()
    for root, folders, files in os.walk(
        folder, onerror=denied.append, followlinks=True
    ):
        here = Path(root)
        real = here.resolve()
        if real in entered:
            folders.clear()
            continue
        entered.add(real)
        others += [
            LeftOut(_shown(here / name, folder), "hidden folder")
            for name in sorted(folders)
            if _is_hidden(name)
        ]
        folders[:] = sorted(name for name in folders if not _is_hidden(name))
        for name in sorted(files):
            path = here / name
            if reason := _no_photograph(path):
                others.append(LeftOut(_shown(path, folder), reason))
            else:
                inner = PurePosixPath(path.relative_to(folder).as_posix())
                photographs.append(Found(path, inner))
    unreadable = tuple(_unreadable(error, folder) for error in denied)
    if not photographs and not others and unreadable:
        raise ExpectedError(
            f"The folder {folder.name} may not be read.",
            hint="Ask who manages the computer for the right to read it.",
        )
    return Listing(tuple(photographs), unreadable, tuple(others))


def shown(name: PurePosixPath | str) -> str:
    """A path as text that can be stored and printed, whatever its bytes are."""
    text = str(name).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else "�" for sign in text)


def _shown(path: Path, folder: Path) -> str:
    return shown(path.relative_to(folder).as_posix())


def _is_hidden(name: str) -> bool:
    return name.startswith(".")


def _no_photograph(path: Path) -> str:
    """Why a file is not a photograph, or empty if it is or claims to be one."""
    if _is_hidden(path.name) or path.name.lower() in _SYSTEM_FILES:
        return "hidden file"
    try:
        if path.exists() and not path.is_file():
            return "not a file"
        if path.suffix.lower() in {*SUFFIXES, *RAW_SUFFIXES}:
            return ""
        with path.open("rb") as file:
            head = file.read(HEAD_LENGTH)
    except OSError:
        return "not a photograph, and it could not be opened"
    return "" if format_of(head) else "not a photograph"


def _unreadable(error: OSError, folder: Path) -> LeftOut:
    try:
        place = _shown(Path(error.filename), folder)
    except (TypeError, ValueError):
        place = folder.name
    return LeftOut(place, "the folder may not be read")
