"""What goes wrong with an allocation, told to the key holder."""

from models.errors import ExpectedError


class AllocationError(ExpectedError):
    """An allocation that cannot be read, sealed or opened."""
