"""Units: what is allocated to an arm, a subject or one side of a subject."""

from collections.abc import Iterable
from dataclasses import dataclass

from models.protocol.protocol import SIDES, Protocol


@dataclass(frozen=True, order=True)
class Unit:
    """A subject, or one side of it.

    Attributes:
        subject: Code of the subject.
        side: "left", "right", or empty for the whole subject.
    """

    subject: str
    side: str = ""

    @property
    def name(self) -> str:
        """As in tables and plots: "S001", "S001 left"."""
        return f"{self.subject} {self.side}" if self.side else self.subject


def units_of(protocol: Protocol, subjects: Iterable[str]) -> tuple[Unit, ...]:
    """The units of a study.

    Args:
        protocol: Tells whether sides are allocated.
        subjects: Codes of the subjects.
    """
    sides = SIDES if protocol.has_sides else ("",)
    return tuple(Unit(code, side) for code in subjects for side in sides)


def unit_named(name: str, *, has_sides: bool) -> Unit:
    """The unit with this name.

    Args:
        name: As in `Unit.name`.
        has_sides: Whether sides are units; else the name is the subject's code.

    Raises:
        ValueError: Sides are units, and the name tells none.
    """
    if not has_sides:
        return Unit(name)
    subject, _, side = name.rpartition(" ")
    if not subject or side not in SIDES:
        raise ValueError
    return Unit(subject, side)
