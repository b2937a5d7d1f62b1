"""The worked studies of the plain protocols: two arms, one group, and a training set.

All of them are made up, and nothing of them is taken from a publication.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np

from models.demo.hoss import truth_of
from models.demo.person import Person, person
from models.demo.raters import Habit, Place, Truth
from models.demo.shots import Shot
from models.demo.skin import Signs
from models.demo.split_face import side_of, skin_beside
from models.demo.worked import Days, Worked, codes, event, taken_at, visit_days
from models.protocol.protocol import Protocol
from models.store.measure_records import Relation

TWO_ARMS, ONE_GROUP, TRAINING = 12, 10, 40

ARMS = ("Growth factor hydrogel", "Petrolatum ointment")
"""The first one is meant to do better."""

RATERS = (Habit("R1", 0.3, 0.5), Habit("R2", -0.2, 0.6))
GROUP_RATERS = (*RATERS, Habit("R3", 0.05, 0.45))
TRAINEES = (
    Habit("E1", 0.1, 0.35),
    Habit("E2", -0.1, 0.4),
    Habit("E3", 0.0, 0.35),
    Habit("T1", 0.8, 0.7),
    Habit("T2", -0.3, 1.1),
)
"""Three who have done it often, and two who learn it."""

_REDNESS = {"day1": (2.4, 2.7), "day7": (1.4, 2.0), "day30": (0.3, 0.6)}
_CRUSTS = {"day1": (1.6, 1.9), "day7": (1.0, 1.7)}
_SHARE = {"day1": 0.0, "day7": 0.3, "day30": 0.8, "day90": 1.0}
_SMOOTHER, _FIRMER = (2.1, 1.3), (1.4, 1.1)
_GROUP_SHARE = {"week12": 0.7, "week24": 1.0, "week48": 0.8}

_Course = Mapping[str, Signs]


def two_arms(protocol: Protocol, seed: int, count: int, photographed: int) -> Worked:
    """Make up a study of resurfacing in two arms, seen from three sides.

    Args:
        protocol: The protocol resurfacing-two-arm.
        seed: The same seed gives the same study.
        count: Subjects, an even number.
        photographed: How many of them are photographed, the first ones.
    """
    rng = np.random.default_rng((seed, 7))
    everybody = codes(count)
    drawn = rng.permutation(np.repeat([0, 1], [count - count // 2, count // 2]))
    arms = {code: ARMS[arm] for code, arm in zip(everybody, drawn, strict=True)}
    days = visit_days(rng, protocol, everybody, date(2025, 5, 5), every=3.0)
    courses = {
        code: _two_arm_course(rng, int(arm))
        for code, arm in zip(everybody, drawn, strict=True)
    }
    shots = _shots(protocol, courses, days, seed, photographed)
    return Worked(
        sites=dict.fromkeys(everybody, ""),
        days=days,
        arms=arms,
        shots=shots,
        truths=_truths(shots),
        panel=RATERS,
        events=(
            event(
                everybody[0],
                "acne-like papules",
                days[everybody[0], "day7"],
                5,
                Relation.POSSIBLE,
                place="chin",
            ),
        ),
    )


def single_group(
    protocol: Protocol, seed: int, count: int, photographed: int
) -> Worked:
    """Make up a study of one group, each subject against the baseline.

    Args:
        protocol: The protocol single-group.
        seed: The same seed gives the same study.
        count: Subjects; one of them leaves before the last visit.
        photographed: How many of them are photographed, the first ones.
    """
    rng = np.random.default_rng((seed, 8))
    everybody = codes(count)
    early = {everybody[count // 2]: 2} if count > 2 else {}
    days = visit_days(
        rng, protocol, everybody, date(2024, 6, 3), every=4.0, last_visit=early
    )
    courses = {code: _group_course(rng) for code in everybody}
    shots = _shots(protocol, courses, days, seed, photographed)
    return Worked(
        sites=dict.fromkeys(everybody, ""),
        days=days,
        shots=shots,
        truths=_truths(shots),
        panel=GROUP_RATERS,
        events=(
            event(
                everybody[-1],
                "common cold",
                days[everybody[-1], "week12"],
                7,
                Relation.NONE,
            ),
        ),
    )


def training(protocol: Protocol, seed: int, count: int, photographed: int) -> Worked:
    """Make up a set of photographs that shows every grade of every scale.

    Args:
        protocol: The protocol rater-training.
        seed: The same seed gives the same set.
        count: Photographs, each of another subject.
        photographed: How many of them are drawn, the first ones.
    """
    rng = np.random.default_rng((seed, 9))
    everybody = codes(count)
    days = visit_days(rng, protocol, everybody, date(2025, 3, 3), every=0.0)
    columns = [
        rng.permutation(np.linspace(low, high, count))
        for low, high in ((1, 9), (1, 9), (0, 3), (0, 3))
    ]
    courses = {
        code: {protocol.baseline: Signs(*(float(one[place]) for one in columns))}
        for place, code in enumerate(everybody)
    }
    shots = _shots(protocol, courses, days, seed, photographed)
    return Worked(
        sites=dict.fromkeys(everybody, ""),
        days=days,
        shots=shots,
        truths=_truths(shots),
        panel=TRAINEES,
    )


def _two_arm_course(rng: np.random.Generator, arm: int) -> _Course:
    """The true grades of one subject over the visits."""
    wrinkling, elastosis = rng.uniform(4.6, 8.4), rng.uniform(4.4, 8.0)
    smoother = max(0.0, rng.normal(_SMOOTHER[arm], 0.4))
    firmer = max(0.0, rng.normal(_FIRMER[arm], 0.4))
    reacts = rng.normal(0, 0.25)

    def sign(means: Mapping[str, tuple[float, float]], visit: str) -> float:
        usual = means.get(visit)
        return float(np.clip(usual[arm] + reacts, 0, 3)) if usual else 0.0

    return {
        visit: Signs(
            max(1.0, wrinkling - _SHARE.get(visit, 0.0) * smoother),
            max(1.0, elastosis - _SHARE.get(visit, 0.0) * firmer),
            sign(_REDNESS, visit),
            sign(_CRUSTS, visit),
        )
        for visit in ("baseline", *_SHARE)
    }


def _group_course(rng: np.random.Generator) -> _Course:
    """The true grades of one subject over the visits of a study of one group."""
    wrinkling, elastosis = rng.uniform(4.4, 8.0), rng.uniform(4.2, 7.6)
    smoother = max(0.0, rng.normal(1.2, 0.5))
    firmer = max(0.0, rng.normal(0.9, 0.4))
    shares = {"baseline": 0.0, **_GROUP_SHARE}
    return {
        visit: Signs(
            max(1.0, wrinkling - share * smoother),
            max(1.0, elastosis - share * firmer),
            erythema=0.0,
            crusting=0.0,
        )
        for visit, share in shares.items()
    }


def _shots(
    protocol: Protocol,
    courses: Mapping[str, _Course],
    days: Days,
    seed: int,
    photographed: int,
) -> tuple[Shot, ...]:
    """Every view at every visit, view by view: one skin is worked out once."""
    return tuple(
        Shot(
            code,
            visit.key,
            view.key,
            _cheek(person(1000 * seed + number), view.key),
            course[visit.key],
            place,
            taken_at(days[code, visit.key], number),
        )
        for number, (code, course) in enumerate(list(courses.items())[:photographed])
        for view in protocol.views
        for place, visit in enumerate(protocol.visits)
        if visit.photographs and (code, visit.key) in days
    )


def _cheek(who: Person, view: str) -> Person:
    """What a view shows of a person."""
    return skin_beside(who, 700_000) if view == "front" else side_of(who, view)


def _truths(shots: tuple[Shot, ...]) -> dict[Place, Truth]:
    return {(one.subject, one.visit, one.view): truth_of(one.signs) for one in shots}
