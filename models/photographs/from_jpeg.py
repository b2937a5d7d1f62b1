"""JPEG, through libjpeg-turbo; what it leaves out, through Pillow."""

import io

import numpy as np
import simplejpeg
from PIL import Image

from models.photographs import jpeg
from models.photographs.colour import Channels, colours
from models.photographs.errors import PhotographError
from models.photographs.exif import read_exif
from models.photographs.formats import JPEG
from models.photographs.orientation import Pixels8
from models.photographs.source import (
    READER_ERRORS,
    Size,
    Source,
    guard_size,
    scale_for,
    unreadable,
)

_CHANNELS = {1: Channels.GREY, 3: Channels.RGB, 4: Channels.CMYK}
_SMALLEST = (1, 1)
_TURBO_SPACES = {Channels.GREY: "GRAY", Channels.RGB: "RGB"}
# What libjpeg-turbo says of files that are sound: either not for its simple interface,
# or odd in a way that harms no pixel. Pillow looks at them instead.
_STILL_SOUND = (
    "subsampling",
    "unsupported",
    "not supported",
    "invalid sos parameters",
    "adobe color transform",
    "jfif revision",
    "inconsistent progression",
)


def open_jpeg(data: bytes) -> Source:
    """Read the header of a JPEG.

    Raises:
        PhotographError: It is damaged, too large or of a rare kind.
    """
    header = jpeg.header(data)
    guard_size(header.width, header.height)
    channels = _CHANNELS.get(header.channels)
    if header.precision != 8 or channels is None:
        raise PhotographError(
            f"This rare kind of JPEG ({header.precision} bits, "
            f"{header.channels} channels) is not read.",
            hint="Save it as an ordinary JPEG or as TIFF.",
        )
    exif = read_exif(header.exif)

    sound = jpeg.without_profile(data) if header.has_broken_icc else data

    def read(at_least: Size | None) -> Pixels8:
        if channels is Channels.CMYK:
            return _through_pillow(data, channels, at_least)
        return _through_turbo(sound, header, channels, at_least)

    def check() -> Pixels8:
        if channels is Channels.CMYK:
            return _through_pillow(data, channels, _SMALLEST)
        # As grey: every coded bit is read, and a tenth of the time saved.
        return _through_turbo(sound, header, Channels.GREY, _SMALLEST)

    return Source(
        format=JPEG,
        width=header.width,
        height=header.height,
        orientation=exif.orientation,
        turn=exif.orientation,
        colours=colours(
            channels,
            profile=header.icc,
            is_broken=header.has_broken_icc,
            exif=exif,
        ),
        taken_at=exif.taken_at,
        notes=(),
        read=read,
        check=check,
    )


def _through_turbo(
    data: bytes, header: jpeg.JpegHeader, channels: Channels, at_least: Size | None
) -> Pixels8:
    # Asked for the exact size, or else it might take 3/8, which is slower than 1/2.
    factor = scale_for((header.width, header.height), at_least)
    try:
        # strict: what libjpeg would only warn of (half of the picture grey because
        # the file breaks off) is an error.
        pixels: Pixels8 = simplejpeg.decode_jpeg(
            data,
            _TURBO_SPACES[channels],
            min_width=-(-header.width // factor),
            min_height=-(-header.height // factor),
            strict=True,
        )
    except ValueError as error:
        if any(words in str(error).lower() for words in _STILL_SOUND):
            return _through_pillow(data, channels, at_least)
        raise jpeg.broken() from error
    return pixels


def _through_pillow(data: bytes, channels: Channels, at_least: Size | None) -> Pixels8:
    for segment in jpeg.segments(data):
        if segment.marker == jpeg.EOI:
            break
    try:
        picture: Image.Image = Image.open(io.BytesIO(data), formats=("JPEG",))
        if at_least is not None:
            picture.draft(channels.value, at_least)  # decode at 1/2, 1/4 or 1/8
        if picture.mode != channels.value:
            picture = picture.convert(channels.value)
        pixels = np.array(picture)
    except READER_ERRORS as error:
        raise unreadable(JPEG, error) from error
    return pixels.reshape(*pixels.shape[:2], -1)
