"""Which edition of the workbook is made: what it may tell, and what it is called."""

import re
from collections.abc import Mapping
from enum import StrEnum

_LETTER = re.compile(r"Group [A-Z]( then [A-Z])?")


class Edition(StrEnum):
    """What a workbook tells of the allocation."""

    SINGLE = "single group"  # there is nothing to tell
    BLINDED = "blinded edition"
    MASKED = "masked edition"  # groups by letter, their names hidden
    UNBLINDED = "unblinded edition"

    @property
    def sentence(self) -> str:
        """What the reader of the workbook should know about it."""
        return _SENTENCES[self]

    @property
    def has_groups(self) -> bool:
        """Whether the sheets tell subjects apart by group."""
        return self in (Edition.MASKED, Edition.UNBLINDED)

    @property
    def colour(self) -> str:
        """Colour of the tabs, "rrggbb"."""
        return _COLOURS[self]


_SENTENCES = {
    Edition.SINGLE: "All subjects are followed as one group.",
    Edition.BLINDED: (
        "No cell of this workbook tells the arm of a subject; trajectories follow all "
        "subjects together."
    ),
    Edition.MASKED: (
        "This workbook tells which subjects belong together, by letter, but not what "
        "the letters stand for. Keep it from raters."
    ),
    Edition.UNBLINDED: (
        "This workbook tells the arm of every subject. Keep it from raters."
    ),
}
_COLOURS = {
    Edition.SINGLE: "7F7F7F",
    Edition.BLINDED: "2F6DB5",
    Edition.MASKED: "C9A227",
    Edition.UNBLINDED: "C0453A",
}


def edition_of(groups: Mapping[str, str] | None, *, has_arms: bool) -> Edition:
    """The edition that follows from what is told.

    Args:
        groups: What the group of each subject is called, or None.
        has_arms: Whether the protocol has arms.
    """
    if not has_arms:
        return Edition.SINGLE
    if groups is None:
        return Edition.BLINDED
    if groups and all(_LETTER.fullmatch(name) for name in groups.values()):
        return Edition.MASKED
    return Edition.UNBLINDED
