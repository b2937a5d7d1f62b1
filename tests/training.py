"""Small calibration sets for the tests, and trainees who read them."""

from collections.abc import Callable
from pathlib import Path

from models.protocol.protocol import Protocol
from models.reading.session import RatingSession
from models.store.store import StudyStore
from models.training.practice import open_examination, open_practice
from tests.examples import example_protocol, make_study

SCALE = "erythema-0-3"

PLAN = """
key = "set"
version = "1"
name = "A set"
design = "single-group"
anchor = "enrolment"
baseline = "photograph"
questions = "all"
training = true
reasons = ["out of focus"]

[reading]
repeats = 0
gap = 3
display_check = false

[[visits]]
key = "photograph"
name = "Photograph"
day = 0
photographs = true

[[views]]
key = "front"
name = "Front"

[schedule]
erythema-0-3 = ["photograph"]

[certification]
photographs = 8
repeats = 3
"""
"""One scale; eight photographs and three repeats suffice."""

Answer = Callable[[float, int], float]
"""A grade from the reference and the position."""


def truth(number: int) -> float:
    """The reference score of the photograph with this number."""
    return float(number % 4)


def plan(text: str = PLAN) -> Protocol:
    """The protocol of the set."""
    return example_protocol(text)


def make_set(
    path: Path, *, count: int = 20, text: str = PLAN, references: bool = True
) -> StudyStore:
    """A set whose photographs have the grades 0 to 3 in turn."""
    subjects = [f"P{number:02d}" for number in range(1, count + 1)]
    store = make_study(path, subjects=subjects, protocol=plan(text))
    if references:
        with store.changes(by="T", role="trainer", action="reference scores set") as c:
            for one in store.photographs():
                c.add_reference_score(one.id, SCALE, truth(one.id), "given")
    return store


def right(reference: float, _position: int) -> float:
    """Who sees everything as the reference."""
    return reference


def wrong(_reference: float, position: int) -> float:
    """Who grades without looking."""
    return float(position * 7 % 4)


def grade_all(
    store: StudyStore, session: RatingSession, reading: int, answer: Answer
) -> None:
    """Grade a whole reading, and finish it."""
    shown = store.read_photographs(reading)
    for item in session.items:
        value = answer(truth(shown[item.position]), item.position)
        session.give(item.position, SCALE, value)
    session.finish()


def newest(store: StudyStore) -> int:
    """Number of the round begun last."""
    return store.training_readings()[-1].reading.id


def practise(store: StudyStore, rater: str = "T1", answer: Answer = right) -> None:
    """A whole round of training."""
    session = open_practice(store, rater)
    grade_all(store, session, newest(store), answer)


def examine(store: StudyStore, rater: str = "T1", answer: Answer = right) -> None:
    """A whole examination."""
    session, _ = open_examination(store, rater)
    grade_all(store, session, newest(store), answer)
