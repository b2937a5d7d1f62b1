"""The worked split-face study: the sides of a face side by side.

The physician's assessments are those of Liang 2022, table 3: 28 of 30 subjects, each
side in four grades of brightness and texture, paired so that the order is kept, which
is how the printed P values come out. All else is made up.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from models.demo.person import Person, person
from models.demo.raters import Habit, Place, Truth
from models.demo.shots import Shot
from models.demo.skin import Signs
from models.demo.worked import (
    Days,
    Worked,
    all_answers,
    codes,
    event,
    taken_at,
    value,
    visit_days,
)
from models.protocol.protocol import SIDES, Protocol
from models.protocol.units import Unit
from models.store.measure_records import NewAdverseEvent, NewMeasurement, Relation

SUBJECTS = 30
LEFT_EARLY = 2
ARMS = ("Secretome ampoule", "Saline ampoule")
"""The first one is meant to do better."""

PHYSICIAN = {
    "brightness": ((0, 17, 11, 0), (5, 18, 5, 0)),
    "texture": ((2, 13, 7, 6), (6, 15, 7, 0)),
}
"""How many sides have each grade from 1, by arm: Liang 2022, table 3."""

RATERS = (Habit("D1", 0.3, 0.5), Habit("D2", -0.2, 0.6))

_START = date(2025, 9, 1)
_GAINS = {"fg-wrinkling": (1.3, 0.7), "pigmentation": (1.6, 0.6), "pores": (1.2, 0.5)}
_OVERALL = (2.3, 1.3)
_WITHDREW = "subject left the study"


@dataclass(frozen=True)
class _Skin:
    """How one side looks at one visit, on the scales it is scored on."""

    wrinkling: float
    pigmentation: float
    pores: float
    overall: float

    @property
    def truth(self) -> Truth:
        return {
            "fg-wrinkling": self.wrinkling,
            "griffiths-pigmentation": self.pigmentation,
            "griffiths-pores": self.pores,
            "quartile-overall": self.overall,
        }


def split_face(protocol: Protocol, seed: int, count: int, photographed: int) -> Worked:
    """Make up the study.

    Args:
        protocol: The protocol split-face-conditioned-medium.
        seed: The same seed gives the same study.
        count: Subjects.
        photographed: How many of them are photographed, the first ones.
    """
    rng = np.random.default_rng((seed, 4))
    everybody = codes(count)
    left = rng.choice(count, min(LEFT_EARLY, count // 10), replace=False)
    early = {everybody[place]: 2 + number for number, place in enumerate(left)}
    arms = _arms(rng, everybody)
    days = visit_days(rng, protocol, everybody, _START, every=1.4, last_visit=early)
    shots, truths = _photographs(rng, protocol, everybody[:photographed], arms, days)
    return Worked(
        sites=dict.fromkeys(everybody, ""),
        days=days,
        arms=arms,
        shots=tuple(_drawn(shots, seed)),
        truths=truths,
        panel=RATERS,
        values=tuple(_values(rng, everybody, arms, early)),
        answers=all_answers(protocol, everybody),
        events=tuple(_events(everybody, days)),
    )


def _arms(rng: np.random.Generator, everybody: tuple[str, ...]) -> dict[str, str]:
    """Which arm is on which side, drawn for every subject."""
    found = {}
    for code in everybody:
        for side, arm in zip(SIDES, rng.permutation(2), strict=True):
            found[Unit(code, side).name] = ARMS[arm]
    return found


_Looks = list[tuple[str, str, str, int, int, date, _Skin]]


def _photographs(
    rng: np.random.Generator,
    protocol: Protocol,
    everybody: tuple[str, ...],
    arms: dict[str, str],
    days: Days,
) -> tuple[_Looks, dict[Place, Truth]]:
    """How every side looks at every visit with photographs."""
    looks: _Looks = []
    truths: dict[Place, Truth] = {}
    for number, code in enumerate(everybody):
        start = rng.uniform((4.2, 3.5, 3.5), (7.6, 7.0, 7.0))
        for view in protocol.views:
            arm = ARMS.index(arms[Unit(code, view.side).name])
            gains = [max(0.0, rng.normal(one[arm], 0.4)) for one in _GAINS.values()]
            overall = float(np.clip(rng.normal(_OVERALL[arm], 0.6), -0.4, 4))
            side = start + rng.normal(0, 0.15, 3)
            for place, visit in enumerate(protocol.visits):
                if not visit.photographs or (code, visit.key) not in days:
                    continue
                is_after = visit.key != protocol.baseline
                now = np.clip(side - is_after * np.array(gains), 1, 9)
                wrinkling, pigmentation, pores = (float(one) for one in now)
                skin = _Skin(
                    wrinkling, pigmentation, pores, overall if is_after else 0.0
                )
                truths[code, visit.key, view.key] = skin.truth
                day = days[code, visit.key]
                looks.append((code, visit.key, view.key, number, place, day, skin))
    return looks, truths


def _drawn(looks: _Looks, seed: int) -> list[Shot]:
    """The photographs: pigment comes and goes as in elastosis, pores get finer."""
    found = []
    for code, visit, view, number, place, day, skin in looks:
        who = side_of(person(1000 * seed + number), view)
        found.append(
            Shot(
                code,
                visit,
                view,
                replace(who, pore_size=0.6 + 0.09 * skin.pores),
                Signs(skin.wrinkling, skin.pigmentation, erythema=0.0, crusting=0.0),
                place,
                taken_at(day, number),
            )
        )
    return found


def side_of(who: Person, side: str) -> Person:
    """One cheek of a person: the same colour, lines and moles of its own."""
    is_left = side == "left"
    if is_left == who.is_left:
        return who
    return replace(skin_beside(who, 500_000), is_left=is_left)


def skin_beside(who: Person, further: int) -> Person:
    """Other skin of the same person: lines and moles of its own, the same colour.

    Args:
        who: The person.
        further: Added to the seed; another number, other skin.
    """
    return replace(
        person(who.seed + further),
        skin_type=who.skin_type,
        melanin=who.melanin,
        ruddiness=who.ruddiness,
        grain=who.grain,
        pore_size=who.pore_size,
    )


def _values(
    rng: np.random.Generator,
    everybody: tuple[str, ...],
    arms: dict[str, str],
    early: dict[str, int],
) -> list[NewMeasurement]:
    """What is entered beside the photographs."""
    found = []
    for code in everybody:
        age = int(np.clip(np.rint(rng.normal(41, 6.5)), 28, 58))
        found.append(value(code, "baseline", "age", age, by="D1"))
        kind = int(rng.choice([2, 3, 4], p=[0.2, 0.5, 0.3]))
        found.append(value(code, "baseline", "skin-type", kind, by="D1"))
    finished = [code for code in everybody if code not in early]
    for key, counts in PHYSICIAN.items():
        pairs = _pairs(counts, len(finished))
        for code, place in zip(finished, rng.permutation(len(finished)), strict=True):
            for side in SIDES:
                arm = ARMS.index(arms[Unit(code, side).name])
                grade = pairs[place][arm]
                found.append(value(code, "week10", key, grade, side=side, by="D1"))
    for code in finished:
        for side in SIDES:
            arm = ARMS.index(arms[Unit(code, side).name])
            grade = int(np.clip(np.rint(rng.normal((4.1, 3.4)[arm], 0.7)), 1, 5))
            found.append(value(code, "week10", "satisfaction", grade, side=side))
    found += [
        value(code, "week10", key, None, side=side, why_not=_WITHDREW)
        for code in early
        for key in (*PHYSICIAN, "satisfaction")
        for side in SIDES
    ]
    return found


def _pairs(
    counts: tuple[tuple[int, ...], tuple[int, ...]], finished: int
) -> list[tuple[int, int]]:
    """Grades of both arms, subject by subject, so that the order is kept."""
    sides = [
        [grade for grade, times in enumerate(one, 1) for _ in range(times)]
        for one in counts
    ]
    pairs = list(zip(*sides, strict=True))
    places = np.linspace(0, len(pairs) - 1, finished).round().astype(int)
    return [pairs[place] for place in places]


def _events(everybody: tuple[str, ...], days: Days) -> list[NewAdverseEvent]:
    """Both sides of some are red or dry for a few days after a session."""
    told = (
        (3, "week2", "redness longer than two days", 3, Relation.PROBABLE, ""),
        (8, "baseline", "point bleeding", 1, Relation.DEFINITE, "left"),
        (14, "week4", "dryness and flaking", 5, Relation.PROBABLE, ""),
        (21, "week6", "herpes labialis", 8, Relation.POSSIBLE, ""),
        (25, "week8", "common cold", 6, Relation.NONE, ""),
    )
    return [
        event(
            everybody[number],
            term,
            days[everybody[number], visit] + timedelta(days=1),
            lasted,
            relation,
            place="cheek" if relation is not Relation.NONE else "",
            side=side,
        )
        for number, visit, term, lasted, relation, side in told
        if number < len(everybody) and (everybody[number], visit) in days
    ]
