"""ICC profiles as files: building the one cameras leave out, and thinning others.

A profile may name the device, its serial number and the day it was measured. What a
rater gets keeps only the tags that turn numbers into colours.
"""

import struct
from collections.abc import Iterable

# Needed to convert from the profile's colours; in the order they are written.
_KEPT_TAGS = (
    b"wtpt",
    b"bkpt",
    b"chad",
    b"rXYZ",
    b"gXYZ",
    b"bXYZ",
    b"rTRC",
    b"gTRC",
    b"bTRC",
    b"kTRC",
    b"A2B0",
    b"A2B1",
    b"A2B2",
    b"cicp",
)
_HEADER_LENGTH = 128
_MOST_TAGS = 200
_NEUTRAL_DATE = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
_D50 = (0.9642, 1.0, 0.8249)

# Adobe RGB (1998), annex A: primaries adapted to D50, gamma 563/256.
_ADOBE_PRIMARIES = (
    (0.60974, 0.31111, 0.01947),
    (0.20528, 0.62567, 0.06087),
    (0.14919, 0.06322, 0.74457),
)
ADOBE_GAMMA = 563 / 256
# Display P3 adapted to D50, with the tone curve of sRGB.
_P3_PRIMARIES = (
    (0.51512, 0.24120, -0.00105),
    (0.29198, 0.69225, 0.04189),
    (0.15710, 0.06657, 0.78407),
)


def adobe_rgb() -> bytes:
    """A profile of the Adobe RGB (1998) colours."""
    return _matrix_profile("Adobe RGB (1998) colours", _ADOBE_PRIMARIES, _gamma())


def display_p3() -> bytes:
    """A profile of the Display P3 colours."""
    return _matrix_profile("Display P3 colours", _P3_PRIMARIES, _srgb_curve())


def thinned(profile: bytes) -> bytes:
    """The profile with nothing but what converts from its colours.

    Raises:
        ValueError: It is no profile.
    """
    if len(profile) < _HEADER_LENGTH + 4 or profile[36:40] != b"acsp":
        raise ValueError("not an ICC profile")
    (count,) = struct.unpack_from(">I", profile, _HEADER_LENGTH)
    tags: dict[bytes, bytes] = {}
    for number in range(min(count, _MOST_TAGS)):
        at = _HEADER_LENGTH + 4 + 12 * number
        if at + 12 > len(profile):
            raise ValueError("the table of tags breaks off")
        name, start, length = struct.unpack_from(">4sII", profile, at)
        if start + length > len(profile):
            raise ValueError("a tag lies outside the profile")
        tags[name] = profile[start : start + length]
    kept = [(name, tags[name]) for name in _KEPT_TAGS if name in tags]
    version = profile[8:12]
    described = [(b"desc", _text(b"desc", "Camera colours", version)), *kept]
    described.append((b"cprt", _text(b"text", "None", version)))
    return _assembled(version, profile[12:24], described)


def _matrix_profile(
    name: str, primaries: Iterable[tuple[float, ...]], curve: bytes
) -> bytes:
    version = bytes((2, 0x40, 0, 0))
    colorants = zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)
    tags = [
        (b"desc", _text(b"desc", name, version)),
        (b"wtpt", _xyz(_D50)),
        *((tag, _xyz(values)) for tag, values in colorants),
        *((tag, curve) for tag in (b"rTRC", b"gTRC", b"bTRC")),
        (b"cprt", _text(b"text", "None", version)),
    ]
    return _assembled(version, b"mntrRGB XYZ ", tags)


def _assembled(
    version: bytes, classes: bytes, tags: Iterable[tuple[bytes, bytes]]
) -> bytes:
    """A profile file of these tags; equal contents are stored once."""
    tags = list(tags)
    at = _HEADER_LENGTH + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    table, body = b"", b""
    for name, content in tags:
        if content not in places:
            padding = -len(content) % 4
            places[content] = at + len(body)
            body += content + bytes(padding)
        table += struct.pack(">4sII", name, places[content], len(content))
    header = struct.pack(
        ">I4s4s12s12s4s4sI4sIQI12s4s44s",
        at + len(body),
        bytes(4),
        version,
        classes,
        _NEUTRAL_DATE,
        b"acsp",
        bytes(4),
        0,
        bytes(4),
        0,
        0,
        1,
        b"".join(_fixed(value) for value in _D50),
        bytes(4),
        bytes(44),
    )
    return header + struct.pack(">I", len(tags)) + table + body


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: Iterable[float]) -> bytes:
    return b"XYZ \x00\x00\x00\x00" + b"".join(_fixed(value) for value in values)


def _gamma() -> bytes:
    exponent = round(ADOBE_GAMMA * 256)
    return struct.pack(">4sIIH", b"curv", 0, 1, exponent)


def _srgb_curve() -> bytes:
    values = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
    return struct.pack(">4sIHH", b"para", 0, 3, 0) + b"".join(map(_fixed, values))


def _text(kind: bytes, text: str, version: bytes) -> bytes:
    """A text tag in the form its version of the format wants."""
    if version[0] >= 4:
        letters = text.encode("utf-16-be")
        return (
            struct.pack(
                ">4sIII2s2sII", b"mluc", 0, 1, 12, b"en", b"US", len(letters), 28
            )
            + letters
        )
    letters = text.encode("ascii") + b"\x00"
    if kind == b"text":
        return struct.pack(">4sI", b"text", 0) + letters
    described = struct.pack(">4sII", b"desc", 0, len(letters)) + letters
    return described + bytes(4 + 4 + 2 + 1 + 67)
