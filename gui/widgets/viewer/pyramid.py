"""A photograph in halved sizes, so that it is smooth at every scale.

Nothing here knows Qt. All pixel work is done by numpy in strips that fit into the
processor's cache; it lets go of the interpreter, so the window does not stand still.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PIL import Image

from models.photographs.decode import Pixels

Pixels8 = npt.NDArray[np.uint8]

SMALLEST_SIDE = 64
"""Levels are halved until no side is longer than this."""

_LARGE = 8_000_000
_AS_SHARP = 1.001  # sizes in whole pixels are hardly ever an exact multiple
_STRIP_ROWS = 32


@dataclass(frozen=True, eq=False)
class Level:
    """The photograph in one size.

    Attributes:
        pixels: Height × width × 4 in the order of the screen (blue, green, red, 255);
            a very large level is kept as it was decoded, height × width × 3 (red,
            green, blue), which saves a quarter of the memory.
        factor: How many pixels of the photograph one of this level stands for, along
            one side: 1, 2, 4 …, and between them that of the window it is fitted to.
    """

    pixels: Pixels8
    factor: float

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.pixels.shape[0])

    @property
    def is_for_screen(self) -> bool:
        """Whether it can be drawn as it is."""
        return int(self.pixels.shape[2]) == 4


@dataclass(frozen=True, eq=False)
class Pyramid:
    """A photograph, or as much of it as is decoded.

    Attributes:
        width: Pixels across of the full photograph.
        height: Pixels down of the full photograph.
        levels: The finest first: halved sizes, and perhaps one that fits the window.
        notes: What is to be told of its colours or its file.
    """

    width: int
    height: int
    levels: tuple[Level, ...]
    notes: tuple[str, ...] = ()

    @property
    def factor(self) -> float:
        """The factor of its finest level; 1 if all of the photograph is there."""
        return self.levels[0].factor

    @property
    def nbytes(self) -> int:
        """Bytes its levels take."""
        return sum(level.pixels.nbytes for level in self.levels)

    def is_sharp_at(self, scale: float) -> bool:
        """Whether it is as sharp as the photograph can be.

        Args:
            scale: Screen pixels per pixel of the photograph.
        """
        return self.factor == 1 or self.factor * scale <= _AS_SHARP

    def level_at(self, scale: float) -> Level:
        """The level to draw from: the smallest that need not be enlarged."""
        fitting = [lv for lv in self.levels if lv.factor * scale <= _AS_SHARP]
        return fitting[-1] if fitting else self.levels[0]

    def coarser_than(self, level: Level) -> Level:
        """The next smaller level, or the same if there is none."""
        return next((lv for lv in self.levels if lv.factor > level.factor), level)

    def trimmed(self, scale: float) -> "Pyramid":
        """Without the levels that are finer than a scale asks for."""
        least = self.level_at(scale).factor
        return replace(
            self, levels=tuple(lv for lv in self.levels if lv.factor >= least)
        )

    def with_levels_of(self, other: "Pyramid") -> "Pyramid":
        """With such levels of another decode of the photograph as it has not."""
        own = {level.factor for level in self.levels}
        more = (lv for lv in other.levels if lv.factor not in own)
        kept = (lv for lv in more if lv.factor > self.factor)
        levels = sorted((*self.levels, *kept), key=lambda level: level.factor)
        return replace(self, levels=tuple(levels))


def begun(pixels: Pixels) -> Pyramid:
    """A pyramid with the decoded size only, to be shown at once."""
    rgb = pixels.rgb
    factor = decoded_factor(pixels.width, int(rgb.shape[1]))
    level = rgb if rgb.shape[0] * rgb.shape[1] > _LARGE else for_screen(rgb)
    return Pyramid(pixels.width, pixels.height, (Level(level, factor),), pixels.notes)


def completed(pyramid: Pyramid) -> Pyramid:
    """The same photograph with all its halved sizes."""
    levels = list(pyramid.levels)
    level = levels[0]
    while max(level.width, level.height) > SMALLEST_SIDE:
        level = Level(halved(level.pixels), level.factor * 2)
        levels.append(level)
    levels.sort(key=lambda level: level.factor)
    return replace(pyramid, levels=tuple(levels))


def fitted(pyramid: Pyramid, scale: float) -> Pyramid:
    """The same photograph with a level of just the size it is seen in at a scale.

    It is drawn without any change of size, and takes little room, so neighbours are
    kept in it.
    """
    size = seen_size(pyramid.width, pyramid.height, scale)
    source = pyramid.level_at(scale)
    if not source.is_for_screen or size[0] >= source.width or size[1] >= source.height:
        return pyramid
    pixels = source.pixels
    whole = (source.width, source.height)
    picture = Image.frombuffer("RGBX", whole, pixels, "raw", "RGBX", 0, 1)
    small = np.asarray(picture.resize(size, Image.Resampling.HAMMING))
    level = Level(small, pyramid.width / size[0])
    return pyramid.with_levels_of(replace(pyramid, levels=(level,)))


def seen_size(width: int, height: int, scale: float) -> tuple[int, int]:
    """The size of a photograph on the screen in device pixels."""
    return max(1, round(width * scale)), max(1, round(height * scale))


def decoded_factor(full_width: int, width: int) -> int:
    """By which power of two a photograph was made smaller while it was decoded."""
    return 1 << max(0, round(math.log2(full_width / width)))


def for_screen(rgb: Pixels8) -> Pixels8:
    """The same picture in the order of bytes that is drawn fastest."""
    height, width = rgb.shape[:2]
    screen = np.empty((height, width, 4), np.uint8)
    for top in range(0, height, _STRIP_ROWS):
        strip, source = screen[top : top + _STRIP_ROWS], rgb[top : top + _STRIP_ROWS]
        for channel in range(3):
            strip[..., 2 - channel] = source[..., channel]
        strip[..., 3] = 255
    return screen


def halved(pixels: Pixels8) -> Pixels8:
    """Half the size, every pixel the mean of the four it stands for.

    An odd last row or column is averaged with itself. Of three channels (red, green,
    blue) it makes four for the screen.
    """
    height, width, channels = pixels.shape
    order = (2, 1, 0) if channels == 3 else (0, 1, 2)
    half = np.empty(((height + 1) // 2, (width + 1) // 2, 4), np.uint8)
    half[..., 3] = 255
    # Made once: new memory for every strip took longer than the sums.
    wide = np.empty((_STRIP_ROWS, half.shape[1] * 2, channels), np.uint16)
    sums = np.empty((_STRIP_ROWS // 2, *wide.shape[1:]), np.uint16)
    total = np.empty((_STRIP_ROWS // 2, half.shape[1]), np.uint16)
    for top in range(0, height, _STRIP_ROWS):
        strip = _even(pixels[top : top + _STRIP_ROWS])
        rows = strip.shape[0] // 2
        np.copyto(wide[: 2 * rows], strip)
        np.add(wide[0 : 2 * rows : 2], wide[1 : 2 * rows : 2], out=sums[:rows])
        sums[:rows] += 1
        pairs = sums[:rows].reshape(rows, half.shape[1], 2 * channels)
        out = half[top // 2 : top // 2 + rows]
        for place, channel in enumerate(order):
            into = total[:rows]
            np.add(pairs[..., channel], pairs[..., channels + channel], out=into)
            into >>= 2
            out[..., place] = into
    return half


def _even(strip: Pixels8) -> Pixels8:
    """The strip with its last row or column repeated where their number is odd."""
    more_rows, more_columns = strip.shape[0] % 2, strip.shape[1] % 2
    if not more_rows and not more_columns:
        return strip
    return np.pad(strip, ((0, more_rows), (0, more_columns), (0, 0)), mode="edge")
