"""The fields of a form: what is asked of a subject at a visit, by whom. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.measures.entry import Instrument
from models.measures.measure import Kind, Measure, Part
from models.protocol.assessments import Assessment, Assessor
from models.protocol.protocol import SIDES, Protocol
from models.scales.scale import Scale
from models.words import number_text

Place = tuple[str, str]
"""Key of the assessment, and the side or an empty text."""

_HEADINGS = {
    Assessor.INVESTIGATOR: "Investigator",
    Assessor.SUBJECT: "Subject: diary and questionnaires",
    Assessor.DEVICE: "Devices",
}


@dataclass(frozen=True)
class Choice:
    """A grade that can be chosen.

    Attributes:
        value: What is stored.
        text: The number that the study reports, and its words.
    """

    value: float
    text: str


@dataclass(frozen=True)
class Field:
    """A field of a form.

    Attributes:
        assessment: The series it is of.
        instrument: Its scale or measure.
        side: "left", "right" or empty.
        choices: The grades of a scale; empty for a number.
    """

    assessment: Assessment
    instrument: Instrument
    side: str
    choices: tuple[Choice, ...] = ()

    @property
    def place(self) -> Place:
        """Key of the assessment, and side."""
        return (self.assessment.key, self.side)

    @property
    def name(self) -> str:
        """For people, with the side."""
        side = f", {self.side}" if self.side else ""
        return f"{self.assessment.name}{side}"

    @property
    def parts(self) -> tuple[Part, ...]:
        """Entries of a composite; empty for all others."""
        return self.instrument.parts if isinstance(self.instrument, Measure) else ()

    @property
    def is_derived(self) -> bool:
        """Whether it follows from other fields and need not be entered."""
        measure = self.instrument
        return isinstance(measure, Measure) and measure.kind is Kind.DERIVED

    @property
    def hint(self) -> str:
        """What is taken: "mm, above 0, up to 2"."""
        if isinstance(self.instrument, Scale):
            return ""
        return ", ".join(filter(None, (self.instrument.unit, self.instrument.span)))

    def shown(self, value: float) -> str:
        """A value as people read it."""
        for choice in self.choices:
            if choice.value == value:
                return choice.text
        if isinstance(self.instrument, Measure):
            return self.instrument.shown(value)
        return number_text(value)


@dataclass(frozen=True)
class FieldGroup:
    """Fields that one person, or a device, gives.

    Attributes:
        heading: Who gives them.
        fields: In the order of the protocol.
    """

    heading: str
    fields: tuple[Field, ...]


def planned_fields(
    protocol: Protocol, instruments: Mapping[str, Instrument], visit: str
) -> tuple[Field, ...]:
    """What the protocol asks for at a visit, in its order; sides one after another."""
    return tuple(
        Field(
            one,
            instruments[one.key],
            side,
            _choices(one, instruments[one.key], protocol),
        )
        for one in protocol.assessments
        if visit in one.visits
        for side in (SIDES if one.is_per_side else ("",))
    )


def grouped(fields: tuple[Field, ...]) -> tuple[FieldGroup, ...]:
    """The fields by who gives them; those that nobody gives make no group."""
    groups = (
        FieldGroup(heading, tuple(one for one in fields if one.assessment.by is by))
        for by, heading in _HEADINGS.items()
    )
    return tuple(group for group in groups if group.fields)


def _choices(
    assessment: Assessment, instrument: Instrument, protocol: Protocol
) -> tuple[Choice, ...]:
    """The grades of a scale, with the numbers that the study reports."""
    if not isinstance(instrument, Scale):
        return ()
    coding = protocol.codings.get(assessment.scale, "")
    found = []
    for grade in instrument.grades:
        if not coding:
            text = f"{number_text(grade.value)}  {grade.label}"
        else:
            code = instrument.coded(grade.value, coding)
            if code is None:
                continue
            label = instrument.coded_label(grade.value, coding)
            text = f"{number_text(code)}  {label}"
        found.append(Choice(grade.value, text))
    return tuple(found)
