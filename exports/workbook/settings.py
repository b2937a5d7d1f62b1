"""The settings: versions and hashes, and how the numbers were computed."""

from collections.abc import Iterator

from exports.workbook.columns import Column
from exports.workbook.looks import Kind
from exports.workbook.snapshot import Snapshot
from exports.workbook.tables import TableSheet
from models.protocol.wording import design_words
from models.statistics.panels import Choice, method
from models.statistics.trajectories import Centre
from models.store.screen_records import DisplayCheck
from models.words import counted, listed

_Row = tuple[str, str, str]


def settings_sheet(study: Snapshot) -> TableSheet:
    """What the workbook was made from and how."""
    rows = [
        *_study_rows(study),
        *_protocol_rows(study),
        *_scale_rows(study),
        *_analysis_rows(study),
        *_reading_rows(study),
    ]
    return TableSheet(
        "Settings",
        "Versions and SHA-256 hashes of protocol and scales, and how the numbers were "
        "computed.",
        (
            Column("about", "what the setting belongs to", [row[0] for row in rows]),
            Column("setting", "name of the setting", [row[1] for row in rows]),
            Column("value", "its value", [row[2] for row in rows], Kind.LONG),
        ),
        frozen=2,
    )


def _study_rows(study: Snapshot) -> Iterator[_Row]:
    info = study.info
    yield "study", "title", info.title
    yield "study", "identifier", info.uid
    yield "study", "made", f"{info.created_at} (UTC)"
    yield "study", "lock", lock_text(study)
    for sentence in study.record:
        yield "study", "record", sentence
    yield "study", "last line of the audit trail, SHA-256", study.head
    yield "workbook", "edition", study.edition
    yield "workbook", "made", f"{study.made_at} (UTC)"
    if study.by:
        yield "workbook", "made by", study.by
    yield "workbook", "made with", f"Dermagrade {study.program}"


def _protocol_rows(study: Snapshot) -> Iterator[_Row]:
    plan = study.protocol
    yield "protocol", "name", plan.name
    yield "protocol", "key", plan.key
    yield "protocol", "version", plan.version
    yield "protocol", "SHA-256", plan.sha256
    yield "protocol", "design", plan.design
    yield "protocol", "design in words", design_words(plan)
    yield "protocol", "day 0", plan.anchor
    yield "protocol", "baseline", plan.visit(plan.baseline).name
    yield "protocol", "source", plan.citation
    for visit in plan.visits:
        yield "visit", visit.key, f"{visit.name}, day {visit.day}"
    for view in plan.views:
        yield "view", view.key, view.label
    names = {visit.key: visit.name for visit in plan.visits}
    for scale, visits in plan.schedule.items():
        yield "analysed at", scale, listed(names[visit] for visit in visits)


def _scale_rows(study: Snapshot) -> Iterator[_Row]:
    for scale in study.scales.values():
        about = f"scale {scale.key}"
        yield about, "name", scale.name
        yield about, "version", scale.version
        yield about, "SHA-256", scale.sha256
        yield about, "direction", scale.direction.words
        yield about, "mode", scale.mode
        yield about, "source", scale.citation
        yield about, "licence", scale.licence


def _analysis_rows(study: Snapshot) -> Iterator[_Row]:
    found = study.trajectories
    baseline, noun = found.baseline.name, found.noun
    how = found.aggregation
    value = (
        f"{how.views} over the views of each rater at the visit, then {how.raters} "
        "over the raters; only at visits where the protocol analyses the scale"
    )
    change = (
        f"value minus the value at {baseline}, within the {noun}; without a value at "
        f"{baseline} there is none"
    )
    yield "analysis", f"value of a {noun}", value
    yield "analysis", "mean", method(found, Choice(centre=Centre.MEAN))
    yield "analysis", "median", method(found, Choice(centre=Centre.MEDIAN))
    yield "analysis", "change", change
    yield "analysis", "missing values", f"left out, never filled in; n counts {noun}s"
    if study.repeats:
        left = f"{counted(study.repeats, 'score')}, left out of sheets and curves"
        yield "analysis", "hidden repeats", left
    for note in found.notes:
        yield "analysis", "note", note


def _reading_rows(study: Snapshot) -> Iterator[_Row]:
    for reading in study.readings:
        state = (
            f"finished {reading.finished_at} (UTC)"
            if reading.finished_at
            else "not finished"
        )
        yield (
            "reading",
            f"rater {reading.rater}",
            f"{counted(reading.count, 'photograph')}, {state}",
        )
        for check in study.display_checks.get(reading.id, ()):
            yield "display check", f"rater {reading.rater}", _check_text(check)


def _check_text(check: DisplayCheck) -> str:
    """What a rater saw of the test page, in a line."""
    return (
        f"{check.at} (UTC): screen {check.screen}, {check.width} × {check.height}, "
        f"scale factor {check.factor:g}, colour profile {check.profile}; told apart: "
        f"darkest steps {check.darkest}, lightest steps {check.lightest}, colours "
        f"{check.colours}, fine lines {check.sharpness}; room light {check.light}"
    )


def lock_text(study: Snapshot) -> str:
    """Whether scores may still change."""
    return "locked" if study.is_locked else "not locked: scores may still change"
