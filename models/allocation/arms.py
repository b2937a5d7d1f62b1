"""The arm of each unit for analysis, or the sentence that refuses to tell it."""

from collections.abc import Mapping

from models.allocation.errors import AllocationError
from models.allocation.opening import Opened, opened
from models.allocation.seal import is_sealed
from models.store.store import StudyStore


class SealedError(AllocationError):
    """The arms are asked for while the allocation is sealed."""


def arms(store: StudyStore, found: Opened | None = None) -> Mapping[str, str] | None:
    """What the group of each unit is called, or None where nothing is allocated.

    Args:
        store: The study.
        found: An allocation opened for one output only; else what is open on record.

    Raises:
        SealedError: There is a sealed allocation, and nobody has opened it yet.
    """
    if not store.protocol().has_arms:
        return None
    known = found or opened(store)
    if known is not None:
        return known.labels()
    if not is_sealed(store):
        return None
    raise SealedError(
        "The arms are still sealed, so nothing can be told by arm.",
        hint="Open the allocation on record, with its passphrase and a reason.",
    )
