"""The same pixels in other bytes, so that a photograph shown twice is not found."""

import io

import numpy as np
import pytest
from PIL import Image

from models.photographs import jpeg
from models.photographs.decode import decode
from models.photographs.deidentify import as_png, deidentified, in_other_bytes
from models.photographs.respelling import WAYS, respelled


def skin(width: int = 320, height: int = 200, *, mode: str = "RGB", **how) -> bytes:
    """A JPEG of something rough, de-identified."""
    rng = np.random.default_rng(width * height)
    coarse = rng.normal(128, 20, (height // 8 + 1, width // 8 + 1, 3))
    pixels = coarse.repeat(8, 0).repeat(8, 1)[:height, :width]
    pixels = (pixels + rng.normal(0, 3, pixels.shape)).clip(0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).convert(mode).save(file, "JPEG", **how)
    return deidentified(file.getvalue())


KINDS = {
    "usual": {"quality": 90},
    "full colour": {"quality": 95, "subsampling": 0},
    "own tables": {"quality": 80, "optimize": True},
    "grey": {"quality": 70, "mode": "L"},
    "few units between restarts": {"quality": 90, "restart_marker_blocks": 4},
    "a row between restarts": {"quality": 90, "restart_marker_rows": 1},
    "tiny": {"quality": 60, "width": 17, "height": 9},
}


@pytest.mark.parametrize("kind", KINDS)
def test_pixels_stay_and_bytes_change(kind: str) -> None:
    data = skin(**KINDS[kind])
    pixels = decode(data).rgb
    others = [one for way in range(WAYS) if (one := respelled(data, way))]
    assert len(others) >= 4
    assert len({data, *others}) == len(others) + 1
    for one in others:
        assert np.array_equal(decode(one).rgb, pixels)
        assert np.array_equal(
            np.asarray(Image.open(io.BytesIO(one))),
            np.asarray(Image.open(io.BytesIO(data))),
        )


def test_two_spellings_share_hardly_a_run_of_coded_bytes() -> None:
    data = skin(quality=90)
    one, other = respelled(data, 1), respelled(data, 4)
    pairs = zip(one, other, strict=False)
    first = next(at for at, (here, there) in enumerate(pairs) if here != there)
    assert first < 1000
    runs = {one[at : at + 8] for at in range(len(one) - 8)}
    places = range(first, len(other) - 8)
    shared = sum(other[at : at + 8] in runs for at in places)
    assert shared < 0.01 * len(places)


def test_nothing_was_added_that_can_be_cut_out() -> None:
    data = skin(quality=90)
    one = respelled(data, 3)
    assert [part.marker for part in jpeg.segments(one) if part.marker != jpeg.DHT] == [
        part.marker for part in jpeg.segments(data) if part.marker != jpeg.DHT
    ]
    assert deidentified(one) == one


def test_a_progressive_jpeg_is_left_alone() -> None:
    data = skin(quality=90, progressive=True)
    assert [respelled(data, way) for way in range(WAYS)] == [b""] * WAYS
    assert np.array_equal(decode(as_png(data, 2)).rgb, decode(data).rgb)


def test_a_png_is_packed_in_other_ways() -> None:
    file = io.BytesIO()
    Image.open(io.BytesIO(skin())).save(file, "PNG")
    data = deidentified(file.getvalue())
    others = {in_other_bytes(data, way) for way in range(WAYS)}
    assert len(others) >= 5
    assert all(np.array_equal(decode(one).rgb, decode(data).rgb) for one in others)


@pytest.mark.parametrize("seed", range(40))
def test_a_broken_jpeg_is_not_spelled_anew(seed: int) -> None:
    rng = np.random.default_rng(seed)
    data = bytearray(skin(64, 48, quality=90))
    for at in rng.integers(2, len(data), 6):
        data[at] = rng.integers(256)
    try:
        pixels = decode(bytes(data)).rgb
    except Exception:  # noqa: BLE001 - whatever it is, it is broken
        pixels = None
    try:
        found = respelled(bytes(data), 3)
    except jpeg.PhotographError:
        return
    assert not found or np.array_equal(decode(found).rgb, pixels)
