"""A scale: its grades, their words, and what they mean.

Nothing about any one scale is in code; a scale is read from its TOML file by
`models.scales.reader` and pinned, word for word, in every study that uses it.
"""

from collections.abc import Mapping
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


class FromPhotograph(StrEnum):
    """Whether a scale can be graded on a photograph."""

    YES = "yes"
    NO = "no"  # felt, touched or asked for
    WITH_BASELINE = "with baseline"  # only beside the baseline


@dataclass(frozen=True)
class Rated:
    """Who grades on a scale, and from what.

    Attributes:
        by: Who may; never a device.
        photograph: Whether a photograph suffices. A scale with NO must not be asked of
            a rater of photographs.
    """

    by: tuple[RatedBy, ...]
    photograph: FromPhotograph


@dataclass(frozen=True)
class Grade:
    """One value of a scale, as its button shows it.

    Attributes:
        value: The number that is stored.
        label: A word or two for the button: "mild".
        words: What the rater looks for, in our own words.
        category: Key of the category on a scale with codings, such as
            "much-improved"; "" on any other.
    """

    value: float
    label: str
    words: str
    category: str = ""


@dataclass(frozen=True)
class Coding:
    """Numbers that a study may give to the categories of a scale.

    Attributes:
        key: Identifier, as protocols name it: "classic".
        name: For people: "Classic, 1 to 5".
        direction: Which way the codes run; follows from them.
        codes: The code of each category by its key; a category may have none.
        labels: Labels that differ from the grade's own, by the category's key.
        citation: Where the coding is used.
        notes: What is to be known about it; may be empty.
    """

    key: str
    name: str
    direction: Direction
    codes: Mapping[str, float]
    labels: Mapping[str, str]
    citation: str
    notes: str


@dataclass(frozen=True)
class Responder:
    """When a subject counts as improved; every condition given must hold.

    Attributes:
        improvement: Grades of improvement from baseline at the least; None if it does
            not matter.
        reached: The grade that must be reached, or a better one; None if none must.
        words: The rule for people, one sentence.
        citation: Where the rule comes from.
    """

    improvement: float | None
    reached: float | None
    words: str
    citation: str


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
        rated: Who grades, and whether from photographs.
        codings: Numbers that a study may report instead of the stored value; empty
            unless the grades are categories.
        responder: When a subject counts as improved; None where nothing is published.
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
    rated: Rated = Rated((RatedBy.INVESTIGATOR,), FromPhotograph.YES)
    codings: tuple[Coding, ...] = ()
    responder: Responder | None = None

    @property
    def is_from_photograph(self) -> bool:
        """Whether it may be asked of a rater who sees photographs."""
        return self.rated.photograph is not FromPhotograph.NO

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

    def coding(self, key: str) -> Coding:
        """The coding with this key.

        Raises:
            KeyError: The scale has no such coding.
        """
        for coding in self.codings:
            if coding.key == key:
                return coding
        raise KeyError(key)

    def coded(self, value: float, coding: str) -> float | None:
        """The code of a stored value, or None where the coding has none for it.

        Args:
            value: The stored value of a grade.
            coding: Key of the coding.

        Raises:
            KeyError: The scale has no such grade or no such coding.
        """
        return self.coding(coding).codes.get(self.grade(value).category)

    def decoded(self, code: float, coding: str) -> float | None:
        """The value to store for a code, or None where no category has the code.

        Raises:
            KeyError: The scale has no such coding.
        """
        codes = self.coding(coding).codes
        for grade in self.grades:
            if codes.get(grade.category) == code:
                return grade.value
        return None

    def recode(self, code: float, given: str, wanted: str) -> float | None:
        """A code of one coding as the code of another, or None where either lacks it.

        Args:
            code: A code of the coding `given`.
            given: Key of the coding that it is in.
            wanted: Key of the coding to turn it into.

        Raises:
            KeyError: The scale has no such coding.
        """
        value = self.decoded(code, given)
        wanted = self.coding(wanted).key
        return None if value is None else self.coded(value, wanted)

    def coded_label(self, value: float, coding: str) -> str:
        """The label of a grade as a coding words it.

        Raises:
            KeyError: The scale has no such grade or no such coding.
        """
        grade = self.grade(value)
        return self.coding(coding).labels.get(grade.category, grade.label)
