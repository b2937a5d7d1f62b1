"""Decoding: upright, in sRGB, truthful, and guarded."""

import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from models.photographs import colour, from_heif, icc
from models.photographs import orientation as turning
from models.photographs.decode import (
    checked_facts,
    decode,
    facts,
    thumbnail,
)
from models.photographs.errors import PhotographError
from tests.models.photographs.pictures import (
    PRO_PHOTO,
    as_pillow_sees_it,
    cmyk_profile,
    difference,
    exif,
    grey_profile,
    rgb_profile,
    saved,
    scene,
)

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
FORMATS = {
    "JPEG": {"quality": 95},
    "PNG": {},
    "TIFF": {},
    "WEBP": {"lossless": True},
    "HEIF": {},
}
WIDE = {
    "Adobe RGB": icc.adobe_rgb(),
    "Display P3": icc.display_p3(),
    "ProPhoto": rgb_profile(PRO_PHOTO, 1.8),
}


def oriented(kind: str, orientation: int, **options) -> bytes:
    block = exif(orientation)
    if kind == "TIFF":
        return saved(scene(), kind, tiffinfo={274: orientation}, **options)
    return saved(scene(), kind, exif=block.tobytes(), **FORMATS[kind], **options)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_stands_upright_in_all_orientations(kind, orientation):
    data = oriented(kind, orientation)

    pixels = decode(data)

    assert difference(pixels.rgb, as_pillow_sees_it(data)) <= 2
    assert pixels.rgb.flags.c_contiguous
    assert (pixels.width, pixels.height) == pixels.rgb.shape[1::-1]
    known = facts(data)
    assert (known.format, known.width, known.height) == (
        kind,
        pixels.width,
        pixels.height,
    )
    assert known.orientation == (1 if kind == "HEIF" else orientation)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", FORMATS)
def test_a_profile_is_applied_once_in_every_format_and_orientation(kind, orientation):
    data = oriented(kind, orientation, icc_profile=WIDE["ProPhoto"])

    pixels = decode(data)

    reference = as_pillow_sees_it(data)
    assert difference(pixels.rgb, reference) <= 2
    assert difference(pixels.rgb, as_pillow_sees_it(oriented(kind, orientation))) > 30
    assert pixels.notes == ()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("mode", "profile"),
    [
        ("RGB", WIDE["Display P3"]),
        ("L", grey_profile(1.8)),
        ("CMYK", cmyk_profile()),
        ("CMYK", b""),
    ],
    ids=["colour", "grey", "printing", "printing without profile"],
)
@pytest.mark.parametrize("progressive", [False, True])
def test_every_kind_of_jpeg_stands_upright_in_all_orientations(
    mode, profile, progressive, orientation
):
    options = {"icc_profile": profile} if profile else {}
    picture = scene().convert(mode)
    data = saved(
        picture,
        "JPEG",
        quality=95,
        progressive=progressive,
        exif=exif(orientation).tobytes(),
        **options,
    )

    assert difference(decode(data).rgb, as_pillow_sees_it(data)) <= 2


@pytest.mark.parametrize("orientation", range(1, 9))
def test_sixteen_bit_pictures_stand_upright_in_all_orientations(orientation):
    deep = np.asarray(scene()).astype(np.uint16) * 257
    reference = as_pillow_sees_it(oriented("PNG", orientation))
    png = sixteen_bit_png(deep)
    png = png[:33] + png_chunk(b"eXIf", exif(orientation).tobytes()[6:]) + png[33:]

    for data in (
        png,
        sixteen_bit_tiff(deep, "<", orientation),
        sixteen_bit_tiff(deep, ">", orientation),
    ):
        assert difference(decode(data).rgb, reference) <= 2


@pytest.mark.parametrize("name", WIDE)
@pytest.mark.parametrize("kind", FORMATS)
def test_wide_colours_become_srgb_as_littlecms_has_them(kind, name):
    options = {} if kind == "TIFF" else FORMATS[kind]
    data = saved(scene(), kind, icc_profile=WIDE[name], **options)

    assert difference(decode(data).rgb, as_pillow_sees_it(data)) <= 2


@pytest.mark.parametrize(
    ("profile", "stored", "srgb"),
    [
        # The primaries of sRGB, as others write them.
        (icc.adobe_rgb(), (219, 0, 0), (255, 0, 0)),
        (icc.adobe_rgb(), (144, 255, 60), (0, 255, 0)),
        (icc.adobe_rgb(), (0, 0, 250), (0, 0, 255)),
        (icc.adobe_rgb(), (127, 127, 127), (127, 127, 127)),
        (icc.display_p3(), (234, 51, 35), (255, 0, 0)),
        (icc.display_p3(), (117, 251, 76), (0, 255, 0)),
        (icc.display_p3(), (0, 0, 245), (0, 0, 255)),
        (icc.display_p3(), (127, 127, 127), (127, 127, 127)),
    ],
)
def test_the_built_profiles_mean_what_their_standards_say(profile, stored, srgb):
    data = saved(Image.new("RGB", (8, 8), stored), "PNG", icc_profile=profile)

    # Out of gamut by a hair, a channel near 0 is steep: 0.2 % of light are 6 levels.
    assert difference(decode(data).rgb[0, 0], np.array(srgb, np.uint8)) <= 6


def test_a_large_picture_is_converted_strip_by_strip_to_the_same_colours(monkeypatch):
    monkeypatch.setattr(colour, "_FEW_PIXELS", 1000)
    data = saved(scene(330, 210), "JPEG", icc_profile=WIDE["Adobe RGB"], quality=95)

    assert difference(decode(data).rgb, as_pillow_sees_it(data)) <= 2


def test_a_profile_that_is_srgb_by_any_name_changes_nothing():
    plain = saved(scene(), "PNG")
    named = saved(scene(), "PNG", icc_profile=SRGB)

    assert difference(decode(named).rgb, decode(plain).rgb) == 0
    assert decode(named).notes == ()
    assert decode(plain).notes == (colour.NO_PROFILE,)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF"])
@pytest.mark.parametrize("gamma", [1.0, 1.8, 2.2])
def test_a_grey_profile_is_applied(kind, gamma):
    data = saved(scene().convert("L"), kind, icc_profile=grey_profile(gamma))

    pixels = decode(data)

    assert difference(pixels.rgb, as_pillow_sees_it(data)) <= 2
    assert facts(data).profile == "Camera of Dr Smith"


def test_a_grey_picture_with_a_colour_profile_is_read_as_equal_colours():
    grey = scene().convert("L")
    data = saved(grey, "JPEG", icc_profile=WIDE["ProPhoto"], quality=100)

    reference = as_pillow_sees_it(
        saved(grey.convert("RGB"), "PNG", icc_profile=WIDE["ProPhoto"])
    )

    assert difference(decode(data).rgb, reference) <= 4
    assert decode(data).notes == ()


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_printing_colours_are_converted_by_their_profile(kind):
    data = saved(scene().convert("CMYK"), kind, icc_profile=cmyk_profile())

    pixels = decode(data)

    assert difference(pixels.rgb, as_pillow_sees_it(data)) <= 2
    assert pixels.notes == ()


def test_printing_colours_without_a_profile_are_told():
    data = saved(scene().convert("CMYK"), "JPEG", quality=95)

    assert decode(data).notes == (colour.NO_CMYK_PROFILE,)
    assert difference(decode(data).rgb, as_pillow_sees_it(data)) <= 2


@pytest.mark.parametrize(
    ("profile", "note"),
    [
        (b"no profile at all", colour.BROKEN_PROFILE),
        (WIDE["ProPhoto"][:300], colour.BROKEN_PROFILE),
        (grey_profile(2.2), colour.WRONG_PROFILE),
        (cmyk_profile(), colour.WRONG_PROFILE),
    ],
    ids=["nonsense", "cut off", "grey", "printing"],
)
@pytest.mark.parametrize("kind", FORMATS)
def test_a_profile_that_cannot_be_used_is_told_and_not_ignored(kind, profile, note):
    data = oriented(kind, 1, icc_profile=profile)

    pixels = decode(data)

    assert pixels.notes == facts(data).notes == (note,)
    assert difference(pixels.rgb, as_pillow_sees_it(oriented(kind, 1))) <= 2


@pytest.mark.parametrize("kind", [*FORMATS, "BMP"])
def test_a_missing_profile_is_told(kind):
    undeclared = {"color_primaries": 2} if kind == "HEIF" else {}
    data = saved(scene(), kind, **undeclared)

    assert facts(data).notes == decode(data).notes == (colour.NO_PROFILE,)


def test_the_primaries_that_a_phone_writes_without_a_profile_are_honoured():
    data = saved(scene(), "HEIF", color_primaries=12, transfer_characteristics=13)

    assert facts(data).profile == "Display P3 colours"
    assert facts(data).notes == ()
    reference = as_pillow_sees_it(saved(scene(), "PNG", icc_profile=WIDE["Display P3"]))
    assert difference(decode(data).rgb, reference) <= 2


@pytest.mark.parametrize(
    ("primaries", "curve", "notes"),
    [
        (1, 13, ()),
        (9, 13, (colour.NO_PROFILE,)),
        (12, 16, (from_heif.HDR,)),
        (9, 18, (colour.NO_PROFILE, from_heif.HDR)),
    ],
    ids=["sRGB", "television", "HDR of a phone", "HDR of television"],
)
def test_what_a_heif_says_of_its_colours_in_numbers_is_told(primaries, curve, notes):
    data = saved(
        scene(), "HEIF", color_primaries=primaries, transfer_characteristics=curve
    )

    assert facts(data).notes == notes


def test_a_profile_with_a_part_missing_is_told():
    data = saved(scene(), "JPEG", icc_profile=WIDE["ProPhoto"] + bytes(70_000))
    second = data.index(b"ICC_PROFILE\x00\x02")
    length = struct.unpack_from(">H", data, second - 2)[0]
    data = data[: second - 4] + data[second - 2 + length :]

    assert decode(data).notes == (colour.BROKEN_PROFILE,)


def test_adobe_rgb_that_only_exif_tells_is_honoured():
    block = exif(1)
    block.get_ifd(0x8769)[0xA001] = 0xFFFF
    block.get_ifd(0x8769)[0xA005] = {1: "R03"}
    data = saved(scene(), "JPEG", exif=block.tobytes(), quality=95)

    assert facts(data).profile == colour.ADOBE_NAME
    assert decode(data).notes == (colour.ADOBE_BY_EXIF,)
    reference = as_pillow_sees_it(data, icc=icc.adobe_rgb())
    assert difference(decode(data).rgb, reference) <= 2


def test_a_camera_that_says_srgb_needs_no_profile():
    block = exif(1)
    block.get_ifd(0x8769)[0xA001] = 1

    assert facts(saved(scene(), "JPEG", exif=block.tobytes())).notes == ()


@pytest.mark.parametrize("order", ["<u2", ">u2"])
def test_sixteen_bits_of_grey_keep_their_steps(order):
    deep = (np.arange(256, dtype=np.uint32) * 257).reshape(16, 16).astype(order)
    mode = "I;16" if order == "<u2" else "I;16B"
    picture = Image.frombytes(mode, (16, 16), deep.tobytes())

    for kind in ("PNG", "TIFF"):
        grey = decode(saved(picture, kind)).rgb[..., 0]
        assert difference(grey.ravel(), np.arange(256)) == 0


def test_sixteen_bits_of_grey_where_zero_is_white_are_inverted():
    picture = Image.fromarray(np.full((4, 4), 65535, np.uint16))
    data = saved(picture, "TIFF", tiffinfo={262: 0})
    # Pillow writes what it likes there: set the tag itself.
    at = data.index(struct.pack("<HHI", 262, 3, 1))
    data = data[: at + 8] + struct.pack("<HH", 0, 0) + data[at + 12 :]

    assert decode(data).rgb.max() == 0


def png_chunk(name: bytes, payload: bytes) -> bytes:
    body = name + payload
    return struct.pack(">I", len(payload)) + body + struct.pack(">I", zlib.crc32(body))


def sixteen_bit_png(pixels: np.ndarray) -> bytes:
    height, width = pixels.shape[:2]
    kind = {1: 0, 3: 2, 4: 6}[pixels.shape[2]]
    rows = b"".join(b"\x00" + row.astype(">u2").tobytes() for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 16, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [
            png_chunk(b"IHDR", head),
            png_chunk(b"IDAT", zlib.compress(rows)),
            png_chunk(b"IEND", b""),
        ]
    )


def sixteen_bit_tiff(pixels: np.ndarray, order: str, orientation: int = 1) -> bytes:
    height, width, _ = pixels.shape
    data = pixels.astype(f"{order}u2").tobytes()
    at = 8 + len(data)
    entries = [
        (256, 4, 1, width),
        (257, 4, 1, height),
        (258, 3, 3, at + 2 + 12 * 10 + 4),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, 8),
        (274, 3, 1, orientation),
        (277, 3, 1, 3),
        (278, 4, 1, height),
        (279, 4, 1, len(data)),
    ]
    table = struct.pack(f"{order}H", len(entries))
    for tag, kind, count, value in entries:
        form = "HHIHH" if kind == 3 and count == 1 else "HHII"
        values = (value, 0) if form == "HHIHH" else (value,)
        table += struct.pack(f"{order}{form}", tag, kind, count, *values)
    head = (b"II*\x00" if order == "<" else b"MM\x00*") + struct.pack(f"{order}I", at)
    return head + data + table + bytes(4) + struct.pack(f"{order}3H", 16, 16, 16)


def test_sixteen_bits_of_colour_lose_no_more_than_a_level():
    deep = np.random.default_rng(5).integers(0, 65536, (20, 30, 3))
    shallow = np.round(deep / 257).astype(np.uint8)

    for data in (
        sixteen_bit_png(deep),
        sixteen_bit_tiff(deep, "<"),
        sixteen_bit_tiff(deep, ">"),
    ):
        assert difference(decode(data).rgb, shallow) <= 1


def test_transparent_parts_lie_on_white_and_are_told():
    picture = scene().convert("RGBA")
    alpha = Image.new("L", picture.size, 255)
    alpha.paste(0, (0, 0, 20, 43))
    picture.putalpha(alpha)

    for kind in ("PNG", "TIFF", "WEBP", "HEIF"):
        options = {"lossless": True} if kind == "WEBP" else {}
        pixels = decode(saved(picture, kind, **options))
        assert pixels.rgb[5, 5].tolist() == [255, 255, 255]
        assert "Transparent parts are shown on white." in pixels.notes


def test_an_alpha_channel_nobody_filled_does_not_blank_the_picture():
    picture = scene().convert("RGBA")
    picture.putalpha(0)

    pixels = decode(saved(picture, "PNG"))

    assert difference(pixels.rgb, np.asarray(scene())) == 0


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "PA", "RGB", "RGBA"])
def test_pngs_of_every_mode_become_three_channels(mode):
    picture = scene().convert("RGB" if mode == "PA" else mode)
    data = saved(picture, "PNG")

    assert difference(decode(data).rgb, as_pillow_sees_it(data)) <= 2


def test_bitmaps_are_read():
    data = saved(scene(), "BMP")

    assert facts(data).format == "BMP"
    assert difference(decode(data).rgb, np.asarray(scene())) == 0


def test_of_several_pages_the_first_is_used_and_told():
    file = io.BytesIO()
    scene().save(file, "TIFF", save_all=True, append_images=[Image.new("RGB", (9, 9))])

    pixels = decode(file.getvalue())

    assert difference(pixels.rgb, np.asarray(scene())) == 0
    assert "The file holds 2 pictures; the first is used." in pixels.notes


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("orientation", [1, 6])
def test_a_small_picture_suffices_where_a_small_one_is_wanted(kind, orientation):
    block = exif(orientation).tobytes()
    options = {"tiffinfo": {274: orientation}} if kind == "TIFF" else {"exif": block}
    data = saved(scene(320, 200), kind, icc_profile=WIDE["Display P3"], **options)
    known = facts(data)

    for at_least in [(1, 1), (50, 30), (51, 51), (160, 100), (100, 160), (321, 1)]:
        pixels = decode(data, at_least=at_least)
        height, width = pixels.rgb.shape[:2]
        assert (pixels.width, pixels.height) == (known.width, known.height)
        assert width in {-(-known.width // part) for part in (1, 2, 4, 8)}
        assert width >= min(at_least[0], known.width)
        assert height >= min(at_least[1], known.height)
    assert decode(data, at_least=(1, 1)).rgb.shape[1] == known.width // 8


def test_a_thumbnail_fits_its_square_and_is_never_enlarged():
    data = saved(scene(640, 400), "JPEG", exif=exif(6).tobytes())

    assert thumbnail(data, 160).rgb.shape == (160, 100, 3)
    assert thumbnail(data, 5000).rgb.shape == (640, 400, 3)


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_a_jpeg_that_breaks_off_is_refused_and_never_shown_half_grey(
    share, progressive
):
    data = saved(scene(640, 480), "JPEG", quality=95, progressive=progressive)
    cut = data[: int(len(data) * share)]

    for broken in (cut, cut + bytes(len(data) - len(cut))):
        with pytest.raises(PhotographError):
            decode(broken)
        with pytest.raises(PhotographError):
            checked_facts(broken)


def test_a_jpeg_that_is_only_odd_is_still_read():
    data = saved(scene(), "JPEG", quality=95)
    # Some programs write nonsense into a field that counts in progressive files only.
    at = data.index(b"\x00\x3f\x00", data.index(b"\xff\xda"))
    odd = data[:at] + b"\x00\x00\x00" + data[at + 3 :]

    assert difference(decode(odd).rgb, decode(data).rgb) == 0
    with pytest.raises(PhotographError):
        decode(odd[:-500])


@pytest.mark.parametrize("orientation", range(2, 9))
def test_large_photographs_are_turned_in_threads_to_the_same_pixels(
    orientation, monkeypatch
):
    monkeypatch.setattr(turning, "_FEW_PIXELS", 1000)
    data = saved(scene(330, 210), "JPEG", exif=exif(orientation).tobytes())

    assert difference(decode(data).rgb, as_pillow_sees_it(data)) <= 2


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "WEBP", "HEIF"])
@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
def test_other_files_that_break_off_are_refused(kind, share):
    noise = np.random.default_rng(1).integers(0, 255, (120, 160, 3), np.uint8)
    data = saved(Image.fromarray(noise), kind)

    with pytest.raises(PhotographError):
        checked_facts(data[: int(len(data) * share)])


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate", "packbits"])
def test_compressed_tiffs_that_are_damaged_are_refused(compression):
    data = bytearray(saved(scene(160, 120), "TIFF", compression=compression))
    assert checked_facts(bytes(data)).format == "TIFF"

    with pytest.raises(PhotographError):
        checked_facts(bytes(data[: len(data) // 2]))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (bytes(5000), "only zeros"),
        (b"hello, this is a letter", "not a photograph"),
        (b"GIF89a" + bytes(50), "GIF"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf", "AVIF"),
        (b"\xff\xd8\xff", "damaged"),
        (b"\xff\xd8\xff\xd9", "damaged"),
    ],
)
def test_what_is_no_photograph_is_told_in_a_sentence(data, words):
    with pytest.raises(PhotographError, match=words) as caught:
        facts(data)

    assert caught.value.hint


def test_a_file_that_is_a_preview_of_camera_raw_is_refused():
    data = saved(scene(), "TIFF", tiffinfo={254: 1})

    with pytest.raises(PhotographError, match="RAW"):
        facts(data)


def huge_jpeg(width: int, height: int) -> bytes:
    data = saved(scene(), "JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">HH", height, width) + data[at + 4 :]


def huge_png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = saved(scene(), "PNG")
    body = b"IHDR" + head
    return data[:12] + body + struct.pack(">I", zlib.crc32(body)) + data[33:]


def huge_bmp(width: int, height: int) -> bytes:
    data = saved(scene(), "BMP")
    return data[:18] + struct.pack("<ii", width, height) + data[26:]


def huge_tiff(width: int, height: int) -> bytes:
    data = saved(scene(), "TIFF")
    for tag, value in ((256, width), (257, height)):
        at = data.index(struct.pack("<HHI", tag, 4, 1))
        data = data[: at + 8] + struct.pack("<I", value) + data[at + 12 :]
    return data


@pytest.mark.parametrize("make", [huge_jpeg, huge_png, huge_bmp, huge_tiff])
@pytest.mark.parametrize("sides", [(60_000, 60_000), (20_000, 16_000)])
def test_pictures_of_absurd_size_are_refused_by_their_header(make, sides):
    data = make(*sides)

    for look in (facts, checked_facts, decode):
        with pytest.raises(PhotographError, match="too large"):
            look(data)


def test_a_rare_kind_of_tiff_is_told():
    data = saved(Image.new("F", (8, 8)), "TIFF")

    with pytest.raises(PhotographError, match="rare kind"):
        facts(data)


def test_the_time_of_exposure_is_read():
    block = exif(1)
    block.get_ifd(0x8769)[0x9003] = "2024:05:01 12:30:59"

    assert facts(saved(scene(), "JPEG", exif=block.tobytes())).taken_at == (
        "2024-05-01T12:30:59"
    )


@pytest.mark.parametrize("text", ["0000:00:00 00:00:00", "yesterday", "2024:13:01", ""])
def test_a_time_of_exposure_that_makes_no_sense_is_left_empty(text):
    block = exif(1)
    block.get_ifd(0x8769)[0x9003] = text

    assert facts(saved(scene(), "JPEG", exif=block.tobytes())).taken_at == ""


def test_an_orientation_that_makes_no_sense_counts_as_upright():
    data = saved(scene(), "JPEG", exif=exif(77).tobytes(), quality=95)

    assert facts(data).orientation == 1
    assert decode(data).rgb.shape == (43, 61, 3)


def test_a_png_with_its_exif_behind_the_pixels_stands_upright():
    data = saved(scene(), "PNG")
    block = exif(6).tobytes()[6:]
    body = b"eXIf" + block
    chunk = struct.pack(">I", len(block)) + body + struct.pack(">I", zlib.crc32(body))

    turned = data[:-12] + chunk + data[-12:]

    assert decode(turned).rgb.shape == (61, 43, 3)
    assert facts(turned).orientation == 6


KINDS = {kind: oriented(kind, 6, icc_profile=WIDE["Adobe RGB"]) for kind in FORMATS}


@pytest.mark.parametrize("kind", FORMATS)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data())
def test_damaged_bytes_never_raise_anything_but_a_sentence(kind, data):
    damaged = bytearray(KINDS[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, min(len(damaged), 1500) - 1))
        damaged[at] = data.draw(st.integers(0, 255))

    for look in (checked_facts, decode):
        try:
            look(bytes(damaged))
        except PhotographError as error:
            assert error.text.endswith(".")  # noqa: PT017
