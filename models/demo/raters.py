"""The simulated raters of a demo study: what they see, and how they read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.demo.clock import DemoClock
from models.progress import Progress
from models.reading.session import RatingSession, open_session
from models.scales.scale import Scale
from models.store.changes import Changes
from models.store.clock import stamp
from models.store.records import ReadingItem, ScoreKind, Viewing
from models.store.store import StudyStore

Place = tuple[str, str, str]
"""Where a photograph belongs: subject, visit and view."""

Truth = Mapping[str, float]
"""The true grade on each scale, by its key; fractions of a grade are allowed."""

PER_SITTING = 40
"""Photographs a rater scores in a day."""

_NOTHING_SEEN = 0.97
_NOT_ASSESSABLE = 0.004


@dataclass(frozen=True)
class Habit:
    """How a simulated rater differs from the truth.

    Attributes:
        code: Code of the rater.
        bias: Grades added on the nine-point scales; a third of it on the others.
        spread: Standard deviation of the error, likewise.
        drift: Grades that the rater becomes more severe by over 100 photographs,
            likewise; the bias is that in the middle of the reading.
    """

    code: str
    bias: float
    spread: float
    drift: float = 0.0

    def bias_at(self, position: float, length: int) -> float:
        """Grades added at a position, from 1, of a reading of a length."""
        return self.bias + self.drift * (position - (length + 1) / 2) / 100


def seen(
    rng: np.random.Generator, truth: float, habit: Habit, scale: Scale, bias: float
) -> float:
    """The grade a simulated rater gives for a true one.

    Args:
        rng: For the error.
        truth: The true grade, with fractions.
        habit: Tells the spread of the error.
        scale: Tells the grades.
        bias: Grades added at this place of the reading.
    """
    if truth <= scale.lowest and rng.random() < _NOTHING_SEEN:
        return scale.lowest  # nothing to see is seldom taken for something
    part = 1.0 if scale.highest > 4 else 1 / 3
    value = truth + part * rng.normal(bias, habit.spread)
    return min((one.value for one in scale.grades), key=lambda one: abs(one - value))


@dataclass
class _Reader:
    """A rater at work.

    Attributes:
        habit: How the rater differs from the truth.
        session: The reading.
        truth: The true grades at each position; only the simulation knows them.
        rng: For what the rater gives, and how long it takes.
    """

    habit: Habit
    session: RatingSession
    truth: Mapping[int, Truth]
    rng: np.random.Generator


def read_photographs(
    store: StudyStore,
    truths: Mapping[Place, Truth],
    panel: Sequence[Habit],
    seed: int,
    clock: DemoClock,
    progress: Progress,
) -> None:
    """Let simulated raters score every photograph and finish.

    They sit down side by side, a stretch of photographs each on every day. What a
    rater gives for a photograph is stored in one change, with its line of the trail.

    Args:
        store: The study, with its photographs.
        truths: The true grades of every photograph.
        panel: The raters.
        seed: The same seed gives the same scores.
        clock: Of the study.
        progress: Told after every stretch.
    """
    readers = [_reader(store, truths, habit, seed) for habit in panel]
    length = max((len(one.session.items) for one in readers), default=0)
    starts = range(0, length, PER_SITTING)
    for day, start in enumerate(starts):
        for place, reader in enumerate(readers):
            done = day * len(readers) + place
            progress.step(done, len(starts) * len(readers), "Scoring")
            for item in reader.session.items[start : start + PER_SITTING]:
                _read(store, reader, item, clock)
        clock.go_to_next_morning()
    for reader in readers:
        open_session(store, reader.habit.code).finish()


def _reader(
    store: StudyStore, truths: Mapping[Place, Truth], habit: Habit, seed: int
) -> _Reader:
    session = open_session(store, habit.code)
    [reading] = [one for one in store.readings() if one.rater == habit.code]
    known = {
        one.id: truths[one.subject, one.visit, one.view] for one in store.photographs()
    }
    shown = store.read_photographs(reading.id)
    return _Reader(
        habit,
        session,
        {position: known[number] for position, number in shown.items()},
        np.random.default_rng((seed, 2, *habit.code.encode())),
    )


def _read(
    store: StudyStore, reader: _Reader, item: ReadingItem, clock: DemoClock
) -> None:
    """Give all that is asked of one photograph."""
    shown_at = stamp(clock())
    seconds = round(float(reader.rng.gamma(6, 2.2)), 1)
    clock.wait(seconds)
    code = reader.habit.code
    with store.changes(by=code, role="rater", action="scores given") as changes:
        for key in item.scales:
            _give(changes, reader, item, key)
        changes.add_viewing(item.id, Viewing(shown_at, seconds, seconds, 0.0))


def _give(changes: Changes, reader: _Reader, item: ReadingItem, key: str) -> None:
    session, rng = reader.session, reader.rng
    if rng.random() < _NOT_ASSESSABLE:
        reason = session.reasons[0]
        changes.add_score(item.id, key, ScoreKind.NOT_ASSESSABLE, None, reason)
        return
    bias = reader.habit.bias_at(item.position, len(session.items))
    truth = reader.truth[item.position][key]
    grade = seen(rng, truth, reader.habit, session.scales[key], bias)
    changes.add_score(item.id, key, ScoreKind.GRADE, grade, "")
