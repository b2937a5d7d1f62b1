"""The worked studies after Kerscher 2021 and 2022: one group, numbers alone.

Of Kerscher 2022 the published means come out to the printed digit: R0, R3, the changes
of FACE-Q Skin, ageing appraisal and perceived age, and that one physician found one
subject worse, and no subject herself. Every single value is made up, and so is what is
not published: the means of R0 and R3 in week 48, how many were seen when, spreads, all
other modules, GAIS but for the one, and all means of Kerscher 2021.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import numpy as np
from scipy.special import ndtr

from models.demo.numbers import Numbers, Seen, drawn, entered
from models.demo.worked import (
    Days,
    Worked,
    all_answers,
    codes,
    event,
    value,
    visit_days,
)
from models.protocol.protocol import Protocol
from models.store.measure_records import NewAdverseEvent, NewMeasurement, Relation

COUNT_2021, COUNT_2022 = 21, 95
CYCLES = "13"

# How many were seen at the visits from week 12 on; 86 in week 48 is the only number
# near nine of ten with which the means of the ageing appraisal can be what is printed.
_LEFT = {"week6": 2, "week12": 3, "week24": 4}
_SITES = {"C1": 0.32, "C2": 0.27, "C3": 0.23, "C4": 0.18}

R0 = Numbers(
    step=0.01,
    lowest=0.31,
    highest=0.62,
    spread=0.05,
    scatter=0.025,
    means={"baseline": 0.40, "week12": 0.38, "week24": 0.36, "week48": 0.37},
    later_lowest=0.2,
)
R9 = Numbers(
    step=0.01,
    lowest=0.02,
    highest=0.12,
    spread=0.012,
    scatter=0.01,
    means={"baseline": 0.05, "week12": 0.04, "week24": 0.04, "week48": 0.04},
    later_lowest=0.01,
)
"""R3 less R0, so R3 is 0.45, 0.42, 0.40 and, made up, 0.41 mm."""


def _form(
    baseline: float,
    changes: Mapping[str, float],
    *,
    spread: float = 14.0,
    means: Mapping[str, float] | None = None,
) -> Numbers:
    """A questionnaire's score from 0 to 100."""
    return Numbers(
        step=1.0,
        lowest=0.0,
        highest=100.0,
        spread=spread,
        scatter=9.0,
        means=means or {"baseline": baseline},
        changes=changes,
    )


FORMS = {
    "face-q-skin": _form(46.0, {"week12": 20.2, "week24": 14.6, "week48": 14.4}),
    "face-q-facial-appearance": _form(
        49.0, {"week12": 11.5, "week24": 10.2, "week48": 9.8}
    ),
    "face-q-psychological": _form(61.0, {"week12": 6.8, "week24": 6.1, "week48": 5.5}),
    "face-q-social": _form(64.0, {"week12": 4.9, "week24": 4.6, "week48": 4.2}),
    "face-q-aging-appraisal": _form(52.94, {"week48": 12.29}),
    "face-q-decision": _form(0.0, {}, means={"week24": 76.4, "week48": 76.0}),
    "face-q-outcome": _form(0.0, {}, means={"week24": 70.3, "week48": 69.8}),
    "perceived-age": Numbers(
        step=0.1,
        lowest=-15.0,
        highest=15.0,
        spread=3.2,
        scatter=1.6,
        means={"baseline": -0.9},
        changes={"week24": -1.75, "week48": -1.68},
    ),
    "attractiveness": Numbers(
        step=0.5,
        lowest=0.0,
        highest=10.0,
        spread=1.4,
        scatter=0.9,
        means={"baseline": 5.4},
        changes={"week12": 0.8, "week48": 1.0},
    ),
}
"""Attractiveness from 0 to 10, which is a choice of this demo."""

# Chances of very much improved, much improved, improved and no change.
_IMPROVED = {
    "week6": (0.01, 0.12, 0.55, 0.32),
    "week12": (0.04, 0.28, 0.52, 0.16),
    "week24": (0.05, 0.30, 0.48, 0.17),
    "week48": (0.03, 0.20, 0.49, 0.28),
}
_WORSE = 5  # on the scale gais
_ALIKE = 0.7  # correlation of any two improvements of a subject

_DEVICE_DOWN, _NOT_RETURNED = "probe out of order", "questionnaire not returned"

CUTOMETER = {
    "cycles": CYCLES,
    "probe aperture": "2 mm",
    "pressure": "450 mbar",
    "suction time": "2 s",
    "relaxation time": "2 s",
}
"""Only the cycles are published."""


def kerscher_2022(
    protocol: Protocol, seed: int, count: int, photographed: int
) -> Worked:
    """Make up the study of several centres.

    Args:
        protocol: The protocol kerscher-2022.
        seed: The same seed gives the same study.
        count: Subjects; the means come out to the printed digit with 95 of them.
        photographed: Nobody is.
    """
    del photographed
    rng = np.random.default_rng((seed, 5))
    everybody = codes(count)
    sites = _sites(rng, everybody)
    days = _calendar(rng, protocol, everybody, date(2024, 3, 4), every=0.9)
    seen = _seen(protocol, everybody, days)
    values = [
        *_ages(rng, everybody, 30, 65),
        *_cutometer(rng, protocol, everybody, seen, R0, R9, lost=("week24", 4)),
    ]
    values += _forms(rng, protocol, everybody, seen)
    values += _gais(rng, protocol, everybody, seen, sites)
    last = everybody[-1]
    return Worked(
        sites=sites,
        days=days,
        values=tuple(values),
        answers=all_answers(protocol, everybody, [(last, "infection")]),
        events=tuple(_events_2022(everybody, days)),
        constants=_constants(),
    )


def kerscher_2021(
    protocol: Protocol, seed: int, count: int, photographed: int
) -> Worked:
    """Make up the pilot at one centre; its means are all made up.

    Args:
        protocol: The protocol kerscher-2021.
        seed: The same seed gives the same study.
        count: Subjects.
        photographed: Nobody is.
    """
    del photographed
    rng = np.random.default_rng((seed, 6))
    everybody = codes(count)
    days = _calendar(rng, protocol, everybody, date(2024, 9, 2), every=2.0, leave={})
    seen = _seen(protocol, everybody, days)
    hydration = Numbers(
        step=0.1,
        lowest=15.0,
        highest=95.0,
        spread=8.0,
        scatter=4.0,
        means={"baseline": 46.0},
        changes={"week12": 6.4, "week24": 5.1},
    )
    visits = protocol.assessment("hydration").visits
    sites = dict.fromkeys(everybody, "")
    return Worked(
        sites=sites,
        days=days,
        values=(
            *_ages(rng, everybody, 36, 64),
            *_cutometer(rng, protocol, everybody, seen, R0, R9, lost=("week12", 5)),
            *entered(everybody, "hydration", drawn(rng, hydration, visits, seen), seen),
            *_gais(rng, protocol, everybody, seen, sites),
        ),
        answers=all_answers(protocol, everybody),
        events=tuple(_events_2021(everybody, days)),
        constants={
            **_cutometer_constants(),
            ("hydration", "device"): "corneometer",
            ("hydration", "probe"): "CM 825",
        },
    )


def _sites(rng: np.random.Generator, everybody: Sequence[str]) -> dict[str, str]:
    """A centre for every subject, as they came."""
    shares = np.array(list(_SITES.values()))
    sizes = np.floor(shares * len(everybody)).astype(int)
    sizes[0] += len(everybody) - sizes.sum()
    drawn_sites = rng.permutation(np.repeat(list(_SITES), sizes))
    return {code: str(site) for code, site in zip(everybody, drawn_sites, strict=True)}


def _calendar(
    rng: np.random.Generator,
    protocol: Protocol,
    everybody: Sequence[str],
    start: date,
    *,
    every: float,
    leave: Mapping[str, int] = _LEFT,
) -> Days:
    """When everybody was seen; some leave early."""
    places = [visit.key for visit in protocol.visits]
    share = len(everybody) / COUNT_2022
    numbers = {visit: round(left * share) for visit, left in leave.items()}
    early = [
        str(one) for one in rng.permutation(list(everybody))[: sum(numbers.values())]
    ]
    lasts = [
        places.index(visit) for visit, left in numbers.items() for _ in range(left)
    ]
    return visit_days(
        rng,
        protocol,
        everybody,
        start,
        every=every,
        last_visit=dict(zip(early, lasts, strict=True)),
    )


def _seen(protocol: Protocol, everybody: Sequence[str], days: Days) -> Seen:
    """Who was seen at each visit."""
    return {
        visit.key: np.array([(code, visit.key) in days for code in everybody])
        for visit in protocol.visits
    }


def _ages(
    rng: np.random.Generator, everybody: Sequence[str], youngest: int, oldest: int
) -> Iterator[NewMeasurement]:
    for code in everybody:
        age = int(np.clip(np.rint(rng.normal(51, 7.5)), youngest, oldest))
        yield value(code, "baseline", "age", age)


def _cutometer(
    rng: np.random.Generator,
    protocol: Protocol,
    everybody: Sequence[str],
    seen: Seen,
    first: Numbers,
    rise: Numbers,
    *,
    lost: tuple[str, int],
) -> Iterator[NewMeasurement]:
    """R0, and R3 as R0 and the rise upon it, so that R9 is computed from them.

    Whoever has no reading has neither, so that the means belong to the same subjects.
    """
    visits = protocol.assessment("cutometer-r0").visits
    read = {visit: who.copy() for visit, who in seen.items()}
    visit, place = lost
    read[visit][place % len(everybody)] = False
    r0 = drawn(rng, first, visits, read)
    rises = drawn(rng, rise, visits, read)
    r3 = {visit: np.round(r0[visit] + rises[visit], 2) for visit in visits}
    for key, numbers in (("cutometer-r0", r0), ("cutometer-r3", r3)):
        yield from entered(everybody, key, numbers, seen, why_not=_DEVICE_DOWN)


def _forms(
    rng: np.random.Generator, protocol: Protocol, everybody: Sequence[str], seen: Seen
) -> Iterator[NewMeasurement]:
    """The questionnaires; one of them was once not returned."""
    for key, numbers in FORMS.items():
        returned = {visit: who.copy() for visit, who in seen.items()}
        if key == "face-q-social":
            returned["week12"][7 % len(everybody)] = False
        found = drawn(rng, numbers, protocol.assessment(key).visits, returned)
        yield from entered(everybody, key, found, seen, why_not=_NOT_RETURNED)


def _gais(
    rng: np.random.Generator,
    protocol: Protocol,
    everybody: Sequence[str],
    seen: Seen,
    sites: Mapping[str, str],
) -> Iterator[NewMeasurement]:
    """Improvement by physician and subject; one physician finds one subject worse."""
    visits = protocol.assessment("gais-physician").visits
    usual = rng.normal(0, _ALIKE**0.5, len(everybody))
    worse_at = visits[-1] if len(everybody) > COUNT_2021 else ""
    for visit in visits:
        present = np.flatnonzero(seen[visit])
        worse = present[len(present) // 2] if visit == worse_at else -1
        for place in map(int, present):
            code = everybody[place]
            given = [
                _improvement(usual[place] + rng.normal(0, (1 - _ALIKE) ** 0.5), visit)
                for _ in ("physician", "subject")
            ]
            grade = _WORSE if place == worse else given[0]
            by = f"physician {sites[code]}".rstrip()
            yield value(code, visit, "gais-physician", grade, by=by)
            yield value(code, visit, "gais-subject", given[1])


def _improvement(hidden: float, visit: str) -> int:
    """The category of a standard normal number, from the best."""
    reached = np.cumsum(_IMPROVED[visit])[:-1]
    return 1 + int(np.searchsorted(reached, ndtr(hidden)))


def _cutometer_constants() -> dict[tuple[str, str], str]:
    return {
        (f"cutometer-{key}", name): setting
        for key in ("r0", "r3", "r9")
        for name, setting in CUTOMETER.items()
    }


def _constants() -> dict[tuple[str, str], str]:
    """Settings of the device, and that the licensed numbers are none."""
    licence = "none needed: the values are made up"
    forms = {key: licence for key in FORMS if key.startswith("face-q")}
    forms["face-q-perceived-age"] = licence
    return {
        **_cutometer_constants(),
        **{(key, "licence agreement"): words for key, words in forms.items()},
    }


def _events_2022(everybody: Sequence[str], days: Days) -> Iterator[NewAdverseEvent]:
    """Mild reactions to the injections, and what has nothing to do with them."""
    told = (
        (1, "baseline", "haematoma at an injection site", 6, Relation.DEFINITE),
        (9, "week2", "swelling of the cheeks", 2, Relation.PROBABLE),
        (17, "baseline", "haematoma at an injection site", 8, Relation.DEFINITE),
        (28, "week4", "redness at the injection sites", 1, Relation.DEFINITE),
        (33, "week6", "headache", 1, Relation.UNLIKELY),
        (46, "week12", "common cold", 7, Relation.NONE),
        (52, "week4", "small papules", 4, Relation.POSSIBLE),
        (71, "week24", "sprained ankle", 21, Relation.NONE),
        (88, "week6", "haematoma at an injection site", 5, Relation.DEFINITE),
    )
    return _events(everybody, days, told)


def _events_2021(everybody: Sequence[str], days: Days) -> Iterator[NewAdverseEvent]:
    """None that comes from the treatment, as published."""
    told = (
        (4, "week2", "common cold", 6, Relation.NONE),
        (12, "week12", "migraine", 1, Relation.NONE),
    )
    return _events(everybody, days, told)


def _events(
    everybody: Sequence[str],
    days: Days,
    told: Sequence[tuple[int, str, str, int, Relation]],
) -> Iterator[NewAdverseEvent]:
    for number, visit, term, lasted, relation in told:
        if number < len(everybody) and (everybody[number], visit) in days:
            code = everybody[number]
            onset = days[code, visit] + timedelta(days=relation in _LATER)
            place = "cheek" if relation in _LOCAL else ""
            yield event(code, term, onset, lasted, relation, place=place)


_LOCAL = (Relation.DEFINITE, Relation.PROBABLE, Relation.POSSIBLE)
_LATER = (Relation.NONE, Relation.UNLIKELY)
