"""What SQLite reports, as sentences for the user."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError

from models.errors import ExpectedError


class StudyFileError(ExpectedError):
    """The study file cannot be read or written, for a reason outside the program."""


_SENTENCES = (
    (
        "disk is full",
        "The disk is full. Nothing that was saved before is touched.",
        "Free some space and do the last step again.",
    ),
    (
        "readonly",
        "The study file is read-only, so nothing can be stored in it.",
        "Allow writing to the file and its folder, or save a copy elsewhere.",
    ),
    (
        "locked",
        "The study file is being written by another program.",
        "Close the other program and try again.",
    ),
    (
        "not a database",
        "This file is not a Dermagrade study.",
        "Choose a file whose name ends in .dgstudy.",
    ),
    (
        "malformed",
        "The study file is damaged.",
        "Keep the file as it is, and choose File, Restore from backup.",
    ),
    (
        "disk i/o",
        "The study file could not be read or written: the disk reported an error.",
        "Check that the disk or network share is still there, then open the study.",
    ),
    (
        "unable to open",
        "The study file could not be opened.",
        "Check that the file and its folder exist and that you may write there.",
    ),
)


def trouble(error: BaseException) -> StudyFileError | None:
    """The sentence for an error of SQLite, or None if it is a fault of ours."""
    text = str(error).lower()
    for sign, sentence, hint in _SENTENCES:
        if sign in text:
            return StudyFileError(sentence, hint=hint)
    return None


@contextmanager
def told() -> Iterator[None]:
    """Turn what SQLite reports of the world into a sentence.

    Raises:
        StudyFileError: The disk, the file or another program stood in the way.
    """
    try:
        yield
    except (DatabaseError, sqlite3.DatabaseError) as error:
        sentence = trouble(error)
        if sentence is None:
            raise
        raise sentence from error
