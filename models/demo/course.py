"""The course of the demo of hoss-2020: who has which grade when, and who scores it.

Made up, after the design of Hoss 2020 and the direction it reports: less redness and
less crusting in one arm as a trend, more improvement of wrinkling at day 30, about the
same for elastosis. The numbers are no results of any trial.
"""

from dataclasses import dataclass

import numpy as np

from models.demo.raters import Habit
from models.demo.skin import Signs

SUBJECTS = 20
ARMS = ("Conditioned medium", "Vehicle")

# Per visit: erythema and crusting with and without the product, after the procedure.
_REDNESS = {
    "day1": (2.5, 2.8),
    "day5": (1.9, 2.5),
    "day7": (1.5, 2.1),
    "day14": (0.8, 1.3),
    "day30": (0.2, 0.5),
}
_CRUSTS = {
    "day1": (1.6, 1.9),
    "day5": (2.2, 2.7),
    "day7": (1.1, 1.9),
    "day14": (0.1, 0.4),
    "day30": (0.0, 0.0),
}
_SMOOTHER = (2.3, 1.4)  # grades of wrinkling lost by day 30
_FIRMER = (1.4, 1.2)  # grades of elastosis lost by day 30
_SHARE = {"day1": 0.1, "day5": 0.25, "day7": 0.4, "day14": 0.7, "day30": 1.0}


@dataclass(frozen=True)
class DemoSubject:
    """A subject of the demo study.

    Attributes:
        code: "001" to "020".
        arm: Name of the arm.
        signs: True grades by visit key, fractions allowed.
    """

    code: str
    arm: str
    signs: dict[str, Signs]


RATERS = (
    Habit("R1", 0.35, 0.55),
    Habit("R2", -0.25, 0.7),
    Habit("R3", 0.05, 0.4),
    Habit("R4", 0.7, 0.6),
    Habit("R5", -0.1, 0.9, drift=0.9),
)
"""A strict one, a mild one, a steady one, a severe one, and one who wavers and drifts
towards severity."""


def subjects(
    seed: int, visits: tuple[str, ...], count: int = SUBJECTS
) -> list[DemoSubject]:
    """The subjects of the demo study, half of them in each arm.

    Args:
        seed: The same seed gives the same subjects.
        visits: Keys of the visits.
        count: How many, an even number.
    """
    rng = np.random.default_rng((seed, 1))
    arms = rng.permutation(np.repeat([0, 1], count // 2))
    return [
        DemoSubject(f"{number + 1:03}", ARMS[arm], _signs(rng, int(arm), visits))
        for number, arm in enumerate(arms)
    ]


def _signs(
    rng: np.random.Generator, arm: int, visits: tuple[str, ...]
) -> dict[str, Signs]:
    """The true grades of one subject over the visits."""
    wrinkling, elastosis = rng.uniform(4.6, 8.6), rng.uniform(4.4, 8.2)
    smoother = max(0.0, rng.normal(_SMOOTHER[arm], 0.5))
    firmer = max(0.0, rng.normal(_FIRMER[arm], 0.5))
    reacts = rng.normal(0, 0.25)
    course: dict[str, Signs] = {}
    for visit in visits:
        share = _SHARE.get(visit, 0.0)
        red, crust = _REDNESS.get(visit), _CRUSTS.get(visit)
        course[visit] = Signs(
            wrinkling=_within(wrinkling - share * smoother, 1, 9),
            elastosis=_within(elastosis - share * firmer, 1, 9),
            erythema=_within(red[arm] + reacts, 0, 3) if red else 0.0,
            crusting=_within(crust[arm] + reacts, 0, 3)
            if crust and max(crust)
            else 0.0,
        )
    return course


def _within(value: float, lowest: float, highest: float) -> float:
    """A value no further than its scale goes."""
    return float(min(max(value, lowest), highest))
