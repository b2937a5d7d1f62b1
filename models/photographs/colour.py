"""Colours of a photograph turned into sRGB by its embedded profile.

Erythema is a judgement of colour: a profile is honoured where there is one, and where
there is none, or none that can be used, a note says so.
"""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

from models.photographs import icc
from models.photographs.exif import Exif
from models.photographs.orientation import Pixels8

NO_PROFILE = "No colour profile; the colours are taken as sRGB."
NO_CMYK_PROFILE = "No colour profile; the printing colours are only approximate."
BROKEN_PROFILE = "The colour profile is damaged; the colours are taken as sRGB."
WRONG_PROFILE = (
    "The colour profile is one of another kind of picture; the colours are taken "
    "as sRGB."
)
ADOBE_BY_EXIF = (
    "No colour profile; the camera says Adobe RGB, and so the colours are taken."
)
ADOBE_NAME = "Adobe RGB (1998)"

_STRIP_ROWS = 64
_FEW_PIXELS = 1_000_000
_ProfileErrors = (ImageCms.PyCMSError, OSError, ValueError, TypeError)


class Channels(StrEnum):
    """What the numbers of a picture stand for, in Pillow's words."""

    GREY = "L"
    RGB = "RGB"
    CMYK = "CMYK"


@dataclass(frozen=True)
class Colours:
    """What is known of a picture's colours.

    Attributes:
        channels: What its numbers are.
        profile: The ICC profile to convert from; None if they count as sRGB.
        name: The profile's name for people, or empty.
        notes: What a user must be told.
    """

    channels: Channels
    profile: bytes | None = None
    name: str = ""
    notes: tuple[str, ...] = ()


class _Conversion:
    """A LittleCMS transform to sRGB, and whether it is needed at all."""

    def __init__(self, profile: bytes, channels: Channels) -> None:
        self.channels = channels
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        self.name = _name(source)
        # What photographers' programs do: white stays white, black stays black.
        self._transform = ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            channels.value,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        self.is_identity = channels is Channels.RGB and self._changes_nothing()
        self.greys = self._greys() if channels is Channels.GREY else None

    def converted(self, pixels: Pixels8) -> Pixels8:
        """A part of a picture in sRGB."""
        rows, columns = pixels.shape[:2]
        mode = self.channels.value
        part = Image.frombuffer(
            mode, (columns, rows), np.ascontiguousarray(pixels), "raw", mode, 0, 1
        )
        changed: Pixels8 = np.asarray(self._transform.apply(part))
        return changed

    def _changes_nothing(self) -> bool:
        """Whether the profile is sRGB, whatever it calls itself."""
        steps = np.linspace(0, 255, 9).astype(np.uint8)
        cube = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(27, 27, 3)
        change = self.converted(cube).astype(np.int16) - cube
        return bool((np.abs(change) <= 1).all())

    def _greys(self) -> Pixels8:
        greys: Pixels8 = self.converted(np.arange(256, dtype=np.uint8).reshape(1, 256))[
            0
        ]
        return greys


def colours(
    channels: Channels,
    *,
    profile: bytes = b"",
    is_broken: bool = False,
    exif: Exif | None = None,
    is_declared_srgb: bool = False,
) -> Colours:
    """Find out how a picture's numbers are to be understood.

    Args:
        channels: What they are.
        profile: The embedded profile, or empty.
        is_broken: Whether there is a profile that could not even be put together.
        exif: What the camera says of it.
        is_declared_srgb: Whether the file says sRGB by other means.
    """
    exif = exif or Exif()
    if profile:
        return _by_profile(channels, profile)
    if is_broken:
        return Colours(channels, notes=(BROKEN_PROFILE,))
    if channels is Channels.CMYK:
        return Colours(channels, notes=(NO_CMYK_PROFILE,))
    if channels is Channels.RGB and exif.is_adobe_rgb:
        return Colours(channels, icc.adobe_rgb(), ADOBE_NAME, (ADOBE_BY_EXIF,))
    if exif.is_srgb or is_declared_srgb:
        return Colours(channels, name="sRGB")
    return Colours(channels, notes=(NO_PROFILE,))


def usable_profile(channels: int, profile: bytes, exif: Exif) -> bytes:
    """The profile that the colours of a JPEG are read by, or empty for sRGB.

    Args:
        channels: How many there are.
        profile: The embedded one, or empty.
        exif: What the camera says of its colours.
    """
    kind = {1: Channels.GREY, 3: Channels.RGB}.get(channels, Channels.CMYK)
    return colours(kind, profile=profile, exif=exif).profile or b""


def to_srgb(pixels: Pixels8, found: Colours) -> Pixels8:
    """Convert a picture into sRGB.

    Args:
        pixels: Height × width × channels; it may be overwritten.
        found: What its numbers mean.

    Returns:
        Height × width × 3, contiguous.
    """
    channels = found.channels
    if found.profile is None:
        if channels is Channels.CMYK:
            return _plain_cmyk(pixels)
        return _spread(pixels) if channels is Channels.GREY else pixels
    conversion = _conversion(found.profile, _profile_channels(found))
    if channels is Channels.GREY:
        if conversion.greys is not None:
            return _looked_up(pixels, conversion.greys)
        pixels = _spread(pixels)
    if conversion.is_identity:
        return pixels
    return _in_strips(pixels, conversion)


def _by_profile(channels: Channels, profile: bytes) -> Colours:
    plain = NO_CMYK_PROFILE if channels is Channels.CMYK else ""
    try:
        found = Colours(channels, profile)
        name = _conversion(profile, _profile_channels(found)).name
    except _ProfileErrors:
        told = (
            WRONG_PROFILE if _is_of_another_kind(profile, channels) else BROKEN_PROFILE
        )
        return Colours(channels, notes=(plain or told,))
    return Colours(channels, profile, name)


def _is_of_another_kind(profile: bytes, channels: Channels) -> bool:
    """Whether a profile is whole, but for pictures of other channels."""
    is_whole = int.from_bytes(profile[:4], "big") <= len(profile)
    kind = {b"GRAY": Channels.GREY, b"RGB ": Channels.RGB, b"CMYK": Channels.CMYK}
    return is_whole and kind.get(profile[16:20], channels) is not channels


def _profile_channels(found: Colours) -> Channels:
    """A grey picture may carry an RGB profile: its greys are then equal RGB."""
    if found.channels is Channels.GREY and (found.profile or b"")[16:20] == b"RGB ":
        return Channels.RGB
    return found.channels


@lru_cache(maxsize=16)
def _conversion(profile: bytes, channels: Channels) -> _Conversion:
    return _Conversion(profile, channels)


def _name(profile: ImageCms.ImageCmsProfile) -> str:
    text = ImageCms.getProfileDescription(profile)
    printable = "".join(sign for sign in text if sign.isprintable())
    return printable.strip()[:80] or "unnamed profile"


def _spread(grey: Pixels8) -> Pixels8:
    """Grey as three equal channels."""
    spread = np.empty((*grey.shape[:2], 3), np.uint8)
    spread[...] = grey.reshape(*grey.shape[:2], 1)
    return spread


def _looked_up(grey: Pixels8, table: Pixels8) -> Pixels8:
    """Every grey replaced by its colour; LittleCMS has seen each of the 256 once."""
    rows, columns = grey.shape[:2]
    looked = np.empty((rows, columns, 3), np.uint8)
    is_neutral = bool((table == table[:, :1]).all())
    for top in range(0, rows, _STRIP_ROWS):
        # Pillow looks up without making indices of eight bytes; in strips, because
        # it lets no other thread run meanwhile.
        below = min(top + _STRIP_ROWS, rows)
        strip = np.ascontiguousarray(grey[top:below])
        part = Image.frombuffer("L", (columns, below - top), strip, "raw", "L", 0, 1)
        for channel in range(1 if is_neutral else 3):
            plane = np.asarray(part.point(table[:, channel].tolist()))
            where = slice(None) if is_neutral else slice(channel, channel + 1)
            looked[top:below, :, where] = plane[..., np.newaxis]
    return looked


def _plain_cmyk(pixels: Pixels8) -> Pixels8:
    rows, columns = pixels.shape[:2]
    picture = Image.frombuffer(
        "CMYK", (columns, rows), np.ascontiguousarray(pixels), "raw", "CMYK", 0, 1
    )
    return np.asarray(picture.convert("RGB"))


def _in_strips(pixels: Pixels8, conversion: _Conversion) -> Pixels8:
    """Convert strip by strip on all cores, so that no second whole copy is needed."""
    rows = pixels.shape[0]
    is_reusable = pixels.shape[2] == 3 and pixels.flags.writeable
    result = pixels if is_reusable else np.empty((*pixels.shape[:2], 3), np.uint8)

    def convert(top: int) -> None:
        below = top + _STRIP_ROWS
        result[top:below] = conversion.converted(pixels[top:below])

    tops = range(0, rows, _STRIP_ROWS)
    if pixels.shape[0] * pixels.shape[1] <= _FEW_PIXELS:
        for top in tops:
            convert(top)
        return result
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        for _ in threads.map(convert, tops):
            pass
    return result
