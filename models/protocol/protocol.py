"""A protocol: what a study plans to photograph and to score.

A protocol names no arm: it says how many there are. Their names live in the sealed
allocation only, so that nothing a rater or a coordinator opens can tell them.
"""

from dataclasses import dataclass
from enum import StrEnum


class Design(StrEnum):
    """How subjects are compared."""

    PARALLEL = "parallel"  # every subject in one arm
    SINGLE_GROUP = "single-group"  # no arms: each subject against the baseline


class Questions(StrEnum):
    """Which scales a rater is asked at a photograph."""

    ALL = "all"  # every scale at every photograph, so that none tells the visit
    SCHEDULED = "scheduled"  # only what the schedule names for the visit


class Order(StrEnum):
    """In which order a rater sees the photographs."""

    RANDOM = "random"  # each order of all photographs equally likely
    SUBJECT_BLOCKS = "subject-blocks"  # subjects in random order, visits random within
    BASELINE_PAIRED = "baseline-paired"  # the baseline first, follow-ups random
    CHRONOLOGICAL = "chronological"  # visits in their order; for training only


class Comparison(StrEnum):
    """On which side of a photograph its baseline is shown."""

    BASELINE_LEFT = "baseline-left"
    BASELINE_RIGHT = "baseline-right"
    RANDOM = "random"  # drawn for each photograph from the seed of the reading


@dataclass(frozen=True)
class ReadingRules:
    """How a reading is drawn, and what its rater has on the screen.

    Attributes:
        order: The order of the photographs.
        repeats: Share of the photographs shown a second time, unannounced; 0 for none.
        gap: Photographs between a photograph and its repeat, at the least.
        comparison: Where the baseline stands when it is compared with.
        baseline_shown: Whether a rater may see the baseline beside a photograph; None
            where the protocol does not say: then only if a scale is comparative.
        display_check: Whether the rater checks the screen at the start of a reading.
        break_after_minutes: Minutes of looking after which a break is suggested; 0 for
            never.
        batch: Photographs to be completed in one sitting; 0 for as many as one likes.
        brightness_contrast: Whether the rater may change brightness and contrast.
    """

    order: Order = Order.RANDOM
    repeats: float = 0.1
    gap: int = 20
    comparison: Comparison = Comparison.BASELINE_LEFT
    baseline_shown: bool | None = None
    display_check: bool = True
    break_after_minutes: int = 0
    batch: int = 0
    brightness_contrast: bool = False


@dataclass(frozen=True)
class Visit:
    """A visit of the protocol.

    Attributes:
        key: Identifier, as in file names and tables: "day30".
        name: For people: "Day 30".
        day: Days from the procedure (or enrolment, see Protocol.anchor); negative
            before it.
        photographs: Whether photographs are planned.
        aliases: Other spellings met in file and folder names.
    """

    key: str
    name: str
    day: int
    photographs: bool
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """A camera's view of the subject: "front", "left 45°"."""

    key: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Protocol:
    """The plan of a study.

    Attributes:
        key: Identifier: "hoss-2020".
        version: Version of the plan.
        name: For people.
        design: Parallel arms or a single group.
        arms: Number of arms; 0 for a single group.
        anchor: What day 0 is: "procedure" or "enrolment".
        visits: In the order in which they happen, days never falling.
        views: At least one.
        baseline: Key of the visit that change is counted from.
        schedule: Scale key to the keys of the visits at which it is analysed.
        questions: Which scales are asked at a photograph.
        reasons: Why a photograph may be not assessable, as the rater may choose.
        citation: Where the design comes from; may be empty.
        notes: What is not published and left open; may be empty.
        source: The TOML text it was read from, word for word.
        sha256: SHA-256 of the source in UTF-8, hexadecimal.
        reading: How each rater's reading is drawn.
        training: Whether the study is for training, where nobody is blinded.
        tells_visit: Whether the questions asked at a photograph may tell its visit.
    """

    key: str
    version: str
    name: str
    design: Design
    arms: int
    anchor: str
    visits: tuple[Visit, ...]
    views: tuple[View, ...]
    baseline: str
    schedule: dict[str, tuple[str, ...]]
    questions: Questions
    reasons: tuple[str, ...]
    citation: str
    notes: str
    source: str
    sha256: str
    reading: ReadingRules = ReadingRules()
    training: bool = False
    tells_visit: bool = False

    @property
    def scales(self) -> tuple[str, ...]:
        """Keys of the scales, in the order in which they are asked."""
        return tuple(self.schedule)

    @property
    def has_arms(self) -> bool:
        """Whether there is anything to allocate."""
        return self.arms > 0

    def visit(self, key: str) -> Visit:
        """The visit with this key.

        Raises:
            KeyError: There is no such visit.
        """
        return {visit.key: visit for visit in self.visits}[key]

    def is_scheduled(self, scale: str, visit: str) -> bool:
        """Whether a scale is analysed at a visit."""
        return visit in self.schedule.get(scale, ())
