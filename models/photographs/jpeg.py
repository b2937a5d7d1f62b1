"""The structure of a JPEG file: its segments, and what its header tells."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from models.photographs.errors import PhotographError

SOI: Final = 0xD8
EOI: Final = 0xD9
SOS: Final = 0xDA
DHT: Final = 0xC4
DAC: Final = 0xCC
DQT: Final = 0xDB
DNL: Final = 0xDC
DRI: Final = 0xDD
APP0: Final = 0xE0
APP1: Final = 0xE1
APP2: Final = 0xE2
APP14: Final = 0xEE
TEM: Final = 0x01
FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {DHT, 0xC8, DAC}

ICC_MARK: Final = b"ICC_PROFILE\x00"
_RESTARTS = frozenset(range(0xD0, 0xD8))


@dataclass(frozen=True)
class Segment:
    """A marker with what follows it.

    Attributes:
        marker: Second byte of the marker.
        start: Where its 0xFF stands.
        end: Behind its payload; for a scan behind its coded data.
        payload: Without marker and length.
    """

    marker: int
    start: int
    end: int
    payload: memoryview


@dataclass(frozen=True)
class JpegHeader:
    """What stands before the first scan.

    Attributes:
        width: Pixels across, as stored.
        height: Pixels down, as stored.
        precision: Bits per channel.
        channels: 1 grey, 3 colour, 4 CMYK.
        exif: The EXIF block, or empty.
        icc: The colour profile, or empty.
        has_broken_icc: Whether parts of the profile are missing.
    """

    width: int
    height: int
    precision: int
    channels: int
    exif: bytes
    icc: bytes
    has_broken_icc: bool


def header(data: bytes) -> JpegHeader:
    """Read the header of a JPEG.

    Raises:
        PhotographError: The file ends or breaks off before the first scan.
    """
    frame: memoryview | None = None
    exif = b""
    parts: list[memoryview] = []
    for segment in header_segments(data):
        payload = segment.payload
        if segment.marker in FRAMES and frame is None:
            frame = payload
        elif (
            segment.marker == APP1
            and not exif
            and bytes(payload[:6]) == b"Exif\x00\x00"
        ):
            exif = bytes(payload)
        elif segment.marker == APP2 and bytes(payload[:12]) == ICC_MARK:
            parts.append(payload)
    if frame is None or len(frame) < 6:
        raise broken()
    precision, height, width, channels = struct.unpack_from(">BHHB", frame)
    icc = _joined(parts)
    return JpegHeader(
        width, height, precision, channels, exif, icc, bool(parts) and not icc
    )


def header_segments(data: bytes) -> Iterator[Segment]:
    """The segments up to the first scan, which is left out.

    Raises:
        PhotographError: The file breaks off before.
    """
    view = memoryview(data)
    at = 2
    while True:
        segment = _segment(view, at)
        if segment.marker in {SOS, EOI}:
            return
        yield segment
        at = segment.end


def segments(data: bytes) -> Iterator[Segment]:
    """All segments up to the end-of-image marker, scans with their coded data.

    Raises:
        PhotographError: The file breaks off before its end.
    """
    view = memoryview(data)
    markers = _markers(data)
    at = 2
    while True:
        segment = _segment(view, at)
        if segment.marker == SOS:
            behind = int(np.searchsorted(markers, segment.end))
            if behind == len(markers):
                raise broken()
            end = int(markers[behind])
            segment = Segment(SOS, segment.start, end, segment.payload)
        yield segment
        if segment.marker == EOI:
            return
        at = segment.end


def without_profile(data: bytes) -> bytes:
    """The file without its colour profile, of which libjpeg would complain."""
    parts = [data[:2]]
    at = 2
    for segment in header_segments(data):
        at = segment.end
        if segment.marker != APP2:
            parts.append(data[segment.start : at])
    return b"".join([*parts, data[at:]])


def broken() -> PhotographError:
    """The error of a JPEG that breaks off or makes no sense."""
    return PhotographError(
        "The JPEG file is damaged or was not copied to its end.",
        hint="Copy it again from the camera or its card.",
    )


def _segment(view: memoryview, at: int) -> Segment:
    # Any number of 0xFF may fill the space before a marker.
    while at + 1 < len(view) and view[at] == 0xFF and view[at + 1] == 0xFF:
        at += 1
    if at + 2 > len(view) or view[at] != 0xFF:
        raise broken()
    marker = view[at + 1]
    if marker in {SOI, EOI, TEM} or marker in _RESTARTS:
        return Segment(marker, at, at + 2, view[at + 2 : at + 2])
    if marker == 0 or at + 4 > len(view):
        raise broken()
    length = int.from_bytes(view[at + 2 : at + 4], "big")
    end = at + 2 + length
    if length < 2 or end > len(view):
        raise broken()
    return Segment(marker, at, end, view[at + 4 : end])


def _markers(data: bytes) -> npt.NDArray[np.intp]:
    """Where markers may stand in coded data.

    numpy lets other threads run meanwhile; a regular expression would not.
    """
    codes = np.frombuffer(data, np.uint8)
    at = np.flatnonzero(codes[:-1] == 0xFF)
    following = codes[at + 1]
    is_data = (following == 0) | (following == 0xFF)
    is_data |= (following >= 0xD0) & (following <= 0xD7)
    found: npt.NDArray[np.intp] = at[~is_data]
    return found


def _joined(parts: list[memoryview]) -> bytes:
    """The profile put together from its numbered parts, or empty if one is missing."""
    numbered = {part[12]: part for part in parts if len(part) > 14}
    if not parts or sorted(numbered) != list(range(1, len(parts) + 1)):
        return b""
    if any(part[13] != len(parts) for part in parts):
        return b""
    return b"".join(bytes(numbered[number][14:]) for number in sorted(numbered))
