"""The worked study after Hoss 2020: two arms, drawn skin, five raters."""

from dataclasses import asdict
from datetime import date, timedelta

import numpy as np

from models.demo.course import RATERS, DemoSubject, subjects
from models.demo.person import Person, person
from models.demo.raters import Truth
from models.demo.shots import Shot
from models.demo.skin import Signs
from models.demo.worked import (
    Days,
    Worked,
    all_answers,
    event,
    taken_at,
    value,
    visit_days,
)
from models.protocol.protocol import Protocol
from models.store.measure_records import NewAdverseEvent, NewMeasurement, Relation

SKIN_TYPES = ("I", "II", "III", "IV")

_START = date(2026, 2, 2)  # of the first procedure
_INVESTIGATOR, _MISSED = "PI", "diary not returned"
_DIARY = ("burning", "itching", "tightness", "discomfort")
_FELT = {"day1": 1.9, "day5": 1.2, "day7": 0.8, "day14": 0.3, "day30": 0.05}
_CONTENT = {"day7": 3.3, "day14": 3.8, "day30": 4.1}
_SWOLLEN = {"day1": 1.9, "day5": 1.0, "day7": 0.5, "day14": 0.05}
_WET = {"day1": 1.7, "day5": 0.5, "day7": 0.15, "day14": 0.0}
_EVENTS = (
    (2, "acne-like papules", 9, 6, Relation.POSSIBLE, "chin"),
    (7, "common cold", 12, 5, Relation.NONE, ""),
    (11, "itching at night", 3, 4, Relation.PROBABLE, "cheeks"),
    (15, "headache", 1, 1, Relation.UNLIKELY, ""),
)


def hoss_2020(protocol: Protocol, seed: int, count: int, photographed: int) -> Worked:
    """Make up the study: less redness and crusting, smoother skin in one arm.

    Args:
        protocol: The protocol hoss-2020.
        seed: The same seed gives the same study.
        count: Subjects, an even number.
        photographed: How many of them are photographed, the first ones.
    """
    visits = tuple(visit.key for visit in protocol.visits)
    people = subjects(seed, visits, count)
    codes = [one.code for one in people]
    rng = np.random.default_rng((seed, 3))
    skins = [person(1000 * seed + number) for number in range(count)]
    days = visit_days(rng, protocol, codes, _START, every=1.5)
    values = [
        one
        for subject, skin in zip(people, skins, strict=True)
        for one in _values(rng, subject, skin)
    ]
    return Worked(
        sites=dict.fromkeys(codes, ""),
        days=days,
        arms={one.code: one.arm for one in people},
        shots=tuple(
            Shot(
                one.code,
                visit.key,
                "front",
                skin,
                one.signs[visit.key],
                place,
                taken_at(days[one.code, visit.key], number),
            )
            for number, (one, skin) in enumerate(
                zip(people[:photographed], skins[:photographed], strict=True)
            )
            for place, visit in enumerate(protocol.visits)
        ),
        truths={
            (one.code, visit, "front"): truth_of(one.signs[visit])
            for one in people[:photographed]
            for visit in visits
        },
        panel=RATERS,
        values=tuple(values),
        answers=all_answers(protocol, codes, [(codes[-1], "procedures")]),
        events=tuple(_events(codes, days)),
    )


def truth_of(signs: Signs) -> Truth:
    """The true grades of a photograph, by key of the scale."""
    named = asdict(signs)
    return {
        "fg-wrinkling": named["wrinkling"],
        "fg-elastosis": named["elastosis"],
        "erythema-0-3": named["erythema"],
        "crusting-0-3": named["crusting"],
    }


def _values(
    rng: np.random.Generator, subject: DemoSubject, skin: Person
) -> list[NewMeasurement]:
    """What is entered of one subject: at entry, live, and from the diary."""
    code, by = subject.code, _INVESTIGATOR
    wrinkles = int(np.clip(np.rint(subject.signs["screening"].wrinkling), 4, 9))
    entry = {
        "age": int(
            np.clip(np.rint(36 + 5.5 * (wrinkles - 3) + rng.normal(0, 5)), 36, 70)
        ),
        "sex": 1 if rng.random() < 0.85 else 2,
        "skin-type": 1 + SKIN_TYPES.index(skin.skin_type),
        "wrinkle-class": -(-wrinkles // 3),
        "wrinkle-score": wrinkles,
    }
    found = [value(code, "screening", key, one, by=by) for key, one in entry.items()]
    for visit, swollen in _SWOLLEN.items():
        red = subject.signs[visit].erythema - 1.5
        for key, usual in (("oedema", swollen), ("exudation", _WET[visit])):
            grade = _graded(rng, usual + 0.2 * red, 0.35) if usual > 0.1 else 0
            found.append(value(code, visit, key, grade, by=by))
    for visit, felt in _FELT.items():
        red = subject.signs[visit].erythema
        is_missed = rng.random() < 0.03
        for key in _DIARY:
            grade = _graded(rng, felt * (0.6 + 0.2 * red), 0.4)
            given = None if is_missed else grade
            found.append(value(code, visit, key, given, why_not=_MISSED))
    smoother = subject.signs["baseline"].wrinkling - subject.signs["day30"].wrinkling
    for visit, content in _CONTENT.items():
        number = content + 0.3 * (smoother - 1.8) + rng.normal(0, 0.6)
        grade = int(np.clip(np.rint(number), 1, 5))
        found.append(value(code, visit, "satisfaction", grade))
    return found


def _graded(rng: np.random.Generator, mean: float, spread: float) -> int:
    """A grade from 0 to 3."""
    return int(np.clip(np.rint(mean + rng.normal(0, spread)), 0, 3))


def _events(codes: list[str], days: Days) -> list[NewAdverseEvent]:
    """A few mild adverse events."""
    return [
        event(
            codes[number],
            term,
            days[codes[number], "treatment"] + timedelta(days=after),
            lasted,
            relation,
            place=place,
        )
        for number, term, after, lasted, relation, place in _EVENTS
        if number < len(codes)
    ]
