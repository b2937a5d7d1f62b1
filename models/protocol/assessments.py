"""What is not scored from a photograph: by whom it is rated, and at which visits."""

from dataclasses import dataclass
from enum import StrEnum

from models.scales.scale import Direction


class Assessor(StrEnum):
    """Who, or what, gives the values."""

    INVESTIGATOR = "investigator"  # live, with the subject present
    SUBJECT = "subject"  # in a diary or questionnaire
    DEVICE = "device"  # read off an instrument


@dataclass(frozen=True)
class Assessment:
    """One series of values beside the photographs.

    A scale that is scored from photographs and rated live as well makes two series,
    which are never joined; so the key of an assessment is none of a scheduled scale.

    Attributes:
        key: Identifier of the series, as in tables: "gais-subject".
        name: For people: "Improvement, by the subject".
        by: Who gives the values.
        scale: Key of the scale it is rated on, or empty.
        measure: Key of the measure, or empty; one of the two is given.
        visits: Keys of the visits, in their order.
        is_per_side: Whether each side of the subject has a value of its own.
        direction: Which way it runs, where the protocol says so for a measure that
            leaves it open; None to take it from the scale or measure.
    """

    key: str
    name: str
    by: Assessor
    scale: str
    measure: str
    visits: tuple[str, ...]
    is_per_side: bool = False
    direction: Direction | None = None

    @property
    def instrument(self) -> str:
        """Key of the scale or measure."""
        return self.scale or self.measure
