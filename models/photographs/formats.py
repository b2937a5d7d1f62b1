"""Which files are photographs, told by their first bytes and by their suffix."""

from models.photographs.errors import PhotographError
from models.words import listed

JPEG, PNG, TIFF, BMP, WEBP, HEIF = "JPEG", "PNG", "TIFF", "BMP", "WEBP", "HEIF"
DICOM, RAW = "DICOM", "RAW"

SUFFIXES = {
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".jpe": JPEG,
    ".png": PNG,
    ".tif": TIFF,
    ".tiff": TIFF,
    ".bmp": BMP,
    ".dib": BMP,
    ".webp": WEBP,
    ".heic": HEIF,
    ".heif": HEIF,
    ".hif": HEIF,
    ".dcm": DICOM,
    ".dicom": DICOM,
}

RAW_SUFFIXES = frozenset(
    f".{name}"
    for name in (
        *("3fr", "arw", "cr2", "cr3", "dng", "erf", "iiq", "kdc", "mef", "mos", "mrw"),
        *("nef", "nrw", "orf", "pef", "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw"),
        "x3f",
    )
)

HEAD_LENGTH = 132

_DICOM_MARK = b"DICM"  # behind 128 bytes that may hold anything
_BRANDS_END = 32

_MARKS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
    (b"BM", BMP),
    # Camera RAW that says so at once. Most of it is TIFF whose first picture is a
    # preview, which only its directory tells.
    (b"IIRO", RAW),
    (b"IIRS", RAW),
    (b"MMOR", RAW),
    (b"IIU\x00", RAW),
    (b"FUJIFILMCCD-RAW", RAW),
)
_CANON_RAW = b"CR"
_HEIF_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
)
_OTHERS = (
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"),
    (b"8BPS", "Photoshop"),
    (b"PK\x03\x04", "zip"),
)
_NAMES = (JPEG, PNG, TIFF, BMP, "WebP", "HEIC", DICOM)


def format_of(head: bytes) -> str:
    """The format a file's first bytes tell, or "" if it is none we read."""
    if head[128:HEAD_LENGTH] == _DICOM_MARK:
        return DICOM
    for mark, name in _MARKS:
        if head.startswith(mark):
            if name == TIFF and head[8:10] == _CANON_RAW:
                return RAW
            return "" if name == BMP and not _is_bmp(head) else name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp" and head[8:12] == b"crx ":
        return RAW
    if head[4:8] == b"ftyp" and _is_heif(head):
        return HEIF
    return ""


def recognise(data: bytes) -> str:
    """The format of a photograph.

    Raises:
        PhotographError: It is empty, or of no format we read.
    """
    if not data:
        raise PhotographError("The file is empty.", hint="Copy it again.")
    if name := format_of(data[:HEAD_LENGTH]):
        return name
    what = next((name for mark, name in _OTHERS if data.startswith(mark)), "")
    if data[4:8] == b"ftyp" and b"avif" in data[8:_BRANDS_END]:
        what = "AVIF"
    if not any(data[:4096]):
        raise PhotographError(
            "The file holds only zeros: it was not copied to the end.",
            hint="Copy it again from the camera or its card.",
        )
    raise PhotographError(
        f"The file is {what} and not a photograph the program reads."
        if what
        else "The file is not a photograph the program reads.",
        hint=f"Formats read are {listed(_NAMES)}.",
    )


def _is_bmp(head: bytes) -> bool:
    """Two letters are weak evidence: the length of the header must fit too."""
    return int.from_bytes(head[14:18], "little") in {12, 16, 40, 52, 56, 64, 108, 124}


def _is_heif(head: bytes) -> bool:
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, _BRANDS_END, 4))}
    return b"avif" not in brands and bool(brands & _HEIF_BRANDS)
