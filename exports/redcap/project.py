"""The REDCap project that holds a study: its forms, and at which visits they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from exports.names import Names
from exports.redcap.events import Event, events_of
from exports.redcap.fields import LONGEST_NAME, Field, numbered, under
from exports.series import Series
from exports.source import Source
from models.protocol.assessments import Assessor
from models.protocol.protocol import SIDES
from models.store.measure_records import EventOutcome, Relation, Severity
from models.words import number_text

RECORD = "record_id"
SUBJECT, VISIT, SCORES = "subject", "visit", "photograph_scores"
FORMS = {
    Assessor.INVESTIGATOR: "assessed_live",
    Assessor.SUBJECT: "told_by_subject",
    Assessor.DEVICE: "device_values",
}
ADVERSE = "adverse_events"
_OWN = (
    *(RECORD, "redcap_event_name", "redcap_repeat_instrument"),
    *("redcap_repeat_instance", "redcap_data_access_group"),
    *("site", "visit_date", "ps_rater", "ps_view", "ps_side"),
)
"""Names that no series may take: REDCap's, and those of the fields made here."""


@dataclass(frozen=True)
class ScoreFields:
    """The fields of a scale on the form of scores."""

    value: Field
    absent: Field
    comment: Field


@dataclass(frozen=True)
class ValueFields:
    """The fields of an assessment, of one side or of the subject."""

    value: Field
    absent: Field


@dataclass(frozen=True)
class Project:
    """A REDCap project.

    Attributes:
        events: One for each visit.
        fields: All fields in the order of the data dictionary.
        scores: The fields of each scale, by key of the series.
        values: The fields of each assessment, by key of the series and side.
        groups: The fields that tell a group, by side; empty in the blinded edition.
        rules: The fields of eligibility rules, by key.
        visits: Keys of the visits at which each form is, by form.
    """

    events: tuple[Event, ...]
    fields: tuple[Field, ...]
    scores: dict[str, ScoreFields]
    values: dict[tuple[str, str], ValueFields]
    groups: dict[str, Field]
    rules: dict[str, Field]
    visits: dict[str, tuple[str, ...]]

    @property
    def repeating(self) -> tuple[str, ...]:
        """Forms that have several instances at an event."""
        return tuple(form for form in (SCORES, ADVERSE) if form in self.visits)

    def field(self, name: str) -> Field:
        """The field with this name.

        Raises:
            KeyError: There is no such field.
        """
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Field]:
        return {one.name: one for one in self.fields}


def project_of(source: Source) -> Project:
    """The project that holds a study.

    Args:
        source: What leaves the study; what the edition does not tell has no field.
    """
    adverse = _adverse_fields()
    names = Names(
        LONGEST_NAME, taken=(*_OWN, *_complete(), *(one.name for one in adverse))
    )
    groups = _groups(source, names)
    rules = {
        rule.key: Field(names.name(f"rule_{rule.key}"), SUBJECT, "yesno", rule.text)
        for rule in source.protocol.eligibility
        if rule.is_answered
    }
    record = Field(RECORD, SUBJECT, "text", "Code of the subject")
    site = Field("site", SUBJECT, "text", "Site")
    day = Field("visit_date", VISIT, "text", "Day of the visit", validation="date_ymd")
    scores = {
        one.key: _score_fields(source, one, names)
        for one in source.series.values()
        if one.is_from_photographs
    }
    values = dict(_values(source, names))
    fields = [record, site, *groups.values(), *rules.values(), day]
    if scores:
        fields += _photograph_fields(source)
        for of in scores.values():
            fields += [of.value, of.absent, of.comment]
    for form in FORMS.values():
        of_form = [one for one in values.values() if one.value.form == form]
        fields += [field for one in of_form for field in (one.value, one.absent)]
    fields += adverse
    return Project(
        events=events_of(source.protocol.visits),
        fields=tuple(fields),
        scores=scores,
        values=values,
        groups=groups,
        rules=rules,
        visits=_visits(source, has_scores=bool(scores)),
    )


def _complete() -> tuple[str, ...]:
    """Names that REDCap gives to a status of each form."""
    return tuple(
        f"{form}_complete"
        for form in (SUBJECT, VISIT, SCORES, *FORMS.values(), ADVERSE)
    )


def _groups(source: Source, names: Names) -> dict[str, Field]:
    if not source.edition.has_groups:
        return {}
    choices = numbered(source.group_names)
    sides = SIDES if source.protocol.has_sides else ("",)
    return {
        side: Field(
            names.name(f"group_{side}"),
            SUBJECT,
            "radio",
            f"Group of the {side} side" if side else "Group",
            choices,
            note="Keep it from raters.",
        )
        for side in sides
    }


def _photograph_fields(source: Source) -> list[Field]:
    """Which photograph was scored, and by whom."""
    views = numbered(tuple(view.name for view in source.protocol.views))
    first = Field("ps_rater", SCORES, "text", "Code of the rater")
    fields = [
        under(first, "One instance for each rater and photograph"),
        Field("ps_view", SCORES, "radio", "View", views),
    ]
    if source.protocol.has_sides:
        label = "Side of the subject"
        sides = numbered(SIDES)
        fields.append(Field("ps_side", SCORES, "radio", label, sides))
    return fields


def _score_fields(source: Source, series: Series, names: Names) -> ScoreFields:
    value = _value_field(series, names.name(series.key), SCORES, series.name)
    met = (one.reason for one in source.scored if one.series == series.key)
    reasons = dict.fromkeys((*source.protocol.reasons, *filter(None, met)))
    return ScoreFields(
        value,
        Field(
            names.name(f"{value.name}_na"),
            SCORES,
            "dropdown",
            f"{series.name}: why not assessable",
            numbered(tuple(reasons)),
            branching=f"[{value.name}] = ''",
        ),
        Field(
            names.name(f"{value.name}_note"),
            SCORES,
            "notes",
            f"{series.name}: comment",
        ),
    )


def _values(
    source: Source, names: Names
) -> Iterator[tuple[tuple[str, str], ValueFields]]:
    for one in source.series.values():
        if one.by is None:
            continue
        for side in SIDES if one.is_per_side else ("",):
            end = f"_{side}" if side else ""
            label = f"{one.name}, {side} side" if side else one.name
            value = _value_field(one, names.name(one.key + end), FORMS[one.by], label)
            absent = Field(
                names.name(f"{value.name}_nd"),
                value.form,
                "text",
                f"{label}: why there is no value",
                branching=f"[{value.name}] = ''",
            )
            yield (one.key, side), ValueFields(value, absent)


def _value_field(series: Series, name: str, form: str, label: str) -> Field:
    """Buttons where all grades are whole numbers, a checked number otherwise."""
    numbers = [series.number(grade.value) or 0.0 for grade in series.grades]
    if numbers and all(one.is_integer() for one in numbers):
        choices = tuple(
            (number_text(number), series.label(grade.value))
            for grade, number in zip(series.grades, numbers, strict=True)
        )
        return Field(name, form, "radio", label, choices, note=series.instrument)
    lowest, highest, step = None, None, 0.0
    if series.measure:
        measure = series.measure
        lowest, highest, step = measure.lowest, measure.highest, measure.step
    elif numbers:
        lowest, highest = min(numbers), max(numbers)
    return Field(
        name,
        form,
        "text",
        label,
        note=", ".join(filter(None, (series.instrument, series.unit))),
        validation="integer" if step == 1 else "number",
        lowest="" if lowest is None else number_text(lowest),
        highest="" if highest is None else number_text(highest),
    )


def _adverse_fields() -> list[Field]:
    def one(
        name: str, kind: str, label: str, words: tuple[str, ...] = (), check: str = ""
    ) -> Field:
        return Field(name, ADVERSE, kind, label, numbered(words), validation=check)

    return [
        one("ae_number", "text", "Number of the event", check="integer"),
        one("ae_term", "text", "What happened"),
        one("ae_onset", "text", "Day it began", check="date_ymd"),
        one("ae_ended", "text", "Day it ended", check="date_ymd"),
        one("ae_severity", "radio", "Severity", tuple(map(str, Severity))),
        one("ae_relation", "radio", "Relation to treatment", tuple(map(str, Relation))),
        one("ae_outcome", "radio", "Outcome", tuple(map(str, EventOutcome))),
        one("ae_serious", "yesno", "Serious"),
        one("ae_place", "text", "Where on the body"),
        one("ae_side", "radio", "Side", SIDES),
        one("ae_comment", "notes", "Comment"),
    ]


def _visits(source: Source, *, has_scores: bool) -> dict[str, tuple[str, ...]]:
    """At which visits each form is: where it is planned, and where there are values."""
    order = [visit.key for visit in source.protocol.visits]
    found: dict[str, set[str]] = {SUBJECT: {order[0]}, VISIT: set(order)}
    if has_scores:
        photographed = {one.key for one in source.protocol.visits if one.photographs}
        found[SCORES] = photographed | {one.visit for one in source.scored}
    for one in source.series.values():
        if one.by is not None:
            met = {row.visit for row in source.measured if row.series == one.key}
            found.setdefault(FORMS[one.by], set()).update(one.visits, met)
    found[ADVERSE] = {order[0]}
    return {
        form: tuple(key for key in order if key in visits)
        for form, visits in found.items()
    }
