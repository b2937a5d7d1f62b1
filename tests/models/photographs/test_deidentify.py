"""What a rater gets: nothing but pixels, whatever the original carries."""

import io
import struct

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from models.photographs import deidentify, icc, jpeg
from models.photographs.decode import decode, facts
from models.photographs.deidentify import deidentified, for_screen
from models.photographs.errors import PhotographError
from tests.models.photographs.pictures import (
    PRO_PHOTO,
    cmyk_profile,
    difference,
    exif,
    grey_profile,
    rgb_profile,
    saved,
    scene,
)

NAME = b"SMITH-JOHN-1970"


def segment(marker: int, payload: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(payload) + 2) + payload


def with_segment(marker: int, payload: bytes) -> bytes:
    data = saved(scene(), "JPEG", quality=90)
    return data[:2] + segment(marker, payload) + data[2:]


def nasty_exif() -> bytes:
    block = exif(6)
    block[0x010E] = NAME.decode()
    block[0x9C9B] = NAME.decode().encode("utf-16-le")
    block.get_ifd(0x8825)[1] = "N"
    block.get_ifd(0x8825)[2] = (48.0, 12.0, 30.0)
    block.get_ifd(0x8825)[29] = NAME.decode()
    block.get_ifd(0x8769)[0x927C] = b"MakerNote" + NAME
    block.get_ifd(0x8769)[0xA431] = NAME.decode()
    return block.tobytes()


def second_scan_comment() -> bytes:
    data = saved(scene(), "JPEG", quality=90, progressive=True)
    scans = [part for part in jpeg.segments(data) if part.marker == jpeg.SOS]
    at = scans[1].start
    return data[:at] + segment(0xFE, NAME) + segment(0xE1, NAME) + data[at:]


def jfif_thumbnail() -> bytes:
    data = saved(scene(), "JPEG", quality=90)
    pixels = (NAME * 2)[:27]
    jfif = b"JFIF\0" + struct.pack(">BBBHHBB", 1, 1, 0, 72, 72, 3, 3) + pixels
    return data[:2] + segment(0xE0, jfif) + data[20:]


NASTY = {
    "EXIF with GPS, names and maker note": saved(scene(), "JPEG", exif=nasty_exif()),
    "EXIF thumbnail": with_segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\0\0\0" + NAME),
    "XMP": with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x>" + NAME + b"</x>"),
    "extended XMP": with_segment(0xE1, b"http://ns.adobe.com/xmp/extension/\0" + NAME),
    "IPTC": with_segment(0xED, b"Photoshop 3.0\0008BIM\x04\x04\0\0\0\0" + NAME),
    "comment": with_segment(0xFE, NAME),
    "JFIF thumbnail": jfif_thumbnail(),
    "JFXX thumbnail": with_segment(0xE0, b"JFXX\0\x10" + NAME),
    "second picture": with_segment(0xE2, b"MPF\0" + NAME)
    + saved(scene(), "JPEG", comment=NAME),
    "trailing bytes": saved(scene(), "JPEG") + NAME,
    "maker's segment": with_segment(0xEB, NAME),
    "flashpix": with_segment(0xE2, b"FPXR\0" + NAME),
    "comment between scans": second_scan_comment(),
    "long Adobe segment": with_segment(0xEE, b"Adobe\0\x64\0\0\0\0\x01" + NAME),
    "colour profile": saved(scene(), "JPEG", icc_profile=rgb_profile(PRO_PHOTO, 1.8)),
}


@pytest.mark.parametrize("kind", NASTY)
def test_nothing_that_names_anybody_stays_in_a_jpeg(kind):
    data = NASTY[kind]
    assert NAME in data or NAME.decode() in data.decode("latin-1") or b"Smith" in data

    copy = deidentified(data)

    assert NAME not in copy
    assert b"Smith" not in copy
    assert NAME.decode().encode("utf-16-le") not in copy
    assert difference(decode(copy).rgb, decode(data).rgb) == 0
    assert facts(copy).taken_at == ""
    assert deidentified(copy) == copy


@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_is_all_that_stays_of_exif(orientation):
    block = exif(orientation)
    block[0x010F] = "Maker"
    data = saved(scene(), "JPEG", exif=block.tobytes())

    copy = deidentified(data)

    kept = Image.open(io.BytesIO(copy)).getexif()
    assert dict(kept) == ({0x0112: orientation} if orientation != 1 else {})
    assert difference(decode(copy).rgb, decode(data).rgb) == 0


@pytest.mark.parametrize(
    ("mode", "profile"),
    [
        ("L", grey_profile(1.8)),
        ("RGB", rgb_profile(PRO_PHOTO, 1.8)),
        ("RGB", icc.display_p3()),
        ("CMYK", cmyk_profile()),
        ("CMYK", b""),
        ("L", b""),
    ],
)
@pytest.mark.parametrize("progressive", [False, True])
def test_colours_stay_as_they_are(mode, profile, progressive):
    data = saved(
        scene().convert(mode),
        "JPEG",
        progressive=progressive,
        **({"icc_profile": profile} if profile else {}),
    )

    copy = deidentified(data)

    assert difference(decode(copy).rgb, decode(data).rgb) == 0
    assert decode(copy).notes == decode(data).notes


def test_adobe_rgb_that_only_exif_tells_is_kept_as_a_profile():
    block = exif(1)
    block.get_ifd(0x8769)[0xA001] = 2
    data = saved(scene(), "JPEG", exif=block.tobytes())

    copy = deidentified(data)

    assert difference(decode(copy).rgb, decode(data).rgb) == 0
    assert decode(copy).notes == ()


def test_a_large_profile_is_kept_in_parts():
    grid = cmyk_profile()
    at = grid.index(b"mft1")
    big = grid[:at] + grid[at:] + bytes(1000)
    data = saved(scene().convert("CMYK"), "JPEG", icc_profile=big * 1)

    assert difference(decode(deidentified(data)).rgb, decode(data).rgb) == 0


def test_restart_markers_are_part_of_the_pixels():
    data = saved(scene(300, 200), "JPEG", restart_marker_blocks=2)
    assert b"\xff\xd0" in data

    assert difference(decode(deidentified(data)).rgb, decode(data).rgb) == 0


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "WEBP", "HEIF"])
def test_every_other_format_becomes_an_upright_png_without_words(kind):
    options = {}
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", NAME.decode())
        options["exif"] = nasty_exif()
    elif kind == "TIFF":
        options["tiffinfo"] = {270: NAME.decode(), 274: 6}
    elif kind in {"WEBP", "HEIF"}:
        options |= {"exif": nasty_exif(), "xmp": b"<x>" + NAME + b"</x>"}
    data = saved(scene(), kind, **options) + (NAME if kind == "BMP" else b"")
    assert NAME in data

    copy = deidentified(data)

    assert NAME not in copy
    assert facts(copy).format == "PNG"
    assert facts(copy).orientation == 1
    assert difference(decode(copy).rgb, decode(data).rgb) == 0
    assert decode(copy).notes == ()
    assert Image.open(io.BytesIO(copy)).text == {}


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "WEBP", "HEIF"])
@pytest.mark.parametrize("size", [(61, 43), (64, 40)])
def test_for_the_screen_every_other_format_becomes_an_upright_bitmap(kind, size):
    options = {}
    if kind == "TIFF":
        options["tiffinfo"] = {270: NAME.decode(), 274: 6}
    elif kind != "BMP":
        options["exif"] = nasty_exif()
    profile = {} if kind == "BMP" else {"icc_profile": icc.adobe_rgb()}
    data = saved(scene(*size), kind, **options, **profile)
    data += NAME if kind == "BMP" else b""
    assert NAME in data

    copy = for_screen(data)

    known = facts(copy)
    assert NAME not in copy
    assert (known.format, known.orientation, known.profile) == ("BMP", 1, "sRGB")
    assert known.notes == ()
    assert difference(decode(copy).rgb, decode(data).rgb) == 0
    assert difference(np.asarray(Image.open(io.BytesIO(copy))), decode(copy).rgb) == 0
    stride = -(-3 * known.width // 4) * 4
    assert len(copy) == 14 + 124 + stride * known.height


def test_for_the_screen_a_jpeg_keeps_its_very_pixels():
    data = saved(scene(), "JPEG", exif=nasty_exif())

    assert for_screen(data) == deidentified(data)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_jpeg_that_breaks_off_is_refused(share):
    data = saved(scene(200, 150), "JPEG")

    with pytest.raises(PhotographError):
        deidentified(data[: int(len(data) * share)])


def test_a_profile_that_cannot_be_thinned_makes_a_png(monkeypatch):
    def refuse(profile: bytes) -> bytes:
        raise ValueError

    monkeypatch.setattr(icc, "thinned", refuse)
    data = saved(scene(), "JPEG", icc_profile=icc.display_p3())

    copy = deidentified(data)

    assert facts(copy).format == "PNG"
    assert difference(decode(copy).rgb, decode(data).rgb) == 0


@pytest.mark.parametrize(
    "profile",
    [
        b"short",
        bytes(200),
        icc.display_p3()[:140],
        icc.display_p3()[:128] + struct.pack(">I4sII", 1, b"rXYZ", 9999, 20) + bytes(9),
    ],
)
def test_what_is_no_profile_is_not_thinned(profile):
    with pytest.raises(ValueError, match=r"profile|tag"):
        icc.thinned(profile)


@pytest.mark.parametrize(
    "left", [segment(0xFE, NAME), segment(0xE1, NAME)], ids=["comment", "APP1"]
)
def test_a_copy_with_anything_left_in_it_is_refused(monkeypatch, left):
    monkeypatch.setattr(deidentify, "_kept", lambda data: [left])

    with pytest.raises(PhotographError, match="could not be freed"):
        deidentified(saved(scene(), "JPEG"))


def test_a_copy_with_anything_behind_its_end_is_refused(monkeypatch):
    monkeypatch.setattr(deidentify, "_kept", lambda data: [b"\xff\xd9" + NAME])

    with pytest.raises(PhotographError, match="could not be freed"):
        deidentified(saved(scene(), "JPEG"))


def test_a_copy_that_lost_what_was_added_is_refused():
    with pytest.raises(PhotographError, match="could not be freed"):
        deidentify._verify_jpeg(saved(scene(), "JPEG"), [b"never written"])


def test_a_png_with_anything_else_in_it_is_refused(monkeypatch):
    monkeypatch.setattr(
        deidentify.png, "chunks", lambda data: [(b"IHDR", b""), (b"tEXt", b"")]
    )

    with pytest.raises(PhotographError, match="could not be freed"):
        deidentified(saved(scene(), "BMP"))


def test_the_very_coefficients_are_kept():
    noise = np.random.default_rng(3).integers(0, 255, (64, 64, 3), np.uint8)
    data = saved(Image.fromarray(noise), "JPEG", quality=70, exif=nasty_exif())

    copy = deidentified(data)

    scans = [
        bytes(data[s.start : s.end])
        for s in jpeg.segments(data)
        if s.marker == jpeg.SOS
    ]
    assert all(scan in copy for scan in scans)
