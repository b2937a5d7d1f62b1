"""Errors of reading."""

from models.errors import ExpectedError


class ReadingClosedError(ExpectedError):
    """Nothing can be scored any more."""
