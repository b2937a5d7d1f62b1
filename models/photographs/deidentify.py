"""What a rater gets of a photograph: pixels, their colours, and nothing else.

A JPEG keeps its very pixels: its coded data are copied and everything else is left
behind, save an allow-list. Every other format is decoded and written upright, as a PNG
or, for the screen, as a bitmap. All are read again and refused if anything else is
found in them.
"""

import io
import struct

from PIL import Image, PngImagePlugin

from models.photographs import icc, jpeg, png
from models.photographs.colour import usable_profile
from models.photographs.decode import decode
from models.photographs.errors import PhotographError
from models.photographs.exif import orientation_block, read_exif
from models.photographs.formats import JPEG, recognise
from models.photographs.respelling import respelled

_NEEDED = frozenset({jpeg.DQT, jpeg.DHT, jpeg.DAC, jpeg.DRI, jpeg.DNL, *jpeg.FRAMES})
_TABLES_AND_SCANS = frozenset({*_NEEDED, jpeg.SOS})
_ICC_PART = 65535 - 2 - len(jpeg.ICC_MARK) - 2
_ADOBE_LENGTH = 12
_BITMAP_HEADER = 124
# Level and strategy of the packing of PNG, one for each way; all take little time.
_PACKING = ((1, 0), (2, 0), (3, 0), (4, 0), (5, 0), (6, 0), (1, 1), (1, 3))


def deidentified(data: bytes) -> bytes:
    """A copy of a photograph without anything that could tell whose it is.

    Returns:
        A JPEG with the very same pixels, or for other formats an upright PNG in sRGB.

    Raises:
        PhotographError: It is damaged, or something else would have stayed in it.
    """
    return _as_jpeg(data) or _as_png(data)


def in_other_bytes(copy: bytes, way: int) -> bytes:
    """A de-identified copy with the very same pixels and other bytes.

    Args:
        copy: As deidentified() made it.
        way: From 0 to WAYS - 1.

    Returns:
        Empty if that is a JPEG that cannot be spelled anew in this way.
    """
    if recognise(copy) == JPEG:
        return respelled(copy, way)
    return _as_png(copy, *_PACKING[way])


def as_png(copy: bytes, way: int) -> bytes:
    """A de-identified copy as an upright PNG in sRGB, packed in one of WAYS ways."""
    return _as_png(copy, *_PACKING[way])


def for_screen(data: bytes) -> bytes:
    """A copy as deidentified() makes it, for a viewer in this very program.

    It is several times as long and made a dozen times as fast.

    Returns:
        A JPEG with the very same pixels, or for other formats an upright bitmap (BMP)
        in sRGB.

    Raises:
        PhotographError: It is damaged, or something else would have stayed in it.
    """
    return _as_jpeg(data) or _as_bitmap(data)


def _as_jpeg(data: bytes) -> bytes:
    """A JPEG thinned to its pixels; empty if it is none, or its profile is odd."""
    if recognise(data) != JPEG:
        return b""
    try:
        added = _added(data)
    except ValueError:  # a profile that LittleCMS reads and that cannot be thinned
        return b""
    copy = b"".join([b"\xff\xd8", *added, *_kept(data), b"\xff\xd9"])
    _verify_jpeg(copy, added)
    return copy


def _added(data: bytes) -> list[bytes]:
    """Segments written anew: orientation, colour transform and colour profile."""
    header = jpeg.header(data)
    exif = read_exif(header.exif)
    # Both JFIF and Adobe segments, if present: readers derive from them what the
    # channels stand for.
    added = _jfif(data)
    if exif.orientation != 1:
        added.append(_segment(jpeg.APP1, orientation_block(exif.orientation)))
    if (transform := _colour_transform(data)) is not None:
        adobe = b"Adobe" + struct.pack(">HHHB", 100, 0, 0, transform)
        added.append(_segment(jpeg.APP14, adobe))
    profile = usable_profile(header.channels, header.icc, exif)
    if profile:
        thin = icc.thinned(profile)
        parts = [thin[at : at + _ICC_PART] for at in range(0, len(thin), _ICC_PART)]
        added += [
            _segment(jpeg.APP2, jpeg.ICC_MARK + bytes((number, len(parts))) + part)
            for number, part in enumerate(parts, 1)
        ]
    return added


def _jfif(data: bytes) -> list[bytes]:
    """A JFIF segment without density and thumbnail, if the original has one."""
    for segment in jpeg.header_segments(data):
        if segment.marker == jpeg.APP0 and bytes(segment.payload[:5]) == b"JFIF\x00":
            neutral = b"JFIF\x00" + struct.pack(">BBBHHBB", 1, 1, 0, 1, 1, 0, 0)
            return [_segment(jpeg.APP0, neutral)]
    return []


def _colour_transform(data: bytes) -> int | None:
    """How Adobe's programs coded the colours, if the file says so."""
    for segment in jpeg.header_segments(data):
        payload = bytes(segment.payload)
        is_adobe = payload.startswith(b"Adobe") and len(payload) >= _ADOBE_LENGTH
        if segment.marker == jpeg.APP14 and is_adobe:
            return payload[11]
    return None


def _kept(data: bytes) -> list[memoryview]:
    """Tables, frame and scans, as they are."""
    view = memoryview(data)
    return [
        view[segment.start : segment.end]
        for segment in jpeg.segments(data)
        if segment.marker in _TABLES_AND_SCANS
    ]


def _segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def _verify_jpeg(copy: bytes, added: list[bytes]) -> None:
    """Read the copy again: exactly what was added, tables, scans, and the end."""
    allowed = list(added)
    for segment in jpeg.segments(copy):
        if segment.marker == jpeg.EOI:
            if segment.end != len(copy):
                raise _something_left()
        elif segment.marker not in _TABLES_AND_SCANS:
            if copy[segment.start : segment.end] not in allowed:
                raise _something_left()
            allowed.remove(copy[segment.start : segment.end])
    if allowed:
        raise _something_left()


def _as_png(data: bytes, level: int = 1, strategy: int = 0) -> bytes:
    declared = PngImagePlugin.PngInfo()
    declared.add(b"sRGB", b"\x00")
    file = io.BytesIO()
    # Level 1 takes a quarter of the time for a tenth more bytes.
    Image.fromarray(decode(data).rgb).save(
        file, "PNG", pnginfo=declared, compress_level=level, compress_type=strategy
    )
    copy = file.getvalue()
    names = [name for name, _ in png.chunks(copy)]
    if not copy.endswith(png.END) or set(names) != {b"IHDR", b"sRGB", b"IDAT", b"IEND"}:
        raise _something_left()
    return copy


def _as_bitmap(data: bytes) -> bytes:
    rgb = decode(data).rgb
    height, width = rgb.shape[:2]
    stride = -(-3 * width // 4) * 4
    # Written and not copied: nothing of the original can get in.
    head = _bitmap_head(width, height, stride * height)
    return head + Image.fromarray(rgb).tobytes("raw", "BGR", stride, -1)


def _bitmap_head(width: int, height: int, length: int) -> bytes:
    """The header of a BMP of the fifth version, which can say that it is sRGB."""
    at = 14 + _BITMAP_HEADER
    file = struct.pack("<2sIHHI", b"BM", at + length, 0, 0, at)
    sizes = struct.pack("<IiiHHI", _BITMAP_HEADER, width, height, 1, 24, 0)
    return (file + sizes + struct.pack("<I", length)).ljust(70, b"\x00") + (
        b"BGRs".ljust(at - 70, b"\x00")
    )


def _something_left() -> PhotographError:
    return PhotographError(
        "The photograph could not be freed of everything but its pixels.",
        hint="Leave it out, and report this with the make of the camera.",
    )
