"""The camera of the demo: from light on skin to a file with EXIF and colour profile."""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms

from models.demo.fields import Field, doubled
from models.demo.texture import Texture

CAMERA = "Dermagrade demo camera"
_BAND = 16
_NOISE = 1.6
_QUALITY = 90


@dataclass(frozen=True)
class Light:
    """What differs from visit to visit.

    Attributes:
        shift: How far the scene is shifted, in pixels of the scene.
        towards: Where the light comes from, as a unit vector.
        brightness: Logarithm of the brightness.
        warmth: Logarithm of red over green.
    """

    shift: tuple[float, float]
    towards: tuple[float, float]
    brightness: float
    warmth: float


@dataclass(frozen=True)
class Lit:
    """The skin in half size, without pores and fine lines.

    Attributes:
        glow: Red, green and blue from 0 to 255, channels first.
        gloss: How brightly it can shine.
        slope: How steeply it turns to the light.
    """

    glow: Field
    gloss: Field
    slope: Field


def exposed(
    lit: Lit, skin: Texture, light: Light, roughness: float, rng: np.random.Generator
) -> NDArray[np.uint8]:
    """Add pores and fine lines, shade all and let the sensor see it.

    Args:
        lit: The skin in half size.
        skin: Its fine texture.
        light: Where the light comes from.
        roughness: How strongly the fine texture stands out, 1 in young skin.
        rng: For the noise of the sensor.

    Returns:
        Red, green and blue, twice the size of what was given.
    """
    rows, columns = lit.slope.shape
    film = np.empty((2 * rows, 2 * columns, 3), dtype=np.uint8)
    grain = rng.normal(0.5, _NOISE, (2 * _BAND, 2 * columns)).astype(np.float32)
    right, down = (np.float32(-roughness * way) for way in light.towards)
    planes = np.concatenate([lit.glow, lit.gloss[None], lit.slope[None]])
    for top in range(0, rows, _BAND):
        bottom = min(top + _BAND, rows)
        band = np.s_[2 * top : 2 * bottom]
        *colours, gloss, slope = doubled(planes, top, bottom)
        slope += skin.relief_x[band] * right
        slope += skin.relief_y[band] * down
        slope /= 1 + np.abs(slope)
        shade = np.exp(skin.tint[band] + np.float32(0.5) * slope)
        shine = np.maximum(slope * np.float32(1.6) + np.float32(0.28), 0)
        gloss *= shine * shine
        for channel, colour in enumerate(colours):
            colour *= shade
            colour += gloss
            colour += np.roll(grain[: len(colour)], 91 * channel + 37 * top, axis=1)
            film[band, :, channel] = np.clip(colour, 0, 255)
    return film


def encode(rgb: NDArray[np.uint8], *, taken_at: datetime) -> bytes:
    """A JPEG file as a camera writes it, with EXIF and the profile of sRGB.

    Args:
        rgb: Rows, columns and channels.
        taken_at: When the photograph was taken, on the clock of the camera.

    Returns:
        The bytes of the file.
    """
    exif = Image.Exif()
    moment = taken_at.strftime("%Y:%m:%d %H:%M:%S")
    exif[ExifTags.Base.Make] = "Dermagrade"
    exif[ExifTags.Base.Model] = CAMERA
    exif[ExifTags.Base.Orientation] = 1
    exif[ExifTags.Base.DateTime] = moment
    details = exif.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.DateTimeOriginal] = moment
    details[ExifTags.Base.DateTimeDigitized] = moment
    details[ExifTags.Base.ColorSpace] = 1
    file = io.BytesIO()
    Image.fromarray(rgb).save(
        file, "JPEG", quality=_QUALITY, exif=exif, icc_profile=_srgb(), dpi=(300, 300)
    )
    return file.getvalue()


@lru_cache(maxsize=1)
def _srgb() -> bytes:
    """The colour profile, without the day it was made, so that bytes can be equal."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[24:36] = bytes((7, 0xD0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    made[84:100] = bytes(16)
    return bytes(made)
