"""The arm of each subject for analysis, or the sentence that refuses it."""

from collections.abc import Mapping

from models.allocation.errors import AllocationError
from models.allocation.opening import Opened, opened
from models.allocation.seal import is_sealed
from models.store.store import StudyStore


class SealedError(AllocationError):
    """The arms are asked for while the allocation is sealed."""


def arms(store: StudyStore, found: Opened | None = None) -> Mapping[str, str] | None:
    """What the group of each subject is called, or None where there are no arms.

    Args:
        store: The study.
        found: An allocation opened for one output only; else what is open on record.

    Raises:
        SealedError: The study has arms, and nobody has opened the allocation yet.
    """
    if not store.protocol().has_arms:
        return None
    known = found or opened(store)
    if known is not None:
        return known.labels()
    if is_sealed(store):
        raise SealedError(
            "The arms are still sealed, so nothing can be told by arm.",
            hint="Open the allocation on record, with its passphrase and a reason.",
        )
    raise SealedError(
        "The study has two or more arms, but no allocation yet.",
        hint="Seal an allocation list first, then open it on record after the lock.",
    )
