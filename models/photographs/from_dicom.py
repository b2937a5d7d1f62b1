"""DICOM photographs, as picture archives hand them out, through pydicom.

Of the header only what the pixels need and the time of exposure is read: a name, a
birth date or an institution never gets into the program.
"""

import io
import logging
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image

from models.photographs import icc, jpeg
from models.photographs.colour import Channels, Colours, colours
from models.photographs.errors import PhotographError
from models.photographs.formats import DICOM, JPEG
from models.photographs.from_jpeg import open_jpeg
from models.photographs.orientation import Pixels8
from models.photographs.source import (
    READER_ERRORS,
    Size,
    Source,
    guard_size,
    reduced,
    scale_for,
    unreadable,
)

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

BURNED_IN = (
    "The file says that words are burned into the picture: they may name the subject."
)
NO_LOOKUP = "The file asks for a display curve that is not applied."

_VL = "1.2.840.10008.5.1.4.1.1.77.1"
_CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
_PHOTOGRAPHS = frozenset(
    {
        f"{_VL}.1",  # endoscopic
        f"{_VL}.2",  # microscopic
        f"{_VL}.4",  # photographic
        f"{_VL}.5.1",  # ophthalmic, 8 bits
        f"{_VL}.5.2",  # ophthalmic, 16 bits
        f"{_VL}.7",  # dermoscopic
        _CAPTURE,
        *(f"{_CAPTURE}.{number}" for number in (2, 3, 4)),
    }
)
_IMPLICIT: Final = "1.2.840.10008.1.2"
_EXPLICIT: Final = "1.2.840.10008.1.2.1"
_DEFLATED: Final = "1.2.840.10008.1.2.1.99"
_JPEG_BASELINE: Final = "1.2.840.10008.1.2.4.50"
_META_LENGTH = 2048

_PALETTES = tuple(
    f"{segmented}{colour}PaletteColorLookupTable{part}"
    for segmented, part in (("", "Descriptor"), ("", "Data"), ("Segmented", "Data"))
    for colour in ("Red", "Green", "Blue")
)
_READ = [
    *("SOPClassUID", "Rows", "Columns", "NumberOfFrames", "SamplesPerPixel"),
    *("PhotometricInterpretation", "PlanarConfiguration", "PixelRepresentation"),
    *("BitsAllocated", "BitsStored", "HighBit", "ICCProfile", "ColorSpace"),
    *("RescaleSlope", "RescaleIntercept", "ModalityLUTSequence"),
    *("WindowCenter", "WindowWidth", "VOILUTFunction", "VOILUTSequence"),
    *("AcquisitionDateTime", "AcquisitionDate", "AcquisitionTime"),
    *("ContentDate", "ContentTime", "BurnedInAnnotation", "PixelData"),
    *_PALETTES,
]


class _Kind(StrEnum):
    """What the stored numbers are, in DICOM's words."""

    BLACK_IS_HIGH = "MONOCHROME1"
    WHITE_IS_HIGH = "MONOCHROME2"
    PALETTE = "PALETTE COLOR"
    RGB = "RGB"
    YBR = "YBR_FULL"
    YBR_422 = "YBR_FULL_422"

    @property
    def samples(self) -> int:
        """How many numbers a pixel has."""
        return 1 if self in _ONE_SAMPLE else 3


_Numbers = npt.NDArray[Any]
_GREYS = frozenset({_Kind.BLACK_IS_HIGH, _Kind.WHITE_IS_HIGH})
_ONE_SAMPLE = _GREYS | {_Kind.PALETTE}


@dataclass(frozen=True)
class _Header:
    """How the pixels are stored."""

    rows: int
    columns: int
    frames: int
    kind: _Kind
    is_by_plane: bool
    is_signed: bool
    allocated: int
    stored: int
    high_bit: int

    @property
    def values(self) -> npt.NDArray[np.int64]:
        """The value of every number that can be stored."""
        codes = np.arange(1 << self.stored)
        if self.is_signed:
            codes[codes >= 1 << (self.stored - 1)] -= 1 << self.stored
        return codes


def open_dicom(data: bytes) -> Source:
    """Read a DICOM file up to its pixels.

    Raises:
        PhotographError: It is damaged, too large, no photograph, or coded in a way
            that is not read.
    """
    dcmread = _reader()
    from pydicom.errors import BytesLengthException, InvalidDicomError

    odd = (AttributeError, BytesLengthException, InvalidDicomError)
    try:
        return _opened(data, dcmread)
    except (*READER_ERRORS, *odd) as error:
        raise unreadable(DICOM, error) from error


def _opened(data: bytes, dcmread: "Callable[..., Dataset]") -> Source:
    if _DEFLATED.encode() in data[:_META_LENGTH]:
        # Unpacked by the library before anybody knows how large it gets.
        raise _coded("a packed file")
    dataset = dcmread(io.BytesIO(data), specific_tags=list(_READ))
    _check_is_photograph(dataset)
    if "PixelData" not in dataset:
        raise EOFError
    syntax = str(dataset.file_meta.TransferSyntaxUID)
    header = _header(dataset)
    guard_size(header.columns, header.rows)
    if syntax == _JPEG_BASELINE:
        return _coded_source(dataset, header)
    if syntax in {_IMPLICIT, _EXPLICIT}:
        return _plain_source(dataset, header)
    raise _coded(dataset.file_meta.TransferSyntaxUID.name)


@cache
def _reader() -> "Callable[..., Dataset]":
    """The function that reads a file, quietened.

    What is odd in a header is told by the checks here. The library would quote it on
    the console and in the log, and it might be a name.
    """
    # Only who has such photographs pays for loading the library.
    from pydicom import config, dcmread

    config.settings.reading_validation_mode = config.IGNORE
    logging.getLogger("pydicom").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", module=r"pydicom|models\.photographs")
    return dcmread


def _check_is_photograph(dataset: "Dataset") -> None:
    kind = dataset.get("SOPClassUID")
    if kind is None or str(kind) in _PHOTOGRAPHS:
        return
    name = kind.name.removesuffix(" Storage")
    raise PhotographError(
        "The DICOM file is no photograph"
        + ("." if name == str(kind) else f" but of the kind {name}."),
        hint="Read are photographs of visible light and secondary captures.",
    )


def _header(dataset: "Dataset") -> _Header:
    name = str(dataset.get("PhotometricInterpretation", ""))
    allocated = int(dataset.get("BitsAllocated", 8))
    stored = int(dataset.get("BitsStored", allocated))
    try:
        kind = _Kind(name)
    except ValueError:
        raise _rare(name or "without a kind of colours") from None
    samples = int(dataset.get("SamplesPerPixel", 1))
    if allocated not in {8, 16} or not 1 < stored <= allocated:
        raise _rare(f"{stored} of {allocated} bits")
    if samples != kind.samples:
        raise _rare(f"{name}, {samples} channels")
    return _Header(
        rows=int(dataset.Rows),
        columns=int(dataset.Columns),
        frames=int(dataset.get("NumberOfFrames") or 1),
        kind=kind,
        is_by_plane=int(dataset.get("PlanarConfiguration") or 0) == 1,
        is_signed=int(dataset.get("PixelRepresentation") or 0) == 1,
        allocated=allocated,
        stored=stored,
        high_bit=int(dataset.get("HighBit", stored - 1)),
    )


def _coded_source(dataset: "Dataset", header: _Header) -> Source:
    """The first frame, which is a JPEG of its own."""
    from pydicom.encaps import get_frame

    frame = get_frame(dataset.PixelData, 0, number_of_frames=header.frames)
    if header.kind is _Kind.RGB:
        frame = _said_to_be_rgb(frame)
    inner = open_jpeg(frame)
    if inner.colours.channels is Channels.CMYK or header.allocated != 8:
        raise _rare(f"{header.allocated} bits, {inner.colours.channels}")
    shades = _shades(dataset, header) if header.kind in _GREYS else None

    def read(at_least: Size | None) -> Pixels8:
        pixels = inner.read(at_least)
        if shades is None or inner.colours.channels is not Channels.GREY:
            return pixels
        return shades[pixels]

    found = _told_colours(dataset, inner.colours.channels) or inner.colours
    size = (inner.width, inner.height)
    return _source(dataset, header, size, found, read, inner.check)


def _said_to_be_rgb(frame: bytes) -> bytes:
    """A JPEG of RGB that does not say so, as DICOM leaves it to its own header.

    libjpeg would take its colours for luminance and chrominance.
    """
    for segment in jpeg.header_segments(frame):
        if segment.marker in {jpeg.APP0, jpeg.APP14}:
            return frame
    adobe = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"
    return frame[:2] + adobe + frame[2:]


def _plain_source(dataset: "Dataset", header: _Header) -> Source:
    """The first frame, which is stored number by number."""
    codes = _codes(dataset.PixelData, header)
    size = (header.columns, header.rows)
    if header.kind is _Kind.PALETTE:
        shades = _palette(dataset, header)
    elif header.kind in _GREYS:
        shades = _shades(dataset, header)
    else:
        shades = _even_shades(header)

    def read(at_least: Size | None) -> Pixels8:
        if header.kind is _Kind.PALETTE:
            pixels = shades[codes[..., 0]]
        elif header.stored == 8 and header.kind not in _GREYS:
            pixels = np.ascontiguousarray(codes, np.uint8)
        else:
            pixels = shades[codes]
        if header.kind in {_Kind.YBR, _Kind.YBR_422}:
            pixels = np.array(Image.fromarray(pixels, "YCbCr").convert("RGB"))
        return reduced(pixels, scale_for(size, at_least))

    channels = Channels.GREY if header.kind in _GREYS else Channels.RGB
    found = _told_colours(dataset, channels) or colours(channels)
    return _source(dataset, header, size, found, read, lambda: codes)


def _source(
    dataset: "Dataset",
    header: _Header,
    size: Size,
    found: Colours,
    read: Callable[[Size | None], Pixels8],
    check: Callable[[], object],
) -> Source:
    notes = []
    if header.frames > 1:
        notes.append(f"The file holds {header.frames} pictures; the first is used.")
    if str(dataset.get("BurnedInAnnotation", "")).upper() == "YES":
        notes.append(BURNED_IN)
    if header.kind in _GREYS and _window(dataset) is None and _has_lookup(dataset):
        notes.append(NO_LOOKUP)

    def read_whole(at_least: Size | None) -> Pixels8:
        try:
            return read(at_least)
        except READER_ERRORS as error:
            raise unreadable(DICOM, error) from error

    return Source(
        format=DICOM,
        width=size[0],
        height=size[1],
        orientation=1,  # a JPEG inside may hold another, which DICOM does not know
        turn=1,
        colours=found,
        taken_at=_taken_at(dataset),
        notes=tuple(notes),
        read=read_whole,
        check=check,
    )


def _told_colours(dataset: "Dataset", channels: Channels) -> Colours | None:
    """What DICOM itself says of the colours, if it does."""
    profile = dataset.get("ICCProfile")
    if profile:
        return colours(channels, profile=bytes(profile))
    space = str(dataset.get("ColorSpace") or "").upper()
    if space == "ADOBERGB" and channels is Channels.RGB:
        return colours(channels, profile=icc.adobe_rgb())
    return colours(channels, is_declared_srgb=True) if space == "SRGB" else None


def _codes(data: bytes, header: _Header) -> _Numbers:
    """The stored numbers of the first frame: height × width × samples.

    Raises:
        ValueError: The file breaks off.
    """
    rows, columns = header.rows, header.columns
    kind = np.dtype(f"<u{header.allocated // 8}")
    if header.kind is _Kind.YBR_422:
        return _spread(np.frombuffer(data, kind, rows * columns * 2), header)
    samples = header.kind.samples
    codes = np.frombuffer(data, kind, rows * columns * samples)
    if header.is_by_plane:
        codes = np.moveaxis(codes.reshape(samples, rows, columns), 0, -1)
    codes = codes.reshape(rows, columns, samples)
    if header.stored == header.allocated:
        return codes
    # Some devices keep other things in the bits that are not used.
    below = max(0, header.high_bit + 1 - header.stored)
    used: _Numbers = (codes >> below) & ((1 << header.stored) - 1)
    return used


def _spread(codes: _Numbers, header: _Header) -> _Numbers:
    """Two luminances with one pair of chrominances, made two whole pixels."""
    pairs = codes.reshape(header.rows, header.columns // 2, 4)
    whole = np.empty((header.rows, header.columns, 3), codes.dtype)
    for place in (0, 1):
        whole[:, place::2, 0] = pairs[..., place]
        whole[:, place::2, 1:] = pairs[..., 2:]
    return whole


def _shades(dataset: "Dataset", header: _Header) -> Pixels8:
    """The grey of every number that can be stored, as the file wants it shown."""
    slope = float(dataset.get("RescaleSlope") or 1)
    values = header.values * slope + float(dataset.get("RescaleIntercept") or 0)
    window = _window(dataset)
    with np.errstate(all="ignore"):  # a header may ask for a nonsensical window
        if window is None:
            share = (values - values.min()) / np.ptp(values)
        else:
            share = _windowed(values, *window, str(dataset.get("VOILUTFunction", "")))
        if header.kind is _Kind.BLACK_IS_HIGH:
            share = 1 - share
        return np.asarray(np.round(share * 255), np.uint8)


def _windowed(values: _Numbers, centre: float, width: float, function: str) -> _Numbers:
    """How bright values are, from 0 to 1 (DICOM PS3.3, C.11.2.1)."""
    if function == "SIGMOID":
        return np.asarray(1 / (1 + np.exp(-4 * (values - centre) / width)))
    if function != "LINEAR_EXACT":
        centre, width = centre - 0.5, max(width - 1, 1e-6)
    return np.clip((values - centre) / width + 0.5, 0, 1)


def _window(dataset: "Dataset") -> tuple[float, float] | None:
    """Centre and width of the first window, if there is one."""
    centre, width = (_first(dataset.get(f"Window{e}")) for e in ("Center", "Width"))
    return None if centre is None or not width or width < 0 else (centre, width)


def _first(value: Any) -> float | None:
    """The first of one or several numbers."""
    if value is None or value == "":
        return None
    return float(value if isinstance(value, int | float | str) else value[0])


def _has_lookup(dataset: "Dataset") -> bool:
    return bool(dataset.get("ModalityLUTSequence") or dataset.get("VOILUTSequence"))


def _even_shades(header: _Header) -> Pixels8:
    """The 8-bit level of every number of a colour channel."""
    codes = np.arange(1 << header.stored)
    return np.round(codes * (255 / ((1 << header.stored) - 1))).astype(np.uint8)


def _palette(dataset: "Dataset", header: _Header) -> Pixels8:
    """The colour of every number that can be stored."""
    from pydicom.pixels.processing import apply_color_lut

    table = apply_color_lut(header.values, dataset)[..., :3]
    bits = 8 * table.dtype.itemsize
    told = int(dataset.RedPaletteColorLookupTableDescriptor[2])
    # Entries of 8 bits may be stored in 16; whichever half they fill is told by none.
    if bits == 16 and told == 8 and int(table.max()) < 256:
        bits = 8
    return np.round(table.astype(float) * (255 / ((1 << bits) - 1))).astype(np.uint8)


def _taken_at(dataset: "Dataset") -> str:
    """When the photograph was taken, or at least made; ISO 8601, or empty."""
    whole = str(dataset.get("AcquisitionDateTime") or "")
    dates = [whole] + [
        f"{dataset.get(f'{name}Date') or ''}{dataset.get(f'{name}Time') or ''}"
        for name in ("Acquisition", "Content")
    ]
    for text in dates:
        try:
            # Without fractions and zone, as EXIF has it.
            taken = datetime.strptime(text[:14], "%Y%m%d%H%M%S")  # noqa: DTZ007
        except ValueError:
            continue
        return taken.isoformat()
    return ""


def _coded(how: str) -> PhotographError:
    return PhotographError(
        f"The DICOM file is coded as {how}, which is not read: export it "
        f"uncompressed or as {JPEG} (baseline) from the archive.",
    )


def _rare(what: str) -> PhotographError:
    what = "".join(sign if sign.isprintable() else "�" for sign in what)
    return PhotographError(
        f"This rare kind of DICOM file ({what}) is not read.",
        hint="Export the photograph as JPEG or TIFF from the archive.",
    )
