"""Photographs decoded: upright, in sRGB, whatever format they came in."""

import threading
from dataclasses import dataclass

import numpy as np
from PIL import Image

from models.photographs.colour import to_srgb
from models.photographs.exif import read_exif
from models.photographs.formats import DICOM, HEIF, JPEG, RAW, TIFF, recognise
from models.photographs.from_dicom import open_dicom
from models.photographs.from_heif import open_heif
from models.photographs.from_jpeg import open_jpeg
from models.photographs.from_pillow import open_with_pillow
from models.photographs.from_raw import open_raw
from models.photographs.orientation import Pixels8, swaps_sides, upright
from models.photographs.source import Size, Source

_BIG = 60_000_000
_one_big_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Facts:
    """What a photograph's header tells.

    Attributes:
        format: "JPEG", "PNG", "TIFF", "BMP", "WEBP", "HEIF", "DICOM" or "RAW".
        width: Pixels across, upright.
        height: Pixels down, upright.
        orientation: EXIF orientation of the original, 1 to 8; 1 for HEIF, whose
            container turns the picture itself.
        profile: Name of the colour profile, or empty.
        taken_at: Time of exposure by the camera's clock, ISO 8601, or empty.
        notes: What a user must be told: a profile that is missing or damaged, several
            pages, transparency.
    """

    format: str
    width: int
    height: int
    orientation: int
    profile: str
    taken_at: str
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Pixels:
    """A decoded photograph.

    Attributes:
        rgb: Height × width × 3, contiguous, upright, sRGB; it may be smaller than the
            photograph.
        width: Pixels across of the full photograph.
        height: Pixels down of the full photograph.
        notes: As in Facts.
    """

    rgb: Pixels8
    width: int
    height: int
    notes: tuple[str, ...]


def facts(data: bytes) -> Facts:
    """Read the header of a photograph, without decoding it.

    Raises:
        PhotographError: It is no photograph, damaged or too large.
    """
    return _facts(_opened(data))


def checked_facts(data: bytes) -> Facts:
    """Read the header, and decode as small as can be to see that all is there.

    Raises:
        PhotographError: It is no photograph, damaged, cut off or too large.
    """
    source = _opened(data)
    if source.format == JPEG or source.width * source.height < _BIG:
        source.check()
    else:
        # Formats that only decode at full size, read on many threads at once, could
        # take the memory of the machine.
        with _one_big_at_a_time:
            source.check()
    return _facts(source)


def decode(data: bytes, *, at_least: Size | None = None) -> Pixels:
    """Decode a photograph.

    Args:
        data: The bytes of its file.
        at_least: Width and height, upright, that suffice. The result is decoded at
            1/2, 1/4 or 1/8 as long as it is not smaller than that.

    Raises:
        PhotographError: It is no photograph, damaged, cut off or too large.
    """
    source = _opened(data)
    if at_least is not None and swaps_sides(source.turn):
        at_least = (at_least[1], at_least[0])
    # Turned last: LittleCMS and the readers are fastest along rows as stored.
    pixels = to_srgb(source.read(at_least), source.colours)
    rgb = np.ascontiguousarray(upright(pixels, source.turn))
    known = _facts(source)
    return Pixels(rgb, known.width, known.height, known.notes)


def thumbnail(data: bytes, side: int) -> Pixels:
    """Decode a photograph to fit into a square; a smaller one stays as it is.

    Raises:
        PhotographError: It is no photograph, damaged, cut off or too large.
    """
    known = facts(data)
    share = min(1.0, side / max(known.width, known.height))
    size = (max(1, round(known.width * share)), max(1, round(known.height * share)))
    pixels = decode(data, at_least=size)
    if (pixels.rgb.shape[1], pixels.rgb.shape[0]) == size:
        return pixels
    small = Image.fromarray(pixels.rgb).resize(size, Image.Resampling.LANCZOS)
    return Pixels(np.array(small), pixels.width, pixels.height, pixels.notes)


def _opened(data: bytes) -> Source:
    format_name = recognise(data)
    if format_name == JPEG:
        return open_jpeg(data)
    if format_name == HEIF:
        return open_heif(data)
    if format_name == DICOM:
        return open_dicom(data)
    if format_name == RAW or (
        format_name == TIFF and read_exif(memoryview(data)).is_preview
    ):
        return open_raw(data)
    return open_with_pillow(data, format_name)


def _facts(source: Source) -> Facts:
    width, height = source.width, source.height
    if swaps_sides(source.turn):
        width, height = height, width
    return Facts(
        source.format,
        width,
        height,
        source.orientation,
        source.colours.name,
        source.taken_at,
        (*source.colours.notes, *source.notes),
    )
