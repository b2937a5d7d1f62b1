"""The files of a REDCap project, put into a folder together."""

from collections.abc import Mapping
from pathlib import Path

from exports.delimited import PLAIN
from exports.folder import place_files
from exports.redcap import events, fields
from exports.redcap.project import Project, project_of
from exports.redcap.records import headings, rows
from exports.source import Source, read_source
from models.progress import Progress
from models.store.clock import Clock, utc_now
from models.store.store import StudyStore


def write_redcap_files(
    store: StudyStore,
    folder: Path,
    *,
    groups: Mapping[str, str] | None,
    by: str,
    replace: bool = False,
    progress: Progress | None = None,
    now: Clock = utc_now,
) -> tuple[str, ...]:
    """Write the files from which a REDCap project is set up and filled.

    Args:
        store: An open study.
        folder: Where the files go; it is made if only it is missing.
        groups: What the group of each unit is called; None for a study without arms,
            and for the blinded edition of one that has them.
        by: Who writes them, for the audit trail.
        replace: Whether files of the same names may be replaced.
        progress: Told the files written; cancels between them.
        now: Clock.

    Returns:
        Names of the files, in the order in which REDCap takes them.

    Raises:
        ExpectedError: The files are there already, or cannot be written; then none is.
        Cancelled: The user asked to stop; nothing was written.
    """
    steps = progress or Progress()
    steps.step(0, 0, "Reading the study")
    files = redcap_files(read_source(store, groups, now), steps)
    return place_files(
        store,
        folder,
        files,
        what="REDCap files",
        by=by,
        replace=replace,
        progress=steps,
    )


def redcap_files(source: Source, progress: Progress | None = None) -> dict[str, bytes]:
    """The files by name, in the order in which REDCap takes them.

    UTF-8 with commas; what was entered stands as it is, for nothing here is opened by a
    spreadsheet program.

    Args:
        source: What leaves the study.
        progress: Told the rows made; cancels between them.
    """
    steps = progress or Progress()
    project, edition = project_of(source), source.edition_word
    columns = headings(project)
    data = []
    for row in rows(source, project):
        data.append(tuple(row.get(name) for name in columns))
        steps.step(len(data), 0, "Rows of the project")
    return {
        f"1-dictionary_{edition}.csv": PLAIN.encode(
            fields.HEADINGS, (one.row() for one in project.fields)
        ),
        f"2-events_{edition}.csv": PLAIN.encode(
            events.HEADINGS, (one.row() for one in project.events)
        ),
        f"3-forms-of-events_{edition}.csv": PLAIN.encode(
            ("arm_num", "unique_event_name", "form"), _mapping(project)
        ),
        f"4-repeating-forms_{edition}.csv": PLAIN.encode(
            ("event_name", "form_name", "custom_form_label"), _repeating(project)
        ),
        f"5-data_{edition}.csv": PLAIN.encode(columns, data),
    }


def _mapping(project: Project) -> list[tuple[int, str, str]]:
    return [
        (events.ARM, event.unique, form)
        for event in project.events
        for form, visits in project.visits.items()
        if event.visit in visits
    ]


def _repeating(project: Project) -> list[tuple[str, str, str]]:
    labels = {"photograph_scores": "[ps_rater]", "adverse_events": "[ae_term]"}
    return [
        (event.unique, form, labels[form])
        for event in project.events
        for form in project.repeating
        if event.visit in project.visits[form]
    ]
