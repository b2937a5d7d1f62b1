"""Brightness and contrast as one table of tones. Nothing here knows Qt."""

import numpy as np
import numpy.typing as npt

Tones = npt.NDArray[np.uint8]

_LARGEST_SHIFT = 96.0
_LARGEST_SLOPE = 2.5


def tones(brightness: float, contrast: float) -> Tones | None:
    """What each of the 256 tones is shown as.

    Contrast turns about the middle grey, then brightness moves all tones.

    Args:
        brightness: From -1 over 0 (as it is) to 1.
        contrast: From -1 over 0 (as it is) to 1.

    Returns:
        A table of 256, or None where nothing is changed.
    """
    if not brightness and not contrast:
        return None
    slope = _LARGEST_SLOPE**contrast
    values = np.arange(256, dtype=np.float64)
    shown = (values - 127.5) * slope + 127.5 + brightness * _LARGEST_SHIFT
    table: Tones = np.clip(np.rint(shown), 0, 255).astype(np.uint8)
    return table
