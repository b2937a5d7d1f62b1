"""DICOM photographs for the tests, made in memory by pydicom."""

import io

import numpy as np
from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import UID, ExplicitVRLittleEndian, JPEGBaseline8Bit, generate_uid

PHOTOGRAPHIC = "1.2.840.10008.5.1.4.1.1.77.1.4"
DERMOSCOPIC = "1.2.840.10008.5.1.4.1.1.77.1.7"
CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
NAME = "SMITH^JOHN"


def dicom(
    pixels: np.ndarray | bytes,
    *,
    size: tuple[int, int] | None = None,
    kind: str = PHOTOGRAPHIC,
    syntax: str = ExplicitVRLittleEndian,
    **tags,
) -> bytes:
    """A file of stored numbers, height × width × samples, or of ready-made bytes."""
    dataset = FileDataset(None, {}, preamble=bytes(128))
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = UID(syntax)
    dataset.file_meta.MediaStorageSOPClassUID = UID(kind)
    dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    dataset.SOPClassUID = UID(kind)
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID
    dataset.PatientName = NAME
    dataset.PatientID = "SMITH-JOHN-1970"
    dataset.InstitutionName = "Smith Clinic"
    if isinstance(pixels, bytes):
        columns, rows = size or (0, 0)
        samples, bits, data = tags.get("SamplesPerPixel", 3), 8, pixels
    else:
        rows, columns, samples = pixels.shape
        bits = 8 * pixels.dtype.itemsize
        data = pixels.tobytes()
    dataset.Rows, dataset.Columns = rows, columns
    dataset.SamplesPerPixel = samples
    dataset.PhotometricInterpretation = "RGB" if samples == 3 else "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = bits
    dataset.PixelRepresentation = 0
    if samples == 3:
        dataset.PlanarConfiguration = 0
    dataset.PixelData = data + bytes(len(data) % 2)
    dataset["PixelData"].VR = "OB" if bits == 8 else "OW"
    for name, value in tags.items():
        setattr(dataset, name, value)
    dataset.HighBit = tags.get("HighBit", dataset.BitsStored - 1)
    file = io.BytesIO()
    dataset.save_as(file, enforce_file_format=True)
    return file.getvalue()


def dicom_of_jpegs(*frames: bytes, size: tuple[int, int], **tags) -> bytes:
    """A file of coded frames."""
    tags.setdefault("PhotometricInterpretation", "YBR_FULL_422")
    if len(frames) > 1:
        tags["NumberOfFrames"] = len(frames)
    coded = encapsulate(list(frames))
    return dicom(coded, size=size, syntax=JPEGBaseline8Bit, **tags)
