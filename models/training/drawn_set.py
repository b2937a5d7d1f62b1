"""A ready calibration set of drawn photographs, whose true grades are known."""

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from models.demo.camera import encode
from models.demo.person import person
from models.demo.skin import Signs, draw
from models.photographs.importing import import_photographs
from models.photographs.plan import plan_import
from models.progress import Progress
from models.protocol import library as protocols
from models.scales.scale import Scale
from models.store.clock import Clock, utc_now
from models.store.store import StudyStore
from models.training.references import GIVEN

PROTOCOL = "rater-training"
COUNT = 40
SIZE = (1000, 750)
TITLE = "Training set of drawn photographs"

_SIGNS = ("wrinkling", "elastosis", "erythema", "crusting")
_FIRST = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
_TRAINER = "trainer"


def make_drawn_set(
    path: Path,
    *,
    count: int = COUNT,
    seed: int = 1,
    size: tuple[int, int] = SIZE,
    now: Clock = utc_now,
    progress: Progress | None = None,
) -> Path:
    """Make a training study of drawn photographs with their true grades as reference.

    Every grade of every scale occurs, each about equally often. One photograph is one
    drawn person.

    Args:
        path: The study file to make; must not exist.
        count: Photographs; nine or more, so that no grade is missing.
        seed: The same seed gives the same photographs.
        size: Width and height of the photographs in pixels.
        now: Clock of the study.
        progress: Told after every photograph.

    Returns:
        The path.

    Raises:
        ExpectedError: The file exists or cannot be written there.
        Cancelled: The user asked to stop; no file is left.
    """
    progress = progress or Progress()
    protocol, scales, measures = protocols.find_plan(PROTOCOL)
    store = StudyStore.create(
        path,
        title=TITLE,
        protocol=protocol,
        scales=scales,
        measures=measures,
        by=_TRAINER,
        now=now,
        order_seed=f"drawn {seed}",
    )
    try:
        with store, tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            truth = _draw_all(folder, store.scales(), count, seed, size, progress)
            plan = plan_import(folder, protocol, progress=progress)
            import_photographs(store, plan, by=_TRAINER, progress=progress)
            _set_references(store, truth)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


def _draw_all(
    folder: Path,
    scales: dict[str, Scale],
    count: int,
    seed: int,
    size: tuple[int, int],
    progress: Progress,
) -> dict[str, Signs]:
    """Draw the photographs into a folder; returns the truth by name of the file."""
    truth = {}
    for number, signs in enumerate(_signs(scales, count, seed)):
        name = f"D{number + 1:02d}.jpg"
        pixels = draw(person(7000 * seed + number), signs, visit_seed=0, size=size)
        taken_at = _FIRST + timedelta(minutes=7 * number)
        (folder / name).write_bytes(encode(pixels, taken_at=taken_at))
        truth[name] = signs
        progress.step(number + 1, count, "Drawing photographs")
    return truth


def _signs(scales: dict[str, Scale], count: int, seed: int) -> Iterator[Signs]:
    """Grades of each photograph: each sign's grades in turn, shuffled on their own."""
    rng = np.random.default_rng((seed, 40))
    drawn = {}
    for sign in _SIGNS:
        grades = [one.value for one in scales[_key(scales, sign)].grades]
        each = np.resize(np.array(grades), count)
        drawn[sign] = rng.permutation(each)
    for number in range(count):
        yield Signs(**{sign: float(drawn[sign][number]) for sign in _SIGNS})


def _key(scales: dict[str, Scale], sign: str) -> str:
    """The scale that a sign is graded on."""
    return next(key for key in scales if sign in key)


def _set_references(store: StudyStore, truth: dict[str, Signs]) -> None:
    """Set what was drawn as the reference scores."""
    scales = store.scales()
    keys = {sign: _key(scales, sign) for sign in _SIGNS}
    with store.changes(
        by=_TRAINER, role="trainer", action="reference scores set", why="as drawn"
    ) as changes:
        for one in store.photographs():
            signs = truth[one.file_name]
            for sign, key in keys.items():
                value = float(getattr(signs, sign))
                changes.add_reference_score(one.id, key, value, GIVEN)
