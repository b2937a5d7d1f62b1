"""A protocol: what a study plans to photograph and to score.

A protocol names no arm: it says how many there are. Their names live in the sealed
allocation only, so that nothing a rater or a coordinator opens can tell them.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from models.protocol.adjudication import AdjudicationRule
from models.protocol.analysis import (
    Aggregation,
    EligibilityRule,
    Endpoint,
    Missing,
)
from models.protocol.assessments import Assessment
from models.protocol.before_after import BeforeAfterRule
from models.protocol.certification import CertificationRules

SIDES = ("left", "right")
"""The sides of a subject, as the subject has them, not as the photograph shows them."""


class Design(StrEnum):
    """How subjects are compared."""

    PARALLEL = "parallel"  # every subject in one arm
    SPLIT_FACE = "split-face"  # the two sides of every subject in different arms
    CROSSOVER = "crossover"  # as split-face, and the sides change arms at a visit
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
        certificate: Whether a rater needs a valid certificate for every scale.
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
    certificate: bool = False


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
        earliest: First day on which the visit still counts as kept, or None where the
            protocol sets no window.
        latest: Last day on which it does, or None.
        has_treatment: Whether a treatment session belongs to it.
    """

    key: str
    name: str
    day: int
    photographs: bool
    aliases: tuple[str, ...] = ()
    earliest: int | None = None
    latest: int | None = None
    has_treatment: bool = False


@dataclass(frozen=True)
class View:
    """A camera's view of the subject: "front", "left 45°".

    Attributes:
        key: Identifier, as in file names and tables.
        name: For people.
        aliases: Other spellings met in file and folder names.
        side: Which side of the subject it shows, one of SIDES; empty where sides are
            not compared.
    """

    key: str
    name: str
    aliases: tuple[str, ...] = ()
    side: str = ""

    @property
    def label(self) -> str:
        """For people, with the side if the name does not say it: "Cheek (left)"."""
        if not self.side or self.side in self.name.casefold():
            return self.name
        return f"{self.name} ({self.side})"


@dataclass(frozen=True)
class Protocol:
    """The plan of a study.

    Attributes:
        key: Identifier: "hoss-2020".
        version: Version of the plan.
        name: For people.
        design: Parallel arms, split-face, crossover of sides or a single group.
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
        ratio: Share of each arm, as many as there are arms.
        crossover: Key of the visit from which the sides have changed arms, or empty.
        sites: Codes of the sites that are planned; empty where none are named.
        subjects: How many subjects are planned, or 0.
        assessments: What is not scored from photographs.
        codings: Name of the coding by key of the scale, where a scale has several.
        eligibility: Who may enter.
        endpoints: What the study answers, the primary ones first.
        aggregation: How raters and views become one value.
        missing: What stands for a visit without a value.
        adjudication: When a third reading decides, or None where none does.
        before_after: Of which visit raters tell whether it came after the baseline, or
            None where they are not asked.
        certification: What raters in training must reach.
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
    ratio: tuple[int, ...] = ()
    crossover: str = ""
    sites: tuple[str, ...] = ()
    subjects: int = 0
    assessments: tuple[Assessment, ...] = ()
    codings: dict[str, str] = field(default_factory=dict)
    eligibility: tuple[EligibilityRule, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    aggregation: Aggregation = field(default_factory=Aggregation)
    missing: Missing = Missing.OBSERVED
    adjudication: AdjudicationRule | None = None
    before_after: BeforeAfterRule | None = None
    certification: CertificationRules = field(default_factory=CertificationRules)

    @property
    def scales(self) -> tuple[str, ...]:
        """Keys of the scales a rater is asked, in the order in which they are asked."""
        return tuple(self.schedule)

    @property
    def live_scales(self) -> tuple[str, ...]:
        """Keys of the scales that are rated live, in the order of the assessments."""
        return tuple(dict.fromkeys(one.scale for one in self.assessments if one.scale))

    @property
    def measures(self) -> tuple[str, ...]:
        """Keys of the measures, in the order of the assessments."""
        named = (one.measure for one in self.assessments if one.measure)
        return tuple(dict.fromkeys(named))

    @property
    def series(self) -> tuple[str, ...]:
        """Keys of all series: scales scored from photographs, then assessments."""
        return (*self.schedule, *(one.key for one in self.assessments))

    @property
    def has_arms(self) -> bool:
        """Whether there is anything to allocate."""
        return self.arms > 0

    @property
    def has_sides(self) -> bool:
        """Whether sides of a subject are compared, so that a side is the unit."""
        return self.design in (Design.SPLIT_FACE, Design.CROSSOVER)

    @property
    def has_photographs(self) -> bool:
        """Whether anything is photographed."""
        return any(visit.photographs for visit in self.visits)

    def visit(self, key: str) -> Visit:
        """The visit with this key.

        Raises:
            KeyError: There is no such visit.
        """
        return {visit.key: visit for visit in self.visits}[key]

    def assessment(self, key: str) -> Assessment:
        """The assessment with this key.

        Raises:
            KeyError: There is no such assessment.
        """
        return {one.key: one for one in self.assessments}[key]

    def is_scheduled(self, series: str, visit: str) -> bool:
        """Whether a scale, or the series of an assessment, is analysed at a visit."""
        if series in self.schedule:
            return visit in self.schedule[series]
        return any(visit in one.visits for one in self.assessments if one.key == series)

    @property
    def unit_noun(self) -> str:
        """What one unit of the comparison is called: "subject" or "side"."""
        return "side" if self.has_sides else "subject"

    def side_of(self, view: str) -> str:
        """The side a view shows, or empty where sides are not compared."""
        return {one.key: one.side for one in self.views}.get(view, "")
