"""The data of a study as the rows of a REDCap import file."""

from collections import defaultdict
from collections.abc import Iterator

from exports.cells import exact
from exports.delimited import Value
from exports.redcap.project import (
    ADVERSE,
    FORMS,
    RECORD,
    SCORES,
    SUBJECT,
    VISIT,
    Project,
)
from exports.source import Observation, Source
from models.protocol.units import Unit

EVENT, FORM, INSTANCE = (
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
)
COMPLETE = "2"
Row = dict[str, Value]


def headings(project: Project) -> tuple[str, ...]:
    """Columns of the import file."""
    names: list[str] = [RECORD, EVENT, FORM, INSTANCE]
    for form in project.visits:
        names += [f.name for f in project.fields if f.form == form and f.name != RECORD]
        names.append(f"{form}_complete")
    return tuple(names)


def rows(source: Source, project: Project) -> Iterator[Row]:
    """The rows, by subject and event: what does not repeat first.

    Hidden repeats are left out: they are no part of the efficacy set.
    """
    unique = {one.visit: one.unique for one in project.events}
    given: dict[tuple[str, str], list[Observation]] = defaultdict(list)
    for row in source.observations:
        given[row.unit.subject, row.visit].append(row)
    for subject in source.subjects:
        for event in project.events:
            place = {RECORD: subject.code, EVENT: unique[event.visit]}
            visit = (subject.code, event.visit)
            single = _single(source, project, visit, given[visit])
            if single:
                yield {**place, **single}
            for form, repeated in _repeating(source, project, visit, given[visit]):
                for at, one in enumerate(repeated, start=1):
                    done = {f"{form}_complete": COMPLETE}
                    yield {**place, FORM: form, INSTANCE: at, **one, **done}


def _single(
    source: Source,
    project: Project,
    place: tuple[str, str],
    given: list[Observation],
) -> Row:
    subject, visit = place
    row: Row = {}
    if visit in project.visits[SUBJECT]:
        row |= _subject(source, project, subject)
        row[f"{SUBJECT}_complete"] = COMPLETE
    if day := source.dates.get(place):
        row |= {"visit_date": day, f"{VISIT}_complete": COMPLETE}
    for one in given:
        if not one.view:
            row |= _value(source, project, one)
    return row


def _subject(source: Source, project: Project, subject: str) -> Row:
    row: Row = {"site": source.sites[subject]}
    for side, field in project.groups.items():
        row[field.name] = field.code(source.group(Unit(subject, side)))
    for key, field in project.rules.items():
        answer = source.answers.get((subject, key))
        if answer is not None:
            row[field.name] = "1" if answer else "0"
    return row


def _value(source: Source, project: Project, one: Observation) -> Row:
    fields = project.values.get((one.series, one.unit.side))
    series = source.series[one.series]
    if fields is None or series.by is None:
        return {}
    reported = series.number(one.value)
    told = {fields.value.name: None if reported is None else exact(reported)}
    return {
        **told,
        fields.absent.name: one.reason,
        f"{FORMS[series.by]}_complete": COMPLETE,
    }


def _repeating(
    source: Source,
    project: Project,
    place: tuple[str, str],
    given: list[Observation],
) -> Iterator[tuple[str, list[Row]]]:
    subject, visit = place
    found: dict[tuple[str, str], Row] = {}
    for one in given:
        if one.view and one.is_original:
            row = found.setdefault(
                (one.by, one.view), _photograph(source, project, one)
            )
            row |= _score(source, project, one)
    yield SCORES, [found[which] for which in sorted(found)]
    if visit in project.visits[ADVERSE]:
        yield ADVERSE, list(_events(source, project, subject))


def _photograph(source: Source, project: Project, one: Observation) -> Row:
    names = {view.key: view.name for view in source.protocol.views}
    row: Row = {
        "ps_rater": one.by,
        "ps_view": project.field("ps_view").code(names[one.view]),
    }
    if source.protocol.has_sides:
        row["ps_side"] = project.field("ps_side").code(one.unit.side)
    return row


def _score(source: Source, project: Project, one: Observation) -> Row:
    fields = project.scores[one.series]
    reported = source.series[one.series].number(one.value)
    return {
        fields.value.name: None if reported is None else exact(reported),
        fields.absent.name: fields.absent.code(one.reason),
        fields.comment.name: one.comment,
    }


def _events(source: Source, project: Project, subject: str) -> Iterator[Row]:
    for one in source.events:
        if one.subject != subject:
            continue
        yield {
            "ae_number": one.number,
            "ae_term": one.term,
            "ae_onset": _whole_day(one.onset),
            "ae_ended": _whole_day(one.ended),
            "ae_severity": project.field("ae_severity").code(str(one.severity)),
            "ae_relation": project.field("ae_relation").code(str(one.relation)),
            "ae_outcome": project.field("ae_outcome").code(str(one.outcome)),
            "ae_serious": "1" if one.serious else "0",
            "ae_place": one.place,
            "ae_side": project.field("ae_side").code(one.side),
            "ae_comment": one.comment,
        }


def _whole_day(day: str) -> str:
    """A day as REDCap checks it; one known to the month or year only has none."""
    return day if len(day) == len("2026-04-02") else ""
