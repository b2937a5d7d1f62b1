"""The report of a study: results first, then how they came about, for the file."""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING

from exports.figures import FigureOptions, with_values, write_trajectories
from exports.methods import methods
from exports.placing import placed
from exports.workbook.edition import Edition
from exports.workbook.settings import lock_text
from exports.workbook.snapshot import Snapshot, snapshot
from exports.workbook.trajectories import flow_sheet
from models.progress import Progress
from models.protocol.wording import design_words
from models.statistics.agreement.study import ItemAgreement, compare, study_table
from models.statistics.panels import Choice
from models.statistics.trajectories import Measure
from models.store.clock import Clock, utc_now
from models.store.store import StudyStore
from models.words import counted

if TYPE_CHECKING:
    from exports.report.paper import Paper

_WIDTH = 174.0
_OPENINGS = (
    "allocation",
    "one subject unblinded",
    "wrong emergency code",
    "wrong passphrase",
)
_LIBRARIES = ("numpy", "scipy", "pandas")
_EXACT = "exact"


def write_report(
    store: StudyStore,
    path: Path,
    *,
    groups: Mapping[str, str] | None,
    progress: Progress | None = None,
    now: Clock = utc_now,
    by: str = "",
) -> int:
    """Write the report of a study as PDF.

    Args:
        store: An open study.
        path: The file to write; one that is there is replaced when all is written.
        groups: What the group of each unit is called; None for a study without arms,
            and for the blinded edition of one that has them.
        progress: Told what is being made; cancels in between.
        now: Clock.
        by: Who has it made.

    Returns:
        How many pages it has.

    Raises:
        ExpectedError: The file cannot be written there.
        Cancelled: The user asked to stop; what stood at the path is untouched.
    """
    steps = progress or Progress()
    steps.step(0, 4, "Reading the study")
    study = snapshot(store, groups, now, by)
    steps.step(1, 4, "Agreement of the raters")
    table = study_table(store)
    agreements = [] if table.frame.empty else list(compare(table, rounds=0))
    steps.step(2, 4, "Drawing")
    figures = _figures(study)
    steps.step(3, 4, "Setting the pages")
    data, pages = _pages(study, agreements, figures)
    with placed(path) as beside:
        beside.write_bytes(data)
    steps.step(4, 4, "Setting the pages")
    return pages


def versions(study: Snapshot) -> dict[str, str]:
    """Version of the program and of what it computes with."""
    told = {"Dermagrade": study.program, "Python": python_version()}
    return told | {name: version(name) for name in _LIBRARIES}


def _pages(
    study: Snapshot,
    agreements: Sequence[ItemAgreement],
    figures: Sequence[tuple[str, bytes]],
) -> tuple[bytes, int]:
    from exports.report.paper import Paper

    made = datetime.fromisoformat(study.made_at)
    foot = f"Dermagrade {study.program}, {made:%Y-%m-%d %H:%M} UTC"
    paper = Paper(study.info.title, str(study.edition), foot)
    say_report(paper, study, agreements, figures)
    return paper.pages(), paper.count


def say_report(
    paper: "Paper",
    study: Snapshot,
    agreements: Sequence[ItemAgreement],
    figures: Sequence[tuple[str, bytes]],
) -> None:
    """Say everything, section by section.

    Args:
        paper: What it is said to.
        study: What it is about.
        agreements: Of every scale.
        figures: Measure and PNG file of each.
    """
    from exports.report.results import say_endpoints, say_responders

    _say_title(paper, study)
    say_endpoints(paper, study)
    say_responders(paper, study)
    _say_figures(paper, study, figures)
    _say_events(paper, study)
    _say_flow(paper, study)
    _say_agreement(paper, study, agreements)
    paper.heading("Methods")
    plan, found = study.protocol, study.trajectories
    for paragraph in methods(plan, found, study.answers, versions(study)):
        paper.say(paragraph)
    _say_record(paper, study)


def _say_title(paper: "Paper", study: Snapshot) -> None:
    """What, of whom, and in which state."""
    plan = study.protocol
    edition = str(study.edition)
    paper.say(study.info.title, "title")
    paper.say(f"Report of results, {edition}", "edition")
    paper.say(study.edition.sentence.replace("This workbook", "This report"), "note")
    counts = ", ".join(
        counted(len(things), one)
        for things, one in (
            (study.subjects, "subject"),
            (study.photographs, "photograph"),
            (study.raters, "rater"),
            (study.scores, "score"),
        )
    )
    by = f" by {study.by}" if study.by else ""
    rows = [
        ["Protocol", f"{plan.name} (version {plan.version})"],
        ["Design", design_words(plan)],
        ["Counts", counts],
        ["Lock", lock_text(study)],
        ["Report made", f"{study.made_at} (UTC){by}"],
    ]
    paper.table((), rows, (30, 144))
    if study.edition is Edition.BLINDED:
        paper.say("No page of this report tells the arm of a subject.", "note")
    if not study.is_locked:
        paper.say(
            "The study is not locked: these results are preliminary, for scores may "
            "still change.",
            "note",
        )


def _figures(study: Snapshot) -> list[tuple[str, bytes]]:
    """The trajectories as score and as change, drawn for the width of the page."""
    if study.trajectories.is_empty:
        return []
    drawn = []
    with tempfile.TemporaryDirectory() as name:
        for measure in Measure:
            path = Path(name) / f"{measure}.png"
            plain = Choice(measure, has_subjects=False)
            choice = with_values(study.trajectories, plain)
            if not choice.scales:
                continue
            options = FigureOptions(
                choice=choice,
                title=study.info.title,
                is_masked=study.edition is Edition.MASKED,
            )
            write_trajectories(
                study.trajectories, path, width_mm=_WIDTH, options=options
            )
            drawn.append((str(measure), path.read_bytes()))
    return drawn


def _say_figures(
    paper: "Paper", study: Snapshot, figures: Sequence[tuple[str, bytes]]
) -> None:
    if not figures:
        paper.heading("Trajectories")
        paper.say("No value has been given yet: there is nothing to draw.")
    for number, (measure, data) in enumerate(figures, 1):
        what = (
            "scores and values"
            if measure == Measure.SCORE
            else f"change from {study.trajectories.baseline.name}"
        )
        caption = f"Figure {number}. Course of {what}."
        heading = "Trajectories" if number == 1 else ""
        paper.picture(data, _WIDTH, caption, heading)
        paper.space()


def _say_events(paper: "Paper", study: Snapshot) -> None:
    """Adverse events: how many, of how many subjects, and each term."""
    paper.heading("Adverse events")
    events = [one for one in study.events if not one.withdrawn]
    if not events:
        paper.say("None is entered in the study.")
        return
    subjects = {one.subject for one in events}
    serious = sum(one.serious for one in events)
    paper.say(
        f"{counted(len(events), 'event')} in {counted(len(subjects), 'subject')} of "
        f"{len(study.subjects)}; {serious} serious."
    )
    met = Counter((one.term, str(one.severity), str(one.relation)) for one in events)
    of = {
        key: len(
            {
                one.subject
                for one in events
                if (one.term, str(one.severity), str(one.relation)) == key
            }
        )
        for key in met
    }
    paper.table(
        ("Term", "Severity", "Relation", "Events", "Subjects"),
        [[*key, str(met[key]), str(of[key])] for key in sorted(met)],
        (70, 30, 34, 20, 20),
    )
    if study.edition.has_groups and not study.protocol.has_sides:
        _say_events_by_group(paper, study)


def _say_events_by_group(paper: "Paper", study: Snapshot) -> None:
    events = [one for one in study.events if not one.withdrawn]
    rows = []
    for name in study.trajectories.groups:
        members = {unit for unit, group in study.groups.items() if group == name}
        own = [one for one in events if one.subject in members]
        having = len({one.subject for one in own})
        serious = sum(one.serious for one in own)
        told = f"{having} of {len(members)}"
        rows.append([name, str(len(own)), told, str(serious)])
    paper.table(
        ("Group", "Events", "Subjects with any", "Serious"), rows, (70, 30, 44, 30)
    )


def _say_flow(paper: "Paper", study: Snapshot) -> None:
    """From photographs to what is analysed, where there is anything."""
    paper.heading("Flow")
    sheet = flow_sheet(study)
    noun = study.trajectories.noun
    wanted = (
        "photographs",
        "not assessable",
        "scored",
        f"{noun}s enrolled",
        f"{noun}s with baseline",
        f"{noun}s analysed",
    )
    places = zip(sheet.values("scale"), sheet.values("visit"), strict=True)
    names = {visit.key: visit.name for visit in study.protocol.visits}
    columns = [sheet.values(one) for one in wanted]
    rows = [
        [
            study.short_names[series],
            names[visit],
            *("" if value is None else str(value) for value in values),
        ]
        for (series, visit), *values in zip(places, *columns, strict=True)
        if values[0] or values[-1]
    ]
    if rows:
        headings = [one[:1].upper() + one[1:] for one in wanted]
        paper.table(
            ("Series", "Visit", *headings), rows, (28, 22, 24, 21, 15, 20, 20, 20)
        )
    else:
        paper.say("Nothing has been photographed or entered yet.")
    if study.trajectories.notes:
        paper.say(f"Notes: {' '.join(study.trajectories.notes)}", "note")


def _say_agreement(
    paper: "Paper", study: Snapshot, agreements: Sequence[ItemAgreement]
) -> None:
    """How well the raters agree: the coefficient to read first, and exactly alike."""
    if not agreements:
        return
    paper.heading("Agreement of the raters")
    rows = []
    remarks: dict[str, None] = {}
    for one in agreements:
        between = one.between
        for key in dict.fromkeys((between.read_first.key, _EXACT)):
            found = next(
                (each for each in between.coefficients if each.naming.key == key), None
            )
            if found is None:
                continue
            limits = (
                ""
                if found.lower is None or found.upper is None
                else f"{found.lower:.2f} to {found.upper:.2f}"
            )
            rows.append(
                [
                    study.short_names.get(between.item, between.item),
                    found.naming.name,
                    "" if found.estimate is None else f"{found.estimate:.2f}",
                    limits,
                    f"{found.targets}",
                    f"{found.raters}",
                ]
            )
            if found.estimate is None:
                remarks |= dict.fromkeys(found.remarks)
    paper.table(
        ("Scale", "Coefficient", "Value", "Interval", "Photographs", "Raters"),
        rows,
        (30, 62, 14, 26, 26, 16),
    )
    for remark in remarks:
        paper.say(f"Note: {remark}", "note")


def _say_record(paper: "Paper", study: Snapshot) -> None:
    """Locks, openings, signatures and hashes, for who holds this against the study."""
    paper.heading("Record")
    rows = [
        ["Lock", lock_text(study)],
        *(["", sentence] for sentence in study.record),
    ]
    rows += [
        [
            "Allocation",
            f"{line.action} {line.at} by {line.by}"
            + (f": {line.why}" if line.why else ""),
        ]
        for line in study.trail
        if line.action.startswith(_OPENINGS)
    ]
    rows += [
        ["Study", study.info.uid],
        ["Protocol", f"{study.protocol.key}, SHA-256 {study.protocol.sha256}"],
        *(
            ["Scale", f"{one.key} version {one.version}, SHA-256 {one.sha256}"]
            for one in study.scales.values()
        ),
        [
            "Audit trail",
            f"{counted(len(study.trail), 'line')}; SHA-256 of the last: {study.head}",
        ],
    ]
    paper.table((), rows, (24, 150))
