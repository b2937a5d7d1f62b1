"""PNG, TIFF, BMP and WebP, through Pillow."""

import io

import numpy as np
from PIL import Image

from models.photographs import png
from models.photographs.colour import Channels, colours
from models.photographs.errors import PhotographError
from models.photographs.exif import read_exif
from models.photographs.formats import PNG, TIFF
from models.photographs.orientation import Pixels8
from models.photographs.source import (
    READER_ERRORS,
    Size,
    Source,
    guard_size,
    scale_for,
    unreadable,
)

ON_WHITE = "Transparent parts are shown on white."

_CHANNELS = {
    "1": Channels.GREY,
    "L": Channels.GREY,
    "LA": Channels.GREY,
    "La": Channels.GREY,
    "I;16": Channels.GREY,
    "I;16B": Channels.GREY,
    "I;16L": Channels.GREY,
    "P": Channels.RGB,
    "PA": Channels.RGB,
    "RGB": Channels.RGB,
    "RGBX": Channels.RGB,
    "RGBA": Channels.RGB,
    "RGBa": Channels.RGB,
    "YCbCr": Channels.RGB,
    "CMYK": Channels.CMYK,
}
_PHOTOMETRIC = 262
_WHITE_IS_ZERO = 0


def open_with_pillow(data: bytes, format_name: str) -> Source:
    """Read the header of a PNG, TIFF, BMP or WebP file.

    Raises:
        PhotographError: It is damaged, too large or of a rare kind.
    """
    exif = read_exif(_exif_block(data, format_name))
    picture, pages = _opened(data, format_name)
    guard_size(*picture.size)
    channels = _CHANNELS.get(picture.mode)
    if channels is None:
        raise PhotographError(
            f"This rare kind of {format_name} ({picture.mode}) is not read.",
            hint="Save it with 8 or 16 bits per channel as RGB or grey.",
        )
    profile = picture.info.get("icc_profile") or b""
    return Source(
        format=format_name,
        width=picture.width,
        height=picture.height,
        orientation=exif.orientation,
        # Pillow turns a TIFF, and nothing else, while it loads it.
        turn=1 if format_name == TIFF else exif.orientation,
        colours=colours(
            channels,
            profile=profile,
            exif=exif,
            is_declared_srgb="srgb" in picture.info or _is_srgb_bitmap(data),
        ),
        taken_at=exif.taken_at,
        notes=_notes(picture, pages),
        read=lambda at_least: _read(data, format_name, channels, at_least),
        check=lambda: _load(data, format_name),
    )


def _opened(data: bytes, format_name: str) -> tuple[Image.Image, int]:
    """The picture with its header read, and how many pages or frames there are."""
    try:
        picture = Image.open(io.BytesIO(data), formats=(format_name,))
        pages = int(getattr(picture, "n_frames", 1))
    except READER_ERRORS as error:
        raise unreadable(format_name, error) from error
    return picture, pages


def _load(data: bytes, format_name: str) -> Image.Image:
    picture, _ = _opened(data, format_name)
    try:
        picture.load()
    except READER_ERRORS as error:
        raise unreadable(format_name, error) from error
    return picture


def _read(
    data: bytes, format_name: str, channels: Channels, at_least: Size | None
) -> Pixels8:
    picture = _load(data, format_name)
    photometric = getattr(picture, "tag_v2", {}).get(_PHOTOMETRIC)
    factor = scale_for(picture.size, at_least)
    try:
        picture = _flat(_eight_bits(picture, photometric == _WHITE_IS_ZERO), channels)
        pixels = np.array(picture.reduce(factor) if factor > 1 else picture)
    except READER_ERRORS as error:
        raise unreadable(format_name, error) from error
    return pixels.reshape(*pixels.shape[:2], -1)


def _eight_bits(picture: Image.Image, is_inverse: bool) -> Image.Image:
    """A 16-bit grey picture with 8 bits; every other as it is.

    Pillow reads 16-bit colour with 8 bits by itself; 16-bit grey it keeps, and does
    not invert where zero means white.
    """
    if not picture.mode.startswith("I;16"):
        return picture
    deep = np.asarray(picture)
    if is_inverse:
        deep = 65535 - deep
    return Image.fromarray(((deep.astype(np.uint32) * 255 + 32895) >> 16).astype("u1"))


def _flat(picture: Image.Image, channels: Channels) -> Image.Image:
    """Without palette and transparency, which is laid on white."""
    if not picture.has_transparency_data:
        return picture if picture.mode == channels.value else picture.convert(channels)
    clear = picture.convert("LA" if channels is Channels.GREY else "RGBA")
    alpha = clear.getchannel("A")
    opaque = clear.convert(channels.value)
    lowest, highest = alpha.getextrema()
    # Some programs write 0 everywhere into a channel that nobody is meant to use.
    if lowest == 255 or highest == 0:
        return opaque
    ground = Image.new(channels.value, picture.size, "white")
    ground.paste(opaque, mask=alpha)
    return ground


def _notes(picture: Image.Image, pages: int) -> tuple[str, ...]:
    notes = []
    if pages > 1:
        notes.append(f"The file holds {pages} pictures; the first is used.")
    if picture.has_transparency_data:
        notes.append(ON_WHITE)
    return tuple(notes)


def _exif_block(data: bytes, format_name: str) -> bytes | memoryview:
    """The EXIF block of a file, wherever its format keeps it; or empty."""
    if format_name == TIFF:
        return memoryview(data)
    if format_name == PNG:
        # Read by hand: Pillow sees a block behind the pixels only after loading them.
        # Walking the chunks also tells a file that breaks off.
        blocks = [payload for name, payload in png.chunks(data) if name == b"eXIf"]
        return blocks[0] if blocks else b""
    return _riff_exif(data)


def _is_srgb_bitmap(data: bytes) -> bool:
    """Whether a BMP of the fourth or fifth version says that it is sRGB."""
    header = int.from_bytes(data[14:18], "little")
    return data[:2] == b"BM" and header in {108, 124} and data[70:74] == b"BGRs"


def _riff_exif(data: bytes) -> bytes:
    """The EXIF chunk of a WebP file, which stands behind its pixels."""
    at = 12
    while at + 8 <= len(data):
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if data[at : at + 4] == b"EXIF":
            return data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    return b""
