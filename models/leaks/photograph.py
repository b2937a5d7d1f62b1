"""What a photograph of a kit tells besides its pixels, read by a reader of its own."""

import hashlib
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from models.photographs import jpeg, png
from models.photographs.errors import PhotographError

_PNG_CHUNKS = {b"IHDR", b"sRGB", b"IDAT", b"IEND"}
_JPEG_NAMES = {0xFE: "a comment", 0xE1: "EXIF or XMP", 0xED: "IPTC"}
_LARGEST_ORIENTATION = 40  # bytes of an EXIF block with nothing but the orientation
_LARGEST_JFIF = 14
_ADOBE = 12


@dataclass(frozen=True)
class Traits:
    """What of a photograph could tell its camera, its site or its visit.

    Attributes:
        size: Pixels, as "4000 × 3000".
        format: "JPEG" or "PNG".
        tables: Digest of the quantisation tables, which differ from camera to camera.
        sampling: How colours are sampled, and whether it is progressive.
        profile: Digest of the colour profile, or empty.
        orientation: Whether it says how it is to be turned.
        length: Bytes.
    """

    size: str
    format: str
    tables: str
    sampling: str
    profile: str
    orientation: str
    length: int


@dataclass(frozen=True)
class PhotographLook:
    """What a stranger finds in a photograph.

    Attributes:
        traits: What is the same for all photographs of a camera.
        extras: What stands in it that does not belong to the pixels: "a comment".
        around: The bytes of everything but the coded pixels, where texts may stand.
    """

    traits: Traits
    extras: tuple[str, ...]
    around: bytes


def look_at_photograph(data: bytes) -> PhotographLook:
    """Read a photograph as one who wants to know whose it is.

    Raises:
        PhotographError: It cannot be read.
    """
    if data.startswith(png.SIGNATURE):
        return _look_at_png(data)
    return _look_at_jpeg(data)


def _look_at_png(data: bytes) -> PhotographLook:
    extras: list[str] = []
    around: list[bytes] = []
    end = len(png.SIGNATURE)
    header = b""
    for name, payload in png.chunks(data):
        end += 12 + len(payload)
        if name == b"IHDR":
            header = bytes(payload)
        if name not in _PNG_CHUNKS:
            extras.append(f"a PNG part {name.decode('latin-1')}")
            around.append(bytes(payload))
    if end != len(data):
        extras.append("data behind its end")
        around.append(data[end:])
    width, height = struct.unpack_from(">II", header.ljust(8, b"\x00"))
    traits = Traits(
        f"{width} × {height}", "PNG", "", header[8:].hex(), "", "", len(data)
    )
    return PhotographLook(traits, tuple(extras), b" ".join(around))


def _look_at_jpeg(data: bytes) -> PhotographLook:
    extras: list[str] = []
    around: list[bytes] = []
    tables, frame, profile, orientation = hashlib.sha256(), b"", b"", ""
    end = len(data)
    for segment in jpeg.segments(data):
        payload = bytes(segment.payload)
        if segment.marker == jpeg.DQT:
            tables.update(payload)
        elif segment.marker in jpeg.FRAMES:
            frame = bytes((segment.marker,)) + payload
        elif segment.marker == jpeg.APP2 and payload.startswith(jpeg.ICC_MARK):
            profile += payload[len(jpeg.ICC_MARK) + 2 :]
            around.append(payload)
        elif segment.marker == jpeg.EOI:
            end = segment.end
        elif segment.marker >= 0xE0:
            around.append(payload)
            if _is_orientation(payload):
                orientation = payload[-12:].hex()
            elif not _is_plain(segment.marker, payload):
                extras.append(_JPEG_NAMES.get(segment.marker, "a foreign part"))
    if end != len(data):
        extras.append("data behind its end")
        around.append(data[end:])
    extras += _seen_by_pillow(data)
    height, width = struct.unpack_from(">HH", frame.ljust(6, b"\x00"), 2)
    traits = Traits(
        size=f"{width} × {height}",
        format="JPEG",
        tables=tables.hexdigest()[:12],
        sampling=(frame[:1] + frame[6:]).hex(),
        profile=hashlib.sha256(profile).hexdigest()[:12] if profile else "",
        orientation=orientation,
        length=len(data),
    )
    return PhotographLook(traits, tuple(dict.fromkeys(extras)), b" ".join(around))


def _is_orientation(payload: bytes) -> bool:
    """Whether an EXIF block holds the orientation and nothing else."""
    if not payload.startswith(b"Exif\x00\x00") or len(payload) > _LARGEST_ORIENTATION:
        return False
    order = ">" if payload[6:8] == b"MM" else "<"
    count, tag = struct.unpack_from(f"{order}HH", payload.ljust(40, b"\x00"), 14)
    return bool(count == 1 and tag == 0x0112)


def _is_plain(marker: int, payload: bytes) -> bool:
    """Whether a segment only says how to decode: JFIF or Adobe, without more."""
    is_jfif = marker == jpeg.APP0 and payload[:5] == b"JFIF\x00"
    is_adobe = marker == jpeg.APP14 and payload[:5] == b"Adobe"
    return (is_jfif and len(payload) <= _LARGEST_JFIF) or (
        is_adobe and len(payload) <= _ADOBE
    )


def _seen_by_pillow(data: bytes) -> Iterator[str]:
    """What another reader of photographs finds."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            found = set(picture.info)
            tags = set(picture.getexif())
    except (OSError, ValueError, SyntaxError) as error:
        raise PhotographError("A photograph of the kit cannot be read.") from error
    except Image.DecompressionBombError as error:
        raise PhotographError("A photograph of the kit is far too large.") from error
    if "comment" in found:
        yield "a comment"
    if found & {"xmp", "photoshop", "mp", "mpoffset"}:
        yield "XMP, IPTC or a second picture"
    if tags - {0x0112}:
        yield "EXIF"
