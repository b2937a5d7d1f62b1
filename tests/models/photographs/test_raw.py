"""Camera RAW, which is read where its extra is installed."""

import struct

import numpy as np
import pytest

from models.photographs import from_raw
from models.photographs.decode import checked_facts, decode, facts, thumbnail
from models.photographs.deidentify import deidentified, for_screen
from models.photographs.errors import PhotographError
from models.photographs.formats import RAW, format_of
from models.photographs.plan import plan_import
from tests.examples import example_protocol
from tests.models.photographs.pictures import difference, saved, scene

needs_rawpy = pytest.mark.skipif(
    not from_raw.is_raw_read(), reason="the RAW extra is not installed"
)
# The matrix of sRGB: this camera's colours are linear sRGB.
FROM_XYZ = (3.2406, -1.5372, -0.4986, -0.9689, 1.8758, 0.0415, 0.0557, -0.2040, 1.0570)
WIDTH, HEIGHT = 96, 64
PATCHES = np.array(
    [
        [(200, 60, 50), (60, 190, 70), (50, 70, 210)],
        [(30,) * 3, (128,) * 3, (230,) * 3],
    ],
    np.uint8,
)


def linear(levels: np.ndarray) -> np.ndarray:
    share = levels / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def scene_of_patches() -> np.ndarray:
    tall, wide = HEIGHT // 2, WIDTH // 3
    return np.repeat(np.repeat(PATCHES, tall, axis=0), wide, axis=1)


def dng(orientation: int = 1, size: tuple[int, int] = (WIDTH, HEIGHT)) -> bytes:
    """A negative as an honest camera would write it: RGGB, 16 bits, uncompressed."""
    light = np.round(linear(scene_of_patches()) * 60_000).astype("<u2")
    mosaic = light[..., 1].copy()
    mosaic[::2, ::2] = light[::2, ::2, 0]
    mosaic[1::2, 1::2] = light[1::2, 1::2, 2]
    pixels = mosaic.tobytes()

    def shorts(*values):
        return 3, len(values), struct.pack(f"<{len(values)}H", *values)

    def longs(*values):
        return 4, len(values), struct.pack(f"<{len(values)}I", *values)

    def fractions(kind, *values):
        pairs = [part for value in values for part in (round(value * 10_000), 10_000)]
        return kind, len(values), struct.pack(f"<{len(pairs)}i", *pairs)

    def text(value):
        return 2, len(value) + 1, value.encode() + b"\0"

    tags = {
        254: longs(0),
        256: longs(size[0]),
        257: longs(size[1]),
        258: shorts(16),
        259: shorts(1),
        262: shorts(32803),
        271: text("Maker"),
        272: text("Camera of Dr Smith"),
        273: longs(8),
        274: shorts(orientation),
        277: shorts(1),
        278: longs(size[1]),
        279: longs(len(pixels)),
        33421: shorts(2, 2),
        33422: (1, 4, bytes((0, 1, 1, 2))),
        50706: (1, 4, bytes((1, 4, 0, 0))),
        50708: text("Camera of Dr Smith"),
        50714: longs(0),
        50717: longs(60_000),
        50721: fractions(10, *FROM_XYZ),
        50728: fractions(5, 1, 1, 1),
        50778: shorts(21),
    }
    at = 8 + len(pixels)
    behind = at + 2 + 12 * len(tags) + 4
    table, values = struct.pack("<H", len(tags)), b""
    for tag, (kind, count, value) in tags.items():
        table += struct.pack("<HHI", tag, kind, count)
        if len(value) <= 4:
            table += value.ljust(4, b"\0")
        else:
            table += struct.pack("<I", behind + len(values))
            values += value + bytes(len(value) % 2)
    return struct.pack("<2sHI", b"II", 42, at) + pixels + table + bytes(4) + values


def middles(pixels: np.ndarray) -> np.ndarray:
    tall, wide = pixels.shape[0] // 2, pixels.shape[1] // 3
    return pixels[tall // 2 :: tall, wide // 2 :: wide]


@needs_rawpy
def test_a_negative_is_developed_to_the_colours_that_were_photographed():
    pixels = decode(dng())

    assert (pixels.width, pixels.height) == (WIDTH, HEIGHT)
    assert difference(middles(pixels.rgb), PATCHES) <= 2
    assert pixels.notes == (from_raw.DEVELOPED,)


@needs_rawpy
@pytest.mark.parametrize(("orientation", "turns"), [(1, 0), (3, 2), (6, -1), (8, 1)])
def test_a_negative_stands_upright(orientation, turns):
    data = dng(orientation)

    turned = np.rot90(decode(dng()).rgb, turns)

    assert difference(decode(data).rgb, turned) <= 2
    known = facts(data)
    assert (known.format, known.orientation) == (RAW, orientation)
    assert (known.width, known.height) == turned.shape[1::-1]


@needs_rawpy
def test_a_small_picture_suffices_where_a_small_one_is_wanted():
    pixels = decode(dng(6), at_least=(16, 24))

    assert pixels.rgb.shape == (24, 16, 3)
    assert (pixels.width, pixels.height) == (HEIGHT, WIDTH)
    assert thumbnail(dng(), 48).rgb.shape == (32, 48, 3)


@needs_rawpy
@pytest.mark.parametrize("make", [deidentified, for_screen])
def test_a_raters_copy_has_nothing_of_the_negative(make):
    copy = make(dng())

    assert b"Smith" not in copy
    assert difference(decode(copy).rgb, decode(dng()).rgb) == 0


@needs_rawpy
def test_a_negative_that_breaks_off_is_refused():
    data = dng()

    for broken in (data[:3000], b"II*\0" + bytes(500), b"FUJIFILMCCD-RAW" + bytes(500)):
        with pytest.raises(PhotographError):
            checked_facts(broken)


@needs_rawpy
def test_what_only_looks_like_a_negative_is_told():
    with pytest.raises(PhotographError, match="RAW"):
        facts(saved(scene(), "TIFF", tiffinfo={254: 1}))


def test_without_the_extra_the_remedy_is_told(tmp_path, monkeypatch):
    (tmp_path / "007_day1_front.dng").write_bytes(dng())
    (tmp_path / "007_day30_front.cr3").write_bytes(b"\0\0\0\x18ftypcrx " + bytes(99))
    monkeypatch.setattr(from_raw.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(PhotographError, match="export it as JPEG or TIFF"):
        facts(dng())
    plan = plan_import(tmp_path, example_protocol())
    assert [left.reason for left in plan.unreadable] == [from_raw.NOT_READ] * 2


@needs_rawpy
def test_negatives_are_matched_like_any_other_photograph(tmp_path):
    (tmp_path / "007_day1_front.dng").write_bytes(dng())

    [planned] = plan_import(tmp_path, example_protocol()).matched

    assert planned.facts.format == RAW


@pytest.mark.parametrize(
    "head",
    [
        b"II*\0\x10\0\0\0CR\x02\0",
        b"\0\0\0\x18ftypcrx \0\0\0\x01",
        b"FUJIFILMCCD-RAW 0201",
        b"IIRO\x08\0\0\0",
        b"IIU\0\x18\0\0\0",
    ],
    ids=["Canon", "Canon CR3", "Fujifilm", "Olympus", "Panasonic"],
)
def test_the_negatives_of_cameras_are_known_by_their_first_bytes(head):
    assert format_of(head) == RAW
