"""The people of the demo study: what stays the same at every visit of one person."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

SkinType = Literal["I", "II", "III", "IV"]


@dataclass(frozen=True)
class Mole:
    """A brown spot that stays where it is.

    Attributes:
        x: Place across the photograph, 0 left to 1 right.
        y: Place down the photograph, 0 top to 1 bottom.
        radius: In pixels of a photograph 1600 wide.
        darkness: How much melanin it adds, about 0.3 (lentigo) to 1.6 (mole).
        is_raised: Whether it stands out of the skin.
    """

    x: float
    y: float
    radius: float
    darkness: float
    is_raised: bool


@dataclass(frozen=True)
class Person:
    """One person whose cheek is photographed.

    Attributes:
        seed: What the pores, lines and vessels are drawn from.
        skin_type: Fitzpatrick's skin type.
        melanin: How dark the skin is, 0 very fair to 1 light brown.
        ruddiness: How red the skin is by nature, about 0 to 0.2.
        is_left: Whether it is the left cheek; the eye is then on the left.
        grain: Direction of the relaxed skin lines in degrees from horizontal.
        pore_size: About 0.7 (fine) to 1.3 (coarse).
        moles: Moles and lentigines.
    """

    seed: int
    skin_type: SkinType
    melanin: float
    ruddiness: float
    is_left: bool
    grain: float
    pore_size: float
    moles: tuple[Mole, ...]


def person(seed: int) -> Person:
    """Make up a person.

    Args:
        seed: The same seed gives the same person.

    Returns:
        The person.
    """
    rng = np.random.default_rng((seed, 1))
    kind = int(rng.choice(4, p=(0.2, 0.4, 0.27, 0.13)))
    return Person(
        seed=seed,
        skin_type=_SKIN_TYPES[kind],
        melanin=float(np.clip((kind + rng.uniform(0.1, 0.9)) / 4, 0, 1)),
        ruddiness=float(rng.uniform(0.0, 0.16)),
        is_left=bool(rng.random() < 0.5),
        grain=float(rng.uniform(14, 34)),
        pore_size=float(rng.uniform(0.75, 1.25)),
        moles=_moles(rng),
    )


_SKIN_TYPES: tuple[SkinType, ...] = ("I", "II", "III", "IV")


def _moles(rng: np.random.Generator) -> tuple[Mole, ...]:
    """Two to five moles and some lentigines, none of them at the edge."""
    moles = [
        Mole(
            x=float(rng.uniform(0.08, 0.92)),
            y=float(rng.uniform(0.08, 0.92)),
            radius=float(rng.uniform(9, 22)),
            darkness=float(rng.uniform(0.9, 1.7)),
            is_raised=bool(rng.random() < 0.6),
        )
        for _ in range(int(rng.integers(2, 6)))
    ]
    lentigines = [
        Mole(
            x=float(rng.uniform(0.03, 0.97)),
            y=float(rng.uniform(0.03, 0.97)),
            radius=float(rng.uniform(6, 20)),
            darkness=float(rng.uniform(0.15, 0.4)),
            is_raised=False,
        )
        for _ in range(int(rng.integers(6, 22)))
    ]
    return (*moles, *lentigines)
