"""Camera RAW, through rawpy, where that extra is installed."""

import importlib.util
import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from models.photographs.colour import Channels, Colours
from models.photographs.errors import PhotographError
from models.photographs.exif import read_exif
from models.photographs.formats import RAW
from models.photographs.orientation import Pixels8
from models.photographs.source import (
    READER_ERRORS,
    Size,
    Source,
    guard_size,
    scale_for,
    unreadable,
)

if TYPE_CHECKING:
    from rawpy import RawPy

DEVELOPED = (
    "Developed from camera RAW by its white balance; the camera's own picture may "
    "look different."
)
NOT_READ = (
    "Camera RAW is not read here: export it as JPEG or TIFF from the camera's "
    "program, or add the RAW extra."
)

# LibRaw's word for how the camera was held, as EXIF says it.
_ORIENTATIONS = {3: 3, 5: 8, 6: 6}
_ON_ITS_SIDE = 4
_SRGB_CURVE = (2.4, 12.92)


def is_raw_read() -> bool:
    """Whether the extra that reads camera RAW is installed."""
    return importlib.util.find_spec("rawpy") is not None


def open_raw(data: bytes) -> Source:
    """Read the header of a camera RAW file.

    Raises:
        PhotographError: The extra is not installed, or the file is damaged, too large
            or of a camera that is not known.
    """
    if not is_raw_read():
        raise PhotographError(NOT_READ)
    with _opened(data) as raw:
        sizes = raw.sizes
    turned = bool(sizes.flip & _ON_ITS_SIDE)
    size = (sizes.height, sizes.width) if turned else (sizes.width, sizes.height)
    guard_size(*size)
    return Source(
        format=RAW,
        width=size[0],
        height=size[1],
        orientation=_ORIENTATIONS.get(sizes.flip, 1),
        turn=1,  # LibRaw turns it
        colours=Colours(Channels.RGB, name="sRGB"),
        taken_at=read_exif(memoryview(data)).taken_at,
        notes=(DEVELOPED,),
        read=lambda at_least: _developed(data, size, at_least),
        check=lambda: _developed(data, size, (1, 1)),
    )


def _opened(data: bytes) -> "RawPy":
    import rawpy

    try:
        return rawpy.imread(io.BytesIO(data))
    except (rawpy.LibRawError, *READER_ERRORS) as error:
        raise _unknown(error) from error


def _developed(data: bytes, size: Size, at_least: Size | None) -> Pixels8:
    import rawpy

    factor = scale_for(size, at_least)
    with _opened(data) as raw:
        try:
            pixels: Pixels8 = raw.postprocess(
                use_camera_wb=True,
                output_color=rawpy.ColorSpace.sRGB,
                output_bps=8,
                gamma=_SRGB_CURVE,
                # Brightened by its content, a photograph could not be compared with
                # that of another day.
                no_auto_bright=True,
                adjust_maximum_thr=0.0,
                half_size=factor > 1,
            )
        except (rawpy.LibRawError, *READER_ERRORS) as error:
            raise unreadable("camera RAW", error) from error
    wanted = (-(-size[0] // factor), -(-size[1] // factor))
    if pixels.shape[1::-1] == wanted:
        return pixels
    return np.array(Image.fromarray(pixels).resize(wanted, Image.Resampling.BOX))


def _unknown(error: Exception) -> PhotographError:
    if isinstance(error, MemoryError):
        return unreadable("camera RAW", error)
    return PhotographError(
        "The file looks like camera RAW, but is damaged or of a camera not known.",
        hint="Export it as JPEG or TIFF from the camera's program.",
    )
