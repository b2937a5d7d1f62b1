"""Photographs of facial skin, drawn from a known grade of each sign.

The skin is a height field with pigments in it. Pores, fine skin lines, wrinkles,
papules and crusts give the height; melanin, blood, the yellow of elastosis and the
brown of crusts give the colour. One oblique light shades it. Colours are added up as
logarithms, as absorbing layers add up.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.demo.camera import Light, Lit, exposed
from models.demo.crust import Crust, crust
from models.demo.fields import (
    SCENE_HEIGHT,
    SCENE_WIDTH,
    Field,
    Shape,
    blurred,
)
from models.demo.lines import Relief, furrows, wrinkles
from models.demo.papules import papules
from models.demo.person import Person, person
from models.demo.texture import MARGIN, Texture, texture

__all__ = ["Person", "Signs", "draw", "person"]


@dataclass(frozen=True)
class Signs:
    """How strong each sign is; fractions of a grade are allowed.

    Attributes:
        wrinkling: Fitzpatrick-Goldman, 1 to 9.
        elastosis: Fitzpatrick-Goldman, 1 to 9.
        erythema: 0 none to 3 severe.
        crusting: 0 none to 3 severe.
    """

    wrinkling: float
    elastosis: float
    erythema: float
    crusting: float


# Logarithms of red, green and blue.
_BARE = np.log(np.array([0.985, 0.885, 0.805], dtype=np.float32))
_MELANIN = np.array([0.25, 0.36, 0.50], dtype=np.float32)
_BLOOD = np.array([0.12, 0.50, 0.44], dtype=np.float32)
# In a crease light has gone through skin: what is left of it is redder.
_SHADOW = np.array([0.72, 1.08, 1.15], dtype=np.float32)
_YELLOW = np.array([-0.015, 0.045, 0.25], dtype=np.float32)
_THIN_CRUST = np.log(np.array([0.52, 0.285, 0.17], dtype=np.float32))
_THICK_CRUST = np.log(np.array([0.255, 0.12, 0.085], dtype=np.float32))

_REDNESS = (0.0, 0.22, 0.58, 1.08)
_PATCHINESS = (0.6, 0.55, 0.24, 0.09)
_GRADES = (0.0, 1.0, 2.0, 3.0)


def draw(
    who: Person, signs: Signs, *, visit_seed: int, size: tuple[int, int] = (1600, 1200)
) -> NDArray[np.uint8]:
    """Draw one photograph.

    Args:
        who: Whose cheek.
        signs: The grade of each sign.
        visit_seed: Framing and light of this photograph.
        size: Width and height in pixels.

    Returns:
        Red, green and blue (sRGB), as rows, columns and channels. The same arguments
        give the same photograph.
    """
    width, height = size
    scale = max(width / SCENE_WIDTH, height / SCENE_HEIGHT)
    rng = np.random.default_rng((who.seed, visit_seed, 7))
    half = (-(-height // 2), -(-width // 2))
    skin, light = _framed(who, half, scale, rng)
    relief = wrinkles(who, signs.wrinkling, half, scale / 2, light.shift)
    cross = furrows(who, signs.elastosis, half, scale / 2, light.shift)
    domes = papules(who, signs.elastosis, half, scale / 2, light.shift)
    scab = crust(who, skin, signs.crusting, scale / 2, light.shift)
    ground = _height(skin, signs, relief, cross, domes, scab)
    colours = _colours(who, skin, signs, domes, scab)
    shade = _daylight(light, half)
    dark = relief.shadow + cross.shadow + _occlusion(ground, scale)
    colours -= _SHADOW[:, None, None] * dark
    lit = Lit(
        glow=_glow(colours, shade, light),
        gloss=np.float32(95) * np.exp(np.float32(5) * np.minimum(shade, 0)),
        slope=_slope(ground, light.towards, scale),
    )
    roughness = 1 + 0.11 * (signs.elastosis - 1)
    return exposed(lit, skin, light, roughness, rng)[:height, :width]


def _framed(
    who: Person, half: Shape, scale: float, rng: np.random.Generator
) -> tuple[Texture, Light]:
    """The part of the texture that the camera sees at this visit, and the light."""
    room_x, room_y = (int(side * scale / 2) for side in MARGIN)
    whole = texture(who, (half[0] + 2 * room_y, half[1] + 2 * room_x), scale)
    left = int(rng.integers(room_x // 4, 2 * room_x - room_x // 4 + 1))
    top = int(rng.integers(room_y // 4, 2 * room_y - room_y // 4 + 1))
    fine = np.s_[2 * top : 2 * (top + half[0]), 2 * left : 2 * (left + half[1])]
    rough = np.s_[top : top + half[0], left : left + half[1]]
    skin = replace(
        whole,
        relief_x=whole.relief_x[fine],
        relief_y=whole.relief_y[fine],
        tint=whole.tint[fine],
        height=whole.height[rough],
        melanin=whole.melanin[rough],
        blood=whole.blood[rough],
        patches=whole.patches[rough],
        dyschromia=whole.dyschromia[rough],
        pebbles=whole.pebbles[rough],
        clumps=whole.clumps[rough],
    )
    angle = np.radians((-62 if who.is_left else -118) + rng.normal(0, 3))
    light = Light(
        shift=((room_x - left) * 2 / scale, (room_y - top) * 2 / scale),
        towards=(float(np.cos(angle)), float(np.sin(angle))),
        brightness=float(rng.normal(0, 0.018)),
        warmth=float(rng.normal(0, 0.006)),
    )
    return skin, light


def _height(
    skin: Texture,
    signs: Signs,
    relief: Relief,
    cross: Relief,
    domes: Field,
    scab: Crust,
) -> Field:
    """Height of all but the finest, in half size."""
    thick = np.float32(max(signs.elastosis - 1, 0) / 8)
    height = skin.height + relief.height + cross.height
    height += domes * (2.2 + 2.6 * thick) - skin.pebbles * (0.12 + 1.7 * thick)
    return np.asarray(
        height + scab.cover * np.float32(1.6) + scab.thickness * np.float32(6.5),
        dtype=np.float32,
    )


def _colours(
    who: Person, skin: Texture, signs: Signs, domes: Field, scab: Crust
) -> Field:
    """Logarithms of red, green and blue in half size, channels first."""
    sun = np.float32((signs.elastosis - 1) / 8)
    red = np.float32(np.interp(signs.erythema, _GRADES, _REDNESS))
    patchy = np.float32(np.interp(signs.erythema, _GRADES, _PATCHINESS))
    blood = np.float32(0.2 + who.ruddiness) + skin.blood * (1 + red) - sun * 0.07
    blood += red * np.clip(1 + patchy * skin.patches, 0.08, 1.7)
    blood -= domes * (0.05 + 0.08 * sun)
    melanin = np.float32(who.melanin) + skin.melanin
    melanin += skin.dyschromia * np.float32(0.62 * np.clip(sun * 1.25 - 0.2, 0, 1))
    yellow = domes * (0.8 + 0.3 * sun) + np.float32(0.75) * sun**1.5
    dusky = np.float32(0.06 * np.clip(signs.erythema - 2, 0, 1))
    planes = [
        bare - dusky - m * melanin - b * blood - y * yellow
        for bare, m, b, y in zip(_BARE, _MELANIN, _BLOOD, _YELLOW, strict=True)
    ]
    if signs.crusting > 0:
        _cover(planes, skin, scab)
    return np.stack(planes).astype(np.float32)


def _cover(planes: list[Field], skin: Texture, scab: Crust) -> None:
    """Lay the crust over the colours of the skin."""
    uneven = np.float32(0.09) * skin.patches + np.float32(0.5) * skin.melanin
    deep = np.clip(0.12 + scab.thickness + uneven, 0, 1)
    for plane, thin, thick in zip(planes, _THIN_CRUST, _THICK_CRUST, strict=True):
        brown = thin + (thick - thin) * deep
        plane += scab.cover * (brown - plane)


def _daylight(light: Light, shape: Shape) -> Field:
    """The broad light: brighter towards the lamp, falling off to the corners."""
    y, x = np.meshgrid(
        np.linspace(-0.75, 0.75, shape[0], dtype=np.float32),
        np.linspace(-1, 1, shape[1], dtype=np.float32),
        indexing="ij",
    )
    x -= np.float32(0.35 * light.towards[0])
    y -= np.float32(0.25 * light.towards[1])
    fall = 0.10 * (x * x + y * y) + 0.05 * np.square(x * x + y * y)
    return np.asarray(np.float32(light.brightness + 0.03) - fall, dtype=np.float32)


def _occlusion(ground: Field, scale: float) -> Field:
    """How much darker what lies deeper than its surroundings is."""
    deeper = blurred(ground, 10 * scale) - ground
    return np.asarray(
        np.clip(deeper * np.float32(0.028), -0.05, 0.32), dtype=np.float32
    )


def _slope(ground: Field, towards: tuple[float, float], scale: float) -> Field:
    """How steeply the ground turns to the light, in half size."""
    slope = np.zeros_like(ground)
    step = np.float32(-0.25 * scale)
    slope[:, 1:-1] = (ground[:, 2:] - ground[:, :-2]) * (step * np.float32(towards[0]))
    slope[1:-1] += (ground[2:] - ground[:-2]) * (step * np.float32(towards[1]))
    return slope


def _glow(colours: Field, shade: Field, light: Light) -> Field:
    """Red, green and blue from 0 to 255 in half size."""
    warmth = np.array([light.warmth, 0, -light.warmth], dtype=np.float32)
    colours += shade + warmth[:, None, None]
    return np.asarray(np.exp(colours) * np.float32(255))
