"""Photographs and colour profiles for the tests, made in memory."""

import io
import struct
from collections.abc import Iterable, Sequence

import numpy as np
import pillow_heif
from PIL import Image, ImageCms, ImageOps

D50 = (0.9642, 1.0, 0.8249)
PRO_PHOTO = (
    (0.79767, 0.28804, 0.0),
    (0.13519, 0.71188, 0.0),
    (0.03134, 0.00009, 0.82489),
)


def scene(width: int = 61, height: int = 43) -> Image.Image:
    """Smooth colours that differ in every corner, darks and brights among them."""
    across, down = np.meshgrid(np.linspace(0, 1, width), np.linspace(0, 1, height))
    channels = (across, down, (1 - across) * 0.7 + 0.3 * down)
    return Image.fromarray(
        np.stack([np.round(c * 255) for c in channels], axis=-1).astype(np.uint8)
    )


def exif(orientation: int) -> Image.Exif:
    block = Image.Exif()
    block[0x0112] = orientation
    return block


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    file = io.BytesIO()
    if kind == "HEIF":
        heif = pillow_heif.from_pillow(picture)
        heif.save(file, quality=-1, chroma=444, matrix_coefficients=0, **options)
    else:
        picture.save(file, kind, **options)
    return file.getvalue()


def as_pillow_sees_it(data: bytes, *, icc: bytes = b"") -> np.ndarray:
    """The reference: Pillow turns it, LittleCMS converts it."""
    if data[4:8] == b"ftyp":
        picture = pillow_heif.open_heif(io.BytesIO(data)).to_pillow()
    else:
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    icc = icc or picture.info.get("icc_profile", b"")
    if icc:
        picture = ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(io.BytesIO(icc)),
            ImageCms.createProfile("sRGB"),
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            "RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    return np.asarray(picture.convert("RGB"))


def difference(one: np.ndarray, other: np.ndarray) -> int:
    """The largest difference of any channel, in levels."""
    assert one.shape == other.shape
    return int(np.abs(one.astype(int) - other.astype(int)).max())


def rgb_profile(primaries: Sequence[Sequence[float]], gamma: float) -> bytes:
    curve = struct.pack(">4sIIH", b"curv", 0, 1, round(gamma * 256))
    colorants = zip((b"rXYZ", b"gXYZ", b"bXYZ"), primaries, strict=True)
    tags = [(name, _xyz(values)) for name, values in colorants]
    tags += [(name, curve) for name in (b"rTRC", b"gTRC", b"bTRC")]
    return _profile(b"mntrRGB XYZ ", tags)


def grey_profile(gamma: float) -> bytes:
    curve = struct.pack(">4sIIH", b"curv", 0, 1, round(gamma * 256))
    return _profile(b"mntrGRAYXYZ ", [(b"kTRC", curve)])


def cmyk_profile() -> bytes:
    """Inks that take away a little less than all of their light."""
    corners = np.stack(np.meshgrid(*[[0, 1]] * 4, indexing="ij"), -1).reshape(16, 4)
    cyan, magenta, yellow, black = corners.T * 0.9
    light = (1 - black) * (1 - (cyan + magenta + yellow) / 3)
    lab = np.stack(
        [
            light * 255,
            128 + 50 * (magenta - cyan) * (1 - black),
            128 + 50 * (yellow - magenta) * (1 - black),
        ],
        axis=-1,
    )
    straight = bytes(range(256))
    table = struct.pack(">4sI4B", b"mft1", 0, 4, 3, 2, 0)
    table += b"".join(_fixed(value) for value in (1, 0, 0, 0, 1, 0, 0, 0, 1))
    table += straight * 4 + np.round(lab).astype(np.uint8).tobytes() + straight * 3
    return _profile(b"prtrCMYKLab ", [(b"A2B0", table)])


def _profile(classes: bytes, tags: Iterable[tuple[bytes, bytes]]) -> bytes:
    name = b"Camera of Dr Smith\x00"
    described = struct.pack(">4sII", b"desc", 0, len(name)) + name + bytes(78)
    all_tags = [
        (b"desc", described),
        (b"dmnd", described),
        (b"cprt", struct.pack(">4sI", b"text", 0) + b"Dr Smith\x00"),
        (b"wtpt", _xyz(D50)),
        *tags,
    ]
    at = 128 + 4 + 12 * len(all_tags)
    table, body = struct.pack(">I", len(all_tags)), b""
    for tag, content in all_tags:
        table += struct.pack(">4sII", tag, at + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    header = struct.pack(">I4s4s12s", at + len(body), b"TEST", b"\x02\x40\0\0", classes)
    header += struct.pack(">6H4s", 2024, 5, 1, 8, 0, 0, b"acsp")
    header += bytes(28) + b"".join(_fixed(value) for value in D50)
    return header.ljust(128, b"\x00") + table + body


def _fixed(value: float) -> bytes:
    return struct.pack(">i", round(value * 65536))


def _xyz(values: Iterable[float]) -> bytes:
    return b"XYZ \x00\x00\x00\x00" + b"".join(_fixed(value) for value in values)
