"""The demo studies: made up, drawn, entered, sealed and scored as the program does it.

One for every protocol of the program.
"""

import csv
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from models.allocation.seal import seal
from models.allocation.side_list import read_list
from models.demo.clock import DemoClock
from models.demo.course import SUBJECTS
from models.demo.hoss import hoss_2020
from models.demo.kerscher import COUNT_2021, COUNT_2022, kerscher_2021, kerscher_2022
from models.demo.plain import (
    ONE_GROUP,
    TRAINING,
    TWO_ARMS,
    single_group,
    training,
    two_arms,
)
from models.demo.raters import read_photographs
from models.demo.shots import draw_shots
from models.demo.split_face import SUBJECTS as SPLIT_FACE
from models.demo.split_face import split_face
from models.demo.worked import Worked
from models.errors import ExpectedError
from models.measures.recording import (
    record_adverse_events,
    record_answers,
    record_constant,
    record_measurements,
    record_visit_dates,
)
from models.photographs.importing import import_photographs
from models.photographs.plan import plan_import
from models.progress import Progress
from models.protocol import library as protocols
from models.protocol.protocol import Protocol
from models.protocol.units import unit_named
from models.store.store import StudyStore
from models.toml_file import suggestion
from models.words import listed

PASSPHRASE = "resurfacing"  # noqa: S105 - printed for all to read
PROTOCOL = "hoss-2020"
COORDINATOR = "coordinator"

SIZE = (1600, 1200)
HALF_SIZE = (800, 600)

_EVENING = time(18, tzinfo=UTC)

_MakeUp = Callable[[Protocol, int, int, int], Worked]


@dataclass(frozen=True)
class _Recipe:
    """How the study of a protocol is made up.

    Attributes:
        make_up: Makes it up.
        count: How many subjects it has.
        size: Width and height of its photographs in pixels.
        title: What it is called.
    """

    make_up: _MakeUp
    count: int
    size: tuple[int, int]
    title: str


_MADE_UP = "single values made up"
_RECIPES: Mapping[str, _Recipe] = {
    PROTOCOL: _Recipe(hoss_2020, SUBJECTS, SIZE, "Demo study"),
    "split-face-conditioned-medium": _Recipe(
        split_face, SPLIT_FACE, HALF_SIZE, "Demo study, split-face"
    ),
    "kerscher-2021": _Recipe(
        kerscher_2021,
        COUNT_2021,
        HALF_SIZE,
        f"Demo study after Kerscher 2021, {_MADE_UP}",
    ),
    "kerscher-2022": _Recipe(
        kerscher_2022,
        COUNT_2022,
        HALF_SIZE,
        f"Demo study after Kerscher 2022, {_MADE_UP}",
    ),
    "resurfacing-two-arm": _Recipe(
        two_arms, TWO_ARMS, HALF_SIZE, "Demo study, resurfacing in two arms"
    ),
    "single-group": _Recipe(
        single_group, ONE_GROUP, HALF_SIZE, "Demo study, single group"
    ),
    "rater-training": _Recipe(training, TRAINING, HALF_SIZE, "Demo of rater training"),
}

PROTOCOLS = tuple(_RECIPES)
"""Protocols that have a demo study, the one of the window first."""


def make_demo_study(
    path: Path,
    *,
    protocol: str = PROTOCOL,
    seed: int = 1,
    count: int | None = None,
    photographed: int | None = None,
    size: tuple[int, int] | None = None,
    progress: Progress | None = None,
) -> Path:
    """Make a demo study: all of it is there but the lock.

    Args:
        path: The study file to make; must not exist.
        protocol: Key of the protocol, one of PROTOCOLS.
        seed: The same seed gives the same photographs and numbers.
        count: Subjects; as many as the protocol plans, or fewer of a plain one, if not
            given.
        photographed: Of how many subjects photographs are drawn, the first ones; of all
            if not given.
        size: Width and height of the photographs in pixels.
        progress: Told after every photograph and stretch of scoring.

    Returns:
        The path.

    Raises:
        ExpectedError: There is no such demo study, or the file exists or cannot be
            written there.
        Cancelled: The user asked to stop; no file is left.
    """
    recipe = _recipe(protocol)
    progress = progress or Progress()
    plan, scales, measures = protocols.find_plan(protocol)
    number = recipe.count if count is None else count
    drawn = number if photographed is None else min(photographed, number)
    worked = recipe.make_up(plan, seed, number, drawn)
    clock = DemoClock(_evening(min(worked.days.values())) - timedelta(days=7))
    store = StudyStore.create(
        path,
        title=_title(recipe, plan),
        protocol=plan,
        scales=scales,
        measures=measures,
        by=COORDINATOR,
        now=clock,
        order_seed=f"demo {seed}",
    )
    try:
        with store, tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            _enter(store, worked, clock)
            if worked.shots:
                draw_shots(worked.shots, folder, size or recipe.size, progress)
                found = plan_import(folder, plan, progress=progress)
                import_photographs(store, found, by=COORDINATOR, progress=progress)
            if worked.arms:
                _seal(store, worked.arms, folder)
            clock.go_to_next_morning()
            if worked.shots:
                read_photographs(
                    store, worked.truths, worked.panel, seed, clock, progress
                )
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _recipe(protocol: str) -> _Recipe:
    """How the demo study of a protocol is made up.

    Raises:
        ExpectedError: There is none.
    """
    if protocol not in _RECIPES:
        raise ExpectedError(
            f'There is no demo study of a protocol "{protocol}".',
            hint=suggestion(protocol, _RECIPES)
            or f"There are demo studies of {listed(_RECIPES)}.",
        )
    return _RECIPES[protocol]


def _title(recipe: _Recipe, protocol: Protocol) -> str:
    secret = f" (passphrase: {PASSPHRASE})" if protocol.has_arms else ""
    return f"{recipe.title}{secret}"


def _evening(day: date) -> datetime:
    return datetime.combine(day, _EVENING)


def _enter(store: StudyStore, worked: Worked, clock: DemoClock) -> None:
    """Enter subjects, settings, and then visit by visit what was found."""
    with store.changes(
        by=COORDINATOR, role="coordinator", action="subjects entered"
    ) as changes:
        for code, site in worked.sites.items():
            changes.add_subject(code, site)
    for (instrument, name), setting in worked.constants.items():
        record_constant(store, instrument, name, setting, by=COORDINATOR)
    record_answers(store, worked.answers, by=COORDINATOR)
    for visit in store.protocol().visits:
        days = {
            place: day for place, day in worked.days.items() if place[1] == visit.key
        }
        clock.go_to(_evening(max(days.values())))
        told = {place: day.isoformat() for place, day in days.items()}
        record_visit_dates(store, told, by=COORDINATOR)
        values = [one for one in worked.values if one.visit == visit.key]
        record_measurements(store, values, by=COORDINATOR)
    record_adverse_events(store, worked.events, by=COORDINATOR)


def _seal(store: StudyStore, arms: Mapping[str, str], folder: Path) -> None:
    """Write the allocation list as a trial office would, and seal it."""
    path = folder / "allocation.csv"
    protocol = store.protocol()
    units = {name: unit_named(name, has_sides=protocol.has_sides) for name in arms}
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["subject", *(["side"] * protocol.has_sides), "arm"])
        for name, arm in arms.items():
            side = [units[name].side] * protocol.has_sides
            writer.writerow([units[name].subject, *side, arm])
    codes = [subject.code for subject in store.subjects()]
    allocation = read_list(path, codes, protocol)
    seal(store, allocation, PASSPHRASE, by="key holder")
