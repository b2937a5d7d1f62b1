"""The few facts the program takes from EXIF, and the one it writes.

Read by hand and not through a library: a hostile or damaged block must neither raise
nor warn, and all that is wanted are five tags. A TIFF file has the same structure.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

_NEW_SUBFILE_TYPE = 0x00FE
_ORIENTATION = 0x0112
_EXIF_IFD = 0x8769
_TAKEN_AT = 0x9003
_COLOUR_SPACE = 0xA001
_INTEROPERABILITY_IFD = 0xA005
_INTEROPERABILITY_INDEX = 0x0001
_DNG_VERSION = 0xC612

# TIFF, and the like of it in camera RAW of Olympus and Panasonic.
_MAGIC = frozenset({0x2A, 0x4F52, 0x5352, 0x55})

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1}
_MOST_ENTRIES = 512
_LONGEST_VALUE = 64


@dataclass(frozen=True)
class Exif:
    """What is taken from EXIF.

    Attributes:
        orientation: 1 to 8; 1 where it is absent or nonsense.
        taken_at: ISO 8601 in the camera's own time, or empty.
        is_srgb: Whether the camera says that its colours are sRGB.
        is_adobe_rgb: Whether it says, by the DCF rule, that they are Adobe RGB.
        is_preview: Whether the first picture of the file is only a preview of another,
            as in camera RAW.
    """

    orientation: int = 1
    taken_at: str = ""
    is_srgb: bool = False
    is_adobe_rgb: bool = False
    is_preview: bool = False


def read_exif(block: bytes | memoryview) -> Exif:
    """Read a block that starts with the TIFF header; nonsense counts as absent."""
    if bytes(block[:6]) == b"Exif\x00\x00":
        block = block[6:]
    order = {b"II": "<", b"MM": ">"}.get(bytes(block[:2]), "")
    if not order or len(block) < 8:
        return Exif()
    number, start = struct.unpack_from(f"{order}HI", block, 2)
    if number not in _MAGIC:
        return Exif()
    first = _entries(block, start, order)
    camera = _entries(block, _whole(first, _EXIF_IFD, order), order)
    exchange = _entries(block, _whole(camera, _INTEROPERABILITY_IFD, order), order)
    orientation = _whole(first, _ORIENTATION, order)
    return Exif(
        orientation=orientation if 1 <= orientation <= 8 else 1,
        taken_at=_iso(camera.get(_TAKEN_AT, b"")),
        is_srgb=_whole(camera, _COLOUR_SPACE, order) == 1,
        is_adobe_rgb=_is_adobe_rgb(camera, exchange, order),
        is_preview=bool(_whole(first, _NEW_SUBFILE_TYPE, order) & 1)
        or _DNG_VERSION in first,
    )


def orientation_block(orientation: int) -> bytes:
    """An EXIF block that holds the orientation and nothing else."""
    return b"Exif\x00\x00MM\x00*" + struct.pack(
        ">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0
    )


def _entries(block: bytes | memoryview, start: int, order: str) -> dict[int, bytes]:
    """Tag to raw value of one directory, as far as they lie inside the block."""
    found: dict[int, bytes] = {}
    if start < 8 or start + 2 > len(block):
        return found
    (count,) = struct.unpack_from(f"{order}H", block, start)
    for at in range(start + 2, start + 2 + 12 * min(count, _MOST_ENTRIES), 12):
        if at + 12 > len(block):
            break
        tag, kind, number = struct.unpack_from(f"{order}HHI", block, at)
        length = _SIZES.get(kind, 0) * number
        if not 0 < length <= _LONGEST_VALUE:
            continue
        place = at + 8
        if length > 4:
            (place,) = struct.unpack_from(f"{order}I", block, at + 8)
        if place + length <= len(block):
            found.setdefault(tag, bytes(block[place : place + length]))
    return found


def _whole(entries: Mapping[int, bytes], tag: int, order: str) -> int:
    """A whole number of two or four bytes, or 0."""
    value = entries.get(tag, b"")
    if len(value) not in {2, 4}:
        return 0
    return int.from_bytes(value, "little" if order == "<" else "big")


def _iso(value: bytes) -> str:
    text = value.split(b"\x00")[0].decode("ascii", "replace").strip()
    try:
        # The camera's clock has no zone, and none is made up for it.
        taken = datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007
    except ValueError:
        return ""
    return taken.isoformat()


def _is_adobe_rgb(
    camera: Mapping[int, bytes], exchange: Mapping[int, bytes], order: str
) -> bool:
    space = _whole(camera, _COLOUR_SPACE, order)
    index = exchange.get(_INTEROPERABILITY_INDEX, b"")[:3]
    return space == 2 or (space == 0xFFFF and index == b"R03")
