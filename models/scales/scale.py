"""A scale: its grades, their words, and what they mean.

Nothing about any one scale is in code; a scale is read from its TOML file by
`models.scales.reader` and pinned, word for word, in every study that uses it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way a scale runs."""

    HIGHER_IS_WORSE = "higher-is-worse"
    HIGHER_IS_BETTER = "higher-is-better"
    NONE = "none"  # neither end is better, or the protocol says which one is

    @property
    def words(self) -> str:
        """For people: "higher is worse"."""
        if self is Direction.NONE:
            return "neither better nor worse"
        return self.value.replace("-", " ")

    @property
    def sign(self) -> int:
        """What turns a rise into improvement: 1, -1, or 0 where nothing does."""
        return {Direction.HIGHER_IS_BETTER: 1, Direction.HIGHER_IS_WORSE: -1}.get(
            self, 0
        )


class RatedBy(StrEnum):
    """Who gives a value."""

    INVESTIGATOR = "investigator"
    SUBJECT = "subject"
    DEVICE = "device"


class Mode(StrEnum):
    """What a rater must see to grade."""

    STATIC = "static"  # one photograph suffices
    COMPARATIVE = "comparative"  # needs the baseline beside it


@dataclass(frozen=True)
class Grade:
    """One value of a scale, as its button shows it.

    Attributes:
        value: The number that is stored.
        label: A word or two for the button: "mild".
        words: What the rater looks for, in our own words.
    """

    value: float
    label: str
    words: str


@dataclass(frozen=True)
class Band:
    """A run of grades with a name of its own, such as class II = 4 to 6.

    Attributes:
        name: As exported: "II".
        label: A word for it: "moderate".
        lowest: First grade of the band, included.
        highest: Last grade of the band, included.
        words: What the rater looks for in every grade of the band.
    """

    name: str
    label: str
    lowest: float
    highest: float
    words: str


@dataclass(frozen=True)
class Scale:
    """A scale as a rater uses it.

    Attributes:
        key: Identifier, as in protocols and tables: "fg-wrinkling".
        version: Version of the definition, such as "1".
        name: Full name: "Fitzpatrick-Goldman wrinkling".
        short: Name for buttons, sheets and plots: "Wrinkling".
        question: What is asked of the rater, one sentence.
        grades: From the lowest value to the highest.
        bands: From the lowest to the highest, covering all grades; may be empty.
        band_noun: What a band is called: "class".
        direction: Which way it runs.
        mode: Whether the baseline is needed beside the photograph.
        citation: Where the scale comes from.
        licence: What is known of the right to use it.
        notes: What is unconfirmed, and other remarks; may be empty.
        source: The TOML text it was read from, word for word.
        sha256: SHA-256 of the source in UTF-8, hexadecimal.
    """

    key: str
    version: str
    name: str
    short: str
    question: str
    grades: tuple[Grade, ...]
    bands: tuple[Band, ...]
    band_noun: str
    direction: Direction
    mode: Mode
    citation: str
    licence: str
    notes: str
    source: str
    sha256: str

    @property
    def lowest(self) -> float:
        """The lowest grade."""
        return self.grades[0].value

    @property
    def highest(self) -> float:
        """The highest grade."""
        return self.grades[-1].value

    def has_grade(self, value: float) -> bool:
        """Whether a value is one of the grades."""
        return any(grade.value == value for grade in self.grades)

    def grade(self, value: float) -> Grade:
        """The grade with this value.

        Raises:
            KeyError: The scale has no such grade.
        """
        for grade in self.grades:
            if grade.value == value:
                return grade
        raise KeyError(value)

    def band(self, value: float) -> Band | None:
        """The band a value lies in, or None where the scale has no bands."""
        for band in self.bands:
            if band.lowest <= value <= band.highest:
                return band
        return None
