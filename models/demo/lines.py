"""Wrinkles: where a person's lines run, and how deep they are at a grade.

The lines are the person's own and never move. Each has a grade at which it begins to
show and a share of the depth; a higher grade shows more lines and makes them deeper
and wider, and the deepest become folds.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.demo.fields import SCENE_HEIGHT, SCENE_WIDTH, Field, Shape, stamped
from models.demo.person import Person


@dataclass(frozen=True)
class Relief:
    """The height that lines give to the skin.

    Attributes:
        height: In pixels of the scene, below 0 in a line.
        shadow: How much light is lost in the crease, 0 none to about 1.
    """

    height: Field
    shadow: Field


@dataclass(frozen=True)
class _Line:
    x: Field
    y: Field
    taper: Field
    onset: float
    strength: float


@dataclass(frozen=True)
class _Lines:
    """All points of many lines, a row each, ready for counting into a grid."""

    x: Field
    y: Field
    taper: Field
    onset: Field
    strength: Field


# Of a line: its width and depth in pixels of the scene, and the light it takes away.
_FINE = (1.7, 1.5, 0.07)
_MEDIUM = (3.8, 3.6, 0.13)
_DEEP = (8.5, 11.0, 0.18)
_FOLD = (24.0, 10.0, 0.0)


def wrinkles(
    person: Person, grade: float, shape: Shape, scale: float, shift: tuple[float, float]
) -> Relief:
    """The relief of the wrinkles at a grade.

    Args:
        person: Whose wrinkles.
        grade: Fitzpatrick-Goldman wrinkling, 1 to 9.
        shape: Height and width of the field.
        scale: Pixels of the field in a pixel of the scene.
        shift: How far the scene is shifted, in pixels of the scene.

    Returns:
        Height and shadow.
    """
    lines = _lines_of(person)
    shown = np.clip((grade - lines.onset) / 2.2, 0, 1)
    depth = shown * lines.strength * lines.taper * np.float32(0.42 + 0.085 * grade)
    return _relief(lines, depth, shape, scale, shift)


def furrows(
    person: Person, grade: float, shape: Shape, scale: float, shift: tuple[float, float]
) -> Relief:
    """The deep criss-cross of thick elastotic skin, from elastosis 6 on."""
    lines = _furrows_of(person)
    shown = np.clip((grade - lines.onset) / 2.5, 0, 1)
    return _relief(lines, shown * lines.strength * lines.taper, shape, scale, shift)


def _relief(
    lines: _Lines, depth: Field, shape: Shape, scale: float, shift: tuple[float, float]
) -> Relief:
    """Draw lines of which each point has its depth, 0 to about 1.2."""
    seen = depth > 0.01
    x, y = (lines.x[seen] + shift[0]) * scale, (lines.y[seen] + shift[1]) * scale
    depth = depth[seen]
    medium = np.clip((depth - 0.22) / 0.35, 0, 1)
    deep = np.clip((depth - 0.5) / 0.65, 0, 1.1) ** 1.4
    layers = (
        (_FINE, np.minimum(depth, 0.5) * 2 * (1 - 0.5 * deep)),
        (_MEDIUM, medium * (1 - 0.4 * deep)),
        (_DEEP, deep),
        (_FOLD, -deep * 0.8),
    )
    height = np.zeros(shape, dtype=np.float32)
    shadow = np.zeros(shape, dtype=np.float32)
    for (sigma, size, darkness), weight in layers:
        if not np.any(weight):
            continue
        # A line of one unit per pixel has this peak once it is blurred.
        crowd = np.float32(1.5 / np.sqrt(2 * np.pi) / sigma)
        groove = np.tanh(stamped(shape, x, y, weight * crowd, sigma * scale))
        height -= groove * np.float32(size)
        if darkness:
            shadow += groove * np.float32(darkness)
    return Relief(height, shadow)


@lru_cache(maxsize=4)
def _lines_of(person: Person) -> _Lines:
    rng = np.random.default_rng((person.seed, 2))
    lines = [*_feet(rng), *_cheek(rng), *_crinkles(rng, person.grain)]
    return _joined(lines, is_mirrored=not person.is_left)


@lru_cache(maxsize=4)
def _furrows_of(person: Person) -> _Lines:
    rng = np.random.default_rng((person.seed, 3))
    lines = [
        _furrow(rng, direction, across + rng.uniform(-28, 28))
        for direction in (person.grain + 18, person.grain - 62)
        for across in np.arange(-200.0, 1600.0, 105.0)
    ]
    return _joined(lines, is_mirrored=not person.is_left)


def _furrow(rng: np.random.Generator, direction: float, across: float) -> _Line:
    """One of a family of wavy lines that cross the whole cheek."""
    turn = np.radians(direction)
    middle = np.array([SCENE_WIDTH / 2, SCENE_HEIGHT / 2])
    normal = np.array([-np.sin(turn), np.cos(turn)])
    start = middle + normal * (across - 700)
    start -= 1150 * np.array([np.cos(turn), np.sin(turn)])
    line = _curve(rng, start, turn, 2300, bend=rng.normal(0, 0.12), wobble=0.28)
    patchy = np.sin(
        np.linspace(0, rng.uniform(20, 34), line.x.size) + rng.uniform(0, 6)
    )
    taper = np.clip(0.62 + 0.5 * patchy, 0.05, 1).astype(np.float32)
    onset, strength = float(rng.uniform(5.6, 7.6)), float(rng.uniform(0.55, 0.95))
    return _Line(line.x, line.y, taper, onset, strength)


def _feet(rng: np.random.Generator) -> list[_Line]:
    """Crow's feet: a fan from the corner of the eye, just outside on the left."""
    centre = np.array([rng.uniform(-90, -30), rng.uniform(330, 470)])
    count = 19
    angles = np.radians(np.linspace(-52, 62, count) + rng.normal(0, 2.2, count))
    onsets = _spread(rng, count, -1.2, 6.6)
    lines: list[_Line] = []
    for angle, onset in zip(angles, onsets, strict=True):
        strength = float(rng.uniform(0.75, 1.1) * (1 - 0.04 * onset))
        start = centre + rng.uniform(110, 240) * _unit(angle)
        length = rng.uniform(330, 560) + 60 * (7 - onset)
        line = _curve(rng, start, angle, length, bend=rng.normal(0.1, 0.25))
        lines.append(_Line(line.x, line.y, line.taper, float(onset), strength))
        lines += _branches(rng, lines[-1], int(rng.integers(1, 4)))
    return lines


def _cheek(rng: np.random.Generator) -> list[_Line]:
    """Folds of the cheek: arcs around the corner of the mouth, below on the right."""
    mouth = np.array([SCENE_WIDTH + rng.uniform(0, 160), SCENE_HEIGHT + 180.0])
    count = 17
    radii = np.linspace(300, 1080, count) + rng.normal(0, 18, count)
    onsets = _spread(rng, count, 2.4, 7.8)
    lines: list[_Line] = []
    for radius, onset in zip(radii, onsets, strict=True):
        begin = np.radians(rng.uniform(188, 222))
        start = mouth + radius * _unit(begin)
        length = rng.uniform(0.3, 0.65) * radius + 170
        line = _curve(rng, start, begin + np.pi / 2, length, bend=length / radius)
        strength = float(rng.uniform(0.6, 1.05))
        lines.append(_Line(line.x, line.y, line.taper, float(onset), strength))
        lines += _branches(rng, lines[-1], int(rng.integers(0, 3)))
    return lines


def _crinkles(rng: np.random.Generator, grain: float) -> list[_Line]:
    """Short fine lines everywhere, along the relaxed skin lines and across."""
    lines = []
    for onset in _spread(rng, 420, -0.2, 9.2):
        start = np.array([rng.uniform(-40, 1640), rng.uniform(-40, 1240)])
        is_across = rng.random() < 0.2
        # Lines fan out: flatter above, steeper towards the jaw.
        turn = grain + 26 * (start[1] / SCENE_HEIGHT - 0.5) + rng.normal(0, 7)
        angle = np.radians(turn + (62 if is_across else 0))
        length = rng.uniform(50, 230) * (0.6 if is_across else 1)
        line = _curve(rng, start, angle, length, bend=rng.normal(0, 0.3), wobble=0.16)
        strength = float(rng.uniform(0.2, 0.44))
        lines.append(_Line(line.x, line.y, line.taper, float(onset), strength))
    return lines


def _branches(rng: np.random.Generator, line: _Line, count: int) -> list[_Line]:
    """Finer lines that leave a line at a sharp angle."""
    branches = []
    for _ in range(count):
        at = int(line.x.size * rng.uniform(0.25, 0.75))
        step = np.array(
            [line.x[at] - line.x[at - 4], line.y[at] - line.y[at - 4]], dtype=float
        )
        side = 1 if rng.random() < 0.5 else -1
        angle = np.arctan2(step[1], step[0]) + side * np.radians(rng.uniform(14, 34))
        length = line.x.size * rng.uniform(0.25, 0.5)
        start = np.array([line.x[at], line.y[at]], dtype=float)
        branch = _curve(rng, start, angle, length, bend=-side * rng.uniform(0, 0.4))
        onset = line.onset + rng.uniform(1.2, 3.0)
        branches.append(
            _Line(branch.x, branch.y, branch.taper, onset, 0.7 * line.strength)
        )
    return branches


def _curve(
    rng: np.random.Generator,
    start: np.ndarray,
    angle: float,
    length: float,
    *,
    bend: float,
    wobble: float = 0.1,
) -> _Line:
    """A bent, slightly unsteady line that fades at both ends, a point per pixel."""
    count = max(int(length), 12)
    t = np.linspace(0, 1, count)
    waves = np.sin(t * rng.uniform(5, 11) + rng.uniform(0, 6))
    waves += 0.6 * np.sin(t * rng.uniform(18, 34) + rng.uniform(0, 6))
    heading = angle + bend * t + wobble * waves
    x = start[0] + np.cumsum(np.cos(heading))
    y = start[1] + np.cumsum(np.sin(heading))
    uneven = 0.86 + 0.14 * np.sin(t * rng.uniform(12, 40) + rng.uniform(0, 6))
    taper = np.sin(np.pi * np.clip(t, 0, 1)) ** 0.6 * uneven
    return _Line(
        x.astype(np.float32), y.astype(np.float32), taper.astype(np.float32), 0, 1
    )


def _joined(lines: list[_Line], *, is_mirrored: bool) -> _Lines:
    x = np.concatenate([line.x for line in lines])
    sizes = [line.x.size for line in lines]
    onsets = np.array([line.onset for line in lines], dtype=np.float32)
    strengths = np.array([line.strength for line in lines], dtype=np.float32)
    return _Lines(
        x=SCENE_WIDTH - x if is_mirrored else x,
        y=np.concatenate([line.y for line in lines]),
        taper=np.concatenate([line.taper for line in lines]),
        onset=np.repeat(onsets, sizes),
        strength=np.repeat(strengths, sizes),
    )


def _spread(
    rng: np.random.Generator, count: int, low: float, high: float
) -> np.ndarray:
    """Grades at which lines begin to show, evenly spread and in random order."""
    return rng.permutation(np.linspace(low, high, count))


def _unit(angle: float) -> np.ndarray:
    return np.array([np.cos(angle), np.sin(angle)])
