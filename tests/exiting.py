"""Two small studies with everything that leaves in files for other programs."""

from pathlib import Path

from models.reading.session import open_session
from models.store.changes import Changes
from models.store.measure_records import (
    EventOutcome,
    NewAdverseEvent,
    NewMeasurement,
    Relation,
    Severity,
)
from models.store.records import NewPhotograph
from models.store.store import StudyStore
from tests.examples import example_protocol, make_study, picture

ASSESSMENTS = """
[[assessments]]
key = "age"
name = "Age"
by = "investigator"
measure = "age"
visits = ["baseline"]

[[assessments]]
key = "gais-live"
name = "Improvement, by the investigator"
by = "investigator"
scale = "gais"
visits = ["day30"]
{per_side}

[[assessments]]
key = "pain"
name = "Pain"
by = "subject"
measure = "pain-nrs"
visits = ["treatment", "day30"]

[[assessments]]
key = "firmness"
name = "Firmness of the cheek, \\u201cR0\\u201d"
by = "device"
measure = "cutometer-r0"
visits = ["baseline", "day30"]
{per_side}

[[eligibility]]
key = "age"
text = "Age 18 to 80 years"
series = "age"
visit = "baseline"
lowest = 18
highest = 80

[[eligibility]]
key = "no-acne"
text = "Active acne"
exclusion = true
"""

HEAD = """
key = "exits"
version = "1"
name = "Exits"
anchor = "procedure"
baseline = "baseline"
questions = "all"
reasons = ["out of focus", "region not visible"]

[[visits]]
key = "baseline"
name = "Baseline"
day = -7
photographs = true

[[visits]]
key = "treatment"
name = "Treatment"
day = 0
photographs = false
treatment = true

[[visits]]
key = "day30"
name = "Day 30 after the first treatment"
day = 30
photographs = true
before = 3
after = 4
"""
PARALLEL = (
    HEAD.replace("anchor", 'design = "parallel"\narms = 2\nanchor', 1)
    + """
[[views]]
key = "front"
name = "Front"

[[views]]
key = "left-45"
name = "Left 45°"

[schedule]
fg-wrinkling = ["baseline", "day30"]
erythema-0-3 = ["day30"]

[codings]
gais = "signed"
"""
    + ASSESSMENTS.format(per_side="")
)
SPLIT = (
    HEAD.replace("anchor", 'design = "split-face"\nanchor', 1)
    + """
[[views]]
key = "left"
name = "Left"
side = "left"

[[views]]
key = "right"
name = "Right"
side = "right"

[schedule]
fg-wrinkling = ["baseline", "day30"]

[codings]
gais = "signed"
"""
    + ASSESSMENTS.format(per_side="per_side = true")
)
GROUPS = {"001": "Northlight", "002": "Southwind", "007": "Northlight"}
MASKED = {"001": "Group A", "002": "Group B", "007": "Group A"}
SIDE_GROUPS = {
    "001 left": "Northlight",
    "001 right": "Southwind",
    "002 left": "Southwind",
    "002 right": "Northlight",
    "007 left": "Northlight",
    "007 right": "Southwind",
}
SUBJECTS = ("001", "002", "007")
COMMENT = 'Says "better";\nneeds a look'
EVENT = NewAdverseEvent(
    number=1,
    subject="001",
    term="itching, mild",
    onset="2026-04-02",
    ended="2026-04-05",
    severity=Severity.MILD,
    relation=Relation.POSSIBLE,
    outcome=EventOutcome.RECOVERED,
    serious=False,
    place="left cheek",
    side="left",
)


def exits_study(folder: Path, text: str = PARALLEL) -> StudyStore:
    """Three subjects, two views, two raters, values, dates and adverse events."""
    protocol = example_protocol(text)
    store = make_study(folder / "exits.dgstudy", subjects=(), protocol=protocol)
    number = 0
    with store.changes(by="c", role="coordinator", action="all at once") as changes:
        for subject in SUBJECTS:
            changes.add_subject(subject, "S1" if subject != "007" else "S2")
            for visit in (one for one in protocol.visits if one.photographs):
                for view in protocol.views:
                    number += 1
                    photograph = _photograph(subject, visit.key, view.key, number)
                    changes.add_photograph(photograph)
            changes.add_eligibility_answer(subject, "no-acne", yes=False)
        for subject, day in (("001", "2026-03-25"), ("002", "2026-03-26")):
            changes.add_visit_date(subject, "baseline", day)
        changes.add_visit_date("001", "treatment", "2026-04-01")
        changes.add_visit_date("001", "day30", "2026-05-01")
        changes.add_visit_date("002", "treatment", "2026-04-02")
        changes.add_adverse_event(EVENT)
        _measure(changes, protocol.has_sides)
    for at, rater in enumerate(("R1", "R2")):
        _score(store, rater, shift=at)
    return store


def _measure(changes: Changes, has_sides: bool) -> None:
    add = changes.add_measurement
    sides = ("left", "right") if has_sides else ("",)
    for at, subject in enumerate(SUBJECTS):
        add(NewMeasurement(subject, "baseline", "age", 40.0 + at))
        add(NewMeasurement(subject, "treatment", "pain", 3.0 + at, entry=1))
        add(NewMeasurement(subject, "treatment", "pain", 4.0 + at, entry=2))
        for side in sides:
            add(
                NewMeasurement(
                    subject, "day30", "gais-live", 2.0, side=side, rated_by="DrK"
                )
            )
            add(NewMeasurement(subject, "baseline", "firmness", 0.385, side=side))
    add(NewMeasurement("002", "day30", "firmness", None, "probe broken", side=sides[0]))


def _photograph(subject: str, visit: str, view: str, number: int) -> NewPhotograph:
    return NewPhotograph(
        subject=subject,
        visit=visit,
        view=view,
        file_name=f"{subject}_{visit}_{view}.jpg",
        sha256=f"{number:064x}",
        format="JPEG",
        width=48,
        height=32,
        orientation=1,
        profile="",
        taken_at="2026-02-01T10:00:00",
        data=picture(number),
    )


def _score(store: StudyStore, rater: str, *, shift: int) -> None:
    session = open_session(store, rater)
    for item in session.items:
        for at, scale in enumerate(item.scales):
            grades = store.scales()[scale].grades
            if item.position == 2 and at == 0:
                session.not_assessable(item.position, scale, "out of focus")
            else:
                grade = grades[(item.position + shift) % len(grades)]
                session.give(item.position, scale, grade.value)
        if item.position == 1:
            session.set_comment(item.position, COMMENT, item.scales[0])
