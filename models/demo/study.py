"""The demo study: drawn, imported, sealed and scored as the program does it."""

import csv
import multiprocessing
import tempfile
from collections.abc import Generator, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from models.allocation.allocation_list import read_allocation
from models.allocation.seal import seal
from models.demo.camera import encode
from models.demo.course import RATERS, SUBJECTS, DemoSubject, Habit, seen, subjects
from models.demo.person import person
from models.demo.skin import Signs, draw
from models.photographs.importing import import_photographs
from models.photographs.plan import plan_import
from models.progress import Progress
from models.protocol import library as protocols
from models.protocol.protocol import Visit
from models.reading.session import RatingSession, open_session
from models.store.clock import stamp
from models.store.records import Viewing
from models.store.store import StudyStore

PASSPHRASE = "resurfacing"  # noqa: S105 - printed for all to read
PROTOCOL = "hoss-2020"
COORDINATOR = "coordinator"

SIZE = (1600, 1200)

# Fewer pixels are drawn sooner than other processes are started.
_FEW_PIXELS = 4_000_000
_IN_A_ROW = 8
_PROCEDURE = datetime(2026, 2, 2, 9, 0, tzinfo=UTC)
_SIGNS = ("wrinkling", "elastosis", "erythema", "crusting")


class DemoClock:
    """A clock of the demo study, which goes on as its people work."""

    def __init__(self, start: datetime) -> None:
        self.now = start

    def __call__(self) -> datetime:
        """The time, a moment later than at the last look."""
        self.now += timedelta(milliseconds=40)
        return self.now

    def wait(self, seconds: float) -> None:
        """Let time go by."""
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class _Shot:
    """One photograph to be drawn."""

    name: str
    number: int
    signs: Signs
    visit_seed: int
    taken_at: datetime
    size: tuple[int, int]


def make_demo_study(
    path: Path,
    *,
    seed: int = 1,
    count: int = SUBJECTS,
    size: tuple[int, int] = SIZE,
    progress: Progress | None = None,
) -> Path:
    """Make the demo study: 20 subjects at 8 visits, two finished readings, sealed.

    Args:
        path: The study file to make; must not exist.
        seed: The same seed gives the same photographs and scores.
        count: Subjects, an even number.
        size: Width and height of the photographs in pixels.
        progress: Told after every photograph and reading.

    Returns:
        The path.

    Raises:
        ExpectedError: The file exists or cannot be written there.
        Cancelled: The user asked to stop; no file is left.
    """
    progress = progress or Progress()
    protocol, scales, measures = protocols.find_plan(PROTOCOL)
    clock = DemoClock(_PROCEDURE + timedelta(days=45))
    store = StudyStore.create(
        path,
        title=f"Demo study (passphrase: {PASSPHRASE})",
        protocol=protocol,
        scales=scales,
        measures=measures,
        by=COORDINATOR,
        now=clock,
        order_seed=f"demo {seed}",
    )
    try:
        with store, tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            visits = tuple(visit.key for visit in protocol.visits)
            people = subjects(seed, visits, count)
            shots = list(_shots(people, protocol.visits, seed, size))
            _draw_all(shots, folder, progress)
            plan = plan_import(folder, protocol, progress=progress)
            import_photographs(store, plan, by=COORDINATOR, progress=progress)
            _seal(store, people, folder)
            for number, habit in enumerate(RATERS):
                progress.step(number, len(RATERS), "Scoring")
                _score(store, people, habit, seed, clock)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _draw_all(shots: list[_Shot], folder: Path, progress: Progress) -> None:
    """Draw every photograph into a folder."""
    pixels = sum(shot.size[0] * shot.size[1] for shot in shots)
    with closing(
        _on_all_cores(shots) if pixels > _FEW_PIXELS else _here(shots)
    ) as drawn:
        for number, (shot, data) in enumerate(zip(shots, drawn, strict=True), 1):
            (folder / shot.name).write_bytes(data)
            progress.step(number, len(shots), "Drawing photographs")


def _here(shots: list[_Shot]) -> Generator[bytes, None, None]:
    """Photographs drawn one by one."""
    yield from map(_shoot, shots)


def _on_all_cores(shots: list[_Shot]) -> Generator[bytes, None, None]:
    """Photographs drawn on all cores; whoever stops taking them stops the work."""
    # Started afresh, not forked: the window has threads that a fork would break.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(mp_context=context)
    try:
        # Some of one person in a row: his skin is worked out once.
        yield from pool.map(_shoot, shots, chunksize=_IN_A_ROW)
    finally:
        pool.shutdown(cancel_futures=True)


def _shots(
    people: list[DemoSubject],
    visits: tuple[Visit, ...],
    seed: int,
    size: tuple[int, int],
) -> Iterator[_Shot]:
    """What is to be drawn, subject by subject."""
    for number, one in enumerate(people):
        for place, visit in enumerate(visits):
            yield _Shot(
                name=f"{one.code}_{visit.key}_front.jpg",
                number=1000 * seed + number,
                signs=one.signs[visit.key],
                visit_seed=place,
                taken_at=_PROCEDURE + timedelta(days=visit.day, minutes=11 * number),
                size=size,
            )


def _shoot(shot: _Shot) -> bytes:
    """Draw one photograph and give it as a camera would."""
    who = person(shot.number)
    pixels = draw(who, shot.signs, visit_seed=shot.visit_seed, size=shot.size)
    return encode(pixels, taken_at=shot.taken_at)


def _seal(store: StudyStore, people: list[DemoSubject], folder: Path) -> None:
    """Write the allocation list as a trial office would, and seal it."""
    path = folder / "allocation.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["subject", "arm"])
        writer.writerows((one.code, one.arm) for one in people)
    codes = [subject.code for subject in store.subjects()]
    allocation = read_allocation(path, codes, store.protocol().arms)
    seal(store, allocation, PASSPHRASE, by="key holder")


def _score(
    store: StudyStore,
    people: list[DemoSubject],
    habit: Habit,
    seed: int,
    clock: DemoClock,
) -> None:
    """Let a simulated rater score every photograph, and finish."""
    session = open_session(store, habit.code)
    rng = np.random.default_rng((seed, 2, ord(habit.code[-1])))
    truth = _truth(store, people, session)
    for item in session.items:
        shown_at = stamp(clock())
        seconds = float(rng.gamma(6, 2.2))
        clock.wait(seconds)
        for key in item.scales:
            scale = session.scales[key]
            sign = next(sign for sign in _SIGNS if sign in key)
            if rng.random() < 0.004:
                session.not_assessable(item.position, key, session.reasons[0])
                continue
            grade = getattr(truth[item.position], sign)
            value = seen(rng, grade, habit, scale.lowest, scale.highest)
            session.give(item.position, key, value)
        viewing = Viewing(shown_at, round(seconds, 1), round(seconds, 1), 0.0)
        session.add_viewing(item.position, viewing)
    session.finish()


def _truth(
    store: StudyStore, people: list[DemoSubject], session: RatingSession
) -> dict[int, Signs]:
    """The true grades at each position of a reading; only the simulation knows."""
    [reading] = [one for one in store.readings() if one.rater == session.rater]
    known = {one.code: one.signs for one in people}
    drawn = {one.id: known[one.subject][one.visit] for one in store.photographs()}
    return {
        position: drawn[number]
        for position, number in store.read_photographs(reading.id).items()
    }
