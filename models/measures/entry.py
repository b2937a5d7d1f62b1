"""Checking what is entered of a series, before it is stored.

An entry is a number, the parts of a composite, or the reason why nothing was done. A
form is what is entered of one subject at one visit; all its faults are found at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from models.measures.measure import Kind, Measure, MeasureError
from models.protocol.assessments import Assessment
from models.protocol.protocol import SIDES, Protocol
from models.scales.scale import Scale
from models.words import listed, number_text

Instrument: TypeAlias = Scale | Measure

_PRECISION = 9
"""Decimals that a computed value keeps, so that 0.45 less 0.40 is 0.05."""


@dataclass(frozen=True)
class Entry:
    """What is entered of a series.

    Attributes:
        assessment: Key of the assessment.
        value: The value; None where it is computed from parts, or was not done.
        reason: Why it was not done, or empty.
        side: "left" or "right", or empty.
        parts: Entries of a composite, by the keys of its parts.
    """

    assessment: str
    value: float | None = None
    reason: str = ""
    side: str = ""
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """An entry with what was found.

    Attributes:
        entry: The entry; its value is filled in where it was computed.
        faults: Why it is refused, each a sentence; empty if it is not.
        warnings: What should be looked at again; it may be stored.
        is_computed: Whether the value was computed.
    """

    entry: Entry
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    is_computed: bool = False


def instruments_of(
    protocol: Protocol, scales: Mapping[str, Scale], measures: Mapping[str, Measure]
) -> dict[str, Instrument]:
    """The scale or measure of each assessment, by the key of the assessment."""
    return {
        one.key: scales[one.scale] if one.scale else measures[one.measure]
        for one in protocol.assessments
    }


def check_entry(
    entry: Entry, assessment: Assessment, instrument: Instrument
) -> Checked:
    """Check one entry by itself.

    Args:
        entry: What is entered.
        assessment: The assessment it belongs to.
        instrument: Its scale or measure.
    """
    faults = [*_side_faults(entry, assessment), *_kind_faults(entry, instrument)]
    if faults or entry.reason:
        return Checked(entry, tuple(faults))
    if isinstance(instrument, Scale):
        return Checked(entry, tuple(_grade_faults(entry, instrument)))
    if instrument.kind is Kind.COMPOSITE:
        return _composite(entry, instrument)
    return _number(entry, instrument)


def check_form(
    entries: Sequence[Entry],
    protocol: Protocol,
    instruments: Mapping[str, Instrument],
    visit: str,
) -> tuple[Checked, ...]:
    """Check what is entered of a subject at a visit, each entry and all together.

    A derived value that is entered is held against those it is derived from; one that
    is absent is computed, and comes last.

    Args:
        entries: What is entered.
        protocol: Tells the assessments.
        instruments: As from `instruments_of`.
        visit: Key of the visit.
    """
    found: list[Checked] = []
    for number, entry in enumerate(entries):
        assessment = protocol.assessment(entry.assessment)
        checked = check_entry(entry, assessment, instruments[entry.assessment])
        same = [(one.assessment, one.side) for one in entries[:number]]
        if (entry.assessment, entry.side) in same:
            checked = _with_fault(checked, f"{assessment.name} is entered twice.")
        if visit not in assessment.visits:
            name = protocol.visit(visit).name
            text = f"{assessment.name} is not planned at {name}; it is not analysed."
            checked = replace(checked, warnings=(*checked.warnings, text))
        found.append(checked)
    sides = dict.fromkeys(one.side for one in entries)
    for side in sides:
        found = _derived(found, protocol, instruments, visit, side)
    return tuple(found)


def derivable(
    assessment: Assessment,
    measure: Measure,
    values: Mapping[str, float],
    protocol: Protocol,
) -> dict[str, float] | None:
    """What a derived measure is computed from, by the names in its formula.

    Args:
        assessment: The assessment of the derived measure; its inputs are assessments
            of the same kind of rater if there are several.
        measure: The derived measure.
        values: Values of the same subject, visit and side, by key of the assessment.
        protocol: Tells which assessment is of which measure.

    Returns:
        The values, or None if one of them is absent.
    """
    found: dict[str, float] = {}
    for name, key in measure.inputs.items():
        sources = [
            one
            for one in protocol.assessments
            if one.measure == key and one.key in values
        ]
        if not sources:
            return None
        best = min(sources, key=lambda one: one.by is not assessment.by)
        found[name] = values[best.key]
    return found


def derived_value(measure: Measure, inputs: Mapping[str, float]) -> float | None:
    """The value of a derived measure, or None where its formula gives no number."""
    try:
        return round(measure.computed(inputs), _PRECISION)
    except MeasureError:
        return None


def _derived(
    checked: list[Checked],
    protocol: Protocol,
    instruments: Mapping[str, Instrument],
    visit: str,
    side: str,
) -> list[Checked]:
    """Check, or add, the derived values of a side."""
    values = {
        one.entry.assessment: one.entry.value
        for one in checked
        if one.entry.side == side and one.entry.value is not None and not one.faults
    }
    entered = {one.entry.assessment for one in checked if one.entry.side == side}
    for assessment in protocol.assessments:
        measure = instruments[assessment.key]
        if not isinstance(measure, Measure) or measure.kind is not Kind.DERIVED:
            continue
        inputs = derivable(assessment, measure, values, protocol)
        if inputs is None:
            continue
        if assessment.key in entered:
            checked = [
                _held_against(one, measure, inputs)
                if (one.entry.assessment, one.entry.side) == (assessment.key, side)
                else one
                for one in checked
            ]
        elif visit in assessment.visits and assessment.is_per_side == bool(side):
            value = derived_value(measure, inputs)
            if value is not None:
                entry = Entry(assessment.key, value, side=side)
                checked = [*checked, replace(_number(entry, measure), is_computed=True)]
    return checked


def _held_against(
    checked: Checked, measure: Measure, inputs: Mapping[str, float]
) -> Checked:
    value = checked.entry.value
    if value is None or checked.faults:
        return checked
    try:
        text = measure.disagreement(value, inputs)
    except MeasureError as error:
        text = error.text
    return _with_fault(checked, text) if text else checked


def _with_fault(checked: Checked, text: str) -> Checked:
    return replace(checked, faults=(*checked.faults, text))


def _side_faults(entry: Entry, assessment: Assessment) -> Iterable[str]:
    if assessment.is_per_side and entry.side not in SIDES:
        yield f"{assessment.name} is entered for each side: say left or right."
    if not assessment.is_per_side and entry.side:
        yield f"{assessment.name} has one value for both sides; leave the side out."


def _kind_faults(entry: Entry, instrument: Instrument) -> Iterable[str]:
    """Entries that are nothing, or two things at once."""
    has_value = entry.value is not None or bool(entry.parts)
    if not has_value and not entry.reason:
        yield f"{instrument.short} has neither a value nor a reason why it is not done."
    if has_value and entry.reason:
        yield f"{instrument.short} has a value and a reason why it is not done."
    is_composite = isinstance(instrument, Measure) and bool(instrument.parts)
    if entry.parts and not is_composite:
        yield f"{instrument.short} has no parts."


def _grade_faults(entry: Entry, scale: Scale) -> Iterable[str]:
    if entry.value is not None and not scale.has_grade(entry.value):
        grades = [number_text(grade.value) for grade in scale.grades]
        text = number_text(entry.value)
        yield f"{scale.short} must be {listed(grades, 'or')}, not {text}."


def _number(entry: Entry, measure: Measure) -> Checked:
    value = entry.value
    if value is None:
        return Checked(entry)
    if fault := measure.faults(value):
        return Checked(entry, (fault,))
    warning = measure.warning(value)
    return Checked(entry, (), (warning,) if warning else ())


def _composite(entry: Entry, measure: Measure) -> Checked:
    """A composite from its parts, or by its total alone where only that is known."""
    if not entry.parts:
        return _number(entry, measure)
    if problems := measure.part_faults(entry.parts):
        faults = tuple(f"{measure.short}, {one.place} {one.text}" for one in problems)
        return Checked(entry, faults)
    try:
        value = round(measure.computed(entry.parts), _PRECISION)
        wrong = (
            measure.disagreement(entry.value, entry.parts)
            if entry.value is not None
            else ""
        )
    except MeasureError as error:
        return Checked(entry, (error.text,))
    checked = _number(replace(entry, value=value), measure)
    checked = replace(checked, is_computed=entry.value is None)
    return _with_fault(checked, wrong) if wrong else checked
