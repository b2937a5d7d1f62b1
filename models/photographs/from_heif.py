"""HEIC and HEIF, as phones take them, through pi-heif."""

import io

import numpy as np
from PIL import Image

from models.photographs import icc
from models.photographs.colour import Channels, colours
from models.photographs.exif import read_exif
from models.photographs.formats import HEIF
from models.photographs.from_pillow import ON_WHITE
from models.photographs.orientation import Pixels8
from models.photographs.source import (
    READER_ERRORS,
    Size,
    Source,
    guard_size,
    scale_for,
    unreadable,
)

_P3_PRIMARIES = 12
_SRGB_PRIMARIES = 1
_HDR_CURVES = frozenset({16, 18})
_SMALLEST = (1, 1)

HDR = "The picture is made for HDR screens; its colours are only approximate."


def open_heif(data: bytes) -> Source:
    """Read the header of a HEIF file.

    Raises:
        PhotographError: It is damaged or too large.
    """
    # Only who has such photographs pays for loading the library.
    import pi_heif

    try:
        opened = pi_heif.open_heif(io.BytesIO(data))
        width, height = opened.size
        mode = opened.mode
        count = len(opened)
        info = dict(opened.info)
    except READER_ERRORS as error:
        raise unreadable("HEIC", error) from error
    guard_size(width, height)
    exif = read_exif(info.get("exif") or b"")
    nclx = info.get("nclx_profile") or {}
    primaries = nclx.get("color_primaries")
    profile = info.get("icc_profile") or b""
    if not profile and primaries == _P3_PRIMARIES:
        profile = icc.display_p3()
    notes = []
    if count > 1:
        notes.append(f"The file holds {count} pictures; the main one is used.")
    if mode.endswith(("A", "a")):
        notes.append(ON_WHITE)
    if nclx.get("transfer_characteristics") in _HDR_CURVES:
        notes.append(HDR)
    return Source(
        format=HEIF,
        width=width,
        height=height,
        # The container turns the picture; what EXIF says besides is to be ignored.
        orientation=1,
        turn=1,
        colours=colours(
            Channels.RGB,
            profile=profile,
            exif=exif,
            is_declared_srgb=primaries == _SRGB_PRIMARIES,
        ),
        taken_at=exif.taken_at,
        notes=tuple(notes),
        read=lambda at_least: _read(data, at_least),
        check=lambda: _read(data, _SMALLEST),
    )


def _read(data: bytes, at_least: Size | None) -> Pixels8:
    import pi_heif

    try:
        opened = pi_heif.open_heif(io.BytesIO(data))
        pixels = np.array(opened)
        mode = opened.mode
    except READER_ERRORS as error:
        raise unreadable("HEIC", error) from error
    height, width = pixels.shape[:2]
    factor = scale_for((width, height), at_least)
    if mode == "RGB" and factor == 1:
        return pixels
    picture = Image.fromarray(pixels)
    if "A" in picture.getbands():
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(picture.convert("RGB"), mask=picture.getchannel("A"))
        picture = ground
    reduced = picture.convert("RGB").reduce(factor)
    return np.array(reduced)
