"""What can be wrong with a photograph, told in a sentence without its name."""

from models.errors import ExpectedError


class PhotographError(ExpectedError):
    """The photograph cannot be read. The text names neither file nor subject."""
