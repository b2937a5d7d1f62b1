"""Small studies for the tests: made as the program makes them, in milliseconds."""

import hashlib
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from models.measures import library as measure_library
from models.protocol.protocol import Protocol
from models.protocol.reader import read_protocol
from models.scales import library as scale_library
from models.scales.reader import read_scale
from models.scales.scale import Scale
from models.store.records import NewPhotograph
from models.store.store import StudyStore

PLAN = """
key = "example"
version = "1"
name = "Example"
design = "parallel"
arms = 2
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
key = "day1"
name = "Day 1"
day = 1
photographs = true
aliases = ["D1"]

[[visits]]
key = "day30"
name = "Day 30"
day = 30
photographs = true
aliases = ["D30"]

[[views]]
key = "front"
name = "Front"

[schedule]
fg-wrinkling = ["baseline", "day30"]
erythema-0-3 = ["baseline", "day1", "day30"]
"""


IMPROVEMENT = """
key = "improvement"
version = "1"
name = "Improvement since the start"
short = "Improvement"
question = "How does the skin compare with the other photograph?"
direction = "higher-is-better"
mode = "comparative"
citation = "Made for the tests"
licence = "Free to use"

[[grades]]
value = 0
label = "worse"
words = "Worse than in the other photograph."

[[grades]]
value = 1
label = "the same"
words = "No difference."

[[grades]]
value = 2
label = "better"
words = "Better than in the other photograph."
"""
"""A comparative scale."""

TEN_GRADES = """
key = "ten"
version = "1"
name = "Overall from nought to ten"
short = "Overall"
question = "How is the skin, all in all?"
direction = "higher-is-worse"
mode = "static"
citation = "Made for the tests"
licence = "Free to use"
""" + "".join(
    f'\n[[grades]]\nvalue = {value}\nlabel = "{value}"\nwords = "Step {value}."\n'
    for value in range(11)
)
"""A scale whose last grade has two digits."""

COMPARING = PLAN + 'improvement = ["baseline", "day1", "day30"]\n'
"""The plan with a comparative scale; rules of [reading] may follow."""


def scales() -> dict[str, Scale]:
    """The scales of the program, and those made for the tests."""
    own = [read_scale(text, "test.toml") for text in (IMPROVEMENT, TEN_GRADES)]
    return {**scale_library.shipped(), **{scale.key: scale for scale in own}}


class Ticking:
    """A clock that goes on by a second at every look."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def example_protocol(text: str = PLAN) -> Protocol:
    """Two arms, three visits, one view, two scales."""
    return read_protocol(text, "example.toml", scales(), measure_library.shipped())


def picture(number: int, *, size: tuple[int, int] = (48, 32)) -> bytes:
    """A small JPEG, another one for every number."""
    file = io.BytesIO()
    colour = (90 + number * 7 % 150, 60 + number * 13 % 150, 50 + number * 29 % 150)
    Image.new("RGB", size, colour).save(file, "JPEG", quality=90)
    return file.getvalue() + b"#%d" % number


def new_photograph(subject: str, visit: str, number: int) -> NewPhotograph:
    """A photograph about to be stored."""
    data = picture(number)
    return NewPhotograph(
        subject=subject,
        visit=visit,
        view="front",
        file_name=f"{subject}_{visit}_front.jpg",
        sha256=hashlib.sha256(data).hexdigest(),
        format="JPEG",
        width=48,
        height=32,
        orientation=1,
        profile="",
        taken_at="2026-02-01T10:00:00",
        data=data,
    )


def make_study(
    path: Path,
    *,
    subjects: Sequence[str] = ("001", "002", "007"),
    protocol: Protocol | None = None,
) -> StudyStore:
    """A study with a photograph of every subject at every visit."""
    store = StudyStore.create(
        path,
        title="Example study",
        protocol=protocol or example_protocol(),
        scales=scales(),
        measures=measure_library.shipped(),
        now=Ticking(),
        order_seed="seed",
    )
    visits = [visit.key for visit in store.protocol().visits]
    number = 0
    with store.changes(
        by="coordinator", role="coordinator", action="photographs imported"
    ) as changes:
        for subject in subjects:
            for visit in visits:
                number += 1
                changes.add_photograph(new_photograph(subject, visit, number))
    return store
