"""A photograph opened and not yet decoded: what every format's reader returns."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from models.photographs.colour import Colours
from models.photographs.errors import PhotographError
from models.photographs.orientation import Pixels8
from models.words import counted

MOST_PIXELS = 250_000_000

# Pillow's own guard, by which it looks before it reserves memory.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

# What the readers of formats raise on damaged or hostile files, by documentation and
# by fuzzing. A MemoryError is one of them: a header may lie about the size.
READER_ERRORS = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    RuntimeError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
    UserWarning,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)

Size = tuple[int, int]


@dataclass(frozen=True)
class Source:
    """A photograph whose header has been read.

    Attributes:
        format: As in Facts.
        width: Pixels across, as its reader delivers it.
        height: Pixels down, as its reader delivers it.
        orientation: EXIF orientation of the original.
        turn: What of it is left to be done: 1 if the reader turns the picture itself.
        colours: What its numbers mean.
        taken_at: ISO 8601, or empty.
        notes: What a user must be told, besides the colours.
        read: Decodes; given a size, at 1/2, 1/4 or 1/8 as long as that is no smaller.
        check: Decodes as cheaply as can be and throws the pixels away, to see that the
            file is whole.
    """

    format: str
    width: int
    height: int
    orientation: int
    turn: int
    colours: Colours
    taken_at: str
    notes: tuple[str, ...]
    read: Callable[[Size | None], Pixels8]
    check: Callable[[], object]


def guard_size(width: int, height: int) -> None:
    """Refuse a picture too large to be a photograph, before memory is taken.

    Raises:
        PhotographError: It has too many pixels, or none.
    """
    if width < 1 or height < 1:
        raise PhotographError("The picture has no pixels.", hint="Copy it again.")
    if width * height > MOST_PIXELS:
        raise PhotographError(
            f"The picture is too large: {width:,} × {height:,} pixels.",
            hint=f"Up to {counted(MOST_PIXELS // 1_000_000, 'megapixel')} are read.",
        )


def unreadable(format_name: str, error: BaseException) -> PhotographError:
    """The error of a picture whose reader gave up."""
    if isinstance(error, PhotographError):
        return error
    if isinstance(error, Image.DecompressionBombError | Image.DecompressionBombWarning):
        return PhotographError(
            "The picture is too large.",
            hint=f"Up to {counted(MOST_PIXELS // 1_000_000, 'megapixel')} are read.",
        )
    if isinstance(error, MemoryError):
        return PhotographError(
            "There is not enough memory for this picture.",
            hint="Close other programs, or save the picture smaller.",
        )
    return PhotographError(
        f"The {format_name} file is damaged or was not copied to its end.",
        hint="Copy it again from where it came from.",
    )


def scale_for(size: Size, wanted: Size | None) -> int:
    """The largest of 8, 4, 2, 1 that makes a picture no smaller than wanted."""
    if wanted is None:
        return 1
    for factor in (8, 4, 2):
        reduced = (-(-size[0] // factor), -(-size[1] // factor))
        if reduced[0] >= wanted[0] and reduced[1] >= wanted[1]:
            return factor
    return 1


def reduced(pixels: Pixels8, factor: int) -> Pixels8:
    """A picture made smaller by a factor, every pixel the mean of those it covers."""
    if factor == 1:
        return pixels
    rows, columns, channels = pixels.shape
    flat = pixels[..., 0] if channels == 1 else pixels
    small: Pixels8 = np.array(Image.fromarray(flat).reduce(factor))
    return small.reshape(-(-rows // factor), -(-columns // factor), channels)
