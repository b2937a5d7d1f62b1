"""DICOM photographs: their pixels, their colours, and nothing of their header."""

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from pydicom.encaps import encapsulate
from pydicom.uid import (
    JPEG2000,
    DeflatedExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    RLELossless,
)

from models.photographs import colour, from_dicom, icc
from models.photographs.decode import checked_facts, decode, facts, thumbnail
from models.photographs.deidentify import deidentified, for_screen
from models.photographs.errors import PhotographError
from models.photographs.plan import plan_import
from tests.examples import example_protocol
from tests.models.photographs.dicom import (
    CAPTURE,
    DERMOSCOPIC,
    PHOTOGRAPHIC,
    dicom,
    dicom_of_jpegs,
)
from tests.models.photographs.pictures import (
    as_pillow_sees_it,
    difference,
    exif,
    saved,
    scene,
)

COLOURS = np.asarray(scene(62, 43))
GREYS = np.asarray(scene(62, 43).convert("L"))[..., np.newaxis]
SIZE = (62, 43)


def shown(data: bytes) -> np.ndarray:
    return decode(data).rgb


@pytest.mark.parametrize("kind", [PHOTOGRAPHIC, DERMOSCOPIC, CAPTURE])
def test_photographs_and_captures_show_the_pixels_that_are_stored(kind):
    data = dicom(COLOURS, kind=kind)

    known = facts(data)

    assert (known.format, known.width, known.height) == ("DICOM", *SIZE)
    assert known.orientation == 1
    assert difference(shown(data), COLOURS) == 0


def test_pixels_in_planes_and_without_value_types_are_the_same():
    planes = np.moveaxis(COLOURS, -1, 0)
    by_plane = dicom(planes.tobytes(), size=SIZE, PlanarConfiguration=1)
    implicit = dicom(COLOURS, syntax=ImplicitVRLittleEndian)

    assert difference(shown(by_plane), COLOURS) == 0
    assert difference(shown(implicit), COLOURS) == 0


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_jpeg_inside_stands_as_it_is_stored(orientation):
    inside = saved(scene(*SIZE), "JPEG", quality=95, exif=exif(orientation).tobytes())
    plain = saved(scene(*SIZE), "JPEG", quality=95)

    data = dicom_of_jpegs(inside, size=SIZE)

    assert difference(shown(data), as_pillow_sees_it(plain)) <= 2
    assert facts(data).orientation == 1


def test_a_grey_jpeg_inside_is_shown_in_grey():
    inside = saved(scene(*SIZE).convert("L"), "JPEG", quality=95)
    kind = {"PhotometricInterpretation": "MONOCHROME1", "SamplesPerPixel": 1}

    data = dicom_of_jpegs(inside, size=SIZE, **kind)

    assert difference(shown(data), 255 - as_pillow_sees_it(inside)) <= 2


def test_a_jpeg_of_rgb_that_only_dicom_tells_keeps_its_colours():
    inside = saved(scene(*SIZE), "JPEG", quality=100, keep_rgb=True, subsampling=0)
    # Named 1, 2, 3 and without a word of the kind of colours.
    frame = inside.index(b"\xff\xc0")
    scan = inside.index(b"\xff\xda")
    silent = bytearray(inside)
    for number, letter in enumerate(b"RGB"):
        for at in (frame + 10 + 3 * number, scan + 5 + 2 * number):
            assert silent[at] == letter
            silent[at] = number + 1
    at = inside.index(b"\xff\xdb")
    silent = silent[:2] + silent[at:]

    data = dicom_of_jpegs(bytes(silent), size=SIZE, PhotometricInterpretation="RGB")

    assert difference(shown(data), np.asarray(scene(*SIZE))) <= 4


def test_luminance_and_chrominance_become_colours():
    stored = np.asarray(scene(*SIZE).convert("YCbCr"))
    reference = np.asarray(Image.fromarray(stored, "YCbCr").convert("RGB"))

    data = dicom(stored, PhotometricInterpretation="YBR_FULL")

    assert difference(shown(data), reference) == 0


def test_halved_chrominance_serves_two_pixels():
    stored = np.array(scene(*SIZE).convert("YCbCr"))
    stored[:, 1::2, 1:] = stored[:, ::2, 1:]
    reference = np.asarray(Image.fromarray(stored, "YCbCr").convert("RGB"))
    packed = np.stack(
        [stored[:, ::2, 0], stored[:, 1::2, 0], stored[:, ::2, 1], stored[:, ::2, 2]],
        axis=-1,
    )

    data = dicom(packed.tobytes(), size=SIZE, PhotometricInterpretation="YBR_FULL_422")

    assert difference(shown(data), reference) == 0


def test_greys_may_count_from_white_or_from_black():
    grey = np.repeat(GREYS, 3, axis=2)
    inverse = dicom(GREYS, PhotometricInterpretation="MONOCHROME1")

    assert difference(shown(dicom(GREYS)), grey) == 0
    assert difference(shown(inverse), 255 - grey) == 0


@pytest.mark.parametrize("stored", [10, 12, 16])
def test_deep_greys_use_the_whole_range_of_their_bits(stored):
    deep = np.linspace(0, 2**stored - 1, 256).astype("<u2").reshape(16, 16, 1)

    data = dicom(deep, BitsStored=stored)

    assert difference(shown(data)[..., 0].ravel(), np.arange(256)) <= 1


def test_signed_greys_run_from_the_lowest_to_the_highest():
    deep = np.linspace(-2048, 2047, 256).astype("<i2").reshape(16, 16, 1)

    data = dicom(deep, BitsStored=12, PixelRepresentation=1)

    assert difference(shown(data)[..., 0].ravel(), np.arange(256)) <= 1


def test_bits_that_are_not_used_are_not_looked_at():
    deep = np.linspace(0, 4095, 256).astype("<u2").reshape(16, 16, 1)

    data = dicom(deep | 0xF000, BitsStored=12)

    assert difference(shown(data), shown(dicom(deep, BitsStored=12))) == 0


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        # x - 1000 from the rescaling; centre 100, width 101.
        ("LINEAR", [0, 0, 128, 255, 255]),
        ("LINEAR_EXACT", [0, 1, 128, 251, 255]),
        ("SIGMOID", [5, 31, 128, 224, 250]),
    ],
)
def test_a_window_is_applied_after_rescaling(function, expected):
    values = np.array([1000, 1050, 1100, 1149, 1200], "<u2").reshape(1, 5, 1)

    data = dicom(
        values,
        RescaleSlope=1,
        RescaleIntercept=-1000,
        WindowCenter=[100, 7],
        WindowWidth=[101, 9],
        VOILUTFunction=function,
    )

    assert np.abs(shown(data)[0, :, 0] - np.array(expected)).max() <= 1


def test_sixteen_bits_of_colour_lose_no_more_than_a_level():
    deep = np.random.default_rng(5).integers(0, 65536, (20, 30, 3)).astype("<u2")

    assert difference(shown(dicom(deep)), np.round(deep / 257).astype(np.uint8)) <= 1


@pytest.mark.parametrize("bits", [8, 16])
def test_a_palette_is_looked_up(bits):
    step = 1 if bits == 8 else 257
    table = (np.random.default_rng(2).integers(0, 256, (3, 64)) * step).astype(
        f"<u{bits // 8}"
    )
    codes = np.arange(64, dtype=np.uint8).reshape(8, 8, 1)
    tags = {"PhotometricInterpretation": "PALETTE COLOR"}
    for name, entries in zip(("Red", "Green", "Blue"), table, strict=True):
        tags[f"{name}PaletteColorLookupTableDescriptor"] = [64, 0, bits]
        tags[f"{name}PaletteColorLookupTableData"] = entries.tobytes()

    pixels = shown(dicom(codes, **tags))

    reference = (table // step).T.reshape(8, 8, 3)
    assert difference(pixels, reference) == 0


@pytest.mark.parametrize("coded", [False, True])
def test_the_profile_in_the_header_is_applied(coded):
    profile = icc.adobe_rgb()
    plain = saved(scene(*SIZE), "JPEG", quality=95)
    if coded:
        data = dicom_of_jpegs(plain, size=SIZE, ICCProfile=profile)
        reference = as_pillow_sees_it(plain, icc=profile)
    else:
        data = dicom(COLOURS, ICCProfile=profile)
        reference = as_pillow_sees_it(saved(scene(*SIZE), "PNG"), icc=profile)

    assert difference(shown(data), reference) <= 2
    assert facts(data).profile == "Adobe RGB (1998) colours"
    assert facts(data).notes == ()


def test_colours_that_are_only_named_are_honoured_and_unnamed_ones_told():
    adobe = dicom(COLOURS, ColorSpace="ADOBERGB")
    reference = as_pillow_sees_it(saved(scene(*SIZE), "PNG"), icc=icc.adobe_rgb())

    assert difference(shown(adobe), reference) <= 2
    assert facts(dicom(COLOURS, ColorSpace="SRGB")).notes == ()
    assert facts(dicom(COLOURS)).notes == (colour.NO_PROFILE,)


def test_a_profile_that_cannot_be_used_is_told():
    data = dicom(COLOURS, ICCProfile=b"no profile at all!")

    assert facts(data).notes == (colour.BROKEN_PROFILE,)
    assert difference(shown(data), COLOURS) == 0


def test_of_several_frames_the_first_is_used_and_told():
    other = np.zeros_like(COLOURS)
    first = saved(scene(*SIZE), "JPEG", quality=95)
    black = saved(Image.new("RGB", SIZE), "JPEG")
    plain = dicom((COLOURS.tobytes() + other.tobytes()), size=SIZE, NumberOfFrames=2)
    coded = dicom_of_jpegs(first, black, size=SIZE)

    for data in (plain, coded):
        assert "The file holds 2 pictures; the first is used." in decode(data).notes
    assert difference(shown(plain), COLOURS) == 0
    assert difference(shown(coded), as_pillow_sees_it(first)) <= 2


def test_words_burned_into_the_picture_are_told():
    data = dicom(COLOURS, BurnedInAnnotation="YES")

    assert from_dicom.BURNED_IN in facts(data).notes


def test_a_display_curve_that_is_not_applied_is_told():
    from pydicom.dataset import Dataset

    curve = Dataset()
    curve.LUTDescriptor = [256, 0, 8]
    curve.LUTData = bytes(range(256))

    data = dicom(GREYS, VOILUTSequence=[curve])

    assert from_dicom.NO_LOOKUP in facts(data).notes


@pytest.mark.parametrize(
    ("tags", "taken_at"),
    [
        ({"AcquisitionDateTime": "20240501123059.120000+0200"}, "2024-05-01T12:30:59"),
        ({"ContentDate": "20240501", "ContentTime": "123059"}, "2024-05-01T12:30:59"),
        (
            {
                "AcquisitionDate": "20240501",
                "AcquisitionTime": "123059.5",
                "ContentDate": "20250101",
                "ContentTime": "000000",
            },
            "2024-05-01T12:30:59",
        ),
        ({"ContentDate": "20240501"}, ""),
        ({}, ""),
    ],
)
def test_the_time_of_exposure_is_read(tags, taken_at):
    assert facts(dicom(COLOURS, **tags)).taken_at == taken_at


@pytest.mark.parametrize("make", [deidentified, for_screen])
@pytest.mark.parametrize("coded", [False, True])
def test_a_raters_copy_has_nothing_of_the_header(make, coded):
    inside = saved(scene(*SIZE), "JPEG", quality=95, comment=b"SMITH")
    tags = {"AcquisitionDateTime": "20240501123059", "ICCProfile": icc.display_p3()}
    data = (
        dicom_of_jpegs(inside, size=SIZE, **tags) if coded else dicom(COLOURS, **tags)
    )
    assert b"SMITH" in data

    copy = make(data)

    for word in (b"SMITH", b"Smith", b"DICM", b"1.2.840", b"2024"):
        assert word not in copy
    assert difference(decode(copy).rgb, decode(data).rgb) == 0


def test_no_name_gets_into_what_is_told_of_a_file():
    assert "SMITH" not in repr(facts(dicom(COLOURS))).upper()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (dicom(GREYS, kind="1.2.840.10008.5.1.4.1.1.2"), "kind CT Image"),
        (dicom(GREYS, kind="1.2.3.4"), "no photograph"),
        (dicom(COLOURS, PhotometricInterpretation="YBR_ICT"), "YBR_ICT"),
        (dicom(COLOURS, PhotometricInterpretation="MONOCHROME2"), "3 channels"),
        (dicom(GREYS, BitsStored=1), "1 of 8 bits"),
        (dicom(COLOURS, Rows=60_000, Columns=60_000), "too large"),
        (dicom(COLOURS, Rows=0), "no pixels"),
        (dicom(COLOURS, Rows=44), "not copied to its end"),
        (dicom(COLOURS)[:-1000], "not copied to its end"),
        (dicom(COLOURS)[:400], "damaged"),
        (dicom_of_jpegs(b"\xff\xd8\xff\xd9", size=SIZE), "damaged"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence(data, words):
    with pytest.raises(PhotographError, match=words) as caught:
        checked_facts(data)

    assert caught.value.text.endswith(".")


@pytest.mark.parametrize(
    ("syntax", "name"),
    [
        (JPEG2000, "JPEG 2000"),
        (RLELossless, "RLE"),
        (DeflatedExplicitVRLittleEndian, "packed"),
    ],
)
def test_a_coding_that_is_not_read_names_what_is_needed(syntax, name):
    pixels = COLOURS if name == "packed" else encapsulate([b"coded"])

    with pytest.raises(PhotographError, match=name) as caught:
        facts(dicom(pixels, size=SIZE, syntax=syntax))

    assert "export it uncompressed or as JPEG (baseline)" in caught.value.text


def test_a_small_picture_suffices_where_a_small_one_is_wanted():
    inside = saved(scene(320, 200), "JPEG", quality=95)
    plain = dicom(np.asarray(scene(320, 200)))

    for data in (plain, dicom_of_jpegs(inside, size=(320, 200))):
        pixels = decode(data, at_least=(80, 50))
        assert pixels.rgb.shape == (50, 80, 3)
        assert (pixels.width, pixels.height) == (320, 200)
        assert thumbnail(data, 40).rgb.shape == (25, 40, 3)


def test_a_folder_of_dicom_is_matched_like_any_other(tmp_path):
    for visit in ("baseline", "day1", "day30"):
        file = tmp_path / f"007_{visit}_front.dcm"
        file.write_bytes(dicom(COLOURS, BurnedInAnnotation="YES", ContentTime=visit[3]))
    shades = dicom(GREYS)
    (tmp_path / "008_day1_front").write_bytes(shades)
    (tmp_path / "008_day30_front.dcm").write_bytes(shades[128:])

    plan = plan_import(tmp_path, example_protocol())

    assert [planned.facts.format for planned in plan.matched] == ["DICOM"] * 4
    assert f"3 photographs: {from_dicom.BURNED_IN}" in plan.remarks
    assert len(plan.unreadable) == 1


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
INSIDE = saved(scene(*SIZE), "JPEG", icc_profile=SRGB)
KINDS = {
    "plain": dicom(COLOURS, ICCProfile=icc.adobe_rgb()),
    "deep": dicom(GREYS.astype("<u2"), WindowCenter=99, WindowWidth=200),
    "coded": dicom_of_jpegs(INSIDE, size=SIZE, ContentDate="20240501"),
}


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.data())
def test_damaged_bytes_never_raise_anything_but_a_sentence(kind, data):
    damaged = bytearray(KINDS[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(132, min(len(damaged), 2500) - 1))
        damaged[at] = data.draw(st.integers(0, 255))

    for look in (checked_facts, decode):
        try:
            look(bytes(damaged))
        except PhotographError as error:
            assert error.text.endswith(".")  # noqa: PT017


def test_a_file_cut_off_anywhere_is_refused_or_whole():
    whole = KINDS["coded"]

    for end in range(140, len(whole), 97):
        with pytest.raises(PhotographError):
            checked_facts(whole[:end])


def test_what_lies_behind_the_first_frame_does_not_matter():
    data = dicom(COLOURS.tobytes() + bytes(100), size=SIZE)

    assert difference(shown(data), COLOURS) == 0
    assert io.BytesIO(data).read(132)[128:] == b"DICM"
