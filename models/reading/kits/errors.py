"""Errors of kits and returns."""

from models.errors import ExpectedError


class KitError(ExpectedError):
    """A kit cannot be written or opened."""


class LeakError(KitError):
    """The leak scan found something; `problems` holds all of it."""


class ReturnFileError(KitError):
    """The file is no return, or none that may be trusted."""
