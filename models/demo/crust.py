"""Crusts after fractional laser: points in a grid that grow, merge and thicken."""

from dataclasses import dataclass

import numpy as np

from models.demo.fields import (
    SCENE_HEIGHT,
    SCENE_WIDTH,
    Field,
    Shape,
    smoothstep,
    stamped,
)
from models.demo.person import Person
from models.demo.texture import Texture

_PITCH = 27.0
_GRADES = (0.0, 1.0, 2.0, 3.0)
_COVERED = (0.0, 0.05, 0.27, 0.72)
_CLUMPING = (0.05, 0.12, 0.5, 1.1)
_THICKNESS = (0.9, 1.1, 1.0, 1.1)


@dataclass(frozen=True)
class Crust:
    """Crust on the skin.

    Attributes:
        cover: How much each place is covered, 0 to 1.
        thickness: How thick the crust is there, 0 to 1.
    """

    cover: Field
    thickness: Field


def covered_fraction(grade: float) -> float:
    """How much of the field is covered by crust at a grade, 0 to 1."""
    return float(np.interp(grade, _GRADES, _COVERED))


def crust(
    person: Person,
    skin: Texture,
    grade: float,
    scale: float,
    shift: tuple[float, float],
) -> Crust:
    """Crust of a grade.

    Args:
        person: Whose skin; the laser went over it once, in one place.
        skin: Its texture, already framed.
        grade: Crusting, 0 to 3.
        scale: Pixels of the field in a pixel of the scene.
        shift: How far the scene is shifted, in pixels of the scene.

    Returns:
        Cover and thickness.
    """
    shape = (skin.clumps.shape[0], skin.clumps.shape[1])
    part = covered_fraction(grade)
    if part <= 0:
        nothing = np.zeros(shape, dtype=np.float32)
        return Crust(nothing, nothing)
    clumping = np.float32(np.interp(grade, _GRADES, _CLUMPING))
    likely = _points(person, shape, scale, shift) * np.float32(1.1)
    likely += clumping * skin.clumps
    # At grade 3 the plates crack between pebbles.
    likely -= np.float32(0.9 * max(grade - 1.6, 0)) * skin.pebbles
    edge = float(np.quantile(likely[::2, ::2], 1 - part))
    thickness = smoothstep(edge - 0.4, edge + 2.8, likely)
    thickness *= np.float32(np.interp(grade, _GRADES, _THICKNESS))
    return Crust(smoothstep(edge - 0.11, edge + 0.11, likely), thickness)


def _points(
    person: Person, shape: Shape, scale: float, shift: tuple[float, float]
) -> Field:
    """The points of the laser: a turned grid, each point hit more or less."""
    rng = np.random.default_rng((person.seed, 6))
    steps = np.arange(-1100.0, 1100.0, _PITCH)
    columns, rows = (grid.ravel() for grid in np.meshgrid(steps, steps))
    turn = np.radians(rng.uniform(-12, 12))
    x = columns * np.cos(turn) - rows * np.sin(turn) + SCENE_WIDTH / 2
    y = columns * np.sin(turn) + rows * np.cos(turn) + SCENE_HEIGHT / 2
    x, y = (side + rng.normal(0, 1.8, side.size) for side in (x, y))
    hit = rng.uniform(0.55, 1.1, x.size) * (rng.random(x.size) < 0.93)
    return stamped(
        shape,
        ((x + shift[0]) * scale).astype(np.float32),
        ((y + shift[1]) * scale).astype(np.float32),
        hit.astype(np.float32),
        4.2 * scale,
    )
