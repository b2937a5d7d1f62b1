"""Elastosis: yellow papules that come singly and run together."""

from functools import lru_cache

import numpy as np

from models.demo.fields import (
    SCENE_HEIGHT,
    SCENE_WIDTH,
    Field,
    Shape,
    noise,
    stamped,
)
from models.demo.person import Person

_SPACING = 44.0
_SIZES = (5.5, 8.0, 11.0)


def papules(
    person: Person, grade: float, shape: Shape, scale: float, shift: tuple[float, float]
) -> Field:
    """How much of a papule each place is, 0 to 1.

    Args:
        person: Whose papules; they stand where they stood before.
        grade: Fitzpatrick-Goldman elastosis, 1 to 9.
        shape: Height and width of the field.
        scale: Pixels of the field in a pixel of the scene.
        shift: How far the scene is shifted, in pixels of the scene.

    Returns:
        Domes, flattened where they run together.
    """
    x, y, onset, kind = _places(person)
    grown = np.clip((grade - onset) / 2.4, 0, 1)
    domes = np.zeros(shape, dtype=np.float32)
    for number, size in enumerate(_SIZES):
        chosen = (kind == number) & (grown > 0)
        if not np.any(chosen):
            continue
        domes += stamped(
            shape,
            (x[chosen] + shift[0]) * np.float32(scale),
            (y[chosen] + shift[1]) * np.float32(scale),
            grown[chosen],
            size * scale * (1 + 0.035 * max(grade - 5, 0)),
        )
    return np.asarray(np.tanh(domes * np.float32(1.35)), dtype=np.float32)


@lru_cache(maxsize=4)
def _places(person: Person) -> tuple[Field, Field, Field, Field]:
    """Where papules may stand, from which grade on, and how large."""
    rng = np.random.default_rng((person.seed, 5))
    columns, rows = np.meshgrid(
        np.arange(-50.0, SCENE_WIDTH + 50, _SPACING),
        np.arange(-50.0, SCENE_HEIGHT + 50, _SPACING * 0.9),
    )
    clusters = noise(rng, (columns.shape[0], columns.shape[1]), 6.0)
    columns[1::2] += _SPACING / 2
    count = columns.size
    x = columns.ravel() + rng.uniform(-13, 13, count)
    y = rows.ravel() + rng.uniform(-12, 12, count)
    # Few stand alone at first; the most come between grades 4 and 7, in clusters.
    rank = np.argsort(np.argsort(rng.normal(0, 1, count) - 0.7 * clusters.ravel()))
    onset = 1.2 + 6.6 * ((rank + 0.5) / count) ** 0.6
    kind = rng.choice(len(_SIZES), count, p=(0.4, 0.4, 0.2))
    return (
        x.astype(np.float32),
        y.astype(np.float32),
        onset.astype(np.float32),
        kind.astype(np.float32),
    )
