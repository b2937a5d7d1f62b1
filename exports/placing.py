"""A file is written beside its place and put there whole, or not at all."""

import errno
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from models.errors import ExpectedError

_IN_USE = "Close it if another program has it open, or choose another folder."
_HINTS = {
    errno.EACCES: _IN_USE,
    errno.EPERM: _IN_USE,
    errno.ENOENT: "The folder does not exist: make it, or choose another one.",
    errno.ENOTDIR: "The folder does not exist: make it, or choose another one.",
    errno.ENOSPC: "The disk is full: make room, or choose another one.",
    errno.EDQUOT: "The disk is full: make room, or choose another one.",
    errno.EROFS: "The disk can only be read: choose another one.",
    errno.EISDIR: "A folder has this name: choose another name.",
    errno.ENAMETOOLONG: "The name is too long: choose a shorter one.",
}


@contextmanager
def placed(path: Path) -> Iterator[Path]:
    """Give a place to write to, and put what was written at the path.

    What stood there before stays until the new file is complete.

    Args:
        path: Where the file shall be.

    Yields:
        The path of a file beside it, to be written within the block.

    Raises:
        ExpectedError: The file cannot be written there.
    """
    if path.is_dir():
        raise _refusal(path, errno.EISDIR)
    beside = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        yield beside
        beside.replace(path)
    except OSError as error:
        raise _refusal(path, error.errno) from error
    finally:
        beside.unlink(missing_ok=True)


def _refusal(path: Path, number: int | None) -> ExpectedError:
    hint = _HINTS.get(number or 0, "Choose another folder.")
    return ExpectedError(f"“{path.name}” could not be written.", hint=hint)
