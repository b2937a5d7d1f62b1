"""A protocol in the making: what it began with, its faults step by step. No Qt."""

from dataclasses import dataclass, replace
from enum import StrEnum

from models.drafts import Checked
from models.errors import Problem
from models.measures.measure import Measure
from models.own_library import PROTOCOLS, Library
from models.protocol import library
from models.protocol.draft import ProtocolDraft
from models.protocol.draft_of import own_copy
from models.protocol.draft_rows import MEASURE, SCALE, AssessmentDraft, ScoredDraft
from models.protocol.library import Plan
from models.protocol.protocol import Protocol
from models.scales.scale import Scale

Choices = list[tuple[str, str]]


class Step(StrEnum):
    """The parts of the editor, in their order."""

    START = "start"
    DESIGN = "design"
    VISITS = "visits"
    SCORED = "scored"
    SCHEDULE = "schedule"
    ANALYSIS = "analysis"
    PLAN = "plan"


_STEP_OF = {
    "design": Step.DESIGN,
    "visits": Step.VISITS,
    "views": Step.VISITS,
    "baseline": Step.VISITS,
    "crossover": Step.VISITS,
    "codings": Step.SCORED,
    "assessments": Step.SCORED,
    "schedule": Step.SCHEDULE,
    "endpoints": Step.ANALYSIS,
    "eligibility": Step.ANALYSIS,
    "reading": Step.ANALYSIS,
    "aggregation": Step.ANALYSIS,
    "missing": Step.ANALYSIS,
    "questions": Step.ANALYSIS,
    "tells_visit": Step.ANALYSIS,
    "reasons": Step.ANALYSIS,
}


@dataclass(frozen=True)
class Start:
    """What a study may begin with.

    Attributes:
        plan: A protocol that is there, or None to start from nothing.
        name: For people.
        text: A sentence about it.
        is_own: Whether the user made it.
    """

    plan: Plan | None
    name: str
    text: str
    is_own: bool = False


class EditorPresenter:
    """Holds the draft and what it may name.

    Attributes:
        library: Scales, measures and protocols there are.
        draft: What stands in the fields.
        checked: What the reader says of it.
    """

    def __init__(
        self,
        library_: Library,
        draft: ProtocolDraft,
        plan: Plan | None = None,
        *,
        keeps_key: bool = False,
    ) -> None:
        """Begin.

        Args:
            library_: What the draft may name.
            draft: What to begin with.
            plan: The plan the draft was made of, which holds until it is changed.
            keeps_key: Whether the key stays, as in an amendment.
        """
        self.library = library_
        self.draft = draft
        self._plan = plan
        self._keeps_key = keeps_key
        if plan is not None:
            self._know(plan)
        self.checked: Checked[Protocol] = Checked(None)
        self.check()

    @property
    def is_changed(self) -> bool:
        """Whether the draft is no longer what it began with."""
        return self._plan is None

    @property
    def plan(self) -> Plan | None:
        """The plan as it would be pinned; None while it has faults."""
        if self._plan is not None:
            return self._plan
        protocol = self.checked.result
        if protocol is None:
            return None
        return library.plan_of(protocol, self.library.scales, self.library.measures)

    def on_changed(self) -> None:
        """The user changed the draft: from now on it is a protocol of its own."""
        if self._plan is not None and not self._keeps_key:
            own_copy(self.draft, self._taken())
        self._plan = None
        self.check()

    def check(self) -> None:
        """Ask the reader."""
        self.checked = self.draft.check(self.library.scales, self.library.measures)

    def step_of(self, problem: Problem) -> Step:
        """The step on which a fault is mended."""
        path = problem.path
        if path[:1] == ("assessments",) and path[2:] == ("visits",):
            return Step.SCHEDULE
        if path == ("schedule",):  # nothing is scored yet
            return Step.SCORED
        return _STEP_OF.get(str(path[0]), Step.DESIGN) if path else Step.DESIGN

    def faults(self, step: Step) -> list[Problem]:
        """The faults that are mended on a step."""
        return [one for one in self.checked.problems if self.step_of(one) is step]

    def visits(self) -> Choices:
        """The visits to choose from."""
        return [(one.uid, one.name or one.shown_key) for one in self.draft.visits]

    def series(self) -> Choices:
        """The series to choose from: scales from photographs, then assessments."""
        scored = [(one.uid, self.scale_name(one)) for one in self.draft.scored]
        return scored + [(one.uid, one.name) for one in self.draft.assessments]

    def scales_for(self, row: ScoredDraft) -> Choices:
        """The scales a row may have: from photographs, and of no other row."""
        others = {one.scale for one in self.draft.scored if one is not row}
        return [
            (key, _scale_words(scale))
            for key, scale in self._by_name()
            if scale.is_from_photograph and key not in others
        ]

    def codings_for(self, key: str) -> Choices:
        """The codings of a scale, and none of them."""
        scale = self.library.scales.get(key)
        codings = scale.codings if scale else ()
        return [("", "as graded"), *((one.key, one.name) for one in codings)]

    def instruments(self) -> Choices:
        """Every scale and measure, as an assessment may name it."""
        found = [
            (f"{SCALE}:{key}", _scale_words(scale)) for key, scale in self._by_name()
        ]
        measures = sorted(self.library.measures.items(), key=lambda pair: pair[1].name)
        return found + [
            (f"{MEASURE}:{key}", _measure_words(one)) for key, one in measures
        ]

    def new_scored(self) -> ScoredDraft:
        """A row with the first scale that has none yet, at every visit with photos."""
        row = ScoredDraft()
        offered = self.scales_for(row)
        row.scale = offered[0][0] if offered else ""
        row.visits = {one.uid for one in self.draft.visits if one.photographs}
        return row

    def new_assessment(self) -> AssessmentDraft:
        """A row for something rated live at every visit."""
        return AssessmentDraft(visits={one.uid for one in self.draft.visits})

    def complete(self, row: AssessmentDraft) -> None:
        """Fill in what follows from the instrument that was chosen."""
        kind, _, key = row.instrument.partition(":")
        if kind == SCALE and key in self.library.scales:
            scale = self.library.scales[key]
            row.name = row.name or scale.name
            if row.by not in {one.value for one in scale.rated.by}:
                row.by = scale.rated.by[0].value
        elif key in self.library.measures:
            measure = self.library.measures[key]
            row.name = row.name or measure.name
            if row.by not in {one.value for one in measure.rated_by}:
                row.by = measure.rated_by[0].value

    def scale_name(self, row: ScoredDraft) -> str:
        """The short name of a row's scale."""
        scale = self.library.scales.get(row.scale)
        return scale.short if scale else row.scale

    def text(self) -> str:
        """What is written into a protocol file."""
        if self._plan is not None:
            return self._plan.protocol.source
        return self.draft.text()

    def _by_name(self) -> list[tuple[str, Scale]]:
        return sorted(self.library.scales.items(), key=lambda pair: pair[1].name)

    def _taken(self) -> list[str]:
        """Keys of protocols, but for those of one's own, which are to be changed."""
        own = self.library
        return [key for key in own.protocols if not own.is_own(PROTOCOLS, key)]

    def _know(self, plan: Plan) -> None:
        """Let the draft name what its plan came with, from files beside it say."""
        self.library = replace(
            self.library,
            scales={**self.library.scales, **plan.scales},
            measures={**self.library.measures, **plan.measures},
        )


def starts(library_: Library) -> list[Start]:
    """What a new study may begin with: one's own, the program's, nothing."""
    found = []
    for key, protocol in library_.protocols.items():
        plan = library.plan_of(protocol, library_.scales, library_.measures)
        is_own = library_.is_own(PROTOCOLS, key)
        found.append(Start(plan, protocol.name, first_sentence(protocol), is_own))
    found.sort(key=lambda one: not one.is_own)
    nothing = Start(None, "Start from nothing", "Visits, scales and all are yours.")
    return [*found, nothing]


def first_sentence(protocol: Protocol) -> str:
    """What a protocol says first of itself."""
    notes = " ".join(protocol.notes.split())
    sentence, stop, _ = notes.partition(". ")
    return f"{sentence}{stop.strip()}" if notes else protocol.citation


def _scale_words(scale: Scale) -> str:
    return f"{scale.name} ({scale.lowest:g} to {scale.highest:g})"


def _measure_words(measure: Measure) -> str:
    return f"{measure.name} ({measure.unit})" if measure.unit else measure.name
