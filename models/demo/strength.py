"""How strong each sign is in a photograph, measured from its pixels alone.

Nothing here knows how the photograph was drawn: colours are turned into CIELAB, and
lines and papules are found by what they look like.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from models.demo.fields import Field

_WIDTH = 400
_TO_XYZ = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)
# Of the width of the photograph.
_LINE_WIDTHS = (0.0032, 0.0065)
_PAPULE_WIDTH = 0.003


@dataclass(frozen=True)
class Strengths:
    """What was measured.

    Attributes:
        redness: Median of a* over the skin that no crust covers.
        brown_area: Share of the photograph that is brown as crust is, 0 to 1.
        line_response: Mean answer of a filter for dark lines, in L*.
        papule_response: Mean answer of a filter for yellow papules, in b*.
    """

    redness: float
    brown_area: float
    line_response: float
    papule_response: float


def strengths(rgb: NDArray[np.uint8]) -> Strengths:
    """Measure the signs in a photograph.

    Args:
        rgb: Rows, columns and channels, sRGB.

    Returns:
        The strength of each sign.
    """
    lightness, red, yellow = lab(_reduced(rgb))
    is_brown = _brown(lightness, red, yellow)
    skin = ~ndimage.binary_dilation(is_brown)
    if not np.any(skin):
        skin = np.ones_like(is_brown)
    return Strengths(
        redness=float(np.median(red[skin])),
        brown_area=float(np.mean(is_brown)),
        line_response=float(np.mean(_lines(lightness)[skin])),
        papule_response=float(np.mean(_papules(yellow)[skin])),
    )


def lab(rgb: NDArray[np.uint8]) -> Field:
    """CIELAB (D65) of an sRGB photograph.

    Args:
        rgb: Rows, columns and channels.

    Returns:
        L*, a* and b*, channels first.
    """
    light = _linear()[rgb]
    ratios = light @ (np.array(_TO_XYZ) / np.array(_WHITE)[:, None]).T.astype(
        np.float32
    )
    x, y, z = np.moveaxis(
        np.where(ratios > 216 / 24389, np.cbrt(ratios), ratios * 7.787037 + 16 / 116),
        -1,
        0,
    )
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)]).astype(np.float32)


@lru_cache(maxsize=1)
def _linear() -> Field:
    """Light of each of the 256 levels of sRGB."""
    level = np.arange(256) / 255
    curved = ((level + 0.055) / 1.055) ** 2.4
    return np.where(level <= 0.04045, level / 12.92, curved).astype(np.float32)


def _reduced(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The photograph about 400 wide, each pixel a mean of several."""
    step = max(rgb.shape[1] // _WIDTH, 1)
    rows, columns = rgb.shape[0] // step, rgb.shape[1] // step
    part = rgb[: rows * step, : columns * step].reshape(rows, step, columns, step, 3)
    mean = part.mean(axis=(1, 3), dtype=np.float32)
    return np.asarray(mean, dtype=np.uint8)


def _brown(lightness: Field, red: Field, yellow: Field) -> NDArray[np.bool_]:
    """Dark and rather yellow than red, or so dark that it is no skin."""
    hue = np.degrees(np.arctan2(yellow, red))
    is_brown = (lightness < 42) & (hue > 44)
    return np.asarray(is_brown | (lightness < 27), dtype=np.bool_)


def _lines(lightness: Field) -> Field:
    """How much of a dark line each place is, be it fine or broad."""
    return np.maximum(*(_lines_of_width(lightness, width) for width in _LINE_WIDTHS))


def _lines_of_width(lightness: Field, width: float) -> Field:
    """Second derivative across a dark line, less that along it."""
    sigma = width * lightness.shape[1]
    down, across, right = (
        ndimage.gaussian_filter(lightness, sigma, order=order) * sigma**2
        for order in ((2, 0), (1, 1), (0, 2))
    )
    middle, spread = (down + right) / 2, np.hypot((down - right) / 2, across)
    answer = np.maximum(middle + spread, 0) - np.abs(middle - spread)
    return np.asarray(np.maximum(answer, 0), dtype=np.float32)


def _papules(yellow: Field) -> Field:
    """How much more yellow a place is than its surroundings."""
    sigma = _PAPULE_WIDTH * yellow.shape[1]
    near = ndimage.gaussian_filter(yellow, sigma)
    around = ndimage.gaussian_filter(yellow, 3 * sigma)
    return np.asarray(np.maximum(near - around, 0), dtype=np.float32)
