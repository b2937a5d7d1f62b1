"""Photographs for measuring: as large and as detailed as a camera's, made here."""

from pathlib import Path

import numpy as np
import simplejpeg
from PIL import Image

_DETAIL = ((900, 55.0), (220, 22.0), (60, 12.0), (16, 7.0), (4, 6.0))
_SKIN = (190, 140, 120)
_GRAIN = 4.0
_QUALITY = 93


def write_photographs(folder: Path, width: int, height: int, count: int) -> list[Path]:
    """Write different photographs; about 8 MB each at 24 megapixels."""
    pixels = _skin(width, height)
    paths = []
    for number in range(count):
        # Moved in whole blocks of the JPEG, each takes as long to decode.
        moved = np.ascontiguousarray(np.roll(pixels, 512 * number, axis=1))
        path = folder / f"{width}x{height}_{number}.jpg"
        path.write_bytes(
            simplejpeg.encode_jpeg(moved, quality=_QUALITY, colorsubsampling="420")
        )
        paths.append(path)
    return paths


def _skin(width: int, height: int) -> np.ndarray:
    """Detail at every scale, on a colour of skin."""
    random = np.random.default_rng(24)
    total = np.empty((height, width, 3), np.float32)
    total[...] = _SKIN
    for step, strength in _DETAIL:
        size = (height // step + 3, width // step + 3)
        for channel in range(3):
            coarse = random.normal(0.0, strength, size).astype(np.float32)
            grown = Image.fromarray(coarse).resize((width, height), Image.BICUBIC)
            total[..., channel] += np.asarray(grown)
    total += random.normal(0.0, _GRAIN, (height, width, 1)).astype(np.float32)
    return np.clip(total, 0, 255).astype(np.uint8)
