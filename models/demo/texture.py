"""What stays at every visit: relief of pores and skin lines, spots, vessels, hairs."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.demo.fields import (
    SCENE_HEIGHT,
    SCENE_WIDTH,
    Field,
    Shape,
    blurred,
    doubled,
    noise,
    ridges,
    smoothstep,
    splat,
    stamped,
)
from models.demo.person import Person

MARGIN = (56, 42)
"""How much is drawn beyond each side of the scene, so that the framing can move."""


@dataclass(frozen=True)
class Texture:
    """The constant part of one person's skin, a margin larger than the photograph.

    Attributes:
        relief_x: Slope of pores and skin lines to the right, in full size.
        relief_y: Their slope downwards, in full size.
        tint: Logarithm of brightness of pores and hairs, in full size.
        height: Height of moles and gentle unevenness, in half size.
        melanin: Brown pigment, in half size.
        blood: Redness by vessels, in half size.
        patches: Smooth unevenness that redness follows, in half size.
        dyschromia: Where brown patches come with elastosis, in half size.
        pebbles: Seams between coarse irregular cells, in half size.
        clumps: Unevenness that crusts follow, in half size.
    """

    relief_x: Field
    relief_y: Field
    tint: Field
    height: Field
    melanin: Field
    blood: Field
    patches: Field
    dyschromia: Field
    pebbles: Field
    clumps: Field


@lru_cache(maxsize=2)
def texture(person: Person, half: Shape, scale: float) -> Texture:
    """Draw the constant part of a person's skin.

    Args:
        person: Whose skin.
        half: Height and width of half the photograph with its margin.
        scale: Pixels of the photograph in a pixel of the scene.

    Returns:
        The fields.
    """
    rng = np.random.default_rng((person.seed, 4))
    full = (2 * half[0], 2 * half[1])
    net = _network(rng, person, half, scale / 2)
    pores, openings = _pores(rng, person, full, scale)
    hairs = _hairs(rng, person, half, scale / 2)
    spots, bumps = _spots(rng, person, half, scale / 2)
    small = scale / 2
    dapple = noise(rng, half, 210 * small) * 0.6 + noise(rng, half, 70 * small) * 0.4
    hairs += noise(rng, half, 9 * small) * np.float32(0.007)
    hairs += noise(rng, half, 22 * small) * np.float32(0.007)
    tint = doubled(hairs, 0, half[0])
    tint -= np.float32(0.06) * openings + np.float32(0.016) * net
    relief = (pores - np.float32(0.36) * net) * np.float32(scale)
    return Texture(
        relief_x=_gradient(relief, 1),
        relief_y=_gradient(relief, 0),
        tint=tint,
        height=noise(rng, half, 60 * small) * np.float32(0.9) + bumps,
        melanin=np.float32(0.05) * dapple + spots,
        blood=_vessels(rng, half, small),
        patches=_blotches(rng, half, small),
        dyschromia=_patches(rng, half, small),
        pebbles=_pebbles(rng, person, half, small),
        clumps=_clumps(rng, half, small),
    )


def _gradient(relief: Field, axis: int) -> Field:
    return np.asarray(np.gradient(relief, axis=axis), dtype=np.float32)


def _network(
    rng: np.random.Generator, person: Person, half: Shape, scale: float
) -> Field:
    """Fine furrows that enclose little plateaus, longer along the grain; full size."""
    places = _bent(rng, person, half, scale)
    x, y = doubled(places, 0, half[0])
    uneven = noise(rng, half, 120 * scale) * np.float32(0.25) + np.float32(0.75)
    return ridges(x, y, width=0.25, cell=14.0) * doubled(uneven, 0, half[0])


def _pebbles(
    rng: np.random.Generator, person: Person, half: Shape, scale: float
) -> Field:
    """Seams between coarser cells, in half size."""
    x, y = _bent(rng, person, half, scale)
    return ridges(x, y, width=0.26, cell=40.0)


def _bent(
    rng: np.random.Generator, person: Person, shape: Shape, scale: float
) -> Field:
    """Places along and across the grain, bent so that no pattern repeats."""
    y, x = np.meshgrid(
        np.arange(shape[0], dtype=np.float32) / np.float32(scale),
        np.arange(shape[1], dtype=np.float32) / np.float32(scale),
        indexing="ij",
    )
    for place in (x, y):
        place += noise(rng, shape, 330 * scale) * np.float32(34)
        place += noise(rng, shape, 60 * scale) * np.float32(3)
    turn = np.radians(person.grain if person.is_left else -person.grain)
    sine, cosine = np.float32(np.sin(turn)), np.float32(np.cos(turn))
    along = (x * cosine + y * sine) / np.float32(1.45)
    return np.stack([along, y * cosine - x * sine])


def _pores(
    rng: np.random.Generator, person: Person, shape: Shape, scale: float
) -> tuple[Field, Field]:
    """Dimples on an uneven grid, larger towards the middle of the face."""
    spacing = 21.0
    columns, rows = np.meshgrid(
        np.arange(-MARGIN[0], SCENE_WIDTH + MARGIN[0], spacing),
        np.arange(-MARGIN[1], SCENE_HEIGHT + MARGIN[1], spacing),
    )
    count = columns.size
    x = (columns.ravel() + rng.uniform(-9, 9, count) + MARGIN[0]).astype(np.float32)
    y = (rows.ravel() + rng.uniform(-9, 9, count) + MARGIN[1]).astype(np.float32)
    inner = x / SCENE_WIDTH if person.is_left else 1 - x / SCENE_WIDTH
    size = person.pore_size * (0.35 + 0.75 * inner) * rng.lognormal(-0.1, 0.45, count)
    openings = np.zeros(shape, dtype=np.float32)
    for sigma, low, high in ((1.6, 0.0, 0.7), (2.5, 0.7, 1.2), (3.3, 1.2, 9.0)):
        chosen = (size >= low) & (size < high)
        weight = np.minimum(size[chosen], 1.8).astype(np.float32)
        places = x[chosen] * np.float32(scale), y[chosen] * np.float32(scale)
        openings += stamped(shape, *places, weight, sigma * scale)
    return -0.95 * openings, openings


def _hairs(
    rng: np.random.Generator, person: Person, shape: Shape, scale: float
) -> Field:
    """Vellus hairs: thin, short, pale, all lying down the cheek."""
    count, points = 260, 90
    t = np.linspace(0, 1, points)[:, None]
    x0 = rng.uniform(-40, SCENE_WIDTH + 120, count)
    y0 = rng.uniform(-80, SCENE_HEIGHT + 80, count)
    heading = np.radians(rng.normal(68, 14, count) if person.is_left else 0)
    if not person.is_left:
        heading = np.radians(180 - rng.normal(68, 14, count))
    bend = rng.normal(0, 0.5, count)
    length = rng.uniform(40, 110, count)
    angle = heading + bend * t
    x = x0 + np.cumsum(np.cos(angle), axis=0) * length / points
    y = y0 + np.cumsum(np.sin(angle), axis=0) * length / points
    sign = np.where(rng.random(count) < 0.75, 1.0, -0.8) * rng.uniform(0.3, 1, count)
    weight = np.sin(np.pi * (0.08 + 0.92 * t)) * sign * length / points
    grid = splat(
        shape,
        (x.ravel() * scale).astype(np.float32),
        (y.ravel() * scale).astype(np.float32),
        (weight.ravel() * scale).astype(np.float32),
    )
    lines = np.clip(blurred(grid, 0.55) * np.float32(0.13), -0.12, 0.12)
    return np.asarray(lines, dtype=np.float32)


def _spots(
    rng: np.random.Generator, person: Person, shape: Shape, scale: float
) -> tuple[Field, Field]:
    """Pigment and height of moles and lentigines."""
    melanin = np.zeros(shape, dtype=np.float32)
    height = np.zeros(shape, dtype=np.float32)
    for mole in person.moles:
        x = (mole.x * SCENE_WIDTH + MARGIN[0]) * scale
        y = (mole.y * SCENE_HEIGHT + MARGIN[1]) * scale
        radius = mole.radius * scale
        reach = int(radius * 2.2) + 2
        rows = np.arange(max(int(y) - reach, 0), min(int(y) + reach, shape[0]))
        columns = np.arange(max(int(x) - reach, 0), min(int(x) + reach, shape[1]))
        if not (rows.size and columns.size):
            continue
        ry, rx = np.meshgrid((rows - y) / radius, (columns - x) / radius, indexing="ij")
        phase = rng.uniform(0, 6, 2)
        angle = np.arctan2(ry, rx)
        edge = (
            1 + 0.1 * np.sin(2 * angle + phase[0]) + 0.07 * np.sin(5 * angle + phase[1])
        )
        distance = (np.hypot(rx, ry) / edge).astype(np.float32)
        part = np.ix_(rows, columns)
        soft = 1 - smoothstep(0.65, 1.15, distance)
        speckle = 0.85 + 0.15 * noise(rng, distance.shape, max(radius / 3, 2))
        melanin[part] += mole.darkness * soft * speckle
        if mole.is_raised:
            dome = np.square(np.clip(1 - np.square(distance / 1.25), 0, 1))
            height[part] += np.float32(0.42 * mole.radius) * dome
    return melanin, height


def _vessels(rng: np.random.Generator, shape: Shape, scale: float) -> Field:
    """Mottling and a few fine broken vessels."""
    mottle = noise(rng, shape, 46 * scale) * 0.5 + noise(rng, shape, 150 * scale) * 0.5
    winding = np.abs(
        noise(rng, shape, 75 * scale) + 0.35 * noise(rng, shape, 24 * scale)
    )
    where = smoothstep(0.75, 1.7, noise(rng, shape, 190 * scale))
    vessels = np.exp(-np.square(winding / np.float32(0.05))) * where
    return np.asarray(0.05 * mottle + 0.16 * vessels, dtype=np.float32)


def _blotches(rng: np.random.Generator, shape: Shape, scale: float) -> Field:
    """Smooth unevenness of about unit height."""
    return noise(rng, shape, 260 * scale) * 0.7 + noise(rng, shape, 80 * scale) * 0.5


def _patches(rng: np.random.Generator, shape: Shape, scale: float) -> Field:
    """Irregular brown patches, 0 to 1."""
    hills = noise(rng, shape, 120 * scale) + 0.5 * noise(rng, shape, 34 * scale)
    hills += 0.25 * noise(rng, shape, 12 * scale)
    return smoothstep(0.7, 1.5, hills)


def _clumps(rng: np.random.Generator, shape: Shape, scale: float) -> Field:
    """Where crust clumps first, of about unit height."""
    hills = noise(rng, shape, 230 * scale) + 0.55 * noise(rng, shape, 80 * scale)
    hills += np.float32(0.3) * noise(rng, shape, 26 * scale)
    return hills
